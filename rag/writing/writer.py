"""Answers written by a language model out of what the engine found, every sentence checked before it is shown."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from corpus import Lang
from rag import messages, prompts
from rag.engine import Engine
from rag.models import LanguageModel, ModelFailure
from rag.stopwatch import Stopwatch
from rag.types import Answer, Unsupported
from rag.writing.blocks import Block, parts
from rag.writing.checking import Checked, Checker
from rag.writing.draft import SUPPORTED, Draft
from rag.writing.judging import WritersJudge
from rag.writing.sentences import Sentence, sentences

if TYPE_CHECKING:
    from rag.verify import Verifier

_SENTENCES = 3
"""That a model may write on one law, and in comparing them."""
_TOKENS = 110
"""Of a reply, for each sentence."""
_MARGIN = 64
"""Tokens of a conversation beside the texts: who speaks, where turns begin."""


class _CalledOff(Exception):  # noqa: N818 (no fault)
    """Nobody waits for the rest of a reply."""


class Writer:
    """Answers as an `Engine` does, in sentences that a language model writes from what the engine found.

    What a law says is asked law by law and facet by facet, each from its own findings; what they have in common and
    where they differ is asked of the sentences that passed the check. If the model fails, the answer is the extractive
    one, with a note that says why. Safe to use from several threads.

    Args:
        engine: Finds.
        model: Writes.
        verifier: Checks; by default its rules, with the model itself as judge where it tells log probabilities.
        unsupported: Whether a sentence that fails the check is dropped, what the source says being put in its place, or
            left with its mark.
    """

    def __init__(
        self,
        engine: Engine,
        model: LanguageModel,
        *,
        verifier: "Verifier | None" = None,
        unsupported: Unsupported = "drop",
    ) -> None:
        self.engine, self.model, self.unsupported = engine, model, unsupported
        self._verifier = verifier

    def ask(
        self,
        question: str,
        *,
        instruments: Sequence[str] = (),
        as_of: date | None = None,
        answer_in: Lang | None = None,
    ) -> Answer:
        """Answer a question; arguments and errors as of `Engine.ask`."""
        return self.write(
            self.engine.ask(question, instruments=instruments, as_of=as_of, answer_in=answer_in)
        )

    def compare(
        self,
        facets: Sequence[str],
        instruments: Sequence[str] = (),
        *,
        poles: Sequence[str] = (),
        as_of: date | None = None,
        answer_in: Lang = "en",
    ) -> Answer:
        """Compare instruments; arguments and errors as of `Engine.compare`."""
        return self.write(
            self.engine.compare(facets, instruments, poles=poles, as_of=as_of, answer_in=answer_in)
        )

    def write(self, answer: Answer) -> Answer:
        """An extractive answer, written out."""
        *_, last = self.stream(answer)
        return last

    def stream(self, answer: Answer, *, cancelled: threading.Event | None = None) -> Iterator[Answer]:
        """An extractive answer as it is written out: as it stands after every sentence that was checked.

        Each is whole: quotes stand where nothing is written yet. The last is the answer. If the model fails on the
        way, it is the extractive answer with a note.

        Args:
            answer: What was found.
            cancelled: Ends the writing when set: what was checked stays, the rest is quotes.
        """
        if not answer.statements:
            yield answer
            return
        yield from self._stream(self._begun(answer), cancelled or threading.Event())

    def drafted(self, answer: Answer) -> tuple[Answer, Answer]:
        """An extractive answer as the model first writes it out, unchecked, and as it is after checking."""
        if not answer.statements:
            return answer, answer
        draft = self._begun(answer)
        *_, checked = self._stream(draft, threading.Event())
        return (draft.unchecked(), checked) if checked.mode == "llm" else (checked, checked)

    def _begun(self, answer: Answer) -> Draft:
        return Draft(answer, self.model.name, self.unsupported, parts(answer, self.engine.registry))

    def _stream(self, draft: Draft, off: threading.Event) -> Iterator[Answer]:
        watch, answer = Stopwatch(), draft.answer
        try:
            while draft.ahead and not off.is_set():
                yield from self._part(draft, watch, off)
            if answer.matrix is not None and not off.is_set():
                self._compare(draft, watch, off)
        except ModelFailure as failure:
            note = messages.model_failed(str(failure), answer.language)
            yield answer.model_copy(update={"notes": (note, *answer.notes)})
            return
        if off.is_set() and not draft.sentences:
            yield answer
            return
        timings = {**answer.timings_ms, **watch.timings}
        timings["total"] = round(answer.timings_ms.get("total", 0.0) + watch.total()["total"], 2)
        yield draft.whole().model_copy(update={"timings_ms": timings})

    # --- the parts ------------------------------------------------------------------------------------------------

    def _part(self, draft: Draft, watch: Stopwatch, off: threading.Event) -> Iterator[Answer]:
        """Write, check and repair what one law says."""
        lang, question = draft.answer.language, draft.answer.question
        part = draft.begin()
        blocks = self._fitting(part.blocks, prompts.RULES[lang] + question)
        checked: list[Checked] = []
        if blocks:
            shown = [(b.number, b.text) for b in blocks]
            most = min(_SENTENCES, len(blocks) + 1)
            prompt = prompts.part(lang, question, part.law, shown, about=part.about, most=most)
            for one in self._checked(draft, prompt, blocks, most, watch, off):
                checked.append(one)
                draft.add(one)
                yield draft.whole()
        draft.wrote(checked, part)
        draft.settle(self._repaired(draft, blocks, checked, watch, off))
        yield draft.whole()

    def _compare(self, draft: Draft, watch: Stopwatch, off: threading.Event) -> None:
        """Compare what was found of several laws, from the sentences and quotes that stand in the draft."""
        findings = draft.findings()
        if len({finding.instrument for finding in findings}) < 2:
            return
        lang, question = draft.answer.language, draft.answer.question
        findings = self._fitting(findings, prompts.RULES[lang] + question)
        shown = [(b.number, b.text) for b in findings]
        prompt = prompts.comparison(lang, question, shown, most=_SENTENCES)
        checked = list(self._checked(draft, prompt, findings, _SENTENCES, watch, off))
        draft.wrote(checked)
        draft.compare(self._repaired(draft, findings, checked, watch, off))

    def _checked(
        self,
        draft: Draft,
        prompt: str,
        blocks: Sequence[Block],
        most: int,
        watch: Stopwatch,
        off: threading.Event,
    ) -> Iterator[Checked]:
        """At most `most` sentences of the model's reply, each checked as soon as it is whole."""
        given = {block.number: block for block in blocks}
        read: set[str] = set()
        for sentence in islice(self._replied(draft, prompt, most, watch, off), most):
            if sentence.text not in read:
                read.add(sentence.text)
                yield self._check(sentence, given, draft.answer, watch)

    def _repaired(
        self,
        draft: Draft,
        blocks: Sequence[Block],
        checked: Sequence[Checked],
        watch: Stopwatch,
        off: threading.Event,
    ) -> list[tuple[Checked, bool]]:
        """The sentences, those that failed cited better or written again once; each with whether it was."""
        lang, question = draft.answer.language, draft.answer.question
        given = {block.number: block for block in blocks}
        results = [(one, False) for one in checked]
        for i, one in enumerate(checked):
            if one.support != SUPPORTED:
                with watch.stage("check"):
                    cited = self._checker.better_cited(one, given, lang, question)
                if cited is not None:
                    results[i] = (cited, True)
        failed = [i for i, (one, _) in enumerate(results) if one.support != SUPPORTED]
        if not failed or off.is_set():
            return results
        faults = [(checked[i].text, "; ".join(checked[i].reasons) or "?") for i in failed]
        prompt = prompts.repair(lang, [(b.number, b.text) for b in blocks], faults)
        standing = {one.text for one, _ in results if one.support == SUPPORTED}
        better = []
        mending = self._replied(draft, prompt, len(failed), watch, off, stage="repair")
        for sentence in islice(mending, len(failed)):
            again = self._check(sentence, given, draft.answer, watch)
            if again.support == SUPPORTED and again.text not in standing:
                better.append(again)
        for i in failed:
            # the model may have left out those that it could not mend, so what it wrote is matched by what it cites
            mended = next((b for b in better if set(b.blocks) & set(checked[i].blocks)), None)
            if mended is not None:
                better.remove(mended)
                results[i] = (mended, True)
        return results

    @cached_property
    def _checker(self) -> Checker:
        from rag.verify import Verifier

        registry = self.engine.registry
        verifier = self._verifier or Verifier(WritersJudge(self.model, registry), registry=registry)
        return Checker(verifier, registry)

    # --- the model ------------------------------------------------------------------------------------------------

    def _replied(
        self,
        draft: Draft,
        prompt: str,
        most: int,
        watch: Stopwatch,
        off: threading.Event,
        *,
        stage: str = "write",
    ) -> Iterator[Sentence]:
        """The sentences of the model's reply as they come; none that was left unfinished."""
        rules = prompts.RULES[draft.answer.language]
        draft.prompt_tokens += self.model.tokens(rules) + self.model.tokens(prompt)
        pieces = self.model.write(rules, prompt, limit=most * _TOKENS, cancelled=off)

        def counted() -> Iterator[str]:
            written = ""
            try:
                while True:
                    with watch.stage(stage):
                        piece = next(pieces, None)
                    if off.is_set():
                        raise _CalledOff
                    if piece is None:
                        return
                    written += piece
                    yield piece
            finally:
                draft.reply_tokens += self.model.tokens(written)
                close = getattr(pieces, "close", None)
                if close is not None:
                    close()

        with suppress(_CalledOff):
            yield from sentences(counted())

    def _check(
        self, sentence: Sentence, given: dict[int, Block], answer: Answer, watch: Stopwatch
    ) -> Checked:
        with watch.stage("check"):
            return self._checker.check(sentence, given, answer.language, answer.question)

    def _fitting(self, blocks: Sequence[Block], beside: str) -> list[Block]:
        """As many of the blocks, the first first, as the model can read beside the rest."""
        room = self.model.window - self.model.tokens(beside) - _SENTENCES * _TOKENS - 4 * _MARGIN
        fitting = []
        for block in blocks:
            if not block.text:
                continue
            room -= self.model.tokens(block.text) + _MARGIN // 4
            if room < 0:
                break
            fitting.append(block)
        return fitting
