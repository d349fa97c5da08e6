"""What is known of each instrument: the typed registry, pins, and citations in human form.

The names below are imported when they are first used, so that `import corpus` costs nothing. The validation of the
registry's files is apart, in `corpus.check`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.applicability import Move, applications, applies_from, moves
    from corpus.citations import label, parse_label
    from corpus.errors import CrosslexError, UsageError
    from corpus.pins import covers, join, parent, split
    from corpus.references import Reference, find_references
    from corpus.registry import Registry, RegistryError, load_registry
    from corpus.types import (
        Aliases,
        Application,
        Bilingual,
        CitationStyle,
        Cities,
        Dates,
        Digest,
        DigestEntry,
        Facet,
        Fact,
        Group,
        Instrument,
        Jurisdiction,
        Kind,
        Lang,
        OutlineStyle,
        Pole,
        Role,
        Source,
        Status,
        Term,
    )

__all__ = [
    "Aliases",
    "Application",
    "Bilingual",
    "CitationStyle",
    "Cities",
    "CrosslexError",
    "Dates",
    "Digest",
    "DigestEntry",
    "Facet",
    "Fact",
    "Group",
    "Instrument",
    "Jurisdiction",
    "Kind",
    "Lang",
    "Move",
    "OutlineStyle",
    "Pole",
    "Reference",
    "Registry",
    "RegistryError",
    "Role",
    "Source",
    "Status",
    "Term",
    "UsageError",
    "applications",
    "applies_from",
    "covers",
    "find_references",
    "join",
    "label",
    "load_registry",
    "moves",
    "parent",
    "parse_label",
    "split",
]

_ROOMS = {
    "applicability": ("Move", "applications", "applies_from", "moves"),
    "citations": ("label", "parse_label"),
    "errors": ("CrosslexError", "UsageError"),
    "pins": ("covers", "join", "parent", "split"),
    "references": ("Reference", "find_references"),
    "registry": ("Registry", "RegistryError", "load_registry"),
}
_HOMES = {name: module for module, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name from the module that defines it; what is not listed above is a type."""
    if name not in __all__:
        raise AttributeError(f"module 'corpus' has no attribute '{name}'")
    value: object = getattr(import_module(f"corpus.{_HOMES.get(name, 'types')}"), name)
    globals()[name] = value
    return value
