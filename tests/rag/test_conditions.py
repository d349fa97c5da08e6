"""Conditions and exceptions that a written sentence leaves out: found, and not found in faithful paraphrases."""
# ruff: noqa: E501 (a sentence a line)

import pytest

from corpus import Registry, load_registry
from ingest.home import paths
from rag.verify import Claim, Verifier
from rag.verify.conditions import conditions
from rag.verify.features import Reader
from rag.writing.blocks import Block
from rag.writing.checking import Checked, Checker
from rag.writing.sentences import Sentence
from tests.rag.conditional_rules import OTHERS, TRIED, Rule

model = pytest.mark.model


@pytest.fixture(scope="module")
def verifier(kettle_home: tuple[object, Registry]) -> Verifier:
    return Verifier(reader=Reader(paths(kettle_home[0]).models))  # type: ignore[arg-type]  # a folder


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("Where the lid is loose, the maker shall repair it.", ["Where the lid is loose"]),
        ("The maker shall repair it unless it is old.", ["unless it is old."]),
        ("The maker shall, where appropriate, repair it.", []),
        ("The maker shall repair the kettles referred to in Article 4.", []),
        ("The maker shall repair the lid within three days.", []),
        ("Makers who sell abroad must keep a list.", ["who sell abroad "]),
        ("壶盖松动的，生产者应当修理。", ["壶盖松动的，"]),
        ("若壶盖松动，生产者应当修理。", ["若壶盖松动"]),
        ("除旧壶外，生产者应当修理。", ["除旧壶外"]),
        ("生产者应当修理，但旧壶除外。", ["但旧壶除外"]),
        ("生产者应当在三日内修理壶盖。", []),
    ],
)
def test_where_the_conditions_of_a_rule_stand(rule: str, found: list[str]) -> None:
    assert [rule[a:b] for a, b in conditions(rule)] == found


@model
@pytest.mark.parametrize(("rules", "withheld", "missed"), [(TRIED, 3, 1), (OTHERS, 0, 0)])
def test_what_is_left_out_is_found_and_paraphrases_pass(
    verifier: Verifier, rules: tuple[Rule, ...], withheld: int, missed: int
) -> None:
    def left_out(sentence: str, rule: Rule) -> bool:
        return bool(verifier.left_out(Claim(sentence, (rule.text,))))

    wrong = [s for rule in rules for s in rule.kept if left_out(s, rule)]
    through = [s for rule in rules for s in rule.dropped if not left_out(s, rule)]
    assert len(wrong) <= withheld, wrong
    assert len(through) <= missed, through


RULE = (
    "If a keeper discovers that a kettle poses an imminent danger of death or severe burns, the keeper shall tell the "
    "fire brigade within 12 hours."
)
REGEL = "管理人发现水壶有致人死亡或者严重烧伤的紧迫危险的，应当在十二小时内告知消防队。"


def _checked(checker: Checker, text: str, lang: str) -> Checked:
    block = Block(1, "eu-ai-act", ("c1",), RULE if lang == "en" else REGEL, (RULE, REGEL))
    return checker.check(Sentence(text, (1,)), {1: block}, lang)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def checker(verifier: Verifier) -> Checker:
    return Checker(verifier, load_registry())


@model
@pytest.mark.parametrize(
    ("lang", "text", "told"),
    [
        ("en", "The keeper must tell the fire brigade within 12 hours.", "say also: “If a keeper discovers"),
        ("zh", "管理人应当在12小时内告知消防队。", "须一并写明：“管理人发现水壶"),
    ],
)
def test_a_rule_without_its_condition_is_true_in_part_and_the_reason_says_which(
    checker: Checker, lang: str, text: str, told: str
) -> None:
    checked = _checked(checker, text, lang)
    assert checked.support == "partial" and checked.score < 0.5
    assert told in checked.reasons[0]


@model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "If a kettle threatens imminent death or severe burns, keepers must tell the fire brigade within 12 hours."),
        ("en", "The keeper must tell the fire brigade within 12 hours of an imminent danger of death or severe burns."),
        ("en", RULE),
        ("zh", "水壶有致人死亡或严重烧伤的紧迫危险时，管理人须在12小时内告知消防队。"),
        ("zh", REGEL),
    ],
)  # fmt: skip
def test_no_condition_is_asked_for_that_it_has_in_other_words(checker: Checker, lang: str, text: str) -> None:
    checked = _checked(checker, text, lang)
    assert checked.support != "unsupported"
    assert not [reason for reason in checked.reasons if "say also" in reason or "一并写明" in reason]


@model
@pytest.mark.parametrize(
    ("text", "rule", "gone"),
    [
        (
            "This Regulation does not apply to kettles that are built for military use at sea.",
            "This Regulation does not apply to kettles that are built exclusively for military use at sea.",
            "exclusively for military use",
        ),
        (
            "为军事、渔业目的制造的水壶不适用本规定。",
            "仅为军事、渔业目的制造的水壶，不适用本规定。",
            "仅为军事、",
        ),
        ("This Regulation does not apply to kettles built for military use at sea alone.", "", ""),
        ("专为军事、渔业目的制造的水壶，不适用本规定，其他水壶仅适用一般规则。", "", ""),
    ],
)
def test_what_a_rule_is_limited_to_alone_is_said(verifier: Verifier, text: str, rule: str, gone: str) -> None:
    chinese = text[0] >= "㐀"
    told = rule or (
        "仅为军事、渔业目的制造的水壶，不适用本规定。"
        if chinese
        else "This Regulation does not apply to kettles that are built exclusively for military use at sea."
    )
    assert (gone in verifier.left_out(Claim(text, (told,)))) == bool(gone)
