"""Word documents, made here with python-docx and read back."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from corpus.types import Source
from ingest.readers import UnreadableSource, read
from ingest.readers.docx_numbering import Numbering
from ingest.types import RawDocument, Reading

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<w:numbering {W}>
 <w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
 </w:abstractNum>
 <w:abstractNum w:abstractNumId="8">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
 </w:abstractNum>
 <w:num w:numId="71"><w:abstractNumId w:val="7"/></w:num>
 <w:num w:numId="72"><w:abstractNumId w:val="7"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
 <w:num w:numId="81"><w:abstractNumId w:val="8"/></w:num>
</w:numbering>"""


def raw(data: bytes, lang: str = "en") -> RawDocument:
    source = Source.model_validate(
        {"id": "a", "lang": lang, "role": "user", "media_type": MEDIA_TYPE, "edition": "1"}
    )
    return RawDocument("doc-a", source, data, hashlib.sha256(data).hexdigest(), "file", "a.docx")


def saved(fill: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def kinds(reading: Reading) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks]


def in_list(paragraph: Any, number: int, depth: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def test_headings_paragraphs_and_tables_stay_in_order() -> None:
    def fill(d: Any) -> None:
        d.add_heading("Rules on Talking Lamps", 0)
        d.add_heading("Scope", 1)
        d.add_paragraph("These rules apply to every lamp that talks.")
        table = d.add_table(2, 3)
        for r, row in enumerate((("Lamp", "Duty", "Day"), ("Desk", "Label it", "Monday"))):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        d.add_heading("Labels", 2)
        d.add_paragraph("A label is red.")

    assert kinds(read(raw(saved(fill)))) == [
        ("heading", 1, "Rules on Talking Lamps"),
        ("heading", 1, "Scope"),
        ("paragraph", 0, "These rules apply to every lamp that talks."),
        ("table", 0, "Lamp\tDuty\tDay"),
        ("table", 0, "Desk\tLabel it\tMonday"),
        ("heading", 2, "Labels"),
        ("paragraph", 0, "A label is red."),
    ]


def test_a_merged_cell_is_written_once() -> None:
    def fill(d: Any) -> None:
        table = d.add_table(3, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Lamps by room"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Kitchen"
        table.cell(1, 1).text, table.cell(2, 1).text = "two", "three"

    assert read(raw(saved(fill))).text.split("\n") == ["Lamps by room", "Kitchen\ttwo", "three"]


def test_numbers_that_word_makes_are_written_out() -> None:
    def fill(d: Any) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        for relation in list(d.part.rels.values()):
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
                d.part.rels.pop(relation.rId)
        part = Part(PackURI("/word/numbering9.xml"), "application/xml", NUMBERING.encode(), d.part.package)
        d.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        for text, number, depth in (
            ("A provider shall", 71, 0),
            ("label the lamp;", 71, 1),
            ("switch it off", 71, 1),
            ("at night;", 71, 2),
            ("A deployer shall not shout.", 71, 0),
            ("back to letters;", 71, 1),
            ("A new list.", 72, 0),
            ("灯具应当标识。", 81, 0),
            ("细则。", 81, 1),
        ):
            in_list(d.add_paragraph(text), number, depth)

    assert kinds(read(raw(saved(fill)))) == [
        ("list-item", 1, "1. A provider shall"),
        ("list-item", 2, "(a) label the lamp;"),
        ("list-item", 2, "(b) switch it off"),
        ("list-item", 3, "(i) at night;"),
        ("list-item", 1, "2. A deployer shall not shout."),
        ("list-item", 2, "(a) back to letters;"),
        ("list-item", 1, "1. A new list."),
        ("list-item", 1, "第三条 灯具应当标识。"),
        ("list-item", 2, "3.1 细则。"),
    ]


def test_a_list_without_a_definition_has_no_number() -> None:
    assert Numbering(None).label("5", 0) == ""


def _with_footnote(d: Any, before: str, note: str) -> None:
    """A paragraph with a footnote; python-docx cannot make one, so the part is written here."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    xml = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", xml.encode(), d.part.package)
    d.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    paragraph = d.add_paragraph(before)
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run(" in every room.")


def test_a_footnote_follows_its_paragraph() -> None:
    def fill(d: Any) -> None:
        _with_footnote(d, "Lamps glow", "See the lamp rules.")
        d.add_paragraph("The end.")

    assert kinds(read(raw(saved(fill)))) == [
        ("paragraph", 0, "Lamps glow in every room."),
        ("footnote", 0, "1 See the lamp rules."),
        ("paragraph", 0, "The end."),
    ]


def test_the_footnotes_of_an_act_stand_at_its_end() -> None:
    def fill(d: Any) -> None:
        d.add_paragraph("Article 1")
        _with_footnote(d, "Lamps glow", "See the lamp rules.")
        for n in (2, 3):
            d.add_paragraph(f"Article {n}")
            d.add_paragraph("More about lamps.")

    assert read(raw(saved(fill))).text.endswith("More about lamps.\n1 See the lamp rules.")


def test_tracked_changes_are_read_as_accepted() -> None:
    def fill(d: Any) -> None:
        paragraph = d.add_paragraph("A lamp ")
        paragraph._p.append(parse_xml(f'<w:del {W} w:id="1"><w:r><w:delText>may</w:delText></w:r></w:del>'))
        paragraph._p.append(parse_xml(f'<w:ins {W} w:id="2"><w:r><w:t>shall</w:t></w:r></w:ins>'))
        paragraph.add_run(" glow.")

    reading = read(raw(saved(fill)))
    assert reading.text == "A lamp shall glow."
    assert any("tracked changes" in p for p in reading.problems)


def test_exponents_links_breaks_and_content_controls() -> None:
    def fill(d: Any) -> None:
        paragraph = d.add_paragraph("More than 10")
        paragraph.add_run("25").font.superscript = True
        paragraph.add_run("\u00a0lumens,\nor a non")
        paragraph._p.append(parse_xml(f"<w:r {W}><w:noBreakHyphen/><w:t>lamp</w:t></w:r>"))
        control = parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Inside a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        d.element.body.insert(1, control)

    assert read(raw(saved(fill))).text.split("\n") == [
        "More than 10^25 lumens, or a non-lamp",
        "Inside a control.",
    ]


def test_a_contents_list_is_left_out() -> None:
    def fill(d: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        d.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
        d.add_paragraph("Scope\t3", style="toc 1")
        d.add_heading("Scope", 1)
        d.add_paragraph("All lamps.")

    assert read(raw(saved(fill))).text.split("\n") == ["Scope", "All lamps."]


def test_a_heading_style_in_chinese_and_an_outline_level_count() -> None:
    def fill(d: Any) -> None:
        d.styles["Heading 2"].element.find(qn("w:name")).set(qn("w:val"), "标题 2")
        d.add_paragraph("适用范围", style=d.styles["标题 2"])
        leveled = d.add_paragraph("灯具的标识")
        leveled._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="2"/>'))
        d.add_paragraph("会说话的灯应当有标识，并且在夜间保持安静，任何人都可以要求它停止说话。")

    found = kinds(read(raw(saved(fill), "zh")))
    assert found[:2] == [("heading", 2, "适用范围"), ("heading", 3, "灯具的标识")]


def test_the_wrong_declared_language_is_a_problem() -> None:
    data = saved(
        lambda d: d.add_paragraph("会说话的灯应当有标识，并且在夜间保持安静，任何人都可以要求它停止说话。")
    )
    assert any("'zh'" in p and "'en'" in p for p in read(raw(data)).problems)


def _not_word() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "lamp")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 and then nothing of use", "no readable Word document"),
        (_not_word(), "no readable Word document"),
        (saved(lambda d: d.add_paragraph("x"))[:-900], "no readable Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .doc file or one with a password"),
        (saved(lambda d: None), "no text"),
    ],
)
def test_a_broken_file_gives_one_clear_line(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableSource, match=says) as caught:
        read(raw(data))
    assert "a.docx" in str(caught.value)
    assert "\n" not in str(caught.value)
