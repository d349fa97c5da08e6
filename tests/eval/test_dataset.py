"""Question sets: every fault is told with its line, and held-out questions are for reports only."""

import ast
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus import UsageError
from eval.dataset import (
    BUILT_IN,
    SETS,
    DatasetError,
    Question,
    built_in,
    default_split,
    half_of,
    load,
)
from tests.eval.synthetic import question

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ("ui/evaluation.py", "ui/page/evaluation_runs.py", "eval/bench/quality.py")
"""What may ask held-out questions."""
GOOD: dict[str, Any] = {
    "id": "a-1",
    "lang": "en",
    "question": "How fast?",
    "kind": "lookup",
    "as_of": "2026-11-22",
    "gold": [["eu-ai-act/art-73/2", "eu-ai-act/art-55/1/c"]],
    "facts": ["15 days"],
    "tags": ["x"],
}


def plant(path: Path, *lines: dict[str, Any] | str) -> Path:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.jsonl"


def faults(path: Path) -> list[str]:
    with pytest.raises(DatasetError) as caught:
        load(path, split="all")
    return [f"{fault.line}: {fault.message}" for fault in caught.value.faults]


def test_a_question_is_read_as_it_was_written(file: Path) -> None:
    (read,) = load(plant(file, GOOD), split="all")
    assert (read.id, read.lang, read.text, read.kind) == ("a-1", "en", "How fast?", "lookup")
    assert read.gold == (("eu-ai-act/art-73/2", "eu-ai-act/art-55/1/c"),)
    assert (read.facts, read.tags, str(read.as_of)) == (("15 days",), ("x",), "2026-11-22")
    assert (read.dataset, read.line) == ("own", 1)


def test_files_as_windows_and_editors_write_them_are_read(file: Path) -> None:
    file.write_bytes(
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n" + json.dumps({**GOOD, "id": "2"}).encode()
    )
    assert [(q.id, q.line) for q in load(file, split="all")] == [("a-1", 1), ("2", 3)]


def test_what_is_optional_may_be_left_out(file: Path) -> None:
    short = {key: GOOD[key] for key in ("id", "lang", "question", "kind", "gold")}
    (read,) = load(plant(file, short), split="all")
    assert (read.facts, read.tags, read.as_of) == ((), (), None)


def test_own_columns_are_left_alone(file: Path) -> None:
    assert len(load(plant(file, {**GOOD, "reviewer": "Lee"}), split="all")) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lang": "fr"}, ["lang", '"fr"', "'en'"]),
        ({"kind": "look-up"}, ["kind", "look-up", "'lookup'"]),
        ({"question": ""}, ["question is empty"]),
        ({"question": " \n"}, ["question is empty"]),
        ({"question": "x" * 5000}, ["question", "4,000"]),
        ({"question": 7}, ["question", "not text"]),
        ({"id": ""}, ["id is empty"]),
        ({"as_of": "22.11.2026"}, ["as_of", "2026-11-22"]),
        ({"as_of": "2026-02-30"}, ["as_of", "not a date"]),
        ({"gold": []}, ["gold is empty", "lookup"]),
        ({"gold": [[]]}, ["gold[0] is empty"]),
        ({"gold": ["eu-ai-act"]}, ["gold[0]", "not a list"]),
        ({"gold": [["eu-ai-act"], [3]]}, ["gold[1][0]", "not text"]),
        ({"gold": [["eu-ai-act/Art 3"]]}, ["is not a pin"]),
        ({"gold": [["eu-ai-actt/art-3"]]}, ["eu-ai-actt", "eu-ai-act"]),
        ({"kind": "unanswerable"}, ["unanswerable", "leave gold empty"]),
        ({"facts": "15 days"}, ["facts", "not a list"]),
        ({"tags": ["dev", "test"]}, ["dev and test"]),
        ({"fact": ["15 days"]}, ["unknown key 'fact'", "'facts'"]),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_do(
    file: Path, change: dict[str, Any], words: list[str]
) -> None:
    (fault,) = faults(plant(file, GOOD, {**GOOD, "id": "a-2", **change}))
    assert fault.startswith("2: ")
    assert "\n" not in fault and len(fault) < 250
    for word in words:
        assert word in fault


def test_what_is_missing_is_named(file: Path) -> None:
    assert faults(plant(file, {"id": "a"})) == [
        f"1: '{key}' is missing" for key in ("lang", "question", "kind", "gold")
    ]


def test_every_fault_is_told_at_once(file: Path) -> None:
    found = faults(
        plant(
            file,
            "{not json",
            GOOD,
            "[1]",
            {**GOOD, "lang": "de", "kind": "x"},
            {**GOOD, "gold": [["nowhere-act"]]},
        )
    )
    assert [fault.split(":")[0] for fault in found] == ["1", "3", "4", "4", "5", "5"]
    assert "taken by line 2" in " ".join(found)


def test_the_error_itself_is_one_line(file: Path) -> None:
    with pytest.raises(UsageError, match=r"own\.jsonl:1: .*\(the first of 2 faults\)"):
        load(plant(file, "x", "y"), split="all")


def test_bytes_that_are_no_text(file: Path) -> None:
    file.write_bytes(json.dumps(GOOD).encode() + b'\n{"id": "\xff"}')
    assert faults(file) == ["2: not UTF-8 (byte 9 of the line)"]


def test_a_line_nested_too_deeply_is_a_fault(file: Path) -> None:
    (fault,) = faults(plant(file, "[" * 100_000))
    assert fault.startswith("1: not ")


def test_an_empty_file_and_no_file(file: Path) -> None:
    with pytest.raises(UsageError, match="holds no question"):
        load(plant(file, ""))
    with pytest.raises(UsageError, match="there is no file"):
        load(file.with_name("nowhere.jsonl"))
    with pytest.raises(UsageError, match="cannot be read"):
        load(file.parent)


def test_a_users_own_document_may_be_gold(file: Path) -> None:
    assert load(plant(file, {**GOOD, "gold": [["doc-policy/s-1"]]}), split="all")


# --- the split --------------------------------------------------------------------------------------------------------


def test_a_tag_decides_the_half(file: Path) -> None:
    rows = [{**GOOD, "id": half, "tags": [half]} for half in ("dev", "test")]
    assert [q.id for q in load(plant(file, *rows), split="dev")] == ["dev"]
    assert [q.id for q in load(file, split="test")] == ["test"]
    assert [q.id for q in load(file, split="all")] == ["dev", "test"]


def test_dev_is_what_one_gets_without_asking() -> None:
    assert {q.half for q in load(SETS / "lookup.jsonl")} == {"dev"}


def test_questions_on_one_article_fall_into_one_half() -> None:
    for article in range(1, 60):
        halves = {
            half_of(question(f"q{n}", (f"eu-ai-act/art-{article}{rest}",), lang=lang))
            for n, (rest, lang) in enumerate([("", "en"), ("/1", "zh"), ("/2/a", "en")])
        }
        assert len(halves) == 1


def test_the_coin_is_fair_and_always_falls_the_same() -> None:
    drawn = [half_of(question(f"q{n}", (f"eu-ai-act/art-{n}",))) for n in range(400)]
    assert 150 < drawn.count("test") < 250
    assert drawn[:8] == [half_of(question("other", (f"eu-ai-act/art-{n}",))) for n in range(8)]
    unanswerable = Counter(half_of(question(f"q{n}")) for n in range(400))
    assert 150 < unanswerable["test"] < 250


def test_held_out_questions_are_not_given_to_anything_that_tunes() -> None:
    for split in ("test", "all"):
        with pytest.raises(PermissionError, match="not for tuning"):
            load(SETS / "lookup.jsonl", split=split)  # type: ignore[arg-type]
    assert load(SETS / "lookup.jsonl", split="test", reporting=True)


def test_only_the_report_says_that_it_reports() -> None:
    wrong = []
    for room in ("corpus", "ingest", "rag", "eval", "ui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if path.relative_to(ROOT).as_posix() in REPORTS:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "reporting":
                    wrong.append(f"{path}:{node.value.lineno}")
    assert wrong == []


def test_nothing_that_is_fitted_sees_a_held_out_question() -> None:
    from eval.fitting.relevance import questions

    held_out = {q.text for path in built_in() for q in load(path, split="test", reporting=True)}
    assert [row["question"] for row in questions() if row["question"].strip() in held_out] == []


def test_default_splits(file: Path) -> None:
    assert default_split(SETS / "lookup.jsonl") == "test"
    assert default_split(SETS / "walkthrough.jsonl") == "dev"
    assert default_split(file) == "all"
    assert {q.half for q in load(SETS / "walkthrough.jsonl", split="all", reporting=True)} == {"dev"}


# --- our own sets -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ours() -> list[Question]:
    return [q for path in built_in() for q in load(path, split="all", reporting=True)]


def test_our_sets_are_there_and_whole(ours: list[Question]) -> None:
    assert [path.stem for path in built_in()] == list(BUILT_IN)
    assert len(ours) >= 240
    kinds = Counter(q.dataset for q in ours)
    assert kinds["lookup"] >= 100 and kinds["comparative"] >= 50 and kinds["crosslingual"] >= 40
    assert kinds["reference"] >= 20 and kinds["unanswerable"] >= 30


def test_our_sets_are_balanced(ours: list[Question]) -> None:
    for name in BUILT_IN:
        within = [q for q in ours if q.dataset == name]
        for share in (
            sum(q.lang == "zh" for q in within) / len(within),
            sum(q.half == "test" for q in within) / len(within),
        ):
            assert 0.4 <= share <= 0.6, (name, share)


def test_no_question_of_ours_is_asked_twice(ours: list[Question]) -> None:
    texts = Counter(" ".join(q.text.split()).casefold() for q in ours)
    assert [text for text, n in texts.items() if n > 1] == []


def test_every_tagged_pair_is_in_one_half(ours: list[Question]) -> None:
    pairs: dict[str, set[str]] = {}
    for q in ours:
        for tag in q.tags:
            if tag.startswith("pair-"):
                pairs.setdefault(f"{q.dataset}/{tag}", set()).add(q.half)
    assert {pair: halves for pair, halves in pairs.items() if len(halves) > 1} == {}
