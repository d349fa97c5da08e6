"""The judge of what a model wrote: the model itself by its first token, where it tells how probable that was."""

from collections.abc import Sequence

from corpus import Registry
from rag.models import LanguageModel, NoProbabilities
from rag.verify import Checked, LanguageModelJudge
from rag.verify.calibrated import CalibratedJudge


class WritersJudge:
    """A language model as judge, or the calibrated one where it tells no log probabilities.

    Args:
        model: Is asked.
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
        if not self._mute:
            try:
                return self._asked.probabilities(checked)
            except NoProbabilities:
                self._mute = True
        return self._calibrated.probabilities(checked)
