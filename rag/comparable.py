"""Which instruments a comparison is about where it names none: those of some poles, or all that treat its facets."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

from corpus import Pole, Registry
from rag.planner import is_effective

POLES: tuple[Pole, ...] = get_args(Pole)
"""The order in which instruments are grouped."""


def in_poles(registry: Registry, held: Sequence[str], poles: Sequence[str], day: date) -> tuple[str, ...]:
    """The instruments of `poles` (of every pole if none is given) in effect on `day`, grouped by pole."""
    wanted = [
        i for i in held if is_effective(registry.get(i), day) and (not poles or registry.get(i).pole in poles)
    ]
    return tuple(sorted(wanted, key=lambda i: POLES.index(registry.get(i).pole)))


def comparable(
    registry: Registry, held: Sequence[str], poles: Sequence[str], facets: Sequence[str], day: date
) -> tuple[str, ...]:
    """Those of `in_poles` that treat one of `facets`, as our digests file it; a text without a digest may."""
    treated = set(facets)

    def treats(instrument: str) -> bool:
        digest = registry.digests.get(instrument)
        return digest is None or any(treated & set(entry.facets) for entry in digest.provisions)

    return tuple(i for i in in_poles(registry, held, poles, day) if treats(i))
