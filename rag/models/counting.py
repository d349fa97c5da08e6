"""How many tokens a text has, without a network: by the model's own tokenizer where it is at hand, else estimated."""

import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

_AT_HAND = frozenset({"cl100k_base", "o200k_base"})
"""Encodings whose tables come with llama-index-core; tiktoken would fetch any other."""
_PIECES = re.compile(r"[A-Za-z]+|[ \t]+|[^A-Za-z \t]")


def count(text: str, model: str = "") -> int:
    """Tokens of `text` for the model of that name; an estimate on the safe side where its tokenizer is not at hand."""
    encoding = _encoding(model)
    return len(encoding.encode(text, disallowed_special=())) if encoding else estimate(text)


def estimate(text: str) -> int:
    """More tokens than the tokenizers of today's models count.

    A Latin word is a token for each four letters begun, with the space before it; digits and signs are one each;
    a Chinese character is one and a half, which holds for multilingual vocabularies of 100,000 and more.
    """
    halves = 0
    for piece in _PIECES.findall(text):
        if piece[0] in " \t":
            halves += 2 * ((len(piece) - 1 + 3) // 4)
        elif piece.isascii():
            halves += 2 * ((len(piece) + 3) // 4)
        else:
            halves += 3 if ord(piece) < 0x20000 else 8
    return (halves + 1) // 2


@cache
def _encoding(model: str) -> "Encoding | None":
    import tiktoken

    try:
        name = tiktoken.encoding_name_for_model(model)
    except KeyError:
        return None
    package = find_spec("llama_index.core")
    if name not in _AT_HAND or package is None or package.origin is None:
        return None
    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    os.environ["TIKTOKEN_CACHE_DIR"] = str(Path(package.origin).parent / "_static" / "tiktoken_cache")
    try:
        return tiktoken.get_encoding(name)
    finally:
        if before is None:
            del os.environ["TIKTOKEN_CACHE_DIR"]
        else:
            os.environ["TIKTOKEN_CACHE_DIR"] = before
