"""Whether ink on a PDF page is seen: white on nothing, or invisible where no scan lies beneath.

Colour operators as in ISO 32000-2, table 73. A page is taken as white paper; what is painted on it in any other
colour may lie behind white text.
"""

from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]

_WHITE_FROM = 0.98
_SCAN = 0.4
"""Share of the page that pictures cover, from which its invisible text is what was recognised in them."""
_PATH = {b"m": 2, b"l": 2, b"c": 6, b"v": 4, b"y": 4}
"""Numbers of points' coordinates, by operator."""
_FILLING = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_ENDING = frozenset((b"n", b"S", b"s")) | _FILLING
_EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
_UNSEEN_MODES = (3, 7)


@dataclass(slots=True)
class Ink:
    """Colours and areas of a page while it is walked, and the words that may not be seen."""

    _white: bool = False
    _known: bool = True
    """Whether the numbers of the current colour space say how light a colour is."""
    _saved: list[tuple[bool, bool]] = field(default_factory=list)
    _path: list[tuple[float, float]] = field(default_factory=list)
    _grounds: list[Box] = field(default_factory=list)
    """What has been painted in another colour than white."""
    _pictured: float = 0.0
    """Square points under pictures."""
    _invisible: list[int] = field(default_factory=list)
    _pale: list[tuple[int, float, float]] = field(default_factory=list)

    def follow(self, operator: bytes, operands: Any, spaces: Any, ctm: Any) -> None:
        """Take in an operator of the page if it concerns colour or area; malformed ones are passed over."""
        try:
            if operator in _PATH:
                numbers = [float(o) for o in operands[: _PATH[operator]]]
                self._path += [_at(*pair, ctm) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            elif operator == b"re":
                x, y, w, h = (float(o) for o in operands)
                self._path += [_at(x, y, ctm), _at(x + w, y, ctm), _at(x, y + h, ctm), _at(x + w, y + h, ctm)]
            elif operator in _ENDING:
                if operator in _FILLING and self._path and not self._white:
                    self._grounds.append(_box(self._path))
                self._path = []
            elif operator == b"sh":
                self._grounds.append(_EVERYWHERE)
            else:
                self._colour(operator, operands, spaces)
        except (TypeError, ValueError, IndexError, KeyError, AttributeError):
            return

    def _colour(self, operator: bytes, operands: Any, spaces: Any) -> None:
        if operator == b"q":
            self._saved.append((self._white, self._known))
        elif operator == b"Q" and self._saved:
            self._white, self._known = self._saved.pop()
        elif operator in (b"g", b"rg", b"k"):
            self._white, self._known = _is_white(operands), True
        elif operator == b"cs":
            self._white, self._known = False, _is_plain(operands[0], spaces)
        elif operator in (b"sc", b"scn"):
            self._white = self._known and _is_white(operands)

    def picture(self, ctm: Any) -> None:
        """A picture is drawn in the unit square of `ctm`."""
        box = _box([_at(x, y, ctm) for x in (0, 1) for y in (0, 1)])
        self._grounds.append(box)
        self._pictured += (box[2] - box[0]) * (box[3] - box[1])

    def word(self, number: int, mode: int, x: float, y: float) -> None:
        """A word is written with its middle at a place, in a mode of rendering (ISO 32000-2, table 104)."""
        if mode in _UNSEEN_MODES:
            self._invisible.append(number)
        elif self._white and mode in (0, 4):
            self._pale.append((number, x, y))

    def unseen(self, area: float) -> set[int]:
        """The numbers of the words that nobody sees on a page of `area` square points.

        Invisible ones belong to the picture where pictures cover much of the page; white ones are seen on whatever was
        painted there, before or after.
        """
        gone = set(self._invisible) if self._pictured < _SCAN * area else set()
        for number, x, y in self._pale:
            if not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._grounds):
                gone.add(number)
        return gone


def _at(x: float, y: float, m: Any) -> tuple[float, float]:
    return (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])


def _box(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _is_white(operands: Any) -> bool:
    values = [float(o) for o in operands if isinstance(o, (int, float))]
    if len(values) != len(operands):
        return False
    if len(values) == 4:
        return max(values) <= 1 - _WHITE_FROM
    return len(values) in (1, 3) and min(values) >= _WHITE_FROM


def _is_plain(name: Any, spaces: Any) -> bool:
    """Whether a colour space is one of light: gray, RGB or CMYK, not an ink of its own."""
    plain = ("/ICCBased", "/CalRGB", "/CalGray", "/DeviceRGB", "/DeviceGray", "/DeviceCMYK")
    if name in plain:
        return True
    space = spaces[name].get_object() if name in spaces else None
    return (space[0] if isinstance(space, list) and space else space) in plain
