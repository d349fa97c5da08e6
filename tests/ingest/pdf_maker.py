"""Small PDFs made by hand, each word where the test wants it: what a typesetting program would write."""

import hashlib
import zlib
from dataclasses import dataclass, field

from corpus.types import Source
from ingest.types import RawDocument

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique", "F4": "Courier"}
LINE = 14.0


def width(text: str, size: float = 11, font: str = "F1") -> float:
    """The width of a text in points, by the metrics of the standard fonts; a character of F9 is an em."""
    from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS

    if font in ("F9", "FS"):
        return size * len(text)
    widths = CORE_FONT_METRICS[FONTS[font]].character_widths
    return sum(widths.get(c, 556) for c in text) * size / 1000


def wrapped(text: str, limit: float, size: float = 11, font: str = "F1") -> list[str]:
    """Lines as full as they can be; `|` in a word is a place where it may be divided with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        whole = word.replace("|", "")
        if not line or width(f"{line} {whole}", size, font) <= limit:
            line = f"{line} {whole}".strip()
            continue
        if "|" in word and width(f"{line} {word.partition('|')[0]}-", size, font) <= limit:
            first, _, rest = word.partition("|")
            lines.append(f"{line} {first}" + ("" if first.endswith("-") else "-"))
            line = rest.replace("|", "")
        else:
            lines.append(line)
            line = whole
    return [*lines, line]


@dataclass
class Maker:
    """Collects pages; `data()` is the file."""

    pages: list[list[str]] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    width: int = 595
    height: int = 842

    def page(self, *, image: bool = False) -> "Maker":
        """Begin a page."""
        self.pages.append([])
        if image:
            self.images.add(len(self.pages) - 1)
            self.pages[-1].append("q 595 0 0 842 0 0 cm /I1 Do Q")
        return self

    def text(self, x: float, y: float, text: str, size: float = 11, font: str = "F1", mode: int = 0) -> float:
        """Draw a text; returns where it ends."""
        if font in ("F9", "FS"):
            shown = "<" + "".join(f"{ord(c):04X}" for c in text) + ">"
        else:
            raw = text.encode("cp1252").decode("latin-1")
            shown = "(" + raw.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
        self.pages[-1].append(f"BT {mode} Tr /{font} {size} Tf 1 0 0 1 {x} {y} Tm {shown} Tj ET")
        return x + width(text, size, font)

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        limit: float = 440,
        size: float = 11,
        font: str = "F1",
        first: float = 0,
    ) -> float:
        """Draw a wrapped paragraph, its first line set in by `first`; returns the baseline after it."""
        lines = wrapped(text, limit, size, font)
        if first:
            lines = wrapped(text, limit - first, size, font)[:1]
            lines += wrapped(text.replace("|", "")[len(lines[0]) + 1 :], limit, size, font)
        for n, line in enumerate(lines):
            self.text(x + (first if n == 0 else 0), y, line, size, font)
            y -= LINE * size / 11
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.pages[-1].append(f"0.5 w {x0} {y0} m {x1} {y1} l S")

    def data(self) -> bytes:
        """The PDF."""
        objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
        fonts = ""
        for name, base in FONTS.items():
            objects.append(
                f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()
            )
            fonts += f"/{name} {len(objects)} 0 R "
        for name, base in (("F9", "ABCDEF+InventedSong"), ("FS", "ABCDEF+InventedSymbols")):
            cmap = _stream(_TO_UNICODE.encode())
            descendant = f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /DW 1000 >>".encode()
            objects += [cmap, descendant]
            objects.append(
                f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H"
                f" /ToUnicode {len(objects) - 1} 0 R /DescendantFonts [{len(objects)} 0 R] >>".encode()
            )
            fonts += f"/{name} {len(objects)} 0 R "
        pixel = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        objects.append(pixel + b" /Length 1 >>\nstream\n\x00\nendstream")
        image = len(objects)
        kids = []
        for content in self.pages:
            objects.append(_stream("\n".join(content).encode("latin-1")))
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {self.width} {self.height}] /Contents {len(objects)} 0 R"
                f" /Resources << /Font << {fonts}>> /XObject << /I1 {image} 0 R >> >> >>".encode()
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        out = b"%PDF-1.7\n"
        offsets = []
        for n, body in enumerate(objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
            len(objects) + 1,
            start,
        )

    def raw(self, lang: str = "en") -> RawDocument:
        """The file as a source."""
        return raw_pdf(self.data(), lang)


_TO_UNICODE = (
    """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <0000> <FFFF> endcodespacerange
"""
    + "".join(
        f"1 beginbfrange <{n:02X}00> <{n:02X}FF> <{n:02X}00> endbfrange\n"
        for n in (0x00, 0x20, 0x22, 0x2E, 0x2F, 0x30, *range(0x4E, 0xA0), 0xE0, 0xF0, 0xFB, 0xFF)
    )
    + "endcmap CMapName currentdict /CMap defineresource pop end end"
)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def raw_pdf(data: bytes, lang: str = "en") -> RawDocument:
    """A PDF file as a source."""
    source = Source.model_validate(
        {"id": "a", "lang": lang, "role": "user", "media_type": "application/pdf", "edition": "1"}
    )
    return RawDocument("doc-a", source, data, hashlib.sha256(data).hexdigest(), "file", "a.pdf")
