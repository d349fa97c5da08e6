"""The plan of the house, kept: rooms import only to their left, and no module outgrows its name."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "ingest", "rag", "eval", "ui")
LONGEST = 400
"""Lines of a module (STYLE.md)."""
HEAVY = {
    "torch",
    "sentence_transformers",
    "llama_index",
    "gradio",
    "qdrant_client",
    "pypdf",
    "docx",
    "lxml",
    "openai",
    "anthropic",
    "xllamacpp",
    "tiktoken",
}
"""What must be imported where it is used, so that the command line answers at once."""
MODULES = sorted(path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported(module: str) -> Iterator[tuple[int, str]]:
    """Every absolute name that a module imports, at its top or inside a function, with its line."""
    package = module.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            yield node.lineno, ".".join([*above, *([node.module] if node.module else [])])


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_rooms_to_its_left(module: str) -> None:
    room = ROOMS.index(module.split("/")[0])
    allowed = (*ROOMS[: room + 1],)
    wrong = [
        f"{module}:{line} imports {name}"
        for line, name in imported(module)
        if name.split(".")[0] in (*ROOMS, "tests") and name.split(".")[0] not in allowed
    ]
    assert wrong == []


def test_no_module_is_too_long() -> None:
    lengths = {module: len((ROOT / module).read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {module: length for module, length in lengths.items() if length > LONGEST} == {}


def test_importing_the_rooms_imports_nothing_heavy() -> None:
    code = "import sys, corpus, ingest, rag; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) & HEAVY == set()
