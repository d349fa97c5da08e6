"""Chunks of real texts, one of each kind of form: nothing is lost, nothing is too long for the model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.registry import load_registry
from ingest.chunking import embedded_text
from ingest.embedding import BUNDLED, load_embedder
from ingest.home import Paths
from ingest.parsing import Parsed, Task, parse
from ingest.sources import candidates, groups
from ingest.types import RawDocument

SOURCES = [
    "cn-genai-measures:cac-text",
    "cn-pipl:text",
    "cn-ai-plus:html",
    "cn-tc260-003:pdf",
    "us-ca-sb53:chaptered",
    "us-eo-14409:whitehouse",
    "coe-ai-convention:text",
    "gdm-fsf:v3.1",
]


def raw(mirror: Path, key: str) -> RawDocument:
    def every() -> Iterator[RawDocument]:
        for group in groups(load_registry().get(key.partition(":")[0])):
            for form in candidates(group, mirror=mirror, cache=Paths(mirror / "none").cache, offline=True):
                if isinstance(form, RawDocument):
                    yield form

    return next(r for r in every() if f"{r.instrument}:{r.source.id}" == key)


@pytest.mark.mirror
@pytest.mark.model
@pytest.mark.parametrize("key", SOURCES)
def test_chunks_of_a_real_text(mirror: Path, models: Path, key: str) -> None:
    document = raw(mirror, key)
    parsed = parse(Task(document, load_registry().get(document.instrument), BUNDLED, models))
    assert isinstance(parsed, Parsed)
    text = parsed.text
    assert "".join("".join(text[c.start : c.end] for c in parsed.chunks).split()) == "".join(text.split())
    sizes = load_embedder(BUNDLED, models).count_tokens([embedded_text(c) for c in parsed.chunks])
    assert max(sizes) <= 512
    searched = [size for size, words in zip(sizes, parsed.embedded, strict=True) if words]
    assert sum(size < 24 for size in searched) <= max(2, len(searched) // 20)  # hardly any crumbs
    spans = {p.pin: (p.start, p.end) for p in parsed.provisions}
    for sentence in parsed.sentences:
        start, end = spans.get(sentence.pin, (0, len(text)))
        assert start <= sentence.start < sentence.end <= end
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
    begun = [pin for c in parsed.chunks for pin in c.pins]
    assert sorted(begun) == sorted(spans)
