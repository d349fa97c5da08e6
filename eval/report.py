"""From outcomes to a report: values with intervals, by slice, the gap between languages, a comparison with a baseline.

`summarise` makes the report, `to_json` the object of the contract (DESIGN §4), `write` the files of `--out`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from corpus import CrosslexError, UsageError
from eval.baseline import PER_QUESTION, Comparison
from eval.dataset import Split
from eval.failings import badness, failings
from eval.faithfulness import KNOWN_WEAKNESSES
from eval.intervals import Estimate, Scored, estimate, gap
from eval.matching import first_ranks
from eval.metrics import METRICS, scores
from eval.outcome import Outcome

SMALLEST_TAG = 10
"""Questions that a tag needs for a slice of its own."""

Estimates = dict[str, Estimate]
"""Metric name → its estimate; metrics that are about no question are left out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A set that was asked, or the half of it that was."""

    name: str
    path: Path
    sha256: str
    """Of the file."""
    split: Split
    n: int

    @classmethod
    def of(cls, path: Path, split: Split, n: int) -> Self:
        """`n` questions of the set at `path`."""
        return cls(path.stem, path, hashlib.sha256(path.read_bytes()).hexdigest(), split, n)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report shows."""

    sets: tuple[Asked, ...]
    index: dict[str, Any]
    """What was asked: the generation, its embedding model, its counts."""
    outcomes: tuple[Outcome, ...]
    """Worst first."""
    metrics: Estimates
    by: dict[str, dict[str, Estimates]]
    """Slicing → slice → estimates."""
    gap: Estimates
    """English minus Chinese."""
    seconds: float
    baseline: Comparison | None = None
    notes: tuple[str, ...] = field(default=())
    """What a reader must know before believing the figures."""


def summarise(
    outcomes: Sequence[Outcome],
    sets: Sequence[Asked],
    *,
    index: dict[str, Any],
    seconds: float,
    baseline: Comparison | None = None,
) -> Report:
    """Put a report together."""
    table = [(outcome, _scored(outcome)) for outcome in outcomes]
    by: dict[str, dict[str, Estimates]] = {
        name: _slices(table, keys)
        for name, keys in (
            ("lang", lambda o: (o.question.lang,)),
            ("kind", lambda o: (o.question.kind,)),
            ("instrument", lambda o: o.question.instruments),
            ("dataset", lambda o: (o.question.dataset,)),
            ("split", lambda o: (o.question.half,)),
            ("tag", lambda o: tuple(t for t in o.question.tags if t not in ("dev", "test"))),
        )
    }
    by["tag"] = {tag: e for tag, e in by["tag"].items() if _tagged(outcomes, tag) >= SMALLEST_TAG}
    english = [scored for outcome, scored in table if outcome.question.lang == "en"]
    chinese = [scored for outcome, scored in table if outcome.question.lang == "zh"]
    return Report(
        sets=tuple(sets),
        index=index,
        outcomes=tuple(sorted(outcomes, key=_worst_first)),
        metrics=_estimates([scored for _, scored in table]),
        by=by,
        gap={
            m.name: found
            for m in METRICS
            if (found := gap(m, _column(english, m.name), _column(chinese, m.name))) is not None
        },
        seconds=seconds,
        baseline=baseline,
        notes=tuple(_notes(outcomes)),
    )


def metrics_of(outcomes: Iterable[Outcome]) -> Estimates:
    """Every metric over some outcomes."""
    return _estimates([_scored(outcome) for outcome in outcomes])


def _worst_first(outcome: Outcome) -> tuple[Any, ...]:
    worst, together = badness(outcome)
    return -worst, -together, outcome.question.dataset, outcome.question.id


Row = dict[str, Scored]
"""A question's scores by metric."""


def _scored(outcome: Outcome) -> Row:
    return {name: Scored(outcome.question.cluster, score) for name, score in scores(outcome).items()}


def _column(rows: Iterable[Row], metric: str) -> list[Scored]:
    return [row[metric] for row in rows if metric in row]


def _estimates(rows: Sequence[Row]) -> Estimates:
    return {m.name: found for m in METRICS if (found := estimate(m, _column(rows, m.name))) is not None}


def _slices(
    table: Sequence[tuple[Outcome, Row]], keys: Callable[[Outcome], Sequence[str]]
) -> dict[str, Estimates]:
    slices: dict[str, list[Row]] = {}
    for outcome, row in table:
        for key in keys(outcome):
            slices.setdefault(key, []).append(row)
    return {key: _estimates(slices[key]) for key in sorted(slices)}


def _tagged(outcomes: Sequence[Outcome], tag: str) -> int:
    return sum(tag in outcome.question.tags for outcome in outcomes)


def _notes(outcomes: Sequence[Outcome]) -> Iterable[str]:
    failed = sum(o.error is not None for o in outcomes)
    if failed:
        yield f"{failed} of {len(outcomes)} questions failed and count as neither found nor answered."
    unheld = sum(bool(o.unheld) for o in outcomes)
    if unheld:
        yield (
            f"The index holds nothing of a gold provision of {unheld} questions, which count as not found; "
            "build it with the texts that the set is about."
        )
    wrong = sum(not check.verbatim for o in outcomes for check in o.quotes)
    if wrong:
        yield f"{wrong} quotes do not stand in their source: a defect of the program, whatever else the figures say."
    if {o.question.half for o in outcomes} == {"dev"}:
        yield "These are development questions, on which crosslex was tuned: the held-out half tells how good it is."
    if any(o.faith for o in outcomes):
        yield from KNOWN_WEAKNESSES


# --- files ------------------------------------------------------------------------------------------------------------


def to_json(report: Report) -> dict[str, Any]:
    """The object that `crosslex eval --json` prints and `report.json` holds."""
    return {
        "n": len(report.outcomes),
        "metrics": _json(report.metrics),
        "by": {name: {key: _json(e) for key, e in slices.items()} for name, slices in report.by.items()},
        "gap": {"en-zh": _json(report.gap)},
        "seconds": round(report.seconds, 2),
        "datasets": [
            {"name": s.name, "path": str(s.path), "sha256": s.sha256, "split": s.split, "n": s.n}
            for s in report.sets
        ],
        "index": report.index,
        "errors": sum(o.error is not None for o in report.outcomes),
        "baseline": report.baseline.to_json() if report.baseline else None,
        "notes": list(report.notes),
    }


def _json(estimates: Estimates) -> dict[str, Any]:
    return {
        name: {
            "value": round(e.value, 4),
            "ci95": [round(end, 4) for end in e.ci95] if e.ci95 else None,
            "n": e.n,
        }
        for name, e in estimates.items()
    }


def per_question(outcome: Outcome) -> dict[str, Any]:
    """A line of `per_question.jsonl`: the question, its scores, what was found and said, what went wrong."""
    question = outcome.question
    return {
        "dataset": question.dataset,
        "id": question.id,
        "line": question.line,
        "split": question.half,
        "lang": question.lang,
        "kind": question.kind,
        "question": question.text,
        "as_of": question.as_of.isoformat() if question.as_of else None,
        "gold": question.gold,
        "facts": question.facts,
        "tags": question.tags,
        "cluster": question.cluster,
        "scores": {name: list(score) for name, score in scores(outcome).items()},
        "ranks": first_ranks(outcome.pins, question.gold),
        "unsupported": [
            {
                "text": s.text,
                "citations": s.citations,
                "support": s.support.support,
                "reasons": s.support.reasons,
            }
            for s in (outcome.faith.sentences if outcome.faith else ())
            if not s.recalled
        ],
        "failings": [failing.what for failing in failings(outcome)],
        "hits": [
            {"rank": h.rank, "score": h.score, "pin": h.pin, "lang": h.lang, "role": h.role}
            for h in outcome.hits
        ],
        "answer": outcome.answer.model_dump(mode="json") if outcome.answer else None,
        "error": outcome.error,
    }


def check_folder(out: Path) -> None:
    """Whether a report can be written to a folder, found out before the run.

    Raises:
        UsageError: It is a file, or cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(f"{out} is a file; --out takes a folder") from None
    except OSError as error:
        raise UsageError(f"the folder {out} cannot be made: {error.strerror}") from None


def write(report: Report, out: Path) -> tuple[Path, ...]:
    """Write `report.html`, `report.md`, `report.json` and `per_question.jsonl` into a folder; their paths.

    Raises:
        CrosslexError: They cannot be written.
    """
    from eval.html import render as html
    from eval.markdown import render as markdown

    lines = (json.dumps(per_question(outcome), ensure_ascii=False) for outcome in report.outcomes)
    texts = {
        "report.html": html(report),
        "report.md": markdown(report),
        "report.json": json.dumps(to_json(report), ensure_ascii=False, indent=2) + "\n",
        PER_QUESTION: "".join(line + "\n" for line in lines),
    }
    try:
        for name, text in texts.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CrosslexError(f"the report cannot be written to {out}: {error.strerror}") from None
    return tuple(out / name for name in texts)
