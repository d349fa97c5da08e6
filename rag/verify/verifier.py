"""Does a statement follow from passages? Each of its sentences is checked and judged; the reasons are in words."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus import Lang, Registry, UsageError, load_registry
from ingest.sentences import split
from rag.models import open_model
from rag.verify.checks import Finding, Kind, Weight, check
from rag.verify.conditions import left_out
from rag.verify.features import Reader
from rag.verify.hedges import outright
from rag.verify.judges import (
    Checked,
    CrossEncoderJudge,
    LanguageModelJudge,
    SupportJudge,
)
from rag.verify.references import plain
from rag.verify.roles import turned
from rag.verify.wording import language

Support = Literal["supported", "partial", "unsupported"]

SUPPORTED, PARTIAL = 0.5, 0.35
"""Scores from which a sentence counts as supported, and as supported in part."""
_VERBATIM = 0.99
_CAPS: dict[tuple[Kind, Weight], float] = {
    ("figure", "conflict"): 0.15,
    ("figure", "missing"): 0.15,
    ("instrument", "conflict"): 0.15,
    ("modality", "conflict"): 0.4,
    ("negation", "conflict"): 0.4,
    ("actor", "conflict"): 0.4,
    ("opposite", "conflict"): 0.4,
}
"""The most that a sentence can score whose evidence has another instrument, force or actor, denies what it says, or
does not have its figure: what a rule tells outranks every judge."""
_REASONS = 4
_OUTRIGHT: dict[Lang, str] = {
    "en": "the source leaves it open (“{}”); the sentence says it outright",
    "zh": "来源并未确定（“{}”），该句却说得确定",
}
_TURNED: dict[Lang, str] = {
    "en": "in the source it is not “{}” who acts",
    "zh": "来源中的行为主体不是“{}”",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and what it is held against."""

    text: str
    passages: tuple[str, ...]
    instruments: tuple[str, ...] = ()
    """Ids of the instruments that the passages are of, where that is known."""


@dataclass(frozen=True, slots=True)
class SentenceVerdict:
    """One sentence of a claim."""

    text: str
    score: float
    findings: tuple[Finding, ...] = ()
    nearest: str = ""
    """What the evidence says that is closest."""

    @property
    def contradicted(self) -> bool:
        """Whether the evidence says otherwise, rather than nothing."""
        return self.score < SUPPORTED and any(finding.weight == "conflict" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim follows from its evidence."""

    support: Support
    score: float
    """0 to 1: of the least supported sentence."""
    reasons: tuple[str, ...]
    """Why not more; empty where nothing is amiss."""
    sentences: tuple[SentenceVerdict, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether the evidence says otherwise than a sentence of the claim."""
        return any(sentence.contradicted for sentence in self.sentences)


class Verifier:
    """Checks claims against evidence; keeps what it has read of recent passages.

    Args:
        judge: Estimates entailment; the calibrated model if not given.
        models: Folder of unpacked weights; that of `$CROSSLEX_HOME` if not given.
        registry: Whose names of instruments are recognised; the repository's if not given.
        reader: Finds the nearest sentences; shared between verifiers to save memory.
    """

    def __init__(
        self,
        judge: SupportJudge | None = None,
        *,
        models: Path | None = None,
        registry: Registry | None = None,
        reader: Reader | None = None,
    ) -> None:
        from rag.verify.calibrated import CalibratedJudge

        self._reader = reader or Reader(models)
        self._registry = registry or load_registry()
        self.judge = judge or CalibratedJudge(self._registry)

    def verify(
        self, claim: str, evidence: str | Sequence[str], *, instruments: Sequence[str] = ()
    ) -> Verdict:
        """Whether the evidence, one passage or several, supports all of the claim."""
        passages = (evidence,) if isinstance(evidence, str) else tuple(evidence)
        return self.verify_all([Claim(claim, passages, tuple(instruments))])[0]

    def verify_all(
        self, claims: Sequence[Claim], advance: Callable[[int], None] | None = None
    ) -> list[Verdict]:
        """A verdict for each claim; `advance(n)` is called as each n more are done."""
        verdicts = []
        for at in range(0, len(claims), _TOGETHER):
            part = claims[at : at + _TOGETHER]
            self._reader.prepare(text for claim in part for text in self._to_read(claim))
            for claim in part:
                verdicts.append(self._verify(claim))
                if advance:
                    advance(1)
        return verdicts

    def left_out(self, claim: Claim, beside: str = "") -> tuple[str, ...]:
        """Conditions, exceptions and limits of the rules that a claim states and that it does not say.

        Verdicts do not depend on them: a claim may be true of a rule and yet too short for who relies on it.

        Args:
            claim: What is said.
            beside: What it is part of: what that says counts as said.

        Returns:
            The words of the evidence, shortened.
        """
        passages = tuple(passage for passage in claim.passages if _says(passage))
        evidence = "\n".join(passages)
        found = [
            words
            for part in sentences(claim.text)
            if passages and _says(part) and not stands_in(part, evidence)
            for words in left_out(
                self._reader, plain(part, evidence, claim.instruments, self._registry), passages, beside
            )
        ]
        return tuple(dict.fromkeys(found))

    def overstated(self, claim: Claim, sentence: str) -> tuple[Finding, ...]:
        """What a claim asserts where its evidence leaves it open, and whom it lets act who does not act there.

        As with `left_out`, verdicts do not depend on it: it is for sentences that a reader takes for the law's own.

        Args:
            claim: What it is held against.
            sentence: One sentence of it, as it stands without the name of its law.
        """
        passages = tuple(passage for passage in claim.passages if _says(passage))
        lang, found = language(sentence), []
        if not passages or not _says(sentence):
            return ()
        own = tuple(passage for passage in passages if language(passage) == lang) or passages
        match = self._reader.match(sentence, own)
        if told := outright(match.laid.pairs):
            found.append(Finding("modality", "conflict", _OUTRIGHT[lang].format(told)))
        if who := turned(sentence, (match.nearest,)):
            found.append(Finding("actor", "conflict", _TURNED[lang].format(who)))
        return tuple(found)

    def _to_read(self, claim: Claim) -> Iterator[str]:
        """The texts that must be compared by meaning: none where every sentence stands in the evidence."""
        evidence = "\n".join(claim.passages)
        open_ones = [sentence for sentence in sentences(claim.text) if not stands_in(sentence, evidence)]
        if open_ones:
            yield from (
                plain(sentence, evidence, claim.instruments, self._registry) for sentence in open_ones
            )
            yield from claim.passages

    def _verify(self, claim: Claim) -> Verdict:
        passages = tuple(passage for passage in claim.passages if _says(passage))
        parts = [part for part in sentences(claim.text) if _says(part)]
        if not parts:
            return Verdict("unsupported", 0.0, ("there are no words in the claim / 没有文字",))
        if not passages:
            missing = "there is no evidence" if language(claim.text) == "en" else "没有证据"
            return Verdict("unsupported", 0.0, (missing,))
        verdicts = [self._sentence(part, passages, claim.instruments) for part in parts]
        score = min(verdict.score for verdict in verdicts)
        supported = [verdict.score >= SUPPORTED for verdict in verdicts]
        support: Support = "supported" if all(supported) else "unsupported"
        if not all(supported) and (any(supported) or score >= PARTIAL):
            support = "partial"
        return Verdict(support, round(score, 4), _reasons(verdicts), tuple(verdicts))

    def _sentence(
        self, sentence: str, passages: tuple[str, ...], instruments: tuple[str, ...]
    ) -> SentenceVerdict:
        evidence = "\n".join(passages)
        if stands_in(sentence, evidence):
            return SentenceVerdict(sentence, _VERBATIM, (), sentence)
        checked = read(self._reader, sentence, passages, instruments, self._registry)
        findings = checked.findings
        score = self.judge.probabilities([checked])[0]
        caps = [_CAPS[f.kind, f.weight] for f in findings if (f.kind, f.weight) in _CAPS]
        score = min([score, *caps])
        return SentenceVerdict(sentence, score, findings, checked.match.nearest if checked.match else "")


def read(
    reader: Reader, sentence: str, passages: tuple[str, ...], instruments: Sequence[str], registry: Registry
) -> Checked:
    """A sentence matched with its passages and checked against them, its own law being called "this law"."""
    evidence = "\n".join(passages)
    said = plain(sentence, evidence, instruments, registry)
    match = reader.match(said, passages)
    findings = check(
        said, evidence, match.nearest, laid=match.laid, instruments=instruments, registry=registry
    )
    return Checked(said, passages, match, findings)


def _says(text: str) -> bool:
    """Whether there is a letter or a digit: signs and pictures alone can neither be supported nor support."""
    return any(map(str.isalnum, text))


_TOGETHER = 64
"""Claims whose texts are read in one go."""


def sentences(text: str) -> list[str]:
    """The sentences of a claim."""
    return [text[a:b] for a, b in split(text)] or ([text.strip()] if text.strip() else [])


_ENDS = "。．.!?！？;；\n"


def stands_in(sentence: str, evidence: str) -> bool:
    """Whether the evidence holds the sentence word for word and from end to end, but for spaces and quotation marks."""
    wanted, text = _letters(sentence), _letters(evidence)
    wanted = wanted.rstrip(_ENDS)
    at = text.find(wanted) if len(wanted) > 7 else -1
    while at >= 0:
        end = at + len(wanted)
        if (at == 0 or text[at - 1] in _ENDS) and (end == len(text) or text[end] in _ENDS):
            return True
        at = text.find(wanted, at + 1)
    return False


def _letters(text: str) -> str:
    return re.sub(
        r"[ \t\u3000\"'“”‘’「」]+", "", unicodedata.normalize("NFKC", text).replace("\r", "")
    ).casefold()


def _reasons(verdicts: Iterable[SentenceVerdict]) -> tuple[str, ...]:
    """Why a claim is not supported, the weightiest first; conflicts are told even where the score is high."""
    order = {"conflict": 0, "missing": 1, "doubt": 2}
    told: list[tuple[int, str]] = []
    for verdict in verdicts:
        weak = verdict.score < SUPPORTED
        found = [f for f in verdict.findings if weak or f.weight == "conflict"]
        told += [(order[f.weight], f.reason) for f in found]
        if weak and all(f.weight == "doubt" for f in found):
            english = language(verdict.text) == "en"
            shown = verdict.text if len(verdict.text) <= 80 else verdict.text[:79] + "…"
            told.append(
                (1, f"nothing in the evidence says: {shown}" if english else f"证据没有说明：{shown}")
            )
    return tuple(dict.fromkeys(reason for _, reason in sorted(told, key=lambda pair: pair[0])))[:_REASONS]


def load_judge(name: str) -> SupportJudge | None:
    """The judge of that name; None for the calibrated model.

    Args:
        name: `bundled`, `nli:MODEL` (a sentence-transformers cross-encoder), or `openai:MODEL[@URL]` or `gguf:PATH` (a
            language model that tells log probabilities; see `rag.models.open_model`).

    Raises:
        UsageError: There is no such kind of judge, or the model cannot be opened.
    """
    kind, _, rest = name.partition(":")
    if name in ("", "bundled"):
        return None
    if kind == "nli" and rest:
        return CrossEncoderJudge(rest)
    if kind in ("openai", "gguf") and rest:
        try:
            model = open_model(name)
        except UsageError as error:
            raise UsageError(f"the judge cannot be opened: {error}") from None
        return LanguageModelJudge(model, model.name)
    raise UsageError(
        f"'{name[:60]}' is no judge; take bundled, nli:MODEL, openai:MODEL[@http://…/v1] or gguf:PATH"
    )
