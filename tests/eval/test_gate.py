"""The gate of every change: on an index of our digests alone, answers stay verbatim, supported and found.

Floors lie below what was reached when they were set, by about two questions; they rise when a change earns it. Asked
are the development questions about the instruments of the index, and those that no corpus answers.
"""

from collections.abc import Mapping
from copy import copy
from pathlib import Path

import pytest

from corpus import load_registry
from eval.dataset import built_in, load
from eval.intervals import Estimate
from eval.report import summarise
from eval.runner import run
from ingest import build, open_index
from rag import Engine

pytestmark = pytest.mark.model

HELD = ("cn-ai-labelling", "cn-genai-measures", "cn-pipl", "us-ca-sb53", "us-nist-ai-rmf", "eu-gpai-code")
FLOORS = {
    "recall@5": 0.79,
    "mrr": 0.72,
    "supported_rate": 0.96,
    "citation_recall": 0.96,
    "fact_accuracy": 0.74,
    "abstention_recall": 0.33,
}
CEILINGS = {"false_refusal_rate": 0.11, "contradicted_rate": 0.02, "wrong_instrument_rate": 0.18}


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Estimate]:
    registry = copy(load_registry())
    registry.instruments = {id: registry.instruments[id] for id in HELD}
    home: Path = tmp_path_factory.mktemp("gate")
    build(registry, home=home)
    asked = [
        question
        for path in built_in()
        for question in load(path, split="dev")
        if set(question.instruments) <= set(HELD) and (question.gold or question.kind == "unanswerable")
    ]
    with Engine(open_index(home), registry) as engine:
        return summarise(run(engine, asked), [], index={}, seconds=0).metrics


def test_every_quote_is_verbatim(metrics: Mapping[str, Estimate]) -> None:
    assert metrics["quote_verbatim_rate"].n > 20
    assert metrics["quote_verbatim_rate"].value == 1


@pytest.mark.parametrize("metric", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(metrics: Mapping[str, Estimate], metric: str) -> None:
    assert metrics[metric].value >= FLOORS[metric]


@pytest.mark.parametrize("metric", sorted(CEILINGS))
def test_no_fault_rises_above_its_ceiling(metrics: Mapping[str, Estimate], metric: str) -> None:
    assert metrics[metric].value <= CEILINGS[metric]
