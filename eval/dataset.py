"""Question sets (DESIGN §4): reading, validating, and the split into questions to tune on and questions held out.

A set is a JSONL file, a question a line. Whatever is wrong with it is told at once, a fault a line, with its line
number. The split is made so that nothing can be tuned on held-out questions by accident: `load` gives the development
half unless it is asked otherwise, and gives the held-out half of our own sets to reports only.
"""

import difflib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus import Lang, Registry, UsageError, load_registry
from corpus import split as parts_of
from rag import MAX_QUESTION

Kind = Literal["lookup", "comparative", "reference", "unanswerable"]
Half = Literal["dev", "test"]
Split = Literal["dev", "test", "all"]

SETS = Path(__file__).resolve().parent / "sets"
BUILT_IN = ("lookup", "reference", "comparative", "crosslingual", "unanswerable")
"""Our own sets, held to be representative together."""
DEV_ONLY = ("walkthrough",)
"""Sets of ours that were read while building: none of it is held out."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what a right answer must rest on."""

    id: str
    """Unique within its set."""
    lang: Lang
    text: str
    kind: Kind
    gold: tuple[tuple[str, ...], ...]
    """Groups of pins of which any one suffices; empty for what the corpus cannot answer."""
    facts: tuple[str, ...] = ()
    """What the answer must state, such as `15 days` (see `eval.figures`)."""
    as_of: date | None = None
    tags: tuple[str, ...] = ()
    dataset: str = ""
    """Name of its set: the file's, without the ending."""
    line: int = 0
    half: Half = "dev"

    @property
    def answerable(self) -> bool:
        """Whether the corpus holds an answer."""
        return self.kind != "unanswerable"

    @property
    def instruments(self) -> tuple[str, ...]:
        """Every instrument that a gold pin names, once."""
        return tuple(dict.fromkeys(parts_of(pin)[0] for group in self.gold for pin in group))

    @property
    def cluster(self) -> str:
        """What it shares its luck with: the first instrument of its gold, or itself where it has none."""
        return self.instruments[0] if self.gold else f"{self.dataset}/{self.id}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a set, and where."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class DatasetError(UsageError):
    """A set cannot be used; `faults` tells everything that is wrong with it."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        more = "" if count == 1 else f" (the first of {count} faults)"
        super().__init__(f"{self.faults[0]}{more}" if count else f"{path} holds no question")


def built_in() -> tuple[Path, ...]:
    """The files of our own sets, as many as there are."""
    return tuple(path for name in BUILT_IN if (path := SETS / f"{name}.jsonl").is_file())


def is_ours(path: Path) -> bool:
    """Whether a set belongs to this package, so that half of it is held out."""
    return path.resolve().parent == SETS


def default_split(path: Path) -> Split:
    """What a report on the set is about: the held-out half of ours, all of anyone else's."""
    if not is_ours(path):
        return "all"
    return "dev" if path.stem in DEV_ONLY else "test"


def load(
    path: Path, *, split: Split = "dev", reporting: bool = False, registry: Registry | None = None
) -> tuple[Question, ...]:
    """The questions of a set, in its order.

    Args:
        path: A JSONL file.
        split: Which half. A question is in the half that one of its tags (`dev`, `test`) names, or else in the one
            that `half_of` draws.
        reporting: Said by whoever writes a report and tunes nothing. Without it the held-out half of our own sets
            is not given out.
        registry: Knows the instruments that gold may name; ours if not given.

    Raises:
        DatasetError: The set has faults.
        UsageError: There is no such file.
        PermissionError: A held-out half was asked for by something that is not a report.
    """
    if split != "dev" and is_ours(path) and not reporting:
        raise PermissionError(f"the held-out questions of {path.name} are for reports, not for tuning")
    questions, faults = _read(path, registry or load_registry())
    if faults or not questions:
        raise DatasetError(path, faults)
    return tuple(q for q in questions if split in ("all", q.half))


def half_of(question: Question) -> Half:
    """The half of a question that no tag assigns: a coin tossed by the SHA-256 of its article.

    Questions on one article (the first that their gold names) fall into the same half, so that what was learned from
    a development question about it, in either language, is not credited to a held-out one. A question without gold is
    assigned by its id.
    """
    basis = f"{question.dataset}/{question.id}"
    if question.gold:
        instrument, segments = parts_of(min(question.gold[0]))
        basis = "/".join((instrument, *segments[:1]))
    return "test" if hashlib.sha256(basis.encode()).digest()[0] % 2 else "dev"


# --- validation -------------------------------------------------------------------------------------------------------


class _Record(BaseModel):
    """A line of the file (DESIGN §4)."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: Annotated[str, Field(min_length=1)]
    lang: Lang
    question: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
    kind: Kind
    as_of: date | None = None
    gold: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...]
    facts: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    tags: tuple[str, ...] = ()


def _read(path: Path, registry: Registry) -> tuple[list[Question], list[Fault]]:
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except FileNotFoundError:
        raise UsageError(
            f"there is no file {path}; --dataset takes a JSONL file, one question a line"
        ) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    questions: list[Question] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        record, messages = _record(raw)
        if record is not None:
            messages += _meaning(record, registry)
            if record.id in seen:
                messages.append(f"id '{record.id[:60]}' is taken by line {seen[record.id]}")
            seen.setdefault(record.id, number)
        faults += [Fault(path, number, " ".join(message.split())) for message in messages]
        if record is not None and not messages:
            questions.append(_question(record, path, number))
    return questions, faults


def _record(raw: bytes) -> tuple[_Record | None, list[str]]:
    """A line as a record, or what keeps it from being one."""
    try:
        text = raw.decode("utf-8")
        value = json.loads(text)
    except UnicodeDecodeError as error:
        return None, [f"not UTF-8 (byte {error.start + 1} of the line)"]
    except json.JSONDecodeError as error:
        return None, [f"not JSON: {error.msg} at character {error.pos + 1}"]
    except RecursionError:
        return None, ["not a question: nested too deeply"]
    if not isinstance(value, dict):
        return None, ['not a question: each line is an object such as {"id": …, "question": …}']
    messages = [
        f"unknown key '{key[:40]}'; is '{near[0]}' meant?"
        for key in value
        if key not in _Record.model_fields
        and (near := difflib.get_close_matches(key, _Record.model_fields, 1))
    ]
    try:
        return _Record.model_validate_json(text), messages
    except ValidationError as error:
        found = error.errors()
        places = {fault["loc"] for fault in found}
        # a list with a faulty element is told about once, at the element
        inner = [
            f for f in found if not any(p != f["loc"] and p[: len(f["loc"])] == f["loc"] for p in places)
        ]
        return None, messages + [_wording(fault) for fault in inner]


def _wording(fault: Any) -> str:
    """What pydantic found, in words."""
    key, *place = fault["loc"] or ("the line",)
    where = str(key) + "".join(f"[{step}]" for step in place)
    shown = json.dumps(fault["input"], ensure_ascii=False, default=str)[:60]
    match fault["type"]:
        case "missing":
            return f"'{where}' is missing"
        case "literal_error":
            return f"{where} is {shown}, not {fault['ctx']['expected']}"
        case "string_too_short":
            return f"{where} is empty"
        case "string_too_long":
            return f"{where} is longer than {fault['ctx']['max_length']:,} characters"
        case "too_short":
            return f"{where} is empty: a group names at least one pin"
        case "tuple_type":
            return f"{where} is {shown}, not a list"
        case "string_type":
            return f"{where} is {shown}, not text"
        case kind if kind.startswith("date"):
            return f"{where} is {shown}, not a date such as 2026-11-22"
        case _:
            return f"{where}: {fault['msg']}"


def _meaning(record: _Record, registry: Registry) -> list[str]:
    """What is wrong with a record that has the right form."""
    messages = []
    if not record.question.strip():
        messages.append("question is empty")
    if record.kind == "unanswerable" and record.gold:
        messages.append("gold names pins, but the question is unanswerable: leave gold empty")
    if record.kind != "unanswerable" and not record.gold:
        messages.append(
            f"gold is empty, but the question is of kind {record.kind}: name the pins that answer it"
        )
    if {"dev", "test"} <= set(record.tags):
        messages.append("tags name both halves, dev and test")
    for pin in dict.fromkeys(pin for group in record.gold for pin in group):
        try:
            instrument, _ = parts_of(pin)
            if not instrument.startswith("doc-"):  # a user's own documents are known to an index only
                registry.get(instrument)
        except UsageError as error:
            messages.append(f"gold: {error}")
    return messages


def _question(record: _Record, path: Path, line: int) -> Question:
    drawn = Question(
        id=record.id,
        lang=record.lang,
        text=record.question.strip(),
        kind=record.kind,
        gold=record.gold,
        facts=record.facts,
        as_of=record.as_of,
        tags=record.tags,
        dataset=path.stem,
        line=line,
    )
    if "dev" in record.tags or (is_ours(path) and path.stem in DEV_ONLY):
        return replace(drawn, half="dev")
    return replace(drawn, half="test" if "test" in record.tags else half_of(drawn))
