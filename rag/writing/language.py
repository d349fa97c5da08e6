"""Whether a sentence is in the language of the answer: a document may not turn it to another."""

import re

from corpus import Lang

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[A-Za-zÀ-ɏΑ-ωА-я]+")
_LETTERS = re.compile(r"[^\W\d_]")
_SMALL = frozenset(
    (
        "the", "of", "to", "and", "is", "are", "be", "must", "shall", "may", "not", "by", "for", "with", "within",
        "from", "that", "this", "it", "has", "have", "no", "any", "each", "if", "when", "which", "who", "their",
        "its", "was", "were", "will", "as", "an", "at", "under", "than", "only",
    )
)  # fmt: skip
"""Small words of English; hardly a sentence of more than a few words does without all of them."""
_FEW = 6
_FOREIGN = 0.3
"""Share of letters in Han of an English sentence that names Chinese laws and terms in brackets at most."""


def speaks(sentence: str, lang: Lang) -> bool:
    """Whether a sentence is in a language, names from the other one aside; a short one counts as being in it."""
    letters, han = len(_LETTERS.findall(sentence)), len(_HAN.findall(sentence))
    words = [word.lower() for word in _WORDS.findall(sentence)]
    if lang == "zh":
        return han > 0 or len(words) < _FEW
    if letters and han > _FOREIGN * letters:
        return False
    return len(words) < _FEW or bool(_SMALL.intersection(words))
