"""Places that questions name, and laws of which the corpus has no text but analysts ask."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from corpus import Lang

if TYPE_CHECKING:
    from babel import Locale


@cache
def _locale(lang: Lang) -> "Locale":
    from babel import Locale

    return Locale.parse("zh_Hans" if lang == "zh" else lang)


def country(code: str, lang: Lang) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in a language, from CLDR."""
    return str(_locale(lang).territories[code])


@cache
def countries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Countries with their names and the names of their languages (which serve as adjectives), from CLDR."""
    english, chinese = _locale("en"), _locale("zh")
    # the language whose English name is also the adjective of the country
    adjectives = {
        "JP": "ja", "KR": "ko", "VN": "vi", "TH": "th", "TR": "tr", "IL": "he", "RU": "ru", "ID": "id",
    }  # fmt: skip
    of_law = {
        "DE": "de", "FR": "fr", "IT": "it", "ES": "es", "NL": "nl", "PL": "pl", "SE": "sv", "DK": "da", "FI": "fi",
        "GR": "el", "PT": "pt", "HU": "hu", "CZ": "cs", "RO": "ro", "BG": "bg", "HR": "hr", "SK": "sk", "SI": "sl",
        "EE": "et", "LV": "lv", "LT": "lt", "MT": "mt", "IE": "ga", "JP": "ja", "KR": "ko", "VN": "vi",
        "TH": "th", "TR": "tr", "RU": "ru", "ID": "id", "UA": "uk",
    }  # fmt: skip
    other = {
        "GB": ("UK", "U.K.", "Britain", "British", "Great Britain", "England"),
        "IN": ("Indian",),
        "CA": ("Canadian",),
        "AU": ("Australian",),
        "BR": ("Brazilian",),
        "KR": ("South Korean", "Korea", "韩"),
        "SG": ("Singaporean",),
        "JP": ("日",),
        "TW": ("Taiwanese",),
        "HK": ("Hong Kong", "香港"),
        "MO": ("Macau", "Macao", "澳门"),
        "AE": ("UAE", "Emirati"),
        "CH": ("Swiss",),
        "IL": ("Israeli",),
        "SA": ("Saudi",),
    }
    covered = {"CN", "US", "EU", "UN", "EZ"}
    places = []
    for code, name in english.territories.items():
        if not code.isalpha() or len(code) != 2 or code in covered:
            continue
        names = [name, chinese.territories.get(code, ""), *other.get(code, ())]
        if code in adjectives:
            names.append(english.languages[adjectives[code]])
        # one Chinese character is too little to tell a country by
        places.append((code, tuple(n for n in names if len(n) > 1)))
        if code in of_law:
            adjective = english.languages[of_law[code]]
            places.append((f"law of {code}", tuple(f"{adjective} {noun}" for noun in _OF_A_STATE)))
    return tuple(places)


_OF_A_STATE = (
    "law", "laws", "legislation", "AI law", "AI act", "AI bill", "AI strategy", "national law", "government",
    "regulator", "parliament", "constitution", "civil code", "criminal law", "criminal code", "labour law", "labor law",
)  # fmt: skip
"""What is a state's own after its adjective: "French law", but not "German banks"."""


US_STATES = (
    "Texas:得克萨斯,德州,得州", "Illinois:伊利诺伊", "Utah:犹他", "Virginia:弗吉尼亚", "Connecticut:康涅狄格",
    "Florida:佛罗里达", "Washington State:华盛顿州", "Massachusetts:马萨诸塞,麻省", "Tennessee:田纳西",
    "New Jersey:新泽西", "Oregon:俄勒冈", "Michigan:密歇根", "Maryland:马里兰", "Minnesota:明尼苏达",
    "Nevada:内华达", "Ohio:俄亥俄", "Pennsylvania:宾夕法尼亚", "Arizona:亚利桑那", "Hawaii:夏威夷",
    "Montana:蒙大拿", "Vermont:佛蒙特", "Wisconsin:威斯康星", "Indiana:印第安纳", "Kentucky:肯塔基",
)  # fmt: skip
"""States of the US whose law the corpus does not hold: English name, Chinese ones."""


LAWS = """
Digital Services Act, DSA; 数字服务法
Digital Markets Act, DMA; 数字市场法
Data Act, EU Data Act; 欧盟数据法
Data Governance Act; 数据治理法
Cyber Resilience Act; 网络韧性法, 网络弹性法
NIS2, NIS 2, NIS2 Directive, NIS 2 Directive; 网络与信息安全指令
ePrivacy Directive, ePrivacy Regulation; 电子隐私指令, 电子隐私条例
Product Liability Directive; 产品责任指令
AI Liability Directive; 人工智能责任指令
Machinery Regulation; 机械条例
Medical Device Regulation, Medical Devices Regulation; 医疗器械条例
Digital Operational Resilience Act; 数字运营韧性法
European Media Freedom Act; 欧洲媒体自由法
Law Enforcement Directive; 执法指令
CCPA, CPRA, California Consumer Privacy Act, California Privacy Rights Act; 加州消费者隐私法, 加州隐私权法
HIPAA; 健康保险流通与责任法案
COPPA, Children's Online Privacy Protection Act; 儿童在线隐私保护法
FCRA, Fair Credit Reporting Act; 公平信用报告法
BIPA, Biometric Information Privacy Act; 生物识别信息隐私法
Local Law 144, NYC Local Law 144; 第144号地方法
Defend Trade Secrets Act; 保护商业秘密法
TRAIGA, Texas Responsible AI Governance Act
Online Safety Act; 在线安全法
Data Protection Act 2018; 2018年数据保护法
PIPEDA, Artificial Intelligence and Data Act, AIDA; 人工智能与数据法
LGPD; 通用数据保护法
AI Basic Act, AI Framework Act; 人工智能基本法
AI Promotion Act; 人工智能推进法
Digital Personal Data Protection Act, DPDP Act; 数字个人数据保护法
PDPA, Personal Data Protection Act; 个人数据保护法
Civil Code of China, Chinese Civil Code, China's Civil Code; 民法典
Criminal Law of China, China's Criminal Law; 刑法
Anti-Monopoly Law, Antimonopoly Law; 反垄断法
Anti-Unfair Competition Law; 反不正当竞争法
E-Commerce Law; 电子商务法
Copyright Law of China, China's Copyright Law; 著作权法
Consumer Protection Law of China; 消费者权益保护法
Law on the Protection of Minors; 未成年人保护法
Regulations on the Protection of Minors in Cyberspace; 未成年人网络保护条例
Cryptography Law; 密码法
Anti-Telecom and Online Fraud Law; 反电信网络诈骗法
Labour Contract Law, Labor Contract Law; 劳动合同法
Advertising Law; 广告法
Network Data Security Management Regulations, Regulations on Network Data Security Management; 网络数据安全管理条例
Critical Information Infrastructure Security Protection Regulations; 关键信息基础设施安全保护条例
Measures for Security Assessment of Outbound Data Transfers; 数据出境安全评估办法
"""
"""Laws that stand beside those of the corpus and that analysts also ask about, in English and Chinese."""


class Joint(NamedTuple):
    """One of the places in a joint name: `text[start:end]`, the id of a group or the code of a country."""

    key: str
    is_group: bool
    start: int
    end: int


_PARTS = {"中": "cn", "美": "us", "欧": "eu", "英": "GB", "日": "JP", "韩": "KR", "印": "IN", "俄": "RU"}
_GROUPS = frozenset({"cn", "us", "eu"})
_JOINT = re.compile(
    r"(?<![其集当之从途心程])(?=[中美欧英日韩印俄]*[美欧])[中美欧英日韩印俄]{2,4}(?![国盟洲元文语式度尼食女好丽观化术容不]|法系)"
)
"""One character for each place, as in 中欧 and 中美欧; not in 其中美国, 集中欧盟 or 中美洲."""


def joint_names(text: str) -> Iterator[Joint]:
    """The places in the joint names of a Chinese text, left to right: China and the EU in 中欧."""
    for found in _JOINT.finditer(text):
        if len(set(found[0])) == len(found[0]):
            for i, part in enumerate(found[0], found.start()):
                yield Joint(_PARTS[part], _PARTS[part] in _GROUPS, i, i + 1)


_COMPANIES = (
    r"(?:xAI|Grok|Microsoft|Amazon|NVIDIA|Mistral|Cohere|Inflection|DeepSeek|Qwen|Alibaba|Baidu|Tencent|ByteDance|"
    r"Zhipu(?: AI)?|Moonshot|MiniMax|Samsung|IBM|Naver|Apple|微软|亚马逊|英伟达|深度求索|通义千问|阿里巴巴|"
    r"阿里云?|百度|腾讯|字节跳动|智谱|月之暗面|三星|苹果公司)"
)
_DOCUMENT = r"(?:frameworks?|polic(?:y|ies)|guidelines|principles|commitments|thresholds)"
_OTHERS_TEXT = re.compile(
    rf"(?<![A-Za-z]){_COMPANIES}(?![A-Za-z])(?:"
    r"(?:['’]s?)? (?:(?:own|AI|frontier|safety|risk|management|responsible|scaling|usage|acceptable|use|model|"
    rf"governance|capability) )*{_DOCUMENT}\b"
    rf"|[^,.;?!]{{0,25}} in (?:its|their) (?:\w+ ){{0,5}}{_DOCUMENT}\b"
    r"|(?:的|在其|在自己的|自己的|其)?[^，。；？！、和与要应须遵哪什么有]{0,10}?(?:框架|政策|准则|承诺))"
    r"|(?<![A-Za-z])(?:GB(?:/[TZ])?|ISO(?:/IEC)?|IEC|IEEE)(?: (?:TS|TR))? ?\d{3,6}(?!\d)",
    re.IGNORECASE,
)


def texts_of_others(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names a company's framework or a standard of which the corpus has none: "xAI's framework"."""
    return (found.span() for found in _OTHERS_TEXT.finditer(text))


SUMMITS = re.compile(r"\bsummits?\b|\bdeclarations?\b|\bcommuniqu[eé]s?\b|峰会|宣言|公报", re.IGNORECASE)
"""In a question about summits a city stands for what was made there."""
_EVENT = re.compile(
    r"\s+(?:AI\s+)?(?:action\s+)?(?:summit|declaration|statement|agreement|accord|consensus|principles|charter|conference|convention|"
    r"forum|process|protocol|statute|call|treaty|effect)\b"
    r"|(?:人工智能|AI|行动)*(?:峰会|宣言|声明|协定|协议|共识|原则|宪章|大会|会议|公约|论坛|进程|议定书|规约|倡议|条约|效应)",
    re.IGNORECASE,
)


def names_event(after: str) -> bool:
    """Whether a city, followed by `after`, only says which event or document is meant: "the Paris Agreement"."""
    return bool(_EVENT.match(after))
