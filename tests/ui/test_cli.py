"""The command line: what it prints, what it refuses, and how it says so."""

import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import pytest

from ingest.locks import exclusive
from rag import Answer
from tests.ui.conftest import HELD, few_instruments
from ui import cli

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_home: Path) -> Run:
    """Run a command in this process, on the small index unless another home is given."""

    def run(*arguments: str, home: Path = small_home) -> Done:
        monkeypatch.setenv("CROSSLEX_HOME", str(home))
        monkeypatch.delenv("CROSSLEX_MIRROR", raising=False)
        monkeypatch.setattr(sys, "argv", ["crosslex", *arguments])
        # what is not in the small index would be embedded by a build, which takes minutes
        monkeypatch.setattr("ingest.pipeline.load_registry", few_instruments)
        with pytest.raises(SystemExit) as exit:
            cli.main()
        printed = capsys.readouterr()
        return Done(int(exit.value.code or 0), printed.out, printed.err)

    return run


def refused(done: Done, code: int, *words: str) -> None:
    assert done.code == code, done
    assert done.err.startswith("crosslex: ") and done.err.count("\n") == 1, done.err
    assert len(done.err) < 400
    assert "Traceback" not in done.err + done.out
    for word in words:
        assert word in done.err, done.err


# --- what is refused --------------------------------------------------------------------------------------------------

USAGE = {
    "unknown command": (["explain"], "explain"),
    "unknown option": (["ask", "What?", "--colour", "red"], "--colour"),
    "no question": (["ask"], "--help"),
    "zero-length question": (["ask", ""], "empty"),
    "blank question": (["ask", " \n\t"], "empty"),
    "100,000 characters": (["ask", "x" * 100_000], "4,000"),
    "100,000 characters to search": (["search", "标" * 100_000], "4,000"),
    "unknown instrument": (["ask", "Who must label?", "-i", "cn-ai-labeling"], "cn-ai-labelling"),
    "unknown instrument to search": (["search", "labels", "-i", "nowhere-act"], "nowhere-act"),
    "an instrument that is not indexed": (["ask", "Who must report?", "-i", "eu-ai-act"], "eu-ai-act"),
    "bad date": (["ask", "Who must label?", "--as-of", "22.11.2026"], "2026-11-22"),
    "a day that does not exist": (["ask", "Who must label?", "--as-of", "2026-02-30"], "2026-02-30"),
    "bad language": (["ask", "Who must label?", "--answer-in", "fr"], "en or zh"),
    "bad language of texts": (["search", "labels", "--lang", "english"], "en or zh"),
    "bad jurisdiction": (["search", "labels", "--jurisdiction", "mars"], "mars"),
    "bad day to search": (["search", "labels", "--as-of", "last year"], "2026-11-22"),
    "bad day to show": (["corpus", "show", "cn-ai-labelling/art-4", "--as-of", "2026-13-01"], "2026-13-01"),
    "no hits asked for": (["search", "labels", "-k", "0"], "-k"),
    "unknown facet": (["compare", "-f", "labeling", "-i", HELD[0]], "labelling"),
    "no facet": (["compare", "-i", HELD[0]], "--facet"),
    "a pole that is none": (["compare", "-f", "labelling", "--pole", "south"], "us-labs"),
    "a pole of which nothing is held": (["compare", "-f", "labelling", "--pole", "us-labs"], "--pole"),
    "missing pin": (["corpus", "show", "cn-ai-labelling/art-99"], "cn-ai-labelling"),
    "a pin of nothing": (["corpus", "show", "nothing/art-1"], "nothing/art-1"),
    "not a pin": (["corpus", "show", "../../etc/passwd"], "passwd"),
    "empty pin": (["corpus", "show", ""], "corpus list"),
    "missing mirror": (["ingest", "--mirror", "/nowhere/at/all"], "/nowhere/at/all"),
    "missing mirror to fetch": (["corpus", "fetch", "--mirror", "/nowhere/at/all"], "/nowhere/at/all"),
    "document to remove": (["ingest", "--remove", "doc-unknown"], "doc-hostile"),
    "unknown instrument to ingest": (["ingest", "-i", "cn-nothing"], "cn-nothing"),
    "a port that is none": (["serve", "--port", "99999"], "65535"),
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_usage_is_one_line_and_exit_code_2(run: Run, name: str) -> None:
    arguments, word = USAGE[name]
    refused(run(*arguments), 2, word)


@pytest.mark.parametrize("name", ["answers.xlsx", "answers", "nowhere/answers.md", "folder.md"])
def test_a_target_that_cannot_be_written_is_refused_before_any_work(
    run: Run, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.md").mkdir()
    done = run("compare", "-f", "labelling", "-i", HELD[0], "--out", str(tmp_path / name))
    refused(done, 2)
    assert done.out == ""


FILES: dict[str, tuple[str, bytes | None, str]] = {
    "missing": ("missing.pdf", None, "there is no file"),
    "empty": ("empty.pdf", b"", "is empty"),
    "blank": ("blank.txt", b" \n\n ", ""),
    "binary named .txt": ("program.txt", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8, "program.txt"),
    "zip named .pdf": ("archive.pdf", b"PK\x03\x04" + b"\x00" * 64, "archive.pdf"),
    "unknown type": ("sheet.xlsx", b"PK\x03\x04", ".xlsx"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_is_refused(run: Run, own_home: Path, tmp_path: Path, name: str) -> None:
    file, data, words = FILES[name]
    if data is not None:
        (tmp_path / file).write_bytes(data)
    done = run("ingest", str(tmp_path / file), home=own_home)
    refused(done, done.code, words)
    assert done.code in (1, 2)
    assert run("search", "labels", home=own_home).code == 0  # the index answers as before


def test_a_folder_is_no_document(run: Run, own_home: Path, tmp_path: Path) -> None:
    refused(run("ingest", str(tmp_path), home=own_home), 2, "is a folder")


def test_broken_documents_are_named_and_forgotten(run: Run, own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is no PDF\n%%EOF\n")
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document")
    (tmp_path / "broken.docx").write_bytes(broken.getvalue())
    done = run("ingest", str(tmp_path / "broken.pdf"), str(tmp_path / "broken.docx"), home=own_home)
    assert done.code == 1
    refused(done, 1, "broken.pdf", "broken.docx")
    again = run("ingest", home=own_home)
    assert again.code == 0, again
    assert "broken" not in again.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "Who must label?"],
        ["search", "labels"],
        ["compare", "-f", "labelling", "-i", HELD[0]],
        ["corpus", "show", "cn-ai-labelling/art-3"],
        ["serve", "--port", "0"],
        ["mcp"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_without_an_index_the_command_that_builds_it_is_named(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    refused(run(*arguments, home=tmp_path / "nothing"), 1, "crosslex ingest")


def test_a_second_build_is_refused_while_questions_are_answered(run: Run, own_home: Path) -> None:
    with exclusive(own_home / "index" / "build.lock", wait=False):
        refused(run("ingest", home=own_home), 1, "another crosslex ingest")
        assert run("ask", "Who must label generated content?", home=own_home).code == 0


def test_a_damaged_index_is_named(run: Run, own_home: Path) -> None:
    current = (own_home / "index" / "current").read_text().strip()
    (own_home / "index" / "generations" / current / "manifest.json").write_text("{")
    refused(run("ask", "Who must label?", home=own_home), 1, "crosslex ingest")


def test_a_taken_port_is_one_line(run: Run) -> None:
    with closing(socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(run("serve", "--port", str(port)), 1, str(port), "--port 0")


def test_an_address_of_another_machine_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(run("serve", "--host", "192.0.2.1", "--port", "0"), 2, "192.0.2.1", "CROSSLEX_AUTH")
    monkeypatch.setenv("CROSSLEX_TOKEN", "a-token-of-some-length")
    refused(run("serve", "--host", "192.0.2.1", "--port", "0"), 1, "192.0.2.1")


def test_what_nobody_expected_is_a_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("first\nsecond")

    monkeypatch.setattr("rag.Engine.ask", fail)
    refused(run("ask", "Who must label?"), 1, "RuntimeError: first second")


# --- what is printed --------------------------------------------------------------------------------------------------


def keys(names: str) -> set[str]:
    return set(names.split())


CITATION = keys("id pin label instrument title lang role quote start end source_sha256 url page parallel")


def test_ask_json_is_the_public_contract(run: Run) -> None:
    done = run("ask", "Compare labelling in China's labelling measures and in EO 14409", "--json")
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert set(answer) >= keys(
        "question language mode as_of plan statements matrix citations abstained abstain_reason timings_ms"
    )
    assert set(answer["plan"]) >= {"kind", "instruments", "facets"}
    assert answer["plan"]["kind"] == "comparative" and answer["mode"] == "extractive"
    assert answer["matrix"]["columns"] == list(HELD)
    assert [len(row) for row in answer["matrix"]["cells"]] == [2] * len(answer["matrix"]["rows"])
    cells = [cell for row in answer["matrix"]["cells"] for cell in row]
    assert all(set(cell) >= {"status", "statements"} for cell in cells)
    statements = {s["id"] for s in answer["statements"]}
    assert {key for cell in cells for key in cell["statements"]} == statements
    for statement in answer["statements"]:
        assert set(statement) >= {"id", "text", "instrument", "citations", "support", "support_score"}
    for citation in answer["citations"]:
        assert set(citation) >= CITATION
        assert citation["end"] - citation["start"] == len(citation["quote"]) > 0
        assert set(citation["parallel"]) >= {"lang", "quote", "role"}
    assert Answer.model_validate(answer).model_dump(mode="json") == answer


def test_ask_json_of_an_abstention(run: Run) -> None:
    answer = json.loads(run("ask", "蒙古国对人工智能有什么规定？", "--json").out)
    assert answer["abstained"] and answer["abstain_reason"]
    assert (answer["language"], answer["statements"], answer["matrix"]) == ("zh", [], None)


def test_search_json_is_the_public_contract(run: Run) -> None:
    done = run("search", "implicit labels in metadata", "-k", "3", "--json")
    result = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert set(result) >= {"query", "language", "timings_ms", "hits"}
    assert [hit["rank"] for hit in result["hits"]] == [1, 2, 3]
    for hit in result["hits"]:
        assert set(hit) >= keys("rank score pin instrument label lang role heading text url page")
        assert hit["pin"].startswith(hit["instrument"] + "/")
    assert result["hits"][0]["instrument"] == "cn-ai-labelling"


def test_corpus_list_json_is_the_public_contract(run: Run) -> None:
    entries = json.loads(run("corpus", "list", "--json").out)
    for entry in entries:
        assert set(entry) >= keys("id title jurisdiction pole kind status as_of provisions digests sources")
        assert set(entry["title"]) == set(entry["provisions"]) == {"en", "zh"}
        assert all(set(source) >= {"lang", "role", "url", "present"} for source in entry["sources"])
    held = {entry["id"] for entry in entries if any(entry["provisions"].values())}
    assert held == {*HELD, "doc-hostile"}


def test_corpus_list_works_before_anything_is_ingested(run: Run, tmp_path: Path) -> None:
    entries = json.loads(run("corpus", "list", "--json", home=tmp_path).out)
    assert {"eu-ai-act", *HELD} <= {entry["id"] for entry in entries}
    assert not any(source["present"] for entry in entries for source in entry["sources"])


def test_corpus_show_json(run: Run) -> None:
    view = json.loads(run("corpus", "show", "cn-ai-labelling/art-3/2", "--json").out)
    assert view["pin"] == "cn-ai-labelling/art-3/2"
    assert view["label"] == {"en": "Art. 3(2)", "zh": "第三条第二款"}
    assert {version["lang"] for version in view["versions"]} == {"en", "zh"}
    assert all(version["end"] - version["start"] == len(version["text"]) for version in view["versions"])


def test_answers_are_readable_and_cited(run: Run) -> None:
    done = run("ask", "Who must add implicit labels to generated content?")
    assert "[1] China AI Labelling Measures, Art. " in done.out
    assert "crosslex digest, not official text" in done.out
    chinese = run("ask", "谁应当添加隐式标识？").out
    assert "《标识办法》" in chinese and "非正式文本" in chinese


def test_own_documents_are_answered_from_searched_and_shown(run: Run) -> None:
    answer = json.loads(run("ask", "What must the operator of a zorblatt add?", "--json").out)
    assert [c["role"] for c in answer["citations"]][:1] == ["user"]
    assert answer["citations"][0]["pin"] == "doc-hostile/s-1"
    assert "your document" in run("ask", "zorblatt template", "-i", "doc-hostile").out
    assert "doc-hostile/s-1" in run("search", "zorblatt mark", "-k", "2").out
    shown = run("corpus", "show", "doc-hostile/s-1").out
    assert "hostile.md" in shown and "adopted" not in shown
    assert "doc-hostile" in run("corpus", "list").out
    compared = run("compare", "-f", "labelling", "-i", HELD[0], "-i", "doc-hostile", "--json")
    assert json.loads(compared.out)["matrix"]["columns"] == [HELD[0], "doc-hostile"]


@pytest.mark.parametrize("suffix", [".md", ".csv", ".docx", ".json"])
def test_compare_writes_files(run: Run, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"labels{suffix}"
    done = run("compare", "-f", "labelling", *(f"-i{id}" for id in HELD), "--out", str(target))
    assert (done.code, done.out) == (0, "")
    assert str(target) in done.err.replace("\n", "")
    assert target.stat().st_size > 200


def test_markup_in_texts_is_no_markup_of_the_terminal(run: Run, own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "brackets.md").write_text(
        "# Brackets\n\n## 1. Rule\n\nA quux is [red]never[/red] painted [/].\n"
    )
    assert run("ingest", str(tmp_path / "brackets.md"), home=own_home).code == 0
    assert "[red]never[/red] painted [/]" in run("ask", "Is a quux painted?", home=own_home).out


def test_ingest_again_is_up_to_date(run: Run, own_home: Path) -> None:
    done = run("ingest", home=own_home)
    assert (done.code, done.err) == (0, "") and done.out.startswith("up to date")
    summary = json.loads(run("ingest", "--json", home=own_home).out)
    assert summary["up_to_date"] is True


@pytest.mark.parametrize(
    "command",
    [
        "ask",
        "search",
        "compare",
        "ingest",
        "serve",
        "mcp",
        "corpus list",
        "corpus show",
        "corpus check",
        "corpus fetch",
    ],
)
def test_help_has_an_example_that_begins_with_the_command(run: Run, command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.code == 0
    assert f"Example: crosslex {command}" in " ".join(done.out.split())


@pytest.mark.parametrize("group", [[], ["corpus"]])
def test_without_a_command_the_commands_are_listed(run: Run, group: list[str]) -> None:
    done = run(*group)
    assert done.code == 2 and done.out == ""
    lines = [line.split()[0] for line in done.err.splitlines() if line.split()]
    assert {"list", "show"} <= set(lines) if group else {"ask", "ingest", "serve"} <= set(lines)


# --- as processes -----------------------------------------------------------------------------------------------------


def process(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from ui.cli import main; main()", *arguments],
        env={**os.environ, "CROSSLEX_HOME": str(home)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_a_process_prints_its_answer_on_stdout_alone(small_home: Path) -> None:
    done = process("ask", "谁应当添加隐式标识？", "--json", home=small_home)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["language"] == "zh"


def test_a_process_fails_with_one_line(small_home: Path) -> None:
    done = process("ask", "", home=small_home)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("crosslex: ") and done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_reader_that_goes_away_is_no_failure_worth_a_trace(small_home: Path) -> None:
    script = f"{sys.executable} -c 'from ui.cli import main; main()' corpus list --json | head -c 10"
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        env={**os.environ, "CROSSLEX_HOME": str(small_home)},
        capture_output=True,
        timeout=60,
        preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL),
    )
    assert done.stderr == b""
