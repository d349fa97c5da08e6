"""Web pages, EUR-Lex pages among them: one line of text for each block that a visitor sees."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.readers.decoding import decode, plain, undecodable
from ingest.readers.html_noise import (
    MAX_DEPTH,
    NEVER_TEXT,
    Weight,
    background_of,
    children,
    hidden_because,
    hidden_by_sheets,
    is_navigation,
    style_of,
    weigh,
)
from ingest.readers.page_noise import body_lines
from ingest.readers.pieces import Piece, assemble
from ingest.types import BlockKind, RawDocument, Reading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MARKER = re.compile(
    r"[‘“'\"]?(?:\([^\s()]{1,6}\)|（[^\s（）]{1,4}）|\d{1,3}(?:\.\d{1,3}){0,3}\.?[a-z]?[.)]|\d{1,3}(?:\.\d{1,3}){1,3}"
    r"|[A-Za-z][.)]|[ivxlIVXL]{1,5}[.)]|[一二三四五六七八九十]{1,3}、|[—–•▪◦·*‣-])"
)
"""A printed number or bullet that stands alone in its block or table cell."""

_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form"
    "|h[1-6r]|header|hgroup|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_HAN_BREAK = re.compile(rf"(?<=[{_HAN}])[ \t]*\n\s*(?=[{_HAN}])")
_HYPHEN_BREAK = re.compile(r"(?<=\w-)\n(?!(?:and|or|to|und|et)\b)(?=[a-z])")
_FOOTNOTE_NAME = re.compile(r"(?:^|[-_ ])(?:footnotes?|endnotes?)(?:$|[-_ \d])", re.I)
_EXAMPLE_NAME = re.compile(
    r"(?:^|[-_ ])(?:conversations?|dialogues?|chat-?logs?|transcripts?)(?:$|[-_ \d])", re.I
)
_JOURNAL_FOOTER = re.compile(r"ELI: https?://\S+|ISSN \d{4}-\d{3}[\dX]\b.*")
_AMENDMENT_ARROW = re.compile(r"[▼►]\s?[ABCM]\d{0,3}\b\s*|\s*◄")
"""EUR-Lex marks in consolidated texts which act put in what follows: `▼M1`."""

_HEADING_MAX = 300


@dataclass(frozen=True, slots=True)
class _Place:
    """What the walk knows of the element that it is in."""

    kind: BlockKind = "paragraph"
    level: int = 0
    depth: int = 0
    """Nesting depth of lists."""
    pre: bool = False
    background: str = "255,255,255"
    in_main: bool = False
    in_note_link: bool = False


def read(raw: RawDocument) -> Reading:
    """Read a web page.

    Navigation, scripts, forms and hidden elements are left out; hidden text is counted in a problem line.
    List items keep their printed marker, also where a layout table holds the marker in a cell of its own (as
    on EUR-Lex). A data table gives one line a row, its cells parted by ` | `. Exponents are written `10^25`,
    marks of footnotes `(1)`.

    Raises:
        UnreadableSource: The file is empty, binary, or in no encoding that can be told.
    """
    from selectolax.lexbor import LexborHTMLParser

    text = _decode(raw)
    root = LexborHTMLParser(text).root
    walk = _Walk(weigh(root), hidden_by_sheets(root)) if root is not None else _Walk({})
    if root is not None:
        walk.element(_main(root, walk.weights), _Place(), 0)
    pieces = _without_page_noise(walk.pieces)
    return assemble(pieces, walk.problems() + undecodable(text))


def _decode(raw: RawDocument) -> str:
    """The page's characters; its own word on its encoding counts where it is not UTF-8 and has no mark."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", raw.data[:4096], re.I)
    if declared and not raw.data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii", "replace").lower()
        name = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252"}.get(name, name)
        if not name.startswith("utf"):
            try:
                raw.data.decode("utf-8")
            except UnicodeDecodeError:
                try:
                    return raw.data.decode(name)
                except (UnicodeDecodeError, LookupError):
                    pass  # a page that is wrong about itself: found out below
    return decode(raw.data, raw.location, raw.source.lang)


def _main(root: "LexborNode", weights: dict[int, Weight]) -> "LexborNode":
    """The page's one `main` (or `article`) element if it holds most of the text, else the whole page."""
    whole = weights[root.mem_id].text
    for selector, share in (("main, [role=main]", 0.5), ("article", 0.6)):
        found = [node for node in root.css(selector) if node.mem_id in weights]
        if len(found) == 1 and weights[found[0].mem_id].text >= share * whole:
            return found[0]
    return root


def _without_page_noise(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the navigation and small print that only their wording tells (see page_noise)."""
    while pieces and _JOURNAL_FOOTER.fullmatch(pieces[-1].text):
        pieces = pieces[:-1]
    texts = [piece.text for piece in pieces]
    kept = body_lines(texts)
    for start in range(len(texts) - len(kept) + 1):
        if texts[start : start + len(kept)] == kept:
            return pieces[start : start + len(kept)]
    return pieces


class _Walk:
    """One pass over a page: pieces are found in document order."""

    def __init__(self, weights: dict[int, Weight], hidden_names: frozenset[str] = frozenset()) -> None:
        self.weights, self._hidden_names = weights, hidden_names
        self.pieces: list[Piece] = []
        self._buffer: list[str] = []
        self._marker = ""
        self._anchor: str | None = None
        self._hidden: dict[str, tuple[int, int]] = {}

    def problems(self) -> tuple[str, ...]:
        """A line for each way in which text was hidden on the page."""
        return tuple(
            f"{count} hidden passages were left out ({characters} characters, {why})"
            for why, (count, characters) in sorted(self._hidden.items())
        )

    def element(self, node: "LexborNode", place: _Place, depth: int) -> None:
        """Walk one element and what is below it."""
        if not self._is_shown(node, place):
            return
        tag = node.tag or ""
        names = _names(node)
        if tag == "br":
            if place.kind == "heading":
                self._buffer.append(" ")
            else:
                self._flush(place)
            return
        style = style_of(node)
        block = _BLOCK.fullmatch(tag) is not None and style.get("display") not in ("inline", "contents")
        inner = self._inner(node, tag, names, style, place, block)
        if block:
            self._flush(place)
        if node.id or (tag == "a" and node.attributes.get("name")):
            self._anchor = self._anchor or node.id or node.attributes.get("name")
        if tag == "sup" or names & {"super", "superscript", "sup"}:
            self._buffer.append(self._superscript(node, inner))
        elif tag == "tr":
            self._row(node, inner, depth)
        elif tag in ("ul", "ol"):
            self._list(node, tag, inner, depth)
        else:
            self._inside(node, inner, depth)
        if block:
            self._flush(inner)
            if inner.kind == "heading" and place.kind != "heading":
                self._marker = ""

    def _is_shown(self, node: "LexborNode", place: _Place) -> bool:
        """Whether an element's text is part of the text; hidden text is counted."""
        if NEVER_TEXT.fullmatch(node.tag or ""):
            return False
        weight = self.weights.get(node.mem_id, Weight())
        why = hidden_because(node, place.background, self._hidden_names)
        if why is not None:
            if weight.text:
                count, characters = self._hidden.get(why, (0, 0))
                self._hidden[why] = (count + 1, characters + weight.text)
            return False
        return not (_BLOCK.fullmatch(node.tag or "") and is_navigation(node, weight, place.in_main))

    def _inner(
        self, node: "LexborNode", tag: str, names: set[str], style: dict[str, str], place: _Place, block: bool
    ) -> _Place:
        """The place of what is below an element."""
        place = replace(
            place,
            background=background_of(style) or place.background,
            pre=place.pre or tag == "pre",
            in_main=place.in_main or tag in ("main", "article"),
            in_note_link=place.in_note_link
            or (tag == "a" and (node.attributes.get("href") or "").startswith("#")),
        )
        if not block or place.kind == "example":
            return place
        if _EXAMPLE_NAME.search(" ".join(names)):
            return replace(place, kind="example", level=0)
        level = _heading_level(tag, names)
        if level and self.weights.get(node.mem_id, Weight()).text <= _HEADING_MAX:
            return replace(place, kind="heading", level=level)
        if "note" in names or _FOOTNOTE_NAME.search(f"{' '.join(names)} {node.attributes.get('role') or ''}"):
            return replace(place, kind="footnote", level=0)
        if tag == "blockquote":
            return replace(place, kind="quote", level=0)
        return replace(place, kind="paragraph", level=0) if place.kind == "heading" else place

    def _inside(self, node: "LexborNode", place: _Place, depth: int) -> None:
        """Walk the children of an element."""
        if depth >= MAX_DEPTH:
            self._buffer.append(node.text())
            return
        for child in children(node):
            if child.is_text_node:
                text = child.text_content or ""
                if place.pre:
                    first, *others = text.split("\n")
                    self._buffer.append(first)
                    for line in others:
                        self._flush(place)
                        self._buffer.append(line)
                else:
                    self._buffer.append(text)
            elif child.is_element_node:
                self.element(child, place, depth + 1)

    def _list(self, node: "LexborNode", tag: str, place: _Place, depth: int) -> None:
        """Walk the items of a list, each with the marker that a browser prints."""
        inner = replace(place, depth=place.depth + 1)
        bare = "none" in style_of(node).get("list-style", style_of(node).get("list-style-type", ""))
        style = node.attributes.get("type") or "1"
        start = node.attributes.get("start") or "1"
        number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
        for child in children(node):
            if not child.is_element_node:
                continue
            if child.tag != "li":
                self.element(child, inner, depth + 1)
                continue
            value = child.attributes.get("value") or ""
            number = int(value) if re.fullmatch(r"-?\d{1,6}", value) else number
            marker = "" if bare else "•" if tag == "ul" else f"{_printed(number, style)}."
            number += 1
            self._flush(place)
            if not (marker and MARKER.match(child.text().strip())):
                self._mark(marker)
            self.element(child, inner, depth + 1)
            self._flush(inner)
            self._marker = ""

    def _row(self, node: "LexborNode", place: _Place, depth: int) -> None:
        """Walk a table row: a list item, a layout of several texts, or a line of data."""
        cells = [
            cell
            for cell in children(node)
            if cell.tag in ("td", "th")
            and self.weights.get(cell.mem_id, Weight()).text
            and self._is_shown(cell, place)
        ]
        if len(cells) == 2 and MARKER.fullmatch(_squeezed(cells[0].text())):
            inner = replace(place, depth=place.depth + 1)
            anchor = next((n.id for n in cells[0].css("[id]")), None)
            self._anchor = self._anchor or anchor
            self._mark(_squeezed(cells[0].text()))
            self._inside(cells[1], inner, depth + 1)
            self._flush(inner)
            self._marker = ""
        elif len(cells) == 1 or any(cell.css_first("table, ul, ol, pre, h1, h2, h3") for cell in cells):
            for cell in cells:
                self._inside(cell, place, depth + 1)
                self._flush(place)
        elif cells:
            texts = []
            for cell in cells:
                inside = _Walk(self.weights, self._hidden_names)
                inside._inside(cell, _Place(), depth + 1)
                inside._flush(_Place())
                texts.append(" ".join(piece.text for piece in inside.pieces))
            self._add(
                " | ".join(filter(None, texts)), "table" if place.kind == "paragraph" else place.kind, 0
            )

    def _superscript(self, node: "LexborNode", place: _Place) -> str:
        """A raised text: an exponent as `^25`, a footnote's mark as `(1)`, anything else as it is."""
        text = _squeezed(node.text())
        before = "".join(self._buffer).rstrip()[-4:]
        is_link = place.in_note_link or node.css_first("a[href^='#']") is not None
        if not text or before.endswith("(") or re.fullmatch(r"[\[(].*[\])]", text):
            return text
        if (
            not is_link
            and re.fullmatch(r"[-−–]?\d+", text)
            and re.search(r"(?:\d|\b[a-zA-Z]{1,2}|\))$", before)
        ):
            return "^" + text
        if re.fullmatch(r"\d{1,3}|\*+", text) and before:
            return f" ({text})"
        return text

    def _mark(self, marker: str) -> None:
        """Put a marker in front of the next line, behind one that already waits."""
        self._marker = f"{self._marker} {marker}".strip()

    def _flush(self, place: _Place) -> None:
        """End the line that is being collected."""
        text = _squeezed("".join(self._buffer))
        self._buffer.clear()
        if not text:
            return
        if MARKER.fullmatch(text) and place.kind != "heading" and not place.pre:
            self._mark(text)
            return
        if place.kind == "example":
            text, self._marker = f"{self._marker} {text}".strip(), ""
            self._add(text, "example", 0)
        elif self._marker and place.kind != "heading":
            text, self._marker = f"{self._marker} {text}", ""
            self._add(text, "footnote" if place.kind == "footnote" else "list-item", max(1, place.depth))
        elif place.kind == "paragraph" and place.depth:
            self._add(text, "list-item", place.depth)
        else:
            self._add(text, place.kind, place.level)

    def _add(self, text: str, kind: BlockKind, level: int) -> None:
        self.pieces.append(Piece(text, kind, 0 if kind in ("footnote", "quote") else level, self._anchor))
        self._anchor = None


def _squeezed(text: str) -> str:
    """One line of ordinary characters.

    A line break of the page's source is no space between two Chinese characters and behind a hyphen.
    """
    text = _AMENDMENT_ARROW.sub("", text)
    return " ".join(plain(_HYPHEN_BREAK.sub("", _HAN_BREAK.sub("", text))).split())


def _names(node: "LexborNode") -> set[str]:
    """The classes of an element; EUR-Lex writes `oj-` before some of its own, older pages do not."""
    return {name.removeprefix("oj-") for name in (node.attributes.get("class") or "").lower().split()}


def _heading_level(tag: str, names: set[str]) -> int:
    """The heading level of an element; 0 for what is no heading."""
    if re.fullmatch("h[1-6]", tag):
        return int(tag[1])
    for name in names:
        if name in ("doc-ti", "title-annex-1", "title-doc-first"):
            return 1
        if match := re.fullmatch(r"(?:ti-section|ti-grseq|title-division|title-gr-seq-level)-(\d)", name):
            return 1 + int(match[1])
        if name in ("ti-art", "sti-art", "title-article-norm", "stitle-article-norm"):
            return 4
        if re.fullmatch(r"(?:main-|page-|doc-)?(?:title|heading)", name):
            return 1
        if re.fullmatch(r"sub-?(?:title|heading)|sub-?section-(?:title|heading)", name):
            return 3
        if re.fullmatch(r"[a-z-]+-(?:title|heading)", name) and name != "eli-title":
            return 2
    return 0


def _printed(number: int, style: str) -> str:
    """The number of a list item as a browser prints it."""
    if style in ("a", "A") and 1 <= number <= 26:
        letter = chr(96 + number)
        return letter if style == "a" else letter.upper()
    if style in ("i", "I") and 1 <= number < 4000:
        from corpus.numerals import to_roman

        return to_roman(number) if style == "i" else to_roman(number).upper()
    return str(number)
