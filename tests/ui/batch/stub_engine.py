"""An engine that answers at once, in any process; some questions do it harm.

python -m tests.ui.batch.stub_engine QUESTIONS OUT      # a batch with it, to be killed
"""

import os
import sys
import time
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from corpus import Registry, UsageError, load_registry
from rag import Answer
from tests.ui.answers import COLUMNS, abstention, comparison

ASKED = "CROSSLEX_STUB_ASKED"
"""Names the file to which each question is added with the process that was asked it."""


@cache
def registry() -> Registry:
    return load_registry()


class StubEngine:
    def __init__(self, generation: str = "g1") -> None:
        self.registry = registry()
        catalog = SimpleNamespace(counts=lambda: dict.fromkeys(COLUMNS, 1))
        self.index = SimpleNamespace(manifest=SimpleNamespace(id=generation), catalog=catalog)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(
        self, question: str, *, instruments: Any = (), as_of: Any = None, answer_in: Any = None
    ) -> Answer:
        if (log := os.environ.get(ASKED)) and question != "What is this?":
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(f"{os.getpid()} {question!r}\n")
        for instrument in instruments:
            self.registry.get(instrument)
        if "too long" in question:
            raise UsageError("the question has 4,001 characters; the limit is 4,000")
        if "break" in question:
            raise RuntimeError("no such luck")
        if "die" in question:
            os._exit(9)
        if "meet" in question:
            wait_for_another()
        if "slow" in question:
            time.sleep(0.05)
        if "Mongolia" in question:
            return abstention("nothing is held of Mongolia").model_copy(update={"question": question})
        made = comparison("A quote.", lang=answer_in or "en", question=question)
        return made.model_copy(update={"as_of": as_of or date(2026, 11, 22)})


def wait_for_another() -> None:
    """Until a second process was asked something."""
    end = time.monotonic() + 60
    while len({line.split()[0] for line in Path(os.environ[ASKED]).read_text().splitlines()}) < 2:
        assert time.monotonic() < end, "nobody came"
        time.sleep(0.01)


def open_stub() -> Any:
    return StubEngine()


def open_rebuilt() -> Any:
    return StubEngine("g2")


def open_damaged() -> Any:
    """Opens here, but in no worker."""
    from multiprocessing import parent_process

    from corpus import CrosslexError

    if parent_process() is not None:
        raise CrosslexError("the index is damaged")
    return StubEngine()


if __name__ == "__main__":
    from tests.ui.batch.stub_engine import open_stub as found_by_workers
    from ui.batch import run_batch

    run_batch(Path(sys.argv[1]), Path(sys.argv[2]), workers=2, open_engine=found_by_workers)
