"""The sources of an answer for reference managers and LaTeX: BibTeX and CSL-JSON.

An entry is one text that the answer cites (the law, a translation, our digest), with the provisions cited of it and
the official identifiers of its instrument. CSL-JSON follows the schema of citationstyles.org, version 1.0.2.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urldefrag

from corpus import Instrument, Lang, Registry, Role
from rag import Answer, Citation
from ui.wording import role_name, say

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    **{sign: "\\" + sign for sign in "$&#_%"},
}  # fmt: skip
"""Braces by name: BibTeX counts escaped ones too, and an odd one would break the file."""
_NAMES = {
    "celex": "CELEX", "eli": "ELI", "eo": "Executive Order", "cets": "CETS No.", "document": "document",
    "legal_basis": "legal basis:", "version": "version",
}  # fmt: skip
"""What is written before an identifier that does not say itself what it is."""
_NUMBERS = ("number", "bill", "eo", "order", "cets", "symbol", "document")
"""Identifiers by which an instrument is usually cited, the most usual first."""
_TYPES = {
    "regulation": "regulation", "departmental-rule": "regulation", "executive-order": "regulation",
    "statute": "legislation", "bill": "bill", "treaty": "treaty", "standard": "standard",
    "licence": "document", "document": "document", "benchmark": "document",
}  # fmt: skip
"""CSL types by kind of instrument; the others are reports."""
_OURS: tuple[Role, ...] = ("digest", "consolidation")
"""Texts of which crosslex is the author, in whole or as editor."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One text that an answer cites."""

    key: str
    kind: str
    title: str
    author: str
    lang: Lang
    role: Role
    issued: date | None
    number: str | None
    doi: str | None
    url: str | None
    edition: str | None
    identifiers: dict[str, str]
    cited: tuple[str, ...]
    """Labels of the provisions."""
    pins: tuple[str, ...]
    remarks: tuple[str, ...]
    """What the text is worth, its identifiers, the day whose law was asked for, the provisions cited."""


def references(answer: Answer, registry: Registry) -> list[Reference]:
    """The texts that `answer` cites, in the order in which it cites them."""
    texts: dict[tuple[str, str, str, str], list[Citation]] = {}
    for citation in answer.citations:
        text = (citation.instrument, citation.lang, citation.role, citation.source_sha256)
        texts.setdefault(text, []).append(citation)
    found: list[Reference] = []
    for citations in texts.values():
        found.append(_reference(citations, answer, registry, {reference.key for reference in found}))
    return found


def to_bibtex(answer: Answer, registry: Registry) -> bytes:
    """An entry `@misc` for each text, which every style of BibTeX and biblatex knows."""
    entries = [_bibtex(reference) for reference in references(answer, registry)]
    return "\n".join(entries or [f"% {say('no_answer', answer.language)}\n"]).encode("utf-8", "replace")


def to_csl(answer: Answer, registry: Registry) -> bytes:
    """An item for each text."""
    items = [_csl(reference) for reference in references(answer, registry)]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def latex(text: str) -> str:
    """Text on one line with LaTeX's signs escaped."""
    line = " ".join(text.split())
    return "".join(_LATEX.get(sign, sign) for sign in line if sign.isprintable())


def _reference(citations: list[Citation], answer: Answer, registry: Registry, taken: set[str]) -> Reference:
    first = citations[0]
    instrument = registry.get(first.instrument)
    title = instrument.title.get(first.lang)
    ours = first.role in _OURS
    cited = tuple(dict.fromkeys(citation.label for citation in citations))
    zh = answer.language == "zh"
    known = instrument.identifiers
    return Reference(
        key=_key(first, instrument, taken),
        kind=_TYPES.get(instrument.kind, "report"),
        title=f"{title} ({role_name(first.role, answer.language)})" if ours else title,
        author="crosslex" if ours else instrument.issuer.get(first.lang),
        lang=first.lang,
        role=first.role,
        issued=_issued(first.role, instrument, registry),
        number=next((_named(name, known[name]) for name in _NUMBERS if name in known), None),
        doi=known.get("doi") if not ours else None,
        url=_address(first.url),
        edition=instrument.version,
        identifiers=dict(known),
        cited=cited,
        pins=tuple(dict.fromkeys(citation.pin for citation in citations)),
        remarks=(
            role_name(first.role, answer.language),
            *(_named(name, value) for name, value in known.items() if name not in ("version", "doi")),
            f"{say('as_of', answer.language)} {answer.as_of}",
            ("引用：" if zh else "cited: ") + "; ".join(cited),
        ),
    )


def _key(citation: Citation, instrument: Instrument, taken: set[str]) -> str:
    parts = [citation.instrument]
    if citation.lang != instrument.language:
        parts.append(citation.lang)
    if citation.role not in ("authoritative", "user"):
        parts.append(citation.role)
    key = plain = "-".join(parts)
    again = 1
    while key in taken:
        again += 1
        key = f"{plain}-{again}"
    return key


def _issued(role: Role, instrument: Instrument, registry: Registry) -> date | None:
    if role == "digest":
        digest = registry.digest(instrument.id)
        return digest.as_of if digest else None
    if role == "consolidation":
        return None
    return instrument.dates.adopted or instrument.dates.published


def _named(name: str, value: str) -> str:
    return f"{_NAMES[name]} {value}" if name in _NAMES else value


def _address(url: str | None) -> str | None:
    """Of the whole text rather than of a place in it, in the characters of a URL."""
    return quote(urldefrag(url).url, safe="%/:?[]@!$&'()*+,;=~-._") if url else None


def _bibtex(reference: Reference) -> str:
    known = reference.identifiers
    fields = {
        "author": f"{{{latex(reference.author)}}}",  # braced twice: a body, not a person with a first name
        "title": f"{{{latex(reference.title)}}}",
        "year": str(reference.issued.year) if reference.issued else None,
        "date": reference.issued.isoformat() if reference.issued else None,
        "number": latex(reference.number) if reference.number else None,
        "version": latex(reference.edition) if reference.edition else None,
        "doi": reference.doi,
        "url": reference.url,
        "langid": "chinese" if reference.lang == "zh" else "english",
        "note": latex("; ".join(reference.remarks)),
        "celex": latex(known["celex"]) if "celex" in known else None,
        "eli": latex(known["eli"]) if "eli" in known else None,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{reference.key},", *lines, "}", ""])


def _csl(reference: Reference) -> dict[str, Any]:
    issued = reference.issued
    item = {
        "id": reference.key,
        "type": reference.kind,
        "title": reference.title,
        "author": [{"literal": reference.author}],
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]} if issued else None,
        "number": reference.number,
        "version": reference.edition,
        "DOI": reference.doi,
        "URL": reference.url,
        "language": "zh-CN" if reference.lang == "zh" else "en",
        "note": "\n".join(reference.remarks),
        "custom": {**reference.identifiers, "role": reference.role, "pins": list(reference.pins)},
    }
    return {name: value for name, value in item.items() if value is not None}
