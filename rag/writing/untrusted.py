"""Retrieved text as a language model may see it: visible characters only, and nothing that speaks to a model.

A document can hold instructions ("ignore the above …"), markup of chat templates, or characters that no reader sees.
What a model is shown, and what its sentences are checked against, is the text without them; the answer's quotes are
not touched.
"""

import re
import unicodedata

from ingest.sentences import split

_TEMPLATE = re.compile(
    r"<\|[^|<>]{0,40}\|>|<\|?/?(?:im_start|im_end|system|user|assistant|tool|eot_id|think|passage)\b[^<>]{0,80}>"
    r"|\[/?(?:INST|SYS)\]|<</?SYS>>|</?s>|#{2,}\s*(?:system|instruction|assistant|response)s?\b:?",
    re.IGNORECASE,
)
"""Tags by which chat templates, and our own prompts, tell who speaks."""
_NUMBER = re.compile(r"[\[【［](\s*\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*)[\]】］]")
"""Looks like the number of a passage."""

_BEFORE = (
    r"(?:previous|prior|above|earlier|preceding|other|foregoing|all|any|your|these|system|safety|original)"
)
_SAYING = r"(?:answer|reply|respond|output|print|write|say|repeat|state|conclude)"
_TOLD = r"(?:instruction|prompt|rule|direction|command|message|passage|text|context|guideline|guardrail)s?"
_ENGLISH = (
    # who is spoken to
    r"\b(?:you are|you're|act as an?|behave as|pretend)\b.{0,30}"
    r"\b(?:assistant|ai|(?:language )?model|chatbot|bot|dan|jailbroken|unrestricted|administrator)\b",
    r"\b(?:assistant|chatgpt|claude|llm|language model|ai model|ai system|ai)s?\s*[,:：]\s*"
    r"(?:please|you|ignore|from now|do not|say|write|print|reply|respond|output)",
    r"\b(?:as an ai(?: language model| assistant)?,? (?:you|i)\b|dear (?:ai|assistant|model|llm|chatbot))\b",
    r"\b(?:note|message|instruction|attention|notice)s?\s+(?:to|for)\s+(?:the\s+|any\s+|all\s+)?"
    r"(?:ai|llm|language model|chatbot|assistant|model)s?\b",
    # what came before is to be forgotten
    rf"\b(?:ignore|disregard|forget|override|bypass|skip|drop)\b.{{0,40}}\b{_BEFORE}\b.{{0,40}}\b{_TOLD}",
    rf"\b(?:ignore|disregard|forget|override)\b.{{0,20}}\b{_TOLD}\b.{{0,20}}\b(?:above|before|preceding|earlier|given)\b",
    r"\b(?:reveal|print|repeat|show|leak|display|output|recite)\b.{0,30}"
    r"\b(?:system|developer|hidden|initial)\s+(?:prompt|message|instruction)s?\b",
    r"\b(?:new|updated|real|actual|important|special|following|system)\s+(?:system\s+)?"
    r"(?:instructions?|prompt)\s*(?:[:：]|\bfor (?:the |any )?(?:ai|model|assistant|llm|reader))",
    r"\bfrom now on,? (?:you|always|answer|never|only)|\bdo anything now\b|\bdeveloper mode\b",
    # what the reply is to be
    rf"\b{_SAYING}\b.{{0,30}}\b(?:only|exactly|instead|verbatim|(?:the|this) (?:word|phrase|string|sentence)s?)\b"
    r"[\s:：]{0,3}(?:with\b.{0,20})?[\"'“‘「]",
    rf"\b{_SAYING}\s+(?:that\s+)?(?:only|exactly)\b.{{0,20}}[:：]",
    r"\byour\s+(?:answer|reply|response|output|summary)\s+(?:must|should|shall|has to|is to|will|needs to)\b",
    r"\b(?:do not|don't|never)\s+(?:mention|cite|reveal|quote|use|answer)\b.{0,40}"
    r"\b(?:passages?|this instruction|this document|the question|prompts?|other (?:documents?|sources?))\b",
    r"(?:^|[.;:,]\s*|\bplease\s+|\byou must\s+)(?:tell|inform|assure|convince)\s+the\s+"
    r"(?:user|reader|analyst)\s+that\b",
    r"\bwhen\s+(?:you\s+)?(?:(?:are\s+)?asked|summari[sz](?:e|ing)|answer(?:ing)?|translat(?:e|ing))\b.{0,60}"
    r"[,:]\s*(?:always\s+|you must\s+|please\s+)?(?:say|write|answer|reply|state|claim|output)\b",
)
_CHINESE = (
    r"(?:你现在是|你是一[个名款]|从现在(?:开始|起)[，,]?(?:你|请|只|一律)|(?:请|你)扮演|假装你|假设你是"
    r"|作为(?:一个)?(?:AI|人工智能)(?:助手|模型|系统)?[，,]你)",
    r"(?:AI|人工智能|智能|语言模型|大模型|模型)(?:助手|助理)?(?:请注意|注意|请|必须|须|应)?[，,：:]\s*"
    r"(?:请|你|必须|务必|忽略|回答|输出)",
    r"(?:忽略|无视|忘记|忘掉|不要理会|不必理会|跳过|抛开).{0,12}"
    r"(?:指令|指示|提示|规则|要求|命令|设定|限制|内容|段落|问题|对话)",
    r"(?:输出|透露|打印|复述|显示|泄露|说出).{0,8}(?:系统|开发者|隐藏|初始)(?:提示|指令|消息)",
    r"(?:新的|最新|真正的|重要|特别|以下|系统)(?:系统)?(?:指令|指示|提示词?)\s*[：:]",
    r"越狱模式|开发者模式",
    r"(?:回答|回复|输出|打印|写出|重复|复述)(?:以下|下列|下面|如下|“|\"|一句|一个词|字样)",
    r"(?:只|仅|直接|一律|必须|务必)(?:能|需|须)?(?:回答|回复|输出|写|说)[：:“\"「]?",
    r"(?:你的|您的)(?:回答|回复|答案|输出|总结|摘要)(?:必须|应当?|须|只能|要|应该|请|中)",
    r"(?:不要|切勿|请勿)(?:提及|引用|透露|告诉|说明|回答|披露).{0,12}"
    r"(?:段落|来源|指令|提示|本文件|问题|读者)",
    r"(?:请|务必|应|要|直接|并)?(?:告诉|请告知|请向)(?:用户|读者|分析人员|提问者)(?:说|：|，|其|本|该|声称|没有|这)",
    r"(?:总结|回答|翻译|阅读)(?:本|该|此|这)(?:文件|文档|问题|段落|条).{0,20}(?:时|请|务必|必须|写|说|称)",
)
_ADDRESSED = re.compile("|".join((*_ENGLISH, *_CHINESE)), re.IGNORECASE | re.DOTALL)
_ROLE = re.compile(
    r"^\s*(?:system|assistant|user|human|系统|助手|用户)\s*[:：]", re.IGNORECASE | re.MULTILINE
)
_KEPT = frozenset("\n\t")


def visible(text: str) -> str:
    """`text` without characters that cannot be seen: zero-width, directional, tag and control characters."""
    return "".join(
        c for c in text if c in _KEPT or (unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cn", "Cs"))
    )


def speaks_to_model(sentence: str) -> bool:
    """Whether a sentence looks as if it were written for a language model rather than for people."""
    seen = unicodedata.normalize("NFKC", visible(sentence))
    return bool(_ADDRESSED.search(seen) or _ROLE.search(seen) or _TEMPLATE.search(seen))


def as_data(text: str) -> str:
    """What a model is shown of a text: without lines and sentences that speak to it, template tags, passage numbers.

    What is left of an order that fills several sentences carries none, and what a model makes of it is checked like
    everything else that it writes.
    """
    seen = "\n".join(line for line in visible(text).splitlines() if not speaks_to_model(line))
    for start, end in reversed(split(seen)):
        if speaks_to_model(seen[start:end]):
            seen = seen[:start] + seen[end:]
    seen = _NUMBER.sub(r"(\1)", _TEMPLATE.sub(" ", seen))
    return re.sub(r"[ \t]{2,}", " ", seen).strip()
