"""Files of questions: what is read of them, and what is said of rows at fault."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import UsageError
from ui.batch import questions, read_questions
from ui.batch.questions import Row, parse_questions

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
MESSY = st.text("ab ,;\"\n\r\t'=\\{}[]:问", max_size=120)


def rows(text: str, name: str = "q.csv") -> list[Row]:
    return parse_questions(text.encode(), name)


def told(found: list[Row]) -> list[tuple[int, str, str | None]]:
    return [(row.line, row.question, row.fault) for row in found]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_is_read_with_any_separator_mark_and_line_end(separator: str, mark: str, end: str) -> None:
    lines = [
        "id|Question|as-of|instruments|answer_in",
        'a|"Who, where;\nwhen?"|2026-06-01|"eu-ai-act, us-ca-sb53"|ZH',
        "",
    ]
    found = rows(mark + end.join(line.replace("|", separator) for line in lines))
    assert found == [
        Row(1, 2, "Who, where;\nwhen?", "a", date(2026, 6, 1), ("eu-ai-act", "us-ca-sb53"), "zh")
    ]


def test_a_file_of_one_column_needs_no_quotes() -> None:
    assert told(rows('问题\nIn the EU, who?\n"In ""China"", who?"\n')) == [
        (2, "In the EU, who?", None),
        (3, 'In "China", who?', None),
    ]


def test_blank_lines_are_no_rows() -> None:
    assert [(row.number, row.line) for row in rows("id,question\n\n1,a\n,\n,,\n2,b\n")] == [(1, 3), (2, 6)]
    assert [
        (row.number, row.line) for row in rows('\n{"question": "a"}\n \n{"question": "b"}', "q.jsonl")
    ] == [
        (1, 2),
        (2, 4),
    ]


FAULTS = {
    "empty": ('x,""', "empty"),
    "blank": ("x,   ", "empty"),
    "a day that does not exist": ("x,Who?,2026-02-30", "2026-11-22"),
    "a day as a spreadsheet writes it": ("x,Who?,22/11/2026", "2026-11-22"),
    "a language": ("x,Who?,,,fr", "en or zh"),
    "an unquoted comma": ("x,Who?,,,en,and where", "quotes"),
    "a quote inside": ('x,"Who is "open"?"', "twice"),
    "a quote never closed": ('x,"Who', "never closed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_row_at_fault_costs_no_other(name: str) -> None:
    line, word = FAULTS[name]
    before, bad, after = rows(f"id,question,as_of,instruments,answer_in\n1,One?\n{line}\n3,Three?\n")
    assert (before.question, before.fault) == ("One?", None)
    assert (after.question, after.fault, after.line, after.number) == ("Three?", None, 4, 3)
    assert bad.line == 3 and bad.fault is not None and word in bad.fault


def test_lines_at_fault_of_a_jsonl_cost_no_other() -> None:
    lines = [
        '{"question": "One?", "instruments": ["eu-ai-act"], "as_of": null, "lang": "en", "gold": []}',
        '{"question": "Two?"',
        "[1]",
        '{"question": 3}',
        '{"id": 7}',
        '{"question": "Six?", "instruments": 5}',
        '{"question": "Seven \\ud800?", "instruments": "a b"}',
        "[" * 100_000,
        '{"question": "Nine?", "as_of": 20261122}',
    ]
    found = rows("\n".join(lines), "q.jsonl")
    faults = [
        None,
        "not JSON",
        "not a JSON object",
        "not text",
        "no question",
        "list of ids",
        None,
        "not JSON",
        "20261122",
    ]
    for row, fault in zip(found, faults, strict=True):
        assert row.fault is None if fault is None else fault in str(row.fault)
    assert found[0].instruments == ("eu-ai-act",) and found[4].id == "7"
    assert found[6].question == "Seven ??" and found[6].instruments == ("a", "b")


FILES: dict[str, tuple[str, bytes, str]] = {
    "no questions": ("q.txt", b"question\nWho?", ".csv nor .jsonl"),
    "empty": ("q.csv", b"", "empty"),
    "blank": ("q.jsonl", b"\xef\xbb\xbf \n\n", "empty"),
    "head alone": ("q.csv", b"id,question\n\n", "no question"),
    "no such column": ("q.csv", b"id,text\n1,Who?\n", "no column 'question'"),
    "no such key": ("q.jsonl", b'{"text": "Who?"}\nno\n', "holds no question"),
    "a spreadsheet": ("q.csv", b"PK\x03\x04\xff\xfe\x00", "UTF-8"),
    "another encoding": ("q.csv", "question\n谁？".encode("gbk"), "CSV UTF-8"),
    "not text": ("q.csv", b"question\n\x00\x01\x02", "not text"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    file, data, word = FILES[name]
    (tmp_path / file).write_bytes(data)
    with pytest.raises(UsageError, match=word) as refused:
        read_questions(tmp_path / file)
    assert "\n" not in str(refused.value)


def test_missing_and_oversized_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_questions(tmp_path / "missing.csv")
    with pytest.raises(UsageError, match="directory"):
        (tmp_path / "folder.csv").mkdir()
        read_questions(tmp_path / "folder.csv")
    monkeypatch.setattr(questions, "MAX_ROWS", 2)
    with pytest.raises(UsageError, match="2 rows"):
        rows("question\na\nb\nc\n")
    monkeypatch.setattr(questions, "MAX_BYTES", 5)
    (tmp_path / "long.csv").write_text("question\na\n")
    with pytest.raises(UsageError, match="split it"):
        read_questions(tmp_path / "long.csv")


@given(st.lists(st.one_of(ANY, MESSY), min_size=1, max_size=8))
def test_any_cells_that_are_written_as_csv_are_read_again(cells: list[str]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "question"], *([str(i), cell] for i, cell in enumerate(cells))])
    found = rows(out.getvalue())
    assert [(row.question, row.fault) for row in found if row.fault is None] == [
        (c, None) for c in cells if c.strip()
    ]
    assert len(found) == len(cells)


@given(
    st.lists(st.one_of(MESSY, st.sampled_from(['a,"b', "x,y,z", 'a,"b"c', '"""', 'ok,"fine"'])), max_size=10)
)
def test_no_csv_breaks_the_reader_and_sound_last_lines_are_read(lines: list[str]) -> None:
    found = rows("id,question\n" + "\n".join(lines) + "\nlast,Still here?\n")
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    assert (found[-1].question, found[-1].fault) == ("Still here?", None)


@given(
    st.lists(
        st.one_of(ANY, MESSY, st.just('{"question": "Who?"}'), st.dictionaries(ANY, ANY).map(json.dumps)),
        max_size=10,
    )
)
def test_every_line_of_a_broken_jsonl_is_a_row_or_blank(lines: list[str]) -> None:
    text = "\n".join([*lines, '{"question": "Last?"}'])
    found = rows(text, "q.jsonl")
    asked = [i for i, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert [row.line for row in found] == asked
    assert found[-1].question == "Last?" and found[-1].fault is None
    assert all(row.fault or row.question.strip() for row in found)
