"""What Browse shows: an instrument with what is known of it, and a provision in its languages, roles and times."""

from collections.abc import Sequence
from datetime import date
from html import escape

from corpus import Instrument, Lang, label
from rag import Engine, ProvisionVersion
from rag.law_in_time import provisions
from ui.evidence import bcp47, lines
from ui.times import status_on, time_line
from ui.wording import language_name, page_name, role_name, say

_LANGS: tuple[Lang, ...] = ("en", "zh")


def instrument_html(engine: Engine, id: str, lang: Lang, day: date | None) -> str:
    """What is known of an instrument: title, status on the day, dates, relations, sources."""
    instrument = engine.registry.get(id)
    other: Lang = "en" if lang == "zh" else "zh"
    dates = instrument.dates
    days = [
        f"{say(key, lang)} {value.isoformat()}"
        for key in ("adopted", "published", "in_force", "ended")
        if (value := getattr(dates, key)) is not None
    ]
    rows = [
        ("issuer", escape(instrument.issuer.get(lang))),
        ("status", escape(status_on(instrument, day or date.today(), lang))),
        ("dates", escape(" · ".join(days))),
        ("applies", _list([f"{a.date.isoformat()}: {a.what.get(lang)}" for a in dates.applies])),
        *(
            (key, escape("、".join(_short(engine, i, lang) for i in getattr(instrument, key))))
            for key in ("amends", "amended_by", "replaces", "replaced_by")
        ),
        (
            "identifiers",
            escape(" · ".join(f"{key.upper()} {value}" for key, value in instrument.identifiers.items())),
        ),
        ("checked", instrument.as_of.isoformat()),
        ("sources", _sources(engine, instrument, lang)),
    ]
    drawn = "".join(f"<dt>{escape(say(key, lang))}</dt><dd>{value}</dd>" for key, value in rows if value)
    note = f'<p class="x-notes">{escape(instrument.note.get(lang))}</p>' if instrument.note else ""
    return (
        f'<article class="x-text-of" lang="{bcp47(lang)}"><h2>{escape(instrument.title.get(lang))}</h2>'
        f'<p class="x-meta" lang="{bcp47(other)}">{escape(instrument.title.get(other))}</p>{note}'
        f"<dl>{drawn}</dl></article>"
    )


def provision_html(engine: Engine, pin: str, lang: Lang, day: date | None) -> str:
    """A provision side by side in both languages, and every wording of it with its time.

    Raises:
        UsageError: There is no such provision, or none on that day.
    """
    view = engine.provision(pin, as_of=day)
    instrument = engine.registry.get(view.instrument)
    sides = "".join(_side(engine, view.versions, side, lang) for side in _LANGS)
    everything = engine.provision(pin).versions
    shown = [(v.source, v.start, v.end) for v in _best(view.versions)]
    rest = [v for v in everything if (v.source, v.start, v.end) not in shown]
    meta = [escape(status_on(instrument, day or date.today(), lang))]
    if when := time_line(None, None, view.applies_from, lang, day=day):
        meta.append(escape(when))
    name = label(pin, instrument, lang, heading=None)
    path = next((v.path for v in view.versions if v.path), ())
    trail = " › ".join((instrument.short.get(lang), *path))
    others = ""
    if rest:
        cards = "".join(_wording(engine, v, lang) for v in rest)
        title = f"{escape(say('other_texts', lang))} ({len(rest)})"
        others = f'<details class="x-other"><summary>{title}</summary>{cards}</details>'
    return (
        f'<article class="x-text-of" lang="{bcp47(lang)}"><p class="x-trail">{escape(trail)}</p><h2>{escape(name)}</h2>'
        f'<p class="x-meta">{" · ".join(meta)} · <code>{escape(pin)}</code></p><div class="x-sides">{sides}</div>'
        f"{_times(everything, engine, lang, day)}{others}</article>"
    )


def _best(versions: Sequence[ProvisionVersion]) -> list[ProvisionVersion]:
    """The version of each language most worth reading."""
    return [v for side in _LANGS if (v := next((v for v in versions if v.lang == side), None)) is not None]


def _side(engine: Engine, versions: Sequence[ProvisionVersion], side: Lang, lang: Lang) -> str:
    version = next((v for v in versions if v.lang == side), None)
    name = f'<h3 lang="{bcp47(side)}">{language_name(side)}</h3>'
    if version is None:
        return f'<section>{name}<p class="x-silent">{escape(say("no_text_in_" + side, lang))}</p></section>'
    return f"<section>{name}{_wording(engine, version, lang)}</section>"


def _wording(engine: Engine, version: ProvisionVersion, lang: Lang) -> str:
    """One source's text, with what it is."""
    when = time_line(
        version.since, version.until, None, lang, amended_by=version.amended_by, registry=engine.registry
    )
    details = [role_name(version.role, lang), version.edition, when]
    if version.page is not None:
        details.append(page_name(version.page, lang))
    meta = " · ".join(escape(detail) for detail in details if detail)
    if version.url and version.url.startswith(("https://", "http://")):
        meta += (
            f' · <a href="{escape(version.url)}" target="_blank" rel="noopener noreferrer">'
            f"{escape(say('open', lang))}</a>"
        )
    heading = (
        f'<p class="x-heading" lang="{bcp47(version.lang)}">{escape(version.heading)}</p>'
        if version.heading
        else ""
    )
    return (
        f'<div class="x-wording x-of-{version.role}">{heading}<blockquote lang="{bcp47(version.lang)}">'
        f'{lines(version.text)}</blockquote><p class="x-meta">{meta}</p></div>'
    )


def _times(versions: Sequence[ProvisionVersion], engine: Engine, lang: Lang, day: date | None) -> str:
    """When each wording was the law, the earliest first; nothing where there has been one only."""
    if not any(v.since or v.until for v in versions):
        return ""
    ordered = sorted(versions, key=lambda v: (v.since or date.min, v.until or date.max, v.lang))
    rows = ""
    for v in ordered:
        today = day or date.today()
        holds = (v.since is None or v.since <= today) and (v.until is None or today < v.until)
        cells = (
            v.since.isoformat() if v.since else say("from_the_beginning", lang),
            v.until.isoformat() if v.until else say("until_now", lang),
            language_name(v.lang),
            f"{role_name(v.role, lang)} ({v.edition})",
            provisions(v.amended_by, engine.registry, lang) if v.amended_by else "",
        )
        drawn = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows += f"<tr{' class=x-holds' if holds else ''}>{drawn}</tr>"
    heads = "".join(
        f'<th scope="col">{escape(say(key, lang))}</th>'
        for key in ("from", "until", "language", "role", "amended_by")
    )
    return (
        f'<h3>{escape(say("versions", lang))}</h3><div class="x-scroll" tabindex="0" role="region" '
        f'aria-label="{escape(say("versions", lang))}"><table class="x-times"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _sources(engine: Engine, instrument: Instrument, lang: Lang) -> str:
    """The texts that are held, each with its language, role and address."""
    held = []
    for document in engine.index.catalog.documents(instrument.id):
        words = f"{language_name(document.lang)}: {role_name(document.role, lang)}, {document.edition}"
        when = time_line(document.since, document.until, None, lang)
        drawn = escape(words + (f" · {when}" if when else ""))
        if document.url and document.url.startswith(("https://", "http://")):
            drawn = f'<a href="{escape(document.url)}" target="_blank" rel="noopener noreferrer">{drawn}</a>'
        held.append(f"<li>{drawn}</li>")
    return f"<ul>{''.join(held)}</ul>" if held else ""


def _list(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>" if items else ""


def _short(engine: Engine, id: str, lang: Lang) -> str:
    """The name of an instrument, or of the one that a pin belongs to."""
    known = engine.registry.instruments.get(id.split("/")[0])
    return known.short.get(lang) if known else id
