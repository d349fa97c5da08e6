"""The known case over the real texts: a model gives China the European fifteen days, which its sources do not hold."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag import Answer, Engine
from rag.models import open_model
from rag.types import Unsupported
from rag.verify import Verifier
from rag.writing import Writer
from tests.rag.models.fake_endpoint import FakeEndpoint, Handler

pytestmark = [pytest.mark.mirror, pytest.mark.model]

QUESTIONS = {
    "en": "How fast must a serious incident be reported in the EU, California and China?",
    "zh": "严重事件应当在多长时间内报告？比较欧盟、加州和中国。",
}
WRONG = {
    "en": (
        "Providers in China must report a serious incident within 15 days.",
        "The EU, California and China all require a serious incident to be reported within 15 days.",
        "California requires disclosure of a critical safety incident within 24 hours.",
    ),
    "zh": (
        "中国的提供者应当在15日内报告严重事件。",
        "欧盟、加州和中国均要求在15日内报告严重事件。",
        "加州要求前沿开发者在24小时内披露重大安全事件。",
    ),
}


@pytest.fixture(scope="module")
def real(mirror_home: Path) -> Iterator[Engine]:
    with Engine.open(mirror_home) as engine:
        yield engine


def _mistaken(lang: str) -> Callable[[Handler], None]:
    """Says the recorded sentences whatever law it is asked about, each with every passage as its source."""

    def behave(handler: Handler) -> None:
        prompt = handler.server.asked[-1]["messages"][-1]["content"]
        keys = "".join(f"[{n}]" for n in dict.fromkeys(re.findall(r"<passage id=(\d+)>", prompt)))
        handler.begin()
        handler.piece("\n".join(f"{sentence} {keys}" for sentence in WRONG[lang]))
        handler.piece("", "stop")
        handler.finish()

    return behave


@pytest.mark.parametrize("unsupported", ["drop", "mark"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_deadline_that_the_law_does_not_hold_reaches_nobody_unmarked(
    real: Engine, lang: str, unsupported: Unsupported
) -> None:
    endpoint = FakeEndpoint()
    endpoint.behave(_mistaken(lang))
    model = open_model(f"openai:recorded@{endpoint.url}", timeout=30)
    writer = Writer(real, model, verifier=Verifier(registry=real.registry), unsupported=unsupported)
    shown: list[Answer] = list(writer.stream(real.ask(QUESTIONS[lang])))
    model.close()
    endpoint.shutdown()
    endpoint.server_close()
    last = shown[-1]
    assert last.mode == "llm" and last.written is not None, last.notes
    assert {s.instrument.split("-")[0] for s in last.statements} >= {"eu", "us", "cn"}
    for answer in shown:
        said = [s for s in answer.statements if s.text in WRONG[lang]]
        if unsupported == "drop":
            assert said == []
        assert all(s.support != "supported" and s.reasons for s in said), said
    if unsupported == "mark":
        assert {s.text for s in last.statements} >= set(WRONG[lang])
