"""Citations as people write them: `Art. 50(2)`, `第十四条第一款第（二）项`, `§ 22757.13(c)(1)`, and back to pins.

Within one instrument and language no two pins share a label, so `parse_label` gives every pin back. What a tradition
has no words for (`rec-1` in a code, `h-a` as a point) is written as its segment in square brackets.
"""

from corpus.citation_pieces import (
    AROUND,
    BY_ARTICLES,
    COUNT,
    NAMED,
    NUMBER,
    TOKENS,
    TOP,
    US,
    read_segment,
    segment_kind,
)
from corpus.errors import UsageError
from corpus.numerals import from_roman, narrow, to_chinese
from corpus.pins import is_segment, join, split
from corpus.references import Reference, find_references
from corpus.types import CitationStyle, Instrument, Jurisdiction, Lang

__all__ = ["Reference", "find_references", "label", "parse_label"]

_LEVELS: dict[Jurisdiction, str] = {"us-ca": "a1AiI", "us-co": "1aIA", "us-ny": "1aiA"}
"""Numbering below a section, level by level, as each state's acts number; the others follow the federal levels."""
_FEDERAL_LEVELS = "a1AiI"
_ORDER_LEVELS = "aiA1"


def label(
    pin: str,
    instrument: Instrument,
    lang: Lang,
    *,
    with_instrument: bool = False,
    heading: str | None = None,
    long: bool = False,
) -> str:
    """The human form of a pin, in the citation style of its instrument.

    Args:
        pin: A provision of `instrument`, or the bare instrument id (whose label is the short name).
        instrument: Gives the citation style and the names.
        lang: The reader's language; it need not be that of the text.
        with_instrument: Put the instrument's short name in front.
        heading: The printed heading, shown instead of the slug where the pin ends in `h-<slug>`.
        long: Write `Article 6(2), point (a)` instead of `Art. 6(2)(a)`; Chinese has one form.

    Raises:
        UsageError: `pin` is malformed or belongs to another instrument.
    """
    owner, segments = split(pin)
    if owner != instrument.id:
        raise UsageError(f"'{pin}' is not a provision of {instrument.id}")
    short = instrument.short.get(lang)
    if not segments:
        return short
    text = ""
    before = ""
    depth = 0
    for i, segment in enumerate(segments):
        kind, ident = segment_kind(segment)
        if kind == "h" and heading and i == len(segments) - 1:
            ident = heading
        if kind == "plain" and instrument.citation in US:
            ident, depth = _lettered(ident, depth, instrument)
        if lang == "zh":
            written, before = _chinese(kind, ident, before, instrument.citation)
            text += written or f"[{segment}]"
        else:
            written, before = _english(kind, ident, before, instrument.citation, long)
            comma = ", " if text and written and written[0] != "(" else ""
            text += comma + (written or f"[{segment}]")
    if not with_instrument:
        return text
    together = lang == "zh" and not short[-1].isascii()
    return short + ("" if together else " ") + text


def parse_label(text: str, instrument: Instrument, lang: Lang) -> str:
    """The pin of a label: the inverse of `label`, forgiving about spaces, width, letter case and usual variants.

    Raises:
        UsageError: `text` is not a citation of a provision in this instrument's style.
    """
    rest = narrow(text).strip()
    for name in sorted((instrument.short.en, instrument.short.zh), key=len, reverse=True):
        plain = narrow(name)
        if rest == plain:
            return instrument.id
        if rest.startswith(plain):
            rest = rest[len(plain) :]
            break
    rest = rest.lower()
    segments: list[str] = []
    at = _skip(rest, 0)
    while at < len(rest):
        before = segment_kind(segments[-1])[0] if segments else ""
        for pattern, family in TOKENS[lang]:
            found = pattern.match(rest, at)
            segment = found and read_segment(family, found, before, instrument.citation)
            if found and segment and is_segment(segment):
                segments.append(segment)
                at = _skip(rest, found.end())
                break
        else:
            segments.clear()
            break
    if not segments:
        raise UsageError(f"'{text[:80]}' does not cite a provision of {instrument.id}")
    return join(instrument.id, segments)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,，、;\t":
        at += 1
    return at


def _lettered(ident: str, depth: int, instrument: Instrument) -> tuple[str, int]:
    """Restore the letter case that pins lose, by the convention of the jurisdiction; and the next depth.

    A level that a section leaves out is passed over: (1)(A) is the second and third of (a)(1)(A).
    """
    levels = _LEVELS.get(instrument.jurisdiction, _FEDERAL_LEVELS)
    if instrument.citation == "us-eo":
        levels = _ORDER_LEVELS
    for at in range(depth, len(levels)):
        if levels[at].isdigit() == ident[0].isdigit():
            return (ident.upper() if levels[at].isupper() else ident), at + 1
    return ident, depth


def _named(ident: str, style: CitationStyle) -> str | None:
    """`GOVERN 1.1`, in either language, for the section `govern-1.1`."""
    found = NAMED.fullmatch(ident)
    return f"{found[1].upper()} {found[2]}" if found and style in ("heading", "paragraph") else None


def _english(kind: str, ident: str, before: str, style: CitationStyle, long: bool) -> tuple[str | None, str]:
    """A segment in English after one of the kind `before`, and its own kind; None where the style has no words."""
    written: str | None = None
    match kind:
        case "art" if style not in US:
            written = f"{'Article' if long else 'Art.'} {ident}"
        case "rec":
            written = f"Recital {ident}"
        case "annex":
            written = f"Annex {ident.upper()}".rstrip()
        case "preamble":
            written = "Preamble"
        case "sec" if style == "us-code":
            written = f"{'Section' if long else '§'} {ident}"
        case "chapter":
            chapter, _, section = ident.partition("-section-")
            written = f"Chapter {chapter.upper()}" + (f", Section {section}" if section else "")
        case "sec" | "s" if before == "chapter" and style != "us-code":
            pass  # it would read as the chapter's own section
        case "sec" if style == "us-eo":
            written = f"{'Section' if long else 'Sec.'} {ident}"
        case "sec" if before == "annex" or style in BY_ARTICLES:
            written = f"Section {ident.upper()}"
        case "act-sec" if style == "us-code":
            written = f"Act {'section' if long else '§'} {ident}"
        case "s" if style not in US:
            written = _named(ident, style) or f"§ {ident}"
        case "h":
            written = AROUND[ident].en if ident in AROUND else f"“{ident}”"
        case "p" if before in TOP:
            written = f"{'paragraph' if long else 'para.'} {ident}"
        case "sub" if before not in (*TOP, "preamble"):
            written = f"{'subparagraph' if long else 'subpara.'} {ident}"
        case "plain" if before == "preamble" and NUMBER.fullmatch(ident):
            written = f"{'paragraph' if long else 'para.'} {ident}"
        case "plain" if before in ("annex", "sec") and style not in US and NUMBER.fullmatch(ident):
            written = f"point {ident}"
        case "plain" if before:
            point = (
                long and before in ("art", "paragraph", "sub") and style in BY_ARTICLES and ident.isalpha()
            )
            written = f"point ({ident})" if point else f"({ident})"
            return written, "paragraph" if before == "art" and ident[0].isdigit() else "plain"
    return written, kind


def _chinese(kind: str, ident: str, before: str, style: CitationStyle) -> tuple[str | None, str]:
    """A segment in Chinese after `before`, and what it is to the next one; None where the style has no words.

    Chinese law counts in Chinese numerals; other law keeps arabic ones, so that neither is taken for the other.
    """
    written: str | None = None
    match kind:
        case "art" if style not in US:
            written = _chinese_article(ident) if style == "cn" else f"第{ident}条"
        case "rec":
            written = f"序言第{ident}段" if style == "eu" else f"鉴于第{ident}条"
        case "annex":
            written = "附件" + _chinese_annex(ident)
        case "preamble":
            written = "前言" if style == "eu" else "序言"
        case "sec" if style == "us-code":
            written = f"第{ident}条"
        case "chapter":
            written = _chinese_chapter(ident, style)
        case "sec" | "s" if before == "chapter" and style != "us-code":
            pass  # it would read as the chapter's own section
        case "sec" if style == "us-eo":
            written = f"第{ident}节"
        case "sec" if before == "annex" or style in BY_ARTICLES:
            written = f"第{ident.upper()}部分"
        case "act-sec" if style == "us-code":
            written = f"法案第{ident}节"
        case "s" if style not in US:
            written = _named(ident, style) or f"第{ident}节"
        case "h":
            written = AROUND[ident].zh if ident in AROUND else f"“{ident}”"
        case "p" if before in TOP:
            written = f"第{ident}段"
        case "sub" if before not in (*TOP, "preamble"):
            written = f"第{ident}段"
        case "plain" if before:
            return _chinese_plain(ident, before, style)
    return written, kind


def _chinese_plain(ident: str, before: str, style: CitationStyle) -> tuple[str, str]:
    """A bare number or letter in Chinese, and its rank: 款 (`paragraph`), 项 (`item`), 目 (`indent`), 点 (`point`)."""
    number = bool(NUMBER.fullmatch(ident))
    if style in US:
        return f"({ident})", "mark"
    if before == "preamble" and number:
        return f"第{ident}段", "paragraph"
    if before in ("annex", "sec") and number:
        return f"第{ident}点", "point"
    if style == "cn":
        if COUNT.fullmatch(ident):
            if before == "art":
                return f"第{to_chinese(int(ident))}款", "paragraph"
            if before == "paragraph":
                return f"第（{to_chinese(int(ident))}）项", "item"
            if before == "item":
                return f"第{ident}目", "indent"
        return f"({ident})", "mark"
    if before == "art" and number:
        return f"第{ident}款", "paragraph"
    if before in ("art", "paragraph", "point", "sub", "rec", "annex", "sec"):
        return f"({ident})项", "item"
    if before == "item":
        return f"({ident})目", "indent"
    return f"({ident})", "mark"


def _chinese_article(ident: str) -> str:
    number, _, inserted = ident.partition("-")
    if not COUNT.fullmatch(number) or ("-" in ident and not COUNT.fullmatch(inserted)):
        return f"第{ident}条"
    return f"第{to_chinese(int(number))}条" + (f"之{to_chinese(int(inserted))}" if inserted else "")


def _chinese_chapter(ident: str, style: CitationStyle) -> str:
    """第三章第一节 for Chinese law's Chapter 3, 第三章第1节 for the EU's Chapter III."""
    chapter, _, section = ident.partition("-section-")
    if style == "cn" and chapter.isdigit():
        chapter = to_chinese(int(chapter))
    elif style != "cn" and not chapter.isdigit():
        chapter = to_chinese(from_roman(chapter))
    if style == "cn" and section:
        section = to_chinese(int(section))
    return f"第{chapter.upper()}章" + (f"第{section}节" if section else "")


def _chinese_annex(ident: str) -> str:
    """附件三 for Annex III; a letter or an arabic number stays, and so do L, C, D and M, which are letters."""
    if ident and set(ident) <= set("ivx"):
        try:
            return to_chinese(from_roman(ident))
        except ValueError:
            pass
    return ident.upper()
