"""Member states of a union: who asks what is allowed in Germany asks the law of the EU, of which the corpus has texts.

A state's own law is another matter ("Germany's AI strategy", "Has France adopted …"), and so is a state that only says
who is meant where another law is named ("Does SB 53 bind a lab in Ireland?").
"""

import re
from collections.abc import Sequence

from corpus import Registry
from rag.gazetteer import country
from rag.language import detect
from rag.mentions import Mention
from rag.namesakes import ALONGSIDE

_OWN_AFTER = re.compile(
    r"(?:['’]s?)?\s+(?:(?!(?:and|or|vs|versus)\b)[\w-]+\s+){0,3}?(?:laws?|acts?|bills?|legislation|statutes?|strateg\w+|constitution|codes?|polic(?:y|ies)|"
    r"government|parliament|president|ministers?|ministr\w+|courts?|regulators?|authorit\w+|agenc\w+|officials?|"
    r"dpas?|population|capital|economy|elections?)\b"
    r"|\s+(?:(?:already|yet|recently|also|not)\s+)?(?:adopt|pass|enact|propos|introduc|implement|transpos|appoint|"
    r"designat|sign|publish|launch|ratif|join|(?:have|has|had)\b(?!\s+to\b))"
    r"|(?:的)?(?:国内|本国|自己的|现行|最新)?(?:人工智能|数据保护|数据|AI)?(?:法律|法规|立法|法案|法(?![院定人])|战略|政策|政府|总统|总理|议会|"
    r"监管机构|主管机关|主管部门|各州|央行|人口|首都)|(?:已经?|是否|有没有|何时|什么时候)*(?:通过|颁布|出台|制定|签署|批准|加入|任命|指定|发布|有没有|有无)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"['’]s?\s|的(?:人工智能|数据保护|数据)?(?:法(?![院定人])|战略|政策|政府|监管机构|主管)")
_WITHIN = re.compile(
    r"(?:\b(?:in|from|within|across|throughout|near|to|based in)\s+(?:the\s+)?|[在于从往])$", re.IGNORECASE
)
"""After these a state is where something is done: "a firm in France has to", 在德国有没有."""
_THERE = re.compile(
    r"(?:\b(?:in|into|to|across|throughout|within|both|for)\s+(?:the\s+)?|[在于到往向进入])$", re.IGNORECASE
)
"""After these a state is where something is done, and not where those come from who do it."""
_SITED = re.compile(
    r"\b(?:\w*compan\w+|firms?|labs?|providers?|developers?|deployers?|start-?ups?|offices?|servers?|staff|employees?|teams?|"
    r"headquarter\w*|hq|subsidiar\w+|parent|based|incorporated|established|located|registered|hosted)\s+(?:(?:\w+ed|are|is|sits?)\s+)?(?:in|to)\s+"
    r"(?:the\s+)?$"
    r"|(?:总部|公司|企业|服务器|注册|设立|成立|位于)[^，。？！]{0,4}[在于]$",
    re.IGNORECASE,
)
_OF_THOSE = re.compile(r"(?:的)?(?:公司|企业|总部|母公司|团队|员工|开发者|提供者|厂商|服务器)")
_OWN_BEFORE = re.compile(
    r"\b(?:laws?|legislation|acts?|bills?|strateg\w+|polic(?:y|ies)|government|parliament|president|chancellor|ministers?|courts?|"
    r"regulators?|authorit\w+|agenc\w+|capital|population|economy|national|domestic)\s+(?:of|in|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"^(?:的)?(?:用户|客户|公司|企业|居民|消费者|员工|学生|学校|医院|银行|市场|子公司|办公室|团队)"
)
"""Between places that are named side by side, in 上海用户和巴黎用户."""


def as_unions(
    question: str, mentions: Sequence[Mention], registry: Registry
) -> tuple[list[Mention], tuple[str, ...]]:
    """The mentions, in which its union stands for a member state, and the states that it stands for.

    Those are states whose own law is not asked for, where nothing else that the corpus holds is named, which are named
    side by side with what it holds ("Germany and China"), or which are one of several places in which something is to
    be done ("live in Germany, and next in China").

    Args:
        question: In English or Chinese.
        mentions: What it names, left to right.
        registry: Knows the unions (`Group.states`).
    """
    unions = {state: group.id for group in registry.groups for state in group.states}
    held = [m for m in mentions if m.kind in ("instrument", "group")]
    jurisdictions = {group.id for group in registry.groups if group.jurisdictions}
    places = {m.key for m in held if m.key in jurisdictions}
    only_places = bool(places) and all(m.key in places for m in held)
    found: list[Mention] = []
    states: list[str] = []
    for mention in mentions:
        union = unions.get(mention.key) if mention.kind == "place" else None
        beside = not held or (
            not _is_seat(question, mention)
            and (
                any(_side_by_side(question, mention, other) for other in held)
                or (only_places and _THERE.search(question[: mention.start]) is not None)
            )
        )
        if union is None or not beside or _asks_for_its_own(question, mention):
            found.append(mention)
        else:
            found.append(Mention("group", union, mention.start, mention.end))
            if all(m.key != union for m in held):  # else the union's law is asked for by its name
                states.append(country(mention.key, detect(question)))
    return found, tuple(dict.fromkeys(states))


def _asks_for_its_own(question: str, state: Mention) -> bool:
    before, after = question[: state.start], question[state.end :]
    own = _OWNED if _WITHIN.search(before) else _OWN_AFTER
    return bool(own.match(after) or _OWN_BEFORE.search(before))


def _is_seat(question: str, state: Mention) -> bool:
    """Whether a state only is where somebody or his servers are."""
    before, after = question[: state.start], question[state.end :]
    return bool(_SITED.search(before) or _OF_THOSE.match(after) or before.endswith(" from "))


def _side_by_side(question: str, one: Mention, other: Mention) -> bool:
    gap = question[min(one.end, other.end) : max(one.start, other.start)]
    return bool(ALONGSIDE.fullmatch(_WHOSE.sub("", gap)))
