"""The walkthrough questions over the real texts: no crash, every quote in its place, the gold provisions found."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus import covers
from rag import Answer, Engine
from tests.rag.answer_invariants import faults

pytestmark = [pytest.mark.mirror, pytest.mark.model]

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "eval" / "sets" / "walkthrough.jsonl").read_text(encoding="utf-8").splitlines()
]
TOP = 10
RECALL = 0.8


@dataclass(frozen=True)
class Asked:
    """A question, its answer, and the pins of what search finds for it."""

    question: dict[str, Any]
    answer: Answer
    searched: tuple[str, ...]

    def found(self, group: list[str]) -> bool:
        pins = {c.pin for c in self.answer.citations} | set(self.searched)
        return any(covers(gold, pin) or covers(pin, gold) for gold in group for pin in pins)


@pytest.fixture(scope="module")
def real(mirror_home: Path) -> Iterator[Engine]:
    with Engine.open(mirror_home) as engine:
        yield engine


@pytest.fixture(scope="module")
def asked(real: Engine) -> dict[str, Asked]:
    made = {}
    for question in QUESTIONS:
        day = date.fromisoformat(question["as_of"]) if question["as_of"] else None
        hits = real.search(question["question"], limit=TOP).hits
        answer = real.ask(question["question"], as_of=day)
        made[question["id"]] = Asked(question, answer, tuple(h.pin for h in hits))
    return made


@pytest.mark.parametrize("id", [q["id"] for q in QUESTIONS])
def test_every_answer_is_in_order(asked: dict[str, Asked], real: Engine, id: str) -> None:
    assert faults(asked[id].answer, real) == []


@pytest.mark.parametrize("id", [q["id"] for q in QUESTIONS])
def test_the_reader_is_answered_in_their_language(asked: dict[str, Asked], id: str) -> None:
    assert asked[id].answer.language == asked[id].question["lang"]


@pytest.mark.parametrize("id", [q["id"] for q in QUESTIONS if q["kind"] == "unanswerable"])
def test_what_the_corpus_does_not_say_is_not_answered(asked: dict[str, Asked], id: str) -> None:
    answer = asked[id].answer
    assert answer.abstained, [s.text for s in answer.statements]


@pytest.mark.parametrize("id", [q["id"] for q in QUESTIONS if q["kind"] != "unanswerable"])
def test_what_the_corpus_says_is_answered(asked: dict[str, Asked], id: str) -> None:
    assert not asked[id].answer.abstained, asked[id].answer.abstain_reason


def test_the_gold_provisions_are_found(asked: dict[str, Asked]) -> None:
    groups = [
        (a, group)
        for a in asked.values()
        if a.question["kind"] != "unanswerable"
        for group in a.question["gold"]
    ]
    missed = [(a.question["id"], group) for a, group in groups if not a.found(group)]
    assert len(groups) > 30
    assert 1 - len(missed) / len(groups) >= RECALL, missed


@pytest.mark.parametrize("id", [q["id"] for q in QUESTIONS])
def test_search_shows_each_provision_once(asked: dict[str, Asked], id: str) -> None:
    pins = asked[id].searched
    assert len(set(pins)) == len(pins)


def test_a_list_whose_points_are_found_together_is_quoted_whole(real: Engine) -> None:
    pin = "cn-genai-measures/art-7/1"
    cited = [c for c in real.ask("中国对生成式人工智能训练数据有何要求？").citations if c.pin == pin]
    versions = {v.lang: v for v in real.index.catalog.at(pin)}
    assert cited
    assert all(c.end == versions[c.lang].end for c in cited)


@pytest.mark.parametrize(
    "question",
    ["What does the OECD say about accountability?", "What do the OECD AI Principles say on accountability?"],
)
def test_a_matter_that_is_a_heading_of_the_named_text_is_answered(real: Engine, question: str) -> None:
    answer = real.ask(question)
    assert not answer.abstained
    assert answer.citations[0].pin.startswith("intl-oecd-ai/s-1.5")


@pytest.mark.parametrize(
    ("question", "instrument", "pins"),
    [
        (
            "Compare incident reporting in the EU, California and China",
            "eu-ai-act",
            ["art-73/1", "art-73/2", "art-73/3"],
        ),
        ("加州SB 53对举报人有哪些保护？", "us-ca-sb53", ["sec-1107.1/a", "sec-1107.1/b"]),
        ("Compare watermarking duties in the EU and China", "eu-ai-act", ["art-50/2"]),
        ("Compare fines in the EU and California", "us-ca-sb53", ["sec-22757.15/a"]),
        (
            "Compare incident reporting for general-purpose models in the EU and California",
            "eu-ai-act",
            ["art-55/1/c"],
        ),
        ("How do New York and California differ on whistleblowers?", "us-ny-raise", ["sec-1424"]),
    ],
)
def test_a_facet_that_is_only_named_is_answered_by_its_rules(
    real: Engine, question: str, instrument: str, pins: list[str]
) -> None:
    answer = real.ask(question)
    cited = {c.id: c.pin for c in answer.citations}
    own = [cited[s.citations[0]] for s in answer.statements if s.instrument == instrument]
    assert own[: len(pins)] == [f"{instrument}/{pin}" for pin in pins]


@pytest.mark.parametrize(
    "question", ["Has Brazil adopted any AI Act like the EU's?", "巴西有没有像欧盟那样的人工智能法？"]
)
def test_a_law_to_which_another_is_likened_is_no_answer(real: Engine, question: str) -> None:
    answer = real.ask(question)
    assert answer.abstained
    assert any(place in (answer.abstain_reason or "") for place in ("Brazil", "巴西"))


def test_the_labs_answer_what_a_lab_does(real: Engine) -> None:
    answer = real.ask("Which frameworks say what a lab does when a model can help build a bioweapon?")
    assert {"openai-preparedness", "gdm-fsf"} <= {s.instrument for s in answer.statements}


def test_what_a_place_may_not_say_is_one_uncertain_column(real: Engine) -> None:
    answer = real.ask("欧盟对社会评分的规定与中国相比有何不同？")
    assert answer.matrix is not None
    *eu, cn = answer.matrix.cells[0]
    assert len(eu) == sum(column.startswith("eu-") for column in answer.matrix.columns) > 0
    assert all((cell.status, cell.uncertain) == ("found", False) for cell in eu)
    assert cn.status == "silent" or (cn.uncertain and len(cn.statements) == 1)


def test_the_whole_of_a_short_list_on_the_matter_is_quoted(real: Engine) -> None:
    answer = real.ask("What does China require of the data on which generative AI is trained?")
    assert answer.citations[0].pin == "cn-genai-measures/art-7/1"


@pytest.mark.parametrize(
    ("question", "pin"),
    [
        ("生成式AI服务上线前需要做什么评估或备案？", "cn-genai-measures/art-17"),
        ("SB 53由谁执法，最高罚多少？", "us-ca-sb53/sec-22757.15/b"),
    ],
)
def test_a_provision_on_both_matters_asked_about_is_found(real: Engine, question: str, pin: str) -> None:
    assert pin in {c.pin for c in real.ask(question).citations}


@pytest.mark.parametrize(
    ("question", "pin"),
    [
        ("What is the fine for a breach of Article 5 of the EU AI Act?", "eu-ai-act/art-99/3"),
        ("When does Article 50 of the EU AI Act start to apply?", "eu-ai-act/art-113"),
        ("How may a system listed in Annex III of the AI Act escape being high-risk?", "eu-ai-act/art-6/3"),
        ("What must deployers do under Article 26 of the EU AI Act?", "eu-ai-act/art-26"),
        ("违反《个人信息保护法》第二十四条会被罚多少钱？", "cn-pipl/art-66"),
        ("《个人信息保护法》第二十四条对自动化决策有什么要求？", "cn-pipl/art-24"),
    ],
)
def test_what_answers_goes_first_and_not_what_is_named(real: Engine, question: str, pin: str) -> None:
    assert covers(pin, real.ask(question).citations[0].pin)


@pytest.mark.parametrize(
    ("question", "pin"),
    [
        ("What does EO 14179 revoke?", "us-eo-14179/sec-5"),
        ("What is the fine under the RAISE Act?", "us-ny-raise/sec-1427"),
        ("What rights do people have under the GDPR?", "eu-gdpr/h-rights-of-the-data-subject"),
        ("个保法里个人有什么权利？", "cn-pipl/h-chapter-4"),
        ("经合组织的人工智能原则一共哪五条？", "intl-oecd-ai/s-1"),
    ],
)
def test_few_words_on_a_named_text_are_answered_by_what_they_ask_for(
    real: Engine, question: str, pin: str
) -> None:
    assert any(covers(pin, c.pin) for c in real.ask(question).citations)


@pytest.mark.parametrize(
    "question",
    [
        "Who is the current head of the European AI Office?",
        "What minimum accuracy percentage must a high-risk AI system achieve under the AI Act?",
        "《深度合成管理规定》要求训练数据至少达到多少条？",
    ],
)
def test_a_fact_that_a_law_does_not_hold_is_not_answered(real: Engine, question: str) -> None:
    answer = real.ask(question)
    assert answer.abstained
    assert answer.abstain_reason


def test_a_restatement_is_quoted_without_those_of_its_parts(real: Engine) -> None:
    answer = real.ask("特朗普的人工智能行动计划对开源模型怎么说？")
    restated = {e.pin: e.zh for d in real.registry.digests.values() for e in d.provisions}
    quotes = [(c.pin, c.quote) for c in answer.citations if c.role == "digest"]
    assert quotes
    assert [quote for pin, quote in quotes if quote not in restated[pin]] == []
