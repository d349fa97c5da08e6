"""Fits the constants of rag/relevance.py on relevance.jsonl and the dev halves of other sets, and prints them.

    python -m eval.fitting.relevance HOME…

Each HOME is a `$CROSSLEX_HOME` with an index (one with the mirror, one of digests alone). Each line of the set is a
question with its language and whether the corpus answers it. Prints cross-validated figures first: of the questions
that can be answered how many would be refused, of the others how many answered, and the area under the ROC curve.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from eval.dataset import load
from ingest import Filters
from rag import Engine
from rag.planner import is_effective
from rag.relevance import FEATURES, Signs, features, is_overview
from rag.retrieval import within

SETS = Path(__file__).resolve().parents[1] / "sets"
WITH_GOLD = ("lookup", "crosslingual", "unanswerable")
"""Sets of eval questions; what tells whether they can be answered is whether they have gold provisions."""


def questions() -> Iterator[dict[str, Any]]:
    """Each question with its language and whether it can be answered."""
    for line in (SETS / "relevance.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)
    for name in WITH_GOLD:
        for q in load(SETS / f"{name}.jsonl", split="dev"):
            yield {"question": q.text, "lang": q.lang, "answerable": q.answerable}


def signs(home: Path) -> Iterator[tuple[dict[str, Any], Signs, bool]]:
    """Each question of the set with the signs that the engine sees, and whether it names what is searched."""
    with Engine.open(home) as engine:
        retriever, planner = engine.retriever, engine.planner
        held = tuple(engine.index.catalog.counts())
        today = date.today()
        for row in questions():
            plan = planner.plan(row["question"], available=held, as_of=today)
            if plan.outside and not plan.scopes:
                continue  # refused before anything is searched
            searched = plan.instruments or tuple(
                i for i in held if is_effective(engine.registry.get(i), today)
            )
            query = retriever.query(
                plan.topic if plan.scopes else plan.question, plan.question, [f for r in plan.rows for f in r]
            )
            yield row, retriever.evidence(query, within(Filters(), searched)).signs, plan.names_where


def main() -> None:
    """Fit and print."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    homes = [Path(name) for name in sys.argv[1:]]
    if not homes:
        sys.exit(__doc__)
    found = [
        (row, seen, named)
        for home in homes
        for row, seen, named in signs(home)
        if not is_overview(seen, named=named)  # answered whatever the regression says
    ]
    x = np.array([features(seen, named=named) for _, seen, named in found])
    y = np.array([row["answerable"] for row, _, _ in found])
    groups = [row["question"] for row, _, _ in found]  # the same question in two indexes is one
    model = LogisticRegression(C=3.0, max_iter=5000, class_weight="balanced")
    chance = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(10), method="predict_proba")[:, 1]
    for name, of in (
        ("all", y | True),
        ("named", np.array([named for _, _, named in found])),
        ("en", np.array([row["lang"] == "en" for row, _, _ in found])),
        ("zh", np.array([row["lang"] == "zh" for row, _, _ in found])),
    ):
        yes, no = of & y, of & ~y
        print(
            f"{name:6} refused {(chance[yes] < 0.5).sum()} of {yes.sum()}, answered {(chance[no] >= 0.5).sum()} "
            f"of {no.sum()}, AUROC {roc_auc_score(y[of], chance[of]):.3f}"
        )
    for at in np.argsort(chance):
        if (chance[at] >= 0.5) != y[at]:
            print(f"  {chance[at]:.2f} {'refused ' if y[at] else 'answered'} {found[at][0]['question']}")
    model.fit(x, y)
    print(f"BIAS = {model.intercept_[0]:.2f}")
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
