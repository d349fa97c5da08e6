"""Work that takes longer than a click: runs in a thread, says how far it is, and can be stopped."""

import asyncio
import os
import re
import threading
import time
from collections.abc import AsyncIterator, Callable
from html import escape
from typing import Any, Generic, TypeVar

from corpus import CrosslexError, Lang
from ui.locale import interface_language
from ui.wording_desk import desk

T = TypeVar("T")
Drawn = AsyncIterator[tuple[Any, ...]]
"""What the outputs of an event show, again and again."""
_KEPT = 20
"""Jobs that are remembered, so that a reader who reloads the page finds theirs again."""
_KEY = re.compile("[0-9a-f]{32}")
_LINES = 5
"""Notes that are shown while a job runs."""


class Stopped(CrosslexError):  # noqa: N818 (no fault)
    """The reader has stopped it."""


class Job(Generic[T]):
    """A piece of work and how far it is; what `ingest.Progress` asks for.

    Args:
        work: Is given the job, to tell it how far it is; raises `CrosslexError` with a line for the reader.
    """

    def __init__(self, work: "Callable[[Job[T]], T]") -> None:
        self.name, self.total, self.done = "", 0, 0
        self.notes: list[str] = []
        self.result: T | None = None
        self.error: str | None = None
        self.stopped = False
        self.on_stop: Callable[[], None] = lambda: None
        """Told when the reader stops it, for work that does not look by itself."""
        self._left: float | None = None
        self._work = work
        self._stop = threading.Event()
        self._over = threading.Event()
        self._began = time.monotonic()
        threading.Thread(target=self._run, daemon=True).start()

    # --- for the work -------------------------------------------------------------------------------------------------

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins."""
        self.check()
        self.name, self.total, self.done, self._began = name, total, 0, time.monotonic()
        self._left = None

    def advance(self, n: int = 1) -> None:
        """`n` more steps of the stage are done."""
        self.done += n
        self.check()

    def reach(self, done: int, total: int, seconds_left: float | None) -> None:
        """The stage is at step `done` of `total`, for work that counts by itself."""
        self.done, self.total, self._left = done, total, seconds_left

    def note(self, line: str) -> None:
        """One line that the reader should see."""
        self.notes.append(line)

    def check(self) -> None:
        """End here if the reader has stopped it.

        Raises:
            Stopped: It was.
        """
        if self._stop.is_set():
            raise Stopped("stopped")

    @property
    def is_stopping(self) -> bool:
        """Whether the reader has stopped it."""
        return self._stop.is_set()

    # --- for the page -------------------------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether it has ended, one way or another."""
        return self._over.is_set()

    @property
    def seconds_left(self) -> float | None:
        """By the pace of this stage so far; None while there is none."""
        if self._left is not None:
            return self._left
        if not 0 < self.done <= self.total:
            return None
        return (time.monotonic() - self._began) / self.done * (self.total - self.done)

    def stop(self) -> None:
        """Ask it to end at its next step."""
        self._stop.set()
        self.on_stop()

    async def follow(self, every: float = 0.25) -> AsyncIterator[None]:
        """Comes back now and then until it has ended."""
        while not self.over:
            yield
            await asyncio.sleep(every)

    def wait(self, seconds: float) -> bool:
        """Whether it ends within so many seconds."""
        return self._over.wait(seconds)

    def _run(self) -> None:
        try:
            self.result = self._work(self)
        except Stopped:
            self.stopped = True
        except CrosslexError as error:
            self.error = str(error)
        except Exception as error:  # noqa: BLE001 (a defect in a thread would otherwise be seen by nobody)
            shown = " ".join(str(error).split())[:300]
            self.error = f"unexpected {type(error).__name__}: {shown}"
            if os.environ.get("CROSSLEX_DEBUG"):
                import traceback

                traceback.print_exc()
        finally:
            self._over.set()


class Jobs(Generic[T]):
    """The jobs of one tab by the keys that their readers' browsers made up and nobody else can guess."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job[T]] = {}
        self._lock = threading.Lock()

    def start(self, key: str, work: "Callable[[Job[T]], T]") -> Job[T]:
        """Begin a job, to be found by `key` if that is a key."""
        job = Job(work)
        if is_key(key):
            with self._lock:
                self._jobs[key] = job
                ended = [key for key, old in self._jobs.items() if old.over]
                for key in ended[: max(0, len(self._jobs) - _KEPT)]:
                    del self._jobs[key]
        return job

    def get(self, key: str) -> Job[T] | None:
        """The job of this key, if it is remembered."""
        with self._lock:
            return self._jobs.get(key)

    def stop(self, key: str) -> None:
        """Ask the job of this key to end, if it is remembered."""
        if (job := self.get(key)) is not None:
            job.stop()

    def resumed(self, follow: "Callable[[Job[T] | None, Lang], Drawn]") -> "Callable[..., Drawn]":
        """An event of the page, given a key, by which a reader who comes back sees how far their job is.

        Args:
            follow: Draws a job until it has ended; None where there is none.
        """
        import gradio as gr

        async def again(key: str, request: gr.Request) -> Drawn:
            async for drawn in follow(self.get(key), interface_language(request)):
                yield drawn

        return again


def is_key(key: str) -> bool:
    """Whether it is one of those that `crosslex.newKey` of static/page.js makes up."""
    return _KEY.fullmatch(key) is not None


def with_new_key(tab: str) -> str:
    """JavaScript for an event whose last input is a key: gives it a new one, which the browser keeps."""
    return f"(...given) => [...given.slice(0, -1), crosslex.newKey(localStorage, '{tab}')]"


def with_known_key(tab: str) -> str:
    """JavaScript for an event whose one input is a key: that of the last job that this browser began."""
    return f"() => [localStorage.getItem('crosslex-{tab}') || '']"


def with_session_key(of: str) -> str:
    """JavaScript for an event whose one input is a key: that of what the reader began in this window."""
    return f"() => [crosslex.sessionKey('{of}')]"


def progress_html(job: Job[T], lang: Lang) -> str:
    """How far a job is, with the time that it still needs."""
    known = desk(f"stage_{job.name}", lang) if job.name else desk("stage_starting", lang)
    words = desk("stage_stopping", lang) if job.is_stopping else known
    count = f" · {job.done:,} / {job.total:,}" if job.total > 1 else ""
    left = job.seconds_left
    eta = f" · {time_left(left, lang)}" if left is not None and job.total > 1 else ""
    bar = (
        f'<progress max="{job.total}" value="{job.done}"></progress>'
        if job.total > 1
        else "<progress></progress>"
    )
    notes = "".join(f'<li lang="en">{escape(note)}</li>' for note in job.notes[-_LINES:])
    return (
        f'<div class="x-job" role="status"><label>{escape(words)}{count}{escape(eta)}{bar}</label>'
        f"{f'<ul>{notes}</ul>' if notes else ''}</div>"
    )


def time_left(seconds: float, lang: Lang) -> str:
    """`about 2 min left`."""
    if seconds < 90:
        return desk("seconds_left", lang).format(max(1, round(seconds)))
    return desk("minutes_left", lang).format(round(seconds / 60))


def trouble_html(line: str, lang: Lang) -> str:
    """Something that could not be done, in one line that says what to do."""
    words = escape(line[:1].upper() + line[1:])
    return f'<p class="x-trouble" role="alert"><b>{escape(desk("trouble", lang))}</b> {words}</p>'
