"""Answers written by a language model, each sentence checked against what it cites.

    writer = open_writer(engine, "openai:qwen@http://127.0.0.1:8091/v1")
    answers = writer or engine  # both have `ask` and `compare`
"""

from rag.writing.opening import NONE, open_writer
from rag.writing.writer import Writer

__all__ = ["NONE", "Writer", "open_writer"]
