"""Names that a sentence has from nowhere: neither its passages nor the question hold them."""

import re
from collections.abc import Collection, Sequence

from corpus import Lang
from rag.mentions import Mention
from rag.verify.proper_names import OPENS, USUAL
from rag.verify.wording import language

_ENGLISH = re.compile(r"(?<![\w'’-])[A-Z][\w'’]*(?:-\w+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'’-]+")


def strangers(
    text: str, lang: Lang, passages: Sequence[str], question: str, laws: Sequence[Mention]
) -> Collection[str]:
    """The names in a sentence that stand neither in its passages nor in the question.

    In English words with a capital that open no sentence, in Chinese words in Latin letters. Names of laws and places
    are left to the verifier. Nothing is found where no passage is in the sentence's language.

    Args:
        text: The sentence.
        lang: Its language.
        passages: What it cites.
        question: What was asked.
        laws: The names of laws and places in it.
    """
    if not any(language(passage) == lang for passage in passages):
        return ()
    known = " ".join((*passages, question)).lower()
    for mention in reversed(laws):
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    found = []
    for match in (_ENGLISH if lang == "en" else _LATIN).finditer(text):
        word = match.group().lower()
        stem = re.sub(r"(?:['’]s|s)$", "", word)
        opens = lang == "en" and OPENS.search(text[: match.start()]) and not match.group().isupper()
        if not opens and len(stem) > 1 and stem not in known and not {word, stem} & USUAL:
            found.append(match.group())
    return tuple(dict.fromkeys(found))
