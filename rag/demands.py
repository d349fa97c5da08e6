"""Facts without which nothing is an answer: who asks how many hours is not answered by what names no number.

`rag.expected` raises what holds the kind of fact that a question asks for; here are the kinds of which a law holds few
enough that their absence can be told, such as counts, percentages and fees, and those that no law holds, such as who
heads an office today.
"""

import re
from collections.abc import Iterable
from typing import Literal

from rag.verify.figures import CURRENCIES, DATE, ORDER, mentions

Demand = Literal[
    "count",
    "share",
    "money",
    "duration",
    "minutes",
    "figure",
    "fee",
    "standard",
    "person",
    "address",
    "record",
]

_NUMBER = (
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|"
    r"thousand|half|both|single|several)"
)
_UNITS = r"(?:hours?|days?|weeks?|months?|years?|euros?|dollars?|yuan|per ?cent|%)"
_PARTS = (
    r"(?:\w+ ){0,2}(?:principles|articles|sections|chapters|parts|annexes|categor\w+|tiers|levels|types|kinds|class\w+|"
    r"rights|dut\w+|obligations|requirements|conditions|exceptions|grounds|measures|commitments|pillars|areas|"
    r"practices|stages|steps|criteria|elements|factors|reasons|ways|laws|rules|bases)\b"
)
"""What a text has several of without counting them."""
_OFFICE = r"(?:head|chair\w*|director|president|commissioner|minister|chief|secretary|leader|governor)\b"
_ASKS: dict[Demand, re.Pattern[str]] = {
    "count": re.compile(
        rf"\bhow many (?!of\b|{_UNITS}\b|{_PARTS})"  # "how many of them" may be all or most
        r"|\b(?:what|which) quorum\b|法定人数"
        r"|(?<!共)(?<!共有)(?<!总计)(?:多少|(?<!哪)几)"
        r"(?:百万|[万亿])?(?:人|名|家|条|次|份|位|页|张|款|件|起|例|个(?!小时|工作|月|方面|原则|条件|步骤|等级|类|层|部分|阶段|义务|情形))",
        re.IGNORECASE,
    ),
    "share": re.compile(
        r"\b(?:what|which|how high a|minimum|maximum) (?:\w+ ){0,2}(?:percentage|per ?cent)\b|\bwhat share of\b"
        r"|\bas an? (?:share|percentage|proportion) of\b"
        r"|占[^，。？！]{1,8}(?:比例|百分比)|百分之(?:几|多少)|(?:什么|多大|多少|多高)的?(?:比例|百分比)",
        re.IGNORECASE,
    ),
    "money": re.compile(
        r"\bhow (?:many|much) (?:US |U\.S\. )?(?:dollars|euros?|yuan|rmb|pounds|money)\b"
        r"|\b(?:minimum|hourly|daily|day|monthly|annual|yearly) "
        r"(?:pay|wages?|salar(?:y|ies)|remuneration|rates?|contributions?|amounts?|budgets?|premiums?)\b"
        r"|\b(?:what|which|how (?:much|high|large|big)) (?:(?:is|are|was|were) )?(?:the |an? )?(?:[\w-]+ ){0,2}?"
        r"(?:salar(?:y|ies)|wages?|remuneration|budget)\b"
        r"|(?:多少|几)(?:百|千|百万|[万亿])*(?:美元|欧元|元|美金|人民币|块钱|块|钱)"
        r"|(?:赔偿|补偿|补贴|资助|奖励|拨款|经费|预算|工资|薪酬|薪水|年薪|会费)(?:金额|标准)?(?:是|为|有)?多少",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        r"\bhow many (?:\w+ )?(?:hours|days|weeks|months|years)\b"
        r"|(?<![近这那后头好每来哪])(?<!(?<!提)前)(?:多少|几)个?(?:工作日|小时|星期|礼拜|月(?!份)|天|日(?!期|志)|周(?!岁)|年(?!级|代|龄))",
        re.IGNORECASE,
    ),
    "minutes": re.compile(
        r"\bhow many (?:seconds|minutes)\b|(?:多少|几)(?:秒|分钟)|\bwhat time of day\b", re.IGNORECASE
    ),
    "figure": re.compile(
        r"\b(?:what|which) (?:is the |are the )?(?:exact |specific )?(?:minimum|maximum|numerical|exact)"
        r" (?!penalt|fine)(?:\w+ ){0,3}"
        r"(?:numbers?|amounts?|capital|size|turnover|revenue|height|width|length|threshold|figure|value|rate|score)\b"
        r"|\b(?:what|which) (?:[\w-]+ ){0,3}(?:figure|flops?)\b|\bfont size\b|字号|字体大小"
        r"|(?:低于|超过|达到|高于|少于|不足|多于|提高|增加|提升|降低|减少|上涨)了?(?:多少|几)|多少(?:百万|[万亿])",
        re.IGNORECASE,
    ),
    "fee": re.compile(
        r"\bhow much (?:does|do|would|will) (?:it|\w+(?: \w+){0,4}) cost\b"
        r"|\b(?:what|which|how (?:much|high) (?:is|are)) (?:is )?(?:the )?(?:\w+ ){0,3}fees?\b"
        r"|收费标准|(?:收费|费用|手续费)(?:是|为)?多少|多少(?:钱|[美欧]?元)?的?(?:费用|手续费)",
        re.IGNORECASE,
    ),
    "standard": re.compile(
        r"\b(?:which|what) (?:ISO|IEC|IEEE|EN|GB)(?:/\w+)? standards?\b|哪(?:个|一|项)(?:ISO|国标|国家标准)",
        re.IGNORECASE,
    ),
    "person": re.compile(
        rf"\bwho (?:is|was|were) (?:the )?(?:current|present|incumbent|first|acting) (?:\w+ ){{0,2}}{_OFFICE}"
        rf"|\bwho (?:was|has been) (?:appointed|elected|named|nominated)\b.{{0,40}}\b{_OFFICE}"
        rf"|\bwho (?:currently |now )?(?:heads|chairs|leads|runs)\b.{{0,60}}"
        r"\b(?:now|today|currently|at the moment|these days)\b"
        r"|(?:主任|负责人|主席|局长|部长|院长)(?:现在|目前)?是谁|(?:现任|首任|第一任|现在的|目前的).{0,12}(?:主任|负责人|主席|局长|部长|院长)",
        re.IGNORECASE,
    ),
    "address": re.compile(
        r"\b(?:street|postal|e-?mail|office) address\b|\b(?:phone|telephone|fax) number\b"
        r"|办公地址|电话号码|邮箱地址|联系电话",
        re.IGNORECASE,
    ),
    "record": re.compile(
        r"\b(?:ha(?:s|ve)|did|were|was|are|is)\b.{0,80}"
        r"\b(?:so far(?! as\b)|(?<!up )to date|up to now|until now|as of today|right now)\b"
        # at the beginning of a sentence: "if we have been fined before" asks what the law says
        r"|(?:^|[.?!;] )(?:has|have|did)\b.{0,60}\b(?:courts?|judges?|tribunals?|CJEU)\b.{0,40}"
        r"\b(?:ruled?|decided?|convicted?)\b"
        r"|(?:^|[.?!;] )(?:has|have) (?:\w+ ){1,6}(?:been (?:\w+ )?|already |ever |yet )"
        r"(?:fined|sued|prosecuted|convicted)\b"
        r"|(?:法院|法庭|法官).{0,20}(?:判决过|裁定过|判过|已经?(?:判|裁定|认定))|(?:谁|哪些|哪家|有没有|多少).{0,20}(?:被|受到?)(?:罚|处罚)过"
        r"|\bhow many .{1,60} (?:are|have|has|were) (?:currently|already|been)\b"
        r"|(?:到|截至|截止)[^，。？]{1,12}[年月日底].{0,20}(?:一共|总共|已|累计).{0,20}(?:多少|几|哪些)"
        r"|(?:迄今|至今|到目前|目前为止).{0,30}(?:多少|几|哪些|谁)|(?:多少|几|哪些).{0,30}(?:迄今|至今|目前为止)",
        re.IGNORECASE,
    ),
}
_HOLDS: dict[Demand, re.Pattern[str]] = {
    "count": re.compile(
        r"(?<![\w.(/])(?<!Article )(?<!Articles )(?<!paragraph )(?<!paragraphs )(?<!Section )(?<!Sections )"
        r"(?<!Annex )(?<!point )(?<!points )(?<!No )(?<!and )(?<!to )"
        rf"{_NUMBER}(?:\s+or more)?\s+(?!{_UNITS}\b|of\b|and\b|to\b|or\b)[a-z]"
        r"|(?<![第0-9一二三四五六七八九十百千万亿])(?:[0-9]+|[一二三四五六七八九十百千万亿]{2,}|[二两三四五六七八九十])[余万亿]?"
        r"(?:人|名|家|个(?!小时|工作|月)|条|项|次|份|种|类|位|页|张)|10\^"
        # what is listed can be counted
        r"|\(a\).*\(b\)|（一）.*（二）|;.*;|；.*；",
        re.DOTALL,
    ),
    "share": re.compile(r"\d ?[%％]|\bper ?cent\b|百分之", re.IGNORECASE),
    "fee": re.compile(r"\bfees?\b|\bcharg\w+|\bcosts?\b|收费|费用|免费|成本", re.IGNORECASE),
    "standard": re.compile(r"\b(?:ISO|IEC|IEEE|EN|GB|NIST)\b.{0,12}\d"),
    "person": re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Prof)\.? [A-Z]"),
    "address": re.compile(
        r"@|\b(?:street|avenue|boulevard|rue)\b|\d{3}[- ]\d{3,}|[路街]\d+号", re.IGNORECASE
    ),
    "record": re.compile(r"(?!)"),
}


def demanded(question: str) -> frozenset[Demand]:
    """The kinds of fact that an answer to `question` cannot do without."""
    return frozenset(kind for kind, pattern in _ASKS.items() if pattern.search(question))


_DURATIONS = frozenset({"second", "minute", "hour", "day", "working-day", "month", "age"})
_UNITS_OF: dict[Demand, frozenset[str]] = {
    "money": CURRENCIES,
    "duration": _DURATIONS,
    "minutes": frozenset({"second", "minute", "hour"}),
}


def unmet(question: str, texts: Iterable[str]) -> frozenset[Demand]:
    """Those that `texts` do not hold."""
    joined = "\n".join(texts)
    return frozenset(kind for kind in demanded(question) if not _holds(kind, joined))


def _holds(kind: Demand, text: str) -> bool:
    if kind in _HOLDS:
        return bool(_HOLDS[kind].search(text))
    found = {m.figure.unit for m in mentions(text) if not m.worded or kind != "figure"}
    if kind == "figure":
        return bool(found - {DATE, ORDER})
    return not found.isdisjoint(_UNITS_OF[kind])
