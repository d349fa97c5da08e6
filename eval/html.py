"""The report as one self-contained HTML page: figures with plots, then each question with its evidence, worst first."""

from datetime import date
from pathlib import Path

from eval.failings import badness, failings
from eval.figures import states
from eval.matching import first_ranks, matches
from eval.metrics import HEADLINE, METRICS, said_by
from eval.outcome import Outcome
from eval.report import Report

TEMPLATE = Path(__file__).with_name("report.html.jinja")
WRONG = 20
"""Weight of a failing (`eval.failings`) from which a question counts as wrong rather than weak."""


def render(report: Report) -> str:
    """The page."""
    from jinja2 import Environment, StrictUndefined

    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        report=report,
        today=date.today().isoformat(),
        metrics=METRICS,
        columns=[metric for metric in METRICS if metric.name in HEADLINE],
        severity=severity,
        failings=failings,
        ranks=lambda outcome: first_ranks(outcome.pins, outcome.question.gold),
        any_match=lambda pin, gold: any(matches(pin, group) for group in gold),
        unfaithful=lambda outcome: {
            check.citation.partition("/")[0] for check in outcome.quotes if not check.verbatim
        },
        states=states,
        said_by=said_by,
    )


def severity(outcome: Outcome) -> str:
    """`wrong`, `weak` or `right`."""
    worst, _ = badness(outcome)
    return "wrong" if worst >= WRONG else "weak" if worst else "right"
