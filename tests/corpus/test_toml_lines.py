"""Line numbers of TOML: right for every construct, and for the registry's own files."""

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.toml_lines import TomlPath, line_of, toml_lines

CORPUS = Path(__file__).resolve().parents[2] / "corpus"

TRICKY = '''# a comment with [brackets] and key = "value"
id = "x" # [[sources]]
"quoted key" = 'single # no comment'
dotted.en = "a \\" b = c"
dotted.zh = """
[[not a table]]
no_key = 1 \\""" still "" inside
"""
numbers = [
    1, # one = 1
    [2, 3],

    { a = 1, b = [ "]", '}' ] },
]
day = 2026-11-22 10:00:00
empty = []

[table]
key = { }

[table.sub."odd.name"]
key = true

[[sources]]
id = "first"
note.en = "n"

[[sources.parts]]
id = "part of first"

[sources.parts.more]
key = 1

[[sources]]

  id = \'\'\'
second = 2\'\'\'
[[sources.parts]]
id = "part of second"
'''

EXPECTED: dict[TomlPath, int] = {
    ("id",): 2,
    ("quoted key",): 3,
    ("dotted",): 4,
    ("dotted", "zh"): 5,
    ("numbers",): 9,
    ("numbers", 0): 10,
    ("numbers", 1): 11,
    ("numbers", 1, 1): 11,
    ("numbers", 2): 13,
    ("numbers", 2, "b", 1): 13,
    ("day",): 15,
    ("empty",): 16,
    ("table",): 18,
    ("table", "key"): 19,
    ("table", "sub"): 21,
    ("table", "sub", "odd.name", "key"): 22,
    ("sources",): 24,
    ("sources", 0): 24,
    ("sources", 0, "note", "en"): 26,
    ("sources", 0, "parts", 0, "id"): 29,
    ("sources", 0, "parts", 0, "more", "key"): 32,
    ("sources", 1): 34,
    ("sources", 1, "id"): 36,
    ("sources", 1, "parts", 0): 38,
    ("sources", 1, "parts", 0, "id"): 39,
}


def paths(data: object, above: TomlPath = ()) -> set[TomlPath]:
    """Every path of a parsed document."""
    children: list[tuple[str | int, object]] = []
    if isinstance(data, dict):
        children = list(data.items())
    elif isinstance(data, list):
        children = list(enumerate(data))
    return {(*above, key) for key, _ in children}.union(
        *(paths(value, (*above, key)) for key, value in children)
    )


def test_every_construct() -> None:
    lines = toml_lines(TRICKY)
    assert {path: lines.get(path) for path in EXPECTED} == EXPECTED
    assert set(lines) == paths(tomllib.loads(TRICKY))


def test_an_absent_key_stands_where_its_table_begins() -> None:
    lines = toml_lines(TRICKY)
    assert line_of(lines, ("sources", 1, "url")) == 34
    assert line_of(lines, ("absent", "key")) == 1


def test_every_path_of_the_registry_has_its_line() -> None:
    for file in CORPUS.rglob("*.toml"):
        text = file.read_text(encoding="utf-8")
        lines = toml_lines(text)
        assert set(lines) == paths(tomllib.loads(text)), file
        rows = text.split("\n")
        keys = [(path[-1], line) for path, line in lines.items() if isinstance(path[-1], str)]
        assert all(str(key) in rows[line - 1] for key, line in keys), file


_VALUES = st.recursive(
    st.one_of(
        st.integers(),
        st.booleans(),
        st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.from_regex(r"[a-z][a-z0-9_-]{0,4}", fullmatch=True), inner, max_size=3),
    ),
    max_leaves=12,
)


def _write(value: object, gap: str) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_write(inner, '')}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(gap + _write(inner, gap) for inner in value) + gap + "]"
    if isinstance(value, str):
        escaped = "".join(
            c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in value if ord(c) < 65536
        )
        return f'"{escaped}"'
    return str(value).lower()


@given(
    st.dictionaries(st.from_regex("[a-z]{1,4}", fullmatch=True), _VALUES, max_size=4),
    st.sampled_from(("", "\n", " # x]\n")),
)
def test_any_document_has_a_line_for_each_of_its_paths(document: dict[str, object], gap: str) -> None:
    text = "".join(f"\n# {key} =\n{key} = {_write(value, gap)}\n" for key, value in document.items())
    assert set(toml_lines(text)) == paths(tomllib.loads(text))
