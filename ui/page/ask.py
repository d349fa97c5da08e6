"""Ask: a conversation in which every sentence carries its source."""

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from corpus import Lang, UsageError
from rag import MAX_QUESTION, Answer, Engine, FollowUps, question_language
from ui.evidence import bcp47
from ui.html import answer_html, in_both, turn_html, working_html, writing_html
from ui.page.conversations import Conversations, Turn, download
from ui.page.drawing import failure_html, panel_html, quotes_switch
from ui.page.jobs import with_session_key
from ui.page.unfinished import Unfinished
from ui.wording import language_name, say

if TYPE_CHECKING:
    import gradio as gr

    from ui.drafting import Drafting

EXAMPLES: dict[Lang, tuple[str, ...]] = {
    "en": (
        "How fast must serious incidents be reported in the EU, California and China, and to whom?",
        "Which open-weight models escape the EU's general-purpose duties?",
        "Does any lab framework commit to stop deployment at a threshold?",
        "What must be labelled as AI-generated in the EU and China?",
    ),
    "zh": (
        "欧盟《人工智能法》与中国《标识办法》对深度合成内容的标识要求有何不同？",
        "训练数据来源需要向谁披露？欧盟、中国、加州分别怎么规定？",
        "哪些实验室框架承诺在达到阈值时停止部署？",
        "加州和欧盟对举报人提供哪些保护？",
    ),
}
_AT_ONCE = 16
"""Questions answered at the same time."""
_TURNS = 12
"""Answers of a conversation that stay on the page."""
_STEPS = 8
"""Portions in which the statements of an answer appear, at most."""


def tab(engine: Engine, i18n: "gr.I18n", drafting: "Drafting | None" = None) -> None:
    """Draw the tab; with `drafting`, a model writes the answers out."""
    import gradio as gr

    follow_ups = FollowUps(engine.registry)
    conversations = Conversations()
    unfinished = Unfinished(drafting)

    def ask(
        question: str, as_of: str, answer_in: str, quotes: str, key: str, turns: tuple[Turn, ...]
    ) -> Iterator[tuple[Any, Any, Any, Any]]:
        lang = question_language(question[:MAX_QUESTION])
        keep = gr.skip()
        question = question.strip()
        if not question:
            yield keep, keep, keep, keep
            return
        past = "".join(turn.drawn for turn in turns)
        yield "", past, working_html(lang, question[:MAX_QUESTION]), keep
        try:
            day = _day(as_of, lang)
            if len(question) > MAX_QUESTION:
                raise UsageError(say("too_long", lang).format(len(question), MAX_QUESTION))
            whole = follow_ups.complete(question, turns[-1].answer.question if turns else None)
            chosen: Lang = "zh" if answer_in == "zh" else "en" if answer_in == "en" else lang
            answer = engine.ask(whole, as_of=day, answer_in=chosen)
            for shown in _portions(len(answer.statements)):
                part = answer_html(answer, engine.registry, shown=shown)
                yield keep, keep, f'<div class="x-turn">{part}</div>', keep
            number = turns[-1].number + 1 if turns else 1
            understood = whole if whole != question else None

            def kept(answer: Answer) -> tuple[Turn, ...]:
                """The conversation with this answer, which the reader finds again."""
                drawn = turn_html(answer, engine, turn=number, asked=question, understood=understood)
                with_it = (*turns, Turn(number, answer, drawn))[-_TURNS:]
                conversations.keep(key, with_it)
                return with_it

            now = kept(answer)
            if not quotes:
                for draft, stop in unfinished.drafts(answer):
                    yield (
                        keep,
                        keep,
                        writing_html(draft, engine, stop, asked=question, understood=understood),
                        keep,
                    )
                    answer = draft
                now = kept(answer)
            yield keep, keep, now[-1].drawn, now
        except Exception as error:  # noqa: BLE001 (whatever it is, the reader is told in a line)
            yield keep, keep, failure_html(error, lang, question[:MAX_QUESTION]), keep

    def clicked(event: gr.EventData, turns: tuple[Turn, ...]) -> dict[str, str] | None:
        if stop := event._data.get("stop"):
            unfinished.stop(str(stop))
        return download(event._data, turns, engine.registry, "crosslex")

    def start_over(key: str) -> tuple[str, str, tuple[Turn, ...]]:
        conversations.keep(key, ())
        return "", _empty_html(), ()

    def go_on(key: str) -> tuple[Any, Any, tuple[Turn, ...]]:
        """The conversation that the reader had before the page was loaded anew."""
        turns = conversations.get(key)
        if not turns:
            return gr.skip(), gr.skip(), ()
        return "".join(turn.drawn for turn in turns[:-1]), turns[-1].drawn, turns

    turns = gr.State(())
    with gr.Row(elem_classes="x-desk"):
        with gr.Column(scale=3, min_width=0, elem_classes="x-talk"):
            history = _answers("", "x-history")
            current = _answers(_empty_html(), "x-answer")
            with gr.Column(elem_id="x-composer"):
                question = gr.Textbox(
                    label=i18n("question"),
                    placeholder=i18n("placeholder"),
                    lines=1,  # with one line Enter asks, and Shift-Enter begins another
                    max_lines=8,
                    submit_btn=True,
                    show_label=False,
                    elem_id="x-question",
                    autofocus=True,
                )
                with gr.Row(elem_id="x-options"):
                    gr.HTML(_options_html(drafting is not None), js_on_load=None, apply_default_css=False)
                    clear = gr.Button(i18n("clear"), size="sm", min_width=0, elem_id="x-clear")
        with gr.Column(scale=2, min_width=0, elem_classes="x-side"):
            gr.HTML(panel_html("ask"), js_on_load=None, apply_default_css=False)
    as_of, answer_in = gr.Textbox("", visible=False), gr.Textbox("auto", visible=False)
    quotes = gr.Textbox("", visible=False)
    key = gr.Textbox("", visible=False)
    file = gr.JSON(visible="hidden")
    asking = question.submit(
        ask, [question, as_of, answer_in, quotes, key, turns], [question, history, current, turns], api_name="ask",
        show_progress="hidden", concurrency_limit=_AT_ONCE, concurrency_id="ask", trigger_mode="always_last",
        js="(question, day, lang, quotes, key, turns) => "
        "[question, ...crosslex.askOptions(), crosslex.sessionKey('conversation'), turns]",
    )  # fmt: skip
    quiet: dict[str, Any] = {
        "api_visibility": "private", "show_progress": "hidden", "queue": False, "js": with_session_key("conversation"),
    }  # fmt: skip
    clear.click(start_over, key, [history, current, turns], cancels=[asking], **quiet)
    gr.on(None, go_on, key, [history, current, turns], **quiet)
    for answers in (history, current):
        answers.click(
            clicked, turns, file, api_visibility="private", show_progress="hidden", queue=False
        ).then(None, file, None, js="file => crosslex.save(file)", api_visibility="private")


def _answers(value: str, id: str) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(
        value, elem_id=id, apply_default_css=False, js_on_load="crosslex.exports(element, trigger)"
    )


def _portions(count: int) -> Iterator[int]:
    """How many of `count` statements are shown, step by step, before all are."""
    size = max(1, -(-count // _STEPS))
    yield from range(size, count, size)


def _day(written: str, lang: Lang) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise UsageError(say("bad_date", lang).format(written[:40])) from error


def _empty_html() -> str:
    """What stands where the first answer is going to be, and questions to begin with."""
    lists = "".join(
        f'<div class="x-in-{lang} x-examples" lang="{bcp47(lang)}">'
        + "".join(f'<button type="button" class="x-example">{escape(text)}</button>' for text in texts)
        + "</div>"
        for lang, texts in EXAMPLES.items()
    )
    return f'<div class="x-empty x-hint"><p>{in_both("empty")}</p>{lists}</div>'


def _options_html(written: bool) -> str:
    options = "".join(
        f'<option value="{lang}" lang="{bcp47(lang)}">{language_name(lang)}</option>' for lang in EXAMPLES
    )
    return (
        f'<div class="x-options"><label>{in_both("as_of_option")} <input type="date" id="x-as-of"></label>'
        f'<label>{in_both("answer_in")} <select id="x-answer-in" data-en="{say("answer_in", "en")}" '
        f'data-zh="{say("answer_in", "zh")}"><option value="auto" data-en="{say("answer_in_auto", "en")}" '
        f'data-zh="{say("answer_in_auto", "zh")}">{say("answer_in_auto", "en")}</option>{options}</select></label>'
        f'{quotes_switch() if written else ""}<span class="x-follow">{in_both("follow_hint")}</span></div>'
    )
