"""What of a web page is not its text: navigation, banners, and text that a reader of the page cannot see."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_DEPTH = 300
"""Below this depth of nesting an element's text is taken as one piece: no page that people wrote goes so deep."""

NEVER_TEXT = re.compile(
    "script|style|noscript|template|head|meta|link|title|svg|canvas|iframe|object|embed|audio|video|map"
    "|button|select|option|datalist|input|textarea|progress|meter|dialog"
)
"""Tags of elements whose content is no text of the page."""

_NAVIGATION_ROLES = frozenset(
    {"navigation", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar", "tablist"}
)
_PAGE_ROLES = frozenset({"banner", "contentinfo", "complementary"})
_NAVIGATION_NAME = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|sidebar|side-?nav|toc|toolbar|top-?bar|pager"
    r"|pagination|share|sharing|social|cookies?|consent|skip|search|login|related|footer|header|foot|head)s?"
    r"(?:$|[-_ \d])",
    re.I,
)
_BOILERPLATE = re.compile(
    r"©|all rights reserved|cookie|privacy policy|newsletter|版权所有|ICP\s*备|公网安备|网站标识码|主办单位",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much text an element holds, in characters without space."""

    text: int = 0
    linked: int = 0
    links: int = 0
    links_within: int = 0
    """Links to a place on the same page."""


def weigh(root: "LexborNode") -> dict[int, Weight]:
    """The weight of every element below `root`, by `mem_id`."""
    weights: dict[int, Weight] = {}
    stack: list[tuple[LexborNode, bool, bool, int]] = [(root, False, False, 0)]
    while stack:
        node, in_link, done, depth = stack.pop()
        if done:
            weights[node.mem_id] = _sum(node, weights, in_link)
            continue
        if NEVER_TEXT.fullmatch(node.tag or ""):
            continue
        stack.append((node, in_link, True, depth))
        if depth < MAX_DEPTH:
            inside = in_link or _is_link(node)
            stack += [(child, inside, False, depth + 1) for child in children(node) if child.is_element_node]
    return weights


def children(node: "LexborNode") -> "list[LexborNode]":
    """The child nodes, texts and comments too, in order."""
    found: list[LexborNode] = []
    child = node.child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def is_navigation(node: "LexborNode", weight: Weight, inside_main: bool) -> bool:
    """Whether an element serves the page, not its text.

    The element or role says so (`nav`, a page's own `header` and `footer`), or its name does and its text is
    mostly links or a site's small print, or it is a list of links to places on the page (a table of contents).

    Args:
        node: The element.
        weight: Its weight.
        inside_main: Whether it stands inside `main` or `article`, where a header or footer belongs to the text.
    """
    if node.tag in ("html", "body", "main", "article"):
        return False
    attributes = node.attributes
    role = (attributes.get("role") or "").lower()
    if node.tag == "nav" or role in _NAVIGATION_ROLES:
        return True
    if not inside_main and (node.tag in ("footer", "aside") or role in _PAGE_ROLES):
        return True
    share = weight.linked / weight.text if weight.text else 0.0
    if not inside_main and node.tag == "header" and share > 0.3:
        return True
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if _NAVIGATION_NAME.search(name) and node.css_first("main, article, h1, h2") is None:
        if weight.links >= 2 and share >= 0.5:
            return True
        if weight.text < 1000 and _BOILERPLATE.search(node.text()):
            return True
    is_contents = weight.links >= 5 and share >= 0.7 and weight.links_within >= 0.8 * weight.links
    return is_contents and node.css_first("p, h1, h2") is None


def hidden_because(
    node: "LexborNode", background: str, hidden_names: frozenset[str] = frozenset()
) -> str | None:
    """Why a visitor of the page does not see this element's text; None where it is seen.

    Args:
        node: The element.
        background: The colour behind it, as `colour` writes it.
        hidden_names: Of `hidden_by_sheets`.
    """
    attributes = node.attributes
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return "hidden"
    if (attributes.get("aria-hidden") or "").lower() == "true":
        return "aria-hidden"
    if hidden_names:
        names = {f".{name}" for name in (attributes.get("class") or "").split()} | {
            f"#{attributes.get('id')}"
        }
        if names & hidden_names:
            return "hidden by the page's style sheet"
    style = style_of(node)
    if node.tag == "font" and attributes.get("color"):
        style = {"color": (attributes["color"] or "").lower(), **style}
    if not style:
        return None
    if style.get("display") == "none":
        return "display:none"
    if style.get("visibility") in ("hidden", "collapse"):
        return "visibility:hidden"
    if _number(style.get("opacity")) == 0:
        return "opacity:0"
    if _tiny(style, "font-size"):
        return "zero-size text"
    if style.get("overflow") in ("hidden", "clip") and (_tiny(style, "width") or _tiny(style, "height")):
        return "zero-size box"
    if any((_number(style.get(side)) or 0) <= -500 for side in ("left", "top", "text-indent", "margin-left")):
        return "off the page"
    if _CLIPPED.match(style.get("clip-path", "") + style.get("clip", "")):
        return "clipped away"
    shown = colour(style.get("color", ""))
    if shown and _alike(shown, background_of(style) or background):
        return "text in the colour of its background"
    return "transparent text" if shown == "transparent" else None


def hidden_by_sheets(root: "LexborNode") -> frozenset[str]:
    """Selectors of one class or id (`.note`, `#note`) that the page's own style sheets do not display.

    Only rules that always hold count, and only those whose name no other rule displays: a script may show the rest.
    """
    hidden: set[str] = set()
    shown: set[str] = set()
    for sheet in root.css("style"):
        text = _CSS_COMMENT.sub("", sheet.text())
        if len(text) > _LONGEST_SHEET:
            continue
        for selectors, body in _CSS_RULE.findall(_CSS_AT_BLOCK.sub("", text)):
            hides = _CSS_HIDES.search(body.lower()) is not None
            for selector in selectors.split(","):
                name = selector.strip()
                if hides and _CSS_NAME.fullmatch(name):
                    hidden.add(name)
                elif not hides:
                    shown.update(_CSS_NAME.findall(name) if "display" in body or "visib" in body else ())
    return frozenset(hidden - shown)


def style_of(node: "LexborNode") -> dict[str, str]:
    """The declarations of the element's own `style` attribute, in lower case."""
    raw = node.attributes.get("style")
    if not raw:
        return {}
    pairs = (declaration.partition(":") for declaration in raw.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value.strip()
    }


def background_of(style: dict[str, str]) -> str | None:
    """The background colour that a style sets, if any."""
    for name in ("background-color", "background"):
        found = colour(style.get(name, ""))
        if found and found != "transparent":
            return found
    return None


def colour(value: str) -> str | None:
    """A CSS colour as `r,g,b` or `transparent`; None for what is not a plain colour."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    if match := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", value):
        digits = match[1] if len(match[1]) == 6 else "".join(c * 2 for c in match[1])
        return ",".join(str(int(digits[i : i + 2], 16)) for i in (0, 2, 4))
    if match := re.fullmatch(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+)%?)?\s*\)", value):
        return "transparent" if match[4] and float(match[4]) == 0 else ",".join(match.group(1, 2, 3))
    return None


def _alike(one: str, other: str) -> bool:
    """Whether nobody can tell two colours apart."""
    if "transparent" in (one, other):
        return False
    pairs = zip(one.split(","), other.split(","), strict=True)
    return all(abs(int(a) - int(b)) <= _NEAR for a, b in pairs)


_NEAR = 6  # of 255, in each of red, green and blue
_CLIPPED = re.compile(r"inset\((?:100|50)%|circle\(0|rect\(0(?:px)?[\s,]+0(?:px)?[\s,]+0(?:px)?[\s,]+0")
_LONGEST_SHEET = 400_000
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CSS_AT_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;")
_CSS_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CSS_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|!|$)"
)
_CSS_NAME = re.compile(r"[.#][\w-]+")
_NAMED = {
    "white": "255,255,255",
    "black": "0,0,0",
    "red": "255,0,0",
    "transparent": "transparent",
}


def _is_link(node: "LexborNode") -> bool:
    return node.tag == "a" and node.attributes.get("href") is not None


def _sum(node: "LexborNode", weights: dict[int, Weight], in_link: bool) -> Weight:
    own = 0
    text = linked = links = within = 0
    link = _is_link(node)
    for child in children(node):
        if child.is_text_node:
            own += len("".join((child.text_content or "").split()))
        elif child.mem_id in weights:
            weight = weights[child.mem_id]
            text, linked = text + weight.text, linked + weight.linked
            links, within = links + weight.links, within + weight.links_within
    return Weight(
        text=text + own,
        linked=linked + (own if in_link or link else 0),
        links=links + link,
        links_within=within + (link and (node.attributes.get("href") or "").startswith("#")),
    )


def _number(value: str | None) -> float | None:
    match = re.match(r"-?\d*\.?\d+", value or "")
    return float(match[0]) if match else None


def _tiny(style: dict[str, str], name: str) -> bool:
    """Whether a length is nothing, or at most one pixel or point."""
    value = style.get(name, "")
    number = _number(value)
    return number == 0 or (number is not None and 0 < number <= 1 and value.endswith(("px", "pt")))
