"""What went wrong with a question, in words, and how bad it is: reports show the worst first."""

from dataclasses import dataclass

from eval.figures import states
from eval.matching import Group, first_ranks
from eval.metrics import said_by
from eval.outcome import Outcome

_SHOWN = 120
"""Characters of a sentence that are shown."""


@dataclass(frozen=True, slots=True)
class Failing:
    """One thing that went wrong."""

    weight: int
    """How bad, from 1 (right, but ranked low) to 100 (a quote that is not in its source)."""
    what: str
    """In a line."""


def failings(outcome: Outcome) -> tuple[Failing, ...]:
    """Everything that went wrong with a question, the worst first; empty if nothing did."""
    question = outcome.question
    found: list[Failing] = []
    for check in outcome.quotes:
        if not check.verbatim:
            found.append(Failing(100, f"quote {check.citation} of {check.pin} is not in its source"))
    if outcome.error:
        found.append(Failing(90, f"failed: {outcome.error}"))
    for sentence in outcome.faith.sentences if outcome.faith else ():
        if sentence.support.contradicted:
            found.append(Failing(70, f"contradicted by what it cites: {_shortened(sentence.text)}"))
        elif not sentence.recalled:
            found.append(Failing(45, f"not supported by what it cites: {_shortened(sentence.text)}"))
    if not question.answerable:
        if outcome.answer is not None and not outcome.abstained:
            found.append(Failing(60, "answered, though the corpus holds no answer"))
    else:
        found += _misses(outcome)
    return tuple(sorted(found, key=lambda failing: -failing.weight))


def _misses(outcome: Outcome) -> list[Failing]:
    question = outcome.question
    found: list[Failing] = []
    if outcome.abstained:
        found.append(Failing(50, "refused, though the corpus holds an answer"))
    if outcome.hits and outcome.hits[0].instrument not in question.instruments:
        found.append(Failing(40, f"the first hit is of {outcome.hits[0].instrument}"))
    for group, rank in zip(question.gold, first_ranks(outcome.pins, question.gold), strict=True):
        if group in outcome.unheld:
            found.append(Failing(5, f"the index holds nothing of {_named(group)}"))
        elif rank is None:
            found.append(Failing(30, f"not found: {_named(group)}"))
        elif rank > len(question.gold):
            found.append(Failing(1 if rank <= 5 else 8, f"found at rank {rank} only: {_named(group)}"))
    if not outcome.abstained and outcome.answer is not None:
        for group, rank in zip(question.gold, first_ranks(outcome.cited, question.gold), strict=True):
            if rank is None and group not in outcome.unheld:
                found.append(Failing(20, f"not cited in the answer: {_named(group)}"))
        said = said_by(outcome)
        found += [Failing(25, f"not stated: {fact}") for fact in question.facts if not states(said, fact)]
    return found


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _named(group: Group) -> str:
    return " | ".join(group[:3]) + (" | …" if len(group) > 3 else "")


def badness(outcome: Outcome) -> tuple[int, int]:
    """How bad a question went, which sorts a report: its worst failing, then all together; (0, 0) if nothing did."""
    weights = [failing.weight for failing in failings(outcome)]
    return max(weights, default=0), sum(weights)
