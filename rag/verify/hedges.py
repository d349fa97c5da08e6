"""Words that leave something open (may, should, aims to), and whether a claim says outright what they leave open.

`rag.verify.checks` finds a duty where the evidence permits; here is found what has no force of its own, as "would" or
a bare verb for "may", in English and Chinese.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.verify.wording import folded

_NEGATED = r"(?! (?:\w+ )?(?:not|no|only)\b)"


@dataclass(frozen=True, slots=True)
class _Hedge:
    """A way to leave something open."""

    opens: re.Pattern[str]
    """The words for it: no others are taken for it in the evidence."""
    keeps: re.Pattern[str]
    """Whatever may say as much in a claim."""


_HEDGES = (
    _Hedge(
        re.compile(
            rf"(?<!\d )\b(?:may|might|could)\b(?! \d){_NEGATED}"
            r"|(?<!不)(?:可以|可(?=依法|依据|根据|按照|自行|不予))(?!不|是|说|忽略)|(?<!不)可能(?!性)|有权|酌情"
        ),
        re.compile(
            r"\b(?:may|might|can|could|able|unable|possib\w*|potential\w*|perhaps|likely|option\w*|discretion\w*|choos\w+|"
            r"rights?|power\w*|permi\w+|allow\w*|entitle\w*|authori[sz]e\w*|free|empower\w*|enabl\w+|decide\w*|risks?|"
            r"would be)\b|^(?:if|when|where)\b|[可能权或若]|允许|准予|授权|酌情|自行|决定|选择|如果|风险"
        ),
    ),
    _Hedge(
        re.compile(
            r"\b(?:should|recommend(?:s|ed)?|encourag(?:e|es|ed)|suggest(?:s|ed)?|advis(?:e|es|ed))\b"
            r"|鼓励|建议|提倡|倡导|(?<![适便])宜(?=[在采对将有为按设由])"
        ),
        re.compile(
            r"\b(?:should|ought|recommend\w*|encourag\w*|suggest\w*|advi[sc]\w*|guidance|voluntar\w*|consider\w*|call\w*|"
            r"urg\w+|propos\w+|best practice\w*|expect\w*)\b|鼓励|建议|提倡|倡导|宜|应|支持|自愿|引导|呼吁|希望|推荐"
        ),
    ),
    _Hedge(
        re.compile(
            r"\b(?:aim|intend|plan|hope|strive|seek|endeavou?r|expect|propose)(?:s|ed)? to\b"
            r"|力求|力争|打算|(?<![草虚模])拟(?=[在对将于由采])"
        ),
        re.compile(
            r"\b(?:aim|intend|intent|intention|plan|hope|strive|striving|seek|endeavou?r|expect|effort|goal|propos|purpose|"
            r"want|work|try|tries)\w*\b|力|打算|拟|旨在|计划|希望|目标|预期|意图|努力|寻求"
        ),
    ),
)


def outright(pairs: Sequence[tuple[str, str, float]]) -> str | None:
    """The word with which the evidence leaves open what a clause of a claim says outright, if there is one.

    Args:
        pairs: Clauses of the claim, each with the clause of the evidence that it comes from (`clauses.Laid`).
    """
    for said, held, _ in pairs:
        for hedge in _HEDGES:
            opens = hedge.opens.search(folded(held))
            if opens and not hedge.keeps.search(folded(said)):
                return opens.group()
    return None
