"""Places and companies that a question names because a law concerns them, and not because of what they say themselves.

"Does the GDPR apply to Chinese companies?" asks for no Chinese law, and "What do federal orders do about state laws?"
for none of a state. Their names stay in what is searched for.
"""

import re
from collections.abc import Iterator, Sequence

from rag.mentions import Mention

_ACTOR = (
    r"(?:[\s-]+(?:based|AI|tech|technology|cloud|software|internet|large|small|big|frontier|foreign|model|chatbot|state))*"
    r"[\s-]+(?:compan(?:y|ies)|firms?|business(?:es)?|providers?|developers?|deployers?|operators?|importers?|exporters?|"
    r"labs?|start-?ups?|vendors?|users?|citizens?|residents?|nationals?|consumers?|customers?|people|persons?|individuals?|"
    r"subsidiar(?:y|ies)|organi[sz]ations?|entit(?:y|ies)|enterprises?|institutions?|universit(?:y|ies)|banks?|"
    r"employers?|models?|products?|services?|systems?|apps?)\b"
    r"|的?(?:人工智能|AI|科技|互联网|大模型|初创|中小|大型|外资)*"
    r"(?:企业|公司|厂商|提供者|开发者|部署者|运营者|用户|居民|公民|消费者|机构|实验室|模型|产品|服务|个人)"
)
_FILLING = r"(?:\s+(?:the|an?|any|all|other|most|our|my|large|small|big|existing|foreign|non-EU))*\s+"
_THERE = (
    r"(?:(?:[\w-]+\s+){0,2}(?:compan(?:y|ies)|firms?|business(?:es)?|providers?|developers?|deployers?|operators?|labs?|"
    r"start-?ups?|users?|people|persons?|models?|systems?)\s+(?:(?:that\s+(?:is|are)\s+)?(?:based|established|located|"
    r"headquartered|incorporated|sold|made|built|trained|living)\s+)?(?:in|from|outside)\s+(?:the\s+)?)?"
)
"""Between a verb and a place: "a company based in"."""
_TOWARD = re.compile(
    rf"\b(?:(?:appl(?:y|ies|ied|icable)|extend(?:s|ed)?|matters?)\s+(?:to|for)|means?\s+for|binding\s+(?:on|for)"
    r"|(?:bind|cover|affect|reach|catch|hit|concern|constrain|exempt|target|treat|override|overrule|pre-?empt|displace)"
    r"(?:e?s|e?d|ing)?"
    r"|(?:effects?|impacts?|implications|consequences)\s+(?:on|for)"
    r"|(?:do(?:es|ing)?|did|say(?:s|ing)?|said|thinks?|provides?)\s+(?:anything\s+|something\s+)?(?:about|against|to)"
    rf"|(?:wants?|expects?|asks?|demands?|requires?)\s+(?:from|of)){_FILLING}{_THERE}$"
    r"|(?:适用于|(?<![相针绝面应])对|针对|影响(?:到|了)?|约束|管辖|规制|覆盖|涵盖|管得[着了到])(?:在|位于|总部在|所有|任何)?$",
    re.IGNORECASE,
)
"""Before a name: what a law does to those who are named."""
_KEEPING = re.compile(
    rf"(?:{_ACTOR})[^,;.?!，。；？！]{{0,40}}?(?:\b(?:covered|bound|caught|affected|hit|regulated|concerned)\s+by\b|\bsubject\s+to\b"
    r"|\b(?:exempt(?:ed)?|excluded|free)\s+from\b|\bcompl(?:y|ies|ying|iance)\s+with\b|\bfollow\b|\bobey\b|\bobserve\b"
    r"|\b(?:liable|fined|punished)\s+under\b|\bfalls?\s+(?:under|within)\b"
    r"|遵守|遵循|符合|适用|受|属于|违反)",
    re.IGNORECASE,
)
"""Behind a name: what those who are named must do by the law that is named then."""
_COMPARED = re.compile(r"^[^，。？！,.?!]{0,12}(?:更|相比|比较|对比|哪个|谁)")
_JOINED = re.compile(
    r"\s*(?:,|、|，|(?:,\s*)?\b(?:and|or)\b|和|与|或|及|以及)?\s*(?:the\s+)?(?:所有|其他)?", re.IGNORECASE
)


def without_concerned(question: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without those of whom a law is said to concern, where one is named whose law it is.

    Args:
        question: In English or Chinese.
        mentions: What it names, left to right.
    """
    concerned: set[Mention] = set()
    for run in _runs(question, mentions):
        before, after = question[: run[0].start], question[run[-1].end :]
        others = [m for m in mentions if m.kind in ("instrument", "group") and m not in run]
        toward = _TOWARD.search(before)
        is_object = (
            toward is not None
            and not _COMPARED.match(after)
            and any(m.end <= toward.end() and m not in concerned for m in others)
        )
        kept = _KEEPING.match(after)
        is_subject = kept is not None and any(m.start >= run[-1].end + kept.end() for m in others)
        if is_object or is_subject:
            concerned.update(run)
    left = [m for m in mentions if m not in concerned]
    return left if any(m.kind in ("instrument", "group") for m in left) else list(mentions)


def _runs(question: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The names of groups that follow each other in a list."""
    run: list[Mention] = []
    for mention in mentions:
        if mention.kind != "group":
            continue
        if run and not _JOINED.fullmatch(question[run[-1].end : mention.start]):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run
