"""The kind of fact a question asks for, and whether a sentence holds one: expected answer type detection.

The idea is that of the question classifiers of open-domain question answering (Li & Roth, "Learning question
classifiers", COLING 2002), reduced to the types that analysts of law ask for.
"""

import re
from functools import lru_cache
from typing import Literal

Expected = Literal["duration", "amount", "date", "quantity", "authority", "definition"]

_ASKS: dict[Expected, re.Pattern[str]] = {
    "duration": re.compile(
        r"\bhow (?:fast|soon|quickly|long)\b|\bdeadlines?\b|\btime[- ]?(?:limits?|frames?)\b|\bby when\b|"
        r"\bhow many (?:\w+ )?(?:days|hours|months|years|weeks)\b|\bwithin (?:what|which|how)\b|"
        r"多久|多快|多长|时限|期限|几天|几日|几个工作日|多少(?:天|日|小时|个月|年|个?工作日)|几(?:小时|个月|年)",
        re.IGNORECASE,
    ),
    "amount": re.compile(
        r"\bfines?\b|\bpenalt\w+|\bhow much\b|\bsanctions?\b|罚款|罚金|处罚|罚则|多少钱|金额|罚多少",
        re.IGNORECASE,
    ),
    "date": re.compile(
        r"\bwhen (?:do|does|did|will|is|are|was|must)\b|\bfrom when\b|\bsince when\b|\bwhat dates?\b|\bwhich dates?\b|"
        r"\beffective date\b|\bappl(?:y|ies) from\b|何时|什么时候|哪一天|何日|哪天|几号|生效日期|施行日期|起施行|"
        r"什么时间",
        re.IGNORECASE,
    ),
    "quantity": re.compile(
        r"\bthresholds?\b|\bhow many\b|\bhow large\b|\bwhat size\b|\bflops?\b|\bcompute\b|"
        r"门槛|阈值|多少|几个|几家|算力|规模",
        re.IGNORECASE,
    ),
    "authority": re.compile(
        r"\bto whom\b|\bwho (?:enforces|supervises|oversees|must be told|receives)\b|"
        r"\bwhich (?:authority|authorities|agency|agencies|regulator|body|office|department)\b|"
        r"\bregulators?\b|\benforcement (?:body|authority|agency)\b|"
        r"向谁|哪个(?:部门|机构|机关)|哪些(?:部门|机构|机关)|主管(?:部门|机关)|监管(?:部门|机构)|执法机构|由谁",
        re.IGNORECASE,
    ),
    "definition": re.compile(
        r"\bdefin(?:e[sd]?|ing|itions?)\b|(?<!within the )\bmeaning of\b|\bmeant? by\b|\bis meant\b|"
        r"\bwhat do(?:es)? .{1,60} mean\b|\b(?:what|which) (?:name|term|word|expression)s?\b|"
        r"\b(?:what|who) (?:is|are|counts? as|qualif(?:y|ies) as) (?!the\b|my\b|our\b)(?:an? )?"
        r"['‘“\"]?[\w-]+(?: [\w-]+){0,4}['’”\"]?(?: (?:under|in) [^,?]+)?\s*(?:\?|$)|"
        r"什么是|指(?:的是)?什么|何为|何谓|定义|界定|含义|算什么|(?:哪个|什么)(?:说法|名称|词|术语)|(?:叫|称为|称作)什么",
        re.IGNORECASE,
    ),
}

DEFINITIONS = "definitions"
"""The facet of what words mean. Who asks how something is defined names what: that is asked about."""
_CHINESE_NUMBER = r"[0-9０-９一二三四五六七八九十百千两]+"
_ENGLISH_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty(?:[- ]four)?|thirty|"
    r"forty[- ]five|forty[- ]eight|sixty|seventy[- ]two|ninety)"
)

_HOLDS: dict[Expected, re.Pattern[str]] = {
    "duration": re.compile(
        rf"\b{_ENGLISH_NUMBER}(?: \(\d+\))?[ -](?:\w+ )?(?:hours?|days?|weeks?|months?|years?)\b|"
        rf"\bwithout (?:undue )?delay\b|\bimmediately\b|\bpromptly\b|\b(?:quarterly|annually|monthly)\b|"
        rf"{_CHINESE_NUMBER}个?(?:小时|日|天|工作日|月|年)|及时|立即|不迟于",
        re.IGNORECASE,
    ),
    "amount": re.compile(
        rf"(?:EUR|USD|RMB|CNY|€|\$|¥)\s?\d|\b\d[\d,.]* ?(?:%|per ?cent|euros?|dollars?|yuan|million|billion)|"
        rf"\bfines?\b|{_CHINESE_NUMBER}[万亿]*元|百分之|罚款|\d ?%",
        re.IGNORECASE,
    ),
    "date": re.compile(
        r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b|"
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}\b|"
        r"\d{4}年\d{1,2}月|\b(?:apply|applies) from\b|起施行|\beffective\b",
        re.IGNORECASE,
    ),
    "quantity": re.compile(
        rf"\b\d[\d,.]*|10\^\d+|\b{_ENGLISH_NUMBER} (?:million|billion|percent|users|persons|people)\b|"
        rf"{_CHINESE_NUMBER}[万亿]?(?:人|名|家|个|项|条|次|%)|百分之|亿|\bthreshold\b|阈值",
        re.IGNORECASE,
    ),
    "authority": re.compile(
        r"\b(?:authorit(?:y|ies)|AI Office|Commission|Office of \w+|Attorney General|Department|Agency|regulator|"
        r"Board|Director)\b|"
        r"部门|机构|机关|网信办|主管|办公室|委员会",
        re.IGNORECASE,
    ),
    "definition": re.compile(
        r"['’”\"»)] ?(?:\([^()]{1,60}\) ?)?(?:,[^,]{1,60}, ?)?"
        r"(?:shall )?(?:means?|refers? to|has the (?:same )?meaning)\b|"
        r"\b(?:is|are) (?:to be )?(?:defined|understood) as\b|\bfor the purposes? of th(?:is|e) [^.;]{1,60}\bmeans?\b|"
        r"[，,]?(?:是指|系指|指的是)|(?:本法|本条例|本规定|本办法|本条)所称",
        re.IGNORECASE,
    ),
}


def expected_types(question: str) -> frozenset[Expected]:
    """The kinds of fact that `question` asks for; none if it asks for no particular kind."""
    return frozenset(kind for kind, pattern in _ASKS.items() if pattern.search(question))


def share_held(sentence: str, expected: frozenset[Expected]) -> float:
    """Which share of the expected kinds `sentence` holds, from 0 to 1; 0 if none is expected."""
    if not expected:
        return 0.0
    return sum(_holds(kind, sentence) for kind in expected) / len(expected)


_DEFINING = ("mean", "refer", "defined", "understood", "是指", "系指", "指的是", "所称")
"""One of these stands in every definition, and is looked for sooner than the whole of one."""


def is_definition(sentence: str) -> bool:
    """Whether a sentence says what a word means."""
    return any(word in sentence for word in _DEFINING) and _holds("definition", sentence)


@lru_cache(maxsize=50_000)
def _holds(kind: Expected, sentence: str) -> bool:
    return bool(_HOLDS[kind].search(sentence))
