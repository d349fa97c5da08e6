"""Running a set: order, failures, and what moves which metric, on a real engine over invented laws."""

import random
from dataclasses import replace

import pytest

from corpus import CrosslexError
from eval.faithfulness import judge
from eval.metrics import scores
from eval.outcome import Outcome, check_quotes
from eval.report import Estimates, summarise
from eval.runner import WARM_UP, run
from ingest.summary import Silent
from rag import Answer, Engine
from rag.verify import Verifier
from tests.eval.conftest import QUESTIONS
from tests.eval.synthetic import DAY, StubEngine, answer, hit, hits, question
from tests.rag.kettle_registry import CN, EU

# --- with an engine of cardboard --------------------------------------------------------------------------------------


def stub(answers: dict[str, object], found: dict[str, object] | None = None) -> Engine:
    return StubEngine(answers, found)  # type: ignore[return-value]


def test_every_question_is_asked_before_it_is_searched() -> None:
    engine = StubEngine({})
    run(engine, [question("a", as_of=DAY), question("b")])  # type: ignore[arg-type]
    warm, rest = engine.calls[:2], engine.calls[2:]
    assert {text for _, text, _ in warm} == {WARM_UP}
    assert rest == [
        ("ask", "What of a?", DAY),
        ("search", "What of a?", None),
        ("ask", "What of b?", None),
        ("search", "What of b?", None),
    ]


def test_a_failing_question_is_told_and_the_run_goes_on() -> None:
    class Notes(Silent):
        lines: list[str] = []  # noqa: RUF012 (one instance)
        steps = 0

        def note(self, line: str) -> None:
            self.lines.append(line)

        def advance(self, n: int = 1) -> None:
            self.steps += n

    notes = Notes()
    gold = ("eu-x/art-1",)
    questions = [question(id, gold) for id in ("bug", "refused", "lost", "fine")]
    engine = stub(
        {
            "What of bug?": RuntimeError("a\nb"),
            "What of refused?": CrosslexError("the index is damaged"),
            "What of lost?": answer("Text.", "eu-x/art-1"),
            "What of fine?": answer("Text.", "eu-x/art-1"),
        },
        {
            "What of fine?": hits("eu-x/art-1"),
            "What of bug?": hits("eu-x/art-1"),
            "What of lost?": ValueError("x"),
        },
    )
    bug, refused, lost, fine = run(engine, questions, progress=notes)
    assert (bug.error, refused.error) == ("unexpected RuntimeError: a b", "the index is damaged")
    assert bug.answer is None and bug.milliseconds is None
    assert scores(bug)["recall@1"].total == 1, "that asking failed says nothing of searching"
    assert lost.answer is not None and lost.error == "unexpected ValueError: x" and lost.hits == ()
    assert fine.error is None and fine.milliseconds is not None
    assert notes.lines[0] == "made bug: unexpected RuntimeError: a b" and len(notes.lines) == 3
    assert notes.steps == 4


def test_stopping_stops() -> None:
    with pytest.raises(KeyboardInterrupt):
        run(stub({"What of a?": KeyboardInterrupt()}), [question("a")])  # type: ignore[dict-item]


# --- with a real one --------------------------------------------------------------------------------------------------

model = pytest.mark.model


def metrics(outcomes: list[Outcome]) -> Estimates:
    return summarise(outcomes, [], index={}, seconds=0).metrics


def changed(before: list[Outcome], after: list[Outcome]) -> set[str]:
    one, other = metrics(before), metrics(after)
    return {name for name in one if name not in other or one[name].value != other[name].value}


@model
def test_the_kettle_laws_are_found_and_answered(kettle_outcomes: list[Outcome]) -> None:
    assert [o.question for o in kettle_outcomes] == list(QUESTIONS)
    assert [o.error for o in kettle_outcomes] == [None] * len(QUESTIONS)
    found = metrics(kettle_outcomes)
    assert found["recall@10"].value == 1
    assert found["wrong_instrument_rate"].value == 0
    assert found["quote_verbatim_rate"].value == 1 and found["quote_verbatim_rate"].n > 10
    assert found["abstention_recall"].value == 1
    assert found["fact_accuracy"].value == 1
    assert found["citation_recall"].value == found["citation_precision"].value == 1
    assert found["supported_rate"].value == 1 and found["contradicted_rate"].value == 0
    assert found["comparative_coverage"].value == 1
    assert found["latency_ms_p50"].value > 0
    assert all(o.unheld == () for o in kettle_outcomes)


@model
def test_a_second_run_finds_the_same(kettles: Engine, kettle_outcomes: list[Outcome]) -> None:
    again = metrics(run(kettles, QUESTIONS))
    assert {name: e for name, e in again.items() if "latency" not in name} == {
        name: e for name, e in metrics(kettle_outcomes).items() if "latency" not in name
    }


@model
def test_gold_that_the_index_does_not_hold_is_told(kettles: Engine) -> None:
    asked = [
        question("a", (f"{EU}/art-99",), (f"{EU}/art-4/2",)),
        question("b", ("us-nowhere-act/sec-1",)),
        question("c", (f"{CN}",), (f"{CN}/art-4/1/9",)),
    ]
    first, second, third = run(kettles, asked)
    assert first.unheld == ((f"{EU}/art-99",),)
    assert second.unheld == (("us-nowhere-act/sec-1",),)
    assert third.unheld == (), "a hit on article 4 would find it"
    (note, *_) = summarise([first, second, third], [], index={}, seconds=0).notes
    assert "2 questions" in note


FAITH = {"citation_recall", "citation_precision", "supported_rate"}


def edited(outcome: Outcome, said: Answer, engine: Engine) -> Outcome:
    faith = judge(said, Verifier(registry=engine.registry))
    return replace(outcome, answer=said, quotes=check_quotes(said, engine.index), faith=faith)


@model
def test_a_changed_number_in_a_quote_moves_the_verbatim_rate(
    kettles: Engine, kettle_outcomes: list[Outcome]
) -> None:
    first, *rest = kettle_outcomes
    assert first.answer is not None
    quote = first.answer.citations[0]
    assert "twenty-four" in quote.quote
    text = quote.quote.replace("twenty-four", "forty-eight")
    wrong = quote.model_copy(update={"quote": text, "parallel": None})
    said = first.answer.model_copy(update={"citations": (wrong,)})  # the original still says it
    moved = changed(kettle_outcomes, [edited(first, said, kettles), *rest])
    assert moved == {"quote_verbatim_rate", "contradicted_rate", *FAITH}


@model
@pytest.mark.parametrize(
    "change", [{"start": 0, "end": 20}, {"source_sha256": "0" * 64}, {"quote": " "}, {"lang": "zh"}]
)
def test_a_quote_from_elsewhere_is_not_verbatim(
    kettles: Engine, kettle_outcomes: list[Outcome], change: dict[str, object]
) -> None:
    said = kettle_outcomes[0].answer
    assert said is not None
    moved = said.citations[0].model_copy(update={**change, "parallel": None})
    (check,) = check_quotes(said.model_copy(update={"citations": (moved,)}), kettles.index)
    assert not check.verbatim


@model
def test_a_changed_parallel_quote_is_noticed(kettles: Engine, kettle_outcomes: list[Outcome]) -> None:
    said = next(
        o.answer
        for o in kettle_outcomes
        if o.answer and o.answer.citations and o.answer.citations[0].parallel
    )
    cited = said.citations[0]
    assert cited.parallel is not None
    other = cited.parallel.model_copy(update={"quote": cited.parallel.quote + "x"})
    wrong = said.model_copy(update={"citations": (cited.model_copy(update={"parallel": other}),)})
    assert [c.verbatim for c in check_quotes(wrong, kettles.index)] == [True, False]


@model
def test_a_deleted_citation_moves_the_coverage_of_comparisons(
    kettles: Engine, kettle_outcomes: list[Outcome]
) -> None:
    at = next(i for i, o in enumerate(kettle_outcomes) if o.question.kind == "comparative")
    said = kettle_outcomes[at].answer
    assert said is not None
    kept = tuple(c for c in said.citations if c.instrument != CN)
    after = list(kettle_outcomes)
    after[at] = edited(kettle_outcomes[at], said.model_copy(update={"citations": kept}), kettles)
    moved = changed(kettle_outcomes, after)
    assert moved == {
        "comparative_coverage", "comparative_completeness", "citation_recall", "supported_rate"
    }  # fmt: skip


@model
def test_a_changed_figure_in_a_statement_moves_the_facts(
    kettles: Engine, kettle_outcomes: list[Outcome]
) -> None:
    second = kettle_outcomes[1]
    assert second.answer is not None
    texts = [
        s.model_copy(update={"text": s.text.replace("二十四", "四十八").replace("24", "48")})
        for s in second.answer.statements
    ]
    said = second.answer.model_copy(update={"statements": tuple(texts)})
    after = [kettle_outcomes[0], edited(second, said, kettles), *kettle_outcomes[2:]]
    assert changed(kettle_outcomes, after) == {"fact_accuracy", "contradicted_rate", *FAITH}


@model
def test_random_provisions_move_every_metric_of_retrieval(
    kettles: Engine, kettle_outcomes: list[Outcome]
) -> None:
    dice = random.Random(5)
    pins = [p.pin for i in kettles.index.catalog.counts() for p in kettles.index.provisions(i)]
    after = [
        replace(o, hits=tuple(hit(pin, rank) for rank, pin in enumerate(dice.sample(pins, 10), 1)))
        for o in kettle_outcomes
    ]
    moved = changed(kettle_outcomes, after)
    assert {"recall@1", "recall@5", "ndcg@10", "mrr", "wrong_instrument_rate"} <= moved
    assert moved <= {"recall@1", "recall@5", "recall@10", "ndcg@10", "mrr", "wrong_instrument_rate"}
