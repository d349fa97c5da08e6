"""Amending acts: their instructions read, carried out on the act that they amend, and the result dated.

`read_operations` reads an act's instructions, `derive` carries them out. The new wording stays quoted from the
amending act, character for character, under the pin that it has in the amended one.
"""

from ingest.amending.consolidating import Change
from ingest.amending.deriving import Act, Derivation, Derived, Wording, derive
from ingest.amending.operations import Operation, read_operations
from ingest.amending.phrases import Target

__all__ = [
    "Act",
    "Change",
    "Derivation",
    "Derived",
    "Operation",
    "Target",
    "Wording",
    "derive",
    "read_operations",
]
