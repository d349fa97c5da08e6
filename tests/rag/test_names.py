"""Names under which analysts, journalists and companies speak of the instruments: every one finds its own."""

from datetime import date

import pytest

from corpus import load_registry
from rag.naming import exchanged, spellings
from rag.planner import Planner
from rag.types import QuestionPlan

REGISTRY = load_registry()
PLANNER = Planner(REGISTRY, lambda _: False)
DAY = date(2026, 11, 22)

# instrument id: English names; Chinese names
NAMES = """
anthropic-constitution
    Claude's new constitution; Anthropic's 2026 constitution; the constitution that Anthropic wrote for Claude
    Claude's Constitution
    Anthropic为Claude制定的宪法; Anthropic 2026年的宪法; Anthropic公司的宪法; Claude宪法
anthropic-rsp
    RSP 3.4; Anthropic's safety framework; Anthropic's frontier safety framework; Anthropic's RSP
    Anthropic的扩展政策; Anthropic的安全框架; Anthropic的前沿安全框架; 负责任扩展政策
cn-ai-labelling
    China's AI content labelling rules; Chinese AI-content labeling rules
    China's labelling regime for synthetic content; the Labelling Measures
    中国的AI内容标识规定; 国家网信办的标识规定; 标识管理办法; 标识办法
cn-ai-plus
    the August 2025 opinions; AI Plus
    人工智能+; 国务院2025年8月的意见; “人工智能+”战略; “人工智能+”行动
cn-ai-safety-framework
    China's September 2024 framework; TC260's safety framework; China's 2024 AI safety framework
    AI Safety Governance Framework
    网安标委的治理框架; 2024年9月的框架; 我国的人工智能安全框架; 人工智能安全治理框架
cn-algorithm-rec
    the CAC's algorithm rules; China's 2022 algorithm regulation; China's algorithm registry rules
    China's Algorithm Provisions
    算法推荐规定; 中国的算法规定; 算法新规; 算法推荐管理规定
cn-csl
    China's cyber security law; Cyber Security Law of China; China's cyber law; Cybersecurity Law
    网络安全法
cn-deep-synthesis
    China's deepfake regulation; Beijing's deepfake rules; China's 2023 deepfake law; Deep Synthesis Provisions
    深度合成规定; 中国的深度合成规定; 网信办的深度合成规定; 深度合成管理规定
cn-dsl
    the June 2021 law; China's data law; Data Security Law
    数据安全法
cn-ethics-review
    Chinese S&T ethics rules; China's tech ethics review rules; China's sci-tech ethics review rules
    Ethics Review Measures
    科技伦理办法; 科技伦理审查规定; 科技伦理审查办法
cn-genai-measures
    China's GenAI rules; Beijing's generative-AI rules; China's 2023 generative AI regulation; Interim Measures
    中国的生成式AI规定; 国内的生成式人工智能管理办法; 生成式人工智能新规; 暂行办法
cn-global-governance-initiative
    China's AI governance initiative; the October 2023 initiative; China's 2023 initiative
    Global AI Governance Initiative
    中国的治理倡议; 中方的倡议; 2023年10月的倡议; 全球人工智能治理倡议
cn-pipl
    China's data protection law; China's GDPR; Chinese data protection law; PIPL
    个人信息法; 中国版GDPR; 个信法; 个人信息保护法
cn-tc260-003
    the TC260 standard; TC260's generative AI standard; China's generative AI safety standard; TC260-003
    生成式人工智能安全标准; 中国的生成式AI安全标准; TC260的标准; TC260-003
coe-ai-convention
    the Strasbourg convention; the European AI treaty; the Council of Europe's framework convention
    Council of Europe's AI treaty
    欧洲委员会的人工智能框架公约; 欧洲委员会《人工智能与人权、民主和法治框架公约》; 欧洲委员会的公约
    欧洲委员会人工智能公约
eu-ai-act
    European AI law; the EU's AI law; the EU's AI regulation; the AI Act
    《人工智能法》; 欧洲的人工智能法; 欧盟2024年的人工智能法; 欧盟人工智能法
eu-ai-omnibus
    the omnibus; the EU's omnibus regulation; the omnibus regulation; the AI Omnibus
    欧盟的一揽子修正; 欧盟2026年7月的修正条例; 欧盟的综合条例; 数字综合条例
eu-gdpr
    European data protection law; the EU's data protection regulation; EU data protection law; GDPR
    欧盟的数据保护法; 欧盟隐私法; 欧洲的数据保护条例; GDPR
eu-gpai-code
    the EU code for general-purpose models; the EU's code for general-purpose AI; Europe's AI code; GPAI Code
    欧盟的行为准则; 欧盟AI行为准则; 欧盟通用模型行为准则; 通用人工智能行为准则
eu-gpai-guidelines
    the Commission's guidelines on general-purpose AI; EU guidelines for GPAI providers
    the general-purpose AI guidelines; GPAI Guidelines
    欧盟委员会关于通用人工智能模型的指南; 通用AI指南; 欧盟的通用模型指南; 通用人工智能指南
eu-prohibited-guidelines
    the EU's guidelines on prohibited AI; the European Commission's guidelines on banned AI practices
    the EU's guidance on prohibited practices; Prohibited Practices Guidelines
    欧盟的被禁止做法指南; 欧盟关于禁止性人工智能做法的指南; 禁止的AI实践指南; 禁止性做法指南
gdm-fsf
    DeepMind's safety framework; Google's framework; Google DeepMind's safety framework; 谷歌FSF
    谷歌DeepMind的前沿安全框架; 谷歌的前沿安全框架; DeepMind的《前沿安全框架》; DeepMind的框架
intl-bletchley
    the November 2023 declaration; the 2023 AI safety declaration; the declaration of November 2023
    the Bletchley Declaration
    2023年11月的宣言; 英国AI安全峰会; 英国峰会宣言; 布莱奇利宣言
intl-delhi-declaration
    the February 2026 declaration; India's AI summit declaration; the 2026 declaration; the Delhi Declaration
    印度人工智能影响力峰会宣言; 新德里AI宣言; 2026年2月的宣言; 新德里宣言
intl-hiroshima
    the G7's code; the G7's AI code of conduct; the G7's voluntary code; the Hiroshima Process
    七国集团的行为准则; G7的指导原则; 七国集团人工智能行为准则; 广岛进程
intl-oecd-ai
    the 2019 recommendation; the May 2019 recommendation; OECD AI Principles
    经济合作与发展组织人工智能原则; 经合组织的人工智能原则
intl-paris-statement
    the Paris declaration; the February 2025 statement; the 2025 statement; the Paris Statement
    2025年2月的声明; 巴黎AI峰会; 巴黎人工智能峰会; 巴黎声明
intl-seoul-commitments
    the commitments of May 2024; the commitments made in Seoul; the May 2024 commitments; the Seoul Commitments
    首尔AI安全承诺; 首尔的企业承诺; 首尔峰会的企业承诺; 首尔承诺
intl-seoul-declaration
    the Seoul summit declaration; the May 2024 declaration; the declaration of Seoul; the Seoul Declaration
    首尔峰会宣言; 2024年5月的宣言; 首尔的宣言; 首尔宣言
llama-aup
    Llama's acceptable use policy; Meta's use policy; Meta's community licence; Meta's Llama licence
    Meta的可接受使用政策; Llama的可接受使用政策; Llama的使用政策; Llama许可协议
meta-faif
    Meta's 2025 frontier framework; Frontier AI Framework; Meta's frontier framework; Meta's Frontier AI Framework
    Meta的前沿AI框架; Meta 2025年的前沿框架; Meta的安全框架; Meta的前沿人工智能框架
mlcommons-ailuminate
    ML Commons; AILuminate
    ML Commons; AILuminate
openai-charter
    OpenAI's 2018 charter; the 2018 Charter; OpenAI's founding charter; OpenAI Charter
    OpenAI 2018年的宪章; OpenAI公司的宪章; OpenAI自己的宪章; OpenAI宪章
openai-model-spec
    OpenAI's assistant rules; OpenAI's behaviour rules; OpenAI's spec; the Model Spec
    OpenAI的助手规则; OpenAI的行为规范; OpenAI的模型行为规范; 模型规范
openai-preparedness
    OpenAI's frontier safety framework; OpenAI's frontier framework; OpenAI's April 2025 framework
    Preparedness Framework
    OpenAI的前沿安全框架; OpenAI的防范框架; 准备度框架
un-res-78-265
    the General Assembly's AI resolution; the UN resolution; the March 2024 resolution; UN Resolution 78/265
    联合国决议; 联大决议; 联合国的人工智能决议; 联大78/265号决议
us-ai-action-plan
    the July 2025 American plan; Trump's AI plan; the White House AI plan; America's AI Action Plan
    2025年7月的行动计划; 《赢得竞赛》; 美国2025年7月的计划; 美国人工智能行动计划
us-ca-sb1047
    California's vetoed AI bill; the bill Newsom vetoed; California's vetoed AI safety bill; SB 1047
    被否决的加州法案; 加州被否决的AI法案; 加州被否决的人工智能安全法案; SB 1047
us-ca-sb53
    California's AI transparency law; California's AI safety law; California's frontier AI transparency act; SB 53
    加州的前沿AI法; 加州的透明度法; 加州AI安全法; SB 53
us-co-sb205
    Colorado's 2024 AI Act; Colorado's Artificial Intelligence Act; the Colorado Act of 2024; SB 24-205
    科罗拉多2024年的法案; 科罗拉多的算法歧视法; 科州人工智能法; 科罗拉多AI法
us-co-sb26-189
    Colorado's 2026 law; the new Colorado act; Colorado's automated decision law; SB 26-189
    科罗拉多的新人工智能法; 科罗拉多2026年的法律; 科罗拉多自动化决策法; SB 26-189
us-eo-14110
    Biden's AI order; the Biden order; the 2023 executive order; EO 14110
    拜登的行政令; 2023年的行政令; 2023年10月的行政命令; 拜登AI行政令
us-eo-14179
    Trump's January 2025 order; Removing Barriers order; the removing-barriers order; EO 14179
    特朗普2025年1月的行政令; 2025年1月的行政命令; 14179号令; 第14179号行政令
us-eo-14409
    the order of June 2026; the June 2 order; the order of 2 June 2026; the June 2026 order
    2026年6月的行政令; 特朗普2026年6月的行政令; 2026年6月2日的行政命令; 第14409号行政令
us-eo-state-ai-laws
    the preemption order; the December 2025 order; Trump's order on state AI laws; EO 14365
    2025年12月的行政令; 特朗普的州法行政令; 优先适用行政令; 第14365号行政令
us-nist-ai-600-1
    NIST's gen-AI profile; NIST 600-1; NIST's July 2024 profile; NIST AI 600-1
    生成式人工智能风险管理框架; NIST的生成式AI框架; NIST的生成式人工智能风险管理框架; NIST生成式AI配置文件
us-nist-ai-rmf
    NIST's framework; NIST's RMF; the RMF; AI RMF
    美国国家标准与技术研究院的风险管理框架; NIST的风险管理框架; NIST的AI框架; 人工智能风险管理框架
us-ny-raise
    New York's AI safety law; New York's AI safety act; the NY frontier law; the RAISE Act
    纽约州前沿AI法; 纽约州AI安全法; 纽约的前沿人工智能法; RAISE法案
"""


RELATIVE = """
meta-faif
    the framework Meta published in February 2025; Meta的前沿AI安全框架
openai-preparedness
    the framework OpenAI published; OpenAI最新的准备框架
anthropic-constitution
    the constitution Anthropic gave Claude; Anthropic发布的宪法
us-eo-14179
    the executive order Trump signed in January 2025; 特朗普2025年1月签署的行政命令
eu-ai-act
    Europe's landmark AI law; 欧盟出台的人工智能法案
us-co-sb205
    Colorado's 2024 algorithmic discrimination law; 科罗拉多州2024年的AI法
"""


LABS = ["anthropic", "openai", "google-deepmind"]


def plan(question: str) -> QuestionPlan:
    return PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=DAY)


def named(question: str) -> list[str]:
    return [scope.key for scope in plan(question).scopes]


def table() -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    key = ""
    for line in (NAMES.strip() + RELATIVE.rstrip()).splitlines():
        if line.startswith(" "):
            rows += [(key, name.strip()) for name in line.split(";")]
        else:
            key = line
    return rows


def test_every_instrument_is_in_the_table() -> None:
    assert {key for key, _ in table()} == set(REGISTRY.instruments)
    assert len(table()) >= 150


@pytest.mark.parametrize(("key", "name"), table())
def test_a_name_finds_its_instrument_and_nothing_else(key: str, name: str) -> None:
    if name.isascii():
        question = f"What does {name} say about incident reporting?"
    else:
        question = f"请问{name}关于事件报告有哪些要求？"
    made = plan(question)
    assert [scope.key for scope in made.scopes] == [key]
    assert made.outside == ()


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("What does Meta commit to?", ["meta"]),
        ("Meta公司有哪些承诺？", ["meta"]),
        ("Compare Anthropic, OpenAI and Google on thresholds", ["anthropic", "openai", "google-deepmind"]),
        ("What does NIST recommend on testing?", ["nist"]),
        ("网安标委对语料有什么要求？", ["cn-standards"]),
        ("特朗普政府对前沿模型采取了什么措施？", ["trump"]),
        ("欧盟委员会如何执法？", ["eu"]),
        ("国家互联网信息办公室有哪些权力？", ["cn"]),
        ("特朗普的行政令有什么要求？", ["trump"]),
        ("How do California and New York define a frontier model?", ["us-ca", "us-ny"]),
        ("Which frameworks say what a lab does about dangerous models?", LABS),
        ("各家AI实验室怎么应对危险模型？", LABS),
        ("哪些公司承诺不发布危险模型？", LABS),
        ("What did companies promise in Seoul?", ["seoul"]),
    ],
)
def test_a_group_is_found(question: str, groups: list[str]) -> None:
    assert named(question) == groups


def test_a_company_means_all_its_texts() -> None:
    assert set(plan("What does Meta say about weights?").instruments) == {"meta-faif", "llama-aup"}
    assert set(plan("OpenAI怎么说？").instruments) == {
        "openai-preparedness",
        "openai-charter",
        "openai-model-spec",
    }


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("谷歌DeepMind的前沿安全框架如何处理欺骗性对齐？", "其如何处理欺骗性对齐？"),
        (
            "What does the EU's 2024 AI Act say about emotion recognition?",
            "What does it say about emotion recognition?",
        ),
        ("《负责任扩展政策》3.4版如何对待模型权重？", "其如何对待模型权重？"),
        ("韩国的首尔宣言如何提到包容？", "其如何提到包容？"),
    ],
)
def test_a_pronoun_stands_for_the_whole_name_in_the_topic(question: str, topic: str) -> None:
    assert plan(question).topic == topic


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        # another's law of the same name
        ("What does Texas's AI Act say about fines?", []),
        ("中国的人工智能法案对处罚怎么规定？", ["cn"]),
        ("欧盟网络安全法有什么要求？", ["eu"]),
        ("South Korea's Basic AI Act", []),
        ("网络安全法律法规有哪些？", []),
        # a kind of law
        ("Does the UK have an AI Act?", []),
        ("Has Japan passed its own AI Act yet?", []),
        ("英国有没有AI法？", []),
        ("Who is an AI Act deployer?", ["eu-ai-act"]),
        ("Is there any AI Act duty to label?", ["eu-ai-act"]),
        # words that only look like names
        ("国内对深度合成规定了哪些标识义务？", ["cn"]),
        ("算法推荐规定了什么？", []),
        ("该公司2024年5月承诺了什么？", []),
        ("In July 2025 law enforcement used it: what do the rules of the EU say?", ["eu"]),
        ("What does Executive Order 14999 say?", []),
        # 境内 and 国内 of others
        ("欧盟境内的授权代表有什么义务？", ["eu"]),
        ("公约缔约国的国内法须规定什么？", []),
        # whose states
        ("各州对前沿模型有什么要求？", ["us-ca", "us-ny", "us-co"]),
        ("德国各州如何监管人工智能？", []),
        ("14365号行政令对各州立法有什么影响？", ["us-eo-state-ai-laws"]),
        ("Does EO 14365 preempt state laws?", ["us-eo-state-ai-laws"]),
        ("Does the AI treaty bind the states that signed it?", ["coe-ai-convention"]),
        # whom a law binds is not what is compared with it
        ("What does California require of frontier labs?", ["us-ca"]),
        ("Does OpenAI have to report incidents under SB 53?", ["us-ca-sb53"]),
        (
            "Do the labs' frameworks go beyond SB 53?",
            [*LABS, "us-ca-sb53"],
        ),
        ("Are models under free and open-source licences exempt from the AI Act?", ["eu-ai-act"]),
        ("中国企业在欧盟提供服务须遵守什么？", ["eu"]),
        ("Did the US sign the Bletchley Declaration?", ["intl-bletchley"]),
        ("Are workers protected at an AI lab in New York?", ["us-ny"]),
        ("What may a lab leave out under SB 53 and RAISE?", ["us-ca-sb53", "us-ny-raise"]),
        ("大实验室内部使用模型的风险要隔多久向加州报告？", ["us-ca"]),
        ("What must AI labs tell the authorities?", []),
        # whose law another's is likened to
        ("Has Brazil adopted any AI Act like the EU's?", []),
        ("Does India have a law comparable to the GDPR?", []),
        ("Has Canada banned scoring the way the EU has?", []),
        ("巴西有没有像欧盟那样的人工智能法？", []),
        ("越南有没有与欧盟类似的人工智能法？", []),
        ("Does a law like the EU AI Act bind us in China?", ["eu-ai-act", "cn"]),
        # in whose country
        ("Which federal rules on testing are there in the US?", ["us-federal"]),
        ("How do federal rules and California differ?", ["us-federal", "us-ca"]),
        # characters of other words
        ("怎样帮助发展中国家？", []),
        ("发展中国家可以从中国得到什么帮助？", ["cn"]),
        # names that are other words in small letters
        ("how do we raise concerns with them?", []),
        ("what does raise mean to us?", []),
        ("What does RAISE say?", ["us-ny-raise"]),
        ("does gdpr apply?", ["eu-gdpr"]),
        # both are meant
        ("Compare the EU and the AI labs on testing", ["eu", *LABS]),
        ("实验室和欧盟在红队测试上有何不同？", [*LABS, "eu"]),
        ("What do AI labs promise beyond SB 53?", [*LABS, "us-ca-sb53"]),
        ("实验室自己承诺了什么，和SB 53要求的有什么不同？", [*LABS, "us-ca-sb53"]),
        ("Can employees of OpenAI complain anonymously under SB 53?", ["us-ca-sb53"]),
        ("OpenAI的员工可以依SB 53匿名举报吗？", ["us-ca-sb53"]),
        ("Can the European Commission fine OpenAI before August 2026?", ["eu"]),
        ("China's GDPR and the EU's GDPR", ["cn-pipl", "eu-gdpr"]),
        ("欧盟的提供者和中国的提供者分别有哪些义务？", ["eu", "cn"]),
        ("国内外关于深度伪造有什么规定？", ["eu", "us-ca", "cn"]),
        ("GDPR 22 and the AI Act 50", ["eu-gdpr", "eu-ai-act"]),
    ],
)
def test_what_is_not_meant_is_not_found(question: str, keys: list[str]) -> None:
    assert named(question) == keys


@pytest.mark.parametrize(
    "question",
    [
        "How do the duties of providers and deployers differ in the AI Act?",
        "欧盟人工智能法中提供者和部署者的义务有何不同？",
        "In SB 53, how do large frontier developers differ from others?",
        "中国《个人信息保护法》中处理者与受托人的责任有何区别？",
    ],
)
def test_a_difference_inside_one_law_is_a_lookup(question: str) -> None:
    made = plan(question)
    assert made.kind == "lookup"
    assert len(made.instruments) == 1


def test_a_date_and_a_kind_name_a_text_only_where_it_is_the_only_one() -> None:
    assert named("What did the order of June 2026 ask?") == ["us-eo-14409"]
    assert named("What did the 2025 executive order ask?") == ["us-federal"]  # two of that year
    assert named("What do the July 2025 guidelines say?") == []  # two of that month
    assert named("What does Japan's May 2024 declaration say?") == []


def test_no_composed_name_means_two_texts_of_one_issuer() -> None:
    """What stands in `by_issuer` twice for one group is never found: see that each instrument has one that is."""
    for instrument in REGISTRY.instruments.values():
        own = instrument.by_issuer
        for group in REGISTRY.groups:
            if (
                group.jurisdictions == (instrument.jurisdiction,)
                and own.en
                and instrument.jurisdiction != "us"
            ):
                name = f"{group.terms.en[0]}'s {own.en[0]}"
                assert instrument.id in named(f"What does {name} ask?"), name


def test_spellings_of_a_name() -> None:
    assert "GenAI rules" in set(spellings("generative AI rules"))
    assert "AI标识办法" in set(spellings("人工智能标识办法"))
    assert set(exchanged("deepfake rules")) >= {"deepfake law", "rules on deepfake"}
