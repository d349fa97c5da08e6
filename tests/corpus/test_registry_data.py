"""The registry's data: complete against the mirror, unambiguous names, usable facets and glossary."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.registry import load_registry
from corpus.types import Facet, Instrument

REGISTRY = load_registry()
AS_OF = date(2026, 11, 22)
DESIGN_IDS = {
    "eu-ai-act eu-ai-omnibus eu-gpai-code eu-gdpr us-ca-sb53 us-ca-sb1047 us-ny-raise us-co-sb205 us-co-sb26-189",
    "us-eo-14110 us-eo-14179 us-eo-14409 us-eo-state-ai-laws us-ai-action-plan us-nist-ai-rmf us-nist-ai-600-1",
    "cn-genai-measures cn-deep-synthesis cn-algorithm-rec cn-ai-labelling cn-ai-safety-framework cn-tc260-003 cn-pipl",
    "intl-bletchley intl-seoul-declaration intl-seoul-commitments intl-paris-statement intl-oecd-ai",
    "intl-delhi-declaration coe-ai-convention anthropic-rsp anthropic-constitution openai-preparedness openai-charter",
    "gdm-fsf meta-faif llama-aup mlcommons-ailuminate",
}


def names(instrument: Instrument) -> Iterator[str]:
    """Every name of an instrument as a question may hold it, without case, brackets and spaces."""
    for name in (*instrument.aliases.en, *instrument.aliases.zh, instrument.short.en, instrument.short.zh):
        yield "".join(c for c in name.lower() if c.isalnum())


def test_every_id_of_the_design_is_registered() -> None:
    assert {i for line in DESIGN_IDS for i in line.split()} <= REGISTRY.instruments.keys()


def test_file_names_are_ids() -> None:
    assert all(key == instrument.id for key, instrument in REGISTRY.instruments.items())


def test_no_name_means_two_instruments() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for instrument in REGISTRY.instruments.values():
        for name in names(instrument):
            owners[name].add(instrument.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_relations_are_told_from_both_sides() -> None:
    for instrument in REGISTRY.instruments.values():
        for there, back in (
            ("amends", "amended_by"),
            ("amended_by", "amends"),
            ("replaces", "replaced_by"),
            ("replaced_by", "replaces"),
        ):
            for other in getattr(instrument, there):
                assert instrument.id in getattr(REGISTRY.get(other), back), (instrument.id, there, other)


def test_dates_are_in_order_and_fit_the_status() -> None:
    for instrument in REGISTRY.instruments.values():
        dates = instrument.dates
        applies = [a.date for a in dates.applies]
        assert applies == sorted(applies), instrument.id
        if dates.adopted and dates.in_force:
            assert dates.adopted <= dates.in_force, instrument.id
        if instrument.status == "in-force" and dates.in_force:
            assert dates.in_force <= AS_OF, instrument.id
        if instrument.status == "not-yet-applicable":
            assert applies and min(applies) > AS_OF, instrument.id
        if instrument.status in ("revoked", "repealed", "vetoed"):
            assert dates.ended is not None and dates.ended <= AS_OF, instrument.id


def test_forms_of_one_text_agree_on_what_it_is_worth() -> None:
    for instrument in REGISTRY.instruments.values():
        worth: dict[tuple[str, str, str | None], set[tuple[str, bool]]] = defaultdict(set)
        for source in instrument.sources:
            worth[source.lang, source.edition, source.part].add((source.role, source.current))
        assert all(len(values) == 1 for values in worth.values()), instrument.id


def test_a_translation_is_never_in_the_language_of_the_law() -> None:
    for instrument in REGISTRY.instruments.values():
        for source in instrument.sources:
            assert (source.role == "translation") == (source.lang != instrument.language), (
                instrument.id,
                source.id,
            )


def test_ai_act_carries_the_dates_of_the_amended_article_113() -> None:
    applies = {a.date for a in REGISTRY.get("eu-ai-act").dates.applies}
    amended = {date(2026, 12, 2), date(2027, 12, 2), date(2028, 8, 2), date(2026, 7, 27)}
    assert amended | {date(2025, 2, 2), date(2025, 8, 2), date(2026, 8, 2)} <= applies


@pytest.mark.parametrize("facet", REGISTRY.facets, ids=lambda facet: facet.id)
def test_a_facet_can_be_asked_for_in_both_languages(facet: Facet) -> None:
    assert len(facet.terms.en) >= 8 and len(facet.terms.zh) >= 8
    assert all(term == term.lower() for term in facet.terms.en)


def as_found(term: str) -> str:
    """A term as a question is searched for it: a hyphen is a space, letter case does not count."""
    return " ".join(term.replace("-", " ").casefold().split())


def test_a_facet_term_stands_for_one_facet_once() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for facet in REGISTRY.facets:
        for term in (*facet.terms.en, *facet.terms.zh):
            owners[as_found(term)].append(facet.id)
    assert {term: ids for term, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("facet", REGISTRY.facets, ids=lambda facet: facet.id)
def test_a_facet_has_typical_questions_in_both_languages(facet: Facet) -> None:
    assert len(set(facet.questions.en)) >= 3 and len(set(facet.questions.zh)) >= 3
    assert all(question.isascii() and question.endswith("?") for question in facet.questions.en)
    assert all(question.endswith("？") and not question.isascii() for question in facet.questions.zh)


def test_no_question_is_typical_of_two_facets() -> None:
    questions = [q for facet in REGISTRY.facets for q in (*facet.questions.en, *facet.questions.zh)]
    assert len(questions) == len(set(questions))


def test_the_glossary_is_large() -> None:
    assert len(REGISTRY.terms) >= 450


def test_an_english_term_stands_in_one_entry() -> None:
    owners: dict[str, set[int]] = defaultdict(set)
    for i, term in enumerate(REGISTRY.terms):
        for english in term.en:
            owners[as_found(english)].add(i)
    assert {term: ids for term, ids in owners.items() if len(ids) > 1} == {}


def test_a_preferred_chinese_term_is_found_under_its_own_entry() -> None:
    owners: dict[str, int] = {}
    for i, term in enumerate(REGISTRY.terms):
        for chinese in term.zh:
            owners.setdefault(as_found(chinese), i)
    assert [t.zh[0] for i, t in enumerate(REGISTRY.terms) if owners[as_found(t.zh[0])] != i] == []


def test_each_language_of_a_glossary_entry_is_written_in_its_script() -> None:
    for term in REGISTRY.terms:
        assert all(english == english.lower() and english.isascii() for english in term.en), term
        assert not term.zh[0].isascii(), term


@pytest.mark.mirror
def test_every_file_of_the_mirror_is_a_source_with_its_hash(mirror: Path) -> None:
    with (mirror / "PROVENANCE.tsv").open(encoding="utf-8", newline="") as file:
        rows = {(r["instrument"], r["file"]): r["sha256"] for r in csv.DictReader(file, delimiter="\t")}
    registered = {
        (i.id, s.file): s.sha256
        for i in REGISTRY.instruments.values()
        for s in i.sources
        if s.file is not None
    }
    assert registered == rows
    for (instrument, name), sha256 in registered.items():
        assert hashlib.sha256((mirror / instrument / name).read_bytes()).hexdigest() == sha256


@pytest.mark.mirror
def test_dates_of_application_stand_in_the_consolidated_articles(mirror: Path) -> None:
    text = (mirror / "eu-ai-omnibus" / "consolidated-extract.en.txt").read_text(encoding="utf-8")
    for application in REGISTRY.get("eu-ai-act").dates.applies:
        day = application.date
        assert f"{day.day} {day:%B %Y}" in text, day
