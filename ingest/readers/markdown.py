"""Markdown: laws and policies as repositories and page savers keep them; no markup is left in the text."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.readers.contents_lists import without_contents
from ingest.readers.decoding import decode, plain, undecodable
from ingest.readers.line_joining import Layout, continues_over_gap, continues_soft_break, joined
from ingest.readers.pieces import Piece, assemble, line_piece
from ingest.types import RawDocument, Reading

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n.*?\n(?P=fence)[ \t]*(?:\n|\Z)", re.S)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_UNSHOWN = re.compile(r"<(script|style|head|template)\b.*?</\1\s*>", re.S | re.I)
_UNSEEN = re.compile(
    r"<(\w+)\b[^<>]*\s(?:hidden(?=[\s>])|aria-hidden\s*=\s*[\"']?true|style\s*=\s*[\"'][^<>]*?"
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])))[^<>]*>.*?</\1\s*>",
    re.S | re.I,
)
"""An element that a viewer of the file hides."""
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|div|li|tr|h[1-6]|section|article|center)\b[^<>]*>", re.I)
_POWER = re.compile(r"(?<=\d)<sup>\s*(\d{1,3})\s*</sup>", re.I)
_NOTE_MARK = re.compile(
    r"<sup>\s*(?:\[?\d{1,3}\]?|<a\b[^<>]*>\[?\d{1,3}\]?</a>|[*†‡])\s*</sup>|\[\^[\w-]+\](?!:)", re.I
)
_TAG = re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>")
_NOTE = re.compile(
    r"^\[\^(?P<name>[\w-]+)\]:[ \t]*(?P<text>.*(?:\n(?:[ \t]{2,}\S.*|[ \t]*(?=\n[ \t]{2,}\S)))*)", re.M
)
_LEFT_OVER = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|^#{1,6}\s|\\(?=[(){}\[\]#*_.!+-])")
_LONGEST_HEADING = 200
_LONGEST_BOLD_HEADING = 100


def read(raw: RawDocument) -> Reading:
    """Read a Markdown file.

    Front matter, comments, HTML tags, images and lists of links into the page itself go; escapes are
    resolved, links and emphasis leave their text. Headings keep their level, list items their printed number
    (a bullet becomes `•`), tables a line a row with ` | ` between cells. Lines of one paragraph are joined
    unless they end in a hard break or begin a unit of their own (`(b) …`, `第二条 …`). A short paragraph
    all in bold is a heading one level below the last real one.

    Raises:
        UnreadableSource: The file is empty, binary, or in no encoding that can be told.
    """
    from markdown_it import MarkdownIt

    text = plain_markup(decode(raw.data, raw.location, raw.source.lang))
    source, notes = _without_notes(text)
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    layout = Layout.of([line.strip() for line in source.split("\n")])
    pieces = _over_gaps(_pieces(parser.parse(source), layout), layout)
    stays = without_contents([piece.text for piece in pieces])
    pieces = [piece for piece, kept in zip(pieces, stays, strict=True) if kept]
    pieces += [Piece(f"{number} {note}", "footnote") for number, note in notes]
    return assemble(pieces, undecodable(text))


def plain_markup(text: str) -> str:
    """Markdown without front matter, comments and HTML tags, in ordinary characters.

    Indents and the two spaces that end a line with a hard break are kept. Numbers raised by `<sup>` are a
    power behind a digit (`10^26`), else a footnote's mark, which goes.
    """
    text = plain(text.replace("\t", "    "))
    text = _FRONT_MATTER.sub("", text)
    text = _UNSEEN.sub("", _UNSHOWN.sub("", _COMMENT.sub("", text)))
    text = _NOTE_MARK.sub("", _POWER.sub(r"^\1", text))
    text = re.sub(r"<(https?://[^<>\s]+|[^<>\s@]+@[^<>\s]+)>", r"\1", text)
    text = _BREAK.sub("  \n", text)
    return _TAG.sub("", text)


def _without_notes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without footnote definitions, and these: (name, text)."""
    notes = [
        (found["name"], _clean(" ".join(found["text"].split())))
        for found in _NOTE.finditer(text)
        if found["text"].strip()
    ]
    return _NOTE.sub("", text), notes


def _pieces(tokens: Sequence["Token"], layout: Layout) -> Iterator[Piece]:
    """The blocks of a parsed document."""
    level = heading = quoted = 0  # level of the last heading; of the open one; depth of quotation
    marks: list[str] = []  # what is printed before each open list item, "" once it has been used
    items: list[Piece] = []  # of the outermost list
    in_page = True  # whether these have been links into the page only
    cells: list[str] | None = None
    for i, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            heading = int(token.tag[1]) if token.nesting == 1 else 0
        elif token.type == "list_item_open":
            marks.append(_mark(tokens, i))
        elif token.type == "list_item_close":
            marks.pop()
        elif token.type in ("bullet_list_close", "ordered_list_close") and not marks:
            if not (in_page and len(items) >= 3):
                yield from items
            items, in_page = [], True
        elif token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            if any(cells):
                yield Piece(" | ".join(cells), "table")
            cells = None
        elif token.type in ("fence", "code_block", "html_block"):
            for line in token.content.split("\n"):
                yield Piece(_clean(" ".join(line.split())))
        elif token.type != "inline":
            continue
        elif cells is not None:
            cells.append(" ".join(_lines(token)).strip())
        elif heading:
            level = heading
            text = " ".join(line.strip() for line in _lines(token)).strip()
            yield Piece(text, "heading", heading) if len(text) <= _LONGEST_HEADING else Piece(text)
        elif marks:
            in_page = in_page and _is_in_page_link(token)
            for text in _paragraphs(token, layout):
                depth = len(marks) if marks[-1] else 0
                items.append(
                    Piece(f"{marks[-1]} {text}".strip(), "list-item" if depth else "paragraph", depth)
                )
                marks[-1] = ""
        else:
            texts = _paragraphs(token, layout)
            if len(texts) == 1 and not quoted and _is_bold_heading(token, texts[0]):
                yield Piece(texts[0], "heading", min(level + 1, 6))
            elif quoted:
                yield from (Piece(text, "quote") for text in texts)
            else:
                yield from map(line_piece, texts)


def _over_gaps(pieces: Iterable[Piece], layout: Layout) -> list[Piece]:
    """The pieces, paragraphs that only a page's end divided put together."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if (
            last is not None
            and piece.kind in ("paragraph", "list-item")
            and last.kind in ("paragraph", "list-item")
            and continues_over_gap(last.text, piece.text, layout)
        ):
            found[-1] = replace(last, text=joined(last.text, piece.text, layout))
        else:
            found.append(piece)
    return found


def _mark(tokens: Sequence["Token"], i: int) -> str:
    """What is printed before the list item that opens at `i`."""
    token = tokens[i]
    return f"{token.info}{token.markup}" if token.info else "•"


def _paragraphs(token: "Token", layout: Layout) -> list[str]:
    """The paragraphs of a run of text: lines joined but at a hard break or a unit of its own."""
    found: list[str] = []
    last = ""
    for line in _lines(token):
        text = " ".join(line.split())
        if found and last and not last.endswith("\n") and continues_soft_break(last, text, layout):
            found[-1] = joined(found[-1], text, layout)
        elif text:
            found.append(text)
        last = line
    return found


def _lines(token: "Token") -> list[str]:
    """The lines of a run of text without markup; one that ends in a hard break ends in a newline."""
    lines = [""]
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            lines[-1] += child.content
        elif child.type == "softbreak":
            lines.append("")
        elif child.type == "hardbreak":
            lines[-1] += "\n"
            lines.append("")
    return [_clean(line) for line in lines]


def _clean(text: str) -> str:
    """Text without the markup that a strict parser leaves where it was not well formed."""
    return _LEFT_OVER.sub("", html.unescape(text))


def _is_bold_heading(token: "Token", text: str) -> bool:
    """Whether a paragraph is all in bold, short, and no sentence."""
    if not text or len(text) > _LONGEST_BOLD_HEADING or re.search(r"[.!?;。！？；,，]$", text):
        return False
    bold = 0
    for child in token.children or ():
        bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        if child.type == "text" and child.content.strip() and not bold:
            return False
    return any(child.type == "strong_open" for child in token.children or ())


def _is_in_page_link(token: "Token") -> bool:
    """Whether the text is nothing but a link to a place in the same page (an entry of a contents list)."""
    children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    return (
        len(children) >= 2
        and children[0].type == "link_open"
        and str(children[0].attrs.get("href", "")).startswith("#")
        and children[-1].type == "link_close"
    )
