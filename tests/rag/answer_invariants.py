"""What must hold of every answer, whatever was asked and whatever the corpus holds."""

import re
from collections.abc import Iterator

from corpus import Lang, covers
from rag import Answer, Citation, Engine, Parallel, Statement
from rag.composition import readable

_HAN = "\u3400-\u9fff"
_LEADING = re.compile(
    r"(?:\d{1,3}[.)]\s|\([0-9a-zA-Z]{1,4}\)|第[一二三四五六七八九十百零〇0-9]+[条款项]\s|[（(][一二三四五六七八九十]+[）)]|"
    r"[一二三四五六七八九十]+、|[•●*·–—-])"
)
_INNER_SPACE = re.compile(f"[{_HAN}] +[{_HAN}]")
_ENDED = re.compile(r"[.。!！?？;；:：…)）\]”’」』》\"']$")


def faults(answer: Answer, engine: Engine) -> list[str]:
    """A line for each thing that is wrong with `answer`; empty if all is well."""
    return [
        *_citation_faults(answer, engine),
        *_statement_faults(answer, engine),
        *_matrix_faults(answer),
        *_abstention_faults(answer),
    ]


def _citation_faults(answer: Answer, engine: Engine) -> Iterator[str]:
    if [c.id for c in answer.citations] != [f"c{i + 1}" for i in range(len(answer.citations))]:
        yield "citation ids are not c1, c2 …"
    used = {key for s in answer.statements for key in s.citations}
    for c in answer.citations:
        where = f"{c.id} {c.pin} {c.role} {c.lang}"
        if c.id not in used:
            yield f"{where}: no statement rests on it"
        yield from (f"{where}: {fault}" for fault in quote_faults(c, c.instrument, c.page, engine))
        if not any(v.lang == c.lang and v.role == c.role for v in engine.index.catalog.at(c.pin)):
            yield f"{where}: the provision has no such version"
        if c.parallel is not None:
            if c.parallel.lang == c.lang:
                yield f"{where}: its parallel is in the same language"
            yield from (
                f"{where} parallel: {fault}" for fault in quote_faults(c.parallel, c.instrument, None, engine)
            )


def quote_faults(
    quote: Citation | Parallel, instrument: str, page: int | None, engine: Engine
) -> Iterator[str]:
    """What is wrong with the place of a quote."""
    catalog = engine.index.catalog
    sources = [
        d
        for d in catalog.documents(instrument)
        if d.sha256 == quote.source_sha256 and (d.lang, d.role) == (quote.lang, quote.role)
    ]
    if not sources:
        yield "its source is not in the index"
        return
    source = sources[0]
    if not quote.quote.strip():
        yield "an empty quote"
    if catalog.text(source.source)[quote.start : quote.end] != quote.quote:
        yield f"[{quote.start}:{quote.end}] of {source.source} is not the quote"
    if isinstance(quote, Citation) and source.pages:
        held = [p.number for p in source.pages if p.start <= quote.start < p.end]
        if page not in held:
            yield f"page {page}, though the quote begins on page {held}"


def _statement_faults(answer: Answer, engine: Engine) -> Iterator[str]:
    cited = {c.id: c for c in answer.citations}
    texts = [(s.instrument, s.text) for s in answer.statements]
    if len(set(texts)) < len(texts):
        yield "a statement is made twice"
    if [s.id for s in answer.statements] != [f"s{i + 1}" for i in range(len(answer.statements))]:
        yield "statement ids are not s1, s2 …"
    for s in answer.statements:
        if unknown := set(s.citations) - set(cited):
            yield f"{s.id}: unknown citations {unknown}"
            continue
        citations = [cited[key] for key in s.citations]
        if any(c.instrument != s.instrument for c in citations):
            yield f"{s.id}: rests on another instrument"
        yield from (f"{s.id}: {fault}: {s.text[:160]!r}" for fault in reading_faults(s))
        yield from (f"{s.id}: {fault}" for fault in _wording_faults(s, citations, engine, answer.language))


def reading_faults(s: Statement) -> Iterator[str]:
    """What keeps a statement from being read as prose."""
    text = s.text
    if _LEADING.match(text):
        yield "begins with a list marker"
    if "  " in text or "\n" in text or text != text.strip():
        yield "holds stray white space"
    if _INNER_SPACE.search(text):
        yield "holds spaces between Chinese characters"
    chinese = is_chinese(text)
    if len(text) < (8 if chinese else 20):
        yield "is a lone fragment"
    if not chinese and text[0].islower():
        yield "begins in the middle of a sentence"
    if not _ENDED.search(text):
        yield "ends in the middle of a sentence"


def _wording_faults(s: Statement, citations: list[Citation], engine: Engine, language: Lang) -> Iterator[str]:
    """A statement holds what it quotes and nothing else, and names the official text beside a lesser one."""
    words = _letters(s.text)
    quoted = [w for c in citations if (w := _letters(readable(c.quote))) and w in words]
    if sum(map(len, quoted)) < len(words):
        yield f"holds words that it does not quote: {s.text[:160]!r} against {[c.quote[:80] for c in citations]}"
    # what a statement says stands at its end, after what introduces it
    main = next((c for c in reversed(citations) if _letters(readable(c.quote)) in words), citations[0])
    if main.lang != language and any(v.lang == language for v in engine.index.catalog.at(main.pin)):
        yield f"{main.pin} is stated in {main.lang} though there is a version in {language}"
    if main.role in ("translation", "digest"):
        official = [v for v in engine.index.catalog.at(main.pin) if v.role == "authoritative"]
        beside = [c for c in citations if c.role == "authoritative"]
        amended = any(
            e.amended_by and (covers(e.pin, main.pin) or covers(main.pin, e.pin))
            for digest in engine.registry.digests.values()
            for e in digest.provisions
        )
        if official and not beside and not amended:
            yield f"{main.pin} is stated from a {main.role} without the official text beside it"
        if any(not covers(main.pin, c.pin) and not covers(c.pin, main.pin) for c in beside):
            yield f"{main.pin} stands beside the official text of another provision, {[c.pin for c in beside]}"


def _matrix_faults(answer: Answer) -> Iterator[str]:
    if answer.matrix is None:
        if answer.plan.kind == "comparative" and answer.statements:
            yield "a comparison without a matrix"
        return
    rows, columns, cells = answer.matrix.rows, answer.matrix.columns, answer.matrix.cells
    if len(cells) != len(rows) or any(len(row) != len(columns) for row in cells):
        yield "the matrix is not rectangular"
        return
    if len(set(rows)) < len(rows) or len(set(columns)) < len(columns):
        yield "a row or column twice"
    statements = {s.id: s for s in answer.statements}
    placed: set[str] = set()
    for row in cells:
        for column, cell in zip(columns, row, strict=True):
            if (cell.status == "found") != bool(cell.statements):
                yield f"{column}: {cell.status} with {cell.statements}"
            for key in cell.statements:
                placed.add(key)
                if key not in statements:
                    yield f"{column}: unknown statement {key}"
                elif statements[key].instrument != column:
                    yield f"{column}: holds {key} of {statements[key].instrument}"
    if lost := set(statements) - placed:
        yield f"statements outside the matrix: {lost}"


def _abstention_faults(answer: Answer) -> Iterator[str]:
    if answer.abstained != (not answer.statements) or answer.abstained != bool(answer.abstain_reason):
        yield "abstains and answers at once, or does neither"
    for line in (answer.abstain_reason or "", *answer.notes):
        if line and is_chinese(line) != (answer.language == "zh"):
            yield f"says {line!r} to a reader of {answer.language}"


def is_chinese(text: str) -> bool:
    """Whether more is Chinese in `text` than is not (names may be in the other script)."""
    han = len(re.findall(f"[{_HAN}]", text))
    return han > len(re.findall(r"[A-Za-z]+", text))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
