"""Plans: which laws, which facets, which provisions."""

from collections.abc import Sequence
from datetime import date

import pytest

from corpus import load_registry
from rag.planner import Planner
from rag.types import QuestionPlan

REGISTRY = load_registry()
HELD = tuple(REGISTRY.instruments)
DAY = date(2026, 11, 22)
PINS = {
    "eu-ai-act/art-50/2",
    "eu-ai-act/art-26/6",
    "eu-gdpr/art-50",
    "cn-genai-measures/art-17",
    "us-ca-sb53/sec-22757.13/c",
}


def plan(question: str, day: date = DAY) -> QuestionPlan:
    return Planner(REGISTRY, PINS.__contains__).plan(question, available=HELD, as_of=day)


def test_each_jurisdiction_of_a_comparison_is_a_scope() -> None:
    made = plan("How do the EU, California and China make developers report serious incidents, and how fast?")
    assert made.kind == "comparative"
    assert [s.key for s in made.scopes] == ["eu", "us-ca", "cn"]
    assert made.facets[0] == "incident-reporting"


def test_a_place_beside_its_law_is_not_a_scope_of_its_own() -> None:
    made = plan("欧盟《人工智能法》与中国《标识办法》对深度合成内容的标识要求有何不同？")
    assert [s.key for s in made.scopes] == ["eu-ai-act", "cn-ai-labelling"]
    assert made.language == "zh"


def test_a_whole_and_its_part_do_not_overlap() -> None:
    made = plan("Compare California with the rest of the United States on whistleblowers")
    assert made.scopes[0].key == "us-ca"
    assert "us-ca-sb53" not in {i for s in made.scopes[1:] for i in s.instruments}


def test_the_labs_are_compared_one_by_one() -> None:
    made = plan("Does any lab framework commit to stop deployment at a threshold?")
    assert made.kind == "comparative"
    assert [s.key for s in made.scopes] == ["anthropic", "openai", "google-deepmind"]
    assert {"anthropic-rsp", "openai-preparedness", "openai-charter", "gdm-fsf"} <= set(made.instruments)


def test_what_had_ended_is_not_implied_by_its_jurisdiction() -> None:
    assert "us-eo-14110" not in plan("What do US federal executive orders require?").instruments
    assert "us-eo-14110" in plan("What do US federal executive orders require?", date(2024, 6, 1)).instruments
    assert plan("What did EO 14110 require?").instruments == ("us-eo-14110",)


@pytest.mark.parametrize(
    ("question", "pin"),
    [
        ("What does Article 50(2) of the AI Act say?", "eu-ai-act/art-50/2"),
        ("《人工智能法》第50条第2款", "eu-ai-act/art-50/2"),
        ("暂行办法第十七条", "cn-genai-measures/art-17"),
        ("SB 53 § 22757.13(c)", "us-ca-sb53/sec-22757.13/c"),
    ],
)
def test_references_go_to_their_provision(question: str, pin: str) -> None:
    made = plan(question)
    assert made.kind == "reference"
    assert made.pins == (pin,)


def test_a_reference_that_stands_nowhere_is_named() -> None:
    made = plan("What does Article 950 of the AI Act say?")
    assert made.pins == ()
    assert made.missing == ("Article 950",)


def test_places_without_texts_are_named() -> None:
    assert plan("What does Japan's law say about fines?").outside == ("Japan",)
    assert plan("英国的人工智能法对算力门槛是怎么规定的？").outside == ("英国",)


def test_one_matter_is_one_row_and_two_matters_are_two() -> None:
    assert len(plan("训练数据来源需要向谁披露？").rows) == 1
    assert plan("Compare incident reporting, whistleblowers and fines in the EU and California").facets == (
        "incident-reporting",
        "whistleblowers",
        "penalties",
    )


def test_the_topic_is_the_question_without_its_laws() -> None:
    made = plan("What does California's SB 53 say about whistleblowers?")
    assert "SB 53" not in made.topic
    assert "whistleblowers" in made.topic


@pytest.mark.parametrize(
    "question",
    [
        "英国的人工智能法对算力门槛是怎么规定的？",
        "日本《人工智能法》有哪些罚则？",
        "What does Japan's AI Act say about fines?",
    ],
)
def test_the_namesake_of_a_law_elsewhere_is_not_that_law(question: str) -> None:
    assert plan(question).scopes == ()
    assert plan(question).outside


def test_a_place_outside_beside_a_law_leaves_the_law() -> None:
    assert plan("How do Japan and the EU AI Act differ?").instruments == ("eu-ai-act",)
    assert plan("日本和欧盟《人工智能法》有何不同？").instruments == ("eu-ai-act",)


def test_a_measure_is_looked_for_in_the_part_that_is_named() -> None:
    inside = {"eu-gpai-code": ("eu-gpai-code/h-copyright/s-1.3", "eu-gpai-code/h-safety-security/s-1.3")}

    def in_parts(instrument: str, segments: Sequence[str], question: str) -> tuple[str, ...]:
        assert tuple(segments) == ("s-1.3",) or "measure" in segments[0] or "sec" in segments[0]
        return inside[instrument] if tuple(segments) == ("s-1.3",) else ()

    made = Planner(REGISTRY, PINS.__contains__, in_parts).plan(
        "What is Measure 1.3 of the GPAI Code?", available=HELD, as_of=DAY
    )
    assert (made.kind, made.pins) == ("reference", inside["eu-gpai-code"])


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Compare incident reporting in the EU, California and China", "incident reporting: Which incidents"),
        ("What do the labs say about red-teaming?", "red-teaming: Whether"),
        (
            "How is California protecting whistleblowers at frontier AI developers?",
            "whistleblowers at frontier AI: Protec",
        ),
        ("欧盟对高风险系统的人工监督有何要求？", "高风险系统的人工监督: 对人工监督"),
        ("欧盟人工智能法对中小企业有哪些优惠？", "中小企业: 对小企业"),
        ("加州SB 53对举报人有哪些保护？", "举报人: 对举报风险"),
        ("比较欧盟和中国对算法备案的要求", "算法备案: 何事项"),
    ],
)
def test_a_facet_alone_is_searched_by_what_it_means(question: str, asked: str) -> None:
    made = plan(question)
    assert made.by_facet
    assert made.topic.startswith(asked)


@pytest.mark.parametrize(
    "question",
    [
        "How fast must an incident be reported in the EU and California?",
        "Compare cross-border data transfers in the EU and China",  # less than data protection
        "Compare regulatory sandboxes in the EU and China",
        "欧盟和中国对社会评分的规定有何不同？",
        "Compare incident reporting and fines in the EU and China",
        "What is incident reporting?",
    ],
)
def test_a_question_of_its_own_is_searched_in_its_own_words(question: str) -> None:
    made = plan(question)
    assert not made.by_facet
    assert ":" not in made.topic


def test_a_row_of_several_is_searched_without_the_words_of_the_others() -> None:
    made = plan("Compare incident reporting and fines for developers in California and the EU")
    reporting, fines = made.rows
    assert "fines" not in made.topics[reporting[0]] and "incident" in made.topics[reporting[0]]
    assert "incident" not in made.topics[fines[0]] and "fines" in made.topics[fines[0]]
    assert all("developers" in topic for topic in made.topics.values())
    assert not plan("Compare fines in California and the EU").topics


def test_of_which_systems_a_matter_is_asked_is_kept() -> None:
    made = plan("Compare incident reporting for general-purpose models in the EU and California")
    assert made.by_facet and made.rows == (("incident-reporting",),)
    assert made.systems == ("general-purpose-models",)
    assert not plan("Compare incident reporting in the EU and California").systems
    assert not plan("Compare rules on general-purpose models in the EU and China").systems
    assert not plan("Compare human oversight of high-risk systems in the EU and China").systems


@pytest.mark.parametrize(
    "question", ["How does RAISE define a large developer?", "How do the EU and Colorado define a deployer?"]
)
def test_what_is_to_be_defined_is_asked_about(question: str) -> None:
    made = plan(question)
    assert not made.by_facet
    assert question.split()[-1].rstrip("?") in made.topic


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Compare penalties for failing to report an incident in the EU and California", "penalties"),
        ("欧盟和加州对未报告安全事件的处罚有什么不同？", "penalties"),
        ("欧盟和加州对初创公司的罚款有什么不同？", "small-companies"),
    ],
)
def test_what_a_penalty_is_for_stands_beside_it(question: str, row: str) -> None:
    (asked,) = plan(question).rows
    assert asked[0] == row
    assert len(asked) == 2
