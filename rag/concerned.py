"""Places and companies that a question names because a law concerns them, and not because of what they say themselves.

"Does the GDPR apply to Chinese companies?" asks for no Chinese law, and "What do federal orders do about state laws?"
for none of a state. Their names stay in what is searched for.
"""

import re
from collections.abc import Iterator, Sequence

from corpus import Registry
from rag.mentions import Mention
from rag.namesakes import ALONGSIDE
from rag.naming import belongs
from rag.which_laws import sought

_ADDRESSEES = frozenset({"labs", "anthropic", "openai", "google-deepmind", "meta"})
_HOMES = frozenset({"eu", "cn", "us", "us-ca", "us-ny", "us-co"})
_ASKING = re.compile(
    r"(?:的)?\s*(?:总部|母公司|headquarters\b|hq\b|head\s+office|parent\b)|(?:的)?\s*(?:federal\s+|state\s+)?(?:courts?\b|judges?\b|prosecutors?\b|subpoenas?\b|法院|法庭|法官|检方|检察)",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"(?:在|出海|进入|进军|面向|适用|遵守|进|\b(?:in|into|under|enter\w*|to|within)\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_SIGNING = re.compile(
    r"\b(?:put (?:its|their) names?|sign(?:s|ed|ing|ator(?:y|ies))?|endors\w+|ratif\w+|join(?:s|ed)?|adher\w+)\b"
    r"|签署|加入|批准|缔约|签字|署名|背书",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\s*(?:must|shall|have\s+to|ha[sd]\s+to|need\s+to|should|are\s+(?:required|obliged|bound|subject)|owe|"
    r"应当?|必须|须|需要?|要(?!求)|负有|有义务|有何义务|有哪些义务|承担|在.{0,12}(?:义务|应|须|需)|"
    r"['’]s?\s+(?:legal\s+)?(?:obligations?|duties|duty|compliance|liability)|的(?:法律)?(?:义务|责任))"
)
_ON_THEM = re.compile(
    r"(?:对|向|要求|令|迫使|适用于|约束|规制|监管)(?:.{0,4})$|\b(?:must|shall|should|on|requir\w+|oblig\w+|forc\w+|mak(?:e|es|ing)|appl\w+\s+to|bind\w*|"
    r"regulat\w+|ask\w*|expect\w*|impos\w+\s+on|demand\w*\s+of)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_SUFFERING = re.compile(
    r"\b(?:fin(?:e|es|ed|ing)|su(?:e|es|ed|ing)|punish\w*|penali[sz]\w+|prosecut\w+|investigat\w+|sanction\w*)\s+$"
    r"|(?:处罚|罚款|起诉|制裁|调查|追究)$",
    re.IGNORECASE,
)
_PEOPLE_OF = re.compile(
    r"\b(?:employees?|staff|workers?|whistle-?blowers?|insiders?|users?|customers?)\s+(?:of|at|from)\s+$",
    re.IGNORECASE,
)
_WITH_PEOPLE = re.compile(
    r"(?:['’]s?)?\s+(?:employees?|staff|workers?|whistle-?blowers?|insiders?|users?|customers?)\b|的?(?:员工|雇员|职员|吹哨人|内部人员|用户)",
    re.IGNORECASE,
)
_FRAMEWORKS = re.compile(r"framework|polic|框架|政策", re.IGNORECASE)
_OWN_FRAMEWORKS = re.compile(
    r"\b(?:own|internal\w*)\b.{0,20}(?:framework|polic)|(?:自己的|自家|内部).{0,6}(?:框架|政策)",
    re.IGNORECASE,
)
_PROMISING = re.compile(
    r"(?:\s*(?:themselves|自己|自身))?\s*"
    r"(?:(?:sa(?:y|id)|promis\w+|commit\w*|pledg\w+|claim\w*|do)\b|承诺|保证|表示|自称|怎么说|怎么做|如何说|如何做)",
    re.IGNORECASE,
)
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
_EXAMPLE = re.compile(
    r"\b(?:compan(?:y|ies)|firms?|labs?|developers?|providers?|makers?),?\s+"
    r"(?:like|such\s+as|including|e\.g\.,?)\s+$"
    r"|(?:像|例如|比如|诸如)$",
    re.IGNORECASE,
)
"""Before the names of some of those who are meant."""
_ACTS = re.compile(_ACTOR, re.IGNORECASE)
"""Behind a name: what those who are named must do by the law that is named then."""
_MODAL = re.compile(r"\b(?:is|are|was|were|must|can|could|may|should|shall|would|will)\s+$", re.IGNORECASE)
_BOUND = re.compile(
    r"\s+(?:must|shall|is|are|(?:has|have|need|needs)\s+to|be\b|required|obliged|liable)\b"
    r"|(?:公司)?(?:是否|要不要|需要?|必须|应当|应该|要|有没有义务|有义务|可以|能否|能)",
    re.IGNORECASE,
)
"""Before and behind the name of a company of which a duty is asked."""
_UNDER = re.compile(r"\bunder\s+(?:the\s+)?$|(?:根据|按照|依据|依照|依)《?$", re.IGNORECASE)
"""Before the name of the law that is asked about: "Must OpenAI publish it under New York law?"."""
_WEIGHED = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|own|itself|than|both|each|while|whereas|unlike)\b"
    r"|比较|对比|相比|区别|不同|异同|自己|自身|分别|各自",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r"[;.?!；。？！]|\b(?:and|but|or)\b|而|那|[和与]", re.IGNORECASE)
_ANY_CLAUSE = re.compile(r"[,;.?!，；。？！]")
_COMPARED = re.compile(r"^[^，。？！,.?!]{0,12}(?:更|相比|比较|对比|哪个|谁)")
_JOINED = re.compile(
    rf"(?:{_ACTOR})?\s*(?:,|、|，|(?:,\s*)?\b(?:and|or)\b|和|与|或|及|以及)?\s*(?:the\s+)?(?:所有|其他)?",
    re.IGNORECASE,
)
"""Between names in a list."""


def without_concerned(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The mentions without those whom a law is said to concern, where one is named whose law it is.

    Args:
        question: In English or Chinese.
        mentions: What it names, left to right.
        registry: Knows which groups are texts of one issuer.
    """
    groups = {group.id: group for group in registry.groups}
    issuers = {key for key, group in groups.items() if not (group.jurisdictions or group.poles)}
    named = [registry.get(m.key) for m in mentions if m.kind == "instrument"]
    # "Colorado consumers under SB 26-189": the place only says whose law it is
    owning = {m for m in mentions if m.kind == "group" and any(belongs(law, groups[m.key]) for law in named)}
    addressees = _addressees(question, mentions, registry) - owning
    mentions = [m for m in mentions if m not in addressees]
    concerned: set[Mention] = set()
    for run in _runs(question, mentions):
        before, after = question[: run[0].start], question[run[-1].end :]
        others = [m for m in mentions if m.kind in ("instrument", "group") and m not in (*run, *concerned)]
        toward = _TOWARD.search(before)
        is_object = (
            toward is not None and not _COMPARED.match(after) and any(m.end <= toward.end() for m in others)
        )
        kept = _KEEPING.match(after)
        is_subject = kept is not None and any(m.start >= run[-1].end + kept.end() for m in others)
        companies = all(m.key in issuers for m in run)
        bound = companies and (_MODAL.search(before) or _BOUND.match(after))
        is_ruled = (
            (bound or _ACTS.match(after))
            and not _WEIGHED.search(question)
            and any(_UNDER.search(question[: m.start]) and _is_one_clause(question, m, run) for m in others)
        )
        is_example = companies and others and _EXAMPLE.search(before) and not _PROMISING.match(after)
        if is_object or is_subject or is_ruled or is_example:
            concerned.update(m for m in run if m not in owning)
    return [m for m in mentions if m not in concerned]


def _is_one_clause(question: str, law: Mention, run: Sequence[Mention]) -> bool:
    """Whether a law is named in the clause of `run`: not in "… under the PIPL, and Californian developers?"."""
    if law.end <= run[0].start:
        return not _NEXT_CLAUSE.search(question[law.end : run[0].start])
    return not _ANY_CLAUSE.search(question[run[-1].end : law.start])


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


def _addressees(question: str, mentions: Sequence[Mention], registry: Registry) -> set[Mention]:
    """Labs that must report, Chinese companies in the EU, countries that signed a declaration."""
    laws = [m for m in mentions if m.kind in ("instrument", "group")]
    signing = _SIGNING.search(question) and any(
        m.kind == "instrument" and registry.get(m.key).jurisdiction in ("intl", "coe", "un") for m in laws
    )
    return {m for m in mentions if m.kind == "group" and _is_addressee(question, m, laws, bool(signing))}


def _is_addressee(question: str, group: Mention, laws: Sequence[Mention], signing: bool) -> bool:
    before, after = question[: group.start], question[group.end :]
    bound = _MUST.match(after) or _ON_THEM.search(before)
    subject = sought(question) == "law" or _SUFFERING.search(before)
    if ((group.key == "labs" and bound) or (group.key in _ADDRESSEES and subject)) and not _FRAMEWORKS.search(
        question
    ):
        return True  # what is required of them is in no framework of their own
    if all(m.key == group.key for m in laws):
        return False
    if group.key == "labs" and not _is_side(question, group, laws):
        return True
    if group.key in _ADDRESSEES and not _FRAMEWORKS.search(question[group.start : group.end] + after[:12]):
        people = _PEOPLE_OF.search(before) or _WITH_PEOPLE.match(after)
        if (bound or people) and not _OWN_FRAMEWORKS.search(question):
            return True
    if group.key in _HOMES:
        abroad = any(
            m.key != group.key
            and _ABROAD.search(question[: m.start])
            and _is_one_clause(question, m, [group])
            for m in laws
        )
        # "a US court wants what we store in Beijing", "our US headquarters"
        if (_ACTS.match(after) and abroad) or _ASKING.match(after):
            return True
    return signing and group.key in (*_HOMES, *_ADDRESSEES)


def _is_side(question: str, labs: Mention, laws: Sequence[Mention]) -> bool:
    """Whether labs are named beside a law as its equals: for their frameworks and promises, or in a list with it."""
    after = question[labs.end :]
    if _FRAMEWORKS.search(question[labs.start : labs.end] + after[:12]) or _PROMISING.match(after):
        return True
    gaps = (question[min(m.end, labs.end) : max(m.start, labs.start)] for m in laws if m is not labs)
    return any(ALONGSIDE.fullmatch(gap) for gap in gaps)
