"""Formex: the journal's XML reads like the printed act, whatever is in the archive."""

import io
import zipfile

import pytest

from corpus.types import Source
from ingest.readers import UnreadableSource, formex_archive
from ingest.readers.formex import read
from ingest.types import RawDocument, Reading
from tests.ingest.eu_forms import LINES, formex_files, zipped


def act(data: bytes) -> Reading:
    source = Source(
        id="fmx", lang="en", role="authoritative", media_type="application/vnd.eu.formex+zip", edition="1"
    )
    return read(RawDocument("xx-act", source, data, "0" * 64, "file", "act.zip"))


def test_an_archive_reads_like_the_printed_act() -> None:
    assert act(zipped(formex_files())).text.split("\n") == LINES


def test_a_single_file_is_read_too() -> None:
    files = formex_files()
    assert act(files["9_annex.fmx.xml"].encode()).text.split("\n")[:2] == LINES[LINES.index("ANNEX I") :][:2]


def test_without_an_index_the_act_comes_first() -> None:
    files = {name: content for name, content in formex_files().items() if not name.startswith("L.")}
    assert act(zipped(files)).text.startswith("REGULATION (EU) 2031/77")


def test_pages_of_the_journal() -> None:
    reading = act(formex_files()["Z_act.fmx.xml"].encode())
    assert [page.number for page in reading.pages] == [1, 3]
    assert reading.text[reading.pages[1].start :].startswith("However:")
    assert reading.pages[0].end == reading.pages[1].start


def test_the_footnote_stands_behind_the_act() -> None:
    reading = act(formex_files()["Z_act.fmx.xml"].encode())
    last = reading.blocks[-1]
    assert (last.kind, reading.text[last.start : last.end]) == ("footnote", "(1) OJ T 12, 3.4.2030, p. 5.")


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<P>than 10<HT TYPE="SUP">25</HT>.</P>', "than 10^25."),
        (
            '<P>EUR <FT TYPE="NUMBER">35000000</FT> or <FT TYPE="NUMBER">1500</FT></P>',
            "EUR 35 000 000 or 1500",
        ),
        ('<P>R. <HT TYPE="UC">Leaf</HT></P>', "R. LEAF"),
        (
            "<NP><NO.P>1.</NO.P><TXT>It is:</TXT><P><LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>red</TXT></NP></ITEM>"
            "</LIST></P></NP>",
            "1. It is:\n(a) red",
        ),
        ("<PARAG><NO.PARAG>2.</NO.PARAG><ALINEA>One.</ALINEA><ALINEA>Two.</ALINEA></PARAG>", "2. One.\nTwo."),
        ("<TBL><CORPUS><ROW><CELL>Red</CELL><CELL><P>5</P></CELL></ROW></CORPUS></TBL>", "Red | 5"),
        (
            "<GR.SEQ><TITLE><TI><NP><NO.P>1.</NO.P><TXT>Cups</TXT></NP></TI></TITLE><P>Round.</P></GR.SEQ>",
            "1. Cups\nRound.",
        ),
        (
            '<ALINEA><P>is added:</P><QUOT.S><ALINEA><QUOT.START CODE="2018"/>Tea<NOTE NUMBERING="STAR" NUMBER.ORG="*" '
            'TYPE="QUOTATION"><P>See tea.<QUOT.END CODE="2019"/>.</P></NOTE>, hot.</ALINEA></QUOT.S></ALINEA>',
            "is added:\n‘Tea (*), hot.\n(*) See tea.’.",
        ),
    ],
)
def test_lines(xml: str, text: str) -> None:
    assert act(f"<ACT><ENACTING.TERMS>{xml}</ENACTING.TERMS></ACT>".encode()).text == text


def test_entities_are_never_expanded_nor_fetched() -> None:
    bomb = (
        '<!DOCTYPE ACT [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<ACT><P>Tea &b; &f; end</P></ACT>"
    )
    assert act(bomb.encode()).text == "Tea end"


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formex_archive, "MAX_BYTES", 1_000_000)
    with pytest.raises(UnreadableSource, match="unpacks to more than"):
        act(zipped({"a.xml": "<ACT><P>" + "tea " * 400_000 + "</P></ACT>"}))
    monkeypatch.setattr(formex_archive, "MAX_FILES", 3)
    with pytest.raises(UnreadableSource, match="5 files"):
        act(zipped({f"{n}.xml": "<ACT/>" for n in range(5)}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 not really", "broken zip"),
        (b"<ACT><P>open", "not well-formed"),
        (b"plain text", "not well-formed"),
        (zipped({"a.txt": "no XML"}), "no XML file"),
        (zipped({"a.xml": "<ACT/>"}), "no act or annex"),
        (zipped({"a.xml": "<ACT><P>tea</P></ACT>"})[:-30], "broken zip"),
    ],
    ids=["a name of zip", "open", "plain", "without XML", "without an act", "cut short"],
)
def test_what_is_no_formex_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=rf"\Aact\.zip.*{message}.*\Z"):
        act(data)


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(zipped({"a.xml": "<ACT/>"}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        central = archive.start_dir
    data[6] |= 1  # the flag of the local header, and of the directory
    data[central + 8] |= 1
    with pytest.raises(UnreadableSource, match="encrypted"):
        act(bytes(data))
