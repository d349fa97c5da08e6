"""What a build reports: progress while it runs, and a row for each source when it is done."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

State = Literal["new", "changed", "unchanged", "removed", "failed"]


class Progress(Protocol):
    """Whoever shows how far a build is."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins: "reading", "embedding" or "storing"."""

    def advance(self, n: int = 1) -> None:
        """`n` more steps of the stage are done."""

    def note(self, line: str) -> None:
        """One line that a person should see."""


class Silent:
    """Shows nothing."""

    def stage(self, name: str, total: int) -> None:
        """Nothing."""

    def advance(self, n: int = 1) -> None:
        """Nothing."""

    def note(self, line: str) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One source and what became of it."""

    instrument: str
    source: str
    """Its key, `<instrument>:<source id>`."""
    role: str
    lang: str
    state: State
    provisions: int = 0
    chunks: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a build."""

    generation: str
    up_to_date: bool
    """True if the index already held all this: nothing was built."""
    rows: tuple[SummaryRow, ...]
    embedded: int = 0
    """Texts whose vectors were computed."""
    reused: int = 0
    """Texts whose vectors were there already."""
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    """Seconds spent in each stage."""
