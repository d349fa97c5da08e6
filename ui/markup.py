"""Text made fit for the format that it is put into: corpus text and questions must stay text."""

import re

_MARKDOWN = re.compile(r"([\\`*_\[\]|<>~&$])")
_BLOCK = re.compile(r"^(?:([-+=#:])|(\d+)([.)]))")
"""What begins a list, a heading or a rule at the start of a line."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet runs or drops (OWASP, CSV Injection); the full-width ones in East Asia."""


def markdown_text(text: str) -> str:
    """Text on one line with Markdown's signs escaped."""
    line = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _BLOCK.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def xml_text(text: str) -> str:
    """Text without the characters that no XML document can hold."""
    return _NOT_XML.sub("\ufffd", text)


def spreadsheet_cell(text: str) -> str:
    """Text of a cell that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text
