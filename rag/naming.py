"""Names made of several parts: an issuer and what it calls its text, a date and a kind of document.

"OpenAI's assistant rules" names one instrument although "assistant rules" alone names none; "the order of June 2026"
names the only order of that month. Both are read from the registry, so that an instrument added there is found so too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from corpus import Group, Instrument, Registry

_SPELLINGS = tuple(
    tuple(line.split("|"))
    for line in (
        "general-purpose artificial intelligence|general-purpose AI|general purpose AI|GPAI",
        "generative artificial intelligence|generative AI|GenAI|gen AI",
        "artificial intelligence|AI",
        "labelling|labeling",
        "licence|license",
        "behaviour|behavior",
        "cybersecurity|cyber security",
        "preemption|pre-emption",
        "deepfake|deep fake",
        "deep synthesis|deep-synthesis",
        "人工智能|AI",
    )
)
_KIND_WORDS = (
    ("law", "act", "statute", "rules", "regulation", "regulations", "measures", "provisions", "legislation", "regime"),
    ("code", "code of practice", "code of conduct"),
    ("guidelines", "guidance"),
    ("规定", "办法", "新规", "规则", "条例", "法规", "法", "法案", "法律", "管理规定", "管理办法", "暂行规定"),
    ("准则", "守则", "规范", "规则"),
)  # fmt: skip
"""Words for a kind of document that people exchange freely beside an issuer's name."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE_EN = (
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)? ?)?(?P<month>january|february|march|april|may|june|july|august|september|"
    r"october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? ?"
    r"(?:(?P<d2>\d{1,2}),? ?)?(?P<year>20\d\d)"
)
_YEAR_EN = r"(?P<only>20\d\d)"
_DATE_ZH = r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?"
_DOING_EN = (
    r"(?:published|issued|adopted|signed|released|passed|enacted|made|written|wrote|agreed|revoked|vetoed|"
    r"dated|proposed)"
)
_DOING_ZH = r"(?:发布|出台|公布|通过|签署|施行|制定|提出|生效|发表|颁布|达成|否决|作出)"

DATE = rf"(?:{re.sub(r'[?]P<[a-z0-9]+>', '?:', _DATE_EN)}|20\d\d|{re.sub(r'[?]P<[a-z]+>', '?:', _DATE_ZH)})"
"""A day, month or year in words."""
BETWEEN_EN = re.compile(
    rf"(?:['’]s?)?(?:[ ,]*(?:{DATE}|new|newest|latest|updated|revised|amended|recent|current|own|first|original|"
    r"existing|voluntary|interim|trial|landmark|flagship|ai|artificial intelligence|state|administration|president|"
    r"company|"
    r"administrative|national|v?\d+(?:\.\d+)?)(?![a-z]))* ?",
    re.IGNORECASE,
)
"""What stands between an issuer's name and what it calls its text."""
BETWEEN_ZH = re.compile(
    rf"(?:公司|政府|总统|当局|自己|自愿|自行|最新|新版|新|现行|修订后|修正后|首个|首部|首份|那份|这份|20\d\d年|\d{{1,2}}月|"
    rf"\d{{1,2}}日|{_DOING_ZH}|为(?=.{{1,8}}制定)|的|关于|针对|版|国际|其| |《)*"
)
_BEFORE_EN = re.compile(
    rf" (?:(?:that|which) (?:was |were )?)?(?:{_DOING_EN} )?(?:(?:of|by|from|in|at|for) )?(?:the )?$",
    re.IGNORECASE,
)
_DID = re.compile(rf" (?:has |had )?(?:{_DOING_EN}|gave)\b")
_KINDS_EN = (
    "executive order|presidential order|order|eo|declaration|statement|action plan|plan|resolution|treaty|convention|"
    "recommendation|regulation|law|act|bill|framework|policy|code of practice|code of conduct|code|guidelines|measures|"
    "provisions|rules|profile|principles|commitments|initiative|opinions|charter|constitution|standard|spec|licence|license|"
    "summit|omnibus|amendment"
)
_KINDS_ZH = (
    "行政命令|行政令|总统令|命令|宣言|声明|行动计划|计划|决议|公约|条约|建议书|建议|原则|条例|法案|法律|法|办法|规定|框架|"
    "政策|行为准则|准则|指南|承诺|倡议|意见|标准|宪章|规范|峰会"
)
_VERBS_ZH = frozenset({"计划", "规定", "承诺", "声明", "建议", "倡议", "决议", "命令", "要求"})
"""Words that may also be what somebody did on the day; a name only after 的 or an attribute."""
_CLEAR_KINDS = frozenset(
    {
        "executive order",
        "presidential order",
        "eo",
        "declaration",
        "statement",
        "resolution",
        "treaty",
        "convention",
    }
    | {
        "recommendation",
        "charter",
        "行政命令",
        "行政令",
        "总统令",
        "宣言",
        "声明",
        "决议",
        "公约",
        "条约",
        "建议书",
        "宪章",
    }
)
"""Kinds of which a year is enough to tell the one meant."""
_NOT_NAMES = r"(?! ?(?:enforcement|firms?|schools?|makers?|making|professors?|students?|to\b))"
_WORD_EN = (
    r"(?: (?!(?:the|and|or|a|an|of|to|in|on|by|with|for|from|is|was|are|were|do|does|did|has|had)\b)"
    r"[a-z][a-z.'&+]*)"
)
_SAME_DATE_EN = rf"(?:{_DATE_EN}|{_YEAR_EN})"
_FORWARD_EN = re.compile(
    rf"(?<!\d){_SAME_DATE_EN}(?:'s)?{_WORD_EN}{{0,4}}? (?P<kind>{_KINDS_EN})(?![a-z0-9]){_NOT_NAMES}"
)
_BACKWARD_EN = re.compile(
    rf"\b(?P<kind>{_KINDS_EN})(?:(?: (?:that|which))?(?: [a-z]+)?(?: was)? {_DOING_EN})?"
    rf"(?: (?:of|from|in|on))?(?: the)? ?{_SAME_DATE_EN}(?!\d)"
)
_FORWARD_ZH = re.compile(
    rf"{_DATE_ZH}(?P<middle>{_DOING_ZH}?(?P<of>的)?[^，。？！、；：,.?!;:的和与或及对在将了 ]{{0,10}}?)"
    rf"(?P<kind>{_KINDS_ZH})"
    r"(?![律规治院学庭务将了])"
)


_SPELLED: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _group in _SPELLINGS:
    for _spelling in _group:
        _SPELLED[_spelling.lower()].append(_group)
_ANY_SPELLING = re.compile(
    "("
    + "|".join(
        rf"(?<![A-Za-z]){re.escape(s)}(?![A-Za-z])" if s.isascii() else re.escape(s)
        for s in sorted({s for group in _SPELLINGS for s in group}, key=len, reverse=True)
    )
    + ")",
    re.IGNORECASE,
)


def spellings(name: str) -> Iterator[str]:
    """The other usual spellings of a name: `AI` and `artificial intelligence`, `GenAI`, British and American."""
    parts = _ANY_SPELLING.split(name)
    if len(parts) == 1 or len(parts) > 7:
        return
    chinese = any(c >= "\u3400" for c in name)
    choices: list[tuple[str, ...]] = []
    for i, part in enumerate(parts):
        same = next((g for g in _SPELLED.get(part.lower(), ()) if _fits(g, chinese)), ()) if i % 2 else ()
        choices.append(tuple(dict.fromkeys((part, *same))))
    for combination in product(*choices):
        if (other := "".join(combination)) != name:
            yield other


def _fits(group: Sequence[str], chinese: bool) -> bool:
    return chinese == any(not s.isascii() for s in group)


def exchanged(name: str) -> Iterator[str]:
    """`name` with the words for its kind that people exchange: "deep synthesis rules", "rules on deep synthesis"."""
    yield name
    for words in _KIND_WORDS:
        mine = max((w for w in words if name.endswith(w)), key=len, default=None)
        if mine is None or mine == name:
            continue
        subject = name[: -len(mine)].strip()
        for word in words:
            if word.isascii():
                yield f"{subject} {word}"
                yield from (f"{word} {link} {subject}" for link in ("on", "for"))
            else:
                yield subject + word
                yield f"{subject}的{word}"
        return


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` of a folded text names an instrument or a group."""

    kind: str
    key: str
    start: int
    end: int


class Composed:
    """Finds composed names around those of a dictionary."""

    def __init__(self, registry: Registry) -> None:
        """Use the names of `registry`."""
        self._registry = registry

    @cached_property
    def _members(self) -> dict[str, tuple[Instrument, ...]]:
        return {
            group.id: tuple(i for i in self._registry.instruments.values() if belongs(i, group))
            for group in self._registry.groups
        }

    @cached_property
    def _own_names(self) -> dict[str, dict[str, str]]:
        """For each group and instrument: what a name beside it means, where it can mean but one."""
        names: dict[str, dict[str, str]] = {}
        for instrument in self._registry.instruments.values():
            names[instrument.id] = {
                other.lower().replace("-", " "): instrument.id
                for name in (*instrument.by_issuer.en, *instrument.by_issuer.zh)
                for written in exchanged(name)
                for other in (written, *spellings(written))
            }
        for group in self._registry.groups:
            if group.compare and not group.jurisdictions:
                continue  # "the labs' framework" is anybody's
            owners: dict[str, set[str]] = defaultdict(set)
            for member in self._members[group.id]:
                for name in names[member.id]:
                    owners[name].add(member.id)
            names[group.id] = {name: ids.pop() for name, ids in owners.items() if len(ids) == 1}
        return names

    @cached_property
    def _by_length(self) -> dict[str, tuple[str, ...]]:
        return {key: tuple(sorted(names, key=len, reverse=True)) for key, names in self._own_names.items()}

    def find(self, lower: str, given: Sequence[Found]) -> list[Found]:
        """`given` with the composed names of a folded, lower-case text in the place of their parts."""
        found = [f for g in given if (f := self._beside(lower, g, given)) is not None]
        found += [f for f in self._dated(lower, given) if not any(_overlap(f, other) for other in found)]
        kept = [g for g in given if not any(_overlap(f, g) for f in found)]
        unique: list[Found] = []
        for f in sorted((*kept, *found), key=lambda f: (f.start, -f.end)):
            if not unique or f.start >= unique[-1].end:
                unique.append(f)
        return unique

    def _beside(self, lower: str, anchor: Found, given: Sequence[Found]) -> Found | None:
        """The instrument that an issuer's name and what stands beside it name together."""
        names = self._own_names.get(anchor.key)
        if not names or anchor.kind not in ("group", "instrument"):
            return None
        starts = {g.start: g for g in given if g.start >= anchor.end}
        for between in (BETWEEN_EN, BETWEEN_ZH):
            match = between.match(lower, anchor.end)
            # what stands between may itself be the beginning of the name: "AI" in "AI principles"
            for at in _starts(lower, anchor.end, match.end() if match else anchor.end):
                for name in self._by_length[anchor.key]:
                    end = at + len(name)
                    if not lower.startswith(name, at) or not ends_word(lower, end, name):
                        continue
                    there = starts.get(at)
                    if (
                        there is not None
                        and there.kind == "instrument"
                        and (there.key == names[name] or there.end > end)
                    ):
                        return None  # the dictionary knows it, or a longer name
                    return Found("instrument", names[name], anchor.start, end)
        before = lower[: anchor.start]
        link = _BEFORE_EN.search(before)
        if link is None or not (link.group().strip() or _DID.match(lower, anchor.end)):
            return None
        for name in self._by_length[anchor.key]:
            at = link.start() - len(name)
            if (
                name.isascii()
                and at >= 0
                and before.startswith(name, at)
                and not before[at - 1 : at].isalnum()
            ):
                if any(g.kind == "instrument" and g.start < link.start() and g.end > at for g in given):
                    return None
                return Found("instrument", names[name], at, anchor.end)
        return None

    @cached_property
    def _named(self) -> dict[str, str]:
        return {
            i.id: " ; ".join(
                (i.title.en, i.title.zh, i.short.en, i.short.zh, *i.aliases.en, *i.aliases.zh)
            ).lower()
            for i in self._registry.instruments.values()
        }

    def _dated(self, lower: str, given: Sequence[Found]) -> Iterator[Found]:
        for pattern in (_FORWARD_EN, _BACKWARD_EN, _FORWARD_ZH):
            for match in pattern.finditer(lower):
                parts = match.groupdict()
                kind = parts["kind"]
                if kind in _VERBS_ZH and not parts.get("of") and not parts.get("middle"):
                    continue
                whole = Found("instrument", "", match.start(), match.end())
                touching = [g for g in given if _overlap(g, whole) or _beside_each_other(lower, g, whole)]
                if any(g.kind == "instrument" and _overlap(g, whole) for g in touching):
                    continue
                groups = [g for g in touching if g.kind == "group"]
                members = [{i.id for i in self._members.get(g.key, ())} for g in groups]
                year, month, day = _date(parts)
                if month is None and kind not in _CLEAR_KINDS and not groups:
                    continue
                if any(g.kind == "place" for g in touching):
                    continue
                matching = [
                    i
                    for i in self._registry.instruments.values()
                    if _is_of(i, year, month, day)
                    and all(i.id in ids for ids in members)
                    and _has_word(self._named[i.id], kind)
                ]
                if len(matching) > 1:  # when a law was made says more than when it came into force
                    matching = [i for i in matching if _is_of(i, year, month, day, made=True)] or matching
                if len(matching) == 1:
                    start = min((g.start for g in groups), default=whole.start)
                    end = max((g.end for g in groups), default=whole.end)
                    yield Found("instrument", matching[0].id, min(start, whole.start), max(end, whole.end))


def belongs(instrument: Instrument, group: Group) -> bool:
    """Whether `instrument` is one of those that `group` stands for."""
    return (
        instrument.jurisdiction in group.jurisdictions
        or instrument.pole in group.poles
        or instrument.id in group.ids
    )


def ends_word(lower: str, end: int, name: str) -> bool:
    """Whether a name that ends at `end` is not the beginning of another word."""
    after = lower[end : end + 1]
    if name[-1].isascii() and name[-1].isalnum():
        return not (after.isascii() and after.isalpha())
    if name.endswith("法") and not name.endswith("办法"):
        # 个人信息保护法规 is another word, 个人信息保护法规定的 is the law and what it lays down
        return after not in set("律规治院学庭务定官人案") or lower.startswith("规定", end)
    if name.endswith(tuple(_VERBS_ZH)):
        return after not in set("了过有")
    return True


def _starts(lower: str, first: int, last: int) -> Iterable[int]:
    """Where a name may begin between two places: the last place first, then the beginnings of words before it."""
    yield last
    for at in range(last - 1, first - 1, -1):
        if lower[at - 1 : at] in (" ", "'") or not lower[at].isascii() or not lower[at - 1].isascii():
            yield at


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


_LINK = re.compile(r"(?:'s?|[的把在于])? ?|(?: (?:of|by|from|in)(?: the)? )")


def _beside_each_other(lower: str, group: Found, dated: Found) -> bool:
    gap = lower[group.end : dated.start] if group.end <= dated.start else lower[dated.end : group.start]
    return bool(_LINK.fullmatch(gap))


def _date(parts: dict[str, str | None]) -> tuple[int, int | None, int | None]:
    year = parts.get("year") or parts.get("only") or "0"
    month = parts.get("month")
    number = None
    if month is not None:
        number = (
            int(month) if month.isdigit() else next(i for i, m in enumerate(_MONTHS, 1) if m == month[:3])
        )
    day = parts.get("day") or parts.get("d1") or parts.get("d2")
    return int(year), number, int(day) if day else None


def _is_of(
    instrument: Instrument, year: int, month: int | None, day: int | None, *, made: bool = False
) -> bool:
    dates = instrument.dates
    days = (dates.adopted, dates.published, *(() if made else (dates.in_force,)))
    return any(
        d is not None and d.year == year and month in (None, d.month) and day in (None, d.day) for d in days
    )


def _has_word(names: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", names)) if word.isascii() else word in names
