"""A batch that has ended, as HTML."""

from html import escape

from corpus import Lang
from ui.batch import Result
from ui.page.batch_runs import Answered
from ui.wording_desk import desk

_FAULTS = 50
"""Rows at fault that are listed; the files name all."""
_ANSWER = 280
"""Characters of an answer in the overview."""


def answered_html(found: Answered, lang: Lang) -> str:
    """How many rows were answered, which were skipped and why, and the first answers."""
    if found.done < found.rows:
        line = desk("batch_stopped", lang).format(done=found.done, rows=found.rows)
    else:
        line = desk("batch_done", lang).format(answered=found.done - len(found.failed), rows=found.rows)
    counts = [line]
    if found.abstained:
        counts.append(desk("batch_abstained", lang).format(found.abstained))
    if found.written:
        counts.append(desk("batch_written", lang).format(found.written))
    return (
        f'<section class="x-run" lang="{_tag(lang)}"><p class="x-done" role="status">{escape(" · ".join(counts))}</p>'
        f"{_faults(found, lang)}{_first(found, lang)}</section>"
    )


def _faults(found: Answered, lang: Lang) -> str:
    if not found.failed:
        return ""
    items = "".join(
        f"<li><b>{escape(desk('batch_row', lang).format(result.row))}</b> "
        f'<span lang="en">{escape(result.error or "")}</span></li>'
        for result in found.failed[:_FAULTS]
    )
    over = len(found.failed) - _FAULTS
    more = f"<li>{escape(desk('batch_more', lang).format(over))}</li>" if over > 0 else ""
    title = escape(desk("batch_skipped", lang).format(len(found.failed)))
    return f'<div class="x-trouble" role="alert"><b>{title}</b><ul>{items}{more}</ul></div>'


def _first(found: Answered, lang: Lang) -> str:
    if not found.first:
        return ""
    names = desk("batch_question", lang), desk("batch_answer", lang)
    rows = "".join(
        f'<tr><td class="x-num">{result.row}</td><td data-column="{escape(names[0])}">{escape(result.question)}</td>'
        f'<td data-column="{escape(names[1])}">{_answer(result, lang)}</td></tr>'
        for result in found.first
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("#", *names))
    title = escape(desk("batch_first_rows", lang))
    return f"<h3>{title}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _answer(result: Result, lang: Lang) -> str:
    answer = result.answer
    if answer is None or answer.abstained:
        return f"<i>{escape(desk('batch_silent', lang))}</i>"
    text = " ".join(statement.text for statement in answer.statements)
    return escape(text if len(text) <= _ANSWER else text[:_ANSWER] + " …")


def _tag(lang: Lang) -> str:
    return "zh-Hans" if lang == "zh" else "en"
