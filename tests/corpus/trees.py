"""Small registries on disk, written for one test, and the headers that larger ones are made of."""

from collections.abc import Mapping
from pathlib import Path

INSTRUMENT = """\
id = "{id}"
jurisdiction = "{jurisdiction}"
pole = "{pole}"
kind = "{kind}"
status = "{status}"
as_of = {as_of}
citation = "{citation}"
outline = "{outline}"
language = "{language}"
title = {{ en = "{en}", zh = "{zh}" }}
short = {{ en = "{short_en}", zh = "{short_zh}" }}
issuer = {{ en = "Kettle Office", zh = "水壶局" }}
"""

SOURCE = """
[[sources]]
id = "{id}"
lang = "{lang}"
role = "{role}"
url = "https://kettles.example/{id}"
media_type = "{media_type}"
edition = "{edition}"
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


def instrument(identifier: str = "xx-kettles", citation: str = "eu", **fields: str) -> str:
    """An instrument's file, twelve lines, all in order: an act of the EU in force but for what `fields` say."""
    act = {
        "jurisdiction": "eu",
        "pole": "eu",
        "kind": "regulation",
        "status": "in-force",
        "as_of": "2026-11-22",
    }
    form = {"citation": citation, "outline": "eu", "language": "en"}
    names = {"en": f"Act on {identifier}", "zh": f"《{identifier}法》"}
    short = {"short_en": identifier, "short_zh": f"《{identifier}》"}
    return INSTRUMENT.format(**{"id": identifier, **act, **form, **names, **short, **fields})


def source(identifier: str, **fields: str) -> str:
    """A source of it, eight lines, the first one blank: its page in English but for what `fields` say."""
    page = {"lang": "en", "role": "authoritative", "media_type": "text/html", "edition": "1"}
    return SOURCE.format(**{"id": identifier, **page, **fields})


def digest(*pins: str, owner: str = "xx-kettles") -> str:
    """A digest's file: three lines, then six for each pin, the first one blank."""
    return f'instrument = "{owner}"\nedition = "1"\nas_of = 2026-11-22\n' + "".join(
        ENTRY.format(pin=pin) for pin in pins
    )


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    """Write files by their names below `root`; `root` itself."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def plant(root: Path, files: Mapping[str, str]) -> Path:
    """Write a registry of these files, `instruments/xx-kettles.toml` among them if not given."""
    return write_files(root / "corpus", {"instruments/xx-kettles.toml": instrument(), **files})
