"""Whether a question asks for the provision that it names, or names it to ask about something else.

"What must deployers do under Article 26?" is answered by that article, "How high is the fine for breaching Article 5?"
by another one. Some questions say so themselves; of the others that is judged by what is found.
"""

import re
from collections.abc import Iterable, Sequence

from corpus import Reference, covers, find_references
from rag.language import content, detect
from rag.mentions import Mention
from rag.types import Hit, QuestionPlan

_NAMED, _LAW = "\ue000", "\ue001"
"""Stand for a provision and for the name of a law."""
_SEVERAL = re.compile(
    rf"{_NAMED}(?:\s*(?:,|、|and|or|to|of|和|及|与|至|的)\s*(?:the\s+)?[《“]?[{_NAMED}{_LAW}][》”]?)+"
)
_SUBJECT = re.compile(
    rf"(?:\b(?:do|does|did|is|are|was|were|has|have|can|could|would|will)\s+|(?:^|[.?!:;。？！；：])\s*)"
    rf"(?:the\s+)?(?:[《“]?{_LAW}[》”]?(?:['’]s)?[\s,]*)?{_NAMED}"
    rf"(?!\s*(?:(?:[^\s{_NAMED}]{{0,4}})的|(?:listed|referred)\b|[?？]?$))",
    re.IGNORECASE,
)
"""It is what the question says something of: "Does Article 17 require …", not 第四条规定的标识要求."""
_SHOWING = re.compile(
    r"\b(?:the|an?|of|in|to|and|or|as|is|are|be|with|for|by|from|under|i|me|my|us|we|it|its|this|that|what|which|how|does|do|"
    r"exact(?:ly)?|full|whole|complete|text|wording|word|verbatim|original|quote[sd]?|show|read|open|find|look|up|cite|"
    r"explain(?:s|ing)?|describe|about|beside|recital|need|give|want|see|can|could|you|would|like|"
    r"enacted|amended|current|version|language|"
    r"paragraph|point|provision|article|annex|section|chapter|law|act|code|cal|gen|bus|prof|stat|rev|states?|stated|provides?)"
    r"\b"
    r"|\d+年|原文|全文|逐字|条文|文本|引用|显示|查一下|查看|查|给出|给我|解释|说明|讲解|怎么写|写|修正|版|看|我|想|需要|请|[的是了下]",
    re.IGNORECASE,
)
"""What asks to see a provision, and nothing of it."""
_KEPT = re.compile(
    r"\b(?:breach|break|broke|violat|infring|disregard|non-?complian|complian|comply|complies|contraven|fail|enforc|supervis)\w*\b"
    r"[^,;.?!]{0,60}$|(?:违反|违背|不遵守|未遵守|遵守|不符合|未按|不按|不履行|未履行)[^，；。？！]{0,12}$",
    re.IGNORECASE,
)
"""Stands before a provision that is kept, broken or enforced: what follows from that is said elsewhere."""
_UNDER = re.compile(
    r"\b(?:under|according\s+to|pursuant\s+to)\s[^,;.?!]{0,40}$|(?:根据|依据|依照|按照)[^，；。？！]{0,20}$",
    re.IGNORECASE,
)
"""Stands before a provision from which the answer is to be taken: "What must deployers do under Article 26?"."""
_BEHIND = 0.02
"""How far a provision may lie behind the best other one and still be what is asked for."""
_BEHIND_UNDER = 0.08
"""The same where the question says that the answer is to be taken from it."""
_NEARER = 0.04
"""How much nearer it must lie where it is spoken of as kept, broken or enforced."""


def is_asked_for(question: str, references: Sequence[Reference], names: Iterable[Mention]) -> bool:
    """Whether a question says itself that it asks for the provisions that it names.

    Args:
        question: The question.
        references: To these provisions.
        names: Laws that it names.
    """
    return bool(_SUBJECT.search(_marked(question, references, names))) or asks_to_see(
        question, references, names
    )


def asks_to_see(question: str, references: Sequence[Reference], names: Iterable[Mention]) -> bool:
    """Whether a question has nothing beside the provisions that it names, as "Show me Article 5"."""
    line = _marked(question, references, names)
    rest = _SHOWING.sub(" ", content(re.sub(f"[{_NAMED}{_LAW}]", " ", line)))
    return not re.search(r"[^\W\d_]", rest)


def answer_best(plan: QuestionPlan, hits: Sequence[Hit]) -> bool:
    """Whether the provisions that a question names answer it as well as all others that were found."""
    named = [hit.score for hit in hits if _is_of(hit, plan.pins)]
    others = [hit.score for hit in hits if not _is_of(hit, plan.pins)]
    if not named or not others:
        return bool(named)
    references = find_references(plan.question, detect(plan.question))
    before = [plan.question[: reference.start] for reference in references]
    ahead = max(named) - max(others)
    if any(map(_KEPT.search, before)):
        return ahead >= _NEARER - _BEHIND
    return ahead >= -(_BEHIND_UNDER if any(map(_UNDER.search, before)) else _BEHIND)


def _is_of(hit: Hit, pins: Sequence[str]) -> bool:
    return any(covers(pin, hit.pin) or covers(hit.pin, pin) for pin in pins)


def _marked(question: str, references: Iterable[Reference], names: Iterable[Mention]) -> str:
    """The question with a mark for each provision and law."""
    spans = [(r.start, r.end, _NAMED) for r in references]
    spans += [
        (m.start, m.end, _LAW)
        for m in names
        if not any(start < m.end and m.start < end for start, end, _ in spans)
    ]
    for start, end, mark in sorted(spans, reverse=True):
        question = question[:start] + mark + question[end:]
    return _SEVERAL.sub(_NAMED, question)
