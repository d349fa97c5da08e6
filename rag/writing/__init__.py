"""Answers written by a language model, each sentence checked against what it cites. `Writer` is the only door."""

from rag.writing.writer import Writer

__all__ = ["Writer"]
