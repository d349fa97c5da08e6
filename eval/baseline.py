"""This run against an earlier one, question by question: which differences are more than luck.

Both runs are scored on the questions that they share, and the difference of each metric gets a 95 % interval by drawing
those questions again and again, the same ones for both runs (paired bootstrap: Efron and Tibshirani, "An introduction
to the bootstrap", 1993; for retrieval: Sakai, "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus import UsageError
from eval.dataset import Question
from eval.intervals import Estimate, Scored, estimate, paired_difference
from eval.metrics import METRICS, Metric, Score, scores
from eval.outcome import Outcome

PER_QUESTION = "per_question.jsonl"
"""The file of `--out` that a later run is compared with."""

Verdict = Literal["better", "worse", "no difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric in both runs, on the questions that they share."""

    metric: Metric
    before: float
    now: float
    difference: Estimate
    verdict: Verdict
    """`better` or `worse` where the interval of the difference leaves out zero."""

    @property
    def is_regression(self) -> bool:
        """Whether it should stop a change: worse by more than luck, and not only slower (machines are noisy)."""
        return self.verdict == "worse" and self.metric.is_rate

    def __str__(self) -> str:
        shown, value = self.metric.shown, self.difference.value
        low, high = (shown(end, signed=True) for end in self.difference.ci95 or (value, value))
        change = f"{shown(value, signed=True)}, 95 % interval {low} to {high}"
        return f"{self.metric.name} {shown(self.before)} → {shown(self.now)} ({change})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs."""

    folder: Path
    differences: tuple[Difference, ...]
    shared: int
    """Questions that both runs asked, in the same words and with the same gold."""
    only_now: int
    only_before: int

    @property
    def regressions(self) -> tuple[Difference, ...]:
        """What got worse."""
        return tuple(d for d in self.differences if d.is_regression)

    def to_json(self) -> dict[str, Any]:
        """For `report.json`."""
        return {
            "folder": str(self.folder),
            "shared": self.shared,
            "only_now": self.only_now,
            "only_before": self.only_before,
            "differences": {
                d.metric.name: {
                    "before": round(d.before, 4),
                    "now": round(d.now, 4),
                    "difference": round(d.difference.value, 4),
                    "ci95": [round(end, 4) for end in d.difference.ci95] if d.difference.ci95 else None,
                    "n": d.difference.n,
                    "verdict": d.verdict,
                }
                for d in self.differences
            },
            "regressions": [d.metric.name for d in self.regressions],
        }


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question of an earlier run and its scores."""

    asked: tuple[Any, ...]
    """What must be equal for two runs to have asked the same thing."""
    scores: dict[str, Score]


Key = tuple[str, str]


def read(folder: Path) -> dict[Key, Earlier]:
    """The scores of an earlier run, by set and id.

    Raises:
        UsageError: The folder holds none.
    """
    path = folder / PER_QUESTION
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"there is no {PER_QUESTION} in {folder}; --baseline takes a folder that `crosslex eval --out` wrote"
        ) from None
    found: dict[Key, Earlier] = {}
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            gold = tuple(tuple(group) for group in row["gold"])
            asked = (row["question"], row["kind"], gold, tuple(row["facts"]), row["as_of"])
            given = {str(name): Score(float(total), int(n)) for name, (total, n) in row["scores"].items()}
            found[row["dataset"], row["id"]] = Earlier(asked, given)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UsageError(f"{path}:{number} is not a line that `crosslex eval --out` wrote") from None
    return found


def compare(outcomes: Sequence[Outcome], earlier: dict[Key, Earlier], folder: Path) -> Comparison:
    """This run against an earlier one.

    Raises:
        UsageError: They have no question in common.
    """
    shared = [
        (outcome, before)
        for outcome in outcomes
        if (before := earlier.get((outcome.question.dataset, outcome.question.id))) is not None
        and before.asked == _asked(outcome.question)
    ]
    if not shared:
        raise UsageError(
            f"the run in {folder} asked none of these questions; compare runs on one set and split"
        )
    clusters = [outcome.question.cluster for outcome, _ in shared]
    given = [scores(outcome) for outcome, _ in shared]
    differences = []
    for metric in METRICS:
        now = [row.get(metric.name) for row in given]
        then = [old.scores.get(metric.name) for _, old in shared]
        found = paired_difference(metric, clusters, now, then)
        values = [estimate(metric, [Scored("", s) for s in run if s is not None]) for run in (then, now)]
        if found is not None and values[0] is not None and values[1] is not None:
            differences.append(
                Difference(metric, values[0].value, values[1].value, found, _verdict(metric, found))
            )
    return Comparison(
        folder, tuple(differences), len(shared), len(outcomes) - len(shared), len(earlier) - len(shared)
    )


def _asked(question: Question) -> tuple[Any, ...]:
    as_of = question.as_of.isoformat() if question.as_of else None
    return question.text, question.kind, question.gold, question.facts, as_of


def _verdict(metric: Metric, difference: Estimate) -> Verdict:
    low, high = difference.ci95 or (0.0, 0.0)
    if low <= 0 <= high:
        return "no difference"
    return "better" if (low > 0) == (metric.better == "higher") else "worse"
