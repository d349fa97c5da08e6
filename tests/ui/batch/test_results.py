"""Results as files: what programs read, what spreadsheets must not run, and the memo."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus import CrosslexError, load_registry
from rag import Answer
from tests.ui.answers import abstention, citation, comparison, lookup
from ui.batch import Result, read_results, write
from ui.batch.memo import to_docx, to_markdown
from ui.batch.results import to_csv, to_jsonl

REGISTRY = load_registry()
ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULAS = st.tuples(st.sampled_from(RUN), ANY).map("".join)


def of(row: int, answer: Answer | None, *, error: str | None = None, id: str | None = None) -> Result:
    question = answer.question if answer else "What?"
    return Result(row, row + 1, id, question, answer, error)


def cells(results: list[Result]) -> list[list[str]]:
    data = b"".join(to_csv(results, REGISTRY))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def markdown(results: list[Result]) -> str:
    return b"".join(to_markdown(results, REGISTRY)).decode()


# --- JSONL and CSV ----------------------------------------------------------------------------------------------------


@given(ANY, st.none() | ANY, ANY)
def test_a_line_is_read_as_it_was_written(text: str, id: str | None, error: str) -> None:
    results = [of(1, comparison(text), id=id), of(2, None, error=error), of(3, abstention(text))]
    assert read_results(b"".join(to_jsonl(results, REGISTRY))) == results
    assert all(line.count(b"\n") == 1 for line in to_jsonl(results, REGISTRY))


@pytest.mark.parametrize(
    "data", [b"no", b"[]\n", b'{"row": 1}\n', b"\xff", b'{"row":1,"id":null,"line":1,"error":null}']
)
def test_other_files_are_no_results(data: bytes) -> None:
    with pytest.raises(CrosslexError, match="batch results"):
        read_results(data)


@given(st.one_of(ANY, FORMULAS), st.one_of(ANY, FORMULAS), st.one_of(ANY, FORMULAS))
def test_no_cell_is_run_by_a_spreadsheet(text: str, id: str, error: str) -> None:
    hostile = comparison(text, url=text, label=text, title=text, note=text)
    rows = cells(
        [of(1, hostile, id=id), of(2, lookup(text), id=id), of(3, None, error=error), of(4, abstention(text))]
    )
    assert [len(row) for row in rows] == [len(rows[0])] * 5
    assert not [cell for row in rows for cell in row if cell.startswith(RUN)]


def test_a_csv_row_says_what_was_found_where() -> None:
    _, first, second, third = cells(
        [
            of(1, comparison("One.", url="https://a.example"), id="x"),
            of(2, abstention("nothing held")),
            of(3, None, error="bad"),
        ]
    )
    head = cells([])[0]
    row = dict(zip(head, first, strict=True))
    assert (row["row"], row["id"], row["line"], row["status"], row["as_of"]) == (
        "1",
        "x",
        "2",
        "answered",
        "2026-11-22",
    )
    assert (
        "Labelling" in row["answer"] and "One. [Art. 1" in row["answer"] and "Nothing found" in row["answer"]
    )
    assert row["pins"] == "cn-ai-labelling/art-1; cn-ai-labelling/art-2"
    assert row["urls"].split() == ["https://a.example", "https://example.org/act"]
    assert dict(zip(head, second, strict=True))["answer"] == "nothing held"
    assert (third[head.index("status")], third[head.index("error")]) == ("failed", "bad")


# --- the memo ---------------------------------------------------------------------------------------------------------


def rendered(results: list[Result]) -> LexborHTMLParser:
    from markdown_it import MarkdownIt

    return LexborHTMLParser(MarkdownIt("commonmark").enable("table").render(markdown(results)))


def test_sources_are_numbered_through_and_listed_once() -> None:
    other = comparison("Another.").model_copy(
        update={
            "citations": (
                citation("c1", "A new quote."),
                comparison("One.").citations[0].model_copy(update={"id": "c2"}),
            )
        }
    )
    page = rendered(
        [
            of(1, comparison("One.")),
            of(2, other),
            of(3, None, error="bad row"),
            of(4, abstention("none held")),
        ]
    )
    sources = [li.text() for li in page.css("ol > li")]
    assert [re.findall("One\\.|Another quote\\.|A new quote\\.", text) for text in sources] == [
        ["One."],
        ["Another quote."],
        ["A new quote."],
    ]
    assert "Another. [3]" in page.css("table")[2].text() and "Second. [3][1]" in page.css("table")[2].text()
    summary = [[cell.text() for cell in row.css("td")] for row in page.css("table")[0].css("tbody tr")]
    assert [row[0] for row in summary] == ["1", "2", "3", "4"]
    assert [row[3] for row in summary] == ["[1][2]", "[3][1]", "", ""]
    assert "bad row" in summary[2][2] and "none held" in page.text()
    assert [h.text()[:2] for h in page.css("h2")][1:5] == ["1.", "2.", "3.", "4."]


@given(ANY.filter(str.strip))
def test_text_is_never_markup_of_the_memo(text: str) -> None:
    results = [of(1, comparison(text), id=text), of(2, None, error=text), of(3, lookup(text))]
    plain = rendered([of(1, comparison("a"), id="a"), of(2, None, error="a"), of(3, lookup("a"))])

    def tags(page: LexborHTMLParser) -> list[str]:
        return [node.tag for node in page.css("body *")]

    assert tags(rendered(results)) == tags(plain)


def test_the_memo_speaks_the_language_of_most_answers() -> None:
    chinese = comparison("一。", lang="zh")
    assert markdown([of(1, chinese), of(2, chinese), of(3, comparison("One."))]).startswith("# 3个问题的答复")
    assert markdown([of(1, chinese), of(2, comparison("One."))]).startswith("# Answers to 2 questions")


def test_days_are_told_where_they_differ() -> None:
    other = comparison("One.").model_copy(update={"as_of": date(2026, 1, 1)})
    assert markdown([of(1, comparison("One."))]).count("Law as of") == 1
    assert "2026-01-01 – 2026-11-22" in markdown([of(1, comparison("One.")), of(2, other)])
    assert "Law as of 2026-01-01\n" in markdown([of(1, comparison("One.")), of(2, other)])


def test_the_word_memo_holds_the_same(tmp_path: Path) -> None:
    import docx

    results = [
        of(1, comparison("One.\x07"), id="a"),
        of(2, None, error="bad row"),
        of(3, abstention("none held")),
    ]
    write(tmp_path / "m.docx", results, REGISTRY)
    document = docx.Document(str(tmp_path / "m.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in (
        "Answers to 3 questions",
        "1 (a). One.",
        "bad row",
        "none held",
        "[2] Labelling Measures, Art. 2",
    ):
        assert words in text
    summary, matrix = document.tables
    assert [len(table.rows) for table in (summary, matrix)] == [4, 3]
    assert summary.rows[1].cells[3].text == "[1][2]" and matrix.rows[1].cells[1].text.endswith(
        "Second. [1][2]"
    )
    assert b"".join(to_docx(results, REGISTRY)).startswith(b"PK")
