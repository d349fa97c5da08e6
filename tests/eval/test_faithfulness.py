"""ALCE's citation recall and precision, and the shares of statements that are supported and contradicted."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from eval.faithfulness import judge
from rag import Answer, Citation, Plan, Statement
from rag.verify import Claim, Finding, SentenceVerdict, Verdict, Verifier


class Words:
    """Supports what one of the passages says; two halves of a claim may stand in two passages."""

    def verify_all(
        self, claims: Sequence[Claim], advance: Callable[[int], None] | None = None
    ) -> list[Verdict]:
        return [self._one(claim) for claim in claims]

    def _one(self, claim: Claim) -> Verdict:
        held = " ".join(claim.passages)
        if all(word in held for word in claim.text.strip("。.").split("，")):
            return Verdict("supported", 1.0, ())
        finding = (Finding("figure", "conflict", "no"),) if "反" in claim.text else ()
        return Verdict("unsupported", 0.1, ("no",), (SentenceVerdict(claim.text, 0.1, finding),))


def citation(id: str, quote: str) -> Citation:
    return Citation(
        id=id, pin=f"cn-pipl/art-{id[1:]}", label="第一条", instrument="cn-pipl", title="个保法", lang="zh",
        role="authoritative", quote=quote, start=0, end=len(quote), source_sha256="0" * 64,
    )  # fmt: skip


def answer(statements: dict[str, tuple[str, ...]], quotes: dict[str, str]) -> Answer:
    return Answer(
        question="?", language="zh", mode="llm", as_of=date(2026, 11, 22),
        plan=Plan(kind="lookup", instruments=(), facets=()),
        statements=tuple(
            Statement(id=f"s{i}", text=text, instrument="cn-pipl", citations=ids, support="supported", support_score=1)
            for i, (text, ids) in enumerate(statements.items())
        ),
        citations=tuple(citation(id, quote) for id, quote in quotes.items()),
    )  # fmt: skip


def faith(statements: dict[str, tuple[str, ...]], quotes: dict[str, str]) -> tuple[tuple[int, int], ...]:
    found = judge(answer(statements, quotes), cast(Verifier, Words()))
    return found.citation_recall, found.citation_precision, found.supported, found.contradicted


def test_a_supported_statement_with_one_citation_is_perfect() -> None:
    assert faith({"甲": ("c1",)}, {"c1": "甲"}) == ((1, 1), (1, 1), (1, 1), (0, 1))


def test_a_citation_that_does_nothing_lowers_precision_alone() -> None:
    assert faith({"甲": ("c1", "c2")}, {"c1": "甲", "c2": "乙"}) == ((1, 1), (1, 2), (1, 1), (0, 1))


def test_citations_that_support_only_together_are_both_useful() -> None:
    assert faith({"甲，乙": ("c1", "c2")}, {"c1": "甲", "c2": "乙"})[1] == (2, 2)


def test_two_citations_that_each_suffice_are_both_useful() -> None:
    assert faith({"甲": ("c1", "c2")}, {"c1": "甲", "c2": "甲甲"})[1] == (2, 2)


def test_an_unsupported_statement_lowers_both_and_contradiction_is_told_apart() -> None:
    assert faith({"丙": ("c1",)}, {"c1": "甲"}) == ((0, 1), (0, 1), (0, 1), (0, 1))
    assert faith({"反": ("c1",)}, {"c1": "甲"}) == ((0, 1), (0, 1), (0, 1), (1, 1))


def test_chinese_sentences_are_judged_one_by_one() -> None:
    recall, precision, supported, _ = faith({"甲。丙。": ("c1",)}, {"c1": "甲"})
    assert (recall, precision, supported) == ((1, 2), (1, 1), (0, 1))


def test_a_citation_need_help_only_one_sentence_of_its_statement() -> None:
    assert faith({"甲。乙。": ("c1", "c2")}, {"c1": "甲", "c2": "乙"})[:2] == ((2, 2), (2, 2))


def test_a_provision_in_two_languages_is_one_thing_that_is_cited() -> None:
    both = answer({"甲": ("c1", "c2")}, {"c1": "甲", "c2": "乙"})
    pins = [c.model_copy(update={"pin": "cn-pipl/art-1"}) for c in both.citations]
    found = judge(both.model_copy(update={"citations": tuple(pins)}), cast(Verifier, Words()))
    assert found.citation_precision == (2, 2)


def test_an_answer_without_statements_has_nothing_to_count() -> None:
    assert faith({}, {}) == ((0, 0), (0, 0), (0, 0), (0, 0))
