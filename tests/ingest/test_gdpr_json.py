"""A law as structured JSON, with the faults of the file that is known."""

import json

import pytest

from corpus.types import Source
from ingest.outline.eu import parse
from ingest.readers import UnreadableSource
from ingest.readers.gdpr_json import read
from ingest.types import RawDocument, Reading

LAW = {
    "full_name": "Kettle Regulation",
    "recitals": [
        {"recital_number": 1, "text": "Kettles should be safe."},
        {"recital_number": 2, "text": "Cups too,"},
        {"recital_number": 2, "text": "Cups too,"},
    ],
    "articles": [
        {
            "number": "1",
            "title": "Kettles",
            "text": "1.\u00a0\u00a0\u00a0It is:\n\n(a)\n\nred;\n\n(b)\n\nblue.\n\nCups",
        },
        {
            "number": "2",
            "text": "Cups\n\nThey are round.\n\nDone at Teatown.\n\n///$(document).ready(function(){x();});",
        },
    ],
}


def law(content: object) -> Reading:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    source = Source(id="x", lang="en", role="authoritative", media_type="application/json", edition="1")
    return read(RawDocument("xx-law", source, data, "0" * 64, "file", "law.json"))


def test_each_recital_and_article_once_its_markers_in_front_and_no_script() -> None:
    assert law(LAW).text.split("\n") == [
        "Kettle Regulation",
        "Recitals",
        "(1) Kettles should be safe.",
        "(2) Cups too,",
        "Articles",
        "Article 1",
        "Kettles",
        "1. It is:",
        "(a) red;",
        "(b) blue.",
        "Cups",
        "Article 2",
        "Cups",
        "They are round.",
        "Done at Teatown.",
    ]


def test_its_outline() -> None:
    found = {p.pin.partition("/")[2]: p for p in parse(law(LAW), "xx-law", None)}
    assert [pin for pin in found if not pin.startswith("h-")] == [
        "rec-1",
        "rec-2",
        "art-1",
        "art-1/1",
        "art-1/1/a",
        "art-1/1/b",
        "art-2",
    ]
    assert found["art-2"].heading == "Cups"


@pytest.mark.parametrize("content", [b"{", b"[]", {}, {"articles": [{"text": "no number"}]}, {"articles": 3}])
def test_other_json_is_refused_in_one_line(content: object) -> None:
    with pytest.raises(UnreadableSource, match=r"\Alaw\.json: .*\Z"):
        law(content)
