"""Fonts of a PDF: from the bytes shown to characters and widths, and what the font looks like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject


@dataclass(slots=True, eq=False)
class Style:
    """What a font looks like; one object a font, shared by its words."""

    name: str
    weight: int
    """From 100 (thin) to 900 (black)."""
    italic: bool
    bold: bool = False
    """Clearly heavier than the body of the document (see `mark_bold`)."""


class PdfFont:
    """A font ready for decoding: from the bytes shown to (text, advance in text space, is a space)."""

    def __init__(self, resource: "DictionaryObject") -> None:
        from pypdf.generic._font import (
            Font,
        )  # not exported by pypdf.generic; pypdf is pinned in the lock file

        self.font = Font.from_font_resource(resource)
        self.wide = isinstance(self.font.encoding, str)
        self.scale = 0.001
        if self.font.sub_type == "Type3":
            matrix = resource.get("/FontMatrix")
            self.scale = abs(float(matrix[0])) if matrix else 0.001
        self.style = _style(self.font.name, self.font.font_descriptor)
        self.glyphs: dict[str, tuple[str, float]] = {}
        self.space = (self.font.space_width or 250) * self.scale

    def decode(self, data: bytes) -> list[tuple[str, float, bool]]:
        """Each glyph of a shown string: its text, its advance for size 1, and whether it is code 32."""
        encoding = self.font.encoding
        if isinstance(encoding, str):
            try:
                raw = data.decode(encoding, "surrogatepass")
            except (UnicodeDecodeError, LookupError):
                raw = data.decode("utf-16-be", "replace")
        else:
            raw = data.decode("latin-1")
        result = []
        for code in raw:
            known = self.glyphs.get(code)
            if known is None:
                known = self.glyphs[code] = self._glyph(code)
            result.append((*known, code == " " and not self.wide))
        return result

    def _glyph(self, code: str) -> tuple[str, float]:
        font = self.font
        text = code if isinstance(font.encoding, str) else font.encoding.get(ord(code), code)
        text = font.character_map.get(code, font.character_map.get(text, text))
        width = font.space_width if code == font.space_char else font.get_text_width(code)
        if not font.interpretable:
            text = "\ufffd"
        return text, float(width) * self.scale


_WEIGHTS = (
    ("thin", 100),
    ("extralight", 200),
    ("ultralight", 200),
    ("semibold", 600),
    ("demi", 600),
    ("extrabold", 800),
    ("ultrabold", 800),
    ("black", 900),
    ("heavy", 900),
    ("bold", 700),
    ("light", 300),
    ("medium", 500),
)


def _style(name: str, descriptor: Any) -> Style:
    """Weight and slant from the font's name (`ABCDEF+Arial-BoldMT`), flags and descriptor."""
    plain = name.partition("+")[2] or name
    low = plain.lower().replace("-", "").replace("_", "")
    weight = next((w for word, w in _WEIGHTS if word in low), 400)
    if weight == 400:
        if "hei" in low and "song" not in low:
            weight = 600  # the sans face that Chinese typesetting uses for bold
        elif re.search(r"-(?:Medi|Demi|Bd)", plain):
            weight = 700  # the names of the URW and TeX fonts
        elif isinstance(descriptor.flags, int) and descriptor.flags & 1 << 18:
            weight = 700
        else:
            try:
                weight = int(descriptor.weight)
            except (TypeError, ValueError):
                weight = 400
    flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
    return Style(plain, weight, "ital" in low or "oblique" in low or bool(flags & 1 << 6))


def mark_bold(texts: Iterable[tuple[Style, str]]) -> None:
    """Set `Style.bold` of every font: two steps heavier than the weight of most of the text."""
    letters: dict[int, int] = {}
    styles: dict[int, Style] = {}
    for style, text in texts:
        letters[style.weight] = letters.get(style.weight, 0) + len(text)
        styles[id(style)] = style
    body = max(letters, key=lambda w: letters[w]) if letters else 400
    for style in styles.values():
        style.bold = style.weight >= max(body + 200, 500)
