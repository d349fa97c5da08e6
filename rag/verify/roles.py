"""Who must, may or must not in a claim, beside who does in its evidence: roles turned round, in English and Chinese.

No parser: who acts stands before the word of duty or permission, in both languages, but for passives and for what
"requires" names behind it. Told only of one whom the evidence names elsewhere than in that place.
"""

import re
from collections.abc import Sequence

from ingest.sentences import split
from rag.verify.wording import actors, folded, language

_MODAL_EN = re.compile(
    r"\b(?:shall|must|may|should|will|would|cannot|can|could|(?:is|are) (?:required|obliged|entitled|allowed|permitted|"
    r"prohibited)|(?:has|have) to)\b(?! \d)"
)
_PASSIVE_EN = re.compile(
    r"^(?: not| only| also| then| in \w+ \w+)*,? be(?: \w+ly)? \w+(?:ed|en|wn|ld|nt|de|ught|id)\b"
)
_MAKES_EN = re.compile(
    r"\b(?:requir|oblig|allow|permit|entitl|enabl|empower|forbid|order|direct)(?:es|s|e)\b (?P<who>[^,;:]{2,90}?) to\b"
)
_ASIDE_EN = re.compile(
    r"^\W*(?:(?:and|but|or|that|then) )?(?:where(?!as)|when|whenever|if|unless|once|before|after|until|while|under|in|"
    r"on|for|by|upon|with|within|from|to|at|as|except|provided|pursuant|subject|according)\b"
)
_MODAL_ZH = re.compile(
    r"应当|必须|不得|可以|有权|有义务|方可|须(?!知)|(?<![适对供反响相])应(?=[在将向由依按于对及])"
)
_PASSIVE_ZH = re.compile(r"^(?:依法|及时|立即)?(?:予以|被|受到?|得到|由|向(?=[^，。；]{1,12}公开))")
_MAKES_ZH = re.compile(
    r"(?:要求|允许|责令|准许|授权|禁止)(?P<who>[^，。；、]{2,30}?)(?=应|在|向|对|将|取得|提交|报告|公开|制定|保存|采取)"
)
_BY_ZH = re.compile(r"由(?P<who>[^，。；、]{2,24})")
_BY_EN = re.compile(r"\bby (?P<who>(?:the |an? |each |its )?[^,;:.]{2,60})")
_ASIDE_ZH = re.compile(
    r"^(?:经|向|对|在|为|如|若|除|根据|按照|依照|依据|因|自|于|当)|(?:的|时|后|前|外|下|期间|情形|情况)$"
)
_BREAK_EN = re.compile(r"[,;:.](?=\s|$)|\b(?:and|but)\b(?= \w+ \w+ *$| *$)")
_BREAK_ZH = re.compile(r"[，；：。]|(?:并且?|且)$")
_RELATIVE = re.compile(r"^(?:which|who|that)?$")
"""Points back to who was named just before."""
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "the a an and or of any all each such this that these those it they he she its their his her other who which "
        "not also only no one person says said law laws act article section under",
    )
)
_WORD = re.compile(r"[a-z][a-z-]+")
_HAN = re.compile(r"[㐀-鿿]+")


def turned(claim: str, passages: Sequence[str]) -> str | None:
    """Who acts in a claim, if the passages name them but nowhere as those who act.

    Args:
        claim: One sentence, without the name of its law.
        passages: What it is held against; those in the claim's language are read, if there are any.

    Returns:
        The words of the claim for them; None where nothing is amiss or nothing can be told.
    """
    own = [passage for passage in passages if language(passage) == language(claim)]
    held = [folded(passage[a:b]) for passage in own or passages for a, b in split(passage)]
    acting = [_acting(sentence) for sentence in held]
    if not all(acting):
        return None
    those, named = " ; ".join(acting), " ; ".join(held)
    for who in _said(folded(claim)):
        if own:
            mine = _words(who)
            turned_round = not mine & _words(those) and 2 * len(mine & _words(named)) >= len(mine)
        else:
            meant = set(actors(who))
            turned_round = not meant & set(actors(those)) and meant <= set(actors(named))
            mine = set(map(str, meant))
        if mine and turned_round:
            return who
    return None


def _said(claim: str) -> list[str]:
    """Who acts in a claim, for each word of duty or permission; none where it is put in the passive."""
    english = language(claim) == "en"
    made = (_MAKES_EN if english else _MAKES_ZH).search(claim)
    if made:
        return [made["who"].strip()]
    modals = (_MODAL_EN if english else _MODAL_ZH).finditer(claim)
    active = [modal for modal in modals if not _is_passive(claim[modal.end() :], english)]
    return [before[-1] for modal in active if (before := _before(claim[: modal.start()], english))]


def _acting(sentence: str) -> str:
    """Who may act in a sentence of the evidence, read widely: all of it where there is no word of duty in it.

    Empty where nobody is named.
    """
    english = language(sentence) == "en"
    makes, by = (_MAKES_EN, _BY_EN) if english else (_MAKES_ZH, _BY_ZH)
    modals = list((_MODAL_EN if english else _MODAL_ZH).finditer(sentence))
    if not modals:
        return sentence
    act = [found["who"] for pattern in (makes, by) for found in pattern.finditer(sentence)]
    begin = 0
    for modal in modals:
        before = sentence[begin : modal.start()]
        if not begin:
            act += _before(before, english) or [before]
        else:
            act += [part for part in _parts(before, english)[-2:] if not _RELATIVE.search(part)][-1:]
        begin = modal.end()
        if _is_passive(sentence[begin:], english):
            act.append(sentence[begin:])  # who does it may stand anywhere
    return " ; ".join(part for part in act if _words(part))


def _is_passive(rest: str, english: bool) -> bool:
    return bool((_PASSIVE_EN if english else _PASSIVE_ZH).match(rest))


def _parts(text: str, english: bool) -> list[str]:
    return [part.strip() for part in (_BREAK_EN if english else _BREAK_ZH).split(text)]


def _before(text: str, english: bool) -> list[str]:
    """The clauses before a word of duty that may name who acts: no conditions, times and places."""
    aside = _ASIDE_EN if english else _ASIDE_ZH
    return [part for part in _parts(text, english) if not aside.search(part) and _words(part)]


def _words(text: str) -> set[str]:
    """Words that tell who somebody is, in the singular; pairs of characters in Chinese."""
    words = (word for word in _WORD.findall(text) if word not in _EMPTY)
    pairs = {run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)}
    return pairs | {re.sub(r"(?:ie|y)$", "i", re.sub(r"(?<=[^s])s$", "", word)) for word in words}
