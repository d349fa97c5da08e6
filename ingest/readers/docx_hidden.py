"""Text of a Word document that nobody who opens it sees: hidden by its format, or white on white."""

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_PAPER = (None, "", "auto", "ffffff")
_TINY = 2  # half points


def hiding_styles(styles: Any) -> frozenset[str]:
    """Ids of the paragraph and character styles that hide text.

    Args:
        styles: The root element of the styles part.
    """
    found = set()
    for style in styles.iter(f"{_W}style"):
        if _hides(style.find(f"{_W}rPr")):
            found.add(style.get(f"{_W}styleId"))
    return frozenset(found)


def without_hidden(root: Any, styles: frozenset[str]) -> int:
    """Take the runs that are not seen out of a tree of a document; returns how many characters they held.

    White text is hidden unless something behind it is shaded; in a table whose style may shade its cells, it stays.
    """
    gone = 0
    for run in list(root.iter(f"{_W}r")):
        text = "".join(node.text or "" for node in run.iter(f"{_W}t"))
        if text.strip() and _unseen(run, styles):
            gone += len(text)
            for node in list(run.iter(f"{_W}t")):
                node.text = ""
    return gone


def _unseen(run: Any, styles: frozenset[str]) -> bool:
    properties = run.find(f"{_W}rPr")
    vanish = properties.find(f"{_W}vanish") if properties is not None else None
    if vanish is not None:
        return _on(vanish)
    if _hides(properties):
        return True
    style = properties.find(f"{_W}rStyle") if properties is not None else None
    paragraph = next(run.iterancestors(f"{_W}p"), None)
    own = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
    if any(s is not None and s.get(f"{_W}val") in styles for s in (style, own)):
        return True
    return _is_white(properties) and not _shaded(run, paragraph)


def _hides(properties: Any) -> bool:
    """Whether properties of a run make it vanish, or as small as a dot."""
    if properties is None:
        return False
    vanish, size = properties.find(f"{_W}vanish"), properties.find(f"{_W}sz")
    value = size.get(f"{_W}val") if size is not None else None
    return (vanish is not None and _on(vanish)) or bool(value and value.isdigit() and int(value) <= _TINY)


def _on(mark: Any) -> bool:
    return (mark.get(f"{_W}val") or "1").lower() not in _OFF


def _is_white(properties: Any) -> bool:
    colour = properties.find(f"{_W}color") if properties is not None else None
    value = (colour.get(f"{_W}val") or "").lower() if colour is not None else ""
    return len(value) == 6 and all(value[i : i + 2] >= "f8" for i in (0, 2, 4))


def _shaded(run: Any, paragraph: Any) -> bool:
    """Whether anything but white may stand behind a run."""
    behind = [
        run.find(f"{_W}rPr/{_W}shd"),
        paragraph.find(f"{_W}pPr/{_W}shd") if paragraph is not None else None,
    ]
    for cell in run.iterancestors(f"{_W}tc"):
        behind.append(cell.find(f"{_W}tcPr/{_W}shd"))
    for table in run.iterancestors(f"{_W}tbl"):
        style = table.find(f"{_W}tblPr/{_W}tblStyle")
        if style is not None and style.get(f"{_W}val") not in ("TableGrid", "TableNormal"):
            return True
    highlight = run.find(f"{_W}rPr/{_W}highlight")
    if highlight is not None and (highlight.get(f"{_W}val") or "none") not in ("none", "white"):
        return True
    return any(shade is not None and (shade.get(f"{_W}fill") or "").lower() not in _PAPER for shade in behind)
