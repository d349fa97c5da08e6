"""`crosslex batch` on a small index: what it writes, says and returns."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ui.batch.journal import journal_path

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = """id,question,as_of,instruments
en,Who must add visible labels to AI-generated content in China?,,
empty,,,
zh,《标识办法》要求谁在生成合成内容中添加显式标识？,,cn-ai-labelling
day,Who must label?,2026-02-30,
run,=HYPERLINK(zorblatts),,doc-hostile
none,How do I bake sourdough bread?,,
long,"{}",,
"""


def begin(home: Path, *arguments: str | Path) -> "subprocess.Popen[str]":
    """The command as a person runs it: a process group of its own, so that Ctrl-C reaches its workers too."""
    return subprocess.Popen(
        [sys.executable, "-c", "from ui.cli import main; main()", "batch", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CROSSLEX_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, list[str]]:
    out, err = process.communicate(timeout=120)
    assert out == "" and "Traceback" not in err, err
    return process.returncode, err.splitlines()


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text("\ufeff" + QUESTIONS.replace("{}", "long " * 1000), encoding="utf-8")
    return path


def test_a_table_of_questions_becomes_a_table_of_answers(
    small_home: Path, questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results.csv"
    code, err = ended(begin(small_home, questions, "--out", out))
    assert code == 1
    assert sorted(line.split(":")[0] for line in err[:3]) == [
        "line 3 (row 2)",
        "line 5 (row 4)",
        "line 8 (row 7)",
    ]
    assert err[-2].startswith(f"written: {out}: ") and "3 failed" in err[-2]
    assert err[-1] == "crosslex: 3 of 7 rows failed, marked in results.csv: row 2, 4, 7"
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert [row["id"] for row in rows] == ["en", "empty", "zh", "day", "run", "none", "long"]
    failed = [row["status"] == "failed" for row in rows]
    assert failed == [False, True, False, True, False, False, True]
    assert "cn-ai-labelling/art-" in rows[0]["pins"] and "cn-ai-labelling/art-" in rows[2]["pins"]
    assert rows[2]["language"] == "zh" and rows[4]["question"] == "'=HYPERLINK(zorblatts)"
    assert "4,000" in rows[6]["error"]


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(small_home: Path, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "memo.md"
    line = json.dumps({"question": "Who must add visible labels in China, and where?"})
    questions.write_text(f"{line}\n" * 60)
    process = begin(small_home, questions, "--out", out)
    end = time.monotonic() + 60
    while not journal_path(out).exists() or journal_path(out).read_bytes().count(b"\n") < 4:
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    code, err = ended(process)
    assert code == 130 and len(err) == 1
    assert err[0].startswith("crosslex: stopped; ") and err[0].endswith(
        "of 60 rows are kept: go on with --resume"
    )
    assert not out.exists()
    code, err = ended(begin(small_home, questions, "--out", out, "--resume"))
    assert code == 0 and "60 answered" in err[0] and "kept from the earlier run" in err[0]
    assert out.read_text(encoding="utf-8").count("\n## ") == 62  # summary, questions, sources


def test_an_early_ctrl_c_is_one_line(small_home: Path, questions: Path, tmp_path: Path) -> None:
    process = begin(small_home, questions, "--out", tmp_path / "r.jsonl")
    end = time.monotonic() + 60
    while not journal_path(tmp_path / "r.jsonl").exists():  # workers are importing what they need
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    code, err = ended(process)
    assert code == 130 and err[-1].startswith("crosslex: stopped")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["missing.csv", "--out", "r.csv"], "missing.csv"),
        (["q.csv"], "--out"),
        (["q.csv", "--out", "r.pdf"], ".docx"),
        (["q.csv", "--out", "r.csv", "--as-of", "today"], "2026-11-22"),
        (["q.csv", "--out", "r.csv", "--answer-in", "fr"], "en or zh"),
        (["q.csv", "--out", "r.csv", "--resume", "--force"], "one of them"),
        (["q.csv", "--out", "r.csv", "-i", "nowhere"], "nowhere"),
        (["no.csv", "--out", "r.csv"], "no column 'question'"),
    ],
)
def test_wrong_usage_is_one_line(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], word: str,
) -> None:  # fmt: skip
    from ui import cli

    (tmp_path / "q.csv").write_text("question\nWho?\n")
    (tmp_path / "no.csv").write_text("text\nWho?\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CROSSLEX_HOME", str(small_home))
    monkeypatch.setattr(sys, "argv", ["crosslex", "batch", *arguments])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    err = capsys.readouterr().err
    assert exit.value.code == 2 and err.count("\n") == 1 and err.startswith("crosslex: ") and word in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["no.csv", "q.csv"]
