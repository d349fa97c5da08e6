"""The report as Markdown, for a pull request or a memo: the same figures as the page, and the worst answers."""

from collections.abc import Iterator, Sequence
from datetime import date

from eval.failings import failings
from eval.intervals import Estimate
from eval.metrics import HEADLINE, METRICS, Metric
from eval.report import Estimates, Report

WORST = 15
"""Questions that are shown."""


def render(report: Report) -> str:
    """The text."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "# crosslex eval"
    yield ""
    yield f"{len(report.outcomes)} questions, {report.seconds:.0f} s, {date.today().isoformat()}."
    yield ""
    for asked in report.sets:
        yield f"- {_cell(asked.name)}: {asked.n} questions, split {asked.split}, sha256 {asked.sha256[:12]}"
    yield f"- index: {', '.join(f'{key} {value}' for key, value in report.index.items())}"
    yield ""
    for note in report.notes:
        yield f"> {_cell(note)}"
        yield ">"
    yield ""
    yield from _table(
        ("metric", "value", "95 % interval", "n"),
        [
            (m.name, m.shown(e.value), interval(m, e), f"{e.n} {m.counts}")
            for m in METRICS
            if (e := report.metrics.get(m.name))
        ],
    )
    if (compared := report.baseline) is not None:
        yield f"## Against {_cell(str(compared.folder))}, {compared.shared} questions in common"
        yield ""
        yield from _table(
            ("metric", "before", "now", "difference", "95 % interval", ""),
            [
                (
                    d.metric.name,
                    d.metric.shown(d.before),
                    d.metric.shown(d.now),
                    d.metric.shown(d.difference.value, signed=True),
                    interval(d.metric, d.difference, signed=True),
                    f"**{d.verdict}**" if d.verdict != "no difference" else d.verdict,
                )
                for d in compared.differences
            ],
        )
    if report.gap:
        yield "## English minus Chinese"
        yield ""
        yield from _table(
            ("metric", "en", "zh", "gap", "95 % interval"),
            [
                (
                    m.name,
                    *(m.shown(report.by["lang"][lang][m.name].value) for lang in ("en", "zh")),
                    m.shown(e.value, signed=True),
                    interval(m, e, signed=True),
                )
                for m in METRICS
                if (e := report.gap.get(m.name))
            ],
        )
    for name in ("kind", "dataset", "tag", "instrument"):
        if report.by[name]:
            yield f"## By {name}"
            yield ""
            yield from _slices(name, report.by[name])
    yield "## The worst answers"
    yield ""
    for outcome in report.outcomes[:WORST]:
        question = outcome.question
        if found := failings(outcome):
            yield f"- **{_cell(question.text)}** ({_cell(question.dataset)} {_cell(question.id)})"
            yield from (f"  - {_cell(failing.what)}" for failing in found)


def interval(metric: Metric, estimate: Estimate, *, signed: bool = False) -> str:
    """An interval in words; a dash where there is none."""
    if estimate.ci95 is None:
        return "–"
    return " to ".join(metric.shown(end, signed=signed) for end in estimate.ci95)


def _slices(name: str, slices: dict[str, Estimates]) -> Iterator[str]:
    columns = [m for m in METRICS if m.name in HEADLINE and any(m.name in e for e in slices.values())]
    rows = []
    for key, estimates in slices.items():
        found = [(m, estimates.get(m.name)) for m in columns]
        rows.append((key, *(f"{m.shown(e.value)} (n {e.n})" if e else "–" for m, e in found)))
    yield from _table((name, *(m.name for m in columns)), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)
    yield ""


def _cell(text: str) -> str:
    """Text on one line, without what Markdown would read as a cell's end or as a tag."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
