"""Figures of texts in one form for both languages; the reader itself is `rag.verify.figures`."""

from rag.verify.figures import Figure, figures, states

__all__ = ["Figure", "figures", "states"]
