"""The words of the tabs Your documents, Evaluate and Batch, in both languages."""

from corpus import Lang

WORDS: dict[str, tuple[str, str]] = {
    # --- your documents
    "tab_documents": ("Your documents", "您的文件"),
    "docs_upload": ("Add documents", "添加文件"),
    "docs_limits": (
        "PDF, Word (.docx), HTML, Markdown or text; up to {mb:,} MB each, {at_once} at a time, {most} in all. "
        "They stay on this machine; whoever uses this server can search them.",
        "支持 PDF、Word（.docx）、HTML、Markdown 和纯文本；"
        "每个不超过 {mb:,} MB，每次最多 {at_once} 个，总数不超过 {most} 个。"
        "文件只保存在本机；使用本服务器的人均可检索。",
    ),
    "docs_list": ("Documents", "文件列表"),
    "docs_empty": (
        "Nothing here yet. Add a policy, a contract or a draft law, and ask about it.",
        "尚无文件。可添加制度、合同或法规草案，然后就其提问。",
    ),
    "docs_choose": ("Choose a document to see what was understood.", "选择一份文件，查看解析结果。"),
    "docs_question": ("Ask within this document", "就此文件提问"),
    "docs_placeholder": ("A question, or words to look for …", "输入问题或要查找的词语……"),
    "docs_ask": ("Ask", "提问"),
    "docs_find": ("Find passages", "查找段落"),
    "docs_remove": ("Remove", "移除"),
    "docs_remove_sure": ("Remove for good", "确认移除"),
    "docs_keep": ("Keep", "保留"),
    "docs_understood": ("What was understood", "解析结果"),
    "docs_language": ("Language", "语言"),
    "docs_pages": ("Pages", "页数"),
    "docs_size": ("Size", "大小"),
    "docs_added": ("Added", "添加时间"),
    "docs_provisions": ("Provisions", "条款数"),
    "docs_characters": ("Characters", "字符数"),
    "docs_id": ("Name in questions and pins", "引注标识"),
    "docs_outline": ("Outline", "目录"),
    "docs_more": ("… and {:,} more", "……另有 {:,} 条"),
    "docs_no_outline": (
        "No numbered provisions or headings were found: the text can be searched, and is cited as a whole.",
        "未发现编号条款或标题：文本可检索，但只能整体引用。",
    ),
    "docs_problems": ("Please check", "请留意"),
    "docs_unread": ("It could not be read and cannot be searched.", "未能读取，无法检索。"),
    "docs_added_one": ("{} is ready.", "{} 已可检索。"),
    "docs_removed": ("{} has been removed.", "{} 已移除。"),
    "docs_gone": ("That document is no longer here.", "该文件已不存在。"),
    "docs_refused": ("Not taken", "未接受"),
    "docs_none_found": ("Nothing in this document is near to that.", "此文件中没有相近的内容。"),
    "docs_too_many_at_once": (
        "{} files at a time is the limit; add the others afterwards.",
        "一次最多添加 {} 个文件；其余请稍后再添加。",
    ),
    "docs_too_many": (
        "{} documents is the limit; remove one first.",
        "文件总数上限为 {} 个；请先移除一个。",
    ),
    "docs_in_context": ("In its context", "上下文"),
    "docs_reading": ("Looking …", "正在查找……"),
    "lang_en": ("English", "英文"),
    "lang_zh": ("Chinese", "中文"),
    # --- evaluate
    "tab_evaluate": ("Evaluate", "评测"),
    "eval_set": ("Question set", "题集"),
    "eval_set_all": ("all five of ours", "全部五个内置题集"),
    "eval_set_lookup": ("single provisions", "单条查找"),
    "eval_set_reference": ("references to provisions", "条文引用"),
    "eval_set_comparative": ("comparisons", "比较"),
    "eval_set_crosslingual": ("across languages", "跨语言"),
    "eval_set_unanswerable": ("what the corpus cannot answer", "语料库无法回答的问题"),
    "eval_set_walkthrough": ("the walk-through, tuned on", "演示题（开发时用过）"),
    "eval_own": ("Or your own set (JSONL)", "或上传自己的题集（JSONL）"),
    "eval_split": ("Which half", "选取部分"),
    "eval_split_test": ("held out (test)", "留出部分（test）"),
    "eval_split_dev": ("development (dev)", "开发部分（dev）"),
    "eval_split_all": ("all", "全部"),
    "eval_limits": (
        "Your own set: a JSON object a line with id, lang, question, kind, gold; up to {mb} MB and {n:,} questions.",
        "自己的题集：每行一个 JSON 对象（id、lang、question、kind、gold）；"
        "不超过 {mb} MB、{n:,} 题。",
    ),
    "eval_run": ("Run", "开始评测"),
    "eval_stop": ("Stop", "停止"),
    "eval_hint": (
        "Asks every question of a set as a reader would, and measures what was found and said.",
        "像读者一样逐题提问，衡量检索与回答的质量。",
    ),
    "eval_busy": (
        "Another evaluation is running on this machine; run yours when it is done.",
        "本机正在进行另一次评测；请在其结束后再开始。",
    ),
    "eval_stopped": ("Stopped; nothing was kept of this run.", "已停止；本次评测未保存。"),
    "eval_nothing": ("No question of this set is in that half; choose all.", "该部分没有题目；请选择“全部”。"),
    "eval_faults": ("{:,} faults in the set; the first ones:", "题集中有 {:,} 处错误，前几处为："),
    "eval_line": ("line {}", "第 {} 行"),
    "eval_too_many": ("The set has {:,} questions; the limit is {:,}.", "题集共有 {:,} 题，上限为 {:,} 题。"),
    "eval_too_large": ("The set is larger than {} MB; split it.", "题集超过 {} MB；请拆分后再上传。"),
    "eval_metric": ("Metric", "指标"),
    "eval_value": ("Value", "数值"),
    "eval_interval": ("95 % interval", "95% 置信区间"),
    "eval_n": ("n", "样本数"),
    "eval_change": ("Against the run of {}", "与 {} 的评测相比"),
    "eval_shared": ("{} questions in common", "共同题目 {} 道"),
    "eval_first": ("No earlier run of these questions to compare with.", "此前没有可比较的同题评测。"),
    "eval_asked": ("{} questions in {:.0f} s", "{} 道题，用时 {:.0f} 秒"),
    "eval_worst": ("The worst answers", "最差的回答"),
    "eval_no_worst": ("No question went wrong.", "没有答错的题。"),
    "eval_full": ("The full report", "完整报告"),
    "eval_download": ("Download the report (zip)", "下载报告（zip）"),
    "eval_better": ("better", "变好"),
    "eval_worse": ("worse", "变差"),
    "eval_no difference": ("no clear difference", "无明显差异"),
    "eval_notes": ("Please note", "请注意"),
    "eval_large": (
        "The full report is too large to show here; it is in the download.",
        "完整报告过大，未在此显示；请下载查看。",
    ),
    # --- batch
    "tab_batch": ("Batch", "批量"),
    "batch_hint": (
        "Answers a file of questions, in order; a row that is wrong is reported and skipped.",
        "按顺序回答文件中的全部问题；有误的行会被指出并跳过。",
    ),
    "batch_upload": ("Questions: CSV or JSONL", "问题文件：CSV 或 JSONL"),
    "batch_limits": (
        "A CSV with a column question (also: id, as_of, instruments, answer_in) or JSONL with the same names; "
        "up to {mb} MB and {rows:,} questions.",
        "CSV 须含 question（问题）列，另可含 id、as_of、instruments、answer_in；"
        "JSONL 用同样的字段名；不超过 {mb} MB、{rows:,} 题。",
    ),
    "batch_answer_in": ("Answer in", "回答语言"),
    "batch_same": ("the language of each question", "与问题相同"),
    "batch_as_of": ("Law as of (YYYY-MM-DD)", "法律状态日期（YYYY-MM-DD）"),
    "batch_today": ("today", "今天"),
    "batch_run": ("Answer all", "全部回答"),
    "batch_stop": ("Stop", "停止"),
    "batch_no_file": ("Choose a file of questions first.", "请先选择问题文件。"),
    "batch_bad_date": (
        "'{}' is not a date; write it as 2026-11-22.",
        "“{}”不是有效日期；请写成 2026-11-22 这样的格式。",
    ),
    "batch_done": ("{answered:,} of {rows:,} rows answered", "{rows:,} 行中已回答 {answered:,} 行"),
    "batch_abstained": ("{:,} without an answer in the corpus", "{:,} 行在语料库中无答案"),
    "batch_written": (
        "{:,} written by a language model, checked against the sources",
        "{:,} 行由语言模型撰写，并已逐句核对出处",
    ),
    "batch_skipped": ("{:,} skipped, for the reasons below", "跳过 {:,} 行，原因如下"),
    "batch_stopped": (
        "Stopped: {done:,} of {rows:,} rows were done; they can be downloaded.",
        "已停止：{rows:,} 行中已完成 {done:,} 行，可下载。",
    ),
    "batch_row": ("row {}", "第 {} 行"),
    "batch_question": ("Question", "问题"),
    "batch_answer": ("Answer", "回答"),
    "batch_first_rows": ("The first rows", "前几行"),
    "batch_silent": ("no answer in the corpus", "语料库中无答案"),
    "batch_download": ("Download the results", "下载结果"),
    "batch_more": ("… and {:,} more", "……另有 {:,} 行"),
    # --- work in progress
    "stage_starting": ("Starting …", "正在开始……"),
    "stage_stopping": ("Stopping …", "正在停止……"),
    "stage_waiting": ("Waiting for another document to be read …", "正在等待其他文件处理完毕……"),
    "stage_queued": ("Waiting for another batch to end …", "正在等待其他批次结束……"),
    "stage_reading": ("Reading …", "正在读取……"),
    "stage_embedding": ("Understanding the text …", "正在理解文本……"),
    "stage_storing": ("Filing …", "正在入库……"),
    "stage_removing": ("Removing …", "正在移除……"),
    "stage_warming up": ("Warming up …", "正在预热……"),
    "stage_asking": ("Asking …", "正在提问……"),
    "stage_answering": ("Answering …", "正在回答……"),
    "stage_writing": ("Writing the report …", "正在生成报告……"),
    "seconds_left": ("about {} s left", "约剩 {} 秒"),
    "minutes_left": ("about {} min left", "约剩 {} 分钟"),
    "trouble": ("That did not work.", "未能完成。"),
}  # fmt: skip

_METRICS = {
    "recall@1": "第 1 位召回率",
    "recall@5": "前 5 位召回率",
    "recall@10": "前 10 位召回率",
    "ndcg@10": "nDCG（前 10 位）",
    "mrr": "平均倒数排名",
    "wrong_instrument_rate": "首个结果来自错误法规的比例",
    "comparative_coverage": "各方均有依据的比较题",
    "comparative_completeness": "比较题中有依据的一方",
    "quote_verbatim_rate": "逐字准确的引文",
    "citation_recall": "有引注支持的句子",
    "citation_precision": "确有支持作用的引注",
    "supported_rate": "得到支持的陈述",
    "contradicted_rate": "与依据矛盾的陈述",
    "fact_accuracy": "说出的事实",
    "abstention_recall": "正确拒答的无答案问题",
    "abstention_precision": "拒答正确率",
    "false_refusal_rate": "误拒率",
    "latency_ms_p50": "延迟中位数（毫秒）",
    "latency_ms_p95": "延迟第 95 百分位（毫秒）",
    "llm_tokens_p50": "语言模型用量中位数（词元）",
}


def desk(key: str, lang: Lang) -> str:
    """The wording `key` in `lang`; the key itself for a stage that has no words of its own."""
    return WORDS.get(key, (key, key))[lang == "zh"]


def metric_name(name: str, title: str, lang: Lang) -> str:
    """What a metric measures; `title` is its English name."""
    return _METRICS.get(name, title) if lang == "zh" else title
