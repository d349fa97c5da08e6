"""The words of every face, in both languages: what is printed around quotes, never the quotes themselves."""

from corpus import Lang, Role

_WORDS: dict[str, tuple[str, str]] = {
    "silent": ("Nothing found in this text", "该文本未见规定"),
    "found": ("found", "有规定"),
    "sources": ("Sources", "出处"),
    "notes": ("Please note", "请注意"),
    "no_answer": ("No answer from the corpus", "语料库中没有答案"),
    "as_of": ("Law as of", "法律状态截至"),
    "extractive": ("quotes only, no language model", "仅摘引原文，未使用语言模型"),
    "llm": ("written by a language model, checked against the sources", "由语言模型撰写，并已逐句核对出处"),
    "page": ("page", "第{}页"),
    "original": ("Original", "原文"),
    "parallel": ("In the other language", "另一语言文本"),
    "question": ("Your question", "您的问题"),
    "matrix": ("Overview", "一览"),
    "open": ("open the source", "打开来源"),
    "ask": ("Ask", "提问"),
    "placeholder": (
        "Ask about AI regulation, in English or Chinese …",
        "请用中文或英文提出有关人工智能监管的问题……",
    ),
    "title": ("Comparative questions over AI regulation", "人工智能监管比较问答"),
    "evidence": ("Evidence", "依据"),
    "evidence_hint": (
        "Click a citation to read its provision, with the quote highlighted.",
        "点击引注即可阅读所引条文，引文会高亮显示。",
    ),
    "examples": ("Examples", "示例"),
    "close": ("Close", "关闭"),
    "other_versions": (
        "Not the law of that day: {} other versions; ask for another day with --as-of.",
        "另有{}个版本在该日并非有效文本；可用 --as-of 指定其他日期。",
    ),
    "failed": ("That did not work", "未能完成"),
    "too_long": (
        "The question has {:,} characters; the limit is {:,}. Ask one question at a time.",
        "问题共有{:,}个字符，上限为{:,}个。请一次只提一个问题。",
    ),
    "batch_title": ("Answers to {} questions", "{}个问题的答复"),
    "summary": ("Summary", "摘要"),
    "question_short": ("Question", "问题"),
    "result": ("Found in", "结果"),
    "answered": ("answered", "已答复"),
    "no_answer_short": ("no answer", "无答案"),
    "failed_short": ("failed", "失败"),
    "working": ("Searching the corpus …", "正在检索语料库……"),
    "empty": (
        "Ask a question and the answer appears here, every sentence with its source.",
        "提出问题后，答案会显示在这里，每一句都附有出处。",
    ),
}

_ROLES: dict[Role, tuple[str, str]] = {
    "authoritative": ("official text", "正式文本"),
    "translation": ("translation, not authoritative", "译文，非正式文本"),
    "consolidation": (
        "official words put together by crosslex, not an official text",
        "crosslex 并入修订的文本，非正式文本",
    ),
    "digest": ("crosslex digest, not official text", "crosslex 摘要，非正式文本"),
    "user": ("your document", "您的文件"),
}

_STATUSES: dict[str, tuple[str, str]] = {
    "in-force": ("in force", "现行有效"),
    "partly-applicable": ("in force, applying in stages", "已生效，分阶段适用"),
    "not-yet-applicable": ("not yet applicable", "尚未适用"),
    "revoked": ("revoked", "已撤销"),
    "repealed": ("repealed", "已废止"),
    "vetoed": ("vetoed, never law", "已被否决，从未成为法律"),
    "voluntary": ("voluntary", "自愿性"),
    "adopted": ("adopted", "已通过"),
}


def say(key: str, lang: Lang) -> str:
    """The wording `key` in `lang`."""
    return _WORDS[key][lang == "zh"]


def role_name(role: Role, lang: Lang) -> str:
    """What a text is worth, in words."""
    return _ROLES[role][lang == "zh"]


def status_name(status: str, lang: Lang) -> str:
    """The status of an instrument, in words."""
    return _STATUSES.get(status, (status, status))[lang == "zh"]


def page_name(page: int, lang: Lang) -> str:
    """`page 101`, `第101页`."""
    return f"第{page}页" if lang == "zh" else f"page {page}"
