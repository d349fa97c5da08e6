"""Finding names in a question: instruments, groups of them, facets, and places the corpus does not hold."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, cast

from corpus import Registry
from rag.naming import Composed, Found, ends_word, spellings

MentionKind = Literal["instrument", "group", "facet", "place", "law"]

_DROPPED = frozenset('《》〈〉「」『』“”"')
_APOSTROPHES = frozenset("‘’'`")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SPACES = re.compile(r"[\s\u3000]")
_DASHES = frozenset("-‐‑‒–—")


@dataclass(frozen=True, slots=True)
class Mention:
    """`question[start:end]` names `key`."""

    kind: MentionKind
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made comparable; `offsets[i]` is where folded character `i` stands in the original."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def parted(self, i: int) -> bool:
        """Whether the original has something between the folded characters `i - 1` and `i`: "the 2025 order"."""
        return 0 < i < len(self.offsets) and self.offsets[i] - self.offsets[i - 1] > 1


def fold(text: str) -> Folded:
    """Make spelling variants equal: width, quotes and title brackets, runs of space, `SB-53` and `SB 53`.

    Letter case is kept: it tells `US` from `us`.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for i, c in enumerate(text):
        if c in _DROPPED:
            continue
        if "！" <= c <= "～":
            c = chr(ord(c) - 0xFEE0)
        elif c in _DASHES or _SPACES.match(c):
            c = " "
        elif c in _APOSTROPHES:
            c = "'"
        if c == " " and (not characters or characters[-1] == " "):
            continue
        if c.isascii() and c.isdigit() and len(characters) > 1 and characters[-1] == " ":
            before = characters[-2]
            if before.isascii() and before.isalpha():  # "SB 53" is "SB53"
                characters.pop()
                offsets.pop()
        elif len(characters) > 1 and characters[-1] == " " and (_HAN.match(c) or _HAN.match(characters[-2])):
            characters.pop()  # a space beside a Chinese character means nothing
            offsets.pop()
        characters.append(c)
        offsets.append(i)
    return Folded("".join(characters), tuple(offsets))


_WORDS = frozenset({"us", "un", "meta", "raise", "dsl"})
"""Names that in small letters are another word."""
_OTHER_WORDS = re.compile("(?<=发展)中国(?=家)")
"""Where the characters of a name belong to other words: the developing countries."""


@dataclass(frozen=True, slots=True)
class _Entry:
    alias: str
    """Folded, lower case."""
    exact: str | None
    """The spelling that must agree, for names that in small letters are another word."""
    kind: MentionKind
    key: str


class Names:
    """A dictionary of names that finds the longest one at each place of a text."""

    def __init__(self, names: Iterable[tuple[MentionKind, str, Sequence[str]]]) -> None:
        """Collect `(kind, key, aliases)`; of equal aliases the first wins, and what is given before a spelling."""
        self._by_start: dict[str, list[_Entry]] = defaultdict(list)
        given = [(kind, key, alias) for kind, key, aliases in names for alias in aliases]
        others = [
            (kind, key, other)
            for kind, key, alias in given
            if kind in ("instrument", "group")
            for other in spellings(alias)
        ]
        seen: set[str] = set()
        for kind, key, alias in (*given, *others):
            folded = fold(alias).text.strip()
            if not folded or folded.lower() in seen:
                continue
            seen.add(folded.lower())
            exact = folded if folded.lower() in _WORDS and kind != "facet" else None
            self._by_start[folded[:2].lower()].append(_Entry(folded.lower(), exact, kind, key))
        for entries in self._by_start.values():
            entries.sort(key=lambda entry: -len(entry.alias))

    def find(self, question: str) -> list[Mention]:
        """Every mention in `question`, left to right, none overlapping another."""
        folded = fold(question)
        return [Mention(e.kind, e.key, *folded.span(i, end)) for e, i, end in self.spans(folded)]

    def spans(self, folded: Folded) -> Iterator[tuple[_Entry, int, int]]:
        """The names of a folded text and where they stand in it."""
        lower = folded.text.lower()
        i = 0
        while i < len(lower):
            entry = self._longest_at(folded, lower, i)
            if entry is None:
                i += 1
                continue
            end = i + len(entry.alias)
            yield entry, i, end
            i = end

    def _longest_at(self, folded: Folded, lower: str, i: int) -> _Entry | None:
        if _is_letter(lower[i]) and i and _is_letter(lower[i - 1]) and not folded.parted(i):
            return None
        for entry in self._by_start.get(lower[i : i + 2], ()):
            end = i + len(entry.alias)
            if not lower.startswith(entry.alias, i) or (
                entry.kind == "group" and _OTHER_WORDS.match(lower, i)
            ):
                continue
            if entry.exact is not None and folded.text[i:end] != entry.exact:
                continue
            if _is_letter(entry.alias[-1]):
                rest = lower[end:]
                inflected = entry.kind == "facet" and re.match(r"(?:e?s|d|ed|ing)?(?![a-z0-9])", rest)
                if not inflected and re.match(r"[a-z0-9]", rest):
                    # "GDPR 22" is a law and a number; "executive order 14999" is an order of its own
                    number = folded.parted(end) and rest[0].isdigit()
                    if not number or (entry.kind == "group" and not re.match(r"20\d\d(?!\d)", rest)):
                        continue
            elif entry.kind == "instrument" and not ends_word(lower, end, entry.alias):
                continue
            return entry
        return None


def _is_letter(c: str) -> bool:
    return c.isascii() and c.isalnum()


@cache
def _places() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Countries with their names and the names of their languages (which serve as adjectives), from CLDR."""
    from babel import Locale

    english, chinese = Locale.parse("en"), Locale.parse("zh_Hans")
    # the language whose English name is also the adjective of the country
    adjectives = {
        "JP": "ja", "KR": "ko", "VN": "vi", "TH": "th", "TR": "tr", "IL": "he", "RU": "ru", "ID": "id",
    }  # fmt: skip
    of_law = {
        "DE": "de", "FR": "fr", "IT": "it", "ES": "es", "NL": "nl", "PL": "pl", "SE": "sv", "DK": "da", "FI": "fi",
        "GR": "el", "PT": "pt", "HU": "hu", "CZ": "cs", "RO": "ro", "BG": "bg", "HR": "hr", "SK": "sk", "SI": "sl",
        "EE": "et", "LV": "lv", "LT": "lt", "MT": "mt", "IE": "ga", "JP": "ja", "KR": "ko", "VN": "vi",
        "TH": "th", "TR": "tr", "RU": "ru", "ID": "id", "UA": "uk",
    }  # fmt: skip
    other = {
        "GB": ("UK", "U.K.", "Britain", "British", "Great Britain", "England"),
        "IN": ("Indian",),
        "CA": ("Canadian",),
        "AU": ("Australian",),
        "BR": ("Brazilian",),
        "KR": ("South Korean", "Korea", "韩"),
        "SG": ("Singaporean",),
        "JP": ("日",),
        "TW": ("Taiwanese",),
        "HK": ("Hong Kong",),
        "MO": ("Macau", "Macao"),
        "AE": ("UAE", "Emirati"),
        "CH": ("Swiss",),
        "IL": ("Israeli",),
        "SA": ("Saudi",),
    }
    covered = {"CN", "US", "EU", "UN", "EZ"}
    places = []
    for code, name in english.territories.items():
        if not code.isalpha() or len(code) != 2 or code in covered:
            continue
        names = [name, chinese.territories.get(code, ""), *other.get(code, ())]
        if code in adjectives:
            names.append(english.languages[adjectives[code]])
        # one Chinese character is too little to tell a country by
        places.append((code, tuple(n for n in names if len(n) > 1)))
        if code in of_law:
            adjective = english.languages[of_law[code]]
            places.append((f"law of {code}", tuple(f"{adjective} {noun}" for noun in _OF_A_STATE)))
    return tuple(places)


_OF_A_STATE = (
    "law", "laws", "legislation", "AI law", "AI act", "AI bill", "AI strategy", "national law", "government",
    "regulator", "parliament", "constitution", "civil code", "criminal law", "criminal code", "labour law", "labor law",
)  # fmt: skip
"""What is a state's own after its adjective: "French law", but not "German banks"."""


_US_STATES = (
    "Texas:得克萨斯,德州,得州", "Illinois:伊利诺伊", "Utah:犹他", "Virginia:弗吉尼亚", "Connecticut:康涅狄格",
    "Florida:佛罗里达", "Washington State:华盛顿州", "Massachusetts:马萨诸塞,麻省", "Tennessee:田纳西",
    "New Jersey:新泽西", "Oregon:俄勒冈", "Michigan:密歇根", "Maryland:马里兰", "Minnesota:明尼苏达",
    "Nevada:内华达", "Ohio:俄亥俄", "Pennsylvania:宾夕法尼亚", "Arizona:亚利桑那", "Hawaii:夏威夷",
    "Montana:蒙大拿", "Vermont:佛蒙特", "Wisconsin:威斯康星", "Indiana:印第安纳", "Kentucky:肯塔基",
)  # fmt: skip


_LAWS = """
Digital Services Act, DSA; 数字服务法
Digital Markets Act, DMA; 数字市场法
Data Act, EU Data Act; 欧盟数据法
Data Governance Act; 数据治理法
Cyber Resilience Act; 网络韧性法, 网络弹性法
NIS2, NIS 2, NIS2 Directive, NIS 2 Directive; 网络与信息安全指令
ePrivacy Directive, ePrivacy Regulation; 电子隐私指令, 电子隐私条例
Product Liability Directive; 产品责任指令
AI Liability Directive; 人工智能责任指令
Machinery Regulation; 机械条例
Medical Device Regulation, Medical Devices Regulation; 医疗器械条例
Digital Operational Resilience Act; 数字运营韧性法
European Media Freedom Act; 欧洲媒体自由法
Law Enforcement Directive; 执法指令
CCPA, CPRA, California Consumer Privacy Act, California Privacy Rights Act; 加州消费者隐私法, 加州隐私权法
HIPAA; 健康保险流通与责任法案
COPPA, Children's Online Privacy Protection Act; 儿童在线隐私保护法
FCRA, Fair Credit Reporting Act; 公平信用报告法
BIPA, Biometric Information Privacy Act; 生物识别信息隐私法
Local Law 144, NYC Local Law 144; 第144号地方法
Defend Trade Secrets Act; 保护商业秘密法
TRAIGA, Texas Responsible AI Governance Act
Online Safety Act; 在线安全法
Data Protection Act 2018; 2018年数据保护法
PIPEDA, Artificial Intelligence and Data Act, AIDA; 人工智能与数据法
LGPD; 通用数据保护法
AI Basic Act, AI Framework Act; 人工智能基本法
AI Promotion Act; 人工智能推进法
Digital Personal Data Protection Act, DPDP Act; 数字个人数据保护法
PDPA, Personal Data Protection Act; 个人数据保护法
Civil Code of China, Chinese Civil Code, China's Civil Code; 民法典
Criminal Law of China, China's Criminal Law; 刑法
Anti-Monopoly Law, Antimonopoly Law; 反垄断法
Anti-Unfair Competition Law; 反不正当竞争法
E-Commerce Law; 电子商务法
Copyright Law of China, China's Copyright Law; 著作权法
Consumer Protection Law of China; 消费者权益保护法
Law on the Protection of Minors; 未成年人保护法
Regulations on the Protection of Minors in Cyberspace; 未成年人网络保护条例
Cryptography Law; 密码法
Anti-Telecom and Online Fraud Law; 反电信网络诈骗法
Labour Contract Law, Labor Contract Law; 劳动合同法
Advertising Law; 广告法
Network Data Security Management Regulations, Regulations on Network Data Security Management; 网络数据安全管理条例
Critical Information Infrastructure Security Protection Regulations; 关键信息基础设施安全保护条例
Measures for Security Assessment of Outbound Data Transfers; 数据出境安全评估办法
"""
"""Laws that stand beside those of the corpus and that analysts also ask about, in English and Chinese."""


class Mentions:
    """Finds what a question names, with the vocabulary of a registry."""

    def __init__(self, registry: Registry) -> None:
        """Use the aliases of `registry`."""
        self._registry = registry

    @cached_property
    def _laws(self) -> Names:
        names: list[tuple[MentionKind, str, Sequence[str]]] = []
        for instrument in self._registry.instruments.values():
            titles = (instrument.title.en, instrument.title.zh, instrument.short.en, instrument.short.zh)
            names.append(
                (
                    "instrument",
                    instrument.id,
                    (instrument.id, *titles, *instrument.aliases.en, *instrument.aliases.zh),
                )
            )
        for group in self._registry.groups:
            names.append(("group", group.id, (*group.terms.en, *group.terms.zh)))
        for code, aliases in _places():
            names.append(("place", code, aliases))
        for line in _US_STATES:
            english, _, chinese = line.partition(":")
            names.append(("place", english, (english, *chinese.split(","))))
        held = {alias.casefold() for kind, _, aliases in names if kind == "instrument" for alias in aliases}
        for line in _LAWS.strip().splitlines():
            laws = [alias for alias in re.split(r"[,;] ", line) if alias.casefold() not in held]
            if laws:
                names.append(("law", laws[0], laws))
        return Names(names)

    @cached_property
    def _composed(self) -> Composed:
        return Composed(self._registry)

    @cached_property
    def _facets(self) -> Names:
        return Names(
            ("facet", facet.id, (facet.name.en, facet.name.zh, *facet.terms.en, *facet.terms.zh))
            for facet in self._registry.facets
        )

    def laws(self, question: str, *, composed: bool = True) -> list[Mention]:
        """Instruments, groups and places, in the order of the question.

        Names composed of an issuer's or a date and a common noun are one mention each, if `composed`.
        """
        folded = fold(question)
        found = [Found(e.kind, e.key, i, end) for e, i, end in self._laws.spans(folded)]
        if composed:
            found = self._composed.find(folded.text.lower(), found)
        return [Mention(cast(MentionKind, f.kind), f.key, *folded.span(f.start, f.end)) for f in found]

    def facets(self, question: str) -> list[Mention]:
        """Facets asked about, in the order of the question; one word may stand for one facet only."""
        return self._facets.find(question)
