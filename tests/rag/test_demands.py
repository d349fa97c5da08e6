"""Kinds of fact that a question demands: provisions near it that lack them are no answer."""

import pytest

from rag import Engine
from rag.demands import demanded, unmet


@pytest.mark.parametrize(
    ("question", "kind", "holds", "lacks"),
    [
        (
            "How many testers must be present?",
            "count",
            "at least two natural persons watch the test",
            "Article 7 applies; the report is due within 10 days",
        ),
        ("语料要抽查多少条？", "count", "随机抽取不少于4000条语料", "依照本规定第十二条抽查，在三个月内完成"),
        ("几个国家批准后生效？", "count", "五个国家批准后生效", "经批准后生效"),
        (
            "What minimum percentage must pass?",
            "share",
            "at least 96 % of the samples pass",
            "most samples pass",
        ),
        ("合格率要达到百分之几？", "share", "合格率不低于96%", "合格率应当符合要求"),
        (
            "How much does a registration cost?",
            "fee",
            "registration is free; no fee is due",
            "makers register",
        ),
        ("How many euros does a filing cost?", "money", "a fee of EUR 50", "the fee is set by the office"),
        ("备案要交多少元？", "money", "收取五百元", "依照规定收取"),
        ("What annual contribution does each member pay?", "money", "EUR 5 000 a year", "members contribute"),
        ("Compare the day rates paid to testers", "money", "USD 400 a day", "testers are paid fairly"),
        ("What is the yearly salary of the head?", "money", "EUR 90 000 a year", "the head is paid"),
        ("主任的年薪是多少？", "money", "年薪十万元", "主任领取薪酬"),
        ("用户受损时承诺赔偿多少？", "money", "赔偿五千元", "依法赔偿"),
        ("检验的收费标准是什么？", "fee", "检验收取费用", "由机构检验"),
        ("What quorum does the board need?", "count", "five members must be present", "the board decides"),
        ("警示语占壶身的比例怎么规定？", "share", "不小于百分之五", "位置显著"),
        ("警示语的最小字号是多少？", "figure", "高度不小于5毫米", "字迹清楚"),
        ("How many days before leaving must notice be given?", "duration", "within 30 days", "in good time"),
        ("要提前几个工作日通知？", "duration", "提前五个工作日通知", "及时通知"),
        ("每天最多能用几分钟？", "minutes", "不超过四十分钟", "每六个月检查一次"),
        ("What is the minimum registered capital?", "figure", "at least 5 000 000 EUR", "sufficient capital"),
        ("用户少于多少可以不备案？", "figure", "用户不满100万", "应当备案，自2024年1月1日起施行"),
        ("Has a court already ruled on this?", "record", "", "courts may order a recall within 5 days"),
        ("Have any makers been fined?", "record", "", "makers are fined up to EUR 5 000"),
        ("Has the office already fined anybody?", "record", "", "the office may fine makers"),
        ("哪家企业被罚过？", "record", "", "处一万元以上罚款"),
        ("到今年上半年一共有多少家备案？", "record", "", "应当在十个工作日内备案"),
        (
            "Which ISO standard applies?",
            "standard",
            "as laid down in ISO 31000",
            "harmonised standards apply",
        ),
        ("Who is the current head of the office?", "person", "Ms Kolvin heads it", "the office has a head"),
        ("What is the street address of the office?", "address", "4 Mill Street", "the office has a seat"),
        ("Which makers have been fined so far?", "record", "", "makers are fined up to EUR 5 000"),
        ("迄今有多少家企业被罚款？", "record", "", "处一万元以上罚款"),
    ],
)
def test_a_fact_that_is_demanded_is_missed(question: str, kind: str, holds: str, lacks: str) -> None:
    assert kind in demanded(question)
    assert kind in unmet(question, [lacks])
    assert not holds or kind not in unmet(question, [lacks, holds])


@pytest.mark.parametrize(
    "question",
    [
        "最近几年有什么变化？",
        "What contribution do testers make to safety?",
        "受损用户怎么要求赔偿？",
        "What compensation can a burnt user claim?",
        "前几天公布的办法讲什么？",
        "到2027年底，企业要履行哪些义务？",
        "If we have been fined before, is the next fine higher?",
        "Can a fine be challenged once a court has decided?",
        "以前被罚过的企业会不会罚得更重？",
        "How many of its kettles does the maker test?",
        "How many principles does the recommendation set?",
        "What are the conditions for a fee waiver?",
        "Who must appoint an officer?",
        "Who chairs the market board?",
        "Who is the new maker after a kettle was rebuilt?",
        "Which NIST framework covers generative AI?",
        "Which records are to be kept up to date?",
        "Are sellers exempt so far as they act for a maker?",
        "What must be reported to the office?",
        "可以通过哪几种途径出境？",
        "这部法律一共多少条？",
        "哪些企业应当备案？",
    ],
)
def test_what_can_be_answered_without_demands_nothing(question: str) -> None:
    assert not demanded(question)


def test_what_is_listed_can_be_counted() -> None:
    assert not unmet("How many testers are named?", ["(a) the maker; (b) the seller;"])


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "What minimum percentage of kettles must be tested under the EU Kettle Act?",
            "EU Kettle Act Art. 5",
        ),
        ("自动水壶管理规定施行以来，迄今有多少家生产者因未报告严重事故被罚款？", "第八条"),
    ],
)
def test_the_answer_says_that_the_fact_is_not_there_and_what_lies_nearest(
    engine: Engine, question: str, words: str
) -> None:
    answer = engine.ask(question)
    assert answer.abstained
    assert not answer.statements
    assert words in (answer.abstain_reason or "")


@pytest.mark.model
def test_a_fact_that_is_there_is_stated(engine: Engine) -> None:
    answer = engine.ask("What percentage of turnover is the fine under the EU Kettle Act?")
    assert "2 %" in " ".join(s.text for s in answer.statements)
