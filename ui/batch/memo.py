"""A batch as a memo: a summary, each question with its matrix, and one numbered list of the sources of all."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from corpus import Lang, Registry
from rag import Answer, Citation
from ui.batch.results import Result, Status
from ui.markup import markdown_text, xml_text
from ui.memo import (
    markdown_matrix,
    markdown_source,
    markdown_table,
    marks,
    source_line,
    word_matrix,
    word_source,
    word_table,
)
from ui.wording import say

_SHOWN = 300
"""Characters shown of a question that may be a whole page."""


@dataclass(frozen=True, slots=True)
class _Memo:
    lang: Lang
    results: tuple[Result, ...]
    """Their citations numbered through, a source that several answers cite but once."""
    sources: tuple[tuple[Citation, Answer], ...]
    """Each with the first answer that cites it."""
    days: tuple[date, ...]
    """Whose law was asked for."""


def to_markdown(results: Iterable[Result], registry: Registry) -> Iterator[bytes]:
    """The memo in Markdown."""
    memo = _compose(results, registry)
    lang = memo.lang
    lines = [f"# {say('batch_title', lang).format(len(memo.results))}", "", _subtitle(memo), ""]
    lines += [f"## {say('summary', lang)}", ""]
    head, *rows = _summary(memo, registry)
    lines += markdown_table([head, *([*map(markdown_text, row[:3]), *row[3:]] for row in rows)])
    lines.append("")
    for result in memo.results:
        lines += [f"## {markdown_text(_number(result))}. {markdown_text(_question(result))}", ""]
        answer = result.answer
        if answer is None:
            lines += [f"**{say('failed', lang)}.** {markdown_text(result.error or '')}", ""]
            continue
        if len(memo.days) > 1:
            lines += [f"{say('as_of', answer.language)} {answer.as_of}", ""]
        if answer.abstained:
            no_answer = say("no_answer", answer.language)
            lines += [f"**{no_answer}.** {markdown_text(answer.abstain_reason or '')}", ""]
        lines += [*markdown_matrix(answer, registry), ""]
        if answer.notes:
            lines += [f"{say('notes', answer.language)}:", ""]
            lines += [*(f"- {markdown_text(note)}" for note in answer.notes), ""]
    if memo.sources:
        lines += [f"## {say('sources', lang)}", ""]
        for citation, answer in memo.sources:
            lines += markdown_source(citation, answer, registry)
        lines.append("")
    yield "\n".join(lines).encode("utf-8", "replace")


def to_docx(results: Iterable[Result], registry: Registry) -> Iterator[bytes]:
    """The memo as a Word document."""
    import docx

    memo = _compose(results, registry)
    lang = memo.lang
    document = docx.Document()
    document.add_heading(say("batch_title", lang).format(len(memo.results)), level=0)
    document.add_paragraph(_subtitle(memo))
    document.add_heading(say("summary", lang), level=1)
    word_table(document, [[xml_text(cell) for cell in row] for row in _summary(memo, registry)])
    for result in memo.results:
        document.add_heading(xml_text(f"{_number(result)}. {_question(result)}"), level=1)
        answer = result.answer
        if answer is None:
            document.add_paragraph(xml_text(f"{say('failed', lang)}: {result.error}"))
            continue
        if len(memo.days) > 1:
            document.add_paragraph(f"{say('as_of', answer.language)} {answer.as_of}")
        if answer.abstained:
            no_answer = say("no_answer", answer.language)
            document.add_paragraph(xml_text(f"{no_answer}: {answer.abstain_reason}"))
        word_matrix(document, answer, registry)
        for note in answer.notes:
            document.add_paragraph(xml_text(note), style="List Bullet")
    if memo.sources:
        document.add_heading(say("sources", lang), level=1)
        for citation, answer in memo.sources:
            word_source(document, citation, answer, registry)
    buffer = io.BytesIO()
    document.save(buffer)
    yield buffer.getvalue()


def _compose(results: Iterable[Result], registry: Registry) -> _Memo:
    sources: dict[tuple[str | None, ...], tuple[Citation, Answer]] = {}
    numbered = []
    for result in results:
        answer = result.answer
        if answer is not None:
            keys = {}
            for citation in answer.citations:
                same = (source_line(citation, answer, registry), citation.quote, citation.url)
                if same not in sources:
                    renamed = citation.model_copy(update={"id": f"c{len(sources) + 1}"})
                    sources[same] = (renamed, answer)
                keys[citation.id] = sources[same][0].id
            statements = tuple(
                s.model_copy(update={"citations": tuple(dict.fromkeys(keys[c] for c in s.citations))})
                for s in answer.statements
            )
            answer = answer.model_copy(update={"statements": statements})
        numbered.append(Result(result.row, result.line, result.id, result.question, answer, result.error))
    languages: Counter[Lang] = Counter(r.answer.language for r in numbered if r.answer)
    lang: Lang = "zh" if languages["zh"] > languages["en"] else "en"
    days = sorted({r.answer.as_of for r in numbered if r.answer})
    return _Memo(lang, tuple(numbered), tuple(sources.values()), tuple(days))


def _subtitle(memo: _Memo) -> str:
    parts = []
    if memo.days:
        last = f" – {memo.days[-1]}" if len(memo.days) > 1 else ""
        parts.append(f"{say('as_of', memo.lang)} {memo.days[0]}{last}")
    modes = dict.fromkeys(result.answer.mode for result in memo.results if result.answer)
    parts += [say(mode, memo.lang) for mode in modes]
    counts = Counter(result.status for result in memo.results)
    named: dict[Status, str] = {
        "answered": "answered",
        "no answer": "no_answer_short",
        "failed": "failed_short",
    }
    parts += [f"{say(key, memo.lang)}: {counts[status]}" for status, key in named.items() if counts[status]]
    return " · ".join(parts)


def _summary(memo: _Memo, registry: Registry) -> list[list[str]]:
    lang = memo.lang
    rows = [["", say("question_short", lang), say("result", lang), say("sources", lang)]]
    for result in memo.results:
        answer = result.answer
        cited: tuple[str, ...] = ()
        if answer is None:
            told = f"{say('failed_short', lang)}: {result.error}"
        elif answer.abstained:
            told = say("no_answer", lang)
        else:
            shorts = [
                registry.get(i).short.get(lang)
                for i in dict.fromkeys(s.instrument for s in answer.statements)
            ]
            told = (", " if lang == "en" else "、").join(shorts)
            cited = tuple(dict.fromkeys(c for s in answer.statements for c in s.citations))
        rows.append([_number(result), _question(result), told, marks(cited)])
    return rows


def _number(result: Result) -> str:
    return f"{result.row} ({result.id})" if result.id else str(result.row)


def _question(result: Result) -> str:
    text = " ".join(result.question.split()) or "–"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"
