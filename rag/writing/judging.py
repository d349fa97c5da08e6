"""The judge of what a model wrote: the calibrated one, and the model itself by the first token of a reply."""

from collections.abc import Sequence
from dataclasses import replace

from corpus import Registry
from rag.models import LanguageModel, NoProbabilities
from rag.verify import Checked, LanguageModelJudge
from rag.verify.calibrated import CalibratedJudge
from rag.verify.verifier import SUPPORTED
from rag.verify.wording import language


class WritersJudge:
    """Believes a sentence where both believe it; a model that tells no log probabilities is not asked.

    A small model finds support in passages that are about the same matter and say something else, and the calibrated
    judge is easily taken in by the right words in a wrong order: they seldom err on the same sentence.

    Args:
        model: Is asked what the calibrated judge believes.
        registry: Whose names of instruments the calibrated judge recognises.
    """

    def __init__(self, model: LanguageModel, registry: Registry) -> None:
        self.name = model.name
        self._asked = LanguageModelJudge(model, model.name)
        self._calibrated = CalibratedJudge(registry)
        self._mute = False

    def probabilities(self, checked: Sequence[Checked]) -> list[float]:
        """See `SupportJudge`.

        Raises:
            ModelFailure: The model does not answer at all.
        """
        found = self._calibrated.probabilities(checked)
        believed = [i for i, probability in enumerate(found) if probability >= SUPPORTED]
        if believed and not self._mute:
            try:
                asked = self._asked.probabilities([_readable(checked[i]) for i in believed])
            except NoProbabilities:
                self._mute = True
            else:
                for i, probability in zip(believed, asked, strict=True):
                    found[i] = min(found[i], probability)
        return found


def _readable(checked: Checked) -> Checked:
    """The sentence with the passages in its own language, where there are any: a model reads slowly."""
    lang = language(checked.sentence)
    own = tuple(passage for passage in checked.passages if language(passage) == lang)
    return replace(checked, passages=own or checked.passages)
