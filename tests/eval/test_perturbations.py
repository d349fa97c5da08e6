"""Twins are false in one thing, halves share no instrument, and the report tells a good verifier from a bad one."""

import json
import math
import random
from collections import Counter
from pathlib import Path

import pytest

from corpus import Lang, UsageError, load_registry
from eval.perturbations import (
    SILENCE,
    TRUE,
    Pair,
    digest_pairs,
    gather,
    half,
    invented_pairs,
    outside_pairs,
    rates,
    thinned,
)
from eval.twins import EDITS
from eval.word_twins import excerpts, opposite, other_word, vocabulary
from rag.verify import Verdict, figures

STATEMENTS: dict[Lang, str] = {
    "en": (
        "From 2 August 2026 the provider of a high-risk AI system must report a serious incident to the Commission "
        "within 15 days, unless national law says otherwise."
    ),
    "zh": "自2026年8月2日起，除法律另有规定外，高风险人工智能系统的提供者应当在15日内向欧盟委员会报告严重事件。",
}


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return [*digest_pairs(load_registry(), {}, per_instrument=12), *invented_pairs()]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", sorted(EDITS))
def test_every_kind_of_twin_can_be_made_in_both_languages(kind: str, lang: Lang) -> None:
    statement = STATEMENTS[lang]
    twins = [next(EDITS[kind](statement, lang, random.Random(seed)), None) for seed in range(12)]
    assert all(twin and twin != statement for twin in twins)
    before, after = figures(statement), [figures(twin or "") for twin in twins]
    if kind in ("number", "unit", "date"):
        assert all(found != before for found in after)
    elif kind != "invented detail" and kind != "dropped condition":
        assert all(found == before for found in after)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_word_twins_change_one_word(lang: Lang) -> None:
    statement = STATEMENTS[lang]
    known = vocabulary(
        [(statement, lang), ("国家推动消费，支持教育。" if lang == "zh" else "tasty tables walk", lang)]
    )
    rng = random.Random(0)
    twin = next(t for t in (other_word(statement, lang, rng, known) for _ in range(50)) if t)
    assert twin != statement and abs(len(twin) - len(statement)) < 15
    text = "Prices rose again." if lang == "en" else "物价再次上涨。"
    assert opposite(text, lang, rng) not in (None, text)


def test_excerpts_cut_off_no_exception() -> None:
    assert list(excerpts(STATEMENTS["en"], "en")) == list(excerpts(STATEMENTS["zh"], "zh")) == []
    assert list(
        excerpts("The provider must keep all of its logs, and the deployer must read them.", "en")
    ) == ["The provider must keep all of its logs."]


def test_there_are_enough_pairs_of_every_kind_in_every_direction(pairs: list[Pair]) -> None:
    law = [p for p in pairs if p.source == "digest"]
    assert len(law) >= 1500
    kinds = Counter(p.kind for p in law)
    assert set(EDITS) | {TRUE, "swapped citation", "merged provisions", "swapped instrument"} == set(kinds)
    assert {p.direction for p in pairs if p.source == "invented"} == {"en", "zh", "en-zh", "zh-en"}
    assert all(p.claim.strip() and p.evidence.strip() for p in pairs)
    assert not [p for p in pairs if not p.supported and p.claim == p.evidence]


def test_the_same_seed_makes_the_same_pairs(pairs: list[Pair]) -> None:
    again = [*digest_pairs(load_registry(), {}, per_instrument=12), *invented_pairs()]
    assert again == pairs


def test_an_instrument_is_in_one_half(pairs: list[Pair]) -> None:
    halves = {half(p.group) for p in pairs}
    assert halves == {"fit", "test"}
    assert {p.group for p in pairs if p.half == "fit"}.isdisjoint(p.group for p in pairs if p.half == "test")


def test_thinning_keeps_every_kind(pairs: list[Pair]) -> None:
    few = thinned(pairs, 600)
    assert len(few) < 1600
    assert {(p.kind, p.direction) for p in few} == {(p.kind, p.direction) for p in pairs}


def test_rates_of_a_perfect_a_credulous_and_a_reversed_verifier(pairs: list[Pair]) -> None:
    few = thinned(pairs, 600)

    def verdicts(right: bool) -> list[Verdict]:
        return [
            Verdict("supported", 0.9, ()) if p.supported is right else Verdict("partial", 0.4, ())
            for p in few
        ]

    perfect = {(r.kind, r.direction): r for r in rates(few, verdicts(True))}
    assert {(r.detected, r.balanced_accuracy) for r in perfect.values()} == {(1.0, 1.0)}
    assert {r.auroc for r in perfect.values() if not math.isnan(r.auroc)} == {1.0}
    reversed_ = {(r.kind, r.direction): r for r in rates(few, verdicts(False))}
    assert {r.balanced_accuracy for r in reversed_.values()} == {0.0}
    credulous = rates(few, [Verdict("supported", 1.0, ()) for _ in few])
    assert {r.balanced_accuracy for r in credulous if r.kind != TRUE} == {0.5}
    assert all(r.ci95[0] <= r.balanced_accuracy <= r.ci95[1] for r in credulous if r.kind != TRUE)


def test_what_a_law_is_said_not_to_say_is_scored_apart() -> None:
    registry = load_registry()
    official: dict[str, dict[Lang, str]] = {
        entry.pin: {"en": "An invented passage."}
        for digest in registry.digests.values()
        for entry in digest.provisions
    }
    found = list(digest_pairs(registry, official, per_instrument=12))
    silent = [p for p in found if p.kind == SILENCE]
    assert len(silent) > 20 and {p.claim_lang for p in silent} == {"en", "zh"}
    assert all(p.supported and p.source == "official" for p in silent)
    assert [p for p in found if p.kind == TRUE and p.source == "digest" and p.claim == silent[0].claim]

    def verdict(pair: Pair) -> Verdict:
        right = pair.supported and pair.kind != SILENCE
        return Verdict("supported", 0.9, ()) if right else Verdict("partial", 0.4, ())

    made = {(r.kind, r.direction): r for r in rates(found, [verdict(p) for p in found])}
    assert (made[SILENCE, "all"].detected, made[SILENCE, "all"].n) == (0.0, len(silent))
    assert made[TRUE, "all"].detected == made["any fault", "all"].balanced_accuracy == 1.0


def test_pairs_that_others_wrote_are_read_by_passage(tmp_path: Path) -> None:
    rows = [
        {"claim": "The kettle is red.", "evidence": "水壶是红色的。", "label": 1, "group": "kettle"},
        {"claim": "水壶是绿色的。", "evidence": "The kettle is red.", "label": 0, "group": "kettle"},
        {"claim": "It rained.", "evidence": "It was dry.", "label": 0},
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
    read = list(outside_pairs(path))
    assert [p.direction for p in read] == ["en-zh", "zh-en", "en"]
    assert [p.supported for p in read] == [True, False, False]
    assert {p.domain for p in read} == {"news"}
    assert read[0].half == read[1].half
    assert len([*gather(None, 1, "fit", [path]), *gather(None, 1, "test", [path])]) == 3


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"claim": "a", "evidence": "b"}', '{"claim": 1, "evidence": "b", "label": 1}']
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(UsageError, match="line 1: needs claim, evidence and label"):
        list(outside_pairs(path))
    with pytest.raises(UsageError, match="cannot be read"):
        list(outside_pairs(tmp_path / "none.jsonl"))
