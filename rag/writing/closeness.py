"""Whether a written sentence is in the words of what it cites, or says it in other words."""

import re
from collections.abc import Sequence

from corpus.numerals import CHINESE_DIGITS
from rag.mentions import Mention
from rag.verify.numbers import value
from rag.verify.verifier import sentences, stands_in

_NAME = "\x00"
_PLACE_EN = (
    r"(?:articles?|sections?|§+|annex|recital|paragraph|point|subdivision|chapter) ?[\w.-]+(?:\(\w+\))*"
)
_LAW_EN = rf"(?:\x00|\b{_PLACE_EN}|\b(?:the|of|in|and|its|text|law|provisions?)\b|['’]s\b|\([^()]*\)|[^\w.;!?()\x00])"
_LAW_ZH = (
    rf"(?:\x00|第[\d{CHINESE_DIGITS}]+[条款项章节段]|（[^（）]*）|[《》“”的、\s]|中|法?律|法?规|原文|本身)"
)
_SAYS = re.compile(
    rf"^\W*(?:(?:under|in|within|according to|pursuant to|by|per)\b)?{_LAW_EN}+"
    r"(?:\b(?:says?|states?|provides?|stipulates?|specif(?:ies|y)|declares?|notes?|sets? out|lays? down)\b"
    r"(?: (?:clearly|expressly|explicitly|also))?(?: that\b)?:?"
    r"|\brequires? that\b(?=[^.;]*\b(?:must|shall)\b)|,)\s*"
    rf"|^\W*(?:根据|按照|依照|依据|在)?{_LAW_ZH}+"
    r"(?:(?:明确|还|也|同时|进一步)*(?:规?定|指出|写明|明确|载明|表示|说明|提到)[，：:]?|[，：:])\s*",
    re.IGNORECASE,
)
"""Says which law it is that says what follows, and no more. Names of laws may end in the first character of the next
word (欧盟法|律)."""
_JOINS = re.compile(r"[\s,，]*(?:\b(?:and|but|while|whereas)|而|但|并且?)\s*$")
"""Leads over to what the next law says."""
_SAME = tuple(
    (re.compile(pattern, re.IGNORECASE), usual)
    for pattern, usual in (
        (r"\b(?:shall|(?:is|are) required to|(?:has|have) to)\b", "must"),
        (r"\b(?:the|an?)\s+", ""),
        (r"必须|(?<![适对供反响相效])应当?(?=[在将向由依按于对及])", "应当"),
    )
)
_NUMERAL = re.compile(rf"[{CHINESE_DIGITS}]+(?=(?:个?工作)?[日天年月周]|个|小时|[条款项]|万|亿|元|次)")
_TITLE = re.compile(r"《[^》]{2,40}》")


def alone(text: str, laws: Sequence[Mention]) -> str:
    """A sentence without the words at its beginning that only say which law it is of.

    Args:
        text: The sentence.
        laws: The names of laws and issuers in it.
    """
    spans = [(mention.start, mention.end) for mention in laws] + [t.span() for t in _TITLE.finditer(text)]
    hidden = text
    for a, b in spans:  # as long as the name, so that places stay what they are
        hidden = hidden[:a] + _NAME * (b - a) + hidden[b:]
    found = _SAYS.match(hidden)
    if found is None or _NAME not in found.group() or found.end() == len(text):
        return text
    return text[found.end() :]


def in_its_words(text: str, passages: Sequence[str], laws: Sequence[Mention]) -> bool:
    """Whether a sentence stands in a passage from end to end, but for the name of the law that says so.

    Another word for the same duty ("must" for "shall"), articles and the script of numbers make no difference.

    Args:
        text: The sentence.
        passages: What it cites.
        laws: The names of laws and issuers in it.
    """
    evidence = _even("\n".join(passages))
    rest = _JOINS.sub("", alone(text, laws))
    return all(stands_in(_even(part), evidence) for part in sentences(rest)) or stands_in(
        _even(text), evidence
    )


def _even(text: str) -> str:
    """A text in which what may be written in two ways is written in one."""
    for other, usual in _SAME:
        text = other.sub(usual, text)
    return _NUMERAL.sub(lambda found: str(value(found.group()) or found.group()), text)
