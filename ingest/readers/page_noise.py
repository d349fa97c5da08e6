"""Navigation and footers of official web pages that were saved as text.

Only evidence that holds for any page is used: a run of short lines, none of them a sentence, at the very
top or bottom, with at least two phrases of the kind that pages say to a visitor (print, share, set as home
page, all rights reserved, filing number) and laws never do.
"""

import re
from collections.abc import Sequence

_SENTENCE = re.compile(r"[。；;]|[.!?:：]$")
_SENTENCE_CHARACTERS = 60

_PRINTED = re.compile(
    r"[\[(]?this page (?:is |was |has been )?(?:intentionally )?(?:left )?blank(?: intentionally)?\.?[\])]?"
    r"|EXPLANATION\s?-+\s?Matter in .*|LBD\d[\d-]+",
    re.I,
)
"""What a printer says of its pages: that one is blank, what brackets and italics mean (New York), its job number."""
_NOTE_GOES_ON = re.compile(r"\[ \] is old law to be omitted\.", re.I)

_CRAWLER = re.compile(
    r"(标题|来源URL|来源网址|网址|链接|URL|下载时间|抓取时间|采集时间|集合|正文|Title|Source URL|Retrieved|Downloaded)"
    r"\s*[:：]",
    re.I,
)
"""Lines that a crawler writes above the page it saved."""

_TOP = re.compile(
    r"设为首页|加入收藏|手机版|无障碍|长者模式|繁\s*体$|简\s*体$|^搜\s*索$|^登\s*录$|^注\s*册$|当前位置|您的位置"
    r"|您现在的位置|^首\s*页$|^正\s*文$|打\s*印|纠\s*错|字\s*号|字体[:：]|分享到?|收藏$|^来\s*源\s*[:：]|发布时间"
    r"|发布日期|浏览次数|点击数|责任编辑|^skip to (?:main )?content|^home$|^menu$|^search$|^sign in$"
    r"|^print(?: this page)?$|^share(?: this.*)?$",
    re.I,
)
_BOTTOM = re.compile(
    r"^关\s*闭|打\s*印|返回顶部|回到顶部|版权所有|ICP备|公网安备|联系我们|网站地图|^承办\s*[:：]|^主办\s*[:：]|技术支持"
    r"|分享到?|微信|微博|扫一扫|责任编辑|上一篇|下一篇|相关链接|相关稿件|相关阅读|^PC版|手机版|Produced By"
    r"|网站标识码|客户端$|©|all rights reserved|privacy policy|terms of use|cookie|back to top|^contact us$"
    r"|^follow us$|^share(?: this.*)?$|^write a comment$|^(?:web)?site content (?:is )?(?:managed|owned)\b"
    r"|^designed (?:&|and|,)|\bhosted by\b|^visitors?\s*:|\blast updated on\b|^working hours\b|accessibility statement",
    re.I,
)


def body_lines(lines: Sequence[str]) -> list[str]:
    """The lines without the page's navigation at the top and its footer at the bottom.

    Everything up to the last navigation phrase of the top run goes, and everything from the first footer
    phrase of the bottom run on. The title and any notice that stand below the navigation, and signatures
    that stand above the footer, are kept.

    Args:
        lines: All lines of the page, in order; blank ones too.
    """
    top = 0
    while top < len(lines) and (not lines[top].strip() or _CRAWLER.match(lines[top].strip())):
        top += 1
    sentences = [i for i, line in enumerate(lines) if i >= top and _is_sentence(line.strip())]
    if not sentences:
        return list(lines[top:])
    top = _after_navigation(lines, top, sentences[0])
    return list(lines[top : _before_footer(lines, sentences[-1] + 1)])


def without_printers_notes(texts: Sequence[str]) -> list[bool]:
    """Which paragraphs stay when those go that a printer added on its own account."""
    return [not (_PRINTED.fullmatch(text) or _NOTE_GOES_ON.fullmatch(text)) for text in texts]


def _after_navigation(lines: Sequence[str], start: int, end: int) -> int:
    phrases = [i for i in range(start, end) if _TOP.search(lines[i].strip())]
    if len({lines[i].strip() for i in phrases}) < 2:
        return start
    after = phrases[-1] + 1
    # what the last phrase introduces on lines of its own: 来源： / 中国网信网
    if re.search(r"[:：]$", lines[phrases[-1]].strip()):
        after = next((i + 1 for i in range(after, end) if lines[i].strip()), after)
    return after


def _before_footer(lines: Sequence[str], start: int) -> int:
    phrases = [i for i in range(start, len(lines)) if _BOTTOM.search(lines[i].strip())]
    if len({lines[i].strip() for i in phrases}) < 2:
        return len(lines)
    return phrases[0]


def _is_sentence(line: str) -> bool:
    """Whether a line is part of a text, not of a menu."""
    if re.search(r"[。；]$", line):
        return True
    if _TOP.search(line) or _BOTTOM.search(line):
        return False
    return len(line) > _SENTENCE_CHARACTERS or (len(line) > 15 and bool(_SENTENCE.search(line)))
