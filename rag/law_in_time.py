"""What a reader must know of time: which amendment made or ended a wording, what does not apply yet, what was moved."""

from collections.abc import Iterable, Sequence
from datetime import date

from corpus import Application, Instrument, Lang, Registry, applications, label, moves
from ingest import Index
from rag.types import Citation

_MOST = 6
"""Labels of one note; further ones are counted."""


def time_notes(
    instrument: str, citations: Sequence[Citation], registry: Registry, lang: Lang, day: date
) -> list[str]:
    """The notes on what is cited of one instrument."""
    entry = registry.get(instrument)
    own = [c for c in citations if c.instrument == instrument]
    return [
        *_amended(entry, own, registry, lang, day),
        *_not_yet(entry, own, lang, day),
        *_moved(entry, own, registry, lang, day),
    ]


def absent(pin: str, registry: Registry, index: Index, lang: Lang, day: date) -> str | None:
    """Why a provision that the index holds is not the law of `day`; None if it is, or no version is held."""
    versions = index.catalog.at(pin)
    if not versions or any(v.period.holds(day) for v in versions):
        return None
    instrument = registry.get(pin.partition("/")[0])
    name = f"{instrument.short.get(lang)}{'' if lang == 'zh' else ', '}{label(pin, instrument, lang)}"
    begins = [v for v in versions if v.period.since is not None and v.period.since > day]
    ended = [v for v in versions if v.period.until is not None and v.period.until <= day]
    if ended:
        last = max(ended, key=lambda v: v.period.until or date.min)
        by = provisions(last.period.ended_by, registry, lang)
        until = last.period.until
        if lang == "zh":
            return f"{name}自{until}起不再有效" + (f"（{by}）。" if by else "。")
        return f"{name} is no longer law since {until}" + (f" ({by})." if by else ".")
    if begins:
        first = min(begins, key=lambda v: v.period.since or date.max)
        by = provisions(first.period.made_by, registry, lang)
        since = first.period.since
        if lang == "zh":
            return f"{name}在{day}尚不存在：自{since}起" + (f"由{by}增设。" if by else "生效。")
        return f"{name} did not exist on {day}: " + (
            f"{by} added it from {since}." if by else f"it begins on {since}."
        )
    return None


def editions(instrument: str, registry: Registry, index: Index, lang: Lang, day: date) -> str | None:
    """That no text of `day` is held of an instrument, and which ones are; None if one is held."""
    documents = index.catalog.documents(instrument)
    texts = [d for d in documents if d.role != "digest" and d.act is None] or documents
    if not texts or any(
        (d.since is None or d.since <= day) and (d.until is None or day < d.until) for d in texts
    ):
        return None
    periods = sorted({(d.since or date.min, d.until, d.edition, d.since) for d in texts}, key=lambda p: p[0])
    name = registry.get(instrument).short.get(lang)
    if lang == "zh":
        held = "、".join(
            f"{edition}版（{since or ''}至{until or '今'}）" for _, until, edition, since in periods
        )
        return f"语料库未收录{name}在{day}有效的版本；收录的是：{held}。"
    held = ", ".join(
        f"{edition} ({f'from {since}' if since else ''}{f' until {until}' if until else ''})".replace(
            "( ", "("
        )
        for _, until, edition, since in periods
    )
    return f"The edition of {name} that stood on {day} is not held; held are: {held}."


def provisions(pins: Iterable[str], registry: Registry, lang: Lang) -> str:
    """Amending provisions in words: `EU AI Omnibus, Art. 1(5)`; those of one act together."""
    acts: dict[str, list[str]] = {}
    for pin in dict.fromkeys(pins):
        acts.setdefault(pin.partition("/")[0], []).append(pin)
    named = []
    for act, own in acts.items():
        instrument = registry.instruments.get(act)
        if instrument is None:
            continue
        labels = [label(pin, instrument, lang) for pin in own if "/" in pin]
        short = instrument.short.get(lang)
        if not labels:
            named.append(short)
        elif lang == "zh":
            named.append(short + _listed(labels, lang))
        else:
            named.append(f"{short}, {_listed(labels, lang)}")
    return ("；" if lang == "zh" else "; ").join(named)


def _amended(
    entry: Instrument, own: Sequence[Citation], registry: Registry, lang: Lang, day: date
) -> list[str]:
    """Which amendments made the wording that is quoted, or changed or ended it since."""
    made: dict[tuple[str, date], list[Citation]] = {}
    ended: dict[tuple[str, date], list[Citation]] = {}
    flagged: dict[str, list[Citation]] = {}
    for c in own:
        for act in dict.fromkeys(pin.partition("/")[0] for pin in c.amended_by):
            if c.until is not None:
                ended.setdefault((act, c.until), []).append(c)
            elif c.since is not None:
                made.setdefault((act, c.since), []).append(c)
            else:
                flagged.setdefault(act, []).append(c)
    name = entry.short.get(lang)
    lines = []
    for (act, since), cited in made.items():
        what, by = _labels(cited, lang), _by(act, cited, registry, lang)
        lines.append(
            f"{name}{what}：所示为经{by}修改后的内容，自{since}起生效。"
            if lang == "zh"
            else f"{name}, {what}: as amended by {by}, in force since {since}."
        )
    for (act, until), cited in ended.items():
        what, by = _labels(cited, lang), _by(act, cited, registry, lang)
        if lang == "zh":
            lines.append(f"{name}{what}：所示为{until}之前的内容；自该日起已被{by}修改。")
        else:
            lines.append(f"{name}, {what}: wording in force until {until}, when {by} changed it.")
    for act, cited in flagged.items():
        what, by = _labels(cited, lang), _by(act, cited, registry, lang)
        if lang == "zh":
            lines.append(f"{name}{what}：已被{by}修改，所示文本未体现该修改，请核对。")
        else:
            lines.append(
                f"{name}, {what}: changed by {by} in a way that the text shown does not have; check it."
            )
    past = [c for c in own if c.until is not None and not c.amended_by]
    for until in dict.fromkeys(c.until for c in past if c.until is not None):
        what = _labels([c for c in past if c.until == until], lang)
        if until <= day:
            continue
        lines.append(
            f"{name}{what}：所示为{day}有效的版本，自{until}起已被后续版本取代。"
            if lang == "zh"
            else f"{name}, {what}: the edition that stood on {day}; a later one replaced it on {until}."
        )
    return lines


def _not_yet(entry: Instrument, own: Sequence[Citation], lang: Lang, day: date) -> list[str]:
    """What is cited and does not apply yet, with the day from which it will."""
    waiting: dict[tuple[Application, ...], list[Citation]] = {}
    for c in own:
        later = tuple(a for a in applications(entry, c.pin, day) if a.date > day)
        if later and c.applies_from is not None and c.applies_from > day:
            waiting.setdefault(later, []).append(c)
    name = entry.short.get(lang)
    lines = []
    for entries, cited in waiting.items():
        days = _dated(entries, lang)
        lines.append(
            f"{name}{_labels(cited, lang)}：在{day}尚未适用。{days}。"
            if lang == "zh"
            else f"{name}, {_labels(cited, lang)}: not yet applicable on {day}. {days}."
        )
    return lines


def _moved(
    entry: Instrument, own: Sequence[Citation], registry: Registry, lang: Lang, day: date
) -> list[str]:
    """Dates of application that an amendment moved, for what is cited."""
    found = {move.now: move for c in own for move in moves(entry, c.pin, day)}
    lines = []
    for move in found.values():
        acts = [
            i.short.get(lang)
            for i in (registry.instruments.get(id) for id in entry.amended_by)
            if i is not None and i.dates.in_force == move.now.since
        ]
        before = (
            "、".join(str(a.date) for a in move.before)
            if lang == "zh"
            else ", ".join(str(a.date) for a in move.before)
        )
        by = ("、" if lang == "zh" else ", ").join(acts)
        if lang == "zh":
            lines.append(
                f"{entry.short.zh}的适用日期已推迟或者变更：{move.now.what.zh}，自{move.now.date}起适用；"
                f"{f'{by}修改之前' if by else '此前'}为{before}。"
            )
        else:
            lines.append(
                f"{entry.short.en}: the date was moved. {move.now.what.en}: from {move.now.date}; "
                f"before {by or 'that'} it was {before}."
            )
    return lines


def _dated(entries: Sequence[Application], lang: Lang) -> str:
    if lang == "zh":
        return "；".join(f"自{a.date}起：{a.what.zh}" for a in entries)
    return "; ".join(f"From {a.date}: {a.what.en}" for a in entries)


def _by(act: str, cited: Sequence[Citation], registry: Registry, lang: Lang) -> str:
    return provisions(
        (pin for c in cited for pin in c.amended_by if pin.partition("/")[0] == act), registry, lang
    )


def _labels(cited: Sequence[Citation], lang: Lang) -> str:
    return _listed(list(dict.fromkeys(c.label for c in cited)), lang)


def _listed(labels: Sequence[str], lang: Lang) -> str:
    more = len(labels) - _MOST
    shown = ("、" if lang == "zh" else ", ").join(labels[:_MOST])
    if more <= 0:
        return shown
    return f"{shown}等{len(labels)}处" if lang == "zh" else f"{shown} and {more} more"
