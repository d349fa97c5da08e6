"""Chinese law: articles by sequence, 款 and 项, the same pins in both languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import to_chinese
from tests.ingest.invented_texts import (
    LAW_EN,
    LAW_PINS,
    LAW_ZH,
    LAW_ZH_MARKDOWN,
    body,
    outlined,
    read_markdown,
    read_text,
)
from tests.ingest.mirror_outlines import outline_of, top


def test_three_forms_of_one_law_have_the_same_pins() -> None:
    forms = (read_text(LAW_ZH, "zh"), read_markdown(LAW_ZH_MARKDOWN, "zh"), read_text(LAW_EN))
    for reading in forms:
        pins = [pin for pin in outlined(reading, "cn") if pin not in ("h-front", "h-back")]
        assert pins == LAW_PINS


def test_numbers_headings_paths_and_bodies() -> None:
    reading = read_text(LAW_ZH, "zh")
    law = outlined(reading, "cn")
    assert (law["art-4"].number, law["art-4"].path) == ("第四条", ("第二章 灯光规范", "第一节 一般规定"))
    assert law["art-4/1/2"].number == "（二）"
    assert law["h-chapter-1"].heading == "总则"
    assert reading.text[law["art-4"].body :].startswith("灯塔服务提供者")
    assert reading.text[law["art-4/1/2/1"].body :].startswith("主灯")
    assert body(reading, law["art-4/2"]) == "第五条规定的检查，由主管部门实施。"
    assert body(reading, law["h-front"]).startswith("灯塔办公室\n令")
    english = outlined(read_text(LAW_EN), "cn")
    assert english["art-4/1/3"].number == "(3）"
    assert english["h-back"].kind == "back"
    assert english["art-4"].path == ("Chapter II Rules of Light", "Section 1 Ordinary Provisions")


def test_a_paragraph_of_an_article_with_one_is_not_told_apart() -> None:
    law = outlined(read_text("第一条 灯塔应当点灯。\n第二条 本办法自公布之日起施行。", "zh"), "cn")
    assert list(law) == ["art-1", "art-2"]


@pytest.mark.parametrize(
    "line",
    [
        "第三条规定的情形，适用前款。",
        "第三条、第四条所列的灯塔除外。",
        "第三条第一款规定的灯塔除外。",
        "第九条的检查由主管部门实施。",
        "第二条中的灯塔，是指海岸灯塔。",
    ],
)
def test_a_cross_reference_at_a_line_start_is_no_article(line: str) -> None:
    law = outlined(
        read_text(f"第一条 点灯。\n第二条 灯塔应当检查。\n{line}\n第三条 保存记录。\n第四条 施行。", "zh"),
        "cn",
    )
    assert list(law) == ["art-1", "art-2", "art-2/1", "art-2/2", "art-3", "art-4"]


def test_inserted_articles_and_annexes() -> None:
    law = outlined(
        read_text(
            "第一条 点灯。\n第一条之一 熄灯。\n第二条 本办法自公布之日起施行。\n"
            "附件1\n灯塔名录\n（一）北灯塔。\n附件2\n海图\n图。",
            "zh",
        ),
        "cn",
    )
    assert list(law) == ["art-1", "art-1-1", "art-2", "annex-i", "annex-ii"]
    assert law["annex-i"].heading == "灯塔名录"


def test_a_text_without_articles_is_outlined_by_its_headings() -> None:
    text = "一、总体要求\n灯塔应当每晚点亮，保障夜间航行安全。\n二、重点任务\n（一）建设灯塔。\n（二）培训守塔人。"
    assert list(outlined(read_text(text, "zh"), "cn")) == ["s-1", "s-2", "s-2/1", "s-2/2"]


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4), st.booleans()), min_size=2, max_size=12),
    st.sampled_from(["\n", "　", " "]),
)
def test_any_law_gives_back_its_structure(shape: list[tuple[int, int, bool]], gap: str) -> None:
    lines: list[str] = []
    pins: list[str] = []
    for n, (paragraphs, items, reference) in enumerate(shape, start=1):
        pins.append(f"art-{n}")
        for p in range(1, paragraphs + 1):
            text = "灯塔应当点亮。" if p < paragraphs or not items else "灯塔应当：" if items else "熄灯。"
            if reference and p > 1:
                text = f"第{to_chinese(n + 1)}条规定的" + text
            lines.append(f"第{to_chinese(n)}条{gap}{text}" if p == 1 else text)
            if paragraphs > 1 or items:
                pins.append(f"art-{n}/{p}")
        for i in range(1, items + 1):
            lines.append(f"（{to_chinese(i)}）点灯；")
            pins.append(f"art-{n}/{paragraphs}/{i}")
    assert list(outlined(read_text("\n".join(lines), "zh"), "cn")) == pins


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("instrument", "source", "articles"),
    [
        ("cn-genai-measures", "cac-text", 24),
        ("cn-genai-measures", "clt-translation", 24),
        ("cn-deep-synthesis", "cac-text", 25),
        ("cn-deep-synthesis", "clt-translation", 25),
        ("cn-ai-labelling", "cac-text", 14),
        ("cn-ai-labelling", "clt-translation", 14),
        ("cn-algorithm-rec", "text", 35),
        ("cn-algorithm-rec", "digichina-translation", 35),
        ("cn-pipl", "text", 74),
        ("cn-dsl", "text", 55),
        ("cn-csl", "text", 81),
        ("cn-ethics-review", "cset-translation", 56),
    ],
)
def test_each_article_of_a_real_law_once_and_in_order(
    mirror: Path, instrument: str, source: str, articles: int
) -> None:
    assert top(outline_of(mirror, instrument, source), "art-") == [f"art-{n}" for n in range(1, articles + 1)]


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("instrument", "chinese", "english"),
    [
        ("cn-genai-measures", "cac-text", "clt-translation"),
        ("cn-deep-synthesis", "cac-text", "clt-translation"),
        ("cn-ai-labelling", "cac-text", "clt-translation"),
        ("cn-algorithm-rec", "text", "digichina-translation"),
    ],
)
def test_original_and_translation_have_the_same_pins(
    mirror: Path, instrument: str, chinese: str, english: str
) -> None:
    original, translation = (
        [pin for pin in outline_of(mirror, instrument, source) if pin not in ("h-front", "h-back")]
        for source in (chinese, english)
    )
    assert original == translation


@pytest.mark.mirror
def test_paragraphs_and_items_of_real_articles(mirror: Path) -> None:
    measures = outline_of(mirror, "cn-genai-measures", "cac-text")
    assert [pin for pin in measures if pin.startswith("art-4/")] == [
        "art-4/1",
        *(f"art-4/1/{n}" for n in range(1, 6)),
    ]
    synthesis = outline_of(mirror, "cn-deep-synthesis", "cac-text")
    # Article 17 has five items in its first paragraph, Article 23 six in its second and seven paragraphs
    assert [pin for pin in synthesis if pin.startswith("art-17/")] == [
        "art-17/1",
        *(f"art-17/1/{n}" for n in range(1, 6)),
        "art-17/2",
    ]
    assert [pin for pin in synthesis if pin.startswith("art-23/")] == [
        "art-23/1",
        "art-23/2",
        *(f"art-23/2/{n}" for n in range(1, 7)),
        *(f"art-23/{n}" for n in range(3, 8)),
    ]
    assert [pin for pin in outline_of(mirror, "cn-ethics-review", "cset-translation") if "annex" in pin] == [
        "annex"
    ]
