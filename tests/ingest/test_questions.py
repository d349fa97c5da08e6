"""Typical questions: they lead to the provision that our digest restates, and are never a source."""

import pytest

from ingest import Filters, open_index
from tests.ingest.tiny_index import Place

QUESTIONS = """
["zz-lamp/s-2"]
en = ["Whom do I call when the beacon fails?"]
zh = ["航标灭了该联系谁？"]
"""


@pytest.fixture
def asked(place: Place) -> Place:
    folder = place.registry.root / "questions"
    folder.mkdir()
    (folder / "zz-lamp.toml").write_text(QUESTIONS, encoding="utf-8")
    place.build()
    return place


def test_a_question_leads_to_its_provision(asked: Place) -> None:
    with open_index(asked.home) as index:
        vector = index.embed_query("Whom do I call when the beacon fails?")
        (pin,) = index.questions(vector, filters=Filters(langs=("en",)))
        assert pin == "zz-lamp/s-2"
        assert index.questions(vector, filters=Filters(langs=("en",)))[pin] == pytest.approx(1, abs=1e-3)
        assert index.questions(vector, filters=Filters(instruments=("zz-tide",))) == {}
        assert index.questions(vector, filters=Filters(under=("zz-lamp/s-1",))) == {}


def test_a_question_is_no_text_of_a_source(asked: Place) -> None:
    with open_index(asked.home) as index:
        assert index.manifest.counts["questions"] == 2
        for document in index.catalog.documents():
            assert "beacon fails" not in index.catalog.text(document.source)
        assert all("beacon" not in s.text for s in index.sentences(index.embed_query("beacon"), limit=100))


def test_a_changed_question_alone_is_embedded_anew(asked: Place) -> None:
    assert asked.build().up_to_date
    file = asked.registry.root / "questions" / "zz-lamp.toml"
    file.write_text(QUESTIONS.replace("beacon", "lighthouse"), encoding="utf-8")
    asked.registry.__dict__.pop("questions")  # what is read once a process
    assert not asked.build().up_to_date
    assert asked.tiny.texts == ["Whom do I call when the lighthouse fails?"]
