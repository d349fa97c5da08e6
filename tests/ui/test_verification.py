"""`crosslex verify`: lines in, the same lines with verdicts out; a faulty line is named by its number."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import UsageError
from ui import cli
from ui.verification import read_claims

EN = "The operator must mark every kettle within 15 days. The Board may inspect kettles."
Verify = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_home: Path) -> Verify:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("CROSSLEX_HOME", str(small_home))
        monkeypatch.setattr(sys, "argv", ["crosslex", "verify", *arguments])
        with pytest.raises(SystemExit) as exit:
            cli.main()
        printed = capsys.readouterr()
        return int(exit.value.code or 0), printed.out, printed.err

    return run


def lines(path: Path, *rows: object) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.model
def test_each_line_comes_back_in_order_with_its_verdict(verify: Verify, tmp_path: Path) -> None:
    rows = [
        {"id": 7, "claim": "The Board may inspect kettles.", "evidence": EN},
        {"claim": "运营者应当在十日内标记每只水壶。", "evidence": [EN, "别的"]},
        {"claim": "Kettles are hot.", "evidence": []},
    ]
    code, out, err = verify(lines(tmp_path / "claims.jsonl", *rows), "--json")
    assert (code, err) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    assert [
        {k: v for k, v in row.items() if k not in ("support", "score", "reasons")} for row in found
    ] == rows
    assert [row["support"] for row in found] == ["supported", "unsupported", "unsupported"]
    assert all(0 <= row["score"] <= 1 and isinstance(row["reasons"], list) for row in found)
    assert any("十日" in reason for reason in found[1]["reasons"])


@pytest.mark.model
def test_the_table_shows_verdict_claim_and_reason(verify: Verify, tmp_path: Path) -> None:
    row = {"claim": "The operator must mark every kettle within 10 days.", "evidence": EN}
    code, out, _ = verify(lines(tmp_path / "claims.jsonl", row))
    assert code == 0
    assert "unsupported" in out and "mark every kettle" in out and "15 days" in out
    assert "0 supported, 0 partial, 1 unsupported" in out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("holds no claims",)),
        ("nonsense", ("line 1", "not JSON")),
        ('{"claim": "a", "evidence": "b"}\n[1]', ("line 2", "not an object")),
        ('\n\n{"claim": " ", "evidence": "b"}', ("line 3", '"claim"')),
        ('{"claim": "a"}', ("line 1", '"evidence" is missing')),
        ('{"claim": "a", "evidence": 3}', ("line 1", '"evidence" must be')),
        ('{"claim": "a", "evidence": ["b", null]}', ("line 1", '"evidence" must be')),
        ("\n".join(['{"claim": 1}'] * 9), ("line 1", "line 5", "4 more")),
    ],
)
def test_faults_are_named_by_line(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_claims(path)
    for word in words:
        assert word in str(error.value)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_claims(tmp_path / "missing.jsonl")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        read_claims(tmp_path / "binary.jsonl")


def test_lines_of_any_kind_of_break_are_read_and_marks_at_the_start_are_none(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(
        '\ufeff{"claim": "a\u2028b", "evidence": "c"}\r\n{"claim": "d", "evidence": ["e"]}\r\n'.encode()
    )
    assert [row["claim"] for row in read_claims(path)] == ["a\u2028b", "d"]


@pytest.mark.parametrize("arguments", [("nowhere.jsonl",), ()])
def test_wrong_use_is_one_line_and_code_2(verify: Verify, arguments: tuple[str, ...]) -> None:
    code, out, err = verify(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("crosslex: ") and err.count("\n") == 1
