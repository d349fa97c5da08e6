"""Who regulates what, at a glance: instruments across, facets down, a mark where our digests file provisions."""

from collections import Counter
from html import escape

from rag import Engine
from ui.html import in_both
from ui.names import pole_name
from ui.page.drawing import bilingual, grouped
from ui.wording import say


def overlap_html(engine: Engine) -> str:
    """The table of all instruments of the index and all facets."""
    registry = engine.registry
    poles = [(pole, [i for _, members in places for i in members]) for pole, places in grouped(engine)]
    poles = [(pole, [i for i in members if i.id in registry.digests]) for pole, members in poles]
    poles = [(pole, members) for pole, members in poles if members]
    columns = [i for _, members in poles for i in members]
    filed = {
        i.id: Counter(facet for entry in registry.digests[i.id].provisions for facet in set(entry.facets))
        for i in columns
    }
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(members)}" class="x-pole-{pole}">'
        f"{bilingual(pole_name(pole, 'en'), pole_name(pole, 'zh'))}</th>"
        for pole, members in poles
    )
    heads = "".join(
        f'<th scope="col" data-instrument="{escape(i.id)}"><span>{bilingual(i.short.en, i.short.zh)}</span></th>'
        for i in columns
    )
    rows = ""
    for facet in registry.facets:
        cells = "".join(_cell(filed[i.id][facet.id], i.pole) for i in columns)
        rows += (
            f'<tr data-facet="{escape(facet.id)}"><th scope="row"><button type="button" class="x-facet">'
            f"{bilingual(facet.name.en, facet.name.zh)}</button></th>{cells}</tr>"
        )
    return (
        f'<section class="x-overlap"><h2 id="x-overlap-name">{in_both("overlap")}</h2>'
        f'<p class="x-hint">{in_both("overlap_hint")}</p>'
        '<div class="x-scroll" tabindex="0" role="region" aria-labelledby="x-overlap-name"><table>'
        f'<thead><tr><td></td>{groups}</tr><tr><th scope="col">{in_both("facet")}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _cell(count: int, pole: str) -> str:
    """A mark, larger where more provisions are filed, with its meaning in words."""
    if not count:
        none = in_both("untreated")
        return f'<td><span class="x-none" aria-hidden="true"></span><span class="x-unseen">{none}</span></td>'
    size = 1 if count < 3 else 2 if count < 8 else 3
    words = bilingual(say("treated", "en").format(count), say("treated", "zh").format(count))
    return (
        f'<td class="x-pole-{pole}"><span class="x-dot x-dot-{size}" aria-hidden="true"></span>'
        f'<span class="x-unseen">{words}</span></td>'
    )
