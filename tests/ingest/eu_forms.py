"""The invented regulation in the journal's XML and in EUR-Lex's HTML, made from its plain lines."""

import io
import re
import zipfile
from html import escape
from pathlib import Path

LINES = (
    (Path(__file__).parent / "fixtures" / "eu_regulation.txt").read_text(encoding="utf-8").strip().split("\n")
)
_POINT = re.compile(r"(\([^\s()]{1,4}\)|\d+\.\d+\.|\d+[a-z]?\.|—) (.+)")
_CLASSES = (
    (r"REGULATION .*|of 1 April.*|on talking.*|\(Text .*", "oj-doc-ti"),
    (r"(?:TITLE|CHAPTER|SECTION) .*", "oj-ti-section-1"),
    (r"Article \d+[a-z]?", "oj-ti-art"),
    (r"ANNEX I+", "oj-doc-ti"),
)


def eur_lex_page() -> str:
    """A page as EUR-Lex writes it: markers in table cells, navigation beside the text, footers and scripts."""
    body: list[str] = []
    for n, line in enumerate(LINES):
        point = _POINT.fullmatch(line)
        name = next((name for pattern, name in _CLASSES if re.fullmatch(pattern, line)), "oj-normal")
        if point and not line.startswith("(1) OJ") and re.fullmatch(r"\(.+\)|—", point[1]):
            body.append(
                "<table><colgroup><col width='4%'><col width='96%'></colgroup><tbody><tr><td valign='top'>"
                f"<p class='oj-normal'>{escape(point[1])}</p></td><td valign='top'>"
                f"<p class='oj-normal'>{escape(point[2])}</p></td></tr></tbody></table>"
            )
        elif line.startswith("(1) OJ"):
            body.append(
                f"<p class='oj-note'><a href='#x'>(<span class='oj-super'>1</span>)</a>&nbsp; {line[4:]}</p>"
            )
        else:
            text = escape(line).replace(". ", ".&nbsp;&nbsp;&nbsp;", 1) if point else escape(line)
            body.append(f"<div id='d{n}'><p class='{name}'>{text}</p></div>")
    nav = "".join(f"<li><a href='#art_{n}'>Article {n}</a></li>" for n in range(1, 8))
    return (
        "<!DOCTYPE html><html><head><title>L_1</title><script>var a = '<p>not text</p>';</script>"
        "<style>p { color: red }</style></head><body>"
        f"<div id='TOC'><nav><ul>{nav}</ul></nav></div><div id='docHtml'>{''.join(body)}"
        "<hr class='oj-separator'><p>ELI: http://data.example/eli/reg/2031/77/oj</p><p>ISSN 1977-0677 (electronic)</p>"
        "</div><script src='x.js'>//</script></body></html>"
    )


def formex_files() -> dict[str, str]:
    """The act and its annexes as the journal's XML files, by name, with the index that gives their order."""
    annex_starts = [n for n, line in enumerate(LINES) if re.fullmatch("ANNEX I+", line)]
    parts = [LINES[: annex_starts[0]]]
    parts += [LINES[a:b] for a, b in zip(annex_starts, [*annex_starts[1:], len(LINES)], strict=True)]
    files = {"Z_act.fmx.xml": _act(parts[0])}
    # names that would sort in the wrong order: only the index knows better
    files |= {f"{9 - n}_annex.fmx.xml": _annex(part) for n, part in enumerate(parts[1:])}
    references = "".join(f'<REF.PHYS FILE="{name}" TYPE="DOC.XML"/>' for name in files)
    files["L.doc.fmx.xml"] = f"<DOC><BIB.DOC><PROD.ID>1</PROD.ID></BIB.DOC><FMX>{references}</FMX></DOC>"
    files["L.toc.fmx.xml"] = (
        "<PUBLICATION><OJ><TITLE><TI><P>Journal of Tea</P></TI></TITLE></OJ></PUBLICATION>"
    )
    return files


def zipped(files: dict[str, str]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _act(lines: list[str]) -> str:
    body: list[str] = []
    note = next(line for line in lines if line.startswith("(1) OJ"))
    for n, line in enumerate(lines):
        if line == note:
            continue
        text = escape(line)
        if line == "However:":
            text = '<?PAGE NO="3"?>However:'
        text = text.replace(
            " (1),",
            f'<NOTE NOTE.ID="E1" NUMBERING.CONTINUED="YES"><P>{note[4:]}</P></NOTE>,',
        )
        text = text.replace("‘", '<QUOT.START CODE="2018"/>').replace("’", '<QUOT.END CODE="2019"/>')
        point = _POINT.fullmatch(text)
        if re.fullmatch(r"Article \d+[a-z]?", line):
            body.append(f"<TI.ART>{text}</TI.ART>")
        elif n and re.fullmatch(r"Article \d+[a-z]?", lines[n - 1]):
            body.append(f"<STI.ART><P>{text}</P></STI.ART>")
        elif re.match("TITLE|CHAPTER|SECTION", line):
            body.append(f"<TITLE><TI><P>{text}</P></TI></TITLE>")
        elif point and re.match(r"\d", point[1]):
            body.append(f"<PARAG><NO.PARAG>{point[1]}</NO.PARAG><ALINEA>{point[2]}</ALINEA></PARAG>")
        elif point and point[1] == "—":
            body.append(f'<LIST TYPE="DASH"><ITEM><P>{point[2]}</P></ITEM></LIST>')
        elif point:
            body.append(f"<LIST><ITEM><NP><NO.P>{point[1]}</NO.P><TXT>{point[2]}</TXT></NP></ITEM></LIST>")
        else:
            body.append(f"<P>{text}</P>")
    return f"<ACT><BIB.INSTANCE><PAGE.FIRST>1</PAGE.FIRST></BIB.INSTANCE>{''.join(body)}</ACT>"


def _annex(lines: list[str]) -> str:
    body = "".join(
        f"<NP><NO.P>{point[1]}</NO.P><TXT>{escape(point[2])}</TXT></NP>"
        if (point := _POINT.fullmatch(line))
        else f"<P>{escape(line)}</P>"
        for line in lines[2:]
    )
    title = f"<TITLE><TI><P>{lines[0]}</P></TI><STI><P>{lines[1]}</P></STI></TITLE>"
    return f"<ANNEX>{title}<CONTENTS>{body}</CONTENTS></ANNEX>"
