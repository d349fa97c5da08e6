"""Sources for reference managers: read back by pybtex, and by the rules of CSL-JSON."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string

from corpus import load_registry
from rag import Answer
from tests.ui.answers import abstention, citation, comparison
from ui.bibliography import latex, to_bibtex, to_csl

REGISTRY = load_registry()
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)
SIGNS = st.text("ab {}\\$&#_%~^<>|\"@',=", min_size=1, max_size=30)

NAMED = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|",
}  # fmt: skip


def citing(*citations: Any) -> Answer:
    return comparison("One.").model_copy(update={"citations": citations})


def bib(answer: Answer) -> BibliographyData:
    return parse_string(to_bibtex(answer, REGISTRY).decode(), "bibtex")


def csl(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(to_csl(answer, REGISTRY))
    return found


def of(instrument: str, pin: str, key: str = "c1", **more: Any) -> Any:
    return citation(key, "A quote.", **more).model_copy(
        update={"instrument": instrument, "pin": f"{instrument}/{pin}", "label": pin}
    )


def test_an_entry_holds_the_identifiers_of_its_act() -> None:
    answer = citing(
        of(
            "eu-ai-act",
            "art-50",
            role="authoritative",
            url="https://eur-lex.europa.eu/eli/reg/2024/1689/oj#art_50",
        ),
        of(
            "eu-ai-act",
            "art-73",
            "c2",
            role="authoritative",
            url="https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
        ),
        of("us-ca-sb53", "sec-1", "c3", role="authoritative"),
        of("us-eo-14110", "sec-2", "c4", role="authoritative"),
        of("us-nist-ai-rmf", "s-1", "c5", role="authoritative"),
    )
    entries = bib(answer).entries
    assert list(entries) == ["eu-ai-act", "us-ca-sb53", "us-eo-14110", "us-nist-ai-rmf"]
    act = entries["eu-ai-act"].fields
    assert (act["celex"], act["eli"]) == ("32024R1689", "http://data.europa.eu/eli/reg/2024/1689/oj")
    assert (act["number"], act["year"], act["month"]) == ("Regulation (EU) 2024/1689", "2024", "6")
    assert act["url"] == "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
    assert "cited: art-50; art-73" in act["note"] and "Law as of 2026-11-22" in act["note"]
    assert "SB 53" in entries["us-ca-sb53"].fields["number"]
    assert entries["us-eo-14110"].fields["number"] == "Executive Order 14110"
    items = {item["id"]: item for item in csl(answer)}
    assert list(items) == list(entries)
    assert items["eu-ai-act"]["custom"]["pins"] == ["eu-ai-act/art-50", "eu-ai-act/art-73"]
    assert items["eu-ai-act"]["custom"]["celex"] == "32024R1689"
    assert items["us-nist-ai-rmf"]["DOI"] == "10.6028/NIST.AI.100-1"
    assert [items[key]["type"] for key in items] == ["regulation", "legislation", "regulation", "report"]


def test_a_digest_or_translation_is_never_listed_as_the_law() -> None:
    answer = citing(
        of("cn-ai-labelling", "art-4", lang="zh", role="authoritative"),
        of("cn-ai-labelling", "art-4", "c2", lang="en", role="translation"),
        of("cn-ai-labelling", "art-4", "c3", lang="en", role="digest"),
    )
    law, translation, digest = bib(answer).entries.items()
    assert [entry[0] for entry in (law, translation, digest)] == [
        "cn-ai-labelling", "cn-ai-labelling-en-translation", "cn-ai-labelling-en-digest",
    ]  # fmt: skip
    assert "translation, not authoritative" in translation[1].fields["note"]
    assert "not official text" in digest[1].fields["title"]
    assert [item["author"][0]["literal"] == "crosslex" for item in csl(answer)] == [False, False, True]
    assert [item["language"] for item in csl(answer)] == ["zh-CN", "en", "en"]


def test_sources_of_one_act_have_different_keys() -> None:
    other = of("cn-ai-labelling", "art-5", "c2").model_copy(update={"source_sha256": "2" * 64})
    answer = citing(of("cn-ai-labelling", "art-4"), other)
    assert len(bib(answer).entries) == len({item["id"] for item in csl(answer)}) == 2


@pytest.mark.parametrize("id", sorted(REGISTRY.instruments))
def test_every_instrument_makes_an_entry(id: str) -> None:
    (entry,) = bib(citing(of(id, "art-1", role="authoritative"))).entries.values()
    (item,) = csl(citing(of(id, "art-1", role="authoritative")))
    for value in REGISTRY.get(id).identifiers.values():
        assert latex(value) in " ".join(entry.fields.values())
        assert value in json.dumps(item, ensure_ascii=False)
    assert item["type"] in {"regulation", "legislation", "bill", "treaty", "standard", "report", "document"}
    assert re.fullmatch(r"[a-z0-9-]+", item["id"])


@given(st.one_of(TEXT, SIGNS))
def test_latex_reads_the_text_that_was_written(text: str) -> None:
    back = latex(text)
    assert back.count("{") == back.count("}")
    for name, sign in NAMED.items():
        back = back.replace(f"\\{name}{{}}", f"\x00{ord(sign)};")
    back = re.sub(r"\\([$&#_%])", r"\1", back)
    assert "\\" not in back and "{" not in back and "~" not in back
    back = re.sub(r"\x00(\d+);", lambda m: chr(int(m[1])), back)
    assert back == "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


@given(st.one_of(TEXT, SIGNS))
def test_no_text_breaks_out_of_its_entry(text: str) -> None:
    answer = citing(of("cn-ai-labelling", text, url=f"https://example.org/{text}"))
    (entry,) = bib(answer).entries.values()
    assert set(entry.fields) <= {"title", "year", "month", "number", "url", "langid", "note"}
    assert entry.fields["note"].endswith("cited: " + latex(text).strip() if latex(text).strip() else "cited:")
    assert not re.search(r"[{}\\\s]", entry.fields["url"])
    assert csl(answer)[0]["custom"]["pins"] == [f"cn-ai-labelling/{text}"]


def test_an_abstention_cites_nothing() -> None:
    assert list(bib(abstention("nothing held")).entries) == [] and csl(abstention("nothing held")) == []
