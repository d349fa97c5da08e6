"""Unfaithful twins: a true statement with one thing in it made wrong, in English or Chinese.

Each kind of twin is a fault that language models make when they restate law. The rules work on any statement of the
tradition; where a rule finds nothing to change, there is no twin of that kind.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from corpus import Lang
from rag.verify.figures import figures

Edit = Callable[[str, Lang, random.Random], Iterator[str]]
"""The twins of a statement of one kind, in random order."""

# --- figures ----------------------------------------------------------------------------------------------------------

_NUMBER = {
    "en": r"(?<![\d.,(-])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d)-]|\.\d|,\d)",
    "zh": r"(?<![\d.])\d+(?![\d.])|[二三四五六七八九十]+(?=个?(?:工作日|小时|日|天|个月|年|万|名|家|种|项))",
}
_COUNTS_EN = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen")
_COUNTS_ZH = ("二", "三", "五", "六", "七", "九", "十", "十五", "二十", "三十")
_UNITS: dict[Lang, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("hours", "days", "weeks", "months", "years"),
        ("hour", "day", "week", "month", "year"),
        ("working days", "days", "hours"),
        ("thousand", "million", "billion"),
        ("EUR", "USD", "GBP"),
        ("euros", "dollars", "yuan"),
        ("%", " million euros"),
    ),
    "zh": (
        ("小时", "日", "个月", "年"),
        ("个工作日", "日", "小时", "个月"),
        ("天", "周", "个月"),
        ("万", "亿"),
        ("欧元", "美元", "元"),
        ("%", "万元"),
    ),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _changed(text: str, pattern: str, other: Callable[[str], str], rng: random.Random) -> Iterator[str]:
    """The text with one match of the pattern replaced by what `other` makes of it."""
    found = list(re.finditer(pattern, text))
    rng.shuffle(found)
    for match in found:
        yield text[: match.start()] + other(match[0]) + text[match.end() :]


def _values(text: str) -> list[str]:
    return sorted(figure.unit for figure in figures(text))


def number(text: str, lang: Lang, rng: random.Random) -> Iterator[str]:
    """Another number of the same unit."""

    def other(written: str) -> str:
        if not written[0].isdigit():
            choices = _COUNTS_ZH if lang == "zh" else _COUNTS_EN
            return rng.choice([choice for choice in choices if choice != written.lower()])
        value = int(written.replace(",", ""))
        made = rng.choice([value * 2, value * 3, value * 10, value + max(1, value // 2), max(2, value // 2)])
        made = made if made != value else value + 3
        return f"{made:,}" if "," in written else str(made)

    pattern = _NUMBER[lang] + (rf"|\b(?:{'|'.join(_COUNTS_EN)})\b" if lang == "en" else "")
    for twin in _changed(text, pattern, other, rng):
        before, after = figures(text), figures(twin)
        if len(after) == len(before) and after != before and not _dates_changed(text, twin):
            yield twin


def unit(text: str, lang: Lang, rng: random.Random) -> Iterator[str]:
    """The same number of another unit."""
    for group in rng.sample(_UNITS[lang], len(_UNITS[lang])):
        for name in rng.sample(group, len(group)):
            bounded = rf"(?<=[\d{{}}]){re.escape(name)}".replace("{}", "一二三四五六七八九十百千万亿")
            pattern = rf"(?<=\w )\b{re.escape(name)}\b" if lang == "en" and name != "%" else bounded
            others = [other for other in group if other != name]
            for twin in _changed(text, pattern, lambda _, others=others: rng.choice(others), rng):  # type: ignore[misc]  # default binds the loop's value
                if figures(twin) != figures(text) and not _dates_changed(text, twin):
                    yield twin


def date(text: str, lang: Lang, rng: random.Random) -> Iterator[str]:
    """Another day, month or year."""
    year = r"\b20\d\d\b" if lang == "en" else r"20\d\d(?=年)"
    month = rf"\b(?:{'|'.join(_MONTHS)})\b" if lang == "en" else r"(?<=年)\d{1,2}(?=月)"

    def other(written: str) -> str:
        if len(written) == 4 and written.isdigit():
            return str(int(written) + rng.choice((-2, -1, 1, 2)))
        if written.isdigit():
            return str((int(written) + rng.randint(1, 10)) % 12 + 1)
        return rng.choice([name for name in _MONTHS if name != written])

    for twin in _changed(text, f"{year}|{month}", other, rng):
        if _dates_changed(text, twin):
            yield twin


def _dates_changed(text: str, twin: str) -> bool:
    return {f for f in figures(text) if f.unit == "date"} != {f for f in figures(twin) if f.unit == "date"}


# --- words ------------------------------------------------------------------------------------------------------------

_ACTORS: dict[Lang, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("provider", "deployer", "distributor", "manufacturer", "developer", "supplier", "platform", "user"),
        ("providers", "deployers", "distributors", "importers", "manufacturers", "developers", "platforms", "users"),
        ("controller", "processor", "recipient", "data broker"),
        ("European Commission", "AI Office", "European Parliament", "Member States", "Council of Europe"),
        ("Attorney General", "Governor", "Department of Commerce", "Legislature", "Secretary of State"),
        ("market surveillance authority", "notified body", "data protection officer", "supervisory authority"),
        ("employees", "shareholders", "customers", "contractors"),
        ("consumer", "employer", "insurer", "landlord"),
    ),
    "zh": (
        ("提供者", "部署者", "分销商", "进口商", "制造商", "开发者", "使用者", "平台"),
        ("控制者", "处理者", "接收者", "数据经纪商"),
        ("欧盟委员会", "人工智能办公室", "欧洲议会", "成员国", "欧洲理事会"),
        ("总检察长", "州长", "商务部", "州议会", "州务卿"),
        ("市场监督机构", "公告机构", "数据保护官", "监管机构"),
        ("网信部门", "公安机关", "行业协会", "科技主管部门"),
        ("员工", "股东", "客户", "承包商"),
        ("消费者", "雇主", "保险人", "房东"),
    ),
}  # fmt: skip


def actor(text: str, lang: Lang, rng: random.Random) -> Iterator[str]:
    """Somebody else is bound, entitled or told; the one who was named is named nowhere."""
    for group in rng.sample(_ACTORS[lang], len(_ACTORS[lang])):
        for name in rng.sample(group, len(group)):
            pattern = rf"\b{re.escape(name)}\b" if lang == "en" else re.escape(name)
            others = [other for other in group if not re.search(re.escape(other), text)]
            if others and re.search(pattern, text):
                made = re.sub(pattern, rng.choice(others), text)
                yield re.sub(r"\b([Aa])n? (?=[aeiou])", r"\1n ", made) if lang == "en" else made


def _rules(table: dict[Lang, tuple[tuple[str, str], ...]]) -> Edit:
    """Twins by rewriting the first place where a rule applies."""

    def edit(text: str, lang: Lang, rng: random.Random) -> Iterator[str]:
        for pattern, made in rng.sample(table[lang], len(table[lang])):
            twin = re.sub(pattern, made, text, count=1)
            if twin != text and len(twin.strip()) > 8:
                yield twin[0].upper() + twin[1:]

    return edit


modality = _rules(
    {
        "en": (
            (r"\bmust not\b|\bmay not\b", "may"),
            (r"\bmust(?! not)\b", "may"),
            (r"\bmay(?! not| only)\b", "must"),
            (r"\b(is|are) required to\b", r"\1 allowed to"),
            (r"\b(had|has|have) to\b", r"\1 the right to"),
        ),
        "zh": (
            (r"不得", "可以"),
            (r"应当|必须|(?<!无)须(?!知)", "可以"),
            (r"(?<!不)可以", "应当"),
            (r"有权", "有义务"),
        ),
    }
)
negation = _rules(
    {
        "en": (
            (r"\bmust(?! not)\b", "must not"),
            (r"\bmust not\b", "must"),
            (r"\b(is|are|was|were)(?! not\b)(?= )", r"\1 not"),
            (r"\b(does|do|did|has|have|is|are|need) not\b", r"\1 indeed"),
            (r"\bapplies to\b", "does not apply to"),
            (r"\b(?:without|no)\b", "with"),
        ),
        "zh": (
            (r"应当|必须", "不得"),
            (r"不得", "应当"),
            (r"(?<!不)适用", "不适用"),
            (r"不适用", "适用"),
            (r"(?<![但还要若只可不就凡])是(?![否指])", "不是"),
            (r"(?:并未|没有|尚未|不再)", "已经"),
            (r"(?<!不)属于", "不属于"),
            (r"无需|不必", "需要"),
        ),
    }
)
condition = _rules(
    {
        "en": (
            (r",? (?:unless|except|save|apart from|other than|excluding)\b[^,.;]*", ""),
            (r",? (?:if|when|where|provided that|as long as|only if|only when|once)\b[^,.;]*", ""),
            (r"^(?:If|When|Where|Once|Unless|Except|Save)\b[^,.;]*, ", ""),
            (r",? but\b[^.;]*", ""),
        ),
        "zh": (
            (r"除[^，。；]{2,40}(?:外|以外)，?", ""),
            (r"^[^，。；]{4,50}的，", ""),
            (r"(?:如果|在)[^，。；]{3,40}(?:的情况下|时|的)，", ""),
            (r"，?但是?[^。；]*", ""),
            (r"只有[^，。；]{3,40}，才", "都"),
        ),
    }
)
scope = _rules(
    {
        "en": (
            (r"\bhigh-risk ", ""),
            (r"\blarge (?=frontier|developer|online|provider)", ""),
            (r"\b(?:serious|critical) (?=incident|harm|infringement|safety)", ""),
            (r" with systemic risk\b", ""),
            (r"\bsensitive (?=personal|data)", ""),
            (r"\b(?:only|solely|exclusively) ", ""),
            (r"\b(?:some|certain|several|most) ", "all "),
            (r"\bat least\b", "at most"),
            (r"\b(?:at most|no more than|up to)\b", "at least"),
        ),
        "zh": (
            (r"高风险", ""),
            (r"大型(?=前沿|开发者|在线|平台)", ""),
            (r"(?:严重|关键)(?=事件|事故|损害|安全)", ""),
            (r"具有系统性风险的", ""),
            (r"敏感(?=个人)", ""),
            (r"(?:仅|只)(?=[^有是要])", ""),
            (r"(?:部分|某些|若干|大多数)", "所有"),
            (r"(?:至少|不少于|不低于)", "最多"),
            (r"(?:最高|最多|不超过|至多)", "至少"),
        ),
    }
)
_INVENTIONS: dict[Lang, Sequence[str]] = {
    "en": (
        " within three working days", " and must pay a fee for it", " free of charge", " for at least nine years",
        ", with the prior consent of the European Parliament", " and must publish it in two national newspapers",
        ", on pain of imprisonment", " on paper and in three languages", " after hearing the trade unions",
        ", which an independent court confirms each year",
    ),
    "zh": (
        "，并在三个工作日内完成", "，并应当为此缴纳费用", "，且不收取任何费用", "，期限不少于九年",
        "，并须事先取得欧洲议会同意", "，并在两家全国性报纸上公布", "，违者处以监禁", "，并提供三种语言的纸质文本",
        "，每年由独立法院确认", "，事先应当听取工会意见",
    ),
}  # fmt: skip


def invented(text: str, lang: Lang, rng: random.Random) -> Iterator[str]:
    """A detail more than the source has."""
    body, stop = (text[:-1], text[-1]) if text[-1] in ".。" else (text, "")
    for detail in rng.sample(_INVENTIONS[lang], len(_INVENTIONS[lang])):
        yield body + detail + stop


EDITS: dict[str, Edit] = {
    "number": number,
    "unit": unit,
    "date": date,
    "actor": actor,
    "modality": modality,
    "negation": negation,
    "dropped condition": condition,
    "scope": scope,
    "invented detail": invented,
}
"""Kinds of twins that are made from the statement alone."""
