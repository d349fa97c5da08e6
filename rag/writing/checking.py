"""Whether a sentence that a model wrote follows from exactly the passages that it cites."""

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus import Lang, Registry
from rag.mentions import Mentions
from rag.types import Support
from rag.verify import Claim, Verdict, Verifier
from rag.writing.ascription import BETWEEN, meant, misplaced, uncited
from rag.writing.blocks import Block
from rag.writing.closeness import alone, in_its_words
from rag.writing.language import speaks
from rag.writing.names import strangers
from rag.writing.sentences import Sentence

_SAY: dict[str, dict[Lang, str]] = {
    "uncited": {"en": "the sentence cites nothing", "zh": "该句没有注明出处"},
    "unknown": {"en": "it cites passage {}, which was not given", "zh": "所引段落{}并未提供"},
    "withheld": {
        "en": "what it cites addresses language models and was kept from this one",
        "zh": "所引内容是写给语言模型的，未予提供",
    },
    "language": {
        "en": "it is not in the language of the answer",
        "zh": "该句所用语言与答案不同",
    },
    "stranger": {"en": "“{}” is not in what it cites", "zh": "所引内容中没有“{}”"},
    "ascribed": {"en": "it speaks of {} and cites nothing of it", "zh": "该句涉及{}，却没有引用其内容"},
    "misplaced": {"en": "it names {} and does not cite it", "zh": "该句写明{}，所引的却不是该处"},
    "condition": {
        "en": "it states a rule without its condition or exception; say also: “{}”",
        "zh": "该句没有写明规则的条件或者例外；须一并写明：“{}”",
    },
    "reworded": {
        "en": "it says in other words than the source what may not be the same (surely enough from {}, it scores {}); "
        "keep to the words of the passage",
        "zh": "该句没有照原文表述，是否同义把握不足（须达{}，仅为{}）；请照原文措辞",
    },
    "link": {"en": "it holds an address or a picture", "zh": "该句含有网址或图片"},
}
_LINK = re.compile(
    r"!?\[[^\]]*\]\s*\(|[a-z][a-z\d+.-]{1,12}://|\bwww\.|\b(?:data|javascript|mailto):\S", re.IGNORECASE
)
"""What a face might load or make a link of. A citation leads to the source; a sentence has no need to."""
_HELD = 0.7
"""Share of a sentence's words from which a passage may be what it was written from."""
_HALF = 0.4
"""The most that a sentence can score that leaves out a condition of the rule that it states: it is true in part."""
_SURE = 0.9
"""Score from which a sentence is believed that is not in the words of its source; others count from
`rag.verify.verifier.SUPPORTED`. Of 45 such sentences that a model of 1.5B wrote and the verifier supported, each tenth
of those above said something else (eval/LOG.md)."""
_FEWEST = 4
"""Letters from which what is said of a law can be checked by itself."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with what became of its check."""

    text: str
    blocks: tuple[Block, ...]
    """What it cites, as far as that was given."""
    support: Support
    score: float
    reasons: tuple[str, ...] = ()


class Checker:
    """Checks sentences with a verifier: its rules, and its judge. Safe to use from several threads.

    Args:
        verifier: Judges entailment.
        registry: Whose names of laws and places are recognised.
    """

    def __init__(self, verifier: Verifier, registry: Registry) -> None:
        self._verifier, self._registry = verifier, registry
        self._mentions = Mentions(registry)
        self._verifying = threading.Lock()  # what was read of passages is kept in one place

    def check(
        self, sentence: Sentence, given: Mapping[int, Block], lang: Lang, question: str = ""
    ) -> Checked:
        """Hold a sentence against what it cites among the blocks that its writer was given.

        A sentence on several laws is held against each of them apart in what it says of that one: the deadline of one
        law, said of another, stands in the passages taken together.

        Args:
            sentence: What the model wrote.
            given: The blocks that it was shown, by number.
            lang: Language of the answer.
            question: What was asked: its names are known.
        """
        blocks = tuple(given[key] for key in sentence.keys if key in given)
        unknown = [str(key) for key in sentence.keys if key not in given]
        if not sentence.keys:
            return Checked(sentence.text, (), "unsupported", 0.0, (_SAY["uncited"][lang],))
        if unknown:
            reason = _SAY["unknown"][lang].format(("、" if lang == "zh" else ", ").join(unknown))
            return Checked(sentence.text, blocks, "unsupported", 0.0, (reason,))
        if not any(block.passages for block in blocks):
            return Checked(sentence.text, blocks, "unsupported", 0.0, (_SAY["withheld"][lang],))
        if not speaks(sentence.text, lang):
            return Checked(sentence.text, blocks, "unsupported", 0.0, (_SAY["language"][lang],))
        if _LINK.search(sentence.text):
            return Checked(sentence.text, blocks, "unsupported", 0.0, (_SAY["link"][lang],))
        passages = [passage for block in blocks for passage in block.passages]
        laws = self._mentions.laws(sentence.text)
        if names := strangers(sentence.text, lang, passages, question, laws):
            reason = _SAY["stranger"][lang].format(("、" if lang == "zh" else ", ").join(names))
            return Checked(sentence.text, blocks, "unsupported", 0.0, (reason,))
        if names := uncited(sentence.text, blocks, laws, self._mentions, self._registry):
            reason = _SAY["ascribed"][lang].format(("、" if lang == "zh" else ", ").join(names))
            return Checked(sentence.text, blocks, "unsupported", 0.0, (reason,))
        if places := misplaced(sentence.text, blocks):
            reason = _SAY["misplaced"][lang].format(("、" if lang == "zh" else ", ").join(places))
            return Checked(sentence.text, blocks, "unsupported", 0.0, (reason,))
        claims = [_claim(sentence.text, blocks)]
        if len({block.instrument for block in blocks}) > 1:
            claims += [_claim(text, of) for text, of in self._said_of_each(sentence.text, blocks)]
        with self._verifying:
            verdicts = self._verifier.verify_all(claims)
            checked = _worst(sentence.text, blocks, verdicts)
            if checked.support == "supported":
                checked = self._same(checked, claims, verdicts, lang)
            return self._whole(checked, claims, lang) if checked.support != "unsupported" else checked

    def better_cited(
        self, checked: Checked, given: Mapping[int, Block], lang: Lang, question: str = ""
    ) -> Checked | None:
        """A sentence that is not supported, citing instead the block that holds most of its words, if that supports it.

        Small models write what a passage says and give the number of another.
        """
        others = [b for b in given.values() if b not in checked.blocks and b.passages]
        words = _words(checked.text)
        near = max(others, key=lambda b: _share(words, b), default=None)
        if near is None or _share(words, near) < _HELD:
            return None
        again = self.check(Sentence(checked.text, (near.number,)), given, lang, question)
        return again if again.support == "supported" else None

    def _same(
        self, checked: Checked, claims: Sequence[Claim], verdicts: Sequence[Verdict], lang: Lang
    ) -> Checked:
        """A sentence in other words than its source asserts no more than that, lets act who acts there, and is sure.

        With several laws each is asked for its own.
        """
        asked = list(zip(claims, verdicts, strict=True))
        told: list[str] = []
        least = 1.0
        for claim, verdict in asked[1:] or asked:
            laws = self._mentions.laws(claim.text)
            if in_its_words(claim.text, claim.passages, laws):
                continue
            least = min(least, verdict.score)
            told += [f.reason for f in self._verifier.overstated(claim, alone(claim.text, laws))]
        if told:
            reasons = tuple(dict.fromkeys((*told, *checked.reasons)))
            return replace(checked, support="unsupported", score=min(checked.score, _HALF), reasons=reasons)
        if least < _SURE:
            reason = _SAY["reworded"][lang].format(_SURE, f"{least:.2f}")
            return replace(checked, support="partial", reasons=(reason, *checked.reasons))
        return checked

    def _whole(self, checked: Checked, claims: Sequence[Claim], lang: Lang) -> Checked:
        """A sentence is supported in part only where it leaves out conditions or exceptions of the rules it states.

        With several laws each is asked for its own; what the sentence says anywhere is said of all.
        """
        asked = claims[1:] or claims
        unsaid = [words for c in asked for words in self._verifier.left_out(c, checked.text)]
        if not unsaid:
            return checked
        told = tuple(_SAY["condition"][lang].format(words) for words in dict.fromkeys(unsaid))
        score = min(checked.score, _HALF)
        return replace(checked, support="partial", score=score, reasons=(*told, *checked.reasons))

    def _said_of_each(self, text: str, blocks: Sequence[Block]) -> list[tuple[str, tuple[Block, ...]]]:
        """What a sentence says of each law that it cites, with the blocks of that law.

        What stands between the name of one law (or of several in a row) and the next name is said of that one. A
        sentence that names no law says all of it of each.
        """
        instruments = list(dict.fromkeys(block.instrument for block in blocks))
        named = [(m, meant(m, instruments, self._registry)) for m in self._mentions.laws(text)]
        runs: list[tuple[int, int, set[str]]] = []  # where the names begin and end, and whose they are
        for mention, of in named:
            if not of:
                continue
            if runs and BETWEEN.match(text[runs[-1][1] : mention.start]):
                start, _, before = runs[-1]
                runs[-1] = (start, mention.end, before | of)
            else:
                runs.append((mention.start, mention.end, of))
        if not runs:
            return [(text, _of(blocks, {instrument})) for instrument in instruments]
        said = []
        for i, (start, _, those) in enumerate(runs):
            begin = 0 if i == 0 else start
            end = runs[i + 1][0] if i + 1 < len(runs) else len(text)
            clause = text[begin:end].strip(" ,;，；。")
            if len(re.findall(r"\w", clause)) >= _FEWEST:
                said += [(clause, _of(blocks, {instrument})) for instrument in sorted(those)]
        return said


def _words(text: str) -> set[str]:
    """The words of a text, or pairs of characters in Chinese."""
    han = re.findall(r"[\u3400-\u9fff]+", text)
    pairs = {run[i : i + 2] for run in han for i in range(len(run) - 1)}
    return pairs | {word for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 2}


def _share(words: set[str], block: Block) -> float:
    """The share of some words that a block's passages hold."""
    held = set().union(*(_words(passage) for passage in block.passages))
    return len(words & held) / len(words) if words else 0.0


def _of(blocks: Sequence[Block], instruments: set[str]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.instrument in instruments)


def _claim(text: str, blocks: Sequence[Block]) -> Claim:
    passages = tuple(dict.fromkeys(passage for block in blocks for passage in block.passages))
    return Claim(text, passages, tuple(dict.fromkeys(block.instrument for block in blocks)))


def _worst(text: str, blocks: tuple[Block, ...], verdicts: Sequence[Verdict]) -> Checked:
    worst = min(verdicts, key=lambda verdict: verdict.score)
    order: tuple[Support, ...] = ("unsupported", "partial", "supported")
    support = min((verdict.support for verdict in verdicts), key=order.index)
    return Checked(text, blocks, support, worst.score, worst.reasons)
