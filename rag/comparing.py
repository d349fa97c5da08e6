"""The words by which a question asks for a comparison: they say nothing of what is compared.

A sentence "Compare it." after a question moves its vector away from all that answers it, and no law speaks of
differences between laws.
"""

import re

_LEFT = 8
"""Letters that a topic must have left without those words."""
_IT = r"(?:(?:\s*,)?\s+(?:and|or|with|to|from|between|across|in|under|of|by|for|on|it|its|the|each|both))*"
_SENTENCES = re.compile(
    r"(?:^|(?<=[.?!;:])\s*)"
    r"(?:(?:please|can you|could you|table please|in a table|side by side|briefly)\b[\s,:]*)*"
    rf"(?:compare|contrast|compare and contrast|how do(?:es)? (?:it|they)(?: and it)* (?:compare|differ)|"
    rf"what (?:is|are) the (?:main |key )?differences?|which (?:is|one is) (?:stricter|tougher|stronger|looser))"
    rf"{_IT}\s*(?:[.?!:]+|$)"
    r"|(?:请|帮我)?(?:比较|对比|对照)(?:一下|下)?其?(?:的(?:规定|异同|差异|区别))?[。？！]?$",
    re.IGNORECASE,
)
"""Whole sentences that only ask to compare."""
_WORDS = re.compile(
    r"^(?:please\s+)?(?:compare|contrast)\s+(?:how\s+)?(?:it\s+)?"
    r"(?:(?:on|regarding|with respect to|in terms of|as to|about)\s+)?"
    r"|\bdiffer(?:s|ences?)?\s+(?:between|across|from|in|under)\s+its?\b"
    r"|,?\s*(?:\bit\s+)?\b(?:compared (?:to|with)|versus|vs\.?)(?:\s+its?\b)+"
    r"|\b(?:side by side|table please|in a table)\b[:,]?"
    r"|(?:之间)?(?:有何|有什么|有哪些|的|存在哪些|存在什么)(?:主要)?(?:不同|区别|差异|异同|差别|不一样)(?:之处)?(?:是什么|在哪里?|何在|吗)?"
    r"|(?:与|和|同|跟)其相比|相比(?:如何|怎样|怎么样|之下)?|(?:的)?(?:异同|对比|比较|对照)[？。]?$",
    re.IGNORECASE,
)
_PIECES = re.compile(
    r"((?<=[.;:?!])\s+|(?<=[。？！；：])|(?<=[，,])\s*(?=其|it\b|then\b|and\b)|\s+[-–—]+\s+|(?=——))"
)
"""What stands between the pieces of a topic."""
_EMPTY = re.compile(
    r"\b(?:what|which|who|how|where|when|do|does|did|is|are|was|were|be|been|being|has|have|had|would|"
    r"it|its|they|them|their|one|ones|each|both|either|neither|all|any|anything|something|two|three|four|same|other|others|"
    r"the|an?|this|that|these|those|there|here|then|also|too|instead|again|even|and|or|but|of|in|on|at|to|for|from|by|with|under|about|"
    r"beside|against|between|through|across|according|please|we|i|me|us|need|want|let|give me|table|columns?|"
    r"compare[sd]?|contrast|differ(?:s|ent|ence|ences)?|line|up|out|set|look|check|trace|follow|take|mention(?:s|ed)?|"
    r"sa(?:y|ys|id|ying)|stand(?:s|ing)?|treat(?:s|ed)?|handle[sd]?|deal(?:s|t)?|approach(?:es)?|stances?|positions?|views?|attitudes?|"
    r"mood|tone|answers?|texts?|documents?|papers?|laws?|rules?|regimes?|side|sides|place|places|case|changed?)\b|['’]s\b|\b(?:19|20)\d\d\b"
    r"|分别|各自|各|怎么样?|怎样|如何|什么|哪些?|说法?|规定|写到?|要求|又|是|呢|在|里|按|都|吗|有无|有|没有|对|和|与|跟|比|里面|那边|那|两边|双方|"
    r"两者|三者|两份|三份|文件|法律|法|请|说明|比较|对比|对照|放在一起|一下|想|态度|立场|一致|不同|其|的|怎么看|看|谈|提到?|上|中|下|情况|换成|到了?",
    re.IGNORECASE,
)
"""What may stand in a piece that asks nothing of its own: "what do it and it each say?", 其各怎么说？"""
_IDLE = re.compile(r"(?<=[.?!。？！])\s*[.?!,;:。？！，；：]+|^[\s.,;:，。；：]+")


def without_comparing(topic: str) -> str:
    """A topic, in which names are replaced by pronouns, without the words that ask for a comparison.

    It is returned as it is where too little would be left to search for.
    """
    bare = _WORDS.sub(" ", _SENTENCES.sub(" ", topic))
    bare = "".join(piece for piece in _PIECES.split(bare) if not _asks_nothing(piece))
    bare = re.sub(r"\s+", " ", _IDLE.sub("", re.sub(r"\s+", " ", bare))).strip(" ,、，")
    return bare if sum(c.isalnum() for c in bare) >= _LEFT else topic


def _asks_nothing(piece: str) -> bool:
    """Whether a piece says no more than which texts are to be looked at, or that they are."""
    return any(c.isalnum() for c in piece) and not any(c.isalnum() for c in _EMPTY.sub("", piece))
