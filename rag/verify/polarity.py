"""Does a clause deny, and does the clause of the evidence that it comes from? In English and Chinese."""

import re
from functools import cache

from rag.verify.wording import folded

_IDIOM = re.compile(
    r"\bnot only\b|\bnot (?:more|less|later|fewer|exceed\w*|limited to|unduly|necessarily)\b|\brather than\b|\bnon-"
    r"|\bno (?:later|more|less|fewer|earlier|longer than|sooner|doubt|matter)\b|\bwhether or not\b"
    r"|不得?(?:少于|低于|超过|迟于|晚于|早于|多于|高于)|不(?=[仅但同断论管当良利久满足必可具变偏倚实公明限以过])|不成比例"
    r"|不合理|不相称|不得不|无不|莫不|非常|除非|未来|无(?:论|故|人机|线|关|障碍|形)|是否|能否|与否|否则|不可抗力"
    r"|未成年|未满|非(?:公开|法|专有|敏感|歧视|营利|政府)"
)
_NEGATOR = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot)\b|n't\b|[不未勿]|没有|无(?!差|意)|并非|(?<![并除是])非(?=[由经以属])"
)
_WEAK = re.compile(
    r"\b(?:without|hardly|refus\w+|reject\w*|refrain\w*|avoid\w*|prevent\w*|stop\w*|keep\w* .{0,30}from|outside|"
    r"out of|off-limits|fail\w*|den(?:y|ies|ied|ying)|lack\w*|exempt\w*|exclud\w+|prohibit\w*|bans?|banned|bars?|"
    r"barred|forbid\w*|except\w*|unless|fewer|less|only|free of|other than|rather than|instead|voluntary|"
    r"fall\w* away|ceas\w*|rescind\w*|repeal\w*|revok\w*|delet\w*|withdr\w*|un\w{4,}|i[nmr][a-z]{5,}|non-?\w+|"
    r"dis\w{4,}|\w+less)\b|[没无非否免除禁]|拒绝|避免|防止|阻止|停止|缺乏|例外|[仅只]|自愿|而不|暂停|撤销|废止|取消|删除|少于|低于"
)
_UNSAID = (
    r"\b(?:set|contain|create|make|lay|hold|provide|give|name|impose|add|state|have|has|mention|put)(?:s|d)?"
    r"(?: down| in)? no\b"
    r"|\bdoes not (?:set|contain|create|provide|name|state|mention|require|say)\b"
    r"|没有(?:再|另|单独|直接|明确)?(?:规定|要求|设|为|对|就|给出|限定|提及|说明)|没有.{0,12}(?:门槛|期限|例外|豁免|限制)|未(?:规定|设|提)"
)
"""What a provision does not say: true or false, no clause of it says so."""
_SILENT = re.compile(
    _UNSAID + r"|\bdoes not (?:apply|limit|change|affect)\b|没有(?:再|另|单独|直接|明确)?(?:改变|影响)"
)
"""That, and what it leaves as it is."""


@cache
def of_silence(text: str) -> bool:
    """Whether a text, or a part of it, tells what some provision does not say."""
    return bool(re.search(_UNSAID, folded(text)))


@cache
def negators(text: str) -> int:
    """How many words of a text deny something, idioms that deny nothing left out."""
    return len(_NEGATOR.findall(_IDIOM.sub(" ", folded(text))))


@cache
def restricts(text: str) -> bool:
    """Whether a text denies, refuses, excludes or limits something in any way, be it within a word (`unlabelled`)."""
    line = folded(text)
    return bool(_NEGATOR.search(line) or _WEAK.search(line))


def deny(claim: str, held: str) -> bool:
    """Whether one of two clauses plainly denies, and the other in no way restricts; silence of a law is no denial."""
    if _SILENT.search(folded(claim)) or _SILENT.search(folded(held)):
        return False
    return bool(negators(claim) and not restricts(held)) or bool(negators(held) and not restricts(claim))
