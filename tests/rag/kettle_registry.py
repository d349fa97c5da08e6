# ruff: noqa: E501 (sentences of laws and questions are not wrapped)
"""The registry of the invented world of kettle_laws.py, and its official texts as a mirror."""

from collections.abc import Sequence
from pathlib import Path

from tests.corpus.trees import instrument, source, write_files
from tests.rag.kettle_laws import CA_ACT, CN_RULE, CN_TRANSLATION, EU_ACT

EU, CN, CA, OLD, OMNIBUS = (
    "eu-kettle-act",
    "cn-kettle-rules",
    "us-ca-kettle-code",
    "us-ca-kettle-bill",
    "eu-kettle-omnibus",
)


def _instrument(
    id: str, style: str, lang: str, en: str, zh: str, short: str, more: str, **fields: str
) -> str:
    names = {"en": en, "zh": zh, "short_en": short, "short_zh": f"《{zh}》"}
    return instrument(id, style, outline=style, language=lang, **names, **fields) + more


def _source(id: str, *, file: str, **fields: str) -> str:
    return source(id, **fields) + f'file = "{file}"\n'


INSTRUMENTS = {
    EU: _instrument(
        EU, jurisdiction="eu", pole="eu", kind="regulation", status="in-force", style="eu", lang="en",
        en="Regulation (EU) 2024/901 on automatic kettles", zh="自动水壶条例", short="EU Kettle Act",
        more=f'aliases = {{ en = ["Kettle Act", "EU kettle act"], zh = ["水壶条例"] }}\namended_by = ["{OMNIBUS}"]\n'
        "[dates]\nadopted = 2024-03-05\nin_force = 2024-06-01\n",
    ) + _source("act", lang="en", role="authoritative", media_type="text/plain", file="act.txt", edition="2024-03-05"),
    CN: _instrument(
        CN, jurisdiction="cn", pole="cn-state", kind="departmental-rule", status="in-force", style="cn", lang="zh",
        en="Provisions on the Administration of Automatic Kettles", zh="自动水壶管理规定", short="China Kettle Provisions",
        more='aliases = { en = ["Kettle Provisions"], zh = ["水壶规定"] }\n[dates]\nadopted = 2024-01-10\nin_force = 2024-03-01\n',
    )
    + _source("zh", lang="zh", role="authoritative", media_type="text/plain", file="zh.txt", edition="2024")
    + _source("en", lang="en", role="translation", media_type="text/plain", file="en.txt", edition="2024"),
    CA: _instrument(
        CA, jurisdiction="us-ca", pole="us-government", kind="statute", status="in-force", style="us-code", lang="en",
        en="Automatic Kettle Safety Act", zh="自动水壶安全法", short="California Kettle Code",
        more='aliases = { en = ["KB 88", "Kettle Bill 88"], zh = ["KB 88"] }\n[dates]\nadopted = 2024-09-01\nin_force = 2025-01-01\n',
    ) + _source("act", lang="en", role="authoritative", media_type="application/pdf", file="act.pdf", edition="2024-09-01"),
    OLD: _instrument(
        OLD, jurisdiction="us-ca", pole="us-government", kind="bill", status="vetoed", style="us-code", lang="en",
        en="Kettle Bill of 2022", zh="2022年水壶法案", short="Kettle Bill 22",
        more=f'aliases = {{ en = ["KB 22"], zh = ["KB 22"] }}\nreplaced_by = ["{CA}"]\n'
        "[dates]\nadopted = 2022-08-01\nended = 2022-09-30\n",
    ),
    OMNIBUS: _instrument(
        OMNIBUS, jurisdiction="eu", pole="eu", kind="regulation", status="in-force", style="eu", lang="en",
        en="Regulation (EU) 2026/12 amending the Kettle Act", zh="水壶综合修订条例", short="EU Kettle Omnibus",
        more=f'amends = ["{EU}"]\n[dates]\nadopted = 2026-05-20\nin_force = 2026-08-01\n',
    ),
}  # fmt: skip

_ENTRIES: dict[str, tuple[tuple[str, str, str, str, str, str, str], ...]] = {
    # segments, heading in both languages, restatement in both languages, facet, act that amended the provision
    EU: (
        ("art-1/2", "Kettles left out", "不适用的水壶", "Kettles over an open fire and kettles in museums stay outside the regulation.", "以明火加热的水壶以及博物馆收藏的水壶不适用本条例。", "scope", ""),
        ("art-3/1", "Red mark", "红色标识", "Before selling an automatic kettle its maker marks the lid in red, so that everybody sees it.", "生产者在销售自动水壶之前，应当在壶盖上添加醒目的红色标识。", "marking", ""),
        ("art-4/1", "Report to the market office", "向市场办公室报告", "Each serious accident has to be reported by the maker to the market office of that place.", "每起严重事故均由生产者向事故发生地的市场办公室报告。", "accident-reporting", ""),
        ("art-4/2", "Five days", "五日期限", "Since the amendment of 2026 the maker has to report a serious accident within 5 days of learning about it.", "自2026年修改后，生产者应当在获悉严重事故之日起5日内报告。", "accident-reporting", OMNIBUS),
        ("art-6/1", "Fines for silence", "不报告的罚款", "A maker that does not report a serious accident pays up to EUR 40 000 or 2 % of turnover.", "生产者不报告严重事故的，最高罚款4万欧元或者年营业额的2%，以较高者为准。", "penalties", ""),
    ),
    CN: (
        ("art-6", "Report within 24 hours", "24小时内报告", "The maker has 24 hours to tell the market supervision department about a serious accident.", "生产者须在24小时内将严重事故告知市场监督部门。", "accident-reporting", ""),
        ("art-4", "Blue mark", "蓝色标识", "Automatic kettles carry a blue mark with the maker, the date and a notice.", "自动水壶须带有蓝色标识，注明生产者、日期和提示语。", "marking", ""),
        ("art-8", "Fines", "罚款", "Not reporting a serious accident costs the maker 10,000 to 50,000 yuan.", "不报告严重事故的生产者将被罚款1万元至5万元。", "penalties", ""),
    ),
    CA: (
        ("sec-31002/a", "Report in 15 days", "15日内报告", "A manufacturer has 15 days to report a critical kettle incident to the Office of Household Safety.", "生产者发现严重水壶事故后，应当在15日内向家庭安全办公室报告。", "accident-reporting", ""),
        ("sec-31002/b", "24 hours where lives are at risk", "危及生命时24小时内", "Where people may die at any moment, the fire department must hear of it within 24 hours.", "事故有致人死亡的紧迫危险的，生产者应当在24小时内告知消防部门。", "accident-reporting", ""),
        ("sec-31003/a", "Whistleblowers", "举报人保护", "An employee who warns the Attorney General of a dangerous kettle must not be punished.", "员工向州检察长举报自动水壶存在危险的，生产者不得予以惩罚。", "whistleblowers", ""),
        ("sec-31004", "Civil penalty", "民事罚款", "Each failure to report costs a manufacturer up to $100,000.", "生产者违反报告义务的，每次最高处10万美元民事罚款。", "penalties", ""),
    ),
    OLD: (
        ("sec-7/a", "Report in 30 days", "30日内报告", "The bill would have made manufacturers report kettle accidents to the state within 30 days.", "该法案本拟要求生产者在30日内向州政府报告水壶事故。", "accident-reporting", ""),
    ),
    OMNIBUS: (
        ("art-1", "Change of the period", "修改报告期限", "The omnibus shortens the period of the Kettle Act for accident reports to 5 days.", "该综合条例将水壶条例规定的事故报告期限缩短为5日。", "accident-reporting", ""),
    ),
}  # fmt: skip

FACETS = """\
[[facets]]
id = "accident-reporting"
name = { en = "Accident reporting", zh = "事故报告" }
meaning = { en = "Which accidents must be reported, to whom and by when", zh = "哪些事故须报告、向谁报告、期限多长" }
terms = { en = ["report", "reported", "reporting"], zh = ["报告", "上报"] }

[[facets]]
id = "marking"
name = { en = "Marking", zh = "标识" }
meaning = { en = "How kettles must be marked", zh = "水壶须如何标识" }
terms = { en = ["mark", "marks", "marking"], zh = ["标识", "标记"] }

[[facets]]
id = "penalties"
name = { en = "Penalties", zh = "处罚" }
meaning = { en = "Fines and other penalties", zh = "罚款和其他处罚" }
terms = { en = ["fine", "fines", "penalty", "penalties"], zh = ["罚款", "处罚"] }

[[facets]]
id = "whistleblowers"
name = { en = "Whistleblowers", zh = "举报人保护" }
meaning = { en = "How employees who report dangers are protected", zh = "如何保护举报危险的员工" }
terms = { en = ["whistleblower", "whistleblowers"], zh = ["举报人", "举报"] }

[[facets]]
id = "scope"
name = { en = "Scope", zh = "适用范围" }
meaning = { en = "What the rules apply to and what they leave out", zh = "适用于什么，哪些除外" }
terms = { en = ["scope", "apply to"], zh = ["适用范围", "不适用"] }
"""

GROUPS = f"""\
[[groups]]
id = "eu"
name = {{ en = "European Union", zh = "欧盟" }}
terms = {{ en = ["EU", "European Union", "Europe"], zh = ["欧盟", "欧洲"] }}
jurisdictions = ["eu"]
main = ["{EU}"]

[[groups]]
id = "cn"
name = {{ en = "China", zh = "中国" }}
terms = {{ en = ["China", "Chinese"], zh = ["中国"] }}
jurisdictions = ["cn"]
main = ["{CN}"]

[[groups]]
id = "us-ca"
name = {{ en = "California", zh = "加利福尼亚州" }}
terms = {{ en = ["California"], zh = ["加州", "加利福尼亚州"] }}
jurisdictions = ["us-ca"]
main = ["{CA}"]
"""

GLOSSARY = """\
[[terms]]
en = ["automatic kettle"]
zh = ["自动水壶"]

[[terms]]
en = ["serious accident", "critical kettle incident"]
zh = ["严重事故"]

[[terms]]
en = ["mark"]
zh = ["标识"]
"""


def plant_registry(root: Path) -> Path:
    """Write the registry below `root`; its folder."""
    files = {"facets.toml": FACETS, "groups.toml": GROUPS, "glossary.toml": GLOSSARY}
    files |= {f"instruments/{id}.toml": text for id, text in INSTRUMENTS.items()}
    files |= {f"digests/{id}.toml": _digest(id) for id in _ENTRIES}
    return write_files(root, files)


def plant_mirror(root: Path) -> Path:
    """Write the official texts as a mirror below `root`; its folder."""
    texts = {f"{EU}/act.txt": EU_ACT, f"{CN}/zh.txt": CN_RULE, f"{CN}/en.txt": CN_TRANSLATION}
    write_files(root, texts)
    (root / CA).mkdir()
    (root / CA / "act.pdf").write_bytes(pdf([_wrapped(page) for page in CA_ACT]))
    return root


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of lines of ASCII, set in Helvetica."""
    count = len(pages)
    font = 3 + 2 * count
    kids = " ".join(f"{3 + i} 0 R" for i in range(count))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
    ]
    bodies += [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {3 + count + i} 0 R "
        f"/Resources << /Font << /F1 {font} 0 R >> >> >>".encode()
        for i in range(count)
    ]
    for lines in pages:
        shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
        content = "BT /F1 11 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"
        bodies.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream".encode("ascii"))
    bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _wrapped(page: str) -> list[str]:
    """Lines as a printer breaks them, a blank line between paragraphs."""
    import textwrap

    return [line for text in page.splitlines() for line in (*textwrap.wrap(text, 84), "")]


def _digest(instrument: str) -> str:
    lines = [f'instrument = "{instrument}"', 'edition = "2026-11-22"', "as_of = 2026-11-22"]
    for segments, heading_en, heading_zh, en, zh, facet, amended_by in _ENTRIES[instrument]:
        lines += [
            "[[provisions]]",
            f'pin = "{instrument}/{segments}"',
            f'heading = {{ en = "{heading_en}", zh = "{heading_zh}" }}',
            f'en = "{en}"',
            f'zh = "{zh}"',
            f'facets = ["{facet}"]',
            *([f'amended_by = "{amended_by}"'] if amended_by else []),
        ]
    return "\n".join(lines) + "\n"
