"""Which language a text is in: script first, statistics for the rest."""

from functools import cache
from typing import TYPE_CHECKING

from corpus.types import Lang

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

_SAMPLES = 8
_SAMPLE_CHARACTERS = 400


def han_share(text: str) -> float:
    """Share of Han characters among the letters of `text`, 0 to 1; 0 where there are no letters."""
    letters = han = 0
    for character in text:
        if character.isalpha():
            letters += 1
            han += "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
    return han / letters if letters else 0.0


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language of `text` (`zh` for any Chinese); None where it cannot be told.

    Chinese is told by its script: a text with three Han letters in ten is Chinese even where it is full of
    English names (an English word is six letters long, its Chinese equivalent two). A text with kana or
    hangul is left to langdetect, which is seeded, so that the same text always gets the same answer. Long
    texts are sampled evenly: eight passages of 400 characters.
    """
    sample = _sample(text)
    share = han_share(sample)
    kana_or_hangul = sum("\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7af" for c in sample)
    if share >= 0.3 and kana_or_hangul < 0.02 * len(sample):
        return "zh"
    letters = sum(c.isalpha() for c in sample)
    if letters < 20:
        return None
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.append(sample)
    try:
        code: str = detector.detect()
    except LangDetectException:
        return None
    return None if code == "unknown" else code.partition("-")[0]


def guess(text: str) -> Lang:
    """The one of our two languages that `text` is read as: Chinese by its script, else English."""
    return "zh" if detect(text) == "zh" else "en"


def language_problem(text: str, declared: Lang) -> str | None:
    """A warning where `text` is not in its declared language; None where it is, or cannot be told."""
    found = detect(text)
    if found is None or found == declared:
        return None
    return f"the text reads as '{found}', but the source is declared as '{declared}'"


def _sample(text: str) -> str:
    """The whole of a short text, else passages spread evenly over it."""
    if len(text) <= _SAMPLES * _SAMPLE_CHARACTERS:
        return text
    step = len(text) // _SAMPLES
    return "\n".join(text[i * step : i * step + _SAMPLE_CHARACTERS] for i in range(_SAMPLES))


@cache
def _factory() -> "DetectorFactory":
    """The profiles of langdetect, loaded once (0.3 s) and seeded: without a seed it answers by chance."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0
    return factory
