"""Reader of our own digests, as ingest/digests.py writes them."""

import json
from typing import Any

from ingest.readers.errors import UnreadableSource
from ingest.types import Block, RawDocument, Reading

LABEL_END = " · "
"""Stands between the label and the heading of a restatement: `Art. 73(2) · Deadline for a report`."""


def read(raw: RawDocument) -> Reading:
    """A heading line with label and heading for each restatement, its text in the lines below.

    The heading block's `anchor` is the pin.

    Raises:
        UnreadableSource: The bytes are not a digest document.
    """
    try:
        entries: list[dict[str, Any]] = json.loads(raw.data)["provisions"]
        parts = [(e["pin"], f"{e['label']}{LABEL_END}{e['heading']}", str(e["text"])) for e in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableSource(f"{raw.location}: not a crosslex digest document ({error!r})") from None
    out: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for pin, heading, text in parts:
        level = str(pin).count("/")
        heading = " ".join(heading.split())
        out.append(heading)
        blocks.append(Block("heading", offset, offset + len(heading), level=level, anchor=pin))
        offset += len(heading) + 1
        for line in filter(None, (" ".join(raw_line.split()) for raw_line in text.splitlines())):
            out.append(line)
            blocks.append(Block("paragraph", offset, offset + len(line)))
            offset += len(line) + 1
    return Reading(text="\n".join(out), blocks=tuple(blocks))
