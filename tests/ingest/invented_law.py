"""An invented law as readings with provisions, of any shape: what chunking and the index are tested on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hypothesis import strategies as st

from corpus.types import Bilingual, Instrument, Lang, Source
from ingest.types import Block, Provision, ProvisionKind, RawDocument, Reading

Shape = Literal["article", "paragraph", "point"]
WORDS = {
    "en": "keeper lantern harbour signal shall notify within report the of a tower wick Art. 5 No. 12 e.g. fog (a)",
    "zh": "灯塔 管理员 应当 在 三日内 报告 港口 信号 记录 船舶 雾天 依照 第五条 规定 的 和",
}


@dataclass(frozen=True)
class Part:
    """A provision of the invented law: its own words, then its children."""

    words: str
    children: tuple["Part", ...] = ()
    heading: str = ""


@dataclass
class Law:
    """A law being written down."""

    lang: Lang = "en"
    text: str = ""
    provisions: list[Provision] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def line(self, words: str, kind: Literal["heading", "paragraph"] = "paragraph") -> None:
        start = len(self.text)
        self.text += words
        if words.strip():
            self.blocks.append(Block(kind, start, len(self.text)))
        self.text += "\n"

    def add(self, part: Part, pin: str, number: int, depth: int = 0, path: tuple[str, ...] = ()) -> None:
        kind: ProvisionKind = ("article", "paragraph", "point")[min(depth, 2)]  # type: ignore[assignment]
        label = {
            "en": (f"Article {number}", f"{number}.", f"({number})"),
            "zh": (f"第{number}条", "", f"（{number}）"),
        }[self.lang][min(depth, 2)]
        at, start = len(self.provisions), len(self.text)
        self.provisions.append(Provision(pin, kind, start, start))
        if part.heading:
            self.line(f"{label} {part.heading}", "heading")
            body = len(self.text)
            if part.words:
                self.line(part.words)
        else:
            body = start + len(label) + bool(label)
            self.line(f"{label} {part.words}" if label else part.words)
        for n, child in enumerate(part.children, 1):
            self.add(child, f"{pin}/{n}", n, depth + 1, (*path, part.heading) if part.heading else path)
        end = len(self.text.rstrip("\n")) if self.text[start:].strip() else len(self.text)
        self.provisions[at] = Provision(pin, kind, start, end, label, part.heading, path, body)

    def reading(self) -> Reading:
        return Reading(self.text, tuple(self.blocks))


def law(articles: Sequence[Part], lang: Lang = "en") -> Law:
    written = Law(lang)
    for n, part in enumerate(articles, 1):
        written.add(part, f"zz-lantern/art-{n}", n)
    return written


def instrument(id: str = "zz-lantern", *sources: Source) -> Instrument:
    name = Bilingual(en="Lantern Act", zh="《灯塔法》")
    return Instrument(
        id=id, title=name, short=name, issuer=name, jurisdiction="intl", pole="international", kind="statute",
        status="in-force", as_of=date(2026, 11, 22), citation="heading", outline="headings", language="en",
        sources=sources,
    )  # fmt: skip


def source(lang: Lang = "en", id: str = "text") -> Source:
    return Source(id=id, lang=lang, role="authoritative", media_type="text/plain", edition="1")


def raw(text: str, lang: Lang = "en") -> RawDocument:
    data = text.encode()
    return RawDocument(
        "zz-lantern", source(lang), data, hashlib.sha256(data).hexdigest(), "mirror", "lantern.txt"
    )


def one_token_a_word(texts: Sequence[str]) -> list[int]:
    """A stand-in for a model's tokenizer: a token for each word and each Chinese character, two for the ends."""
    return [
        2 + sum(max(1, sum("\u4e00" <= c <= "\u9fff" for c in w)) for w in text.split()) for text in texts
    ]


def words(lang: Lang, most: int) -> st.SearchStrategy[str]:
    space, stops = (" ", [". ", "; ", " "]) if lang == "en" else ("", ["。", "；", "，", ""])
    piece = st.tuples(st.sampled_from(WORDS[lang].split()), st.sampled_from([space] * 6 + stops))
    return st.lists(piece, min_size=1, max_size=most).map(lambda ps: "".join(a + b for a, b in ps).strip())


def laws() -> st.SearchStrategy[Law]:
    """Laws in either language, with articles, paragraphs and points of any length."""

    def of(lang: Lang) -> st.SearchStrategy[Law]:
        point = words(lang, 25).map(Part)
        paragraph = st.builds(Part, words(lang, 50), st.lists(point, max_size=4).map(tuple))
        heading = st.sampled_from(["", "Duties of keepers" if lang == "en" else "管理员的义务"])
        article = st.builds(Part, words(lang, 70), st.lists(paragraph, max_size=3).map(tuple), heading)
        return st.lists(article, min_size=1, max_size=3).map(lambda parts: law(parts, lang))

    return st.sampled_from(["en", "zh"]).flatmap(of)  # type: ignore[arg-type]
