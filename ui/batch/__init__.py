"""Many questions at once: read from a file, answered by several processes, written as one file of results."""

from ui.batch.files import WRITERS, write
from ui.batch.questions import MAX_ROWS, Row, read_questions
from ui.batch.results import Result, read_results
from ui.batch.running import Finished, Options, Step, Summary, run_batch

__all__ = [
    "MAX_ROWS",
    "WRITERS",
    "Finished",
    "Options",
    "Result",
    "Row",
    "Step",
    "Summary",
    "read_questions",
    "read_results",
    "run_batch",
    "write",
]
