"""What can be told about a claim without a model: figures, actors, force, denial, conditions, opposites, instrument."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus import Lang, Registry, load_registry
from rag.verify.clauses import Laid
from rag.verify.figures import COUNT, DATE, ORDER, Mention, matches, mentions
from rag.verify.kinds import exchanged
from rag.verify.numbers import value
from rag.verify.opposites import opposed
from rag.verify.polarity import deny, negators
from rag.verify.proper_names import missing
from rag.verify.references import names
from rag.verify.rewording import reword
from rag.verify.wording import (
    ACTORS,
    CONTRARY,
    GENERAL,
    Force,
    absolutes,
    actors,
    conditions,
    exceptions,
    first,
    forces,
    language,
    qualifiers,
)

Kind = Literal[
    "figure", "actor", "modality", "negation", "condition", "scope", "opposite", "instrument", "wording", "name",
]  # fmt: skip
Weight = Literal["conflict", "missing", "doubt"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a claim that the evidence does not say, or says otherwise."""

    kind: Kind
    weight: Weight
    """`conflict`: the evidence says otherwise; `missing`: it does not say it; `doubt`: perhaps one of them."""
    reason: str
    """In words, in the language of the claim."""


_SAY: dict[str, dict[Lang, str]] = {
    "figure-conflict": {
        "en": "the claim says {claim}; the evidence says {evidence}",
        "zh": "陈述为“{claim}”，证据为“{evidence}”",
    },
    "figure-missing": {"en": "{claim} is not in the evidence", "zh": "证据中没有“{claim}”"},
    "figure-bound": {
        "en": "the claim says {claim} {a}; the evidence says {b}",
        "zh": "陈述中的“{claim}”是{a}，证据中是{b}",
    },
    "actor-conflict": {
        "en": "the claim is about the {claim}; the evidence names the {evidence}",
        "zh": "陈述的主体是{claim}，证据的主体是{evidence}",
    },
    "actor-missing": {"en": "the evidence does not name the {claim}", "zh": "证据没有提到{claim}"},
    "name-missing": {"en": "the evidence does not name {claim}", "zh": "证据没有提到{claim}"},
    "modality": {
        "en": "the claim says “{claim}”; the evidence says “{evidence}”",
        "zh": "陈述的义务强度是“{claim}”，证据是“{evidence}”",
    },
    "negation": {
        "en": "one of claim and evidence denies what the other affirms",
        "zh": "陈述与证据一方肯定、一方否定",
    },
    "condition": {
        "en": "the evidence makes a condition or exception that the claim leaves out",
        "zh": "证据设有条件或者例外，陈述没有提到",
    },
    "scope": {
        "en": "the claim is more sweeping than the evidence",
        "zh": "陈述的范围比证据更绝对",
    },
    "opposite": {
        "en": "the claim says “{claim}”; the evidence says “{evidence}”",
        "zh": "陈述说“{claim}”，证据说“{evidence}”",
    },
    "instrument": {
        "en": "the claim is about {claim}; the evidence is about {evidence}",
        "zh": "陈述涉及{claim}，证据涉及{evidence}",
    },
}
_FORCE_NAMES: dict[Force, str] = {
    "must": "应当", "must not": "不得", "may": "可以", "should": "宜", "need not": "无需",
}  # fmt: skip
_BOUND_NAMES = {"at least": "下限", "at most": "上限"}


def _say(key: str, lang: Lang, **words: str) -> str:
    return _SAY[key][lang].format(**words)


def check(
    claim: str,
    evidence: str,
    nearest: str,
    *,
    laid: Laid | None = None,
    instruments: Sequence[str] = (),
    registry: Registry | None = None,
) -> tuple[Finding, ...]:
    """Everything that a sentence of a claim says and its evidence does not.

    Args:
        claim: One sentence.
        evidence: All passages: what stands anywhere in them is no invention.
        nearest: The sentence or two of the evidence that the claim is closest to: what it says of duty, denial and
            direction is compared with these alone.
        laid: The claim's clauses beside those of `nearest`; the two as they are if not given.
        instruments: Ids of the instruments that the evidence is of, where that is known.
        registry: Whose names of instruments are recognised; the repository's if not given.
    """
    lang = language(claim)
    laid = laid or Laid(((claim, nearest, 1.0),))
    return (
        *figure_findings(claim, evidence, lang),
        *_instrument(claim, evidence, instruments, registry or load_registry(), lang),
        *_name(claim, evidence, registry or load_registry(), lang),
        *_actor(claim, evidence, nearest, lang),
        *_modality(claim, nearest, laid, lang),
        *_opposite(claim, evidence, nearest, lang),
        *_logic(claim, nearest, laid, lang, law=bool(instruments)),
        *_wording(claim, evidence, lang),
    )


# --- figures ----------------------------------------------------------------------------------------------------------


@cache
def _mentions(text: str) -> tuple[Mention, ...]:
    return mentions(text)


def figure_findings(claim: str, evidence: str, lang: Lang) -> Iterator[Finding]:
    """Figures of the claim that the evidence does not hold, or that it bounds the other way."""
    held = _mentions(evidence)
    for wanted in _mentions(claim):
        same = [other for other in held if _same(wanted, other)]
        if same:
            bounds = {other.bound for other in same}
            if wanted.bound and None not in bounds and wanted.bound not in bounds:
                yield Finding("figure", "conflict", _bound_reason(wanted, same[0], lang))
            continue
        if wanted.figure.unit == COUNT and wanted.figure.value in _listed(evidence):
            continue
        rivals = [other for other in held if _rival(wanted, other)]
        shown = ", ".join(dict.fromkeys(other.written for other in rivals))[:80]
        weight: Weight = "doubt" if wanted.worded else "conflict" if rivals else "missing"
        key = "figure-conflict" if rivals else "figure-missing"
        yield Finding("figure", weight, _say(key, lang, claim=wanted.written, evidence=shown))


_LIST = re.compile(r"[(（]([a-z]|\d\d?|[一二三四五六七八九十]{1,3})[)）]", re.IGNORECASE)


@cache
def _listed(text: str) -> frozenset[str]:
    """How many items the enumerations of a text have: a claim may count them."""
    places = [_place(label.lower()) for label in _LIST.findall(text)]
    ends = [place for i, place in enumerate(places) if place + 1 not in places[i + 1 : i + 2]]
    return frozenset(str(place) for place in ends if place > 1)


def _place(label: str) -> int:
    if label.isascii():
        return int(label) if label.isdigit() else ord(label) - ord("a") + 1
    return int(value(label) or 0)


def _same(wanted: Mention, held: Mention) -> bool:
    if matches(wanted.figure, held.figure):
        return True
    # the unit of an enumeration stands behind its last number only
    return wanted.figure.value == held.figure.value and held.figure.unit in (COUNT, ORDER) and not held.worded


def _rival(wanted: Mention, held: Mention) -> bool:
    """Whether the evidence has something else in the place of the figure."""
    if wanted.figure.unit == DATE:
        finer = wanted.figure.value.startswith(held.figure.value)
        return held.figure.unit == DATE and not finer
    times = {"second", "minute", "hour", "day", "working-day", "month"}
    if wanted.figure.unit in times:
        return held.figure.unit in times and not held.worded
    if len(wanted.figure.unit) == 3 and wanted.figure.unit.isupper():  # money
        return len(held.figure.unit) == 3 and held.figure.unit.isupper()
    return wanted.figure.unit == held.figure.unit and not held.worded


def _bound_reason(wanted: Mention, held: Mention, lang: Lang) -> str:
    a, b = str(wanted.bound), str(held.bound)
    if lang == "zh":
        a, b = _BOUND_NAMES[a], _BOUND_NAMES[b]
    return _say("figure-bound", lang, claim=wanted.written, a=a, b=b)


# --- who, and under which law -----------------------------------------------------------------------------------------


def _actor(claim: str, evidence: str, nearest: str, lang: Lang) -> Iterator[Finding]:
    claimed, held = actors(claim), actors(evidence)
    if not claimed or not held:
        return
    subject = first(claimed.items())
    if subject is None:
        return
    lead = first(actors(nearest).items())
    shown = {
        position for i, position in claimed.items() if i in held
    }  # one word may stand for several actors
    for i, position in claimed.items():
        if i in held or position in shown:
            continue
        if i == subject and lead is not None and lead not in claimed and not {i, lead} & GENERAL:
            words = {"claim": ACTORS[i].name(lang), "evidence": ACTORS[lead].name(lang)}
            yield Finding("actor", "conflict", _say("actor-conflict", lang, **words))
        else:
            yield Finding("actor", "missing", _say("actor-missing", lang, claim=ACTORS[i].name(lang)))
    if subject in held and lead is not None and lead != subject and subject not in actors(nearest):
        words = {"claim": ACTORS[subject].name(lang), "evidence": ACTORS[lead].name(lang)}
        yield Finding("actor", "doubt", _say("actor-conflict", lang, **words))


@cache
def _named(text: str, registry: Registry) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the instruments and of the jurisdictions that a text names."""
    found = names(registry).laws(text)
    groups = {group.id: group for group in registry.groups}
    places = {
        place for m in found if m.kind == "group" and m.key in groups for place in groups[m.key].jurisdictions
    }
    return frozenset(m.key for m in found if m.kind == "instrument"), frozenset(places)


def _instrument(
    claim: str, evidence: str, given: Iterable[str], registry: Registry, lang: Lang
) -> Iterator[Finding]:
    claimed, places = _named(claim, registry)
    if not claimed and not places:
        return
    held = {*_named(evidence, registry)[0], *given}
    if not held:
        return
    related = held | {other for id in held if id in registry.instruments for other in _kin(registry, id)}
    if claimed and not claimed & related:
        weight: Weight = "conflict"
    elif claimed - related:
        weight = "doubt"
    elif not claimed and places and not places & _places(held, registry):
        weight = "conflict"
    else:
        return
    wrong = sorted(claimed - related) or sorted(places)
    yield Finding(
        "instrument", weight,
        _say("instrument", lang, claim=_titles(wrong, registry, lang), evidence=_titles(sorted(held), registry, lang)),
    )  # fmt: skip


def _kin(registry: Registry, id: str) -> tuple[str, ...]:
    """Acts that amend or replace an instrument, or that it amends or replaces."""
    own = registry.instruments[id]
    return (*own.amends, *own.amended_by, *own.replaces, *own.replaced_by)


def _places(ids: Iterable[str], registry: Registry) -> set[str]:
    """Their jurisdictions, and those that these lie in (`us` for `us-ca`)."""
    found = {registry.instruments[id].jurisdiction for id in ids if id in registry.instruments}
    return {*found, *(place.split("-")[0] for place in found)}


def _titles(ids: Iterable[str], registry: Registry, lang: Lang) -> str:
    names = [registry.instruments[i].short.get(lang) if i in registry.instruments else i for i in ids]
    return ("、" if lang == "zh" else ", ").join(names[:3])


def _name(claim: str, evidence: str, registry: Registry, lang: Lang) -> Iterator[Finding]:
    """Names of persons, places and things; those of laws and of their issuers are told with the instrument."""
    if language(evidence) == lang:
        told = [m for m in names(registry).laws(claim) if m.kind in ("instrument", "group")]
        for name in missing(claim, lang, evidence, told):
            yield Finding("name", "missing", _say("name-missing", lang, claim=name))


# --- what the words commit to -----------------------------------------------------------------------------------------


def _modality(claim: str, nearest: str, laid: Laid, lang: Lang) -> Iterator[Finding]:
    """Another force in the clause that a clause of the claim comes from, or in the sentence."""
    for said, held, _ in laid.pairs:
        found = _contrary(forces(said), forces(held)) if not forces(said) & forces(held) else None
        if found:
            yield Finding("modality", "conflict", _force_reason(*found, lang))
            return
    found = _contrary(forces(claim) - forces(nearest), forces(nearest) - forces(claim))
    if found:
        yield Finding("modality", "conflict", _force_reason(*found, lang))


def _contrary(claimed: Collection[Force], held: Collection[Force]) -> tuple[Force, Force] | None:
    return next(((a, b) for a in sorted(claimed) for b in sorted(held) if (a, b) in CONTRARY), None)


def _force_reason(claimed: Force, held: Force, lang: Lang) -> str:
    a, b = (_FORCE_NAMES[claimed], _FORCE_NAMES[held]) if lang == "zh" else (claimed, held)
    return _say("modality", lang, claim=a, evidence=b)


def _opposite(claim: str, evidence: str, nearest: str, lang: Lang) -> Iterator[Finding]:
    for said, held in exchanged(claim, evidence):
        yield Finding("opposite", "conflict", _say("opposite", lang, claim=said, evidence=held))
    for said, held in opposed(claim, nearest):
        yield Finding("opposite", "doubt", _say("opposite", lang, claim=said, evidence=held))


_ALIKE = 0.5
"""Share of a claim's words that must stand in a sentence of the evidence for an exchanged word to be told."""


def _wording(claim: str, evidence: str, lang: Lang) -> Iterator[Finding]:
    laid = reword(claim, evidence)
    if laid.kept >= _ALIKE and len(laid.exchanged) <= 2:
        for said, held in laid.exchanged:
            yield Finding("wording", "doubt", _say("opposite", lang, claim=said, evidence=held))


_WHOLE = 0.1
"""How much less of a condition than of the rest a claim may say."""


def _logic(claim: str, nearest: str, laid: Laid, lang: Lang, *, law: bool) -> Iterator[Finding]:
    held = " ".join(dict.fromkeys(pair[1] for pair in laid.pairs))
    weight = _denied(claim, nearest, held, laid, law=law)
    if weight:
        yield Finding("negation", weight, _say("negation", lang))
    if left_out(laid) > _WHOLE:
        yield Finding("condition", "doubt", _say("condition", lang))
    if absolutes(claim) > absolutes(nearest) or qualifiers(held) - qualifiers(claim):
        yield Finding("scope", "doubt", _say("scope", lang))


def _denied(claim: str, nearest: str, held: str, laid: Laid, *, law: bool) -> Weight | None:
    """Whether a clause denies what its counterpart affirms: surely, in law and where a clause says what must be."""
    less = dict(laid.untouched)
    for said, other, _ in laid.pairs:
        if not deny(said, other):
            continue
        if negators(said) and negators(claim) > negators(nearest):
            # in other texts an affirmative paraphrase of a denial is common: closed, not open
            return "conflict" if law or forces(said) or forces(other) else "doubt"
        if negators(other) and negators(held) > negators(claim) and less.get(other, 0.0) <= _WHOLE:
            return "conflict" if law or forces(said) or forces(other) else "doubt"
    return None


def left_out(laid: Laid) -> float:
    """How much less than the rest of its evidence a claim says of a condition or exception there, 0 to 1."""
    return max(
        (less for clause, less in laid.untouched if conditions(clause) or exceptions(clause)), default=0.0
    )
