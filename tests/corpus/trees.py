"""Small registries on disk, written for one test."""

from pathlib import Path

INSTRUMENT = """\
id = "{id}"
jurisdiction = "eu"
pole = "eu"
kind = "regulation"
status = "in-force"
as_of = 2026-11-22
citation = "{citation}"
outline = "eu"
language = "en"
title = {{ en = "Act on {id}", zh = "《{id}法》" }}
short = {{ en = "{id}", zh = "《{id}》" }}
issuer = {{ en = "Kettle Office", zh = "水壶局" }}
"""

SOURCE = """
[[sources]]
id = "{id}"
lang = "en"
role = "authoritative"
url = "https://kettles.example/{id}"
media_type = "text/html"
edition = "1"
"""

ENTRY = """
[[provisions]]
pin = "{pin}"
heading = {{ en = "Whistling", zh = "鸣响" }}
en = "A kettle whistles when the water boils."
zh = "水开时水壶应当鸣响。"
"""

FACETS = """\
[[facets]]
id = "whistling"
name = { en = "Whistling", zh = "鸣响" }
meaning = { en = "What must whistle", zh = "何物鸣响" }
terms = { en = ["whistle"], zh = ["鸣响"] }
questions = { en = ["When must it whistle?"], zh = ["何时应当鸣响？"] }
"""

GROUPS = """\
[[groups]]
id = "kettles"
name = { en = "Kettles", zh = "水壶" }
terms = { en = ["kettles"], zh = ["水壶"] }
main = ["xx-kettles"]
"""

TERMS = """\
[[terms]]
en = ["kettle"]
zh = ["水壶"]
"""


def instrument(identifier: str = "xx-kettles", citation: str = "eu") -> str:
    """An instrument's file, twelve lines, all in order."""
    return INSTRUMENT.format(id=identifier, citation=citation)


def source(identifier: str) -> str:
    """A source of it, eight lines, the first one blank."""
    return SOURCE.format(id=identifier)


def digest(*pins: str, owner: str = "xx-kettles") -> str:
    """A digest's file: three lines, then six for each pin, the first one blank."""
    return f'instrument = "{owner}"\nedition = "1"\nas_of = 2026-11-22\n' + "".join(
        ENTRY.format(pin=pin) for pin in pins
    )


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write a registry of these files, `instruments/xx-kettles.toml` among them if not given."""
    corpus = root / "corpus"
    for name, text in {"instruments/xx-kettles.toml": instrument(), **files}.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return corpus
