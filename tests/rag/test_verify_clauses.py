"""Clauses side by side, denial by clause, and the names by which a law is called in claims and not in itself."""

import pytest

from corpus import Registry, load_registry
from rag.verify.checks import check
from rag.verify.clauses import Laid, Placed, clauses, lay
from rag.verify.kinds import exchanged
from rag.verify.polarity import deny, restricts
from rag.verify.references import plain
from rag.verify.wording import qualifiers

# --- clauses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kettles must be marked unless they are small, and kept dry.", 3),
        ("水壶应当标识，但小型水壶除外；并保持干燥。", 3),
        ("It costs 10,000 yuan.", 1),
        ("", 0),
        ("，，", 1),
    ],
)
def test_clauses_cover_the_text_without_gaps(text: str, parts: int) -> None:
    spans = clauses(text)
    assert len(spans) == parts
    assert "".join(text[a:b] for a, b in spans) == text


def test_a_clause_is_put_beside_the_one_that_its_words_come_from() -> None:
    claim, held = "Kettles must be dry, pans may be wet.", "平底锅可以潮湿，水壶应当干燥。"
    said = [Placed(0, 5, 8, 0.9), Placed(22, 5, 0, 0.9)]
    laid = lay(claim, held, said, [Placed(0, 5, 0, 0.9), Placed(8, 5, 0, 0.4)])
    assert [(a[:7], b[:2]) for a, b, _ in laid.pairs] == [("Kettles", "水壶"), ("pans ma", "平底")]
    assert dict(laid.untouched)["水壶应当干燥。"] == pytest.approx(0.5)


def test_force_is_told_by_clause() -> None:
    claim, held = "提供者可以标识，用户应当保存记录。", "Providers must add labels, users may keep records."
    assert {f.kind for f in check(claim, held, held)} == set()  # both forces stand in both
    laid = Laid((("提供者可以标识，", "Providers must add labels,", 1.0),))
    assert [f.kind for f in check(claim, held, held, laid=laid) if f.weight == "conflict"] == ["modality"]


# --- denial -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "held", "denied"),
    [
        ("The Board does not publish it.", "委员会公布报告。", True),
        ("委员会公布报告。", "The Board never publishes it.", True),
        ("The Board does not publish it.", "委员会不公布报告。", False),
        ("Kettles must not be sold.", "禁止销售水壶。", False),
        ("It is kept for no less than two years.", "至少保存两年。", False),
        (
            "The rules set no deadline.",
            "应当及时报告。",
            False,
        ),  # what a law does not say is said by no clause
        ("本办法没有规定期限。", "Reports are made promptly.", False),
        ("The list is not closed.", "An incomplete list.", False),
    ],
)
def test_a_denial_is_told_from_a_restriction_and_from_silence(claim: str, held: str, denied: bool) -> None:
    assert deny(claim, held) is denied
    assert deny(held, claim) is denied


def test_words_that_restrict() -> None:
    assert restricts("unlabelled") and restricts("仅限成人") and not restricts("Kettles are red.")


def test_a_dropped_qualifier_is_doubted() -> None:
    claim, held = "Providers of AI systems must register.", "高风险人工智能系统的提供者应当登记。"
    assert [f.kind for f in check(claim, held, held)] == ["scope"]
    assert check(claim.replace("AI", "high-risk AI"), held, held) == ()
    assert qualifiers("serious harm") == qualifiers("严重损害")


@pytest.mark.parametrize(
    ("claim", "held", "words"),
    [
        ("The train left on Friday.", "火车周二出发。", [("friday", "周二")]),
        ("火车周二出发。", "The train left on Friday.", [("周二", "friday")]),
        ("The bus left on Friday.", "The train left on Friday.", [("bus", "train")]),
        ("The train left on Friday.", "火车周五出发，周六返回。", []),
        ("A nurse wrote a novel.", "一名护士创作了一部作品。", []),
    ],
)
def test_words_of_one_kind_exclude_each_other(claim: str, held: str, words: list[tuple[str, str]]) -> None:
    assert exchanged(claim, held) == words


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.mark.parametrize(
    ("claim", "instrument", "plainly"),
    [
        ("《数据安全法》于某日起施行。", "cn-dsl", "本法于某日起施行。"),
        ("TC260-003没有规定比例。", "cn-tc260-003", "本法没有规定比例。"),
        ("Article 17 of the Interim Measures asks it.", "cn-genai-measures", "Article 17 of this law asks it."),
        ("Article 17 of the Interim Measures asks it.", "eu-ai-act", "Article 17 of the Interim Measures asks it."),
    ],
)  # fmt: skip
def test_the_law_that_the_evidence_is_of_is_this_law(
    registry: Registry, claim: str, instrument: str, plainly: str
) -> None:
    assert plain(claim, "The provision speaks.", [instrument], registry) == plainly
    assert plain(claim, claim, [instrument], registry) == claim
    assert plain(claim, "The provision speaks.", [], registry) == claim


# --- figures ----------------------------------------------------------------------------------------------------------


def test_items_of_a_list_may_be_counted() -> None:
    held = "The following are kettles: (a) copper ones; (b) steel ones; (c) glass ones."
    assert check("There are 3 kinds of kettles.", held, held) == ()
    assert [f.kind for f in check("There are 4 kinds of kettles.", held, held)] == ["figure"]


@pytest.mark.parametrize(
    "text", ["第16点", "Action 5 of the code", "行动九要求", "the G7 process", "(3) kettles; (4) pans"]
)
def test_labels_are_no_figures(text: str) -> None:
    assert [f for f in check(text, "Something else.", "Something else.") if f.kind == "figure"] == []
