"""Texts that a question names by their relation to others."""

from datetime import date

import pytest

from corpus import load_registry
from rag.planner import Planner

REGISTRY = load_registry()
PLANNER = Planner(REGISTRY, lambda _: False)


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("What do the omnibus and the Act say on registers?", ["eu-ai-omnibus", "eu-ai-act"]),
        ("Do the GPAI guidelines go further than the Act?", ["eu-gpai-guidelines", "eu-ai-act"]),
        (
            "Does the RAISE Act go further than SB 53, and who does the Act bind?",
            ["us-ny-raise", "us-ca-sb53"],
        ),
        ("Compare SB 24-205 with the law that replaced it", ["us-co-sb205", "us-co-sb26-189"]),
        ("SB 24-205和取代它的法律有何不同？", ["us-co-sb205", "us-co-sb26-189"]),
        ("How does SB 53 differ from its vetoed predecessor?", ["us-ca-sb53", "us-ca-sb1047"]),
        ("What has California vetoed, and what has New York enacted?", ["us-ca-sb1047", "us-ny"]),
        (
            "Compare EO 14110, the action plan and EO 14409",
            ["us-eo-14110", "us-ai-action-plan", "us-eo-14409"],
        ),
        ("How does SB 26-189 differ from the one it replaces?", ["us-co-sb26-189", "us-co-sb205"]),
        ("What changed between the old law and SB 26-189?", ["us-co-sb205", "us-co-sb26-189"]),
        ("旧法和新法SB 26-189对说明义务的规定", ["us-co-sb205", "us-co-sb26-189"]),
        (
            "Who runs CalCompute under the bill that Newsom vetoed and the one he signed?",
            ["us-ca-sb1047", "us-ca-sb53"],
        ),
        (
            "Fine-tuning in the vetoed Californian bill and in the Californian law in force",
            ["us-ca-sb1047", "us-ca-sb53"],
        ),
        ("Is SB 53 the current law in California?", ["us-ca-sb53"]),
        ("Is SB 1047 a law in force?", ["us-ca-sb1047"]),
        ("How does SB 53 change the old law?", ["us-ca-sb53"]),
        ("How did SB 24-205 differ from the 2026 act that replaces it?", ["us-co-sb205", "us-co-sb26-189"]),
        (
            "What did the governor of California veto, and how does SB 53 differ?",
            ["us-ca-sb1047", "us-ca-sb53"],
        ),
        # another plan, another veto
        ("Must a corrective action plan be filed under SB 53?", ["us-ca-sb53"]),
        ("Can the EU Commission veto a model?", ["eu"]),
        ("Did the governor veto SB 53?", ["us-ca-sb53"]),
        ("Was SB 53 vetoed?", ["us-ca-sb53"]),
        ("How does SB 53 differ from what was vetoed before?", ["us-ca-sb53", "us-ca-sb1047"]),
        ("What does the Act say?", []),
        # cities of summits beside other summits
        (
            "AI's hunger for power in the Seoul, Paris and New Delhi texts",
            ["seoul", "intl-paris-statement", "intl-delhi-declaration"],
        ),
        ("May a bank in Paris score its customers?", ["eu"]),
        ("What was said on jobs in Paris in February 2025?", ["intl-paris-statement"]),
        ("2025年2月在巴黎就就业说了什么？", ["intl-paris-statement"]),
        ("Our office in Paris in February 2023: which rules applied?", ["eu"]),
    ],
)
def test_a_text_is_found_by_its_relation_to_others(question: str, keys: list[str]) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    assert [scope.key for scope in plan.scopes] == keys
