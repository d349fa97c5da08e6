"""A file of the registry as it is checked: its tables, the line of everything in it, and what is wrong with it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from corpus.toml_lines import TomlPath, line_of, toml_lines

Table = dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong; faults sort by file and line."""

    file: str
    """Path from the folder that holds the registry: `corpus/instruments/eu-gdpr.toml`."""
    line: int
    """From 1."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class RegistryFile:
    """A file that is TOML, with the place of everything in it, and the faults found so far."""

    def __init__(self, path: Path, root: Path, faults: list[Fault]) -> None:
        """Read the file at `path` of the registry in `root`; what is wrong with it is added to `faults`."""
        self.stem = path.stem
        self._name = f"{root.name}/{path.relative_to(root).as_posix()}"
        self._faults = faults
        self.data: Table = {}
        self.is_toml = False
        self._lines: dict[TomlPath, int] = {}
        try:
            text = path.read_bytes().decode()
            self.data = tomllib.loads(text)
            self._lines = toml_lines(text)
            self.is_toml = True
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            faults.append(Fault(self._name, line, "the file is not UTF-8"))
        except tomllib.TOMLDecodeError as error:
            place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
            line = int(place[1]) if place and place[1] else len(text.splitlines()) or 1
            column = f" (column {place[2]})" if place and place[2] else ""
            said = str(error)[: place.start()] if place else str(error)
            faults.append(Fault(self._name, line, f"not TOML: {said[:1].lower()}{said[1:]}{column}"))

    def line(self, path: TomlPath) -> int:
        """The line on which what is at `path` begins."""
        return line_of(self._lines, path)

    def fault(self, path: TomlPath, message: str) -> None:
        """Note that something is wrong with what is at `path`."""
        self._faults.append(Fault(self._name, self.line(path), message))

    def tables(self, key: str) -> Iterator[tuple[TomlPath, Table]]:
        """The `[[key]]` tables with their paths; what is no table is a fault of the schema."""
        tables = self.data.get(key)
        for i, table in enumerate(tables if isinstance(tables, list) else ()):
            if isinstance(table, dict):
                yield (key, i), table

    def validate(self, model: type[BaseModel], table: object, above: TomlPath = ()) -> BaseModel | None:
        """`table` as a `model`; None, and a fault for each thing that is wrong, if it is not one."""
        try:
            return model.model_validate(table)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.fault((*above, *detail["loc"]), _said(detail, model))
            return None

    def first(self, seen: dict[Any, TomlPath], key: object, path: TomlPath, what: str) -> None:
        """Note that `key` stands at `path`; a fault if it stood somewhere before."""
        if key in seen:
            self.fault(path, f"{what} is already in line {self.line(seen[key])}")
        else:
            seen[key] = path


def _said(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """A validation error as one line that says what to write instead."""
    keys = [str(part) for part in detail["loc"] if isinstance(part, str)]
    name = ".".join(keys) or "the entry"
    given = str(detail["input"])[:100]
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"'{name}' is missing"
        case "extra_forbidden":
            similar = get_close_matches(
                keys[-1], model.model_fields if len(detail["loc"]) == 1 else _all_keys(), 1
            )
            return f"unknown key '{name}'" + (f"; did you mean '{similar[0]}'?" if similar else "")
        case "literal_error":
            return f"{name} is '{given}'; it must be {context['expected']}"
        case "string_pattern_mismatch":
            return f"{name} is '{given}', which does not match {context['pattern']}"
        case "string_too_short":
            return f"{name} is shorter than {context['min_length']} characters"
        case "string_type":
            return f"{name} must be text in quotation marks"
        case "model_type" | "dict_type":
            return f"{name} must be a table"
        case "tuple_type":
            return f"{name} must be a list"
        case "too_short":
            return f"{name} is empty"
        case kind if kind.startswith("date"):
            return f"{name} is '{given}', which is not a date; write it as 2026-11-22"
        case kind if kind.startswith("url"):
            return f"{name} is '{given}', which is not an https address"
    return f"{name}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _all_keys() -> list[str]:
    """The keys of every model of the registry, for a guess at what was meant."""
    from corpus import types

    models = (
        value for value in vars(types).values() if isinstance(value, type) and issubclass(value, BaseModel)
    )
    return sorted({key for model in models for key in model.model_fields})
