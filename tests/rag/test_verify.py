"""Does a statement follow from its passages: verdicts, judges and what caps them."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corpus import CrosslexError, Registry, UsageError
from ingest.home import paths
from rag.verify import (
    Checked,
    Claim,
    CrossEncoderJudge,
    LanguageModelJudge,
    Verifier,
    load_judge,
)
from rag.verify.features import Reader
from rag.verify.judges import windows

EN = (
    "The operator of a kettle exchange must report a serious scalding to the Kettle Board within 15 days. "
    "Operators with fewer than 20 kettles are exempt. The Board may publish the report after six months."
)
ZH = (
    "水壶交易所的运营者应当在十五日内向水壶委员会报告严重烫伤事故。"
    "水壶少于20只的运营者除外。委员会可以在六个月后公布报告。"
)
TRUE = {
    "en": "The operator of the exchange must report a serious scalding to the Kettle Board within fifteen days.",
    "zh": "交易所运营者须在15日内将严重烫伤事故报告给水壶委员会。",
}


@pytest.fixture(scope="module")
def reader(kettle_home: tuple[Path, Registry]) -> Reader:
    return Reader(paths(kettle_home[0]).models)


@pytest.fixture(scope="module")
def verifier(reader: Reader) -> Verifier:
    return Verifier(reader=reader)


@pytest.mark.model
@pytest.mark.parametrize("evidence", [EN, ZH], ids=["en", "zh"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_true_statement_is_supported_in_every_direction(
    verifier: Verifier, lang: str, evidence: str
) -> None:
    verdict = verifier.verify(TRUE[lang], evidence)
    assert verdict.support == "supported", verdict
    assert verdict.reasons == ()


@pytest.mark.model
@pytest.mark.parametrize("evidence", [EN, ZH], ids=["en", "zh"])
@pytest.mark.parametrize(
    ("claim", "word"),
    [
        (TRUE["en"].replace("fifteen", "ten"), "ten days"),
        (TRUE["en"].replace("fifteen days", "fifteen working days"), "working days"),
        (TRUE["en"].replace("must", "must not"), "must not"),
        (TRUE["zh"].replace("15日", "10日"), "10日"),
        (TRUE["zh"].replace("须", "可以"), "可以"),
        ("Kettles are painted green in the north of the country.", "painted green"),
        ("该国北部的水壶被漆成绿色。", "绿色"),
    ],
)
def test_a_false_statement_is_not_supported_and_the_reason_names_what_is_false(
    verifier: Verifier, claim: str, word: str, evidence: str
) -> None:
    verdict = verifier.verify(claim, evidence)
    assert verdict.support != "supported", verdict
    assert any(word in reason for reason in verdict.reasons), verdict


@pytest.mark.model
def test_a_number_that_the_source_does_not_give_is_never_supported(verifier: Verifier) -> None:
    """The sentence of DESIGN §5: a small model said that China requires fifteen days; the source gives no number."""
    source = "提供者发现违法内容的，应当及时采取停止生成等处置措施，并向有关主管部门报告。"
    for claim in (
        "Providers must report illegal content to the authorities within 15 days.",
        "提供者应当在十五日内向主管部门报告违法内容。",
    ):
        verdict = verifier.verify(claim, source)
        assert verdict.support == "unsupported"
        assert any("15" in reason or "十五" in reason for reason in verdict.reasons)


@pytest.mark.model
def test_one_false_sentence_makes_it_partial_and_the_score_that_of_the_weakest(verifier: Verifier) -> None:
    false = "They must be reported within two hours to the fire brigade."
    whole = verifier.verify(f"{TRUE['en']} {false}", EN)
    assert whole.support == "partial"
    assert whole.score == verifier.verify(false, EN).score < verifier.verify(TRUE["en"], EN).score
    assert whole.contradicted


@pytest.mark.model
def test_verbatim_sentences_are_supported_wherever_they_stand(verifier: Verifier) -> None:
    sentence = "Operators with fewer than 20 kettles are exempt."
    assert verifier.verify(sentence, ["Something else entirely.", EN]).score > 0.95
    assert verifier.verify("水壶少于20只的运营者除外。", ["别的事情。", ZH]).score > 0.95


@pytest.mark.model
def test_one_sentence_in_a_page_is_found(verifier: Verifier) -> None:
    filler = [f"Section {i} deals with the colour and size of teapots sold in region {i}." for i in range(60)]
    page = " ".join([*filler[:40], EN, *filler[40:]])
    assert verifier.verify(TRUE["zh"], page).support == "supported"


@pytest.mark.model
def test_the_order_of_passages_and_of_claims_changes_nothing(verifier: Verifier) -> None:
    passages = ("The Board has five members.", EN, "Kettles are sold by weight.")
    one = verifier.verify(TRUE["en"], passages)
    other = verifier.verify(TRUE["en"], passages[::-1])
    assert one.support == other.support
    assert one.score == pytest.approx(other.score, abs=0.02)
    claims = [Claim(TRUE["en"], (EN,)), Claim(TRUE["zh"], (EN,)), Claim(TRUE["en"], (ZH,))]
    steps: list[int] = []
    forward = verifier.verify_all(claims, steps.append)
    backward = verifier.verify_all(claims[::-1])[::-1]
    assert sum(steps) == 3
    assert [v.support for v in forward] == [v.support for v in backward]


@pytest.mark.model
@pytest.mark.parametrize("evidence", ["", "  \n", [], ["", " "]])
def test_without_evidence_nothing_is_supported(verifier: Verifier, evidence: str | list[str]) -> None:
    verdict = verifier.verify(TRUE["en"], evidence)
    assert (verdict.support, verdict.score) == ("unsupported", 0.0)
    assert verdict.reasons == ("there is no evidence",)


class Certain:
    """A judge that believes everything."""

    name = "certain"

    def probabilities(self, checked: Sequence[Checked]) -> list[float]:
        return [1.0] * len(checked)


@pytest.mark.model
def test_no_judge_gets_a_wrong_figure_or_instrument_through(reader: Reader) -> None:
    verifier = Verifier(Certain(), reader=reader)
    assert verifier.verify(TRUE["en"], EN).score == 1
    assert verifier.verify(TRUE["en"].replace("fifteen days", "ten days"), ZH).support == "unsupported"
    claim = "Under the EU AI Act the operator must report it."
    assert verifier.verify(claim, EN, instruments=["us-ca-sb53"]).support == "unsupported"
    assert verifier.verify(claim, EN, instruments=["eu-ai-act"]).support == "supported"


# --- judges -----------------------------------------------------------------------------------------------------------


class Replies:
    def __init__(self, tokens: Mapping[str, float]) -> None:
        self.tokens, self.asked = tokens, list[str]()

    def first_token(self, prompt: str) -> Mapping[str, float]:
        self.asked.append(prompt)
        return self.tokens


def test_the_language_model_is_judged_by_its_first_token() -> None:
    model = Replies(
        {"Yes": math.log(0.6), " yes": math.log(0.12), "No": math.log(0.08), "Well": math.log(0.2)}
    )
    judge = LanguageModelJudge(model)
    (p,) = judge.probabilities([Checked("Tea is hot.", ("First passage.", "Second passage."))])
    assert p == pytest.approx(0.72 / 0.80)
    assert "First passage." in model.asked[0] and "Second passage." in model.asked[0]
    assert "Tea is hot." in model.asked[0]
    assert LanguageModelJudge(Replies({"Hm": 0.0})).probabilities([Checked("Tea.", ("Tea.",))]) == [0.5]


def test_the_cross_encoder_takes_the_best_window() -> None:
    judge = CrossEncoderJudge("some/model")

    def predict(rows: list[tuple[str, str]], **_: object) -> Any:
        return np.array([[0.0, 3.0, 0.0] if "kettle" in premise else [3.0, 0.0, 0.0] for premise, _ in rows])

    labels = {0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}
    judge.__dict__["_model"] = SimpleNamespace(predict=predict, config=SimpleNamespace(id2label=labels))
    page = " ".join(["Tea is sold here."] * 8 + ["A kettle is hot."] + ["Tea is sold here."] * 8)
    found, missing = judge.probabilities([Checked("Hot.", (page,)), Checked("Hot.", ("Tea is sold here.",))])
    assert found > 0.8 > 0.2 > missing
    judge.__dict__["_model"].config.id2label = {0: "a", 1: "b", 2: "c"}
    with pytest.raises(CrosslexError, match="entailment"):
        judge.probabilities([Checked("Hot.", ("Tea.",))])


def test_windows_hold_every_sentence() -> None:
    text = " ".join(f"Sentence number {i} is here." for i in range(11))
    assert all(any(f"number {i} is" in part for part in windows(text)) for i in range(11))
    assert windows("One. Two.") == ["One. Two."]


@pytest.mark.parametrize(
    "name", ["gpt", "nli:", "openai:", "openai:@http://x", "openai:m@ftp://x", "anthropic:m"]
)
def test_an_unknown_judge_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="judge"):
        load_judge(name)


def test_the_bundled_judge_needs_no_name() -> None:
    assert load_judge("bundled") is None
