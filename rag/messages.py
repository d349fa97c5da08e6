"""What the engine says itself, in both languages: reasons for abstaining and notes beside an answer."""

import re
from collections.abc import Collection, Sequence
from datetime import date

from corpus import Lang, Registry
from ingest import Index
from rag.demands import Demand
from rag.law_in_time import absent, editions, time_notes
from rag.types import Citation, QuestionPlan

NO_EVIDENCE = {
    "en": "Nothing in the corpus answers this question.",
    "zh": "语料库中没有能够回答该问题的内容。",
}
"""The one sentence that stands for "I cannot answer"."""


def comparison_question(facets: Sequence[str], instruments: Sequence[str], lang: Lang) -> str:
    """The question that a comparison by facet answers, in words."""
    if lang == "zh":
        return f"比较{'、'.join(instruments)}：{'、'.join(facets)}"
    return f"Compare {', '.join(instruments)}: {', '.join(facets)}"


def abstention(
    plan: QuestionPlan, registry: Registry, index: Index, day: date, nearest: Sequence[str] = ()
) -> str:
    """Why there is no answer, in the reader's language; `nearest` are labels of what lies close to one."""
    lang = plan.language
    gone = [line for pin in plan.pins if (line := absent(pin, registry, index, lang, day))]
    if not gone and all(scope.named for scope in plan.scopes):
        gone = [line for i in plan.instruments if (line := editions(i, registry, index, lang, day))]
    if gone:
        return ("" if lang == "zh" else " ").join(dict.fromkeys(gone))
    if plan.missing:
        where = _names(plan.instruments, registry, lang)
        if lang == "zh":
            return f"{where or '语料库'}中没有{'、'.join(plan.missing)}。"
        return f"There is no {', '.join(plan.missing)} in {where or 'the corpus'}."
    if plan.lawless:
        if lang == "zh":
            return f"语料库中有多部文本都有{'、'.join(plan.lawless)}；请写明是哪一部的。"
        return f"Several texts of the corpus have {', '.join(plan.lawless)}; name the one that you mean."
    if plan.outside and not plan.scopes:
        if lang == "zh":
            return f"语料库中没有{'、'.join(plan.outside)}的文本，因此无法回答。"
        return f"The corpus does not hold texts of {', '.join(plan.outside)}, so it cannot answer."
    if plan.instruments:
        where = _names(plan.instruments[:4], registry, lang)
        said = (
            f"{where}中没有找到足以回答该问题的规定。"
            if lang == "zh"
            else f"Nothing in {where} was found that answers this question."
        )
    else:
        said = NO_EVIDENCE[lang]
    more = (_unions(plan) if plan.states else "", _nearest(nearest, lang))
    return ("" if lang == "zh" else " ").join(part for part in (said, *more) if part)


def _nearest(labels: Sequence[str], lang: Lang) -> str:
    """Where a reader who got no answer may look."""
    labels = list(dict.fromkeys(labels))
    if not labels:
        return ""
    return f"最接近的是：{'；'.join(labels)}。" if lang == "zh" else f"The nearest: {'; '.join(labels)}."


def _unions(plan: QuestionPlan) -> str:
    """Whose law was searched where a member state is named."""
    if plan.language == "zh":
        return f"检索的是欧盟法；语料库中没有{'、'.join(plan.states)}的国内法。"
    return f"What was searched is the law of the EU; national law of {', '.join(plan.states)} is not in the corpus."


_LACKING: dict[Demand, dict[Lang, str]] = {
    "count": {"en": "states such a number", "zh": "写明这样的数量"},
    "share": {"en": "states a percentage", "zh": "写明百分比"},
    "money": {"en": "states an amount of money", "zh": "写明金额"},
    "duration": {"en": "states such a period", "zh": "写明这样的期限"},
    "minutes": {"en": "states a time in minutes or hours", "zh": "写明以分钟或者小时计的时间"},
    "figure": {"en": "states such a figure", "zh": "写明这样的数字"},
    "fee": {"en": "states a fee or cost", "zh": "写明费用"},
    "standard": {"en": "names such a standard", "zh": "写明这样的标准编号"},
    "person": {"en": "names who holds an office", "zh": "写明由何人任职"},
    "address": {"en": "gives an address or number to call", "zh": "写明地址或者联系方式"},
    "record": {
        "en": "records what has happened since: laws set rules",
        "zh": "记录实际发生的情况：法律只作规定",
    },
}


def lacking(demands: Collection[Demand], nearest: Sequence[Citation], lang: Lang) -> str:
    """Why provisions that lie near a question are no answer to it: the kind of fact that it asks for is not there."""
    where = _nearest([f"{c.title} {c.label}" for c in nearest], lang)
    missing = [_LACKING[demand][lang] for demand in sorted(demands)]
    if lang == "zh":
        return f"找到的规定都没有{'，也没有'.join(missing)}。{where}"
    return f"None of the provisions found {' or '.join(missing)}. {where}"


def model_failed(reason: str, lang: Lang) -> str:
    """Why an answer consists of quotes although a model was to write it."""
    if lang == "zh":
        return f"语言模型未能写出回答（{reason}），因此只列出原文摘引。"
    return f"The language model did not write this answer ({reason}), so it consists of quotes."


_IN_FORCE = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|took|c[ao]mes?|enter\w*|entry|go(?:es)?|went|is|be|been)"
    r" (?:in(?:to)? )?(?:effect|force)\b"
    r"|生效|施行",
    re.IGNORECASE,
)


def _life(plan: QuestionPlan, registry: Registry) -> list[str]:
    """When each named law was adopted and came into force, where that is asked: many a law does not say so itself."""
    if not _IN_FORCE.search(plan.question):
        return []
    lang, lines = plan.language, []
    for id in (scope.instruments[0] for scope in plan.scopes if scope.named):
        dates = registry.get(id).dates
        told = [
            ("通过：" if lang == "zh" else "adopted on ", dates.adopted),
            ("生效：" if lang == "zh" else "in force from ", dates.in_force),
            ("失效：" if lang == "zh" else "ended on ", dates.ended),
        ]
        said = [f"{what}{day}" for what, day in told if day is not None]
        if said:
            name = _names([id], registry, lang)
            lines.append(
                f"{name}：{'；'.join(said)}（crosslex 登记的日期）。"
                if lang == "zh"
                else f"{name}: {', '.join(said)} (dates from crosslex's registry)."
            )
    return lines


def notes(
    plan: QuestionPlan, citations: Sequence[Citation], registry: Registry, index: Index, day: date
) -> tuple[str, ...]:
    """What the reader must know beside the statements."""
    lang = plan.language
    lines = _life(plan, registry)
    cited = list(dict.fromkeys(c.instrument for c in citations))
    if plan.outside and citations:
        places = ("、" if lang == "zh" else ", ").join(plan.outside)
        lines.append(
            f"语料库中没有{places}的文本。"
            if lang == "zh"
            else f"The corpus does not hold texts of {places}."
        )
    if plan.states and citations:
        lines.append(_unions(plan))
    if plan.missing and citations:
        what = ("、" if lang == "zh" else ", ").join(plan.missing)
        lines.append(f"语料库中没有找到{what}。" if lang == "zh" else f"{what} was not found in the corpus.")
    digests = _names(dict.fromkeys(c.instrument for c in citations if c.role == "digest"), registry, lang)
    if digests:
        lines.append(
            f"{digests}：所示为 crosslex 自行撰写的摘要，并非正式文本；引用前请核对官方来源。"
            if lang == "zh"
            else f"{digests}: shown in crosslex's own restatement, which is not official text; check the official "
            "source before you quote it."
        )
    worked = _names(
        dict.fromkeys(c.instrument for c in citations if c.role == "consolidation"), registry, lang
    )
    if worked:
        lines.append(
            f"{worked}：所示为 crosslex 将修订内容并入原文后的文本，并非正式合并文本。"
            if lang == "zh"
            else f"{worked}: shown as crosslex put the official words together with the amendments, which is no "
            "official consolidation."
        )
    foreign = _names(
        dict.fromkeys(
            c.instrument for c in citations if c.lang != lang and c.instrument not in _read(citations, lang)
        ),
        registry,
        lang,
    )
    if foreign:
        lines.append(
            f"{foreign}：没有中文文本，按原文引用。"
            if lang == "zh"
            else f"{foreign}: quoted in the original Chinese; no English text is held."
        )
    for instrument in cited:
        lines.extend(_status_notes(instrument, citations, registry, index, lang, day))
    if citations:
        lines.extend(line for pin in plan.pins if (line := absent(pin, registry, index, lang, day)))
    return tuple(dict.fromkeys(lines))


def _read(citations: Sequence[Citation], lang: Lang) -> set[str]:
    """Instruments of which something is quoted in the reader's language."""
    return {c.instrument for c in citations if c.lang == lang}


def _names(instruments: Sequence[str] | dict[str, None], registry: Registry, lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(registry.get(i).short.get(lang) for i in instruments)


def _status_notes(
    instrument: str, citations: Sequence[Citation], registry: Registry, index: Index, lang: Lang, day: date
) -> list[str]:
    entry = registry.get(instrument)
    name = entry.short.get(lang)
    lines: list[str] = []
    ended = entry.dates.ended
    if ended is not None and ended <= day:
        successor = _names(entry.replaced_by, registry, lang)
        word = {
            "revoked": ("was revoked", "已撤销"),
            "vetoed": ("was vetoed and never became law", "已被否决，从未成为法律"),
        }.get(entry.status, ("is no longer in force", "已不再有效"))[lang == "zh"]
        if lang == "zh":
            lines.append(
                f"{name}{word}（{ended.isoformat()}）" + (f"，由{successor}取代。" if successor else "。")
            )
        else:
            lines.append(
                f"{name} {word} ({ended.isoformat()})" + (f"; {successor} replaces it." if successor else ".")
            )
    in_force = entry.dates.in_force
    earlier = any(
        d.role != "digest" and d.since is not None and d.since <= day and d.until is not None
        for d in index.catalog.documents(instrument)
    )  # the day is that of the present edition, and an earlier one is quoted
    if in_force is not None and in_force > day and not earlier:
        lines.append(
            f"{name}自{in_force.isoformat()}起生效，在所选日期尚未生效。"
            if lang == "zh"
            else f"{name} enters into force on {in_force.isoformat()}, after the chosen date."
        )
    lines.extend(time_notes(instrument, citations, registry, lang, day))
    lines.extend(_source_notes(instrument, citations, registry, index, lang))
    return lines


def _source_notes(
    instrument: str, citations: Sequence[Citation], registry: Registry, index: Index, lang: Lang
) -> list[str]:
    """What is missing or unusual in an official text that was quoted."""
    entry = registry.get(instrument)
    quoted = {c.source_sha256 for c in citations if c.instrument == instrument and c.role == "authoritative"}
    used = {
        d.source_id for d in index.catalog.documents() if d.instrument == instrument and d.sha256 in quoted
    }
    name, colon = entry.short.get(lang), "：" if lang == "zh" else ": "
    return [f"{name}{colon}{s.note.get(lang)}" for s in entry.sources if s.id in used and s.note is not None]
