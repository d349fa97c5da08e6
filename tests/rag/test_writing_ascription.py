"""A sentence that names a law, an issuer or a place must cite it; the rules here are invented, the names are real."""

from pathlib import Path

import pytest

from corpus import Registry, load_registry
from ingest.home import paths
from rag.types import Support
from rag.verify import Verifier
from rag.verify.features import Reader
from rag.writing.blocks import Block
from rag.writing.checking import Checker
from rag.writing.sentences import Sentence

pytestmark = pytest.mark.model
FIFTEEN = "The keeper of a tower shall report a fire to the office within 15 days."
NINE = "The keeper of a tower shall report a fire to the office within 9 days."
ZH = "塔楼管理人应当在十五日内向主管机关报告火灾。"
SAID = "the keeper of a tower must report a fire to the office within 15 days."
SAID_ZH = "塔楼管理人应当在15日内向主管机关报告火灾。"
EU, CA, CN, LAB = "eu-ai-act", "us-ca-sb53", "cn-genai-measures", "anthropic-rsp"


@pytest.fixture(scope="module")
def checker(kettle_home: tuple[Path, Registry]) -> Checker:
    registry = load_registry()
    return Checker(Verifier(reader=Reader(paths(kettle_home[0]).models), registry=registry), registry)


def _support(checker: Checker, text: str, *cited: tuple[str, str, str]) -> tuple[Support, str]:
    given = {n: Block(n, law, (f"c{n}",), en, (en, zh)) for n, (law, en, zh) in enumerate(cited, 1)}
    lang = "zh" if text[-1] == "。" else "en"
    checked = checker.check(Sentence(text, tuple(given)), given, lang)  # type: ignore[arg-type]
    return checked.support, " ".join(checked.reasons)


@pytest.mark.parametrize(
    ("text", "own", "other"),
    [
        *(
            (f"{name} {SAID}", EU, CA)
            for name in ("Under the AI Act,", "The EU AI Act says that", "Under EU law,")
        ),
        *(
            (f"{name} {SAID}", EU, CA)
            for name in ("In the EU,", "Union law says that", "European law says that")
        ),
        *(
            (f"{name} {SAID}", CA, EU)
            for name in ("In California,", "Under SB 53,", "California law says that")
        ),
        *((f"{name} {SAID}", CN, EU) for name in ("Chinese law says that", "The PRC requires that")),
        (f"Anthropic says that {SAID}", LAB, "openai-charter"),
        *(
            (f"{name}{SAID_ZH}", EU, CN)
            for name in ("在欧盟，", "欧盟《人工智能法》规定，", "根据欧盟法律，")
        ),
        *((f"{name}{SAID_ZH}", CN, EU) for name in ("中国规定，", "根据中国法律，")),
        *((f"{name}{SAID_ZH}", CA, EU) for name in ("加州规定，", "根据加州SB 53法案，")),
    ],
)
def test_it_is_supported_by_its_own_law_alone(checker: Checker, text: str, own: str, other: str) -> None:
    assert _support(checker, text, (own, FIFTEEN, ZH))[0] == "supported"
    assert _support(checker, text, (other, FIFTEEN, ZH))[0] == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "Both the EU and China require the keeper of a tower to report a fire within 15 days.",
        "The EU requires the keeper of a tower to report a fire within 15 days, as China does.",
        "OpenAI says that the keeper of a tower must report a fire to the office within 15 days.",
        "欧盟和中国均要求塔楼管理人在15日内报告火灾。",
        "《人工智能示范法》规定，塔楼管理人应当在15日内向主管机关报告火灾。",
    ],
)
def test_every_law_that_is_named_is_cited(checker: Checker, text: str) -> None:
    support, reason = _support(checker, text, (EU, FIFTEEN, ZH))
    assert support == "unsupported"
    assert "cites nothing of it" in reason or "没有引用其内容" in reason


def test_of_two_laws_each_has_its_own_figure(checker: Checker) -> None:
    cited = (EU, FIFTEEN, ZH), (CA, NINE, "塔楼管理人应当在九日内向主管机关报告火灾。")
    rule = SAID.rstrip(".").replace("15", "{}")
    right = f"The EU AI Act says that {rule}, and California says that {rule}."
    regel = SAID_ZH.rstrip("。").replace("15", "{}")
    chinese = f"欧盟规定，{regel}，加州规定，{regel}。"
    for text in (right, chinese):
        assert _support(checker, text.format(15, 9), *cited)[0] == "supported"
        assert _support(checker, text.format(9, 15), *cited)[0] != "supported"


@pytest.mark.parametrize(
    "text", [f"Under the EU AI Act, {SAID}", f"In the EU, {SAID}", f"欧盟《人工智能法》规定，{SAID_ZH}"]
)
def test_a_law_that_the_quote_only_mentions_is_not_the_one_that_says_so(checker: Checker, text: str) -> None:
    quote = f"As in the EU AI Act, {SAID}", f"与欧盟《人工智能法》相同，{ZH}"
    assert _support(checker, text, (CN, *quote))[0] == "unsupported"


def test_a_law_that_the_quote_mentions_may_be_mentioned(checker: Checker) -> None:
    quote = (
        "The keeper of a tower shall report a fire as the GDPR requires.",
        "塔楼管理人应当按照GDPR的要求报告火灾。",
    )
    assert (
        _support(checker, "The keeper of a tower must report a fire as the GDPR requires.", (EU, *quote))[0]
        == "supported"
    )


@pytest.mark.parametrize(
    ("text", "support"),
    [
        (f"Under Article 7 of the AI Act, {SAID}", "supported"),
        (f"Under Article 7(2) of the AI Act, {SAID}", "supported"),
        (f"Under Article 1 of the AI Act, {SAID}", "unsupported"),
        (f"欧盟《人工智能法》第七条规定，{SAID_ZH}", "supported"),
        (f"欧盟《人工智能法》第1条规定，{SAID_ZH}", "unsupported"),
        (f"欧盟《人工智能法》第1段规定，{SAID_ZH}", "unsupported"),
    ],
)
def test_a_provision_that_is_named_is_the_one_cited(checker: Checker, text: str, support: Support) -> None:
    given = {1: Block(1, EU, ("c1",), FIFTEEN, (FIFTEEN, ZH), pins=("eu-ai-act/art-7/2",))}
    lang = "zh" if text[-1] == "。" else "en"
    checked = checker.check(Sentence(text, (1,)), given, lang)
    assert checked.support == support, checked.reasons


@pytest.mark.parametrize(
    ("said", "support"),
    [
        ("The AI Act requires a review of every tower.", "partial"),
        ("Where national law requires a review, it covers every tower.", "supported"),
        ("欧盟《人工智能法》要求对每座塔楼进行审查。", "partial"),
    ],
)
def test_what_another_law_requires_is_not_ascribed_to_the_one_that_mentions_it(
    checker: Checker, said: str, support: Support
) -> None:
    rule = (
        "A review of every tower is required by Union or national law.",
        "欧盟法律或者成员国法律要求对每座塔楼进行审查。",
    )
    found, reasons = _support(checker, said, (EU, *rule))
    assert found in (support, "unsupported") if support == "partial" else found == support, reasons
