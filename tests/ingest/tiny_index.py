"""A registry, a mirror and an embedding model small enough to build an index in a blink, and a place to build it."""

import hashlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus.registry import Registry
from ingest import Summary, build
from ingest.embedding import Vector, Vectors, unit_rows

INSTRUMENT = """
id = "{id}"
jurisdiction = "{jurisdiction}"
pole = "international"
kind = "statute"
status = "in-force"
as_of = 2026-11-22
citation = "{style}"
outline = "{style}"
language = "{lang}"

[title]
en = "{name} Act"
zh = "《{name}法》"

[short]
en = "{name} Act"
zh = "《{name}法》"

[issuer]
en = "Harbour Council"
zh = "港务委员会"

[dates]
adopted = {adopted}
"""
SOURCE = """
[[sources]]
id = "{id}"
lang = "{lang}"
role = "{role}"
url = "https://example.org/{id}"
media_type = "{media_type}"
file = "{file}"
edition = "1"
"""
LAMP_EN = """# Lantern Act

## 1 Purpose

This Act keeps every harbour lit. It binds the keepers of towers.

## 2 Reports of keepers

A keeper reports a dark lantern to the harbour office within three days. The report names the tower.

## 3 Fines

A keeper who hides a dark lantern pays ten crowns.
"""
TIDE_ZH = """潮汐法

第一条 为了保障航行安全，制定本法。

第二条 管理员应当在三日内向港务部门报告水位异常情况。
管理员应当履行下列义务：
（一）每日记录水位；
（二）保存记录一年。

第三条 违反本法规定的，处以罚款。
"""
TIDE_EN = """Tide Act

Article 1 This Act protects navigation.

Article 2 A keeper shall report an abnormal tide to the harbour office within three days.

Article 3 Whoever breaks this Act is fined.
"""
DIGEST = """
instrument = "zz-lamp"
edition = "1"
as_of = 2026-11-22

[[provisions]]
pin = "zz-lamp/s-2"
en = "Whoever keeps a lantern must tell the harbour office of darkness in three days."
zh = "灯塔管理员发现灯灭的，须在三日内告知港务部门。"
[provisions.heading]
en = "Reporting"
zh = "报告"
"""


class TinyEmbedder:
    """Vectors from the words of a text: alike where words are shared. Counts what it embeds in `texts`."""

    dimension = 32
    max_tokens = 128

    def __init__(self, name: str = "tiny") -> None:
        self.name, self.model_id = name, f"tests/{name}"
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        self.texts += texts
        if advance:
            advance(len(texts))
        return unit_rows(
            np.array([self._sum(t) for t in texts], np.float32).reshape(len(texts), self.dimension)
        )

    def embed_query(self, text: str) -> Vector:
        row: Vector = unit_rows(self._sum(text)[None])[0]
        return row

    def toward_answers(self, question: Vector) -> Vector:
        return question

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [
            2 + sum(max(1, len(w) // 4) for w in t.split()) + sum(c >= "\u4e00" for c in t) for t in texts
        ]

    def _sum(self, text: str) -> Vector:
        total = np.full(self.dimension, 1e-3, np.float32)
        for word in [
            *text.lower().split(),
            *(a + b for a, b in pairwise(text) if a > "\u4e00"),
        ]:
            total[hashlib.sha256(word.strip(".,:;").encode()).digest()[0] % self.dimension] += 1
        return total


def install(patch: pytest.MonkeyPatch, **embedders: TinyEmbedder) -> TinyEmbedder:
    """Let `tiny` (the default) and other names mean tiny embedders wherever an embedder is loaded."""
    known = {"tiny": TinyEmbedder(), **embedders}
    known["bundled"] = known["tiny"]

    def load(name: str, models: Path) -> TinyEmbedder:
        return known[name]

    for module in ("ingest.embedding", "ingest.pipeline", "ingest.index"):
        patch.setattr(f"{module}.load_embedder", load)
    patch.setattr("ingest.parsing._embedder", load)
    return known["tiny"]


def write_registry(root: Path) -> Registry:
    """Two acts: one with a digest, one in two languages."""
    (root / "instruments").mkdir(parents=True)
    (root / "digests").mkdir()
    lamp = INSTRUMENT.format(
        id="zz-lamp", jurisdiction="intl", style="headings", lang="en", name="Lantern", adopted="2020-01-02"
    ).replace('citation = "headings"', 'citation = "heading"')
    lamp += SOURCE.format(
        id="md", lang="en", role="authoritative", media_type="text/markdown", file="lamp.md"
    )
    lamp += SOURCE.format(id="txt", lang="en", role="authoritative", media_type="text/plain", file="lamp.txt")
    (root / "instruments" / "zz-lamp.toml").write_text(lamp)
    tide = INSTRUMENT.format(
        id="zz-tide", jurisdiction="cn", style="cn", lang="zh", name="Tide", adopted="2024-05-06"
    )
    tide += SOURCE.format(
        id="zh", lang="zh", role="authoritative", media_type="text/plain", file="tide.zh.txt"
    )
    tide += SOURCE.format(id="en", lang="en", role="translation", media_type="text/plain", file="tide.en.txt")
    (root / "instruments" / "zz-tide.toml").write_text(tide)
    (root / "digests" / "zz-lamp.toml").write_text(DIGEST)
    return Registry(root)


def write_mirror(root: Path) -> Path:
    """The texts of both acts."""
    for folder, name, text in (
        ("zz-lamp", "lamp.md", LAMP_EN),
        ("zz-tide", "tide.zh.txt", TIDE_ZH),
        ("zz-tide", "tide.en.txt", TIDE_EN),
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / name).write_text(text, encoding="utf-8")
    return root


ALL = {"zz-lamp:md", "zz-lamp:digest-en", "zz-lamp:digest-zh", "zz-tide:zh", "zz-tide:en"}
"""The sources of both acts."""


class Place:
    """A registry, a mirror and a home of a test's own."""

    def __init__(self, root: Path, tiny: TinyEmbedder) -> None:
        self.registry: Registry = write_registry(root / "registry")
        self.mirror = write_mirror(root / "mirror")
        self.home, self.tiny = root / "home", tiny

    def build(self, **options: object) -> Summary:
        self.tiny.texts.clear()
        return build(self.registry, **{"home": self.home, "mirror": self.mirror, **options})  # type: ignore[arg-type]

    def states(self, **options: object) -> dict[str, str]:
        return {row.source: row.state for row in self.build(**options).rows}

    def file(self, name: str, text: str) -> Path:
        path = self.home.parent / name
        path.write_text(text, encoding="utf-8")
        return path
