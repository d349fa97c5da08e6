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
_IDLE = re.compile(r"(?<=[.?!。？！])\s*[.?!,;:。？！，；：]+|^[\s.,;:，。；：]+")


def without_comparing(topic: str) -> str:
    """A topic, in which names are replaced by pronouns, without the words that ask for a comparison.

    It is returned as it is where too little would be left to search for.
    """
    bare = _WORDS.sub(" ", _SENTENCES.sub(" ", topic))
    bare = re.sub(r"\s+", " ", _IDLE.sub("", re.sub(r"\s+", " ", bare))).strip(" ,、，")
    return bare if sum(c.isalnum() for c in bare) >= _LEFT else topic
