"""Characters and words as they were meant: ligatures, private-use glyphs, odd spaces, divided words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ingest.readers.pdf_lines import is_cjk
from ingest.readers.pdf_page import PageGlyphs, Word

_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060-\u2064\ufeff\u0000-\u0008\u000e-\u001f]")

_SYMBOL = {
    0xB7: "•", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB1: "±", 0xD7: "·", 0x2D: "−", 0xA5: "∞", 0xAE: "→",
    0xAC: "←", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xE5: "Σ", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ",
    0x65: "ε", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x71: "θ",
}  # fmt: skip
"""Adobe's Symbol encoding, the codes that texts use (PDF 32000-1, annex D.5)."""
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪",
    0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "→", 0xF0: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
"""Microsoft's Wingdings, the bullets, boxes and arrows."""
_BULLETS = {0xB7: "•", 0xA7: "▪", 0x2D: "–", 0xD8: "➢", 0xFC: "✓"}
"""What word processors put there when the font is not named: in an icon font the code means nothing else."""
_RADICALS = dict(
    zip(
        "⺀⺁⺄⺈⺊⺌⺍⺗⺜⺝⺟⺠⺢⺣⺥⺧⺩⺪⺫⺬⺭⺮⺱⺳⺶⺷⺸⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "冫厂乙刀卜小小心日月母民水火爪牛王疋目示礻竹网网羊羊羊肉艹艹艹虎衤覀西见角讠贝足车辶辶辶阝钅长镸长门阜阝雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
"""CJK radicals that have no decomposition of their own, as fonts map them by mistake for whole characters."""
_DIVIDED = re.compile(r"([^\W\d_]+(?:[-'’][^\W\d_]+)*)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010'’][^\W\d_]+)*")
_ALWAYS = frozenset(("self", "cross", "well", "quasi"))
"""First halves that English sets off with a hyphen, whatever follows."""
_PREFIXES = frozenset(
    ("non", "co", "pre", "post", "ex", "anti", "multi", "inter", "sub", "re", "over", "under", "semi", "bio")
)
"""First halves that some publishers set off and others do not: the document's habit decides."""
_CLOSED = frozenset(
    [
        "with",
        "there",
        "where",
        "here",
        "how",
        "what",
        "when",
        "who",
        "every",
        "any",
        "some",
        "through",
        "under",
        "over",
        "out",
        "up",
        "down",
        "on",
        "in",
        "for",
        "after",
        "fore",
        "back",
        "off",
        "never",
        "none",
        "meta",
        "micro",
        "tele",
        "work",
        "web",
        "line",
        "data",
        "base",
        "time",
        "life",
        "house",
    ]
)
"""First halves of closed compounds (`with-out`, `there-fore`), words though they are."""


def repair_words(pages: Iterable[PageGlyphs]) -> int:
    """Put right the characters of every word, in place.

    Ligatures and other presentation forms become the letters they stand for; radicals become characters;
    private-use glyphs become what their font (Symbol, Wingdings) draws at that code, or a bullet where they
    begin a line, and are dropped elsewhere.

    Returns:
        How many private-use glyphs had to be guessed or dropped, their code meaning nothing known.
    """
    guessed = 0
    for page in pages:
        words: list[Word] = []
        starts = _line_starts(page.words)
        for word in page.words:
            text = word.text
            if not text.isascii():
                if any("\ue000" <= c <= "\uf8ff" for c in text):
                    text, unknown = _private(text, word.style.name, id(word) in starts)
                    guessed += unknown
                text = characters(text)
            if text:
                words.append(word if text == word.text else word._replace(text=text))
        page.words = words
    return guessed


def characters(text: str) -> str:
    """Presentation forms, radicals and odd spaces of a text put right; everything else as it is."""
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    if text.isascii():
        return text
    out = []
    for c in text:
        if "\ufb00" <= c <= "\ufb06" or "\u2f00" <= c <= "\u2fd5" or "\uf900" <= c <= "\ufaff":
            out.append(unicodedata.normalize("NFKC", c))
        else:
            out.append(_RADICALS.get(c, c))
    return unicodedata.normalize("NFC", "".join(out))


def _private(text: str, font: str, starts_line: bool) -> tuple[str, int]:
    """A word with its private-use glyphs replaced; and how many of them without knowing what they mean."""
    name = font.lower()
    table = _WINGDINGS if "wingding" in name else _SYMBOL if "symbol" in name else _BULLETS
    guessed = 0
    out = ""
    for c in text:
        if not "\ue000" <= c <= "\uf8ff":
            out += c
            continue
        known = table.get(ord(c) & 0xFF) if "\uf000" <= c <= "\uf0ff" else None
        if known is not None:
            out += known
        else:
            out, guessed = out + ("•" if starts_line and not out else ""), guessed + 1
    return out, guessed


def _line_starts(words: list[Word]) -> set[int]:
    """The `id()` of the first word of every baseline."""
    firsts: dict[int, Word] = {}
    for word in words:
        y = round(word.y)
        if y not in firsts or word.x0 < firsts[y].x0:
            firsts[y] = word
    return {id(word) for word in firsts.values()}


def vocabulary(lines: Iterable[str]) -> Counter[str]:
    """How often each word occurs, compounds counted whole; a word divided at a line end is not counted."""
    words: Counter[str] = Counter()
    divided = False
    for line in lines:
        found = _WORD.findall(line)
        if divided and found:
            found = found[1:]
        divided = bool(_DIVIDED.search(line))
        if divided and found:
            found = found[:-1]
        for word in found:
            low = word.lower().replace("\u2010", "-")
            words[low] += 1
            if "-" in low:
                words.update(p for p in low.split("-") if p)
    return words


def join(first: str, second: str, words: Counter[str]) -> str:
    """Two lines of one paragraph as one text.

    A word divided at the line end is put together if the document uses the joined form elsewhere, or if one
    half is no word of its own; a compound that broke at its hyphen keeps it. Chinese lines join without a
    space.

    Args:
        first: The text so far.
        second: The next line.
        words: The document's vocabulary (see `vocabulary`).
    """
    if not first or not second:
        return first + second
    if first[-1] == "\u00ad":
        return first[:-1] + second
    match = _DIVIDED.search(first)
    if match and second[0].isalpha() and not is_cjk(second[0]):
        tail = _WORD.match(second)
        if tail:
            return (
                first + second if _keeps_hyphen(match.group(1), tail.group(), words) else first[:-1] + second
            )
    if first[-1] == "-" and (second[0].isdigit() or second[0].isalpha()) and first[-2:-1].isalnum():
        return first + second
    if is_cjk(first[-1]) or is_cjk(second[0]):
        return first + second
    if first[-1] in "—/" and first[-2:-1] != " ":
        return first + second
    return f"{first} {second}"


def _keeps_hyphen(left: str, right: str, words: Counter[str]) -> bool:
    """Whether the hyphen between two halves at a line end belongs to the word."""
    if right[0].isupper() and not left.isupper():
        return True
    low_left, low_right = left.lower(), right.lower()
    last = re.split(r"[-'’]", low_left)[-1]
    first = re.split(r"[-'’]", low_right)[0]
    whole, compound = words[last + first], words[f"{last}-{first}"] + words[f"{low_left}-{low_right}"]
    if whole or compound:
        return compound >= whole
    if len(last) == 1:
        return True
    if len(first) > 5:  # other forms of the word: human-centric for human-centricity
        whole, compound = (
            sum(w.startswith(start) for w in words) for start in (last + first[:5], f"{last}-{first[:5]}")
        )
        if whole or compound:
            return compound >= whole
    if left.isupper() and right.isupper() and len(right) > 2:
        return False
    if last in _ALWAYS:
        return True
    if last in _PREFIXES:
        hyphened, closed = _habit(last, words)
        return hyphened >= closed if hyphened or closed else bool(words[first])
    if last in _CLOSED:
        return False
    if len(last) > 3 and len([w for w in words if w.startswith(last + "-")]) > 1:
        return True
    return bool(len(last) > 2 and len(first) > 3 and words[last] and words[first])


def _habit(prefix: str, words: Counter[str]) -> tuple[int, int]:
    """How many words of a document set a prefix off with a hyphen, and how many do not."""
    hyphened = sum(w.startswith(prefix + "-") for w in words)
    closed = sum(w.startswith(prefix) and "-" not in w and words[w[len(prefix) :]] > 0 for w in words)
    return hyphened, closed
