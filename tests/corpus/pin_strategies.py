"""Hypothesis strategies for the segments of pins."""

from collections.abc import Sequence

from hypothesis import strategies as st

from corpus.numerals import to_roman
from corpus.types import CitationStyle

Segments = tuple[str, ...]

_PLAIN = st.one_of(
    st.integers(1, 120).map(str),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
    st.integers(2, 20).map(to_roman),
    st.sampled_from(("ba", "1a", "01", "0", "12ab", "007", "3.1", "3.1.2", "b.1")),
)
_IDENT = st.one_of(
    st.integers(0, 300).map(str),
    st.integers(1, 40).map(to_roman),
    st.sampled_from(
        (
            "4a",
            "22757.13",
            "6-1-1702",
            "120-1",
            "3.2.1",
            "a",
            "xl",
            "iiii",
            "foo",
            "899-aa",
            "甲",
            "十",
            "govern-1.1",
            "map-2",
            "art-5",
        )
    ),
)
_PREFIXED = st.builds(
    "{}-{}".format,
    st.sampled_from(("art", "rec", "annex", "sec", "act-sec", "s", "p", "h", "foo", "act")),
    _IDENT,
)
_ODD = st.one_of(
    st.sampled_from(
        (
            "preamble",
            "annex",
            "art",
            "h",
            "p",
            "s",
            "p1",
            "p12",
            "p01",
            "h-序言-第12段",
            "一",
            "第一条",
            "h-p-3",
        )
    ),
    st.sampled_from(
        ("h-front", "h-back", "h-chapter-iii", "h-chapter-3-section-1", "h-chapter-iiii", "h-chapter-3-2")
    ),
    st.from_regex(r"[0-9a-z一-鿿]{1,4}([.-][0-9a-z一-鿿]{1,4}){0,2}", fullmatch=True),
)


def any_segments() -> st.SearchStrategy[Segments]:
    """Well-formed segments in any order, sensible or not."""
    return st.lists(st.one_of(_PLAIN, _PREFIXED, _ODD), min_size=1, max_size=6).map(tuple)


_NUMBER = st.integers(1, 250).map(str)
_LETTER = st.sampled_from("abcdefghijkl")
_ROMAN = st.integers(1, 12).map(to_roman)


def _path(head: st.SearchStrategy[str], *steps: st.SearchStrategy[str]) -> st.SearchStrategy[Segments]:
    """`head` followed by the first so many of `steps`."""
    return st.tuples(head, *steps).flatmap(
        lambda path: st.integers(1, len(path)).map(lambda depth: tuple(path[:depth]))
    )


def _named(prefix: str, numbers: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return numbers.map(lambda number: f"{prefix}-{number}")


_ARTICLES = _path(_named("art", _NUMBER), _NUMBER.filter(lambda n: len(n) < 3), _LETTER, _ROMAN)
_UNNUMBERED = _path(_named("art", _NUMBER), st.integers(1, 9).map("p{}".format), _LETTER)
_ANNEX = _named("annex", st.integers(1, 15).map(to_roman))
_ANNEXES = _path(_ANNEX, _NUMBER.filter(lambda n: len(n) < 3), _LETTER)
_SECTIONS = st.tuples(st.integers(22000, 22999), st.integers(1, 99)).map(lambda n: f"sec-{n[0]}.{n[1]}")
_BELOW_100 = st.integers(1, 99).map(str)
_CHAPTERS = st.builds(
    "h-chapter-{}{}".format,
    st.one_of(st.integers(1, 15).map(to_roman), st.integers(1, 15)),
    st.one_of(st.just(""), st.integers(1, 9).map("-section-{}".format)),
).map(lambda chapter: (chapter,))
_DECIMAL = st.tuples(st.integers(1, 20), st.integers(1, 20)).map(lambda n: f"{n[0]}.{n[1]}")

_USUAL: dict[CitationStyle, Sequence[st.SearchStrategy[Segments]]] = {
    "eu": (
        _CHAPTERS,
        _ARTICLES,
        _UNNUMBERED,
        _path(_named("rec", _NUMBER)),
        _ANNEXES,
        _path(_ANNEX, _named("sec", _LETTER), _BELOW_100, _LETTER).filter(lambda path: len(path) > 1),
    ),
    "cn": (_CHAPTERS, _path(_named("art", _NUMBER), _BELOW_100, _BELOW_100), _path(_ANNEX)),
    "us-code": (
        _path(_SECTIONS, _LETTER, _BELOW_100, _LETTER, _ROMAN),
        _path(
            _named("sec", st.sampled_from(("1421", "6-1-1702", "899-aa", "1798.99.80"))), _BELOW_100, _LETTER
        ),
        _path(_named("act-sec", _BELOW_100), _LETTER),
    ),
    "us-eo": (_path(_named("sec", st.one_of(_BELOW_100, _DECIMAL)), _LETTER, _ROMAN, _LETTER),),
    "treaty": (_ARTICLES, st.tuples(st.just("preamble"), _BELOW_100), _ANNEXES),
    "heading": (
        _path(st.sampled_from(("s-govern-1.1", "s-map-2", "s-measure-2.10")), _BELOW_100),
        _path(_named("s", st.one_of(_BELOW_100, _DECIMAL)), _LETTER),
        st.tuples(st.sampled_from(("h-security", "h-part-2")), _named("s", _DECIMAL)),
    ),
    "paragraph": (_path(_named("p", _BELOW_100), _LETTER),),
}


def usual_segments(style: CitationStyle | None = None) -> st.SearchStrategy[Segments]:
    """Segments as the table of corpus/pins.py has them: those of `style`, or of any."""
    return st.one_of(
        *(_USUAL[style] if style else (paths for several in _USUAL.values() for paths in several))
    )
