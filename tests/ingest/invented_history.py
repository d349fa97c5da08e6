"""A registry and a mirror of the act on kettles, the acts that amend it, and a policy in several editions."""

from pathlib import Path

from corpus.registry import Registry
from tests.corpus.trees import instrument, write_files
from tests.ingest.invented_amendment import FIRST, FIRST_DAY, KETTLES, SECOND, SECOND_DAY

KETTLE, CHANGE, REFORM, MAKER = "eu-kettles", "eu-kettle-change", "eu-kettle-reform", "zz-maker"

SOURCE = """
[[sources]]
id = "{id}"
lang = "en"
role = "authoritative"
media_type = "text/plain"
file = "{id}.txt"
edition = "{edition}"
{more}
"""
DIGEST = """\
instrument = "eu-kettles"
edition = "{edition}"
as_of = 2036-01-01
{more}
"""
ENTRY = """
[[provisions]]
pin = "eu-kettles/{pin}"
heading = {{ en = "Heading", zh = "标题" }}
en = "{en}"
zh = "水壶须按规定鸣响，不得静默。"
{more}
"""


def plant(root: Path) -> tuple[Registry, Path]:
    """The act on kettles, two acts that amend it, a maker's policy in three editions, digests of two editions."""

    def entry(id: str, name: str, more: str, *sources: str, place: str = "eu", style: str = "eu") -> str:
        outline = "headings" if style == "heading" else style
        names = dict.fromkeys(("en", "zh", "short_en", "short_zh"), name)
        act = instrument(id, style, outline=outline, jurisdiction=place, as_of="2036-01-01", **names)
        return act + more + "".join(sources)

    text = SOURCE.format(id="text", edition="2031-02-02", more="")
    files = {
        f"instruments/{KETTLE}.toml": entry(
            KETTLE, "Kettle Regulation",
            f'amended_by = ["{CHANGE}", "{REFORM}"]\nidentifiers = {{ number = "Regulation (EU) 2031/77" }}\n', text,
        ),
        f"instruments/{CHANGE}.toml": entry(
            CHANGE, "Kettle Change", f'amends = ["{KETTLE}"]\n[dates]\nin_force = {FIRST_DAY}\n', text
        ),
        f"instruments/{REFORM}.toml": entry(
            REFORM, "Kettle Reform", f'amends = ["{KETTLE}"]\n[dates]\nin_force = {SECOND_DAY}\n', text
        ),
        f"instruments/{MAKER}.toml": entry(
            MAKER, "Maker's Policy", "",
            SOURCE.format(id="v2", edition="2", more="since = 2034-01-01"),
            SOURCE.format(id="v1", edition="1", more="current = false\nsince = 2032-01-01\nuntil = 2033-06-01"),
            SOURCE.format(id="draft", edition="0", more="current = false"),
            place="private", style="heading",
        ),
        f"digests/{KETTLE}.toml": DIGEST.format(edition="2033-05-01", more="")
        + ENTRY.format(pin="art-1", en="The regulation is about kettles that make a sound.", more="")
        + ENTRY.format(pin="art-3/2", en="Books of whistles are kept for years, in a drawer too.", more="")
        + ENTRY.format(pin="art-4", en="Silent kettles are reported in three days.", more=f'amended_by = "{CHANGE}"'),
        f"digests/past/{KETTLE}-2031.toml": DIGEST.format(edition="2031-02-02", more="until = 2033-05-01")
        + ENTRY.format(pin="art-3/2", en="Books of whistles are kept for five years.", more="")
        + ENTRY.format(pin="art-4", en="Silent kettles are reported in ten days.", more=""),
    }  # fmt: skip
    mirror = {
        f"{KETTLE}/text.txt": KETTLES,
        f"{CHANGE}/text.txt": FIRST,
        f"{REFORM}/text.txt": SECOND,
        f"{MAKER}/v2.txt": "1 Whistles\n\nWe intend to fit louder whistles to all of our kettles.\n",
        f"{MAKER}/v1.txt": "1 Whistles\n\nWe intend to fit a whistle to most of our kettles.\n",
        f"{MAKER}/draft.txt": "1 Whistles\n\nWe might fit whistles some day, or bells.\n",
    }
    return Registry(write_files(root / "registry", files)), write_files(root / "mirror", mirror)
