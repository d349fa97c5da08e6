"""Which wording is the law of a day, where an amending act replaced a provision of another."""

from datetime import date
from functools import cached_property

from corpus import Registry, Role, covers


class Amendments:
    """What the digests say of amended provisions (`DigestEntry.amended_by`)."""

    def __init__(self, registry: Registry) -> None:
        """Read the digests of `registry` when first asked."""
        self._registry = registry

    @cached_property
    def _by_instrument(self) -> dict[str, tuple[tuple[str, str, date], ...]]:
        """Instrument → its amended pins, each with the amending act and the day from which that is in force."""
        found = {}
        for digest in self._registry.digests.values():
            acts = [(e.pin, self._registry.get(e.amended_by)) for e in digest.provisions if e.amended_by]
            found[digest.instrument] = tuple(
                (pin, act.id, act.dates.in_force) for pin, act in acts if act.dates.in_force is not None
            )
        return found

    def of(self, pin: str) -> tuple[tuple[str, str, date], ...]:
        """The amendments that touch a provision: amended pin, amending act, first day in force."""
        return tuple(
            amendment
            for amendment in self._by_instrument.get(pin.partition("/")[0], ())
            if covers(amendment[0], pin) or covers(pin, amendment[0])
        )

    def is_outdated(self, pin: str, role: Role, edition: str, day: date) -> bool:
        """Whether a text is not the law of `day`.

        Our digests restate the provision as amended, which was not law before the amendment; an official text of an
        edition older than the amendment is not law after it.
        """
        if role == "digest":
            return any(since > day for amended, _, since in self.of(pin) if covers(amended, pin))
        return any(edition < since.isoformat() and since <= day for _, _, since in self.of(pin))
