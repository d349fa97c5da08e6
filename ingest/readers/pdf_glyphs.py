"""A PDF page as words with positions: pypdf parses, this walks the operators and keeps where each glyph stands.

`PageObject.extract_text` gives text without evidence; telling a running header, a footnote, a column or a table
cell needs the position, size and weight of every word. Operators as in ISO 32000-2, tables 56, 59, 103–107.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.readers.pdf_fonts import PdfFont
from ingest.readers.pdf_ink import Ink
from ingest.readers.pdf_page import PageGlyphs, Rule, Word

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SPACES = frozenset(" \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n")
_MAX_FORM_DEPTH = 12
_MAX_RULES = 5_000  # on one page: beyond that it is a drawing
_MAX_WORDS = 200_000  # on one page: a drawing made of text, or an attack


@dataclass(slots=True)
class _State:
    """The graphics state that matters for text; saved by `q`, restored by `Q`."""

    ctm: Matrix = IDENTITY
    font: PdfFont | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> "_State":
        return _State(
            self.ctm,
            self.font,
            self.size,
            self.character_space,
            self.word_space,
            self.stretch,
            self.leading,
            self.rise,
            self.mode,
        )


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies `m` first, then `n` (row vectors, as in PDF)."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)


class _Walker:
    """Walks the operators of one page and of the forms it draws."""

    def __init__(self, pdf: "PdfReader", page: PageGlyphs, fonts: dict[int, PdfFont | None]) -> None:
        self.pdf = pdf
        self.page = page
        self.fonts = fonts
        self.words: list[tuple[int, Word]] = []
        self.painted = 0
        self.pending = False  # a space glyph has been seen since the last word
        self.ink = Ink()

    # -- content ---------------------------------------------------------------------------------------------

    def walk(self, content: Any, resources: Any, ctm: Matrix, depth: int = 0) -> None:
        """Interpret the operators of a page or a form XObject."""
        state = _State(ctm=ctm)
        stack: list[_State] = []
        tm = line = IDENTITY
        path: list[tuple[Rule, bool]] = []
        start = point = (0.0, 0.0)
        named_fonts = _dictionary(resources, "/Font")
        spaces = _dictionary(resources, "/ColorSpace")
        for operands, operator in content.operations:
            self.ink.follow(operator, operands, spaces, state.ctm)
            try:
                if operator == b"Tj":
                    tm = self.show(operands[:1], state, tm)
                elif operator == b"TJ":
                    tm = self.show(operands[0], state, tm)
                elif operator == b"Td":
                    tm = line = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), line)
                elif operator == b"TD":
                    state.leading = -float(operands[1])
                    tm = line = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), line)
                elif operator == b"Tm":
                    tm = line = _matrix(operands)
                elif operator == b"T*":
                    tm = line = multiply((1, 0, 0, 1, 0.0, -state.leading), line)
                elif operator == b"Tf":
                    state.font = self.font(named_fonts, operands[0])
                    state.size = float(operands[1])
                elif operator == b"q":
                    stack.append(state.copy())
                elif operator == b"Q":
                    if stack:
                        state = stack.pop()
                elif operator == b"cm":
                    state.ctm = multiply(_matrix(operands), state.ctm)
                elif operator == b"BT":
                    tm = line = IDENTITY
                elif operator == b"Tc":
                    state.character_space = float(operands[0])
                elif operator == b"Tw":
                    state.word_space = float(operands[0])
                elif operator == b"Tz":
                    state.stretch = float(operands[0]) / 100
                elif operator == b"TL":
                    state.leading = float(operands[0])
                elif operator == b"Ts":
                    state.rise = float(operands[0])
                elif operator == b"Tr":
                    state.mode = int(operands[0])
                elif operator == b"'":
                    tm = line = multiply((1, 0, 0, 1, 0.0, -state.leading), line)
                    tm = self.show(operands[:1], state, tm)
                elif operator == b'"':
                    state.word_space, state.character_space = float(operands[0]), float(operands[1])
                    tm = line = multiply((1, 0, 0, 1, 0.0, -state.leading), line)
                    tm = self.show(operands[2:3], state, tm)
                elif operator in _CONSTRUCT and len(self.page.rules) > _MAX_RULES:
                    continue
                elif operator == b"re":
                    path += _rectangle(operands, state.ctm)
                elif operator == b"m":
                    start = point = (float(operands[0]), float(operands[1]))
                elif operator == b"l":
                    end = (float(operands[0]), float(operands[1]))
                    path += _straight(point, end, state.ctm)
                    point = end
                elif operator == b"h":
                    path += _straight(point, start, state.ctm)
                    point = start
                elif operator in _PAINT:
                    self.page.rules += _filled(path) if operator in _FILL else [rule for rule, _ in path]
                    path = []
                    self.painted += 1
                elif operator == b"n":
                    path = []
                elif operator == b"Do":
                    self.draw(operands[0], resources, state.ctm, depth)
                elif operator == b"INLINE IMAGE":
                    self.page.images += 1
                    self.ink.picture(state.ctm)
            except (IndexError, TypeError, ValueError, AttributeError, KeyError):
                continue  # a malformed operator is skipped, as PDF viewers do
            if len(self.words) > _MAX_WORDS:
                return

    def draw(self, name: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        """Draw an image (counted) or a form (walked) XObject."""
        from pypdf.generic import ContentStream

        xobject = _dictionary(resources, "/XObject")[name].get_object()
        if xobject.get("/Subtype") == "/Image":
            self.page.images += 1
            self.ink.picture(ctm)
        elif xobject.get("/Subtype") == "/Form" and depth < _MAX_FORM_DEPTH:
            matrix = xobject.get("/Matrix")
            own = xobject.get("/Resources")
            self.walk(
                ContentStream(xobject, self.pdf, "bytes"),
                own.get_object() if own is not None else resources,
                multiply(_matrix(matrix), ctm) if matrix else ctm,
                depth + 1,
            )

    def font(self, fonts: Any, name: Any) -> "PdfFont | None":
        """The font of that name, parsed once for the whole document."""
        if name not in fonts:
            return None
        reference = fonts.raw_get(name) if hasattr(fonts, "raw_get") else fonts[name]
        key = getattr(reference, "idnum", None) or id(fonts[name])
        if key not in self.fonts:
            try:
                self.fonts[key] = PdfFont(fonts[name].get_object())
            except Exception:  # noqa: BLE001 (pypdf raises all kinds on a damaged font; its text is lost, not the page)
                self.fonts[key] = None
        return self.fonts[key]

    # -- text ------------------------------------------------------------------------------------------------

    def show(self, items: Iterable[Any], state: _State, tm: Matrix) -> Matrix:
        """Show strings with kerning between them; returns the text matrix after them."""
        font = state.font
        if font is None:
            return tm
        size, stretch = state.size, state.stretch
        full = multiply((1, 0, 0, 1, 0, state.rise), multiply(tm, state.ctm))
        a, b, c, d, e, f = full
        turn = 0 if abs(a) >= abs(b) and a >= 0 else 180 if abs(a) >= abs(b) else 90 if b > 0 else 270
        scale = (a * a + b * b) ** 0.5
        height = abs(size) * ((c * c + d * d) ** 0.5)
        gap_limit = min(max(0.5 * font.space, 0.12), 0.3) * abs(size * stretch)
        x = 0.0  # along the baseline, in unscaled text space
        text: list[str] = []
        first = last = 0.0

        def end_word() -> None:
            if not text:
                return
            w0, w1 = first * scale, last * scale
            if turn == 0:
                x0, y, x1 = e + w0, f, e + w1
            elif turn == 180:
                x0, y, x1 = -e + w0, -f, -e + w1
            elif turn == 90:
                x0, y, x1 = f + w0, -e, f + w1
            else:
                x0, y, x1 = -f + w0, e, -f + w1
            if x1 < x0:
                x0, x1 = x1, x0
            if state.mode == 3:
                self.page.hidden += len(text)
            middle = (first + last) / 2
            self.ink.word(len(self.words), state.mode, e + middle * a, f + middle * b)
            self.words.append((turn, Word("".join(text), x0, x1, y, height, font.style, self.pending)))
            self.pending = False
            text.clear()

        for item in items:
            if isinstance(item, (int, float)):
                x -= float(item) / 1000 * size * stretch
                continue
            data = item if isinstance(item, bytes) else getattr(item, "original_bytes", None)
            if data is None:
                continue
            for shown, width, is_code_32 in font.decode(data):
                advance = width * size * stretch
                step = advance + state.character_space * stretch
                if is_code_32:
                    step += state.word_space * stretch
                if not shown or shown in _SPACES or shown.isspace():
                    end_word()
                    self.pending = self.pending or bool(shown)
                else:
                    if text and x - last > gap_limit + max(state.character_space * stretch, 0.0):
                        end_word()
                    if not text:
                        first = x
                    text.append(shown)
                    if shown == "\ufffd":
                        self.page.unmapped += 1
                    last = x + advance
                x += step
        end_word()
        return multiply((1, 0, 0, 1, x, 0), tm)


_CONSTRUCT = frozenset((b"re", b"m", b"l", b"h"))
_FILL = frozenset((b"f", b"F", b"f*"))
_PAINT = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(o) for o in operands[:6])
    return (a, b, c, d, e, f)


def _dictionary(resources: Any, key: str) -> Any:
    found = resources.get(key) if resources is not None else None
    return found.get_object() if found is not None else {}


def _apply(point: tuple[float, float], m: Matrix) -> tuple[float, float]:
    x, y = point
    return (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])


def _straight(p: tuple[float, float], q: tuple[float, float], ctm: Matrix) -> list[tuple[Rule, bool]]:
    """The rule from `p` to `q` if it is horizontal or vertical, longer than 4 points; it shows only if stroked."""
    (x0, y0), (x1, y1) = _apply(p, ctm), _apply(q, ctm)
    if (abs(y0 - y1) < 1 and abs(x1 - x0) > 4) or (abs(x0 - x1) < 1 and abs(y1 - y0) > 4):
        return [(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), False)]
    return []


def _filled(path: list[tuple[Rule, bool]]) -> list[Rule]:
    """The rules of a path that is filled but not stroked: thin rectangles, and thin shapes drawn side by side."""
    sides = [rule for rule, thin in path if not thin] if len(path) < 60 else []
    return [rule for rule, thin in path if thin] + [
        a
        for n, a in enumerate(sides)
        for b in sides[n + 1 :]
        if 0 < max(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.y0 - b.y0), abs(a.y1 - b.y1)) < 2.5
    ]


def _rectangle(operands: Any, ctm: Matrix) -> list[tuple[Rule, bool]]:
    """A thin rectangle is one rule, filled or stroked; any other its four sides, which show only if stroked."""
    x, y, w, h = (float(o) for o in operands[:4])
    (x0, y0), (x1, y1) = _apply((x, y), ctm), _apply((x + w, y + h), ctm)
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if y1 - y0 < 2.5 and x1 - x0 > 4:
        middle = (y0 + y1) / 2
        return [(Rule(x0, middle, x1, middle), True)]
    if x1 - x0 < 2.5 and y1 - y0 > 4:
        middle = (x0 + x1) / 2
        return [(Rule(middle, y0, middle, y1), True)]
    if x1 - x0 <= 4 or y1 - y0 <= 4:
        return []
    sides = (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))
    return [(side, False) for side in sides]


def page_glyphs(
    pdf: "PdfReader", page: "PageObject", number: int, fonts: dict[int, PdfFont | None]
) -> PageGlyphs:
    """The words and rules of one page, upright.

    Args:
        pdf: The open document.
        page: One of its pages.
        number: Its number, from 1.
        fonts: Cache of parsed fonts, shared by the pages of one document.

    Returns:
        Words in drawing order. On a page whose text mostly runs sideways (a landscape table), coordinates are
        turned so that it is upright; text that runs another way than most of the page (margin stamps) is left out.
    """
    box = page.cropbox
    result = PageGlyphs(number, float(box.width), float(box.height))
    content = page.get_contents()
    if content is None:
        return result
    found = page.get("/Resources")
    resources: Any = found.get_object() if found is not None else {}
    drawings = [x.get_object() for x in _dictionary(resources, "/XObject").values()]
    if not _dictionary(resources, "/Font") and not any(x.get("/Subtype") == "/Form" for x in drawings):
        result.images, result.drawn = len(drawings), len(content.get_data()) > 5_000
        return result  # without a font there is no text: no need to read a picture made of 100,000 strokes
    walker = _Walker(pdf, result, fonts)
    walker.walk(content, resources, IDENTITY)
    result.drawn = walker.painted > 300
    unseen = walker.ink.unseen(result.width * result.height)
    words = [both for number, both in enumerate(walker.words) if number not in unseen]
    result.unseen = sum(len(walker.words[number][1].text) for number in unseen)
    turns: dict[int, int] = {}
    for turn, word in words:
        turns[turn] = turns.get(turn, 0) + len(word.text)
    main = max(turns, key=lambda t: turns[t]) if turns else 0
    left, bottom = float(box.left), float(box.bottom)
    shift_x, shift_y = {
        0: (left, bottom),
        90: (bottom, -float(box.right)),
        180: (-float(box.right), -float(box.top)),
        270: (-float(box.top), left),
    }[main]
    if main in (90, 270):
        result.width, result.height = result.height, result.width
        result.rules = []  # not turned with the text; a sideways table is read by its gaps
    else:
        result.rules = [Rule(r.x0 - left, r.y0 - bottom, r.x1 - left, r.y1 - bottom) for r in result.rules]
    seen: set[tuple[str, int, int]] = set()
    for turn, word in words:
        if turn != main:
            continue
        x0, x1, y = word.x0 - shift_x, word.x1 - shift_x, word.y - shift_y
        if x1 < -5 or x0 > result.width + 5 or y < -5 or y > result.height + 5:
            continue  # outside the visible page
        spot = (word.text, round(x0), round(y))
        if spot in seen and len(word.text) > 1:
            continue  # drawn twice to look bold
        seen.add(spot)
        result.words.append(word._replace(x0=x0, x1=x1, y=y))
    return result
