"""One source from its bytes to chunks and sentences: the part of a build that runs in worker processes.

Results are cached by what they depend on (the bytes, the registry's entry, the code of readers and outlines, the
model's tokenizer), so that an unchanged source is not read again.
"""

import gzip
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CrosslexError
from corpus.types import Instrument, OutlineStyle, Source
from ingest.chunking import TARGET, chunks, embedded_text, sentence_text
from ingest.nesting import Nesting
from ingest.sparse import document_terms
from ingest.types import Chunk, Page, Provision, RawDocument, Reading

if TYPE_CHECKING:
    from ingest.embedding import Embedder

_CODE = (
    "types.py",
    "chunking.py",
    "sentences.py",
    "nesting.py",
    "parsing.py",
    "digests.py",
    "readers",
    "outline",
)
_FEWEST = {"en": 4, "zh": 6}
"""Words, and Chinese characters, of the shortest sentence that is embedded by itself."""


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence, where it stands, and what is embedded for it."""

    chunk: str
    pin: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that the index needs of one source."""

    text: str
    pages: tuple[Page, ...]
    problems: tuple[str, ...]
    provisions: tuple[Provision, ...]
    chunks: tuple[Chunk, ...]
    embedded: tuple[str, ...]
    """What is embedded for each chunk; empty for one that holds nothing but headings: it stands in front of others."""
    terms: tuple[dict[str, int], ...]
    """How often each lexical term occurs in each chunk (ingest/sparse.py)."""
    sentences: tuple[ParsedSentence, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source could not be parsed, in one line."""

    problem: str
    transient: bool = False
    """True if another attempt may succeed: not kept in the cache."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to parse one source."""

    raw: RawDocument
    instrument: Instrument
    embedder: str
    """Name of the embedding model, whose tokens chunks are measured in."""
    models: Path


def parse(task: Task) -> Parsed | Failure:
    """Read, outline and chunk one source; whatever goes wrong is a `Failure`, never an exception."""
    raw = task.raw
    try:
        from ingest.readers import read

        return _structured(task, read(raw))
    except CrosslexError as error:
        return Failure(str(error))
    except Exception as error:  # noqa: BLE001 (one document that trips a parser must not stop the others)
        return Failure(
            f"{raw.location}: could not be understood ({type(error).__name__}: {str(error)[:200]})"
        )


def _structured(task: Task, reading: Reading) -> Parsed:
    from ingest.outline import outline

    raw, instrument = task.raw, task.instrument
    if raw.source.role == "user":
        provisions = _own_outline(reading, instrument, raw)
    else:
        provisions = outline(reading, instrument, raw.source)
    parsed = structured(reading, provisions, instrument, raw.source, _embedder(task.embedder, task.models))
    if not parsed.chunks:
        raise CrosslexError(f"{raw.location}: no text was found in it")
    return parsed


def structured(
    reading: Reading,
    provisions: Sequence[Provision],
    instrument: Instrument,
    source: Source,
    embedder: "Embedder",
) -> Parsed:
    """A reading and its outline as chunks and sentences, measured in the tokens of `embedder`."""
    pieces = chunks(
        reading,
        provisions,
        instrument,
        source,
        count_tokens=embedder.count_tokens,
        max_tokens=embedder.max_tokens,
        target=min(TARGET, embedder.max_tokens // 2),
    )
    nesting = Nesting(provisions)
    sentences = []
    for chunk in pieces:
        for sentence in chunk.sentences:
            if not _says_something(reading.text[sentence.start : sentence.end]):
                continue
            chain = nesting.chain(sentence.start, sentence.end)
            sentences.append(
                ParsedSentence(
                    chunk=chunk.id,
                    pin=chain[-1].provision.pin if chain else chunk.pin,
                    start=sentence.start,
                    end=sentence.end,
                    text=sentence_text(chunk, sentence, nesting, reading),
                )
            )
    return Parsed(
        reading.text, reading.pages, reading.problems, tuple(provisions), pieces,
        tuple(embedded_text(chunk) if chunk.sentences else "" for chunk in pieces),
        tuple(_terms(chunk) if chunk.sentences else {} for chunk in pieces),
        tuple(sentences),
    )  # fmt: skip


def _says_something(text: str) -> bool:
    """Whether a sentence is long enough to be found by its meaning."""
    han = sum("\u3400" <= c <= "\u9fff" for c in text)
    return han / _FEWEST["zh"] + len(text.split()) / _FEWEST["en"] >= 1


def _terms(chunk: Chunk) -> dict[str, int]:
    pins = {chunk.pin, *chunk.pins} - {chunk.instrument}
    return dict(document_terms(embedded_text(chunk), sorted(pins)))


def _own_outline(reading: Reading, instrument: Instrument, raw: RawDocument) -> tuple[Provision, ...]:
    """The outline of a user's own document: by its own tradition, or by paragraphs where that fails."""
    from ingest.outline import outline

    styles: list[OutlineStyle] = [instrument.outline, "headings", "paragraphs"]
    for style in dict.fromkeys(styles):
        try:
            return outline(reading, instrument, raw.source.model_copy(update={"outline": style}))
        except ValueError:  # not built as its first lines promise
            continue
    raise CrosslexError(f"{raw.location}: no structure was found in it")


@cache
def _embedder(name: str, models: Path) -> Any:
    from ingest.embedding import load_embedder

    return load_embedder(name, models)


# --- the cache ----------------------------------------------------------------------------------------------------


def reading_key(task: Task) -> str:
    """Under which name the result of a task is cached: equal keys mean equal results."""
    parts = (
        task.raw.sha256,
        task.raw.source.model_dump_json(),
        task.instrument.model_dump_json(),
        task.embedder,
    )
    return hashlib.sha256("\n".join((*parts, code_version())).encode()).hexdigest()[:40]


@cache
def code_version() -> str:
    """Hash of the code that turns bytes into chunks."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in _CODE:
        path = here / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for name in ("numerals.py", "pins.py", "references.py"):
        digest.update((here.parent / "corpus" / name).read_bytes())
    return digest.hexdigest()


class ReadingCache:
    """Parsed sources on disk.

    Args:
        folder: Where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Parsed | Failure | None:
        """What was stored under `key`; None if nothing was, or it cannot be read."""
        try:
            data = gzip.decompress((self._folder / f"{key}.json.gz").read_bytes())
            result: Parsed | Failure = _adapter().validate_json(data)
            return result
        except (OSError, ValueError, EOFError):
            return None

    def put(self, key: str, result: Parsed | Failure) -> None:
        """Store `result` under `key`, whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False, suffix=".part") as file:
            file.write(gzip.compress(_adapter().dump_json(result), compresslevel=1))
        Path(file.name).replace(self._folder / f"{key}.json.gz")

    def keep_only(self, keys: set[str]) -> None:
        """Remove every result but these, and what interrupted writes left behind."""
        for file in self._folder.glob("*"):
            if file.name.partition(".")[0] not in keys:
                file.unlink(missing_ok=True)


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Parsed | Failure)
