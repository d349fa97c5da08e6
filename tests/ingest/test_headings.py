"""Headings: an article is found by its own, and they are the text of no sentence."""

import pytest

from ingest import Filters, open_index
from tests.ingest.tiny_index import Place


def test_an_article_is_found_by_its_heading(place: Place) -> None:
    place.build()
    with open_index(place.home) as index:
        vector = index.embed_query("Reports of keepers")
        (pin, lang, cosine), *others = index.headings(vector)
        assert (pin, lang) == ("zz-lamp/s-2", "en")
        assert cosine == pytest.approx(1, abs=1e-3)
        assert all(other[2] < cosine for other in others)
        assert index.headings(vector, filters=Filters(under=("zz-lamp/s-1",)))[0][0] == "zz-lamp/s-1"
        assert (
            index.headings(vector, filters=Filters(instruments=("zz-tide",))) == []
        )  # articles without headings
        assert len(index.headings(vector, limit=1)) == 1


def test_a_heading_is_no_sentence(place: Place) -> None:
    place.build()
    with open_index(place.home) as index:
        found = index.sentences(index.embed_query("Reports of keepers"), limit=100)
        assert found and all("Reports of keepers" not in s.text for s in found)
