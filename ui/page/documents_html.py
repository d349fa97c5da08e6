"""The reader's documents as HTML. Names, texts and problems are data: everything passes through `html.escape`."""

import re
from collections.abc import Sequence
from html import escape

from corpus import Instrument, Lang, label
from ingest import MAX_BYTES, ProvisionText
from rag import Answer, Citation, Engine, SearchResult
from ui.page.shelf import AT_ONCE, MOST, Added, Understood
from ui.wording import page_name
from ui.wording_desk import desk

_OUTLINE = 400
"""Provisions that the outline shows."""
_CONTEXT = 700
"""Characters shown on each side of a quote."""
_PASSAGE = 1400
"""Characters of a passage that a search found."""
_HEAD = 120
"""Characters that stand for a provision without a heading."""

_PROBLEMS = (
    (r"needs OCR", "这是没有文字层的扫描件，需先做文字识别（OCR）"),
    (r"the PDF is broken", "PDF 文件已损坏，无法读取；请重新导出后再试"),
    (r"the PDF is empty", "PDF 中没有内容"),
    (r"is empty$", "文件是空的"),
    (r"is named \S+ but is ", "文件内容与扩展名不符；请确认文件类型后再试"),
    (r"the limit is \d+ MB", f"文件过大，上限为 {MAX_BYTES // 1_000_000} MB；请拆分后再试"),
    (r"can be read$", "不支持此类文件；可读取 PDF、DOCX、HTML、Markdown（.md）和文本（.txt）"),
    (r"no text was found|no structure was found", "未发现可读取的文字"),
    (r"tracked changes", "含修订标记：按全部接受修订后的文本读取"),
    (r"OCR layer of a scan", "文字来自扫描件的 OCR 层，可能有误，请对照原图核对引文"),
    (r"have no text layer", "部分页面是图片，没有文字层，其内容未能读取"),
    (r"is building the index", "另一个进程正在构建索引；请稍后再试"),
)
"""What the readers of files say in English, and the same for those who read Chinese."""


def problem_html(line: str, lang: Lang) -> str:
    """One problem in one line, in the reader's language where we have it."""
    if lang == "zh":
        for pattern, chinese in _PROBLEMS:
            if re.search(pattern, line):
                return f'<span lang="zh-Hans">{escape(chinese)}</span>'
    return f'<span lang="en">{escape(line[:1].upper() + line[1:])}</span>'


def limits_html(lang: Lang) -> str:
    """Which files are taken."""
    words = desk("docs_limits", lang).format(mb=MAX_BYTES // 1_000_000, at_once=AT_ONCE, most=MOST)
    return f'<p class="x-limits">{escape(words)}</p>'


def added_html(added: Added, lang: Lang) -> str:
    """What became of an upload."""
    ready = "".join(
        f'<p class="x-done" role="status">{escape(desk("docs_added_one", lang).format(name))}</p>'
        for name in added.names
    )
    if added.removed is not None:
        ready += (
            f'<p class="x-done" role="status">{escape(desk("docs_removed", lang).format(added.removed))}</p>'
        )
    items = "".join(
        f"<li><b>{escape(refused.name)}</b> {problem_html(_without(refused.reason, refused.name), lang)}</li>"
        for refused in added.refused
    )
    refusals = (
        f'<div class="x-trouble" role="alert"><b>{escape(desk("docs_refused", lang))}</b><ul>{items}</ul></div>'
        if items
        else ""
    )
    return ready + refusals


def list_note_html(count: int, lang: Lang) -> str:
    """What stands where no document is chosen."""
    return f'<p class="x-hint">{escape(desk("docs_choose" if count else "docs_empty", lang))}</p>'


def understood_html(found: Understood, engine: Engine, lang: Lang) -> str:
    """A document: what was understood of it, what to check, its outline."""
    upload, document = found.upload, found.document
    facts = [
        (desk("docs_size", lang), _size(found.size)),
        (desk("docs_added", lang), upload.added.astimezone().strftime("%Y-%m-%d %H:%M")),
    ]
    outline = ""
    if document is not None:
        facts.insert(0, (desk("docs_language", lang), desk(f"lang_{document.lang}", lang)))
        if document.pages:
            facts.append((desk("docs_pages", lang), f"{len(document.pages):,}"))
        facts.append((desk("docs_characters", lang), f"{document.characters:,}"))
        facts.append((desk("docs_provisions", lang), f"{len(found.provisions):,}"))
        outline = _outline_html(found.provisions, engine.registry.get(upload.id), lang)
    drawn = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    pin = f"<div><dt>{escape(desk('docs_id', lang))}</dt><dd><code>{escape(upload.id)}</code></dd></div>"
    unread = "" if document else f'<p class="x-trouble" role="alert">{escape(desk("docs_unread", lang))}</p>'
    problems = "".join(
        f"<li>{problem_html(_without(problem, upload.name), lang)}</li>" for problem in found.problems
    )
    check = (
        f'<div class="x-check"><b>{escape(desk("docs_problems", lang))}</b><ul>{problems}</ul></div>'
        if problems
        else ""
    )
    return (
        f'<section class="x-doc" lang="{_tag(lang)}"><h2>{escape(upload.name)}</h2>'
        f'<dl class="x-facts">{drawn}{pin}</dl>{unread}{check}{outline}</section>'
    )


def answer_html(answer: Answer, engine: Engine, lang: Lang) -> str:
    """An answer from one document: its quotes, each with its place and, folded, its context."""
    if answer.abstained:
        reason = f'<p lang="{_tag(answer.language)}">{escape(answer.abstain_reason or "")}</p>'
        return f'<article class="x-within"><h3>{escape(answer.question)}</h3>{reason}</article>'
    citations = {citation.id: citation for citation in answer.citations}
    items = []
    for statement in answer.statements:
        context = "".join(_context_html(citations[id], engine, lang) for id in statement.citations)
        spoken = citations[statement.citations[0]].lang if statement.citations else answer.language
        items.append(f'<li><p lang="{_tag(spoken)}">{escape(statement.text)}</p>{context}</li>')
    return f'<article class="x-within"><h3>{escape(answer.question)}</h3><ol>{"".join(items)}</ol></article>'


def passages_html(found: SearchResult, engine: Engine, lang: Lang) -> str:
    """The passages of one document that are nearest to some words."""
    items = "".join(
        f'<li><p class="x-place">{_place(h.label, h.page, lang)}</p>'
        f'<p lang="{_tag(h.lang)}">{_lines(h.text[:_PASSAGE])}{" …" if len(h.text) > _PASSAGE else ""}</p></li>'
        for h in found.hits
    )
    body = f"<ol>{items}</ol>" if items else f"<p>{escape(desk('docs_none_found', lang))}</p>"
    return f'<article class="x-within"><h3>{escape(found.query)}</h3>{body}</article>'


def _context_html(citation: Citation, engine: Engine, lang: Lang) -> str:
    index = engine.index
    holder = index.provision(citation.pin)
    text = index.catalog.text(holder.source) if holder else ""
    if holder is None or text[citation.start : citation.end] != citation.quote:
        return f'<p class="x-place">{_place(citation.label, citation.page, lang)}</p>'
    low = max(holder.start, citation.start - _CONTEXT)
    high = min(holder.end, citation.end + _CONTEXT)
    before = ("… " if low > holder.start else "") + text[low : citation.start]
    after = text[citation.end : high] + (" …" if high < holder.end else "")
    summary = f"{_place(citation.label, citation.page, lang)} · {escape(desk('docs_in_context', lang))}"
    return (
        f'<details><summary>{summary}</summary><blockquote lang="{_tag(citation.lang)}">'
        f"{_lines(before)}<mark>{_lines(citation.quote)}</mark>{_lines(after)}</blockquote></details>"
    )


def _place(where: str, page: int | None, lang: Lang) -> str:
    return escape(where + (f" · {page_name(page, lang)}" if page is not None else ""))


def _outline_html(provisions: Sequence[ProvisionText], instrument: Instrument, lang: Lang) -> str:
    numbered = [p for p in provisions if p.number or p.heading]
    if not numbered:
        return f'<p class="x-hint">{escape(desk("docs_no_outline", lang))}</p>'
    items = "".join(
        f'<li style="--x-depth:{min(p.pin.count("/") - 1, 5)}"><span class="x-label">'
        f"{escape(label(p.pin, instrument, p.lang, heading=p.heading or None))}</span> "
        f'<span lang="{_tag(p.lang)}">{escape(_title(p))}</span></li>'
        for p in numbered[:_OUTLINE]
    )
    over = len(numbered) - _OUTLINE
    more = f"<p>{escape(desk('docs_more', lang).format(over))}</p>" if over > 0 else ""
    return (
        f'<details class="x-outline" open><summary>{escape(desk("docs_outline", lang))}</summary>'
        f"<ul>{items}</ul>{more}</details>"
    )


def _title(provision: ProvisionText) -> str:
    """The heading, or the words that the provision begins with."""
    if provision.heading:
        return "" if not provision.number else provision.heading
    body = provision.body - provision.start if provision.body >= 0 else 0
    text = " ".join(provision.text[body:].split())
    return text if len(text) <= _HEAD else text[:_HEAD].rsplit(" ", 1)[0] + " …"


def _without(line: str, name: str) -> str:
    """A line about a file whose name stands beside it already."""
    return line.removeprefix(name).lstrip(": ")


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000)):,} kB"


def _tag(lang: Lang) -> str:
    return "zh-Hans" if lang == "zh" else "en"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
