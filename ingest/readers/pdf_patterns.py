"""How the lines look that structure a page: numbers, bullets, headings, captions, contents entries, notes."""

import re

MARKER = re.compile(
    r"[•●○■□▪▫◦‣❖❑◆➢➤✓✔☑☒](?=\s|\w)|o\s(?=[A-Z])|[–—*-]\s|——|\[\d{1,3}\]|注\s?\d{0,2}[：:]"
    r"|[(（]?\d{1,3}[)）]|[(（]?[*†‡]{1,3}[)）]\s|\d{1,5}\.(?=\s|$|[\u4e00-\u9fff“A-Z])"
    r"|\d{1,2}(?:\.\d{1,2})+\.?(?=\s|$|[\u4e00-\u9fff])"
    r"|[(（](?:[a-z]{1,3}|[ivxlc]{1,8}|[A-Z]{1,4}|[一二三四五六七八九十百]{1,4})[)）]"
    r"|[a-z][)）]|[a-z]\.\s|[A-Z]\.\s|(?:[ivxl]{1,6}|[IVX]{1,5})[.)]\s"
    r"|第[〇零一二三四五六七八九十百千\d]+[编章节条款]|[一二三四五六七八九十]{1,3}、|[①-⑳]"
)
"""How a line begins that is an item of its own."""
LABEL = re.compile(
    r"[(（\[]?(?:\d{1,4}(?:[.-]\d{1,4})*|[a-z]{1,3}|[A-Z]{1,4}|[一二三四五六七八九十百]{1,4})[.)）\]:、]{0,2}"
    r"|[A-Z]?\.?\d{1,3}(?:\.\d{1,3})*\.?|[•●○■□▪▫◦‣❖➢➤✓✔*–—-]|[\ue000-\uf8ff]|[①-⑳]"
    r"|(?:Article|Section|Sec\.|§)\s?[\dIVX.]+"
)
"""A segment that is nothing but the number or bullet of the text beside it."""
NOTE_LABEL = re.compile(r"[(\[]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[)\].]?(?=\s|$|[^\W\d])")
"""How a footnote begins."""
ALONE = re.compile(
    r"(?:Article|ARTICLE|Chapter|CHAPTER|Section|SECTION|Part|PART|Title|TITLE|Annex|ANNEX|Appendix|APPENDIX)\s+"
    r"[\dIVXLCA-Z]{1,7}(?:[-–.]?[A-Z\d]{1,3})?[.:]?|第[〇零一二三四五六七八九十百千\d]+[编章节条]|附\s?录\s?[A-Z]?|附\s?件\s?\d*"
)
"""A structural number alone on its line: always a block of its own."""
SECTION = re.compile(r"(?:SEC\.|Sec\.|SECTION|Section|§+|Article|ARTICLE)\s+[\dA-Z]")
"""A section number with its text on the same line."""
END = re.compile(r"[.!?。！？][)\]）」』》”’\"'⁰¹²³⁴⁵⁶⁷⁸⁹\d]{0,4}$")
"""A sentence has ended."""
STOP = re.compile(r"[.!?:;。！？：；][)\]）」』》”’\"'⁰¹²³⁴⁵⁶⁷⁸⁹]*$|[;,]\s*(?:and|or|AND|OR)$")
"""A sentence, or an item of a list, has ended."""
REFERS = re.compile(
    r"(?:\b(?:[Aa]rticles?|[Pp]oints?|[Pp]aragraphs?|[Ss]ections?|sub\w+|clause|and|or|to|of|in|by|with)|,|§|第|和|或)\s*$"
)
"""A line that breaks in the middle of a reference: what follows is no heading, though it may look like one."""
LAST_BUT_ONE = re.compile(r";\s*(?:and|or|AND|OR)$")
"""The last item but one of a list has ended."""
CAPTION = re.compile(r"(?:Fig(?:ure|\.)?|FIGURE|Table|TABLE|Box|图|表)\s?[\dA-Z]{1,3}(?:\.\d+)*[.: \u3000]")
"""The caption of a figure or table."""
CONTINUED = re.compile(
    r"\(?continued(?: on(?: the)? next page| from(?: the)? previous page)?\)?[.…]*|（?续(?:上)?[表页]）?",
    re.I,
)
"""What is printed where a table goes on over the page."""
PAGE_AT_END = re.compile(r"\s\d{1,3}$")
"""An entry of a contents list without leaders."""
NOTE_SIGN = re.compile(r"[(\[]?(?:[*†‡]{1,3}\d?|\d{1,2})[)\]]?\s")
"""A note below a short rule in the middle of a page."""
LEADERS = re.compile(r"(?:[.…·]\s?){5,}\s*(?:\d{1,4}|[ivxlc]{1,6})?$")
"""An entry of a contents list."""
ARTICLE = re.compile(r"(?:Article|ARTICLE)\s+\d+[a-z]?|第[〇零一二三四五六七八九十百千\d]+条")
"""An article's number alone on its line."""
SUPERSCRIPT = re.compile(r"(?P<base>(?:(?<!\d)\d{1,4})?)(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:,(?=[⁰¹²³⁴⁵⁶⁷⁸⁹]))?")
"""A raised number, with the digits that it stands behind."""
DIVIDED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
"""A line that ends in the middle of a word."""
