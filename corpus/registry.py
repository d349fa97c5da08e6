"""The typed registry: instruments, digests, groups, facets and glossary, loaded from their TOML files."""

import tomllib
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import CrosslexError, UsageError
from corpus.types import Aliases, Cities, Digest, Facet, Group, Instrument, Jurisdiction, Pole, Term

ROOT = Path(__file__).resolve().parent
"""The folder of the registry's own data."""

_Model = TypeVar("_Model", bound=BaseModel)


class RegistryError(CrosslexError):
    """A file of the registry cannot be read; `crosslex corpus check` lists every fault."""


class Registry:
    """What we know of each instrument.

    Instruments are read at once; digests, groups, facets and the glossary when they are first asked for.
    """

    def __init__(self, root: Path) -> None:
        """Read the instruments below `root`.

        Raises:
            RegistryError: A file is missing, not TOML, or does not hold what corpus/types.py says.
        """
        self.root = root
        if not (root / "instruments").is_dir():
            raise RegistryError(f"there is no registry in {root}: it has no folder 'instruments'")
        self.instruments: dict[str, Instrument] = {
            path.stem: _read(path, Instrument) for path in sorted((root / "instruments").glob("*.toml"))
        }
        """Every instrument by its id, in the order of the ids."""

    def get(self, instrument: str) -> Instrument:
        """The instrument of that id.

        Raises:
            UsageError: There is none; the message names the ids that come near.
        """
        found = self.instruments.get(instrument)
        if found is None:
            raise UsageError(_unknown("instrument", instrument, self.instruments, "crosslex corpus list"))
        return found

    def digest(self, instrument: str) -> Digest | None:
        """Our restatements of an instrument; None where we have written none.

        Raises:
            UsageError: There is no such instrument.
            RegistryError: The digest's file cannot be read.
        """
        if instrument not in self._digests:
            self.get(instrument)
            path = self.root / "digests" / f"{instrument}.toml"
            self._digests[instrument] = _read(path, Digest) if path.is_file() else None
        return self._digests[instrument]

    @cached_property
    def _digests(self) -> dict[str, Digest | None]:
        return {}

    @cached_property
    def digests(self) -> dict[str, Digest]:
        """All digests by the id of their instrument."""
        return {i: digest for i in self.instruments if (digest := self.digest(i)) is not None}

    @cached_property
    def past_digests(self) -> dict[str, tuple[Digest, ...]]:
        """Our restatements of earlier editions by the id of their instrument, the oldest first.

        Raises:
            RegistryError: A file cannot be read.
        """
        found: dict[str, list[Digest]] = {}
        for path in sorted((self.root / "digests" / "past").glob("*.toml")):
            digest = _read(path, Digest)
            found.setdefault(digest.instrument, []).append(digest)
        return {
            id: tuple(sorted(digests, key=lambda d: (d.until or date.max, d.edition)))
            for id, digests in found.items()
        }

    @cached_property
    def questions(self) -> dict[str, dict[str, Aliases]]:
        """What people ask to whom a provision is the answer: by the id of its instrument and by its pin.

        Raises:
            RegistryError: A file cannot be read.
        """
        return {
            path.stem: {pin: _validated(path, Aliases, table) for pin, table in _toml(path).items()}
            for path in sorted((self.root / "questions").glob("*.toml"))
        }

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The comparison facets, in the order of their file, which is the order of a matrix's rows."""
        return _read_list(self.root / "facets.toml", "facets", Facet)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The English–Chinese glossary."""
        return _read_list(self.root / "glossary.toml", "terms", Term)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Names that stand for several instruments."""
        return _read_list(self.root / "groups.toml", "groups", Group)

    @cached_property
    def cities(self) -> tuple[Cities, ...]:
        """Cities that stand for the law that applies there; none where the registry has no such file."""
        path = self.root / "cities.toml"
        return _read_list(path, "cities", Cities) if path.is_file() else ()

    def facet(self, facet: str) -> Facet:
        """The facet of that id.

        Raises:
            UsageError: There is none; the message names the ids that come near.
        """
        by_id = {f.id: f for f in self.facets}
        if facet not in by_id:
            raise UsageError(_unknown("facet", facet, by_id, None))
        return by_id[facet]

    def extended(self, instruments: Iterable[Instrument]) -> "Registry":
        """This registry with further instruments, such as a user's own documents; they have no digest."""
        wider = copy(self)
        wider.instruments = {**self.instruments, **{i.id: i for i in instruments}}
        return wider

    def by_jurisdiction(self, jurisdiction: Jurisdiction, *, exact: bool = False) -> tuple[Instrument, ...]:
        """Instruments of a jurisdiction, those of its states included (`us` holds `us-ca`) unless `exact`."""
        return tuple(
            i
            for i in self.instruments.values()
            if i.jurisdiction == jurisdiction or (not exact and i.jurisdiction.startswith(f"{jurisdiction}-"))
        )

    def by_pole(self, pole: Pole) -> tuple[Instrument, ...]:
        """Instruments of one of the poles of AI governance."""
        return tuple(i for i in self.instruments.values() if i.pole == pole)


def load_registry(root: Path | None = None) -> Registry:
    """The registry in `root`, or the one of this repository; each is read once a process.

    Raises:
        RegistryError: A file of it cannot be read.
    """
    return _load((root or ROOT).resolve())


@cache
def _load(root: Path) -> Registry:
    return Registry(root)


def _read(path: Path, model: type[_Model]) -> _Model:
    return _validated(path, model, _toml(path))


def _read_list(path: Path, key: str, model: type[_Model]) -> tuple[_Model, ...]:
    """The tables `[[key]]` of a file; empty where the file is missing."""
    if not path.is_file():
        return ()
    tables = _toml(path).get(key, [])
    if not isinstance(tables, list):
        raise RegistryError(f"{path}: '{key}' must be tables [[{key}]]; run: crosslex corpus check")
    return tuple(_validated(path, model, table) for table in tables)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RegistryError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise RegistryError(f"{path}: {error}; run: crosslex corpus check") from error


def _validated(path: Path, model: type[_Model], table: object) -> _Model:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RegistryError(f"{path}: {place}: {first['msg']}; run: crosslex corpus check") from error


def near(name: str, known: Iterable[str]) -> Sequence[str]:
    """Up to three of the `known` ids that look like `name`, the nearest first."""
    import difflib  # only a mistake needs it

    ids = list(known)
    similar = difflib.get_close_matches(name.lower(), ids, n=3, cutoff=0.6)
    parts = {part for part in name.lower().split("-") if len(part) > 2}
    return similar or sorted((i for i in ids if parts & set(i.split("-"))), key=len)[:3]


def _unknown(kind: str, name: str, known: Iterable[str], listing: str | None) -> str:
    matches = " or ".join(f"'{match}'" for match in near(name, known))
    hint = f"; did you mean {matches}?" if matches else f"; see: {listing}" if listing else ""
    return f"there is no {kind} '{name[:80]}'{hint}"
