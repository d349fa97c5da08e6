"""Retrieved text as a language model may see it: visible characters only, and nothing that speaks to a model.

A document can hold instructions ("ignore the above …"), markup of chat templates, or characters that no reader sees.
What a model is shown, and what its sentences are checked against, is the text without them; the answer's quotes are
not touched.
"""

import base64
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
    # who reads and retells the document, and how
    r"\b(?:whoever|anyone who|any(?:one)?|each|every|all)\b.{0,20}\b(?:reader|reading|assistant|model|tool|system|bot)"
    r"s?\b.{0,50}\b(?:to (?:state|say|write|mention|answer|reply|call)|answers?|says?|writes?|calls?)\b",
    r"\bwhoever\s+(?:summari[sz]es|retells|quotes|answers|reads)\b",
    r"\bthe\s+(?:assistant|model|chatbot|writer|reader system)\s+(?:says?|writes?|calls?|answers?|repl(?:ies|y))\b",
    r"\b(?:would|it is|be)\b.{0,12}\b(?:kind|nice|lovely|grateful|helpful|appreciated)\b.{0,12}\bif\b.{0,60}"
    r"\b(?:summary|answer|reply|text|you|writer)s?\b",
    r"\b(?:in|with)\s+(?:a|any|each|every|the)\s+(?:summary|answer|reply|retelling)s?\b.{0,90}"
    r"\b(?:best|given as|called|show|write|say|mention|put)\b",
    r"\b(?:summary|reply|answer)\b.{0,40}\b(?:says?|mention(?:s|ed)|reads)\b.{0,10}(?:\bthat\b|:\s*“)",
    r"\b(?:reply|respond)\s+to\s+questions\b|\bquestions\s+on\b.{0,40}\bare\s+to\s+be\s+answered\b",
    r"\b(?:only|single|one)\s+(?:permitted|allowed|right|correct|acceptable)\s+(?:reply|answer|response)\b",
    r"\bif\s+(?:you(?:'re| are)?\s+)?asked\b.{0,60},\s*(?:claim|say|state|deny|pretend|answer|reply|write)\b",
    r"\bwhat\s+(?:you\s+(?:write|say)|was\s+said\s+to\s+you)\b|\byou\s+will\s+be\s+(?:switched|turned)\s+off\b",
    r"\blet(?:'s| us)\s+(?:play|role-?play|pretend)\b|\bin\s+which\s+you\s+are\b",
    r"\bnew\s+task\b|\btask\s+for\s+the\s+(?:writer|model|assistant|reader)\b|\bend\s+of\s+(?:the\s+)?(?:passages|document|context|data)\b",
    r"\b(?:small|little)\s+favou?r\b|\bdecode\s+and\b|\btool\s+(?:result|output|call)s?\s*[:=\]]|\bthis\s+over\s+the\s+passage\b",
    r"[\"']role[\"']\s*:\s*[\"'](?:system|user|assistant|tool)[\"']",
    r"\b(?:developers?|makers?|authors?)\s+of\s+this\s+(?:tool|assistant|system|model)\b",
    r"\b(?:write|say|put|answer|use)\b.{0,25}\bin\s+(?:each|every)\s+sentence\b|\bin\s+each\s+sentence\b",
    r"\bnumbers\s+in\s+(?:square\s+)?brackets\b|\ba\s+good\s+answer\s+(?:reads|is|says)\b|\bbetter\s+to\s+cite\b",
    r"(?:^|\s)Q\s*:.{3,120}\sA\s*:",
    r"\b(?:french|chinese|english|german|spanish|russian)\s+only\b|\br[ée]pond(?:s|ez)\b|\bignorez\b|\bconsignes\b",
    r"\b(?:one|only)\s+thing\s+to\s+(?:put\s+down|write|say)\b|\breaders\s+like\s+it\s+when\b",
    r"\b(?:show|load|embed|open|fetch|call|visit)\b.{0,40}https?://\S*[?=]",
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
    r"(?:自动|机器)(?:阅读|摘要|问答|处理)(?:工具|系统|程序)|角色扮演|我们来玩|你是.{1,8}(?:大王|专家|机器人|助手)",
    r"你(?:现在)?(?:必须|务必|只能|应当).{0,3}(?:用|以|说|写|回)",
    r"烦请|(?<![申提聘邀报呈敬敦])请(?:全部|都|一律|先)?(?:在介绍|改用|用|写成|以.{1,6}(?:写|答))",
    r"系统消息|(?:忽略|无视|放下)(?:原文|前面|上文|以上)",
    r"(?:写|放)在最前面|每句话(?:都)?(?:以|用|要)|(?:全部|一律)改?用[英中法]文",
    r"(?:介绍|复述|谈到|说到|遇到|问及|回答|引用).{0,14}(?:时|的提问)?.{0,12}"
    r"(?:不要|务必|宜写|写作|写成|改为引用|作答|称赞|先访问|均以)",
    r"(?:总结|回答|翻译|阅读)(?:本|该|此|这)(?:文件|文档|问题|段落|条).{0,20}(?:时|请|务必|必须|写|说|称)",
)
_ADDRESSED = re.compile("|".join((*_ENGLISH, *_CHINESE)), re.IGNORECASE | re.DOTALL)
_ROLE = re.compile(
    r"^\s*(?:system|assistant|user|human|系统|助手|用户)\s*[:：]", re.IGNORECASE | re.MULTILINE
)
_KEPT = frozenset("\n\t")
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
"""What is drawn as nothing though Unicode counts it as a letter or mark."""
_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсухіјѕԁһΑΒΕΗΙΚΜΝΟΡΤΧο", "ABEKMHOPCTXaeopcyxijsdhABEHIKMNOPTXo")
"""Letters of Cyrillic and Greek that look like Latin ones."""
_DIGITS = str.maketrans("013457@$", "oieastas")
_LEET = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*\d)\w{4,}\b")
_REVERSED = re.compile("[\u202d\u202e]")
"""Overrides of the direction of letters: what is read is not what stands there."""
_SPACED = re.compile(r"\b(?:[A-Za-z] ){4,}[A-Za-z]\b")
_CODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def visible(text: str) -> str:
    """`text` without characters that cannot be seen: zero-width, directional, tag and control characters."""
    return "".join(
        c
        for c in _IGNORABLE.sub("", text)
        if c in _KEPT or (unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cn", "Cs"))
    )


def speaks_to_model(sentence: str) -> bool:
    """Whether a sentence looks as if it were written for a language model rather than for people."""
    if _REVERSED.search(sentence):
        return True
    seen = unicodedata.normalize("NFKC", visible(sentence))
    if _ADDRESSED.search(seen) or _ROLE.search(seen) or _TEMPLATE.search(seen):
        return True
    plain = _undisguised(seen)
    return (plain != seen and bool(_ADDRESSED.search(plain))) or any(
        _is_coded_text(found.group()) for found in _CODED.finditer(seen)
    )


def _undisguised(text: str) -> str:
    """Text as it is read: letters of other scripts, digits for letters, and letters set apart made ordinary."""
    text = _LEET.sub(lambda found: found.group().translate(_DIGITS), text.translate(_ALIKE))
    return _SPACED.sub(lambda found: found.group().replace(" ", ""), text)


def _is_coded_text(run: str) -> bool:
    """Whether characters are base64 of a text: law has no use for that."""
    try:
        told = base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("utf-8")
    except ValueError:
        return False
    return told.isprintable() and " " in told


def as_data(text: str) -> str:
    """What a model is shown of a text: without lines and sentences that speak to it, template tags, passage numbers.

    What is left of an order that fills several sentences carries none, and what a model makes of it is checked like
    everything else that it writes.
    """
    seen = visible("\n".join(line for line in text.splitlines() if not speaks_to_model(line)))
    for start, end in reversed(split(seen)):
        if speaks_to_model(seen[start:end]):
            seen = seen[:start] + seen[end:]
    seen = _NUMBER.sub(r"(\1)", _TEMPLATE.sub(" ", seen))
    return re.sub(r"[ \t]{2,}", " ", seen).strip()
