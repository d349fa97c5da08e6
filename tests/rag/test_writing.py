"""Answers that a model writes: what is checked, what is dropped or marked, and what happens when the model fails.

The model's replies are played from functions of its prompt; the verifier and the engine are real.
"""

import math
import re
import threading
from collections.abc import Callable, Iterator, Mapping

import pytest

from rag import Answer, Engine
from rag.models import ModelFailure
from rag.types import Unsupported
from rag.writing import Writer

QUESTION = "How fast must a serious accident be reported in the EU, California and China?"
CHINESE = "严重事故应当在多长时间内报告？比较欧盟、加州和中国。"
Reply = Callable[[str], str]


class PlayedModel:
    """Replies with what a function makes of its prompt, a few characters at a time; a gullible judge."""

    name, window = "played", 8192

    def __init__(self, reply: Reply, *, believes: float = 0.99) -> None:
        self._reply, self._believes = reply, believes
        self.prompts: list[str] = []

    def tokens(self, text: str) -> int:
        return len(text)

    def write(
        self, system: str, prompt: str, *, limit: int, cancelled: threading.Event | None = None
    ) -> Iterator[str]:
        self.prompts.append(prompt)
        whole = self._reply(prompt)
        for at in range(0, len(whole), 7):
            yield whole[at : at + 7]

    def first_token(self, prompt: str) -> Mapping[str, float]:
        return {"yes": math.log(self._believes), "no": math.log(1 - self._believes)}


def passages(prompt: str) -> list[tuple[int, str]]:
    """The numbered passages that a prompt shows."""
    return [
        (int(n), text.strip())
        for n, text in re.findall(r"<passage id=(\d+)>\n(.*?)\n</passage>", prompt, re.DOTALL)
    ]


def is_comparison(prompt: str) -> bool:
    return "Findings:" in prompt or "结论：" in prompt


def is_repair(prompt: str) -> bool:
    return "not fully supported" in prompt or "没有得到" in prompt


def copied(prompt: str) -> str:
    """An honest reply: every passage word for word."""
    if is_comparison(prompt):
        return "SILENT"
    return "\n".join(f"{text} [{number}]" for number, text in passages(prompt))


@pytest.fixture(scope="module")
def write(engine: Engine) -> Callable[..., Answer]:
    """Asks a question of a writer over the kettle laws."""

    def writing(reply: Reply, question: str = QUESTION, *, unsupported: Unsupported = "drop") -> Answer:
        writer = Writer(engine, PlayedModel(reply), unsupported=unsupported)  # type: ignore[arg-type]  # plays its part
        answer = writer.ask(question)
        assert_whole(answer)
        return answer

    return writing


def assert_whole(answer: Answer) -> None:
    """Every citation is there and used, every cell's statement too, and the counts add up."""
    cited = {key for s in answer.statements for key in s.citations}
    assert cited == {c.id for c in answer.citations}
    if answer.matrix is not None:
        cells = [key for row in answer.matrix.cells for cell in row for key in cell.statements]
        told = {s.id for s in answer.statements if s.origin != "comparison"}
        assert set(cells) == told
    if (w := answer.written) is not None:
        assert w.sentences == w.kept + w.repaired + w.dropped + w.marked


@pytest.mark.parametrize("question", [QUESTION, CHINESE])
def test_what_the_passages_say_is_kept(write: Callable[..., Answer], engine: Engine, question: str) -> None:
    answer = write(copied, question)
    assert answer.mode == "llm" and answer.written is not None
    assert answer.written.kept == answer.written.sentences > 2
    assert {s.origin for s in answer.statements} == {"written"}
    plain = engine.ask(question)
    assert {s.instrument for s in answer.statements} == {s.instrument for s in plain.statements}
    assert {c.pin for c in answer.citations} <= {c.pin for c in plain.citations}


def _wrong_days(prompt: str) -> str:
    if is_comparison(prompt) or is_repair(prompt):
        return "SILENT"
    number, _ = passages(prompt)[0]
    return f"Makers must report every serious accident within 77 days. [{number}]"


def test_a_figure_that_is_not_in_the_source_is_dropped_for_what_the_source_says(
    write: Callable[..., Answer],
) -> None:
    answer = write(_wrong_days)
    assert "77" not in "".join(s.text for s in answer.statements)
    assert {s.origin for s in answer.statements} == {"quote"}
    assert answer.written is not None and answer.written.dropped == answer.written.sentences >= 3


def test_or_it_is_left_with_its_mark_and_the_reason(write: Callable[..., Answer]) -> None:
    answer = write(_wrong_days, unsupported="mark")
    wrong = [s for s in answer.statements if "77" in s.text]
    assert wrong and all(s.support != "supported" and "77 days" in "".join(s.reasons) for s in wrong)
    quoted = {s.instrument for s in answer.statements if s.origin == "quote"}
    assert quoted >= {s.instrument for s in wrong}, "what the source says stands beside it"
    assert answer.written is not None and answer.written.marked == len(wrong)


@pytest.mark.parametrize(
    ("ending", "reason"), [("", "cites nothing"), (" [99]", "passage 99"), (" [1][99]", "passage 99")]
)
def test_a_sentence_without_a_source_that_was_given_is_unsupported(
    write: Callable[..., Answer], ending: str, reason: str
) -> None:
    def reply(prompt: str) -> str:
        return "" if is_comparison(prompt) or is_repair(prompt) else f"Makers must report accidents.{ending}"

    answer = write(reply, unsupported="mark")
    bad = [s for s in answer.statements if s.origin == "written"]
    assert bad and all(s.support == "unsupported" and reason in "".join(s.reasons) for s in bad)


def test_a_passage_of_another_law_cannot_be_cited(write: Callable[..., Answer]) -> None:
    def reply(prompt: str) -> str:
        if is_comparison(prompt) or is_repair(prompt):
            return ""
        number, text = passages(prompt)[0]
        return f"In China, {text} [{number}]"

    answer = write(reply, "How fast must a serious accident be reported in the EU and California?")
    assert all(s.origin == "quote" for s in answer.statements)


def test_the_deadline_of_one_law_is_not_said_of_another(write: Callable[..., Answer]) -> None:
    """It stands in the passages that the sentence cites, but not in those of the law that it names."""

    def reply(prompt: str) -> str:
        if not is_comparison(prompt):
            return copied(prompt) if not is_repair(prompt) else ""
        keys = "".join(f"[{n}]" for n, _ in passages(prompt))
        return (
            f"The EU requires a report within 5 days, and China requires a report within 5 days. {keys}\n"
            f"The EU and China both require a report within 5 days. {keys}"
        )

    answer = write(reply, "How fast must a serious accident be reported in the EU and China?")
    assert [s.text for s in answer.statements if s.origin == "comparison"] == []
    assert answer.written is not None and answer.written.dropped == 2


def test_a_true_comparison_stands_first(write: Callable[..., Answer], engine: Engine) -> None:
    def reply(prompt: str) -> str:
        if not is_comparison(prompt):
            return copied(prompt)
        found = passages(prompt)
        first = next(n for n, text in found if "5 days" in text)
        other = next(n for n, text in found if "China" in text)
        return f"The EU Kettle Act requires the report within 5 days. [{first}][{other}]"

    answer = write(reply, "How fast must a serious accident be reported in the EU and China?")
    first = answer.statements[0]
    assert first.origin == "comparison" and first.support == "supported"
    assert "eu-kettle-act" in {c.instrument for c in answer.citations if c.id in first.citations}


def test_the_number_of_the_wrong_passage_is_put_right(write: Callable[..., Answer]) -> None:
    def reply(prompt: str) -> str:
        shown = passages(prompt)
        if is_comparison(prompt) or is_repair(prompt) or len(shown) < 2:
            return copied(prompt)
        return f"{shown[1][1]} [{shown[0][0]}]"

    answer = write(reply)
    assert answer.written is not None and answer.written.repaired > 0
    cited = {c.id: c.quote for c in answer.citations}
    for statement in answer.statements:
        assert any(statement.text[:30] in " ".join(cited[key].split()) for key in statement.citations), (
            statement
        )


def test_what_failed_is_written_again_once(write: Callable[..., Answer]) -> None:
    def reply(prompt: str) -> str:
        if is_repair(prompt):
            assert "77 days is not in the evidence" in prompt or "77 days; the evidence says" in prompt
            number, text = passages(prompt)[0]
            return f"1. {text} [{number}]"
        return _wrong_days(prompt)

    answer = write(reply)
    assert answer.written is not None
    assert answer.written.repaired >= 3 and answer.written.dropped == 0
    assert {s.origin for s in answer.statements} == {"written"}


def _unconditional(prompt: str) -> str:
    """Tells California's 24 hours without the danger that they depend on."""
    if is_comparison(prompt) or is_repair(prompt):
        return ""
    key = next(
        (n for n, text in passages(prompt) if "24 hours" in text or ("24小时" in text and "消防" in text)), 1
    )
    if "消防" in prompt:
        return f"生产者应当在24小时内向消防部门告知水壶事故。 [{key}]"
    return f"The manufacturer must disclose the incident to the fire department within 24 hours. [{key}]"


CALIFORNIAN = "How fast must a serious accident be reported in California?"
KALIFORNIEN = "加州严重事故应当在多长时间内报告？"


@pytest.mark.parametrize("question", [CALIFORNIAN, KALIFORNIEN])
def test_a_rule_without_its_condition_is_replaced_or_marked(
    write: Callable[..., Answer], question: str
) -> None:
    said = ("must disclose the incident", "告知水壶事故")
    dropped = write(_unconditional, question)
    assert not [s for s in dropped.statements if any(words in s.text for words in said)]
    assert dropped.written is not None and dropped.written.dropped == 1
    marked = write(_unconditional, question, unsupported="mark")
    (short,) = [s for s in marked.statements if any(words in s.text for words in said)]
    assert short.support == "partial"
    assert "say also" in short.reasons[0] or "一并写明" in short.reasons[0]


def test_the_repair_is_told_which_condition_and_may_add_it(write: Callable[..., Answer]) -> None:
    def reply(prompt: str) -> str:
        if not is_repair(prompt):
            return _unconditional(prompt)
        assert "say also" in prompt and "imminent risk of death" in prompt.split("not fully supported")[1]
        key = next(n for n, text in passages(prompt) if "24 hours" in text)
        return (
            "If an incident poses an imminent risk of death, the manufacturer must disclose it to the fire department "
            f"within 24 hours. [{key}]"
        )

    answer = write(reply, CALIFORNIAN)
    assert answer.written is not None and answer.written.repaired == 1 and answer.written.dropped == 0


def _fails_after(pieces: int) -> Callable[[str], str]:
    asked = 0

    def reply(prompt: str) -> str:
        nonlocal asked
        asked += 1
        if asked > pieces:
            raise ModelFailure("the model played stopped in the middle of its reply")
        return copied(prompt)

    return reply


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_when_the_model_fails_the_answer_is_the_extractive_one(
    write: Callable[..., Answer], engine: Engine, pieces: int
) -> None:
    answer, plain = write(_fails_after(pieces)), engine.ask(QUESTION)
    assert answer.mode == "extractive" and answer.written is None
    assert answer.statements == plain.statements and answer.citations == plain.citations
    assert "stopped in the middle" in answer.notes[0] and answer.notes[1:] == plain.notes


@pytest.mark.parametrize("reply", ["", "\n\n", "SILENT", "[1]", "🫖" * 50, "<passage id=1>", "\x00\x07"])
def test_a_reply_that_says_nothing_leaves_the_quotes(
    write: Callable[..., Answer], engine: Engine, reply: str
) -> None:
    answer, plain = write(lambda _: reply), engine.ask(QUESTION)
    assert {s.text for s in plain.statements} == {s.text for s in answer.statements}


def test_a_model_is_not_asked_where_there_is_nothing_to_say(engine: Engine) -> None:
    model = PlayedModel(copied)
    answer = Writer(engine, model).ask("How do I bake sourdough bread at home?")  # type: ignore[arg-type]
    assert answer.abstained and model.prompts == []


def test_while_it_streams_nothing_unsupported_is_shown(engine: Engine) -> None:
    writer = Writer(engine, PlayedModel(lambda p: copied(p) + "\n" + _wrong_days(p)))  # type: ignore[arg-type]
    shown = list(writer.stream(engine.ask(QUESTION)))
    assert len(shown) > 3
    for answer in shown:
        assert all(s.support == "supported" for s in answer.statements)
        assert_whole_so_far(answer)


def assert_whole_so_far(answer: Answer) -> None:
    assert {key for s in answer.statements for key in s.citations} == {c.id for c in answer.citations}


def test_a_judge_that_does_not_believe_it_stops_a_sentence(engine: Engine) -> None:
    reply = "A maker who is late should apologise to the neighbours. [1]"
    writer = Writer(engine, PlayedModel(lambda p: "" if is_repair(p) else reply, believes=0.02))  # type: ignore[arg-type]
    answer = writer.ask(QUESTION)
    assert all(s.origin == "quote" for s in answer.statements)


def test_only_as_much_as_the_model_can_read_is_shown(engine: Engine) -> None:
    model = PlayedModel(copied)
    model.window = 1500
    Writer(engine, model).ask(QUESTION)  # type: ignore[arg-type]
    assert model.prompts and all(len(prompt) < 1500 for prompt in model.prompts)
