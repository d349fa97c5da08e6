"""The numbers that Word prints in front of paragraphs: they are not in the text, only the rules that make them.

WordprocessingML (ISO/IEC 29500-1, 17.9): a paragraph names a list (`numId`) and a level; the list's definition
gives each level its first number, its format, and a pattern such as `%1.%2`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.numerals import to_chinese, to_roman

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _letters(number: int) -> str:
    """`a` to `z`, then `aa`, `bb` …, as Word counts."""
    return chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26) if number > 0 else str(number)


def _roman(number: int) -> str:
    return to_roman(number) if 0 < number < 4000 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "decimalEnclosedCircle": lambda n: chr(0x245F + n) if 0 < n <= 20 else str(n),
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
}
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    pattern: str
    legal: bool = False
    """All numbers in the pattern are written in Arabic figures, whatever their own format."""


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of every list of a document, in order.

    Args:
        root: The root element of `word/numbering.xml`; None where the document has no lists.
    """

    root: Any
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        definitions = {
            a.get(f"{_W}abstractNumId"): {
                int(level.get(f"{_W}ilvl") or 0): _level(level) for level in a.findall(f"{_W}lvl")
            }
            for a in self.root.findall(f"{_W}abstractNum")
        }
        for num in self.root.findall(f"{_W}num"):
            number, abstract = num.get(f"{_W}numId"), num.find(f"{_W}abstractNumId")
            if number is None or abstract is None:
                continue
            key = abstract.get(f"{_W}val")
            levels = dict(definitions.get(key, {}))
            overridden = False
            for override in num.findall(f"{_W}lvlOverride"):
                depth = int(override.get(f"{_W}ilvl") or 0)
                own, first = override.find(f"{_W}lvl"), override.find(f"{_W}startOverride")
                level = (
                    _level(own)
                    if own is not None
                    else levels.get(depth, _Level(1, "decimal", f"%{depth + 1}."))
                )
                if first is not None:
                    level = replace(level, start=int(first.get(f"{_W}val") or 1))
                    overridden = True
                levels[depth] = level
            self._levels[number] = levels
            # lists that share a definition count on together, unless one starts anew
            self._abstract[number] = f"own-{number}" if overridden else f"shared-{key}"

    def label(self, number: str, depth: int) -> str:
        """The number or bullet of the next paragraph of list `number` at `depth`, 0 being outermost; may be empty."""
        levels = self._levels.get(number)
        if not levels or depth not in levels:
            return ""
        level = levels[depth]
        counters = self._counters.setdefault(self._abstract[number], {})
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]
        if level.style == "none":
            return ""
        if level.style == "bullet":
            mark = level.pattern.strip()
            return "•" if not mark or "\ue000" <= mark[0] <= "\uf8ff" else mark
        text = level.pattern
        for d in range(depth + 1):
            if f"%{d + 1}" in text and d in levels:
                value = counters.get(d, levels[d].start)
                text = text.replace(
                    f"%{d + 1}", _format("decimal" if level.legal else levels[d].style, value)
                )
        return text.strip()


def _level(element: Any) -> _Level:
    def value(name: str, default: str) -> str:
        found = element.find(f"{_W}{name}")
        return default if found is None else str(found.get(f"{_W}val") or "")

    start = value("start", "1")
    return _Level(
        int(start) if start.lstrip("-").isdigit() else 1,
        value("numFmt", "decimal"),
        value("lvlText", ""),
        legal=element.find(f"{_W}isLgl") is not None,
    )


def _format(style: str, number: int) -> str:
    if style in _CHINESE:
        return to_chinese(number) if number >= 0 else str(number)
    return _FORMATS.get(style, str)(number)
