"""Evaluations run from the page: each leaves its report under the home, and the next is compared with it."""

import io
import re
import secrets
import shutil
import threading
import time
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus import CrosslexError, Lang, UsageError
from eval.baseline import Comparison, Earlier, compare, read
from eval.dataset import BUILT_IN, DEV_ONLY, SETS, DatasetError, Question, Split, built_in, load
from eval.outcome import Outcome
from eval.report import Asked, Report, summarise, write
from eval.runner import run
from ingest.home import Paths, writable
from rag import Engine
from ui.evaluation import index_asked
from ui.page.jobs import Job
from ui.wording_desk import desk

ALL = "all"
"""The choice of all of our sets together."""
OFFERED = (ALL, *BUILT_IN, *DEV_ONLY)
MAX_BYTES = 5_000_000
MAX_QUESTIONS = 2_000
_KEPT = 20
"""Runs that are kept."""
_FAULTS = 5
"""Faults of an uploaded set that are shown."""
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")


@dataclass(frozen=True, slots=True)
class Finished:
    """A run with its report."""

    folder: Path
    report: Report
    page: str
    """`report.html`."""


class Evaluations:
    """Runs evaluations of an engine, one at a time, since their latencies are measured."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._one = threading.Lock()

    def run(self, paths: list[Path], split: Split, job: Job[Finished], lang: Lang) -> Finished:
        """Ask the questions of these sets and keep the report.

        Raises:
            UsageError: A set has faults, is too large, or holds nothing in that half.
            CrosslexError: Another evaluation is running, or every question failed.
            Stopped: The reader has stopped it.
        """
        questions, sets = self._questions(paths, split, lang)
        if not self._one.acquire(blocking=False):
            raise CrosslexError(desk("eval_busy", lang))
        try:
            begun = time.perf_counter()
            outcomes = run(self._engine, questions, progress=job)
            job.stage("writing", 1)
            if all(outcome.error for outcome in outcomes):
                raise CrosslexError(str(outcomes[0].error))
            seconds = time.perf_counter() - begun
            earlier = self._earlier(sets)
            compared = _compared(outcomes, earlier) if earlier else None
            report = summarise(
                outcomes, sets, index=index_asked(self._engine), seconds=seconds, baseline=compared
            )
            folder = self._keep(report)
        finally:
            self._one.release()
        return Finished(folder, report, (folder / "report.html").read_text(encoding="utf-8"))

    def _questions(self, paths: list[Path], split: Split, lang: Lang) -> tuple[list[Question], list[Asked]]:
        questions: list[Question] = []
        sets: list[Asked] = []
        for path in paths:
            if path.is_file() and path.stat().st_size > MAX_BYTES:
                raise UsageError(desk("eval_too_large", lang).format(MAX_BYTES // 1_000_000))
            try:
                found = load(path, split=split, reporting=True, registry=self._engine.registry)
            except DatasetError as error:
                raise UsageError(
                    _faults(error, lang) or f"{path.name}: {desk('eval_nothing', lang)}"
                ) from None
            questions += found
            sets.append(Asked.of(path, split, len(found)))
        if not questions:
            raise UsageError(desk("eval_nothing", lang))
        if len(questions) > MAX_QUESTIONS:
            raise UsageError(desk("eval_too_many", lang).format(len(questions), MAX_QUESTIONS))
        return questions, sets

    @property
    def _root(self) -> Path:
        return Paths(self._engine.index.home).evaluations

    def _runs(self) -> list[Path]:
        """The runs that are kept, the last first."""
        if not self._root.is_dir():
            return []
        return sorted((f for f in self._root.iterdir() if _NAME.match(f.name)), reverse=True)

    def _earlier(self, sets: list[Asked]) -> tuple[Path, dict[tuple[str, str], Earlier]] | None:
        """The last run that asked one of these sets."""
        names = {asked.name for asked in sets}
        for folder in self._runs():
            try:
                found = read(folder)
            except UsageError:
                continue
            if names & {name for name, _ in found}:
                return folder, found
        return None

    def _keep(self, report: Report) -> Path:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        folder = writable(self._root / name)
        try:
            write(report, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        for old in self._runs()[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
        return folder


def files_of(choice: str) -> list[Path]:
    """The files of one of `OFFERED`.

    Raises:
        UsageError: It is none of them.
    """
    if choice == ALL:
        return list(built_in())
    if choice not in OFFERED:
        raise UsageError(f"there is no question set '{choice[:40]}'")
    return [SETS / f"{choice}.jsonl"]


def when(folder: Path) -> str:
    """When a run was made, in the machine's time."""
    made = datetime.strptime(folder.name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return made.astimezone().strftime("%Y-%m-%d %H:%M")


def zipped(folder: Path) -> bytes:
    """The files of a run."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"crosslex-eval-{folder.name[:16]}/{path.name}")
    return data.getvalue()


def _compared(
    outcomes: list[Outcome], earlier: tuple[Path, dict[tuple[str, str], Earlier]]
) -> Comparison | None:
    folder, found = earlier
    try:
        return compare(outcomes, found, folder)
    except UsageError:  # its questions have been reworded since
        return None


def _faults(error: DatasetError, lang: Lang) -> str:
    if not error.faults:
        return ""
    shown = "; ".join(
        f"{desk('eval_line', lang).format(fault.line)}: {fault.message}" for fault in error.faults[:_FAULTS]
    )
    return f"{desk('eval_faults', lang).format(len(error.faults))} {shown}"
