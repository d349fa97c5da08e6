"""Names that mean something else where they stand: another country's law, a member state, "domestic" law elsewhere."""

import re
from collections.abc import Sequence

from corpus import Registry
from rag.generic_names import is_generic
from rag.mentions import Mention
from rag.naming import BETWEEN_EN, BETWEEN_ZH, DATE, belongs

_POSSESSIVE = re.compile(
    r"(?:['’]s?)?(?:\s*的)?\s*(?:(?:new|draft|proposed|planned|future|own|basic|national|comprehensive|first|own)\s+)*"
    r"(?:新的?|拟议的?|未来的?|首部|自己的)?\s*《?\s*",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(r"\d|[A-Z]{3,}")
"""A name with a number or an acronym is a law's own: "US GDPR fines" are fines under the GDPR."""
_EVERYBODYS = frozenset({"intl", "un", "coe", "private"})
_HERE = frozenset({"国内", "境内", "大陆"})
_AMERICAN = re.compile(r"US|U\.S\.|American|美国")
_PARTIES = re.compile(r"(?:缔约国|缔约方|成员国|各国|本国|他国|其)的?$")
_BARE_STATES = frozenset({"the states", "各州"})
_WITH_STATES = frozenset({"AR", "AT", "AU", "BR", "CA", "CH", "DE", "IN", "MM", "MX", "MY", "NG", "SD", "VE"})
_AS_OBJECT = re.compile(
    r"(?:对|向|给|令|使|针对|阻止|禁止|限制|要求|推翻|排除|取代|优先于|挑战)(?:美国)?\s*$"
    r"|\b(?:pre-?empt\w*|overrid\w+|displac\w+|block\w*|challeng\w+|limit\w*|restrict\w*|punish\w*|penali[sz]\w+|"
    r"against|su(?:e|es|ing)|towards?|upon|affect\w*|bind\w*|oblig\w+|requir\w+|supersed\w+|invalidat\w+)"
    r"\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
ALONGSIDE = re.compile(
    r"\s*(?:[,、，/]|[,，]?\s*(?:\b(?:and|or|with|versus|vs|than|against|from|(?:compared\s+)?(?:with|to))\b\.?|和|与|同|跟|及|以及|或|比|对比))"
    r"\s*(?:those\s+of\s+)?(?:(?:the|any)\s+)?",
    re.IGNORECASE,
)
"""Stands between names that are compared."""
_LIKE = re.compile(
    r"(?:\b(?:like|similar(?:ly)?\s+to|comparable\s+(?:to|with)|equivalent\s+(?:of|to)|akin\s+to|along\s+the\s+lines\s+of|"
    r"modell?ed\s+(?:on|after)|inspired\s+by|based\s+on|borrowed\s+from|copied\s+from|the\s+way|as\s+(?:in|under))\s+"
    r"(?:(?:that|those|what)\s+(?:of|in)\s+)?(?:the\s+)?|(?:像|类似于?|仿照|仿效|借鉴|参照|效仿|对标)(?:于|了)?《?)$",
    re.IGNORECASE,
)
_LIKE_WITH = re.compile(r"(?:与|和|跟|同|如)《?$")
_SO = re.compile(r"[^，。？！,.?!]{0,10}?(?:那样|那种|一样|类似|相似|相同|同样|式的|那么)")
"""Closes in Chinese what 与, 和 or 如 opens: a yardstick."""
_WHOSE = re.compile(r"(?<!rest )\b(?:in|of|within|across)\s+(?:the\s+)?$", re.IGNORECASE)
_UNDER_LICENCE = re.compile(
    r"\b(?:under|with|by|through)\s+(?:an?\s+|the\s+|free\s+and\s+|free\s+|permissive\s+)*$|free\s+and\s+$"
    r"|(?:以|在|用|按照?|依照?|采用|通过|根据|基于)(?:自由和|免费和|免费|自由|宽松的?)*$",
    re.IGNORECASE,
)
_BRANCHES = frozenset({"us-federal", "us-states"})
_US = frozenset({"us", "us-federal", "us-states", "us-ca", "us-ny", "us-co"})


def meant(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The mentions without those whose words mean something else in this question."""
    kept = _without_foreign_laws(question, mentions, registry)
    kept = _without_yardsticks(question, kept)
    kept = _without_here(question, kept)
    kept = _without_states(question, kept, registry)
    kept = _without_owners(question, kept)
    return _without_attributes(question, kept, registry)


_TWO_SMALL_WORDS = re.compile(r"[a-z]+ [a-z]+")


def _without_owners(question: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Without the place that only says whose a law is that is not held: "the EU Cyber Resilience Act".

    A small "data act" is something that is done with data.
    """
    laws = [
        m for m in mentions if m.kind == "law" and not _TWO_SMALL_WORDS.fullmatch(question[m.start : m.end])
    ]

    def owns(place: Mention) -> bool:
        return place.kind == "group" and any(
            place.end <= law.start and _is_between(question[place.end : law.start]) for law in laws
        )

    return [m for m in mentions if m in laws or (m.kind != "law" and not owns(m))]


def joined(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """Each issuer or place with the instrument named beside it as one mention, with its date and its version.

    "The EU's 2024 AI Act" is one name; what is left of the question is what it asks about.
    """
    whole: list[Mention] = []
    for mention in mentions:
        before = whole[-1] if whole else None
        if before is not None:
            gap = question[before.end : mention.start]
            if (mention.kind == "instrument" and _owns(before, mention, registry) and _is_between(gap)) or (
                mention.kind == "group" and _owns(mention, before, registry) and _BY.fullmatch(gap)
            ):
                law = mention if mention.kind == "instrument" else before
                whole[-1] = Mention("instrument", law.key, before.start, mention.end)
                continue
        whole.append(mention)
    end = 0
    for i, mention in enumerate(whole):
        if mention.kind == "instrument":
            first = _DATE_BEFORE.search(question, end, mention.start)
            last = _VERSION_AFTER.match(question, mention.end)
            whole[i] = Mention(
                "instrument",
                mention.key,
                first.start() if first else mention.start,
                last.end() if last else mention.end,
            )
        end = whole[i].end
    return whole


_BY = re.compile(
    r"\s+(?:(?:published|issued|adopted|written|made)\s+)?(?:of|by|from)\s+(?:the\s+)?", re.IGNORECASE
)
_DATE_BEFORE = re.compile(rf"(?<!\d){DATE}\s*(?:的|版)?\s*《?$", re.IGNORECASE)
_VERSION_AFTER = re.compile(
    rf"\s*(?:》?\s*(?:,?\s*v(?:ersion)?\.?\s*\d+(?:\.\d+)?\b|\d+\.\d+版?(?!\d)|第\d+(?:\.\d+)?版)|法案|(?:of|from)\s+{DATE})",
    re.IGNORECASE,
)


def _is_between(gap: str) -> bool:
    return bool(_POSSESSIVE.fullmatch(gap) or BETWEEN_EN.fullmatch(gap) or BETWEEN_ZH.fullmatch(gap))


def _owns(owner: Mention, law: Mention, registry: Registry) -> bool:
    return (
        owner.kind == "group"
        and law.kind == "instrument"
        and any(
            belongs(registry.instruments[law.key], group)
            for group in registry.groups
            if group.id == owner.key
        )
    )


def _without_foreign_laws(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """Without the laws of the corpus that only share a name: Japan's "AI Act", New York's "AI Act".

    A place is no place outside where it says whose summit it was: "India's Delhi Declaration".
    """
    groups = {group.id: group for group in registry.groups}
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        if (
            mention.kind == "instrument"
            and before is not None
            and before.kind in ("place", "group")
            and _is_between(question[before.end : mention.start])
        ):
            instrument = registry.instruments[mention.key]
            everybodys = instrument.jurisdiction in _EVERYBODYS
            if before.kind == "place":
                if not everybodys:
                    continue
                kept.pop()
                kept.append(Mention("instrument", mention.key, before.start, mention.end))
                continue
            elif (
                not everybodys
                and groups[before.key].jurisdictions
                and not belongs(instrument, groups[before.key])
                and not _OWN_NAME.search(question[mention.start : mention.end])
                and not _names_its_place(question[mention.start : mention.end], mention.key, registry)
            ):
                continue
        kept.append(mention)
    return kept


def _without_yardsticks(question: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Without the law to which that of a place outside is only likened: "Has Brazil a law like the EU's?"."""
    if not any(m.kind == "place" for m in mentions):
        return list(mentions)
    kept = []
    for mention in mentions:
        before, after = question[: mention.start], question[mention.end :]
        likened = _LIKE.search(before) or (_LIKE_WITH.search(before) and _SO.match(after))
        if mention.kind not in ("group", "instrument") or not likened:
            kept.append(mention)
    return kept


def _names_its_place(name: str, key: str, registry: Registry) -> bool:
    instrument = registry.instruments[key]
    return any(
        term.lower() in name.lower()
        for group in registry.groups
        if instrument.jurisdiction in group.jurisdictions
        for term in (*group.terms.en, *group.terms.zh)
        if len(term) > 2 or not term.isascii() or term in name
    )


def _without_here(question: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Without "domestic" where another place is meant: 欧盟境内, 欧洲大陆, 公约的国内法."""
    kept: list[Mention] = []
    for mention in mentions:
        if mention.kind == "group" and question[mention.start : mention.end] in _HERE:
            before = next((m for m in reversed(kept) if m.kind in ("group", "place", "instrument")), None)
            if (
                before is not None
                and before.key != mention.key
                and question[before.end : mention.start] in ("", "的")
            ):
                continue
            if question.startswith(("国内外", "境内外"), mention.start):
                continue
            if question.startswith("国内法", mention.start) and (
                any(m.kind == "instrument" for m in mentions) or _PARTIES.search(question[: mention.start])
            ):
                continue
        kept.append(mention)
    return kept


def _without_states(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """Without "the states" where they are another country's or a treaty's, or only what a law is about."""
    american = any(
        (
            m.kind == "group"
            and m.key in _US
            and (m.key != "us-states" or _AMERICAN.search(question[m.start : m.end]))
        )
        or (m.kind == "instrument" and registry.instruments[m.key].jurisdiction in _US)
        for m in mentions
    )
    elsewhere = any(m.kind == "place" and m.key in _WITH_STATES for m in mentions) or any(
        registry.instruments[m.key].jurisdiction in ("coe", "un", "intl")
        if m.kind == "instrument"
        else m.kind == "group" and m.key in ("coe", "un", "international")
        for m in mentions
    )
    kept: list[Mention] = []
    for mention in mentions:
        name = question[mention.start : mention.end].lower()
        if (
            mention.kind == "group"
            and mention.key == "us-states"
            and not _AMERICAN.search(question[mention.start : mention.end])
        ):
            others = [m for m in mentions if m is not mention and m.kind in ("instrument", "group")]
            if name in _BARE_STATES and elsewhere and not american:
                continue
            if re.match(r"\s+part(?:y|ies)\b", question[mention.end :], re.IGNORECASE):
                continue
            if others and (
                _AS_OBJECT.search(question[: mention.start])
                or re.match(r"\s*(?:pre-?emption|优先)", question[mention.end :], re.IGNORECASE)
                or question[: mention.start].endswith(("加州", "纽约州", "科罗拉多州"))
            ):
                continue
        kept.append(mention)
    return kept


def _without_attributes(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """Without an "AI act" of no particular country, models under an open-source licence, "federal rules in the US"."""
    laws = [m for m in mentions if m.kind in ("instrument", "group")]
    kept: list[Mention] = []
    for mention in mentions:
        before, after = question[: mention.start], question[mention.end :]
        if mention.kind == "group" and any(m.key != mention.key for m in laws):
            if mention.key == "us" and _WHOSE.search(before) and any(m.key in _BRANCHES for m in kept):
                continue
            if mention.key == "open-weights" and _UNDER_LICENCE.search(before):
                continue
        owned = (
            kept
            and _owns(kept[-1], mention, registry)
            and _is_between(question[kept[-1].end : mention.start])
        )
        name = question[mention.start : mention.end]
        if mention.kind == "instrument" and not owned and is_generic(before, name, after):
            continue
        kept.append(mention)
    return kept
