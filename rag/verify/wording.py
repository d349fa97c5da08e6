"""What the words of a statement commit to, in English and Chinese: duty or permission, denial, condition, actor.

Small lists of markers rather than a parser: the words in which law and company frameworks say these things are few.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus import Lang

Force = Literal["must", "must not", "may", "should", "need not"]
"""Deontic force of a clause."""

_HAN = re.compile(r"[㐀-鿿]")


def language(text: str) -> Lang:
    """Chinese where a fifth of the letters are Chinese characters, else English."""
    letters = sum(c.isalpha() for c in text)
    return "zh" if 5 * len(_HAN.findall(text)) >= max(1, letters) else "en"


def folded(text: str) -> str:
    """In compatibility form and lower case, with plain apostrophes."""
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


# --- force ------------------------------------------------------------------------------------------------------------

_SHALL = "应当|(?<!不)应(?=[在将向由依按有于建采符承予及制定当]|对(?!策|措施|方案|能力|突发|风险|危机|挑战|紧急|气候))"
_FORCES: tuple[tuple[Force, re.Pattern[str]], ...] = (
    (
        "need not",
        re.compile(
            r"\bneed(?:s|ed)? not\b|\b(?:is|are|was|were) not (?:required|"
            r"obliged|bound)\b|\b(?:do|does|did) not (?:have|need) to\b|"
            r"\b(?:is|are) exempt\b|\bexempted\b|\bwithout (?:being )?(?:requir|oblig)\w+|"
            r"无需|不必|无须|毋须|不要求|免予|豁免|不需要|不用|可以?不(?!得|能)"
        ),
    ),
    (
        "must not",
        re.compile(
            r"\b(?:must|shall|may|should)(?:not| not|n't)\b(?! only)|\bmay (?:\w+ )?no\b|"
            r"\bcan(?:not|'t| not) (?:be|sell|use|make|offer|provide|share|apply|rely|require)\b|"
            r"\b(?:prohibit|forbid|ban|bar)\w*|\bforbidden\b|\bno longer allowed\b|\boff[- ]limits\b|"
            r"\bn(?:o|either|or) [a-z-]+(?: (?:or|nor|and|other) [a-z-]+| of [a-z]+| [a-z-]+)? "
            r"(?:may|shall|must|can)\b|"
            r"\b(?:is|are) not (?:allowed|permitted)\b|"
            r"\billegal\b|\bunlawful\b|不得(?!不)|禁止|严禁|不允许|不准|不可以|不应当?|不许|停飞"
        ),
    ),
    (
        "must",
        re.compile(
            r"\b(?:must|shall)\b|\b(?:is|are|was|were|be|been) (?:required|"
            r"obliged|bound|ordered) to\b|\b(?:has|have|had|having) to\b|"
            r"\bobligat\w+|\bduty to\b|\brequir(?:es?|ed|ing)\b|\bmandatory\b|\bcompulsory\b|"
            rf"必须|须(?!知)|{_SHALL}|"
            r"有义务|务必|责令|不得不|(?<!监管)(?<!合规)(?<!的)要求(?!的|和|、|，|。)"
        ),
    ),
    (
        "should",
        re.compile(
            r"\bshould\b|\bencourag\w+|\brecommend\w*|\badvis(?:es?|ed|able)\b|\bideally\b|鼓励|建议|宜(?=[在采对将有为按])|倡导|提倡|支持"
        ),
    ),
    (
        "may",
        re.compile(
            r"\bmay\b|\b(?:is|are|be) (?:allowed|permitted|free|"
            r"entitled|able) to\b|\b(?:has|have) the right\b|\bright to\b|"
            r"\boptional\b|\bat (?:its|their) (?:own |"
            r"sole )?discretion\b|可以|有权|允许|准予|自行决定|任意|权利|"
            r"可(?=依法|向|要求|申请|处|自行|在|将|由|对|免|从|选|按|根据|予)"
        ),
    ),
)


_MUST_OR_SHOULD = re.compile(_SHALL)
"""Binds in law, and recommends in standards and frameworks: both readings count."""


@cache
def forces(text: str) -> frozenset[Force]:
    """Which forces the clauses of a text have; none where it tells what is."""
    rest = folded(text)
    found: set[Force] = set()
    for force, pattern in _FORCES:
        if pattern.search(rest):
            found.add(force)
            if force == "must" and _MUST_OR_SHOULD.search(rest):
                found.add("should")
            rest = pattern.sub(" ", rest)
    return frozenset(found)


CONTRARY: frozenset[tuple[Force, Force]] = frozenset(
    {
        ("must", "may"), ("may", "must"), ("must", "must not"), ("must not", "must"), ("may", "must not"),
        ("must not", "may"), ("must", "need not"), ("need not", "must"), ("must", "should"), ("must not", "need not"),
    }
)  # fmt: skip
"""Claimed force, force of the evidence: the one does not follow from the other."""

# --- conditions, absolutes, qualifiers --------------------------------------------------------------------------------

_EXCEPTION = re.compile(
    r"\b(?:unless|except\w*|save (?:where|in|for|as)|apart from|"
    r"other than|exclud\w+|exempt\w*|does not apply|do not apply|"
    r"with the exception|notwithstanding|however|but)\b|除[^，。；]{1,40}外|但是?|除外|不适用|例外|然而|除非"
)
_CONDITION = re.compile(
    r"\b(?:if|when|where|once|provided that|as long as|subject to|only|in case|until|after|before)\b|"
    r"如果|若|的[，,]|的情况下|情形|只有|仅|前提|条件|之后|以后|之前|以前|时[，,]"
)
_ABSOLUTE = re.compile(
    r"\b(?:all|every\w*|always|never|any\w*|only|solely|whole|entire\w*|whatever|completely|nobody|no one|none)\b|"
    r"所有|一切|任何|全部|一律|每个|仅|只|始终|总是|从不|从未|从来|完全|均|都|整个|无论"
)


@cache
def exceptions(text: str) -> int:
    """How many exceptions a text makes."""
    return len(_EXCEPTION.findall(folded(text)))


@cache
def conditions(text: str) -> int:
    """How many conditions a text names."""
    return len(_CONDITION.findall(folded(text)))


@cache
def absolutes(text: str) -> int:
    """How many words a text has that allow no exception: all, never, only."""
    return len(_ABSOLUTE.findall(folded(text)))


_QUALIFIERS = """
high[- ]risk / 高风险
large\\w*|very large|big / 大型|大规模|较大
serious\\w*|severe\\w*|critical\\w*|grave\\w*|significant\\w*|substantial\\w*|major|considerabl\\w*|material\\w*|catastrophic / 严重|重大|关键|显著|实质|重要|较大|灾难
systemic / 系统性
sensitive / 敏感
biometric\\w* / 生物识别
intentional\\w*|deliberate\\w*|knowing\\w*|malicious\\w* / 故意|明知|蓄意|恶意
prior|in advance|before\\w* / 事先|事前|预先|提前|前
written|in writing / 书面
independent\\w* / 独立
explicit\\w*|express\\w*|clear\\w* / 明示|明确|清楚|清晰
separate\\w* / 单独|另行
only|solely|exclusively|alone|no more than|just / 仅|只|才|限于|以内
"""  # noqa: E501 (a qualifier a line)
_QUALIFYING = tuple(
    re.compile(rf"\b(?:{english})\b|{chinese}")
    for english, _, chinese in (line.partition(" / ") for line in _QUALIFIERS.strip().splitlines())
)


@cache
def qualifiers(text: str) -> frozenset[int]:
    """What narrows the things that a text speaks of (high-risk, large, serious, only), as places in a list."""
    line = folded(text)
    return frozenset(i for i, pattern in enumerate(_QUALIFYING) if pattern.search(line))


# --- actors -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody on whom law lays duties or to whom it gives powers, by the words for them."""

    en: str
    zh: str
    english: re.Pattern[str]
    chinese: re.Pattern[str]

    def name(self, lang: Lang) -> str:
        """The usual word."""
        return self.zh if lang == "zh" else self.en


def _actor(en: str, zh: str) -> Actor:
    """Words divided by `|`; the first of each language is shown."""
    plural = "|".join(re.sub("y$", "(?:y|ies)", word) + "(?:e?s)?" for word in en.split("|"))
    return Actor(
        en.split("|")[0], zh.split("|")[0], re.compile(rf"(?<![a-z])(?:{plural})(?![a-z])"), re.compile(zh)
    )


ACTORS = (
    _actor("provider|supplier|vendor", "提供者|供应商|提供商|提供方|供应者"),
    _actor("deployer", "部署者|部署方|使用者"),
    _actor("developer", "开发者|研发者|研制者|开发商|开发机构"),
    _actor("importer", "进口商|进口者"),
    _actor("distributor", "分销商|经销商"),
    _actor("manufacturer|maker|producer", "制造商|生产者|生产商"),
    _actor("authorised representative|authorized representative", "授权代表|代理人"),
    _actor("operator", "运营者|经营者|运营商"),
    _actor("platform", "平台"),
    _actor("controller|handler", "控制者|处理者"),
    _actor("processor", "处理者|受托人"),
    _actor("data protection officer", "数据保护官|负责人"),
    _actor("user", "使用者|用户"),
    _actor("consumer", "消费者"),
    _actor("employee|worker|staff", "员工|雇员|劳动者|工作人员|职工"),
    _actor("employer", "雇主|用人单位"),
    _actor("minor|child|children|teen", "未成年人|儿童|青少年"),
    _actor("guardian", "监护人|父母|家长"),
    _actor("licensee", "被许可人"),
    _actor("signatory|signatories", "签署方|签字方|签署机构"),
    _actor("member state", "成员国"),
    _actor("european commission|commission", "欧盟委员会|(?<![一-鿿])委员会|(?<=[由向经])委员会"),
    _actor("board|committee|(?<!state )council|commission", "委员会|理事会|董事会"),
    _actor("ai office", "人工智能办公室|ai办公室"),
    _actor("european parliament", "欧洲议会"),
    _actor("notified body|notified bodies", "公告机构|指定机构"),
    _actor("market surveillance authority|market regulation", "市场监管|市场监督(?:机构|机关|部门|当局)"),
    _actor("supervisory authority|data protection authority", "监管机构|监督机构|数据保护机构"),
    _actor(
        "authority|regulator|agency|body|bodies|department|organ",
        "机关|(?<!签署)机构|部门|当局|国防部|商务部|能源部|司法部",
    ),
    _actor("attorney general", "总检察长|检察长"),
    _actor("governor", "州长"),
    _actor("court|judge", "法院|法庭|法官"),
    _actor("president", "总统|主席|总裁"),
    _actor("secretary of state", "州务卿|国务卿"),
    _actor("legislature|parliament|congress|assembly", "议会|国会|立法机关"),
    _actor("police|public security", "警方|警察|公安"),
    _actor("cyberspace|cac|internet information|informatization|informatisation", "网信"),
    _actor("industry association", "行业组织|行业协会"),
    _actor("insurer", "保险人|保险公司"),
    _actor("landlord", "房东"),
    _actor("shareholder", "股东"),
    _actor("contractor", "承包商"),
    _actor("data broker", "数据经纪"),
)
"""Kinds of actors; one word may stand for several."""
GENERAL = frozenset(
    i
    for i, actor in enumerate(ACTORS)
    if actor.en in ("authority", "board", "platform", "user", "data protection officer")
)
"""Those whose words also stand for others: an authority may be named by its own name."""


@cache
def actors(text: str) -> dict[int, int]:
    """The actors that a text names, as positions in `ACTORS`, and where each is first named."""
    line = folded(text)
    found: dict[int, int] = {}
    for i, actor in enumerate(ACTORS):
        places = [m.start() for m in (actor.english.search(line), actor.chinese.search(line)) if m]
        if places:
            found[i] = min(places)
    return found


def first(found: Iterable[tuple[int, int]]) -> int | None:
    """The actor that is named first: in both languages that is, as a rule, who must or may."""
    return min(((at, i) for i, at in found), default=(0, None))[1]
