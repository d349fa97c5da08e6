"""The plain pipeline is judged fairly: its nodes find the provisions that they hold, and both are compared in pairs."""

from pathlib import Path

import pytest

from corpus import Registry
from eval.bench.holding import Holdings, Node, share_within
from eval.bench.quality import COMPARED, compared, files, plain_outcome, table
from eval.metrics import METRICS
from eval.outcome import Outcome
from rag import Engine
from tests.eval.synthetic import answer, outcome, question
from tests.rag.kettle_laws import CN_RULE, CN_TRANSLATION, EU_ACT
from tests.rag.kettle_registry import CA, CN, EU, plant_mirror, plant_registry


def stretch(text: str, first: str, last: str) -> str:
    """The text from one passage to the end of another."""
    return text[text.index(first) : text.index(last) + len(last)]


def reset(text: str) -> str:
    """As a PDF would give it: other spaces, hyphens at the ends of lines."""
    return "\n".join(f"{text[i : i + 60]}\u00ad" for i in range(0, len(text), 60)).replace(" ", "\u00a0")


ARTICLE_4 = stretch(EU_ACT, "Article 4\n", "prevent another accident.")
PARAGRAPH_2 = stretch(EU_ACT, "2. The report shall be made", "further details.")


@pytest.fixture(scope="module")
def holdings(kettles: Engine) -> Holdings:
    return Holdings(kettles.index.catalog)


@pytest.mark.parametrize(
    ("folder", "text", "pin", "held"),
    [
        (EU, ARTICLE_4, f"{EU}/art-4", True),
        (EU, reset(ARTICLE_4), f"{EU}/art-4", True),
        (EU, ARTICLE_4, f"{EU}/art-4/2", True),
        (EU, PARAGRAPH_2, f"{EU}/art-4/2", True),
        (EU, PARAGRAPH_2, f"{EU}/art-4", True),  # a part of what was looked for
        (EU, PARAGRAPH_2, f"{EU}/art-4/3", False),
        (EU, PARAGRAPH_2[:60], f"{EU}/art-4/2", True),  # stands in the provision
        (EU, EU_ACT[:400] + PARAGRAPH_2[:40], f"{EU}/art-4/2", False),
        (EU, stretch(EU_ACT, "Article 5", "before it comes."), f"{EU}/art-4", False),
        (EU, EU_ACT, f"{EU}", True),
        (CA, EU_ACT, f"{EU}", False),
        (CA, ARTICLE_4, f"{EU}/art-4", False),  # its file is not one of the act
        (CN, stretch(CN_RULE, "第六条", "处置措施。"), f"{CN}/art-6", True),
        (CN, stretch(CN_RULE, "第七条", "保存三年。"), f"{CN}/art-6", False),
        (CN, stretch(CN_TRANSLATION, "Article 6", "Article 7"), f"{CN}/art-6", True),  # any language
        (CN, stretch(CN_TRANSLATION, "Article 2", "Article 4"), f"{CN}/art-6", False),
    ],
)
def test_a_node_finds_what_it_holds(holdings: Holdings, folder: str, text: str, pin: str, held: bool) -> None:
    other = (f"{CN}/art-9",)
    assert holdings.found(Node(folder, text), [other, (f"{EU}/art-99", pin)]) == (((1, pin),) if held else ())


def test_what_no_official_text_holds_cannot_be_found(holdings: Holdings) -> None:
    assert holdings.known((f"{EU}/art-99", f"{EU}/art-4/2"))
    assert not holdings.known((f"{EU}/art-99",))


def test_the_share_of_a_text_within_another() -> None:
    assert share_within("abc " * 30, "ABC-abc " * 30, "en") == 1
    assert share_within("一二三四五六七八", "五六七八九十", "zh") == 0
    assert share_within("二三", "一二三四", "zh") == 1
    assert share_within("…", "…", "zh") == 0


def test_nodes_become_hits_under_the_pins_that_they_hold(holdings: Holdings) -> None:
    asked = question("q", (f"{EU}/art-4/2",), (f"{EU}/art-5",), (f"{CN}/art-6",), kind="comparative")
    both = stretch(EU_ACT, "2. The report", "before it comes.")
    found = plain_outcome(asked, [Node(CA, "Of no use."), Node(EU, both), Node(EU, both)], holdings)
    assert [hit.pin for hit in found.hits] == [f"{CA}/-", f"{EU}/art-4/2", f"{EU}/art-5"]
    assert [hit.instrument for hit in found.hits] == [CA, EU, EU]
    assert [hit.rank for hit in found.hits] == [1, 2, 3]


def test_each_text_is_read_once_in_a_form_that_llama_index_reads(tmp_path: Path) -> None:
    registry = Registry(plant_registry(tmp_path / "corpus"))
    mirror = plant_mirror(tmp_path / "mirror")
    (mirror / EU / "another.txt").write_text("not in the registry")
    (mirror / CN / "en.txt").unlink()
    assert {path.relative_to(mirror).as_posix() for path in files(registry, mirror)} == {
        f"{EU}/act.txt", f"{CN}/zh.txt", f"{CA}/act.pdf",
    }  # fmt: skip


# --- the comparison ---------------------------------------------------------------------------------------------------

GOLD = (("eu-x/art-1",), ("us-y/sec-2",))


def both(n: int, *, found: bool) -> tuple[Outcome, Outcome]:
    asked = question(
        f"q{n}",
        *GOLD,
        kind="comparative",
        lang="zh" if n % 2 else "en",
        dataset="first" if n < 6 else "second",
    )
    cited = ("eu-x/art-1/2", "us-y/sec-2") if n % 3 else ("eu-x/art-1",)
    ours = outcome(asked, "eu-x/art-1", "us-y/sec-2", said=answer("Text.", *cited))
    return ours, outcome(asked, *(("eu-x/art-1", "us-y/sec-2") if found else ("cn-z/-",)))


def test_both_are_compared_on_the_same_questions_by_language_and_set() -> None:
    pairs = [both(n, found=n >= 8) for n in range(12)]
    made = compared([ours for ours, _ in pairs], [plain for _, plain in pairs])
    assert list(made) == ["all", "en", "zh", "first", "second"]
    rows = {row.metric: row for row in made["all"]}
    assert list(rows) == [metric.name for metric in COMPARED]
    recall = rows["recall@5"]
    assert (recall.crosslex.value, recall.plain.value, recall.difference.value) == pytest.approx(
        (1, 1 / 3, 2 / 3)
    )
    assert recall.difference.ci95 is not None and recall.difference.ci95[0] > 0
    assert {row.crosslex.n for row in made["zh"]} == {6}
    assert rows["wrong_instrument_rate"].plain.value == pytest.approx(2 / 3)
    wholly = {row.metric: row for row in made["second"]}["recall@10"]
    assert (wholly.crosslex.value, wholly.plain.value) == pytest.approx((1, 2 / 3))


def test_evidence_is_what_crosslex_cites_and_all_that_the_plain_pipeline_finds() -> None:
    pairs = [both(n, found=True) for n in range(12)]
    rows = {r.metric: r for r in compared([o for o, _ in pairs], [p for _, p in pairs])["all"]}
    assert rows["comparative_coverage"].crosslex.value == pytest.approx(2 / 3)
    assert rows["comparative_coverage"].plain.value == 1
    assert rows["comparative_coverage@10"].crosslex.value == 1
    (standard,) = (m for m in METRICS if m.name == "comparative_coverage")
    (ours,) = (m for m in COMPARED if m.name == "comparative_coverage")
    assert [ours.score(o) for o, _ in pairs] == [standard.score(o) for o, _ in pairs]


def test_the_table_has_intervals_and_n() -> None:
    pairs = [both(n, found=n >= 8) for n in range(12)]
    lines = table(compared([o for o, _ in pairs], [p for _, p in pairs])["all"])
    assert len({line.count("|") for line in lines}) == 1
    (recall,) = (line for line in lines if line.startswith("| recall@5 |"))
    assert recall.startswith("| recall@5 | 1.000 [") and "| 0.333 [" in recall and recall.endswith("| 12 |")
    assert any("| −0." in line for line in lines)
