"""Which provisions a stretch of a file holds: how nodes of text without pins are judged by gold that is pins.

Texts are compared by their letters and digits alone (NFKC, case folded): line breaks, hyphens, typography and the
furniture of pages count for nothing. How much of one text another holds is the share of its windows, each so many
characters in a row, that stand in the other too: of 6 characters in Chinese, of 20 otherwise.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus import Lang, covers
from eval.matching import Group
from ingest.catalog import Catalog
from ingest.records import ProvisionText

WINDOW: dict[Lang, int] = {"en": 20, "zh": 6}
LEAST = 0.5
"""Share of a provision in a node, or of a node in a provision, from which the one holds the other."""
SHORTEST_PART: dict[Lang, int] = {"en": 60, "zh": 15}
"""Characters that a part of a gold provision must have to stand for it; shorter ones stand in other places too."""


@dataclass(frozen=True, slots=True)
class Node:
    """A stretch of a file."""

    folder: str
    """Of its file in the mirror: the id of an instrument."""
    text: str


class Holdings:
    """Tells which gold provisions nodes hold, by the official texts of an index.

    A node finds a pin if one of these is true of the provision's text in some official source (any language, original,
    translation or consolidation, of the present or of an earlier edition) of which the node's file is the source too:

    - the node holds at least half of the provision, or of a part of it (a paragraph of a gold article, say);
    - the provision, or such a part, holds at least half of the node;
    - the node holds at least half of a provision of which the gold is a part.

    A bare instrument id is found by any node of its file.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._provisions = lru_cache(maxsize=None)(self._read)
        self._family = lru_cache(maxsize=None)(self._related)

    def found(self, node: Node, gold: Iterable[Group]) -> tuple[tuple[int, str], ...]:
        """The groups that a node finds: their places among `gold`, and the pin of each that it holds."""
        hits = []
        for i, group in enumerate(gold):
            pin = next((pin for pin in group if self._finds(node, pin)), None)
            if pin is not None:
                hits.append((i, pin))
        return tuple(hits)

    def known(self, group: Group) -> bool:
        """Whether an official text of the index holds any pin of a group, so that some node could."""
        return any(self._family(pin) if "/" in pin else self._provisions(pin) for pin in group)

    def _finds(self, node: Node, pin: str) -> bool:
        if "/" not in pin:
            return node.folder == pin
        return any(
            node.folder in files and _holds(node.text, provision, pin)
            for provision, files in self._family(pin)
        )

    def _related(self, pin: str) -> list[tuple[ProvisionText, frozenset[str]]]:
        return [
            (provision, files)
            for provision, files in self._provisions(pin.partition("/")[0])
            if covers(provision.pin, pin) or covers(pin, provision.pin)
        ]

    def _read(self, instrument: str) -> list[tuple[ProvisionText, frozenset[str]]]:
        """Every provision in every official source, with the folders whose files that source was made from."""
        return [
            (provision, frozenset(filter(None, (document.instrument, document.act))))
            for document in self._catalog.documents(instrument)
            if document.role in ("authoritative", "translation", "consolidation")
            for provision in self._catalog.provisions(instrument, source=document.source)
        ]


def _holds(text: str, provision: ProvisionText, pin: str) -> bool:
    """Whether a node of this text finds `pin` by holding, or standing in, a provision related to it."""
    if provision.pin != pin and len(letters(provision.text)) < SHORTEST_PART[provision.lang]:
        return False
    if share_within(provision.text, text, provision.lang) >= LEAST:
        return True
    above = provision.pin != pin and covers(provision.pin, pin)
    return not above and share_within(text, provision.text, provision.lang) >= LEAST


def share_within(part: str, whole: str, lang: Lang) -> float:
    """How much of `part` stands in `whole`, from 0 to 1."""
    size = WINDOW[lang]
    own = _windows(part, size)
    if len(letters(part)) < size:
        return float(bool(letters(part)) and letters(part) in letters(whole))
    return len(own & _windows(whole, size)) / len(own)


@lru_cache(maxsize=20_000)
def letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


@lru_cache(maxsize=20_000)
def _windows(text: str, size: int) -> frozenset[str]:
    plain = letters(text)
    return frozenset(plain[i : i + size] for i in range(len(plain) - size + 1))
