"""Everything that is wrong with the registry's files, all at once, each fault with its file and line.

Loading stops at the first fault (corpus/registry.py); this reads the raw tables, so that one fault hides no other.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from corpus.citations import label, parse_label
from corpus.errors import UsageError
from corpus.pins import split
from corpus.registry import ROOT, near
from corpus.toml_lines import TomlPath, line_of, toml_lines
from corpus.types import Digest, Facet, Group, Instrument, Lang, Term

Table = dict[str, Any]

_LANGS: tuple[Lang, ...] = ("en", "zh")
_RELATIONS = {
    "amends": "amended_by",
    "amended_by": "amends",
    "replaces": "replaced_by",
    "replaced_by": "replaces",
}
_LIVE = ("in-force", "partly-applicable", "not-yet-applicable")
_LISTS: dict[str, type[BaseModel]] = {"facets": Facet, "groups": Group, "terms": Term}
_LIST_FILES = {"facets": "facets.toml", "groups": "groups.toml", "terms": "glossary.toml"}


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


class _File:
    """A file that is TOML, with the place of everything in it, and the faults found so far."""

    def __init__(self, path: Path, root: Path, faults: list[Fault]) -> None:
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
        return line_of(self._lines, path)

    def fault(self, path: TomlPath, message: str) -> None:
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


def check(root: Path | None = None) -> list[Fault]:
    """Every fault of the registry in `root` (by default this repository's own), in the order of files and lines."""
    root = (root or ROOT).resolve()
    faults: list[Fault] = []
    if not (root / "instruments").is_dir():
        return [Fault(root.name, 1, "there is no folder 'instruments'")]
    instruments = [_File(path, root, faults) for path in sorted((root / "instruments").glob("*.toml"))]
    digests = [_File(path, root, faults) for path in sorted((root / "digests").glob("*.toml"))]
    past = [_File(path, root, faults) for path in sorted((root / "digests" / "past").glob("*.toml"))]
    lists = {
        key: _File(root / name, root, faults) for key, name in _LIST_FILES.items() if (root / name).is_file()
    }

    valid: dict[str, Instrument] = {}
    by_id = {file.stem: file for file in instruments}
    for file in instruments:
        entry = file.validate(Instrument, file.data) if file.is_toml else None
        if isinstance(entry, Instrument):
            valid[file.stem] = entry
        _check_instrument(file, by_id)
    facets = (
        {table["id"] for _, table in lists["facets"].tables("facets") if "id" in table}
        if "facets" in lists
        else set()
    )
    for file in digests:
        if file.is_toml:
            file.validate(Digest, file.data)
            _check_digest(file, file.stem, by_id, valid.get(file.stem), facets)
    for file in past:
        if file.is_toml:
            file.validate(Digest, file.data)
            _check_past_digest(file)
            owner = str(file.data.get("instrument"))
            _check_digest(file, owner, by_id, valid.get(owner), facets)
    for key, file in lists.items():
        _check_list(file, key, by_id)
    return sorted(set(faults))


def _check_instrument(file: _File, by_id: dict[str, _File]) -> None:
    if "id" in file.data and file.data["id"] != file.stem:
        file.fault(("id",), f"the id is '{file.data['id']}', but the file is named '{file.stem}'")
    for key, inverse in _RELATIONS.items():
        for i, other in enumerate(_strings(file.data.get(key))):
            if other == file.stem:
                file.fault((key, i), f"{key} names the instrument itself")
            elif other not in by_id:
                file.fault(
                    (key, i), f"{key} names '{other}', which is not in the registry{_near(other, by_id)}"
                )
            elif by_id[other].is_toml and file.stem not in _strings(by_id[other].data.get(inverse)):
                file.fault((key, i), f"{key} names '{other}', but its {inverse} does not name '{file.stem}'")
    _check_dates(file)
    _check_applications(file)
    _check_sources(file)


def _check_applications(file: _File) -> None:
    """The timetable: pins of this instrument, periods that do not end before they begin."""
    dates = file.data.get("dates")
    entries = dates.get("applies") if isinstance(dates, dict) else None
    for i, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        path: TomlPath = ("dates", "applies", i)
        named: list[tuple[TomlPath, str]] = [
            (("pins", n), pin) for n, pin in enumerate(_strings(entry.get("pins")))
        ]
        named += [(("set_by",), pin) for pin in (entry.get("set_by"),) if isinstance(pin, str)]
        for place, pin in named:
            try:
                owner = split(pin)[0]
            except UsageError as error:
                file.fault((*path, *place), str(error))
                continue
            if owner != file.stem:
                file.fault((*path, *place), f"pin '{pin}' belongs to '{owner}', not to '{file.stem}'")
        _check_period(file, path, entry)


def _check_period(file: _File, path: TomlPath, table: Table) -> None:
    since, until = _day(table.get("since")), _day(table.get("until"))
    if since and until and until <= since:
        file.fault((*path, "until"), f"until {until} is not after since {since}")


def _check_dates(file: _File) -> None:
    dates = file.data.get("dates")
    if not isinstance(dates, dict):
        return
    adopted, in_force, ended = (_day(dates.get(key)) for key in ("adopted", "in_force", "ended"))
    if adopted and in_force and in_force < adopted:
        file.fault(("dates", "in_force"), f"in force on {in_force}, before it was adopted on {adopted}")
    if adopted and ended and ended < adopted:
        file.fault(("dates", "ended"), f"ended on {ended}, before it was adopted on {adopted}")
    status, as_of = file.data.get("status"), _day(file.data.get("as_of"))
    if ended and status in _LIVE and (as_of is None or ended <= as_of):
        file.fault(("status",), f"the status is '{status}', but it ended on {ended}")


def _check_sources(file: _File) -> None:
    ids: dict[Any, TomlPath] = {}
    forms: dict[tuple[object, ...], tuple[object, object]] = {}
    for path, source in file.tables("sources"):
        _check_url(file, (*path, "url"), source.get("url"))
        _check_period(file, path, source)
        if "id" in source:
            file.first(ids, str(source["id"]), (*path, "id"), f"source id '{source['id']}'")
        if source.get("current", True) is not True:
            continue
        text = tuple(str(source.get(key)) for key in ("lang", "edition", "part"))
        name, role = forms.setdefault(text, (source.get("id"), source.get("role")))
        if role != source.get("role"):
            file.fault(
                (*path, "role"),
                f"'{source.get('id')}' and '{name}' are forms of one current text (same lang, edition and part), "
                f"but one is '{source.get('role')}' and the other '{role}'",
            )


def _check_past_digest(file: _File) -> None:
    """The digest of an earlier edition: its file is named for both, and it says until when that was the text."""
    owner = file.data.get("instrument")
    if isinstance(owner, str) and not file.stem.startswith(f"{owner}-"):
        file.fault(("instrument",), f"the file '{file.stem}' must be named '{owner}-' and the edition")
    if "until" not in file.data:
        file.fault(
            ("edition",), "an earlier edition needs 'until', the first day on which another was the text"
        )


def _check_digest(
    file: _File, name: str, by_id: dict[str, _File], instrument: Instrument | None, facets: set[str]
) -> None:
    """A digest of the instrument `name`."""
    owner = file.data.get("instrument")
    if isinstance(owner, str) and owner != name:
        file.fault(("instrument",), f"the digest is of '{owner}', but the file is named '{name}'")
    if name not in by_id:
        file.fault(("instrument",), f"'{name}' is not in the registry{_near(name, by_id)}")
    _check_period(file, (), file.data)
    pins: dict[Any, TomlPath] = {}
    for path, entry in file.tables("provisions"):
        _check_url(file, (*path, "url"), entry.get("url"))
        for i, facet in enumerate(_strings(entry.get("facets"))):
            if facet not in facets:
                file.fault((*path, "facets", i), f"'{facet}' is not a facet{_near(facet, facets)}")
        pin = entry.get("pin")
        if isinstance(pin, str):
            file.first(pins, pin, (*path, "pin"), f"pin '{pin}'")
            if message := _pin_fault(pin, name, instrument):
                file.fault((*path, "pin"), message)


def _pin_fault(pin: str, owner: str, instrument: Instrument | None) -> str | None:
    """What is wrong with the pin of a digest entry."""
    try:
        named, segments = split(pin)
    except UsageError as error:
        return str(error)
    if named != owner:
        return f"pin '{pin}' belongs to '{named}', not to '{owner}'"
    if not segments:
        return f"pin '{pin}' names no provision"
    if instrument is None:
        return None
    for lang in _LANGS:
        shown = label(pin, instrument, lang)
        try:
            back = parse_label(shown, instrument, lang)
        except UsageError:
            back = "nothing"
        if back != pin:
            return f"pin '{pin}' is written '{shown}' in '{lang}', which reads back as '{back}'"
        if "[" in shown:
            return f"pin '{pin}' cannot be cited in the style '{instrument.citation}'"
    return None


def _check_list(file: _File, key: str, by_id: dict[str, _File]) -> None:
    """A file of tables: facets, groups or the glossary."""
    for other in file.data:
        if other != key:
            file.fault((other,), f"unknown key '{other}'; this file holds tables [[{key}]]")
    if not isinstance(file.data.get(key, []), list):
        file.fault((key,), f"'{key}' must be tables [[{key}]]")
    ids: dict[Any, TomlPath] = {}
    for path, table in file.tables(key):
        file.validate(_LISTS[key], table, path)
        if "id" in table:
            file.first(ids, str(table["id"]), (*path, "id"), f"id '{table['id']}'")
        for names in ("ids", "main"):
            for i, name in enumerate(_strings(table.get(names)) if key == "groups" else ()):
                if name not in by_id:
                    file.fault((*path, names, i), f"'{name}' is not in the registry{_near(name, by_id)}")
        questions = table.get("questions")
        for lang in _LANGS if key == "facets" else ():
            if not _strings(questions.get(lang) if isinstance(questions, dict) else None):
                file.fault(
                    (*path, "questions"),
                    f"'{table.get('id')}' has no typical question in '{lang}'; add questions.{lang}",
                )
    if key == "terms":
        _check_terms(file)


def _check_terms(file: _File) -> None:
    """A variant given twice in an entry, and two entries that share a term in both languages."""
    pairs: dict[Any, TomlPath] = {}
    for path, term in file.tables("terms"):
        folded: dict[str, list[str]] = {}
        for lang in _LANGS:
            seen: dict[Any, TomlPath] = {}
            folded[lang] = [" ".join(variant.casefold().split()) for variant in _strings(term.get(lang))]
            for i, variant in enumerate(folded[lang]):
                file.first(seen, variant, (*path, lang, i), f"'{variant}'")
        shared = [(en, zh) for en in set(folded["en"]) for zh in set(folded["zh"])]
        known = sorted((pairs[pair], pair) for pair in shared if pair in pairs)
        if known:
            at, (en, zh) = known[0]
            file.fault(
                path, f"'{en}' = '{zh}' is already in the entry of line {file.line(at)}; merge the two"
            )
        for pair in shared:
            pairs.setdefault(pair, path)


def _check_url(file: _File, path: TomlPath, url: object) -> None:
    if isinstance(url, str) and url.lower().startswith("http://"):
        file.fault(path, f"'{url[:100]}' is not an https address")


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _near(name: str, known: Iterable[str]) -> str:
    matches = near(name, known)
    return f"; did you mean '{matches[0]}'?" if matches else ""


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
