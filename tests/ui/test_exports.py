"""Answers as files."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus import CrosslexError, UsageError, load_registry
from rag import Answer
from tests.ui.answers import abstention, comparison, lookup
from ui.exports import export, to_csv, to_docx, to_json, to_markdown

REGISTRY = load_registry()
ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
SIGNS = st.text("ab 1.)(-=+#*_`[]<>|!&;:~$\\\n\t'\"/{}@", min_size=1, max_size=40)


def table(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def rendered(answer: Answer) -> LexborHTMLParser:
    from markdown_it import MarkdownIt

    markdown = to_markdown(answer, REGISTRY).decode()
    return LexborHTMLParser(MarkdownIt("commonmark").enable("table").render(markdown))


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(sign: str) -> None:
    rows = table(to_csv(comparison(f"{sign}HYPERLINK(1)"), REGISTRY))
    assert rows[1][1].startswith("'" + sign)
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_the_csv_is_the_matrix_with_its_labels() -> None:
    rows = table(to_csv(comparison("平台应当“核验”，\n并添加标识。", lang="zh"), REGISTRY))
    assert rows[0] == ["", "《标识办法》", "美国第14409号行政令"]
    assert [len(row) for row in rows] == [3, 3, 3]
    first = "平台应当“核验”，\n并添加标识。 [Art. 1, crosslex 摘要，非正式文本]"
    assert rows[1][1].startswith(first)
    assert rows[1][2] == rows[2][1] == "该文本未见规定"


def test_a_lookup_is_a_column_for_each_instrument() -> None:
    rows = table(to_csv(lookup("One."), REGISTRY))
    assert [len(row) for row in rows] == [3, 3]
    assert rows[1][1].startswith("One. [Art. 1") and rows[1][2].startswith("Third. [Art. 2")


def test_an_abstention_says_why_in_every_format() -> None:
    answer = abstention("nothing is held of Mongolia")
    for write in (to_csv, to_markdown, to_json):
        assert "nothing is held of Mongolia" in write(answer, REGISTRY).decode()


@given(ANY)
def test_any_text_makes_a_table_of_the_same_shape(text: str) -> None:
    assert [len(row) for row in table(to_csv(comparison(text), REGISTRY))] == [3, 3, 3]


# --- Markdown ---------------------------------------------------------------------------------------------------------

OURS = {
    "h1",
    "h2",
    "p",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "ol",
    "ul",
    "li",
    "blockquote",
    "a",
    "strong",
}


@given(ANY | SIGNS)
def test_text_is_never_markup_of_the_memo(text: str) -> None:
    page = rendered(comparison(text, question="A question", heading=text, title=text, label=text))
    tags = {node.tag for node in page.css("body *")}
    assert tags <= OURS
    assert [len(row.css("th, td")) for row in page.css("tr")] == [3, 3, 3]
    assert len(page.css("ol > li")) == 2 and len(page.css("ul > li")) == 1
    assert len(page.css("h1, h2")) == 3
    assert [link.attributes["href"] for link in page.css("a")] == ["https://example.org/act"] * 2


@given(SIGNS.filter(str.strip))
def test_text_is_read_as_it_was_written(text: str) -> None:
    note = rendered(comparison("x", note=text)).css_first("ul > li")
    assert note is not None and " ".join(note.text().split()) == " ".join(text.split())


def test_the_memo_numbers_its_sources() -> None:
    page = rendered(comparison("A label [sic] is put | on *everything* <b>."))
    cells = page.css("td")
    assert "A label [sic] is put | on *everything* <b>. [1]" in cells[1].text()
    assert "Second. [1][2]" in cells[1].text()
    sources = [item.text() for item in page.css("ol > li")]
    first = "Labelling Measures, Art. 1 (crosslex digest, not official text, page 3). https://example.org/act"
    assert sources[0].strip().startswith(first)
    assert "official text" in sources[1]


# --- DOCX and JSON ----------------------------------------------------------------------------------------------------


def test_the_document_holds_matrix_and_numbered_sources() -> None:
    import docx

    document = docx.Document(io.BytesIO(to_docx(comparison("提供者应当添加标识。", lang="zh"), REGISTRY)))
    [matrix] = document.tables
    assert [len(row.cells) for row in matrix.rows] == [3, 3, 3]
    assert matrix.cell(1, 1).text == "提供者应当添加标识。 [1]\nSecond. [1][2]"
    assert matrix.cell(1, 2).text == "该文本未见规定"
    paragraphs = [p.text for p in document.paragraphs]
    assert paragraphs[0] == "提供者应当添加标识。"
    assert [p[:3] for p in paragraphs if p.startswith("[")] == ["[1]", "[2]"]
    assert any(p == "Another quote." for p in paragraphs)


def test_characters_that_xml_cannot_hold_do_not_break_the_document() -> None:
    import docx

    document = docx.Document(io.BytesIO(to_docx(comparison("a\x00b\x0bc\x1bd\ufffe"), REGISTRY)))
    assert "a\ufffdb\ufffdc\ufffdd\ufffd" in document.tables[0].cell(1, 1).text


@given(ANY)
def test_json_is_the_answer_again(text: str) -> None:
    answer = comparison(text)
    assert Answer.model_validate_json(to_json(answer, REGISTRY)) == answer


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_suffix_decides_in_any_case(tmp_path: Path) -> None:
    export(comparison("One."), REGISTRY, tmp_path / "memo.MD")
    assert (tmp_path / "memo.MD").read_bytes() == to_markdown(comparison("One."), REGISTRY)


def test_targets_that_cannot_be_written(tmp_path: Path) -> None:
    for name in ("memo.pdf", "memo", "gone/memo.md"):
        with pytest.raises(UsageError):
            export(comparison("One."), REGISTRY, tmp_path / name)
    with pytest.raises(UsageError, match="too long"):
        export(comparison("One."), REGISTRY, tmp_path / ("m" * 300 + ".md"))


def test_a_full_disk_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CrosslexError, match="No space left on device"):
        export(comparison("One."), REGISTRY, tmp_path / "memo.md")


def test_the_longest_ending_names_the_format(tmp_path: Path) -> None:
    for name, begin in (("a.CSL.json", b"["), ("a.json", b"{"), ("a.bib", b"@misc{")):
        export(comparison("One."), REGISTRY, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begin)
