"""How faithful an answer is to what it cites: ALCE's citation recall and precision, and the verifier's verdicts.

After Gao, Yen, Yu and Chen, "Enabling large language models to generate text with citations" (ALCE), EMNLP 2023, with
`rag.verify` in the place of their English entailment model, so that the statement and its source may be in different
languages, and with sentences divided as law divides them (ingest.sentences), in Chinese too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import covers
from ingest.sentences import split
from rag import Answer, Citation
from rag.verify import Claim, Verdict, Verifier

KNOWN_WEAKNESSES = (
    "Faithfulness is told by a verifier that errs. Below, what the bundled one gets wrong on pairs that it was not "
    "fitted to (eval/LOG.md; `python -m eval.perturbations` measures it anew).",
    "It misses more than half of the conditions, exceptions and qualifiers that a statement drops or widens, and about "
    "four in ten denials and invented details.",
    "Outside law it misses most single words exchanged across languages.",
    "It refuses about a quarter of true statements, above all long ones, and what a law is said not to regulate: no "
    "passage says so.",
    "Statements that are quotes, or restatements beside their own text, are easy for it: high rates say little there.",
)
"""What a reader must know before believing figures on faithfulness, a line each."""


@dataclass(frozen=True, slots=True)
class SentenceFaith:
    """One sentence of an answer against what it cites."""

    statement: str
    """Id of the statement that it is part of."""
    text: str
    support: Verdict
    """Against all its citations together."""
    citations: tuple[str, ...]
    """Ids."""
    useful: tuple[bool, ...]
    """Of each citation whether it does something for the sentence (ALCE's precision)."""

    @property
    def recalled(self) -> bool:
        """ALCE's citation recall: the citations together support the sentence."""
        return self.support.support == "supported"


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """An answer's sentences, judged; each pair is a total and the number of things it is a total of."""

    sentences: tuple[SentenceFaith, ...]

    @property
    def citation_recall(self) -> tuple[int, int]:
        """Sentences that their citations, taken together, support; of all sentences."""
        return sum(s.recalled for s in self.sentences), len(self.sentences)

    @property
    def citation_precision(self) -> tuple[int, int]:
        """Citations that do something for a sentence of their statement; of all citations.

        For a sentence that is not supported no citation does anything. Nor does one that alone does not support the
        sentence, while the others support it without it.
        """
        useful: dict[tuple[str, str], bool] = {}
        for sentence in self.sentences:
            for citation, helps in zip(sentence.citations, sentence.useful, strict=True):
                key = sentence.statement, citation
                useful[key] = useful.get(key, False) or helps
        return sum(useful.values()), len(useful)

    @property
    def supported(self) -> tuple[int, int]:
        """Statements all of whose sentences are supported; of all statements."""
        return self._statements("supported")

    @property
    def contradicted(self) -> tuple[int, int]:
        """Statements with a sentence that its citations contradict: they say otherwise, rather than nothing."""
        return self._statements("contradicted")

    def _statements(self, what: str) -> tuple[int, int]:
        ids = dict.fromkeys(s.statement for s in self.sentences)
        if what == "contradicted":
            hit = {s.statement for s in self.sentences if s.support.contradicted}
            return len(hit), len(ids)
        return len(ids) - len({s.statement for s in self.sentences if not s.recalled}), len(ids)


def judge(answer: Answer, verifier: Verifier) -> Faithfulness:
    """Judge every sentence of an answer; an abstention has none.

    A sentence of a statement has the statement's citations. The evidence of a citation is its quote, beside the
    same provision in the other language where the answer shows that.
    """
    cited = {citation.id: citation for citation in answer.citations}
    rows: list[tuple[str, str, tuple[Citation, ...]]] = []
    for statement in answer.statements:
        citations = tuple(cited[id] for id in statement.citations if id in cited)
        spans = split(statement.text) or [(0, len(statement.text))]
        rows += [(statement.id, statement.text[a:b], citations) for a, b in spans]
    whole = verifier.verify_all([_claim(text, citations) for _, text, citations in rows])
    found = []
    for (id, text, citations), verdict in zip(rows, whole, strict=True):
        useful = _useful(text, citations, verdict, verifier)
        found.append(SentenceFaith(id, text, verdict, tuple(c.id for c in citations), useful))
    return Faithfulness(tuple(found))


def _useful(
    text: str, citations: tuple[Citation, ...], verdict: Verdict, verifier: Verifier
) -> tuple[bool, ...]:
    if verdict.support != "supported":
        return (False,) * len(citations)
    # a provision in two languages, or beside its restatement, is one thing that is cited
    same = [[o for o in citations if covers(o.pin, c.pin) or covers(c.pin, o.pin)] for c in citations]
    if all(len(group) == len(citations) for group in same):
        return (True,) * len(citations)
    alone = verifier.verify_all([_claim(text, group) for group in same])
    others = verifier.verify_all([_claim(text, [o for o in citations if o not in group]) for group in same])
    return tuple(
        a.support == "supported" or o.support != "supported" for a, o in zip(alone, others, strict=True)
    )


def _claim(text: str, citations: Sequence[Citation]) -> Claim:
    passages = [passage for c in citations for passage in (c.quote, c.parallel.quote if c.parallel else "")]
    return Claim(
        text,
        tuple(p for p in passages if p),
        tuple(dict.fromkeys(citation.instrument for citation in citations)),
    )
