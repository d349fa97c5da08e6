"""An evaluation as HTML: figures beside those of the last run, the worst answers, the whole report in a frame."""

from html import escape

from corpus import Lang
from eval.failings import failings
from eval.markdown import interval
from eval.metrics import METRICS
from eval.report import Report
from ui.page.evaluation_runs import Finished, when
from ui.wording_desk import desk, metric_name

_WORST = 8
"""Questions that are shown as the worst."""
_FRAMED = 1_500_000
"""Characters of a report that a frame shows; a browser would take long over more."""


def run_html(finished: Finished, lang: Lang) -> str:
    """The outcome of a run."""
    report = finished.report
    asked = desk("eval_asked", lang).format(f"{len(report.outcomes):,}", report.seconds)
    sets = ", ".join(f"{asked.name} ({asked.split})" for asked in report.sets)
    return (
        f'<section class="x-run" lang="{_tag(lang)}"><h2>{escape(sets)}</h2>'
        f"<p>{escape(asked)} · {_compared(report, lang)}</p>"
        f"{_table(report, lang)}{_notes(report, lang)}{_worst(report, lang)}{_frame(finished.page, lang)}</section>"
    )


def _compared(report: Report, lang: Lang) -> str:
    if report.baseline is None:
        return escape(desk("eval_first", lang))
    against = desk("eval_change", lang).format(when(report.baseline.folder))
    shared = desk("eval_shared", lang).format(f"{report.baseline.shared:,}")
    return escape(f"{against}: {shared}.")


def _table(report: Report, lang: Lang) -> str:
    changes = {d.metric.name: d for d in report.baseline.differences} if report.baseline else {}
    heads = [desk(key, lang) for key in ("eval_metric", "eval_value", "eval_interval", "eval_n")]
    if report.baseline:
        heads.append(desk("eval_change", lang).format(when(report.baseline.folder)))
    rows = []
    for metric in METRICS:
        found = report.metrics.get(metric.name)
        if found is None:
            continue
        cells = [metric.shown(found.value), interval(metric, found), f"{found.n:,}"]
        drawn = "".join(
            f'<td class="x-num" data-column="{escape(head)}">{escape(cell)}</td>'
            for head, cell in zip(heads[1:], cells, strict=False)
        )
        if report.baseline:
            change = changes.get(metric.name)
            words = ""
            if change is not None:
                verdict = escape(desk(f"eval_{change.verdict}", lang))
                value = escape(metric.shown(change.difference.value, signed=True))
                words = f'<span class="x-{change.verdict.split()[0]}">{value} · {verdict}</span>'
            drawn += f'<td data-column="{escape(heads[4])}">{words}</td>'
        name = escape(metric_name(metric.name, metric.title, lang))
        rows.append(
            f'<tr><th scope="row">{name}<br><small><code>{escape(metric.name)}</code></small></th>{drawn}</tr>'
        )
    top = "".join(
        f'<th scope="col"{" class=x-num" if 0 < at < 4 else ""}>{escape(head)}</th>'
        for at, head in enumerate(heads)
    )
    return f"<table class='x-figures'><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _notes(report: Report, lang: Lang) -> str:
    if not report.notes:
        return ""
    items = "".join(f'<li lang="en">{escape(note)}</li>' for note in report.notes)
    return f'<div class="x-check"><b>{escape(desk("eval_notes", lang))}</b><ul>{items}</ul></div>'


def _worst(report: Report, lang: Lang) -> str:
    wrong = [outcome for outcome in report.outcomes if failings(outcome)][:_WORST]
    title = f"<h3>{escape(desk('eval_worst', lang))}</h3>"
    if not wrong:
        return f"{title}<p>{escape(desk('eval_no_worst', lang))}</p>"
    items = "".join(
        f'<li><span lang="{_tag(o.question.lang)}">{escape(o.question.text)}</span> '
        f"<small>{escape(o.question.dataset)} · {escape(o.question.id)}</small>"
        f'<br><small lang="en">{escape("; ".join(f.what for f in failings(o)))}</small></li>'
        for o in wrong
    )
    return f"{title}<ol>{items}</ol>"


def _frame(page: str, lang: Lang) -> str:
    """The report, in a frame that may do nothing: no scripts, no forms, no origin."""
    if len(page) > _FRAMED:
        return f"<p>{escape(desk('eval_large', lang))}</p>"
    title = escape(desk("eval_full", lang))
    return (
        f"<details><summary>{title}</summary>"
        f'<iframe sandbox="" title="{title}" srcdoc="{escape(page)}"></iframe></details>'
    )


def _tag(lang: Lang) -> str:
    return "zh-Hans" if lang == "zh" else "en"
