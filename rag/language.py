"""The language of a question: script first, langdetect for the rest."""

import re
import threading
import unicodedata

from corpus.types import Lang

_DETECTING = threading.Lock()
"""langdetect reads its profiles at the first question, and takes them for read while another thread does."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_ENGLISH_WORDS = frozenset(
    (
        *(
            "the",
            "of",
            "and",
            "to",
            "in",
            "a",
            "is",
            "are",
            "for",
            "on",
            "by",
            "with",
            "from",
            "under",
            "between",
        ),
        *(
            "what",
            "which",
            "who",
            "how",
            "when",
            "where",
            "why",
            "does",
            "do",
            "must",
            "may",
            "can",
            "should",
        ),
        *("not", "any", "about", "compare"),
    )
)


def detect(question: str) -> Lang:
    """The language to answer in.

    A question with more Chinese characters than Latin words is Chinese, however many laws it names in English;
    one without any is English if it holds an English function word, and otherwise what langdetect says (any
    language but Chinese is answered in English).
    """
    text = unicodedata.normalize("NFKC", question)
    han = len(_HAN.findall(text))
    words = _LATIN_WORD.findall(text)
    if han:
        # a Chinese word is about two characters
        return "zh" if han / 2 >= len(words) / 2 else "en"
    if not words or _ENGLISH_WORDS.intersection(word.lower() for word in words):
        return "en"
    import langdetect
    from langdetect.lang_detect_exception import LangDetectException

    langdetect.DetectorFactory.seed = 0
    with _DETECTING:
        try:
            return "zh" if langdetect.detect(text).startswith("zh") else "en"
        except LangDetectException:
            return "en"


_ASKING = re.compile(
    r"请问|什么时候|什么样|为什么|有什么|什么|哪[些个种里类]?|多少|多久|多长时间|多长|多大|多快|怎么样|怎么|怎样|如何|"
    r"为何|有何|何时|何种|何地|几(?=[个天日年月次种])|[是能可]否|能不能|可不可以|要不要|会不会|是不是|有没有|有无|[吗呢吧]|谁|"
    r"[？?，。、；：,;:]|"
    r"主要|主张|内容|规定|讲|介绍|概述|大意|鼓励|倡导|倡议|建议|呼吁|提出|其(?![他它中余实次])|"
    r"\b(?:say|says|said|tell|tells|mean|means|happen|happens|give|gives|get|gets|kinds?|sorts?|things?|much|many|please|"
    r"main|key|contents?|contains?|covers?|regulates?|purpose|aims?|summary|summari[sz]e|overview|functions?|"
    r"encourages?|recommends?|advocates?|proposes?|urges?)\b",
    re.IGNORECASE,
)


def content(question: str) -> str:
    """A question without the words that only make it a question; empty if it asks about a whole text.

    In Chinese they are parted from what follows, so that no pair of characters reaches across them.
    """
    return re.sub(r"\s+", " ", _ASKING.sub(" ", question)).strip()
