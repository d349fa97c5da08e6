"""Texts named by another: "the Act" beside its guidelines, "the law that replaced it", the vetoed bill of a state."""

import re
from collections.abc import Sequence

from corpus import Registry
from rag.mentions import Mention
from rag.naming import belongs
from rag.which_laws import COMMENTARIES

_SUCCESSOR = re.compile(
    r"\b(?:the (?:\w+ )?(?:law|act|statute|bill|one|order|text|policy|framework)(?: \w+)? (?:that|which) "
    r"(?:has |later )?(?:replace[sd]|succeed(?:s|ed)|supersede[sd]) it|its (?:successor|replacement)"
    r"|the new (?:law|act|statute))\b"
    r"|新法(?![律规院官])|(?:取代|替代)(?:了)?它的(?:那部|新的?)?(?:法律?|法案|规定|行政令|政策|文件)?",
    re.IGNORECASE,
)
_PREDECESSOR = re.compile(
    r"\b(?:its|their|the) (?:vetoed |earlier |old )?predecessor(?: bill)?\b|\bwhat it replace[sd]\b"
    r"|\bthe (?:law|act|bill|one|order|text) (?:that |which )?it (?:replace[sd]|supersede[sd])\b"
    r"|(?:它的)?前身|被?它(?:所)?取代的(?:法律?|法案|行政令)?",
    re.IGNORECASE,
)
_OLD_LAW = re.compile(
    r"\bthe (?:old|original|former) (?:law|act|statute)\b|(?:[旧老]|(?<!还)原)法(?![律规院官])", re.IGNORECASE
)
"""What a law replaced; a bill that came to nothing is no old law."""
_VETOED = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!got )\bvetoed\b(?!\s*[?.!]|\s+by\b)"
    r"|(?:(?<=what was )|(?<=that was )|(?<=which was ))vetoed\b|否决的",
    re.IGNORECASE,
)
"""The text that was vetoed, not the veto of which "Did the governor veto SB 53?" asks."""
_WHAT_IS_VETOED = re.compile(r"\bwhat (?:did|has|had) (?:[\w.]+ ){1,5}(veto(?:ed)?)\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"\b(?:the one|what|the (?:bill|act|law|statute)) (?:that |which )?(?:(?:was|he|she|they|the governor|got) )?"
    r"(?:later |then |eventually |actually )?signed\b"
    r"|(?<!\ba )(?<!\bany )(?<!\d )\b(?:law|statute|act|rules|one) (?:that is |now |currently |that is now )?in force\b"
    r"|\bthe current (?:law|statute)\b"
    r"|现行(?:的?法律?|法规)|(?:后来|最后|最终)?签(?:署|了|成)的那[部个份]",
    re.IGNORECASE,
)
"""The law of a place, beside a bill of that place which was vetoed."""
_NEWEST = re.compile(r"(?:\bthe )?\b(?:latest|newest|most recent) $", re.IGNORECASE)
_ORDER = re.compile(r"(?:['’]s?)? (?:AI )?(?:executive |presidential )?order\b", re.IGNORECASE)
_NEWEST_ORDER = re.compile(
    r"['’]s? (?:latest|newest|most recent) (?:AI )?(?:executive |presidential )?order\b"
    r"|的?最新的?(?:一[份道项])?(?:人工智能|AI)?行政命?令",
    re.IGNORECASE,
)
"""Behind the name of a government."""
_THE_ACT = re.compile(r"\bthe Act\b(?! on\b)")
_PLAN = re.compile(r"(?<!corrective )(?<!remedial )\baction plan\b|行动计划", re.IGNORECASE)


def with_relatives(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The mentions, and the texts that are named by their relation to these, left to right.

    Args:
        question: In English or Chinese.
        mentions: What it names, left to right.
        registry: Knows which text replaces, amends or explains which.
    """
    mentions = [_newest_order(question, m, registry) or m for m in mentions]
    named = [m for m in mentions if m.kind == "instrument"]
    found = [
        *_following(question, _SUCCESSOR, {m: registry.get(m.key).replaced_by[:1] for m in named}),
        *_following(question, _PREDECESSOR, {m: _before(m.key, registry) for m in named}),
        *_following(question, _OLD_LAW, {m: registry.get(m.key).replaces[:1] for m in named}),
        *(of_place := _of_place(question, mentions, registry)),
        *_signed(question, [*named, *of_place], registry),
        *_act(question, named, registry),
    ]
    known = {m.key for m in named}
    taken = {i for m in mentions for i in range(m.start, m.end)}
    for mention in found:
        if mention.key not in known and taken.isdisjoint(range(mention.start, mention.end)):
            known.add(mention.key)
            mentions = [*mentions, mention]
    return sorted(mentions, key=lambda m: m.start)


def _newest_order(question: str, government: Mention, registry: Registry) -> Mention | None:
    """The last order of a government, where that is what stands around its name."""
    before = _NEWEST.search(question[: government.start])
    behind = (
        _ORDER.match(question, government.end) if before else _NEWEST_ORDER.match(question, government.end)
    )
    group = next((g for g in registry.groups if (government.kind, government.key) == ("group", g.id)), None)
    if behind is None or group is None:
        return None
    orders = {
        i.dates.adopted: i.id
        for i in registry.instruments.values()
        if i.kind == "executive-order" and i.dates.adopted and belongs(i, group)
    }
    start = before.start() if before else government.start
    return Mention("instrument", orders[max(orders)], start, behind.end()) if orders else None


def _before(instrument: str, registry: Registry) -> Sequence[str]:
    """What an instrument replaced, or the bill before it that came to nothing."""
    entry = registry.get(instrument)
    vetoed = [i.id for i in registry.by_jurisdiction(entry.jurisdiction, exact=True) if i.status == "vetoed"]
    return entry.replaces[:1] or vetoed[:1]


def _following(
    question: str, pattern: re.Pattern[str], related: dict[Mention, Sequence[str]]
) -> list[Mention]:
    """For each place of `pattern`, what is related to the instrument named last before it, or else first behind it."""
    related = {m: keys for m, keys in related.items() if keys}
    found = []
    for place in pattern.finditer(question):
        before = [m for m in related if m.end <= place.start()]
        nearest = before[-1:] or [m for m in related if m.start >= place.end()][:1]
        found += [Mention("instrument", key, *place.span()) for m in nearest for key in related[m]]
    return found


def _of_place(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The vetoed bill or the plan of a place that is named, or of that whose law is."""
    groups = {group.id: group for group in registry.groups}
    places = {registry.get(m.key).jurisdiction for m in mentions if m.kind == "instrument"}
    places.update(j for m in mentions if m.kind == "group" for j in groups[m.key].jurisdictions)
    there = [i for i in registry.instruments.values() if i.jurisdiction in places]
    vetoed = [i.id for i in there if i.status == "vetoed"]
    plans = [i.id for i in there if i.kind == "plan"]
    found = []
    for pattern, those in ((_VETOED, vetoed), (_WHAT_IS_VETOED, vetoed), (_PLAN, plans)):
        place = pattern.search(question)
        if place is not None and len(those) == 1:
            found.append(Mention("instrument", those[0], *place.span(place.lastindex or 0)))
    return found


def _signed(question: str, named: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The law that a place has, where a vetoed bill of it is named too: "the one that he signed"."""
    place = _SIGNED.search(question)
    vetoed = {e.jurisdiction for m in named if (e := registry.get(m.key)).status == "vetoed"}
    groups = [g for g in registry.groups if len(g.jurisdictions) == 1 and vetoed.issuperset(g.jurisdictions)]
    return [Mention("instrument", g.main[0], *place.span()) for g in groups[:1]] if place and vetoed else []


def _act(question: str, named: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The act that a text amends or explains which is named, where "the Act" can mean no other."""
    place = _THE_ACT.search(question)
    if place is None or any(question[m.start : m.end].casefold().endswith("act") for m in named):
        return []
    for entry in (registry.get(m.key) for m in named):
        if entry.amends:
            return [Mention("instrument", entry.amends[0], *place.span())]
        if entry.kind in COMMENTARIES:
            place_of = [g for g in registry.groups if g.jurisdictions == (entry.jurisdiction,)]
            return [Mention("instrument", g.main[0], *place.span()) for g in place_of[:1]]
    return []
