"""stub"""

from ingest.types import Provision, Reading


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    raise NotImplementedError
