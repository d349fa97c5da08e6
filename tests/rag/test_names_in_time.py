"""Names that depend on the day of the question, leaders of governments, and kinds of texts beside their issuers."""

from datetime import date

import pytest

from corpus import load_registry
from rag.mentions import fold, with_years
from rag.planner import Planner

REGISTRY = load_registry()
PLANNER = Planner(REGISTRY, lambda _: False)
IN_EU = (
    "eu-ai-act",
    "eu-ai-omnibus",
    "eu-gdpr",
    "eu-gpai-code",
    "eu-gpai-guidelines",
    "eu-prohibited-guidelines",
)


def scopes(question: str, day: date) -> list[tuple[str, ...]]:
    """The instruments of each scope."""
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=day)
    return [scope.instruments for scope in plan.scopes]


@pytest.mark.parametrize(
    ("question", "year", "named"),
    [
        ("特朗普政府今年6月的行政令和去年7月的行动计划", 2026, ["us-eo-14409", "us-ai-action-plan"]),
        ("特朗普去年12月的行政令", 2026, ["us-eo-state-ai-laws"]),
        ("Trump's order of January this year", 2025, ["us-eo-14179"]),
        ("特朗普今年6月的行政令", 2025, []),
    ],
)
def test_a_year_is_told_by_its_distance_from_the_day_asked_about(
    question: str, year: int, named: list[str]
) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(year, 11, 22))
    assert [scope.key for scope in plan.scopes if scope.named] == named


def test_what_stands_for_a_year_keeps_its_place() -> None:
    question = "看看去年 的命令"
    folded = with_years(fold(question), 2026)
    assert folded.text == "看看2025年的命令"
    start = folded.text.index("2025年")
    assert question[slice(*folded.span(start, start + 5))] == "去年"
    assert question[slice(*folded.span(start + 5, len(folded.text)))] == "的命令"


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("What does Xi's 2023 initiative say on poorer countries?", [("cn-global-governance-initiative",)]),
        ("Menlo Park's frontier framework on stopping", [("meta-faif",)]),
        ("EU guidance on who becomes a provider", [("eu-gpai-guidelines", "eu-prohibited-guidelines")]),
        (
            "The AI Act's bans and the Commission's explanation of them",
            [("eu-ai-act",), ("eu-gpai-guidelines", "eu-prohibited-guidelines")],
        ),
        ("Social scoring in the Commission's reading", [("eu-gpai-guidelines", "eu-prohibited-guidelines")]),
        ("欧盟委员会的指南怎么解释社会评分？", [("eu-gpai-guidelines", "eu-prohibited-guidelines")]),
        ("Trump's executive orders on chips", [("us-eo-14409", "us-eo-14179", "us-eo-state-ai-laws")]),
        ("What does the latest White House order say about tests?", [("us-eo-14409",)]),
        ("白宫最新的行政令对测试怎么说？", [("us-eo-14409",)]),
        # "that" one
        ("深度合成那部规定与《网络安全法》", [("cn-deep-synthesis",), ("cn-csl",)]),
        ("加州那部前沿AI透明法管不管", [("us-ca-sb53",)]),
        # reading and explaining that nobody does in guidelines
        ("Is emotion reading at work an EU reading of faces?", [IN_EU]),
        ("Does the EU explanation duty bind deployers?", [IN_EU]),
        # the guidelines that are named, and a place that has none
        ("The Commission's GPAI guidelines on open models", [("eu-gpai-guidelines",)]),
    ],
)
def test_who_made_a_text_and_its_kind_name_it(question: str, ids: list[tuple[str, ...]]) -> None:
    assert scopes(question, date(2026, 11, 22)) == ids


def test_a_place_without_texts_of_the_kind_stands_for_all_of_its_texts() -> None:
    assert len(scopes("Has China issued guidance on watermarks?", date(2026, 11, 22))[0]) > 5
