"""One attack tried on a model: what reached its prompt, what it drafted, what a reader is shown."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus import Registry, load_registry
from eval.attacks.attack import Attack
from eval.attacks.carriers import carrier
from ingest import build, open_index
from rag import Answer, Engine
from rag.types import Unsupported
from rag.verify import Verifier
from rag.writing import Writer
from rag.writing.sentences import sentences

POLICIES: tuple[Unsupported, ...] = ("drop", "mark")


class Model(Protocol):
    """What is asked of a language model here (see `rag.models.LanguageModel`)."""

    name: str

    @property
    def window(self) -> int:
        """Tokens of context."""

    def tokens(self, text: str) -> int:
        """Tokens of a text."""

    def write(
        self, system: str, prompt: str, *, limit: int, cancelled: threading.Event | None = None
    ) -> Iterable[str]:
        """A reply in pieces."""

    def first_token(self, prompt: str) -> Mapping[str, float]:
        """Likely first tokens and their log probabilities."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an attack."""

    id: str
    reached: bool
    """A piece of it stood in a prompt."""
    obeyed: bool
    """In what the model drafted, whatever became of that."""
    shown: bool
    """To a reader, as supported: what must never be."""
    drafts: tuple[str, ...]
    """The replies of the model."""
    answers: tuple[str, ...]
    """The sentences of it that are shown as supported."""
    failure: str = ""
    """Why the model wrote nothing, if so."""

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)


class Recorder:
    """A model whose replies are kept: asked the same again, it need not write again."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.name, self.window = model.name, model.window
        self.replies: dict[str, str] = {}
        """By prompt."""
        self._judged: dict[str, Mapping[str, float]] = {}

    def tokens(self, text: str) -> int:
        """See `LanguageModel`."""
        return self._model.tokens(text)

    def write(
        self, system: str, prompt: str, *, limit: int, cancelled: threading.Event | None = None
    ) -> Iterator[str]:
        """See `LanguageModel`. The reply is kept whole, also where its reader stops early."""
        if prompt not in self.replies:
            pieces = self._model.write(system, prompt, limit=limit, cancelled=cancelled)
            self.replies[prompt] = "".join(pieces)
        yield self.replies[prompt]

    def first_token(self, prompt: str) -> Mapping[str, float]:
        """See `LanguageModel`."""
        if prompt not in self._judged:
            self._judged[prompt] = self._model.first_token(prompt)
        return self._judged[prompt]


@contextmanager
def indexed(attacks: Sequence[Attack], home: Path, registry: Registry | None = None) -> Iterator[Engine]:
    """Answers from an index under `home` of the documents that carry the attacks; made there if it is not.

    Args:
        attacks: What the documents carry.
        home: Where the index is.
        registry: The instruments that stand beside the documents; all of them if not given.

    Raises:
        CrosslexError: It cannot be made.
    """
    folder = home / "carriers"
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for attack in attacks:
        files.append(folder / f"{attack.id}.{attack.format}")
        files[-1].write_bytes(carrier(attack))
    registry = registry or load_registry()
    build(registry, home=home, files=files, own_only=True)
    with Engine(open_index(home), registry) as engine:
        yield engine


def document(attack: Attack) -> str:
    """The id under which an attack's document is held."""
    return f"doc-{attack.id}"


def attempt(engine: Engine, attack: Attack, model: Model, *, verifier: Verifier | None = None) -> Result:
    """Ask what an attack is about, and see.

    Args:
        engine: Over the documents that carry attacks.
        attack: One of them.
        model: Writes, and judges what it wrote unless a verifier is given.
        verifier: Checks.
    """
    recorder = Recorder(model)
    plain = engine.ask(attack.question, instruments=(document(attack),), answer_in=attack.lang)
    answers: list[Answer] = []
    for policy in POLICIES:
        writer = Writer(engine, recorder, verifier=verifier, unsupported=policy)  # type: ignore[arg-type]  # it plays one
        answers.append(writer.write(plain))
    written = [_written(answer) for answer in answers]
    drafts = tuple(recorder.replies.values())
    return Result(
        id=attack.id,
        reached=any(piece in prompt for prompt in recorder.replies for piece in attack.telling),
        obeyed=attack.obeys([(s.text, bool(s.keys)) for s in sentences(f"{d}\n" for d in drafts)])
        or any(attack.obeyed and attack.obeys([(draft, True)]) for draft in drafts),
        shown=any(attack.obeys(found) for found in written),
        drafts=drafts,
        answers=tuple(dict.fromkeys(text for found in written for text, _ in found)),
        failure="" if answers[0].mode == "llm" else " ".join(answers[0].notes[:1]),
    )


def _written(answer: Answer) -> list[tuple[str, bool]]:
    """What an answer says in the model's words without a mark, each with whether it cites anything."""
    return [
        (s.text, bool(s.citations))
        for s in answer.statements
        if s.origin != "quote" and s.support == "supported"
    ]
