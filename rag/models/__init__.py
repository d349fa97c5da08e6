"""Language models behind one door: any OpenAI-compatible endpoint, Anthropic, or a GGUF file in this process.

    with closing(open_model("openai:qwen@http://127.0.0.1:8091/v1")) as model:
        for piece in model.write("Answer in one sentence.", "What is a kettle?", limit=60): ...

What goes wrong is a `ModelFailure` of one line; keys come from the environment and are never shown.
"""

from rag.models.failures import ModelFailure, NoProbabilities
from rag.models.language_model import LanguageModel
from rag.models.opening import open_model
from rag.models.reply import Reply

__all__ = ["LanguageModel", "ModelFailure", "NoProbabilities", "Reply", "open_model"]
