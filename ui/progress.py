"""Progress of an ingestion on stderr; nothing is drawn where stderr is not a terminal."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class TerminalProgress:
    """Draws the stages of `ingest.build` (see `ingest.Progress`)."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        """Draw on `console`; `quiet` shows neither bars nor notes."""
        self._console = console
        self._quiet = quiet
        self._bars = Progress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> "TerminalProgress":
        """Begin drawing."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop drawing and leave the terminal clean."""
        self._bars.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of `total` steps."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=total)

    def advance(self, n: int = 1) -> None:
        """`n` more steps of the stage are done."""
        if self._task is not None:
            self._bars.advance(self._task, n)

    def note(self, line: str) -> None:
        """One line that a person should see."""
        if not self._quiet:
            self._console.print(line, highlight=False, markup=False, soft_wrap=True)
