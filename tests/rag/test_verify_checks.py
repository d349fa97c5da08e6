"""What is told about a claim without a model, and in which words."""

import pytest

from rag.verify.checks import Finding, check
from rag.verify.polarity import negators
from rag.verify.verifier import sentences, stands_in
from rag.verify.wording import forces, language

ZH = "提供者应当在十五日内向主管部门报告严重事故。"
EN = "The provider must report a serious incident to the competent authority within 15 days."


def found(claim: str, evidence: str, *instruments: str) -> dict[str, Finding]:
    order = {"doubt": 0, "missing": 1, "conflict": 2}
    findings = check(claim, evidence, evidence, instruments=instruments)
    return {f.kind: f for f in sorted(findings, key=lambda f: order[f.weight])}


@pytest.mark.parametrize(("claim", "evidence"), [(EN, ZH), (ZH, EN), (EN, EN), (ZH, ZH)])
def test_a_true_statement_has_no_finding_in_any_direction(claim: str, evidence: str) -> None:
    assert found(claim, evidence) == {}


@pytest.mark.parametrize(
    ("claim", "kind", "word"),
    [
        (EN.replace("15 days", "10 days"), "figure", "10 days"),
        (EN.replace("15 days", "15 working days"), "figure", "15 working days"),
        (EN.replace("15 days", "15 hours"), "figure", "15 hours"),
        (EN.replace("within 15 days", "after at least 15 days"), "figure", "at least"),
        (EN.replace("provider", "importer"), "actor", "importer"),
        (EN.replace("must", "may"), "modality", "may"),
        (EN.replace("must", "must not"), "modality", "must not"),
        (ZH.replace("十五日", "十日"), "figure", "十日"),
        (ZH.replace("应当", "可以"), "modality", "可以"),
        (ZH.replace("应当", "不得"), "modality", "不得"),
        (ZH.replace("提供者", "进口商"), "actor", "进口商"),
    ],
)
@pytest.mark.parametrize("evidence", [EN, ZH])
def test_each_fault_is_named_whatever_the_language_of_the_evidence(
    claim: str, kind: str, word: str, evidence: str
) -> None:
    finding = found(claim, evidence)[kind]
    assert finding.weight == "conflict"
    assert word in finding.reason
    assert language(finding.reason) == language(claim)


def test_a_figure_that_is_nowhere_is_missing_and_one_beside_others_is_in_conflict() -> None:
    without = "The provider must report serious incidents without undue delay."
    assert found(EN, without)["figure"].weight == "missing"
    assert found(EN, without + " Records are kept for 2 years.")["figure"].weight == "conflict"


def test_the_instrument_is_told_by_its_name_or_by_what_is_cited() -> None:
    claim = "Under the EU AI Act the provider must report a serious incident within 15 days."
    assert "instrument" not in found(claim, EN)  # nobody says where that stands
    assert "instrument" not in found(claim, EN, "eu-ai-act")
    assert found(claim, EN, "us-ca-sb53")["instrument"].weight == "conflict"
    assert "instrument" not in found(claim, EN, "eu-ai-omnibus")  # amends it
    assert found("In China the provider must report it.", EN, "us-ca-sb53")["instrument"].weight == "conflict"
    assert "instrument" not in found("In California the developer must report it.", EN, "us-ca-sb53")


def test_opposites_are_found_across_languages() -> None:
    assert "rose" in found("Prices rose in October.", "10月物价下跌。")["opposite"].reason
    assert "opposite" not in found("Prices rose in October.", "10月物价上涨。")


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Providers may not publish it.", {"must not"}),
        ("Providers may publish it.", {"may"}),
        ("Providers are not required to publish it.", {"need not"}),
        ("No person may sell it.", {"must not"}),
        ("It must be filed and may be withdrawn.", {"must", "may"}),
        ("The sky is blue.", set()),
        ("提供者不得公布。", {"must not"}),
        ("提供者可以公布。", {"may"}),
        ("提供者无需公布。", {"need not"}),
        ("必须备案，可以撤回。", {"must", "may"}),
        ("应当备案。", {"must", "should"}),  # standards recommend with it
        ("可以不公布。", {"need not"}),
        ("States may make no reservation.", {"must not"}),
        ("天空可能是蓝色的。", set()),
    ],
)
def test_force_of_a_clause(text: str, force: set[str]) -> None:
    assert forces(text) == force


def test_idioms_deny_nothing() -> None:
    assert negators("It must be kept for no less than six months, not only in Europe.") == 0
    assert negators("保存不少于六个月，不仅限于欧洲。") == 0
    assert negators("It is not kept.") == negators("不保存。") == 1


def test_verbatim_is_from_end_to_end() -> None:
    evidence = "Deployers must keep logs unless national law says otherwise. They must name a contact."
    assert stands_in("They must name a contact.", evidence)
    assert stands_in("“They must  name a contact”", evidence)
    assert not stands_in("Deployers must keep logs", evidence)  # the exception is cut off
    assert not stands_in("must name a contact.", evidence)


def test_a_claim_is_divided_in_both_languages() -> None:
    assert len(sentences("提供者应当备案。使用者不得转售。")) == 2
    assert len(sentences("Providers must file. Users must not resell.")) == 2
    assert sentences("  ") == []


@pytest.mark.parametrize(
    ("claim", "evidence", "named"),
    [
        ("The final was won by Ada Brandt.", "Mira Kolvin won the final on Friday.", True),
        ("The final was won by Ms Kolvin.", "Mira Kolvin won the final on Friday.", False),
        ("The rule is that of the World Kettle Union.", "The WKU made this rule.", False),
        ("The WKU made this rule.", "The World Kettle Union made this rule.", False),
        ("Makers report in March.", "Makers report in the third month.", False),
        ("决赛在慕尼黑举行。", "决赛于周五在柏林举行。", True),
        ("决赛在柏林举行。", "决赛于周五在柏林举行。", False),
        ("该国北部的水壶被漆成绿色。", "水壶在北部是绿色的。", False),
        ("这一规则由Brandt提出。", "这一规则由Kolvin提出。", True),
        # names are spelt anew in the other language
        ("The final was held in Berlin.", "决赛在柏林举行。", False),
    ],
)
def test_a_name_that_the_evidence_does_not_hold_is_told(claim: str, evidence: str, named: bool) -> None:
    assert ("name" in found(claim, evidence)) is named


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The shop is open on Sundays.", "The shop is not open on Sundays."),
        ("The shop is not open on Sundays.", "The shop is open on Sundays."),
        ("商店星期天营业。", "商店星期天不营业。"),
    ],
)
def test_a_denial_is_only_a_doubt_outside_of_law(claim: str, evidence: str) -> None:
    """There, a paraphrase often affirms what its source denies: it is closed, so it is not open."""
    assert found(claim, evidence)["negation"].weight == "doubt"
    assert found(claim, evidence, "eu-gdpr")["negation"].weight == "conflict"
