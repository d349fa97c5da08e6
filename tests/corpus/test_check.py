"""`corpus check`: every fault, at once, on its line, in words that say what to do."""

from pathlib import Path

import pytest

from corpus.check import Fault, check
from tests.corpus import trees
from tests.corpus.trees import digest, instrument, plant, source

KETTLES = "instruments/xx-kettles.toml"


def said(root: Path) -> list[str]:
    return [str(fault) for fault in check(root)]


def test_our_own_registry_has_no_fault() -> None:
    assert [str(fault) for fault in check()] == []


def test_a_sound_tree_has_no_fault(tmp_path: Path) -> None:
    files = {
        KETTLES: instrument() + 'amends = ["xx-pots"]\n' + source("web") + source("pdf"),
        "instruments/xx-pots.toml": instrument("xx-pots", "cn") + 'amended_by = ["xx-kettles"]\n',
        "digests/xx-kettles.toml": digest("xx-kettles/art-1", "xx-kettles/annex-iii/1/a"),
        "facets.toml": trees.FACETS,
        "groups.toml": trees.GROUPS,
        "glossary.toml": trees.TERMS,
    }
    assert said(plant(tmp_path, files)) == []


def test_many_faults_in_many_files_come_at_once_in_order(tmp_path: Path) -> None:
    broken = instrument().replace('"in-force"', '"inforce"').replace("as_of = 2026-11-22\n", "")
    files = {
        KETTLES: broken + 'colour = "red"\n' + source("web").replace("https", "http") + source("web"),
        "instruments/xx-pots.toml": instrument("xx-pans")
        + 'amends = ["xx-ketles"]\n[dates]\nadopted = "soon"\n',
        "instruments/xx-broken.toml": 'id = "xx-broken"\ntitle = = 2\n',
        "digests/xx-kettles.toml": digest(
            "xx-kettles/art-1", "xx-pots/art-1", "xx-kettles/Art 2", "xx-kettles/art-1"
        ),
        "glossary.toml": trees.TERMS + '\n[[terms]]\nen = ["pot", "Kettle", "pot"]\nzh = ["锅", "水壶"]\n',
    }
    assert said(plant(tmp_path, files)) == [
        "corpus/digests/xx-kettles.toml:12: pin 'xx-pots/art-1' belongs to 'xx-pots', not to 'xx-kettles'",
        "corpus/digests/xx-kettles.toml:18: 'xx-kettles/Art 2' is not a pin; pins look like eu-ai-act/art-50/2",
        "corpus/digests/xx-kettles.toml:24: pin 'xx-kettles/art-1' is already in line 6",
        "corpus/glossary.toml:5: 'kettle' = '水壶' is already in the entry of line 1; merge the two",
        "corpus/glossary.toml:6: 'pot' is already in line 6",
        "corpus/instruments/xx-broken.toml:2: not TOML: invalid value (column 9)",
        "corpus/instruments/xx-kettles.toml:1: 'as_of' is missing",
        "corpus/instruments/xx-kettles.toml:5: status is 'inforce'; it must be 'in-force', 'partly-applicable', "
        "'not-yet-applicable', 'revoked', 'repealed', 'vetoed', 'voluntary' or 'adopted'",
        "corpus/instruments/xx-kettles.toml:12: unknown key 'colour'",
        "corpus/instruments/xx-kettles.toml:18: 'http://kettles.example/web' is not an https address",
        "corpus/instruments/xx-kettles.toml:23: source id 'web' is already in line 15",
        "corpus/instruments/xx-pots.toml:1: the id is 'xx-pans', but the file is named 'xx-pots'",
        "corpus/instruments/xx-pots.toml:13: amends names 'xx-ketles', which is not in the registry; "
        "did you mean 'xx-kettles'?",
        "corpus/instruments/xx-pots.toml:15: dates.adopted is 'soon', which is not a date; write it as 2026-11-22",
    ]


def one(root: Path, files: dict[str, str]) -> str:
    """The only fault of a tree, without its folder."""
    (fault,) = check(plant(root, files))
    assert isinstance(fault, Fault)
    return f"{fault.file.rpartition('/')[2]}:{fault.line}: {fault.message}"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (instrument() + "sorces = []\n", ["13: unknown key 'sorces'; did you mean 'sources'?"]),
        (
            instrument().replace('zh = "《xx-kettles》"', 'zn = ""'),
            ["11: 'short.zh' is missing", "11: unknown key 'short.zn'"],
        ),
        (
            instrument().replace("2026-11-22", '"22 Nov"'),
            ["6: as_of is '22 Nov', which is not a date; write it as 2026-11-22"],
        ),
        (
            instrument() + "[dates]\nadopted = 2026-02-01\nin_force = 2026-01-01\n",
            ["15: in force on 2026-01-01, before it was adopted on 2026-02-01"],
        ),
        (
            instrument() + "[dates]\nadopted = 2026-11-02\nended = 2026-11-01\n",
            [
                "5: the status is 'in-force', but it ended on 2026-11-01",
                "15: ended on 2026-11-01, before it was adopted on 2026-11-02",
            ],
        ),
        (instrument() + "[dates]\nended = 2027-01-01\n", []),
        (instrument() + 'replaces = ["xx-kettles"]\n', ["13: replaces names the instrument itself"]),
        (
            instrument() + source("a") + source("b").replace("authoritative", "translation"),
            [
                "25: 'b' and 'a' are forms of one current text (same lang, edition and part), "
                "but one is 'translation' and the other 'authoritative'"
            ],
        ),
        (
            instrument()
            + source("a")
            + source("b").replace("authoritative", "translation")
            + "current = false\n",
            [],
        ),
        (
            instrument()
            + source("a")
            + source("b").replace("authoritative", "translation")
            + 'part = "ii"\n',
            [],
        ),
        (
            instrument() + source("a").replace("https", "ftp"),
            ["18: sources.url is 'ftp://kettles.example/a', which is not an https address"],
        ),
        (instrument() + source("A"), ["15: sources.id is 'A', which does not match ^[a-z0-9][a-z0-9.-]*$"]),
        (instrument() + source("a") + "sha256 = 5\n", ["21: sources.sha256 must be text in quotation marks"]),
        (
            instrument() + "[[sources]]\nid = 'a'\nlang = 'en'\nrole = 'authoritative'\n",
            ["13: 'sources.edition' is missing", "13: 'sources.media_type' is missing"],
        ),
        (instrument() + "language = 1\n", ["13: not TOML: cannot overwrite a value (column 13)"]),
        (instrument() + "note = 3", ["13: note must be a table"]),
        (instrument() + 'amends = "xx-pots"', ["13: amends must be a list"]),
    ],
)
def test_faults_of_an_instrument(tmp_path: Path, text: str, faults: list[str]) -> None:
    assert said(plant(tmp_path, {KETTLES: text})) == [f"corpus/{KETTLES}:{fault}" for fault in faults]


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    faults = check(plant(tmp_path, {KETTLES: ""}))
    assert {fault.message for fault in faults} >= {
        "'id' is missing",
        "'title' is missing",
        "'status' is missing",
    }


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    root = plant(tmp_path, {})
    (root / "instruments" / "xx-pots.toml").write_bytes(b'id = "xx-pots"\nname = "\xff"\n')
    assert said(root) == ["corpus/instruments/xx-pots.toml:2: the file is not UTF-8"]


@pytest.mark.parametrize(
    ("mine", "theirs", "fault"),
    [
        (
            "amends",
            "",
            "xx-kettles.toml:13: amends names 'xx-pots', but its amended_by does not name 'xx-kettles'",
        ),
        ("replaced_by", 'replaced_by = ["xx-kettles"]\n', None),
        ("replaces", 'replaced_by = ["xx-kettles"]\n', ""),
    ],
)
def test_relations_are_told_from_both_sides(
    tmp_path: Path, mine: str, theirs: str, fault: str | None
) -> None:
    files = {
        KETTLES: instrument() + f'{mine} = ["xx-pots"]\n',
        "instruments/xx-pots.toml": instrument("xx-pots") + theirs,
    }
    faults = said(plant(tmp_path, files))
    if fault is None:  # each says that the other replaced it
        assert len(faults) == 2
    else:
        assert faults == ([f"corpus/instruments/{fault}"] if fault else [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (digest("xx-kettles"), "6: pin 'xx-kettles' names no provision"),
        (
            digest("xx-kettles/art-1").replace('"xx-kettles"', '"xx-pots"'),
            "1: the digest is of 'xx-pots', but the file is named 'xx-kettles'",
        ),
        (
            digest("xx-kettles/art-1") + 'facets = ["wistling"]\n',
            "10: 'wistling' is not a facet; did you mean 'whistling'?",
        ),
        (
            digest("xx-kettles/art-1") + 'url = "http://kettles.example"\n',
            "10: 'http://kettles.example' is not an https address",
        ),
        (
            digest("xx-kettles/art-1/h-a").replace("art-1/h-a", "foo-1"),
            "6: pin 'xx-kettles/foo-1' cannot be cited in the style 'eu'",
        ),
        (digest("xx-kettles/art-1") + 'facts = [{ kind = "colour", value = "red" }]\n', None),
    ],
)
def test_faults_of_a_digest(tmp_path: Path, text: str, fault: str | None) -> None:
    faults = said(plant(tmp_path, {"digests/xx-kettles.toml": text, "facets.toml": trees.FACETS}))
    if fault is None:
        assert len(faults) == 1
        assert faults[0].startswith(
            "corpus/digests/xx-kettles.toml:10: provisions.facts.kind is 'colour'; it must be "
        )
    else:
        assert faults == [f"corpus/digests/xx-kettles.toml:{fault}"]


def test_a_digest_of_nothing(tmp_path: Path) -> None:
    root = plant(tmp_path, {"digests/xx-ketles.toml": digest("xx-ketles/art-1", owner="xx-ketles")})
    assert said(root) == [
        "corpus/digests/xx-ketles.toml:1: 'xx-ketles' is not in the registry; did you mean 'xx-kettles'?"
    ]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("facets.toml", trees.FACETS + "\n" + trees.FACETS, "9: id 'whistling' is already in line 2"),
        (
            "facets.toml",
            trees.FACETS.replace("[[facets]]", "[[facet]]"),
            "1: unknown key 'facet'; this file holds tables [[facets]]",
        ),
        ("facets.toml", "facets = 3\n", "1: 'facets' must be tables [[facets]]"),
        ("groups.toml", trees.GROUPS.replace("xx-kettles", "xx-pans"), "5: 'xx-pans' is not in the registry"),
        ("glossary.toml", trees.TERMS + 'note = "n"\n', "4: unknown key 'note'"),
        ("glossary.toml", trees.TERMS.replace('["水壶"]', "[]"), "3: zh is empty"),
    ],
)
def test_faults_of_lists(tmp_path: Path, name: str, text: str, fault: str) -> None:
    assert said(plant(tmp_path, {name: text})) == [f"corpus/{name}:{fault}"]


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ("questions = ", "# ", [(1, "en"), (1, "zh")]),
        ('zh = ["何时应当鸣响？"]', "zh = []", [(6, "zh")]),
        ('en = ["When must it whistle?"], ', "", [(6, "en")]),
    ],
)
def test_a_facet_says_how_it_is_asked_about(
    tmp_path: Path, before: str, after: str, faults: list[tuple[int, str]]
) -> None:
    assert before in trees.FACETS
    assert said(plant(tmp_path, {"facets.toml": trees.FACETS.replace(before, after)})) == [
        f"corpus/facets.toml:{line}: 'whistling' has no typical question in '{lang}'; add questions.{lang}"
        for line, lang in faults
    ]


def test_questions_that_are_no_table(tmp_path: Path) -> None:
    line = next(line for line in trees.FACETS.splitlines() if line.startswith("questions"))
    faults = said(plant(tmp_path, {"facets.toml": trees.FACETS.replace(line, 'questions = "When?"')}))
    assert "corpus/facets.toml:6: questions must be a table" in faults
    assert len(faults) == 3


def test_one_english_word_for_two_chinese_ones_is_no_fault(tmp_path: Path) -> None:
    other = '\n[[terms]]\nen = ["kettle"]\nzh = ["釜"]\n'
    assert said(plant(tmp_path, {"glossary.toml": trees.TERMS + other})) == []


def test_a_folder_without_a_registry(tmp_path: Path) -> None:
    assert [fault.message for fault in check(tmp_path)] == ["there is no folder 'instruments'"]


def test_questions_belong_to_restated_provisions_in_both_languages(tmp_path: Path) -> None:
    files = {
        KETTLES: instrument() + source("web"),
        "digests/xx-kettles.toml": digest("xx-kettles/art-1", "xx-kettles/art-2"),
        "questions/xx-kettles.toml": """["xx-kettles/art-1"]
en = ["Must it sing?", "Must it sing?"]
zh = ["水开了要响吗？"]

["xx-kettles/art-2"]
en = ["Tell me about lids."]

["xx-kettles/art-9"]
en = ["Why?"]
zh = ["为何？"]
""",
        "questions/xx-pots.toml": "",
    }
    assert said(plant(tmp_path, files)) == [
        "corpus/questions/xx-kettles.toml:2: the question 'Must it sing?' is already in line 2",
        "corpus/questions/xx-kettles.toml:5: 'xx-kettles/art-2' has no question in 'zh'",
        "corpus/questions/xx-kettles.toml:6: 'Tell me about lids.' does not end with a question mark",
        "corpus/questions/xx-kettles.toml:8: the digest of 'xx-kettles' does not restate 'xx-kettles/art-9'",
        "corpus/questions/xx-pots.toml:1: there is no digest 'xx-pots' whose provisions could answer these questions",
    ]
