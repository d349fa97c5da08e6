"""Our own restatements: complete, exact, in our own words, and pinned to provisions that exist."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from corpus.pins import covers, split
from corpus.registry import load_registry
from corpus.types import Digest, DigestEntry, Fact, Instrument, Lang, Source
from ingest.types import RawDocument
from tests.corpus.amendments import Amendments, read_amendments
from tests.corpus.copied_text import Runs, mirror_texts
from tests.corpus.figures import figures

REGISTRY = load_registry()
DIGESTS = [*REGISTRY.digests.values(), *(d for past in REGISTRY.past_digests.values() for d in past)]
"""Of the present editions, and then of earlier ones."""
ENTRIES = [entry for digest in DIGESTS for entry in digest.provisions]
EVERY_DIGEST = pytest.mark.parametrize(
    "digest",
    DIGESTS,
    ids=[d.instrument if d.until is None else f"{d.instrument}-{d.edition}" for d in DIGESTS],
)

FIRST_SEVEN = {
    "eu-ai-act": 80,
    "us-ca-sb53": 30,
    "us-eo-14409": 8,
    "cn-genai-measures": 20,
    "cn-deep-synthesis": 20,
    "cn-algorithm-rec": 20,
    "cn-ai-labelling": 12,
}
"""The instruments that a fresh clone compares with no network, and how many provisions each needs at least."""

PAST_EDITIONS = ("eu-ai-act", "anthropic-rsp", "openai-preparedness", "gdm-fsf")
"""The instruments of which an analyst compares an earlier edition with the present one."""

_ENGLISH_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_CHINESE_SENTENCE = re.compile(r"(?<=[。！？])")
_HANGING_ENGLISH = re.compile(r"(?:It|Its|This|These|Those|They|Their|He|She|Such)\b")
_HANGING_CHINESE = re.compile("其(?!他|中|余|次)|此[^外类前后]|这|它|该")
_OWN_COUNT = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten)\b")
_ABSENCE = re.compile(r"\b(?:no|none)\b")


def sentences(entry: DigestEntry) -> Iterator[tuple[str, str]]:
    """Each sentence of an entry with its language."""
    for sentence in _ENGLISH_SENTENCE.split(entry.en):
        yield "en", sentence.strip()
    for sentence in _CHINESE_SENTENCE.split(entry.zh):
        if sentence.strip():
            yield "zh", sentence.strip()


def test_a_fresh_clone_can_compare_seven_instruments() -> None:
    held = {instrument: len(REGISTRY.digests[instrument].provisions) for instrument in FIRST_SEVEN}
    assert all(held[instrument] >= least for instrument, least in FIRST_SEVEN.items()), held
    assert sum(held.values()) >= 150


def test_every_instrument_has_a_digest() -> None:
    assert REGISTRY.digests.keys() == REGISTRY.instruments.keys()
    assert all(REGISTRY.past_digests[instrument] for instrument in PAST_EDITIONS)
    assert sum(len(digest.provisions) for digest in REGISTRY.digests.values()) >= 500


def test_every_restated_provision_has_typical_questions() -> None:
    missing = [
        entry.pin
        for id, digest in REGISTRY.digests.items()
        for entry in digest.provisions
        if entry.pin not in REGISTRY.questions.get(id, {})
    ]
    assert missing == []


@EVERY_DIGEST
def test_pins_are_of_the_instrument_and_given_once(digest: Digest) -> None:
    pins = [entry.pin for entry in digest.provisions]
    assert {split(pin)[0] for pin in pins} == {digest.instrument}
    assert len(set(pins)) == len(pins)
    assert all(split(pin)[1] for pin in pins), "a digest entry is about a provision, not a whole instrument"


@EVERY_DIGEST
def test_facets_are_those_of_the_registry(digest: Digest) -> None:
    known = {facet.id for facet in REGISTRY.facets}
    unknown = {
        (entry.pin, facet) for entry in digest.provisions for facet in entry.facets if facet not in known
    }
    assert not unknown
    assert all(entry.facets for entry in digest.provisions), "an entry without a facet never reaches a matrix"


@EVERY_DIGEST
def test_both_languages_are_whole_sentences(digest: Digest) -> None:
    faults: list[str] = []
    for entry in digest.provisions:
        for text in (entry.zh, entry.heading.zh):
            chinese, latin = len(re.findall("[\u4e00-\u9fff]", text)), len(re.findall(r"[A-Za-z]+", text))
            if chinese < 2 * latin:
                faults.append(f"{entry.pin} is hardly Chinese: {text}")
        if re.search("[\u4e00-\u9fff]", entry.en + entry.heading.en):
            faults.append(f"{entry.pin} has Chinese in its English")
        if re.search(r"[\u4e00-\u9fff][,;:?!]", entry.zh):
            faults.append(f"{entry.pin} has half-width marks in its Chinese")
        if entry.en[-1] not in ".!?" or entry.zh[-1] not in "。！？":
            faults.append(f"{entry.pin} stops in the middle")
        count = {lang: sum(1 for found, _ in sentences(entry) if found == lang) for lang in ("en", "zh")}
        if max(count.values()) > 6:
            faults.append(f"{entry.pin} is no digest any more: {count} sentences")
    assert not faults, "\n".join(faults)


@EVERY_DIGEST
def test_every_sentence_can_be_quoted_alone(digest: Digest) -> None:
    hanging = [
        f"{entry.pin}: {sentence}"
        for entry in digest.provisions
        for lang, sentence in sentences(entry)
        if (_HANGING_ENGLISH if lang == "en" else _HANGING_CHINESE).match(sentence)
        or (lang == "en" and not sentence[0].isupper())
    ]
    assert not hanging, "\n".join(hanging)


@EVERY_DIGEST
def test_figures_are_the_same_in_both_languages(digest: Digest) -> None:
    wrong: list[str] = []
    for entry in digest.provisions:
        for english, chinese in ((entry.en, entry.zh), (entry.heading.en, entry.heading.zh)):
            en, zh = figures(english), figures(chinese)
            if lone := (en.written - zh.all) | (zh.written - en.all):
                wrong.append(f"{entry.pin}: {sorted(lone)} in one language only")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("on 2 August 2026", "自2026年8月2日起"),
        ("January 1, 2027", "二〇二七年一月一日"),
        ("EUR 35 000 000 or 7.5 million", "3500万欧元或者750万欧元"),
        ("10^26 operations", "10^26次运算"),
        ("greater than 10º26 integer operations", "超过10^26次整数运算"),
        ("Regulation (EU) 2019/1020.", "第2019/1020号条例"),
        ("RMB 10,000 to 100,000", "一万元以上十万元以下"),
        ("Annex III and Chapter V", "附件三和第五章"),
        ("Articles 8 to 15", "第八条至第十五条"),
        ("within 24 hours", "24小时内"),
    ],
)
def test_a_figure_has_one_form_in_both_languages(english: str, chinese: str) -> None:
    assert figures(english).all == figures(chinese).all != set()


def test_a_different_figure_is_noticed() -> None:
    assert figures("within 15 days of 2 August 2026").all.isdisjoint(figures("自2026年8月3日起20日内").all)


# ---- beside the real texts ----------------------------------------------------------------------------------------


def test_a_copied_run_is_found_in_either_language() -> None:
    runs = Runs(
        [
            ("x/art-1", "A keeper of storks must tell the Council of Ponds within nine days."),
            ("x/art-2", "饲养白鹳的人应当自发现之日起九日内报告池塘委员会。"),
        ]
    )
    assert runs.copied_in("a", "keeper of storks must tell the council—of Ponds, within")
    assert not runs.copied_in("a", "a keeper of storks must tell a council of ponds within nine days")
    assert runs.copied_in("b", "凡饲养白鹳的人，应当自发现之日起九日内")
    assert not runs.copied_in("b", "养鹳人应当自发现之日起九日内报告")


@pytest.mark.mirror
def test_no_sentence_of_a_real_text_is_in_a_digest_or_question(
    mirror: Path, pytestconfig: pytest.Config
) -> None:
    texts = [
        (e.pin, text)
        for e in ENTRIES
        for text in (e.en, e.zh, e.heading.en, e.heading.zh, *(fact.value for fact in e.facts))
    ]
    texts += [
        (f"question of {pin}", text)
        for questions in REGISTRY.questions.values()
        for pin, wordings in questions.items()
        for text in (*wordings.en, *wordings.zh)
    ]
    runs = Runs(texts)
    assert pytestconfig.cache is not None
    kept = pytestconfig.cache.mkdir("mirror-text")
    copied = [str(hit) for name, text in mirror_texts(mirror, kept) for hit in runs.copied_in(name, text)]
    assert not copied, "\n".join(copied)


@cache
def provisions(mirror: Path, instrument_id: str, edition: str | None = None) -> dict[str, str]:
    """The mirror's text of every provision of an instrument by pin, its languages one after the other.

    Args:
        mirror: The folder of real texts.
        instrument_id: The instrument.
        edition: Which edition of it; the current texts if not given.
    """
    from ingest.outline import outline
    from ingest.readers import read

    instrument = REGISTRY.get(instrument_id)
    texts: dict[str, str] = {}
    seen: set[tuple[str, str | None]] = set()
    for source in instrument.sources:
        form = (source.lang, source.part)
        wanted = source.current if edition is None else source.edition == edition
        raw = _raw(mirror, instrument, source) if wanted else None
        if raw is None or form in seen:
            continue
        seen.add(form)
        reading = read(raw)
        for provision in outline(reading, instrument, source):
            text = reading.text[provision.start : provision.end]
            texts[provision.pin] = f"{texts.get(provision.pin, '')}\n{text}".strip()
    return texts


def _raw(mirror: Path, instrument: Instrument, source: Source) -> RawDocument | None:
    path = mirror / instrument.id / (source.file or "")
    if source.needs_ocr or source.file is None or not path.is_file():
        return None
    data = path.read_bytes()
    return RawDocument(instrument.id, source, data, hashlib.sha256(data).hexdigest(), "mirror", str(path))


@cache
def amendments(mirror: Path, instrument_id: str) -> Amendments:
    """What the acts that amended an instrument quote for it; nothing where none did or the text has it already."""
    acts = (REGISTRY.get(other) for other in REGISTRY.get(instrument_id).amended_by)
    files = [
        mirror / act.id / source.file
        for act in acts
        for source in act.sources
        if source.file and source.current and source.media_type == "text/plain"
    ]
    assert len(files) <= 1, "which amendment came later has to be looked at"
    return read_amendments(files[0].read_text(encoding="utf-8")) if files else Amendments()


def text_in_force(mirror: Path, pin: str) -> str | None:
    """The text of a provision as amended; None where there is no such provision."""
    instrument, segments = split(pin)
    tail = "/".join(segments)
    published, changed = provisions(mirror, instrument), amendments(mirror, instrument)

    def full(tail: str) -> str:
        return f"{instrument}/{tail}"

    if any(covers(full(gone), pin) for gone in changed.deleted):
        return None
    if any(
        covers(full(new), pin) for new in changed.text if new in changed.whole or full(new) not in published
    ):
        return changed.text.get(tail)
    parts = [text for text in (published.get(pin), changed.text.get(tail)) if text]
    return "\n".join(parts) or None


def restated_text(mirror: Path, digest: Digest, pin: str) -> str | None:
    """The text that an entry restates: as amended, or that of an earlier edition; None where there is none."""
    if digest.until is None:
        return text_in_force(mirror, pin)
    return provisions(mirror, digest.instrument, digest.edition).get(pin)


@pytest.mark.mirror
@EVERY_DIGEST
def test_every_pin_is_a_provision_of_the_edition(digest: Digest, mirror: Path) -> None:
    missing = [e.pin for e in digest.provisions if restated_text(mirror, digest, e.pin) is None]
    assert not missing


@pytest.mark.mirror
@EVERY_DIGEST
def test_every_fact_stands_in_its_provision(digest: Digest, mirror: Path) -> None:
    language = REGISTRY.get(digest.instrument).language
    wrong = [
        f"{entry.pin}: {fact.value}"
        for entry in digest.provisions
        for fact in entry.facts
        if not _stands_in(fact, restated_text(mirror, digest, entry.pin) or "", language)
    ]
    assert not wrong, "\n".join(wrong)


def _stands_in(fact: Fact, text: str, language: Lang) -> bool:
    """Whether a fact is printed in the provision: each of its figures, or if it has none its very words.

    Words are compared where the law is in the language of the facts, English. Counts in words (`three
    elements`) of kind `number` are ours: laws list without counting. What stands in brackets, or says what a
    provision does not set (`no number of days`), is not looked for.
    """
    value = re.sub(r"\([^)]*\)", "", fact.value)
    if _ABSENCE.search(value) or fact.kind in ("actor", "exception"):
        return True
    wanted = figures(_OWN_COUNT.sub("", value) if fact.kind == "number" else value).all
    if wanted or fact.kind == "number" or language != "en":
        return wanted <= figures(text).all
    return value.strip().casefold() in " ".join(text.split()).casefold()


@pytest.mark.mirror
def test_the_amendments_of_the_ai_act_are_read(mirror: Path) -> None:
    changed = amendments(mirror, "eu-ai-act")
    assert {"art-4a/1/f", "art-5/1/ba", "art-60a/5/b", "art-75d/4", "art-113/p3/c/ii", "annex-xiv/4"} <= set(
        changed.text
    )
    assert changed.deleted == {"art-10/5", "annex-i/sec-a/1", "annex-viii/sec-b/7", "annex-viii/sec-b/9"}
    assert {"art-56/6", "art-99/1", "art-111/2"} <= changed.whole
    assert text_in_force(mirror, "eu-ai-act/art-10/5") is None
    assert "2 August 2026" not in (text_in_force(mirror, "eu-ai-act/art-113/p3/c") or "")
