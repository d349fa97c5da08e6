# ruff: noqa: E501 (a sentence a line)
"""A sentence in the words of its source, and what one must hold to that is in other words; invented texts."""

from pathlib import Path

import pytest

from corpus import Registry, load_registry
from ingest.home import paths
from rag.mentions import Mentions
from rag.verify import Claim, Verifier
from rag.verify.features import Reader
from rag.verify.hedges import outright
from rag.verify.roles import turned
from rag.writing.blocks import Block
from rag.writing.checking import Checked, Checker
from rag.writing.closeness import in_its_words
from rag.writing.sentences import Sentence

EN = (
    "The keeper of a tower shall report a fire to the office within 15 days. After the hearing the office may "
    "close the tower; the keeper shall then empty it."
)
ZH = "塔楼管理人应当在十五日内向主管机关报告火灾。主管机关听取管理人意见后可以关闭塔楼；管理人应当随即腾空塔楼。"


@pytest.fixture(scope="module")
def names() -> Mentions:
    return Mentions(load_registry())


@pytest.mark.parametrize(
    "text",
    [
        "The keeper of a tower shall report a fire to the office within 15 days.",
        "A keeper of a tower must report a fire to the office within 15 days.",
        "Under the EU AI Act, the keeper of a tower must report a fire to the office within 15 days.",
        "Article 3(2) of the AI Act says that the keeper of a tower is required to report a fire to the office within 15 days.",
        "The EU AI Act (2024 text) states: the keeper of a tower shall report a fire to the office within 15 days.",
        "SB 53 requires that the keeper of a tower must report a fire to the office within 15 days.",
        "欧盟《人工智能法》规定，塔楼管理人必须在15日内向主管机关报告火灾。",
        "根据欧盟法律，塔楼管理人应当在15日内向主管机关报告火灾。",
        "《塔楼管理办法》第三条第二款明确规定：主管机关听取管理人意见后可以关闭塔楼。",
    ],
)
def test_the_name_of_its_law_and_another_word_for_a_duty_are_no_other_words(
    names: Mentions, text: str
) -> None:
    assert in_its_words(text, (EN, ZH), names.laws(text))


@pytest.mark.parametrize(
    "text",
    [
        "The keeper of a tower must report a fire to the office.",
        "The keeper of a tower may report a fire to the office within 15 days.",
        "The keeper of a tower must report a fire to the office within 5 days.",
        "The keeper must report a fire to the office within 15 days.",
        "The office may close the tower after the hearing.",
        "SB 53 requires that after the hearing the office may close the tower.",
        "The AI Act does not say that the keeper of a tower must report a fire to the office within 15 days.",
        "The AI Act says that where it burns, the keeper of a tower must report a fire to the office within 15 days.",
        "《塔楼管理办法》规定，可以关闭塔楼。",
        "欧盟《人工智能法》要求主管机关听取管理人意见后可以关闭塔楼。",
        "塔楼管理人应当在五日内向主管机关报告火灾。",
        "塔楼管理人可以在十五日内向主管机关报告火灾。",
    ],
)
def test_whatever_else_is_changed_makes_other_words(names: Mentions, text: str) -> None:
    assert not in_its_words(text, (EN, ZH), names.laws(text))


# --- what is left open ------------------------------------------------------------------------------------------------

OPEN = [
    ("The office would close the tower", "The office may close the tower"),
    ("The office closes the tower at night", "The office might close the tower at night"),
    ("Bells are rung at noon", "Bells could be rung at noon"),
    ("Keepers keep a log of all bells", "Keepers should keep a log of all bells"),
    ("The guild rings the bells each day", "The guild aims to ring the bells each day"),
    ("主管机关将关闭塔楼", "主管机关可以关闭塔楼"),
    ("塔楼发生火灾", "塔楼可能发生火灾"),
    ("管理人保存钟声记录", "建议管理人保存钟声记录"),
    ("The office closes the tower", "主管机关可以关闭塔楼"),
    ("行会每日敲钟", "The guild intends to ring the bell each day"),
]
KEPT = [
    ("The office can close the tower", "The office may close the tower"),
    ("The office has the power to close the tower", "主管机关有权关闭塔楼"),
    ("主管机关有权关闭塔楼", "The office may close the tower"),
    ("The keeper must not close the tower", "The keeper may not close the tower"),
    ("The keeper must report fires by 3 May 2027", "The keeper shall report fires by 3 May 2027"),
    ("It advises keepers to keep a log", "Keepers should keep a log"),
    ("其建议管理人保存记录", "管理人宜按日保存记录"),
    ("The keeper must report the fire", "The keeper shall report the fire"),
    ("不得关闭塔楼", "不可以关闭塔楼"),
]


@pytest.mark.parametrize(("said", "held"), OPEN)
def test_what_the_source_leaves_open_is_not_said_outright(said: str, held: str) -> None:
    assert outright([(said, held, 1.0)])


@pytest.mark.parametrize(("said", "held"), KEPT)
def test_what_stays_open_or_never_was_is_not_told(said: str, held: str) -> None:
    assert outright([(said, held, 1.0)]) is None


# --- who acts ---------------------------------------------------------------------------------------------------------

DUTY = "A foreign keeper must name an agent. Where a bell cracks, the keeper shall report the name of the founder to the guild."
PFLICHT = "境外管理人应当指定代理人。钟发生裂损的，管理人应当将铸造者的名称报送行业协会。"
CONSENT = "管理人使用不满十四周岁未成年人的钟的，应当取得其监护人的同意。"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The guild must report the name of the founder to the keeper.", DUTY),
        ("The law requires the guild to tell the keeper the name of the founder.", DUTY),
        ("Where a bell cracks, the founder may name an agent.", DUTY),
        ("行业协会应当将铸造者的名称报送管理人。", PFLICHT),
        ("铸造者应当指定代理人。", PFLICHT),
        ("A provider of bells must be quick, and the user must inform the provider.", "提供者应当通知用户。"),
        ("The user must inform the provider.", "提供者应当通知用户。"),
        ("用户应当通知提供者。", "The provider shall inform the user."),
        ("A guardian must obtain the consent of the handler.", "处理者应当取得监护人的同意。"),
    ],
)
def test_who_does_not_act_in_the_source_is_told(claim: str, evidence: str) -> None:
    assert turned(claim, (evidence,))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Foreign keepers must name an agent.", DUTY),
        ("If a bell cracks, the keeper has to tell the guild the name of the founder.", DUTY),
        ("The guild must be told the name of the founder by the keeper.", DUTY),
        ("The law requires foreign keepers to name an agent.", DUTY),
        ("They must name an agent.", DUTY),
        ("管理人必须向行业协会报送铸造者的名称。", PFLICHT),
        ("应当向行业协会报送铸造者的名称。", PFLICHT),
        ("The provider must inform the user.", "The user shall be informed by the provider."),
        ("The provider must inform the user.", "提供者应当通知用户。"),
        ("提供者应当通知用户。", "The provider shall inform the user, who may complain."),
        ("The user may complain.", "The provider shall inform the user, who may complain."),
        ("Users may complain to the guild.", "Users complain to the guild and providers must answer."),
        ("The handler must obtain the consent of a guardian.", CONSENT),
        ("The mayor may ring it.", DUTY),
    ],
)
def test_who_acts_there_or_is_not_named_is_not_told(claim: str, evidence: str) -> None:
    assert turned(claim, (evidence,)) is None


# --- the check --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checker(kettle_home: tuple[Path, Registry]) -> Checker:
    registry = load_registry()
    return Checker(Verifier(reader=Reader(paths(kettle_home[0]).models), registry=registry), registry)


def _checked(checker: Checker, text: str) -> Checked:
    lang = "zh" if text[-1] == "。" else "en"
    given = {1: Block(1, "eu-ai-act", ("c1",), EN, (EN, ZH))}
    return checker.check(Sentence(text, (1,)), given, lang)  # type: ignore[arg-type]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Whoever keeps a tower has 15 days for reporting its fire to the office.", "in other words"),
        ("看管塔楼的人要在15日内把火灾报告主管机关。", "没有照原文表述"),
        ("After the hearing the office closes the tower.", "leaves it open (“may”)"),
        ("主管机关听取管理人意见后将关闭塔楼。", "并未确定（“可以”）"),
        (
            "The office must report a fire of the tower to the keeper within 15 days.",
            "not “the office” who acts",
        ),
        ("主管机关应当在十五日内向塔楼管理人报告火灾。", "不是“主管机关”"),
    ],
)
def test_other_words_must_be_sure_and_say_no_more(checker: Checker, text: str, reason: str) -> None:
    checked = _checked(checker, text)
    assert checked.support != "supported" and reason in " ".join(checked.reasons)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Under the EU AI Act, the keeper of a tower must report a fire to the office within 15 days.",
        "欧盟《人工智能法》规定，塔楼管理人应当在15日内向主管机关报告火灾。",
    ],
)
def test_the_words_of_the_source_need_no_more_than_to_be_supported(checker: Checker, text: str) -> None:
    checked = _checked(checker, text)
    assert checked.support == "supported" and not checked.reasons


@pytest.mark.model
def test_a_verdict_does_not_depend_on_it(checker: Checker) -> None:
    """`crosslex verify` judges as before; only what a model writes for readers is held to more."""
    text = "After the hearing the office closes the tower."
    verifier = checker._verifier
    assert verifier.overstated(Claim(text, (EN, ZH)), text)
    assert all("leaves it open" not in reason for reason in verifier.verify(text, (EN, ZH)).reasons)
