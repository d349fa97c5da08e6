"""Everything that is wrong with the registry's files, all at once, each fault with its file and line.

Loading stops at the first fault (corpus/registry.py); this reads the raw tables, so that one fault hides no other.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from corpus.citations import label, parse_label
from corpus.errors import UsageError
from corpus.pins import split
from corpus.registry import ROOT, near
from corpus.registry_file import Fault, RegistryFile, Table
from corpus.toml_lines import TomlPath
from corpus.types import Aliases, Cities, Digest, Facet, Group, Instrument, Lang, Term

__all__ = ["Fault", "check"]

_LANGS: tuple[Lang, ...] = ("en", "zh")
_RELATIONS = {
    "amends": "amended_by",
    "amended_by": "amends",
    "replaces": "replaced_by",
    "replaced_by": "replaces",
}
_LIVE = ("in-force", "partly-applicable", "not-yet-applicable")
_LISTS: dict[str, type[BaseModel]] = {"cities": Cities, "facets": Facet, "groups": Group, "terms": Term}
_LIST_FILES = {
    "cities": "cities.toml",
    "facets": "facets.toml",
    "groups": "groups.toml",
    "terms": "glossary.toml",
}


def check(root: Path | None = None) -> list[Fault]:
    """Every fault of the registry in `root` (by default this repository's own), in the order of files and lines."""
    root = (root or ROOT).resolve()
    faults: list[Fault] = []
    if not (root / "instruments").is_dir():
        return [Fault(root.name, 1, "there is no folder 'instruments'")]
    instruments = [RegistryFile(path, root, faults) for path in sorted((root / "instruments").glob("*.toml"))]
    digests = [RegistryFile(path, root, faults) for path in sorted((root / "digests").glob("*.toml"))]
    past = [RegistryFile(path, root, faults) for path in sorted((root / "digests" / "past").glob("*.toml"))]
    lists = {
        key: RegistryFile(root / name, root, faults)
        for key, name in _LIST_FILES.items()
        if (root / name).is_file()
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
    restating = {file.stem: file for file in digests}
    for path in sorted((root / "questions").glob("*.toml")):
        _check_questions(RegistryFile(path, root, faults), restating.get(path.stem))
    for key, file in lists.items():
        _check_list(file, key, by_id)
    return sorted(set(faults))


def _check_instrument(file: RegistryFile, by_id: dict[str, RegistryFile]) -> None:
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


def _check_applications(file: RegistryFile) -> None:
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


def _check_period(file: RegistryFile, path: TomlPath, table: Table) -> None:
    since, until = _day(table.get("since")), _day(table.get("until"))
    if since and until and until <= since:
        file.fault((*path, "until"), f"until {until} is not after since {since}")


def _check_dates(file: RegistryFile) -> None:
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


def _check_sources(file: RegistryFile) -> None:
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


def _check_past_digest(file: RegistryFile) -> None:
    """The digest of an earlier edition: its file is named for both, and it says until when that was the text."""
    owner = file.data.get("instrument")
    if isinstance(owner, str) and not file.stem.startswith(f"{owner}-"):
        file.fault(("instrument",), f"the file '{file.stem}' must be named '{owner}-' and the edition")
    if "until" not in file.data:
        file.fault(
            ("edition",), "an earlier edition needs 'until', the first day on which another was the text"
        )


def _check_digest(
    file: RegistryFile,
    name: str,
    by_id: dict[str, RegistryFile],
    instrument: Instrument | None,
    facets: set[str],
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


def _check_questions(file: RegistryFile, digest: RegistryFile | None) -> None:
    """The questions of an instrument: a table for each pin that its digest restates, questions in both languages."""
    if digest is None:
        file.fault((), f"there is no digest '{file.stem}' whose provisions could answer these questions")
        return
    restated = {table.get("pin") for _, table in digest.tables("provisions")}
    asked: dict[Any, TomlPath] = {}
    for pin, table in file.data.items():
        file.validate(Aliases, table, (pin,))
        if digest.is_toml and pin not in restated:
            file.fault((pin,), f"the digest of '{file.stem}' does not restate '{pin}'")
        for lang in _LANGS:
            questions = _strings(table.get(lang) if isinstance(table, dict) else None)
            if not questions:
                file.fault((pin,), f"'{pin}' has no question in '{lang}'")
            for i, question in enumerate(questions):
                file.first(asked, question, (pin, lang, i), f"the question '{question[:60]}'")
                if not question.rstrip().endswith(("?", "？")):
                    file.fault((pin, lang, i), f"'{question[:60]}' does not end with a question mark")


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


def _check_list(file: RegistryFile, key: str, by_id: dict[str, RegistryFile]) -> None:
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
        made = table.get("summit")
        if key == "cities" and isinstance(made, str) and made and made not in by_id:
            file.fault((*path, "summit"), f"'{made}' is not in the registry{_near(made, by_id)}")
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


def _check_terms(file: RegistryFile) -> None:
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


def _check_url(file: RegistryFile, path: TomlPath, url: object) -> None:
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
