"""How references to provisions are spelled in English and Chinese, as regular expressions.

They are matched against text that `corpus.numerals.narrow` has made plain.
"""

import re

from corpus.numerals import CHINESE_DIGITS

_HAN = rf"[{CHINESE_DIGITS}]+"
_ARTICLE = r"(?:\d{1,4}-\d{1,3}(?![\w-])|\d{1,4}[a-z]{0,2}(?:\.\d{1,3})*(?!\w))"
_RECITAL = r"(?P<open>\()?(?P<number>\d{1,3}[a-z]?)(?!\w)(?(open)\))"
_ROMAN = r"[ivx]{1,6}"
_ANNEX = r"(?:[ivx]{1,6}|(?:\d{1,2}|[a-z])(?:\.\d{1,2})*)(?!\w)"
_SECTION = r"(?:\d{1,2}-\d{1,2}-\d{3,5}(?:\.\d{1,2})?|\d{1,5}(?:\.\d{1,5})+[a-z]?|\d{1,5}[a-z]?(?:-[a-z]{1,2})?)(?!\w)"
NUMBER = (
    rf"(?:\d{{1,2}}-\d{{1,2}}-\d{{3,5}}(?:\.\d{{1,2}})?|\d+-[a-z]{{1,2}}|\d+[a-z]{{0,2}}(?:\.\d+)*|{_HAN})"
)
"""A number in a Chinese reference: 十四, 22757.13, 6-1-1702."""
_LIST = rf"{NUMBER}(?:\s*(?:、|,|和|及|与|或|以及|至|到|[~—–-])\s*第?{NUMBER})*"
_LETTER = r"(?:\d{1,3}(?:\.\d{1,2})*[a-z]{0,2}|[a-z]|[ivx]{2,6})"
_UNIT = (
    r"(?:points?|items?|letters?|lit\.?|let\.|paragraphs?|paras?\.?|sub-?divisions?|sub-?sections?|clauses?|"
    r"sub-?clauses?|sub-?paragraphs?|subparas?\.?|sections?)"
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_ORDINAL = rf"(?:{'|'.join(ORDINALS)})\s+(?:sub-?)?paragraph"
_AND = r"\s*(?:,\s*(?:and|or)?|and|or|&)\s*"
_STEP = rf"(?:{_UNIT}\s*\(?{_LETTER}\)?(?:\({_LETTER}\))*(?:{_AND}\(?{_LETTER}\)?(?!\w))*|{_ORDINAL})"
_BELOW = rf"(?:(?<!\w)|(?=§))(?P<below>(?:{_STEP}\s*,?\s+(?:of|in)\s+(?:the\s+)?)+)?"
FLAGS = re.IGNORECASE | re.ASCII

LISTED = re.compile(rf"{_AND}(?=\(?{_LETTER}\)?(?!\w))", FLAGS)
"""Between the steps of `points (a) and (b) of Article 6`."""

HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, FLAGS))
    for kind, pattern in (
        (
            "chapter",
            rf"(?<!\w)chapter\s+(?P<number>{_ROMAN}|\d{{1,2}})(?![\w.])(?:\s*,?\s*section\s+(?P<within>\d{{1,2}}))?(?!\w)",
        ),
        ("chapter", rf"第(?P<number>{_HAN}|\d{{1,2}}|{_ROMAN})章(?:\s*第(?P<within>{_HAN}|\d{{1,2}})节)?"),
        ("part", r"[“\"「『](?P<number>[0-9a-z\u4e00-\u9fff]+(?:[.-][0-9a-z\u4e00-\u9fff]+)*)[”\"」』]"),
        (
            "article",
            rf"{_BELOW}(?:article(?P<plural>s)?|art(?P<plural_>s)?\.?(?!\s*(?:19|20)\d\d\b))\s*(?P<number>{_ARTICLE})",
        ),
        ("recital", rf"{_BELOW}recital(?P<plural>s)?\s*{_RECITAL}"),
        ("annex", rf"{_BELOW}(?:annex(?P<plural>es)?|appendi(?:x|(?P<plural_>ces)))\s+(?P<number>{_ANNEX})"),
        ("act", rf"\bact\s*(?:§|section|sec\.)\s*(?P<number>{_SECTION})"),
        ("section", rf"{_BELOW}(?:§(?P<plural>§)?|section(?P<plural_>s)?|secs?\.?)\s*(?P<number>{_SECTION})"),
        ("section", r"(?<![\w.$€£-])(?P<number>\d{5}\.\d{1,3}(?![\d%]))"),
        (
            "section",
            r"(?<![\w.$€£-])(?P<number>\d{4}\.\d{1,3}|\d{1,2}-\d{1,2}-\d{3,5}(?:\.\d{1,2})?)(?=\([a-z\d]\))",
        ),
        # the functions of a risk framework, the commitments and measures of a code of practice
        (
            "named",
            r"(?<!\w)(?=(?-i:[A-Z])|\w+[ -]\d+\.)"
            r"(?P<number>(?:govern|map|measure|manage|commitment)[ -]\d{1,2}(?:\.\d{1,2})*)(?!\w)",
        ),
        ("preamble", r"\bpreamble\b(?:\s*,?\s*para(?:graph|\.)?\s*(?P<number>\d{1,3}))?"),
        ("paragraph", r"\bpara(?:graph|\.)?\s*(?P<number>\d{1,3})(?![\w%])"),
        ("recital", rf"第(?P<number>{NUMBER})条\s*鉴于"),
        ("条", rf"第(?P<number>{_LIST})(?P<inside>(?:\({_LETTER}\))*)\s*条(?:之(?P<inserted>{_HAN}))?"),
        ("act", rf"法案第(?P<number>{NUMBER})节"),
        ("节", rf"第(?P<number>{NUMBER})节"),
        ("节", r"(?:措施|承诺)\s*(?P<number>\d{1,2}(?:\.\d{1,2})+)"),
        ("annex", rf"(?:附件|附录)\s*(?P<number>{_HAN}|{_ANNEX})"),
        (
            "recital",
            rf"(?:序言|前言|叙文)(?:部分)?\s*(?=第|\()(?:第\s*)?(?P<open>\()?(?P<number>{NUMBER})(?(open)\))\s*[段条款项]?",
        ),
        (
            "鉴于",
            rf"鉴于(?:(?:条款|部分)|(?=\s*(?:第|\()))\s*(?:第\s*)?(?P<open>\()?(?P<number>{NUMBER})(?(open)\))\s*[段条款项]?",
        ),
        ("preamble", r"[序前]言(?P<number>)"),
        ("paragraph", rf"第(?P<number>{NUMBER})段"),
    )
)
"""What a reference begins with, by kind. Where two begin at the same place, the one that stands first here wins.

Group `number` is the number (条: a list of them), `below` the steps said before it, `plural` whether a list may
follow.
"""
MARK = re.compile(
    rf"""
      \s?第?\((?P<bracket>{_LETTER}|{_HAN})\)(?:\s?(?P<unit>[款项目点]))?
    | 第?\((?P<letters>(?-i:[a-z]{{2}})|(?P<same>[a-z])(?P=same){{1,3}})\)[款项目点]?
    | \s*,?\s*(?P<word>{_UNIT})\s*
      (?: \((?P<enclosed>{_LETTER})\)
        | (?P<plain> \d{{1,3}}(?:\.\d{{1,2}})*[a-z]?(?!\w) | (?-i:[A-Z])(?!\w)
          | (?:[a-z]|[ivx]{{2,6}})(?=\s*(?:[.,;:?!)]|$|(?:and|or|of)\b|[^\x00-\x7f])) ) )
    | \s*,?\s*(?P<ordinal>{_ORDINAL})
    | \s*,?\s*第?(?P<division>{NUMBER}|[a-z])(?:部分|节)
    | \s*第(?P<numbered>{NUMBER}|[a-z]{{1,4}})\s*(?P<within>(?:\({_LETTER}\))*)(?P<rank>[款项目点段])
    | (?P<bare>[a-z]{{1,4}})[项目点]
    """,
    FLAGS | re.VERBOSE,
)
"""One step below the head."""
RANKS = {"款": "paragraph", "项": "item"}
MORE = re.compile(
    r"\s*(?:,\s*(?P<then>and\b|or\b)?|(?P<joined>and\b|or\b|&|/)|(?P<range>to\b|through\b|[–—~-]|至|到)|、|和|及|与|或|以及)\s*第?",
    FLAGS,
)
"""What may stand before a further number or step."""
RANGE = re.compile(r"\s*(?:to|through|[–—~-]|至|到)\s*", FLAGS)
QUANTITY = re.compile(
    r"\s*(?:(?:calendar|working|business)\s+)?(?:days?|hours?|months?|years?|%|per\s?cent|million|billion|times)\b",
    FLAGS,
)
"""What follows a number that counts something: "Article 73 and 15 days"."""
NEXT_NUMBER = {
    kind: re.compile(pattern, FLAGS)
    for kind, pattern in (
        ("article", rf"(?P<number>{_ARTICLE})"),
        ("recital", _RECITAL),
        ("annex", rf"(?P<number>{_ANNEX})"),
        ("section", rf"§?\s*(?P<number>{_SECTION})"),
    )
}
"""A further number in a list, by the kind of the head."""
