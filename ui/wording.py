"""The words of every face, in both languages: what is printed around quotes, never the quotes themselves."""

from corpus import Lang, Role

_WORDS: dict[str, tuple[str, str]] = {
    "silent": ("Nothing found in this text", "该文本未见规定"),
    "uncertain": ("Nothing certain; the nearest is:", "未见明确规定，最接近的是："),
    "found": ("found", "有规定"),
    "sources": ("Sources", "出处"),
    "notes": ("Please note", "请注意"),
    "no_answer": ("No answer from the corpus", "语料库中没有答案"),
    "as_of": ("Law as of", "法律状态截至"),
    "extractive": ("quotes only, no language model", "仅摘引原文，未使用语言模型"),
    "llm": ("written by a language model, checked against the sources", "由语言模型撰写，并已逐句核对出处"),
    "comparison": ("In comparison", "比较"),
    "written_by": ("Written by {}: {} sentences, ", "由{}撰写：共{}句，"),
    "kept": ("{} supported as written", "{}句初稿即有依据"),
    "repaired": ("{} after correction", "{}句经修改后有依据"),
    "dropped": ("{} replaced by quotes", "{}句无依据，已换成原文摘引"),
    "marked": ("{} left with a mark", "{}句无充分依据，已标出"),
    "writing": (
        "A language model is writing; each sentence is checked before it stands here.",
        "语言模型正在撰写；每一句经核对后才会显示。",
    ),
    "stop_writing": ("Stop", "停止"),
    "writing_stopped": (
        "Writing was stopped; what is not written consists of quotes.",
        "撰写已停止；未写完的部分为原文摘引。",
    ),
    "writing_too_long": (
        "Writing took more than {} minutes and was ended; what is not written consists of quotes.",
        "撰写超过{}分钟，已被终止；未写完的部分为原文摘引。",
    ),
    "quotes_only": ("quotes only", "仅摘引原文"),
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
    "too_many_requests": ("too many requests; try again in {} s", "请求过多；请在{}秒后重试"),
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
    "no_answer_hint": (
        "Name the law or the place you mean, ask about one thing at a time, or look in Browse for what is held.",
        "请写明所指的法律或地区，一次只问一件事，或在“浏览”中查看已收录的文本。",
    ),
    "understood": ("Understood as", "理解为"),
    "cited": ("Cited text", "所引文本"),
    "not_adopted": ("not yet adopted on that day (adopted {})", "该日尚未通过（{}通过）"),
    "not_in_force": ("not yet in force on that day (from {})", "该日尚未生效（{}起）"),
    "still_until": ("in force on that day (until {})", "该日有效（至{}）"),
    "copy": ("Copy with citations", "连同引注复制"),
    "copied": ("Copied", "已复制"),
    "export_md": ("Markdown", "Markdown"),
    "export_docx": ("Word", "Word"),
    "export_csv": ("CSV", "CSV"),
    "export_json": ("JSON", "JSON"),
    "export_bib": ("BibTeX", "BibTeX"),
    "export_csl.json": ("CSL-JSON", "CSL-JSON"),
    "steps": ("How this was found", "检索过程"),
    "plan_kind": ("Kind of question", "问题类型"),
    "plan_instruments": ("Texts", "文本"),
    "plan_facets": ("Facets", "比较项目"),
    "plan_timings": ("Time", "用时"),
    "plan_language": ("Answer language", "回答语言"),
    "tab_ask": ("Ask", "提问"),
    "tab_compare": ("Compare", "比较"),
    "tab_browse": ("Browse", "浏览"),
    "tab_batch": ("Batch", "批量"),
    "tab_evaluate": ("Evaluate", "评测"),
    "tab_documents": ("Your documents", "您的文件"),
    "as_of_option": ("Law as of", "法律状态截至"),
    "answer_in": ("Answer in", "回答语言"),
    "page_language": ("language of the page", "与页面相同"),
    "answer_in_auto": ("language of the question", "与提问相同"),
    "clear": ("New conversation", "新对话"),
    "follow_hint": (
        "Follow up: “and in China?”, “what about fines?” · Enter asks, / comes back here, Esc closes a card",
        "可接着问：“那加州呢？”“罚款呢？” · 回车提问，/ 回到输入框，Esc 关闭卡片",
    ),
    "bad_date": ("'{}' is not a date; write it as 2026-08-02.", "“{}”不是日期，请写成 2026-08-02 的形式。"),
    "instruments": ("Instruments", "文本"),
    "facets": ("Facets", "比较项目"),
    "all_that_treat": ("none chosen: all that treat the facet", "未选择：所有涉及该项目的文本"),
    "choose_facets": ("choose at least one", "至少选择一项"),
    "compare_button": ("Compare", "比较"),
    "compare_empty": (
        "Choose facets and instruments, or click a facet in the overview below; the matrix appears here.",
        "选择比较项目和文本，或点击下方总览中的项目；对照表会显示在这里。",
    ),
    "comparing": ("Comparing …", "正在比较……"),
    "overlap": ("Who regulates what", "谁规定了什么"),
    "overlap_hint": (
        "A filled mark: crosslex's digests file provisions of the text there. Click a facet to compare its texts.",
        "实心标记表示 crosslex 的摘要在该项目下收有该文本的规定。点击项目即可比较这些文本。",
    ),
    "treated": ("{} provisions", "{}条规定"),
    "untreated": ("none", "无"),
    "facet": ("Facet", "比较项目"),
    "corpus": ("Corpus", "语料库"),
    "search_corpus": ("Search the corpus", "检索语料库"),
    "search": ("Search", "检索"),
    "browse_empty": (
        "Open a text of the tree, or search; the provision appears here in both languages.",
        "展开目录中的文本，或进行检索；条文会以两种语言显示在这里。",
    ),
    "found_nothing": ("Nothing in the corpus is near to that.", "语料库中没有相近的内容。"),
    "hits": ("Found for", "检索结果"),
    "loading": ("Loading …", "正在加载……"),
    "versions": ("Wordings in time", "文本沿革"),
    "language": ("Language", "语言"),
    "role": ("What it is", "性质"),
    "from": ("From", "自"),
    "until": ("Until", "至"),
    "from_the_beginning": ("the beginning", "最初"),
    "until_now": ("now", "现在"),
    "no_text_in_en": ("No English text of it is held.", "未收录其英文文本。"),
    "no_text_in_zh": ("No Chinese text of it is held.", "未收录其中文文本。"),
    "about_text": ("About this text", "关于该文本"),
    "issuer": ("Issued by", "发布机关"),
    "status": ("Status", "状态"),
    "dates": ("Dates", "日期"),
    "adopted": ("adopted", "通过"),
    "published": ("published", "公布"),
    "in_force": ("in force", "生效"),
    "ended": ("ended", "失效"),
    "applies": ("Applies", "适用"),
    "amended_by": ("Amended by", "修订依据"),
    "amends": ("Amends", "修订对象"),
    "replaces": ("Replaces", "取代"),
    "replaced_by": ("Replaced by", "被取代"),
    "identifiers": ("Identifiers", "标识"),
    "checked": ("Entry checked on", "条目核对日期"),
    "other_texts": ("Other texts", "其他内容"),
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


_SUPPORTS = {
    "verbatim": ("Word for word from the source", "逐字引自来源"),
    "supported": ("Supported by the source", "来源支持"),
    "partial": ("Only partly supported by the source", "来源仅部分支持"),
    "unsupported": ("Not supported by the source", "来源不支持"),
}

_KINDS = {
    "lookup": ("look up", "查找规定"),
    "comparative": ("compare", "比较"),
    "reference": ("read a provision", "查阅条文"),
}

_STAGES = {
    "plan": ("understanding", "理解问题"),
    "retrieve": ("searching", "检索"),
    "compose": ("composing", "撰写"),
}


def support_name(support: str, lang: Lang) -> str:
    """How far the evidence carries a statement, in words."""
    return _SUPPORTS[support][lang == "zh"]


def kind_name(kind: str, lang: Lang) -> str:
    """What kind of question was understood, in words."""
    return _KINDS[kind][lang == "zh"]


def stage_name(stage: str, lang: Lang) -> str:
    """A stage of answering in words; its own name where there are none."""
    return _STAGES.get(stage, (stage, stage))[lang == "zh"]


def language_name(lang: Lang) -> str:
    """A language in itself."""
    return "中文" if lang == "zh" else "English"


def duration(milliseconds: float, lang: Lang) -> str:
    """`85 ms`, `85 毫秒`."""
    return f"{milliseconds:,.0f} {'毫秒' if lang == 'zh' else 'ms'}"


def interface_words(lang: Lang) -> dict[str, str]:
    """All words by their keys, for Gradio's own components."""
    return {key: pair[lang == "zh"] for key, pair in _WORDS.items()}


def page_name(page: int, lang: Lang) -> str:
    """`page 101`, `第101页`."""
    return f"第{page}页" if lang == "zh" else f"page {page}"
