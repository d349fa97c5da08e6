"""From a question to a plan: which laws, which facets, which exact provisions."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from corpus import Group, Instrument, Lang, Registry, find_references
from rag.comparing import without_comparing
from rag.concerned import without_concerned
from rag.expected import DEFINITIONS
from rag.kinds_named import of_kind
from rag.language import detect
from rag.member_states import as_unions
from rag.mentions import Mention, Mentions
from rag.named_provisions import asks_to_see, is_asked_for
from rag.namesakes import joined, meant
from rag.naming import belongs
from rag.relatives import with_relatives
from rag.resolving import Resolver
from rag.titles import with_unheld_titles
from rag.types import QuestionPlan, Scope
from rag.which_laws import sought

_COMPARING = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs\.?|contrast\w*|overlap\w*|conflict\w*|both|each|whereas|unlike|same|"
    r"across|jurisdictions?|respectively)\b|比较|对比|区别|差异|异同|不同|分别|各自|各国|各地|各法域|相比|冲突|一致|三地|两地|各方",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\b(?:each|every|all|any|different|other|across|major)\s+(?:the\s+)?(?:\w+\s+)?(?:jurisdictions?|countr(?:y|ies)|regimes?|laws|"
    r"instruments|legal systems?)\b|\bworldwide\b|\bglobally\b|各国|各法域|各地|各主要|国内外|中外|"
    r"不同国家|不同法域|全球各|三地|各辖区",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;.?!，。；？！、]|\band\b|\bor\b|和|与|及|或", re.IGNORECASE)
_FOR_NOT = re.compile(r"(?:未|不|没|违反|拒|迟)[^，。？！]{1,24}的(?:法律|行政|民事|刑事|最高)?$")
"""未报告事件的 before 罚款: what follows is asked about, as in "fines for not reporting an incident"."""
_MAX_ROWS = 4
"""Facets of a question in words that get a row; more are signs of a word that means something else."""
_QUALIFIERS = frozenset({"general-purpose-models", "risk-tiers"})
"""Facets whose words mostly say about which systems something is asked ("human oversight of high-risk systems")."""
_MODELS = "general-purpose-models"
"""What is filed under it is for these models; what is filed under tiers of risk sorts systems."""
_EVERYWHERE_GROUPS = ("eu", "us-ca", "cn")
"""The regimes meant by "in each jurisdiction": those with duties of general application (CONTEXT)."""


def is_effective(instrument: Instrument, as_of: date) -> bool:
    """Whether `instrument` had been adopted by the day and had not ended."""
    adopted, ended = instrument.dates.adopted, instrument.dates.ended
    return (adopted is None or adopted <= as_of) and (ended is None or as_of < ended)


class Planner:
    """Turns questions into plans, with the vocabulary of a registry and the pins of an index."""

    def __init__(
        self,
        registry: Registry,
        exists: Callable[[str], bool],
        in_parts: Callable[[str, Sequence[str], str], tuple[str, ...]] = lambda *_: (),
    ) -> None:
        """Plan with `registry`.

        Args:
            registry: Names of laws and places, facets.
            exists: Whether the index holds a pin.
            in_parts: The pins of an instrument that end in some segments, in the part that a question names
                (`rag.parts.Parts.find`).
        """
        self._registry = registry
        self._mentions = Mentions(registry)
        self._resolver = Resolver(exists, in_parts)

    def plan(
        self, question: str, *, instruments: Sequence[str] = (), available: Sequence[str] = (), as_of: date
    ) -> QuestionPlan:
        """Plan the answer to `question`.

        Args:
            question: in English or Chinese.
            instruments: the only instruments to answer from, if the caller restricts them.
            available: the instruments that the index holds; the others cannot be implied by a group.
            as_of: the day whose law is asked for; instruments that had ended by then are not implied.
        """
        laws = with_relatives(question, self._mentions.laws(question, year=as_of.year), self._registry)
        named = meant(question, laws, self._registry)
        if not any(i.startswith("doc-") for i in available):  # a document of the user's may have that title
            named = with_unheld_titles(question, named, self._registry)
        named = without_concerned(question, named, self._registry)
        mentions, states = as_unions(question, named, self._registry)
        outside = tuple(
            dict.fromkeys(question[m.start : m.end] for m in mentions if m.kind in ("place", "law"))
        )
        if instruments:
            scopes = tuple(Scope(i, (i,), named=True) for i in dict.fromkeys(instruments))
        else:
            scopes = self._scopes(question, mentions, available, as_of)
        references = find_references(question, detect(question))
        references += self._resolver.numbers(question, references, mentions)
        pins, missing = self._resolver.resolved(references, question, mentions, scopes)
        lawless: tuple[str, ...] = ()
        if not (pins or scopes or outside):
            effective = [i for i in available if self._has_effect(i, as_of)]
            pins, lawless = self._resolver.anywhere(references, effective)
        several = len(scopes) > 1
        missing_law = lawless and asks_to_see(question, references, mentions)
        comparing = several or (
            len(scopes) == 1 and len(scopes[0].instruments) > 1 and bool(_COMPARING.search(question))
        )
        names = joined(question, mentions, self._registry)
        topic = self._topic(question, [m for m in names if self._is_name(m)])
        bare = self._meaning(self._topic(question, names)) if scopes else ""
        topic = without_comparing(topic) if several else topic
        rows = self._rows(_masked(question, mentions))
        if not rows and not several:
            # a composed name is made of common words: "What does Llama's licence allow?" asks about licences
            rows = self._rows(_masked(question, self._mentions.laws(question, composed=False)))
        rows = rows[:_MAX_ROWS]
        return QuestionPlan(
            question=question,
            language=detect(question),
            kind="comparative"
            if several
            else "reference"
            if not comparing
            and (missing or missing_law or (pins and is_asked_for(question, references, mentions)))
            else "lookup",
            scopes=scopes,
            rows=rows,
            pins=pins,
            missing=missing,
            lawless=lawless,
            outside=outside,
            states=states,
            topic=bare or topic,
            topics=self._topics(topic, rows),
            by_facet=bool(bare),
            systems=self._systems(topic, rows) if bare else (),
            sought=sought(question),
        )

    def comparison(
        self, question: str, facets: tuple[str, ...], instruments: tuple[str, ...], language: Lang
    ) -> QuestionPlan:
        """The plan of a comparison whose facets and instruments are given; `question` says it in words."""
        meanings = [self._registry.facet(f).meaning.get(language) for f in facets]
        return QuestionPlan(
            question=question,
            language=language,
            kind="comparative",
            scopes=tuple(Scope(i, (i,), named=True) for i in dict.fromkeys(instruments)),
            rows=tuple((facet,) for facet in dict.fromkeys(facets)),
            topic=" ".join(meanings) if len(meanings) == 1 else "",
            by_facet=True,
        )

    def members(self, group: Group, available: Sequence[str], as_of: date) -> tuple[str, ...]:
        """The instruments that a group stands for, the most usual first; ended ones left out.

        An issuer's own texts stay where the corpus holds none that replaced them: "Meta" means what Meta published.
        """
        held = set(available)
        members = [
            i
            for i in self._registry.instruments.values()
            if i.id in held
            and belongs(i, group)
            and (is_effective(i, as_of) or (_is_issuer(group) and not i.replaced_by))
        ]
        order = {key: rank for rank, key in enumerate(group.main)}
        return tuple(i.id for i in sorted(members, key=lambda i: order.get(i.id, len(order))))

    def _scopes(
        self, question: str, mentions: Sequence[Mention], available: Sequence[str], as_of: date
    ) -> tuple[Scope, ...]:
        groups = {group.id: group for group in self._registry.groups}
        named = [m.key for m in mentions if m.kind == "instrument"]
        keys = list(dict.fromkeys((m.kind, m.key) for m in mentions if m.kind in ("instrument", "group")))
        if not keys and _EVERYWHERE.search(question):
            keys = [("group", key) for key in _EVERYWHERE_GROUPS if key in groups]
        members = {key: self.members(groups[key], available, as_of) for kind, key in keys if kind == "group"}
        scopes: list[Scope] = []
        for kind, key in keys:
            if kind == "instrument":
                scopes.append(Scope(key, (key,), named=True))
                continue
            group = groups[key]
            beside = [m for m in mentions if (m.kind, m.key) == (kind, key)]
            if beside and all(_is_continued(question, m, mentions, members) for m in beside):
                continue
            narrowed = of_kind(question, beside, members[key], self._registry)
            if narrowed and not set(narrowed).intersection(named):
                scopes.append(Scope(key, narrowed, named=False))
                continue
            if any(self._belongs(i, group) for i in named):
                continue  # "the EU's AI Act": the place only says whose law it is
            inside = set(members[key])
            for other, theirs in members.items():
                if other != key and set(theirs) < inside:
                    inside -= set(theirs)  # "California and the US": the US then means the rest
            if inside < set(members[key]) and inside.isdisjoint(group.main):
                continue  # "Trump's executive orders": all that the wider name usually means is named already
            chosen = tuple(i for i in members[key] if i in inside)
            if group.compare:
                main = [i for i in chosen if i in group.main]
                if not main and len(chosen) == len(members[key]):
                    main = list(chosen)
                scopes.extend(self._part(i, chosen) for i in main)
            elif chosen:
                scopes.append(Scope(key, chosen, named=False, main=group.main))
        unique: dict[frozenset[str], Scope] = {}
        for scope in scopes:
            unique.setdefault(frozenset(scope.instruments), scope)
        return tuple(unique.values())

    def _part(self, instrument: str, chosen: Sequence[str]) -> Scope:
        """The side of a comparison for which an instrument usually stands: what its issuer or place has of `chosen`."""
        for group in self._registry.groups:
            texts = tuple(i for i in chosen if self._belongs(i, group))
            if instrument in texts and not group.compare and len(texts) < len(chosen):
                return Scope(group.id, texts, named=False, main=group.main)
        return Scope(instrument, (instrument,), named=False)

    def _rows(self, question: str) -> tuple[tuple[str, ...], ...]:
        """The facets asked about: those that a coordination or a full stop parts stand in rows of their own.

        "Incident reporting, and fines" asks two things; "disclosure of training data" asks one, to which the facet
        `transparency` belongs.
        """
        rows: list[list[str]] = []
        end = 0
        for mention in self._mentions.facets(question):
            if any(mention.key == row[0] for row in rows):
                pass
            elif rows and not _PARTS.search(question[end : mention.start]):
                if mention.key not in rows[-1]:
                    first = bool(_FOR_NOT.search(question[: mention.start]))
                    rows[-1].insert(0 if first else len(rows[-1]), mention.key)
            else:
                rows.append([mention.key])
            end = mention.end
        # the first facet names the row: a qualifier only where nothing else is asked about
        return tuple(tuple(f for f in row if f not in _QUALIFIERS) or tuple(row) for row in rows)

    def _belongs(self, instrument: str, group: Group) -> bool:
        return belongs(self._registry.instruments[instrument], group)

    def _has_effect(self, instrument: str, as_of: date) -> bool:
        return not instrument.startswith("doc-") and is_effective(self._registry.get(instrument), as_of)

    def _is_name(self, mention: Mention) -> bool:
        """Whether a mention is a mere name of what is searched; "lab frameworks" is also a part of what is asked.

        A place of which the corpus has nothing ("our servers are in Singapore") is such a part.
        """
        groups = {group.id: group for group in self._registry.groups}
        return bool(groups[mention.key].jurisdictions) if mention.kind == "group" else mention.kind != "place"

    def _topic(self, question: str, mentions: Sequence[Mention]) -> str:
        """The question without the names of laws and places, for searching inside one law.

        A pronoun stands for them: a sentence with a gap lies further from its answer than one without.
        """
        pieces: list[str] = []
        at = 0
        for mention in mentions:
            pieces.append(question[at : mention.start])
            at = mention.end
        pieces.append(question[at:])
        if sum(c.isalnum() for c in _tidy(" ".join(pieces))) < 4:
            return question
        named = _SEVERAL_GAPS.sub(_GAP, _GAP.join(pieces))
        topic = _tidy(_ARTICLE.sub(_GAP, named).replace(_GAP, _PRONOUNS[detect(question)]))
        return _POSSESSIVE.sub("its", topic)

    def _topics(self, topic: str, rows: Sequence[Sequence[str]]) -> dict[str, str]:
        """By row, the topic without the words that stand for the facets of the others."""
        named = self._mentions.facets(topic)
        others = {row[0]: {f for other in rows if other is not row for f in other} for row in rows}
        return {
            row[0]: _tidy(_masked(topic, [m for m in named if m.key in others[row[0]] and m.key not in row]))
            for row in rows
            if len(rows) > 1
        }

    def _systems(self, topic: str, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
        """The facet that says of which systems the rows ask, if it is no row itself."""
        asked = any(_MODELS in row for row in rows)
        named = any(m.key == _MODELS for m in self._mentions.facets(topic))
        return (_MODELS,) if named and not asked else ()

    def _meaning(self, topic: str) -> str:
        """What is meant by a topic that only names a facet; empty where it asks for something of its own."""
        found = self._mentions.facets(topic)
        mentions = [m for m in found if m.key not in _QUALIFIERS] or found
        if len(mentions) != 1 or mentions[0].key == DEFINITIONS:
            return ""
        facet, lang = self._registry.facet(mentions[0].key), detect(topic)
        about = f" {facet.name.get(lang)} {facet.meaning.get(lang)}".lower().replace("-", " ")
        named = topic[mentions[0].start : mentions[0].end]
        # "data transfers" are less than all that data protection means
        words = f"{_OF_ANYTHING.sub(' ', named)} {_FILLING.sub(' ', _masked(topic, found))}".lower().split()
        if not all((f" {word[:_STEM]}" if word.isascii() else word) in about for word in words):
            return ""
        return f"{topic[found[0].start : found[-1].end]}: {facet.meaning.get(lang)}"


_OF_IT = re.compile(r"\s?|['’]s?\s|的")
_GAP = "\0"
"""Stands where a name was taken out."""
_SEVERAL_GAPS = re.compile(
    rf"{_GAP}(?:(?:\s|,|、|，|\b(?:and|or|the|of|in|under|by|for)\b|['’]s\b|与|和|及|以及|《|》|“|”|\")*{_GAP})+"
)
_ARTICLE = re.compile(rf"\b(?:the|an?|this|that)\s+{_GAP}", re.IGNORECASE)
_FILLING = re.compile(
    r"\b(?:ing|ed|es|what|which|how|do|does|did|are|is|be|has|have|there|any|the|a|an|it|its|their|of|on|in|for|to|about|by|with|and|or|"
    r"under|across|between|from|s|say|says|said|law|laws|rules?|duty|duties|obligations?|requirements?|provisions?|"
    r"regulations?|approach(?:es)?|measures|compare[sd]?|comparison|differ(?:s|ent|ence|ences)?|contrast|versus|vs|treat\w*|"
    r"handle[sd]?|deal|deals|regulate[sd]?|protect\w*|address\w*|require[sd]?|govern\w*|please|tell|me|show|us|"
    r"at|by|towards?|developers?|providers?|deployers?|compan(?:y|ies)|firms?|frontier|large|systems?|models?|ai)\b"
    r"|比较|对比|区别|差异|异同|不同|分别|各自|怎么|怎样|如何|哪些|什么|有何|规定|要求|义务|制度|规则|法律|保护|监管|做法|方面|"
    r"关于|相比|请|开发者|提供者|部署者|企业|公司|前沿|大型|模型|系统|是|有|的|对|在|和|与|其|作出|之间|[上中里]|[\W_]+",
    re.IGNORECASE,
)
"""What a question has beside the names of laws and facets without asking for anything more."""
_OF_ANYTHING = re.compile(r"\b(?:ai|algorithms?|models?|systems?)\b|-|人工智能|算法|模型|系统")
_STEM = 6
"""Letters by which the forms of an English word are known."""
_POSSESSIVE = re.compile(r"\bit\s+['’]s\b")
_PRONOUNS: dict[Lang, str] = {"en": " it ", "zh": "其"}


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[《》“”\"]", "", text)).strip(" ,、，")


def _is_continued(
    question: str,
    wide: Mention,
    mentions: Sequence[Mention],
    members: Mapping[str, Sequence[str]],
) -> bool:
    """Whether the name of a place goes on with that of a part of it: "US executive orders", 美国的行政令."""
    whole = set(members[wide.key])
    return any(
        set(members[m.key]) < whole and _OF_IT.fullmatch(question[wide.end : m.start])
        for m in mentions
        if m.kind == "group" and m.start >= wide.end
    )


def _is_issuer(group: Group) -> bool:
    """Whether a group is one issuer's texts, such as a company's."""
    return not (group.compare or group.jurisdictions or group.poles)


def _masked(question: str, mentions: Sequence[Mention]) -> str:
    """The question with the names of laws blanked: "Labelling Measures" does not ask about labelling."""
    for mention in mentions:
        question = question[: mention.start] + " " * (mention.end - mention.start) + question[mention.end :]
    return question
