"""An embedded store that goes on from a copy of a finished one, so that a few points need not wait for all others."""

import shutil
from collections.abc import Collection
from pathlib import Path

import qdrant_edge as q

from corpus.errors import CrosslexError
from ingest.locks import exclusive
from ingest.store_edge import EdgeStore

_LOCK = "open.lock"
_BLOCK = 1 << 20


class EdgeStoreCopy(EdgeStore):
    """A Qdrant Edge shard of which one part is finished already."""

    @classmethod
    def of(cls, finished: Path, folder: Path, without: Collection[str]) -> "EdgeStoreCopy":
        """A copy in `folder` of the store in `finished`, without the points of some sources.

        Raises:
            CrosslexError: It is damaged.
        """
        with exclusive(finished / _LOCK):  # nobody opens or closes it meanwhile
            shutil.copytree(finished, folder, copy_function=_copy)
        try:
            shard = q.EdgeShard.load(str(folder / "shard"))
            if without:
                sources = q.FieldCondition("source", q.MatchAny(list(without)))
                shard.update(q.UpdateOperation.delete_points_by_filter(q.Filter(must=[sources])))
        except Exception as error:  # the engine raises bare Exceptions
            raise CrosslexError(f"cannot copy the vector store in {finished}: {error}") from error
        return cls(shard, folder)

    def finish(self) -> None:
        """Write to disk what is new, beside the immutable segment that was copied."""
        self._shard.flush()


def _copy(source: str, target: str) -> None:
    """Copy a file; stretches of zeros take no space, since the engine reserves much more than it fills."""
    with Path(source).open("rb") as old, Path(target).open("wb") as new:
        while block := old.read(_BLOCK):
            if block.count(0) == len(block):
                new.seek(len(block), 1)
            else:
                new.write(block)
        new.truncate()
