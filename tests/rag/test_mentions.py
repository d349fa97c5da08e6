"""Names that are found in questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import load_registry
from rag.mentions import Mentions, fold

MENTIONS = Mentions(load_registry())


def keys(question: str) -> list[str]:
    return [m.key for m in MENTIONS.laws(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the EU's AI Act", ["eu-ai-act"]),
        ("What does Regulation (EU) 2024/1689 ask?", ["eu-ai-act"]),
        ("SB-53, SB 53 and sb53", ["us-ca-sb53"] * 3),
        ("《生成式人工智能服务管理暂行办法》", ["cn-genai-measures"]),
        ("暂行办法第十七条", ["cn-genai-measures"]),
        ("欧盟《人工智能法》与中国《标识办法》", ["eu-ai-act", "cn", "cn-ai-labelling"]),
        ("California and China", ["us-ca", "cn"]),
        ("加州和纽约州", ["us-ca", "us-ny"]),
        ("What applies to us next August?", []),
        ("rules on metadata, unusual cases and raised chinaware", []),
        ("What does DeepMind say?", ["google-deepmind"]),
        ("How does Japan regulate AI?", ["JP"]),
        ("英国的法律", ["GB"]),
    ],
)
def test_laws_groups_and_places(question: str, expected: list[str]) -> None:
    found = keys(question)
    # an instrument's aliases may take the place's name with them: "EU's AI Act" is one law
    assert [k for k in found if k in expected] == expected
    if not expected:
        assert not found


def test_every_short_name_finds_its_own_instrument() -> None:
    registry = load_registry()
    for instrument in registry.instruments.values():
        for name in (instrument.short.en, instrument.short.zh, instrument.title.en):
            assert instrument.id in keys(f"What does {name} say?"), name


@given(st.text(alphabet="EU中国 《》AIact's-53SB，。", max_size=60))
def test_mentions_are_slices_in_order(question: str) -> None:
    end = 0
    for mention in MENTIONS.laws(question):
        assert end <= mention.start < mention.end <= len(question)
        end = mention.end


@given(st.text(max_size=80))
def test_folding_keeps_the_place_of_every_character(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(set(folded.offsets))
