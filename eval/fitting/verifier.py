"""Fits the constants of rag/verify/calibrated.py on pairs of ours, and prints them.

    python -m eval.fitting.verifier HOME [CACHE [CLAIMS ...]]

HOME is a `$CROSSLEX_HOME` with an index over the official texts (for evidence that is not our own) and the unpacked
embedding model; CACHE a file in which the features are kept between runs; CLAIMS files of pairs that others wrote
(see `eval.perturbations.outside_pairs`), which weigh together as much as the law does. Fitted is a logistic regression
in which no weight may say that a claim which is more like its evidence is less supported, on one half of the
instruments and passages; the figures that are printed first are of the other half (never random rows).
"""

import pickle
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus import Registry, load_registry
from eval.perturbations import (
    SILENCE,
    TRUE,
    Pair,
    digest_pairs,
    invented_pairs,
    official_texts,
    outside_pairs,
)
from eval.word_twins import excerpts, opposite, other_term, other_word, vocabulary
from ingest.home import paths
from rag.verify.calibrated import FALLING, RISING
from rag.verify.features import Reader, features
from rag.verify.references import plain
from rag.verify.verifier import read, sentences, stands_in

Array = npt.NDArray[np.float64]

PER_INSTRUMENT = 11
LONGEST = 2500
"""Characters of an official text: longer ones take too long to read by the thousand."""
FAR = ("swapped citation", "unrelated", "paraphrase: neutral")
"""Kinds of fault that are told by what the evidence is about; half of the weight of all faults is theirs."""
RIDGE = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """A pair and its features."""

    pair: Pair
    values: dict[str, float]


def fitting_pairs(
    registry: Registry, official: dict[str, dict[Any, str]], claims: Iterable[Path] = (), seed: int = 0
) -> list[Pair]:
    """Pairs whose claim is one sentence: true ones, parts of true ones, and twins; those of others as they are."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    pairs = [*digest_pairs(registry, official, per_instrument=PER_INSTRUMENT), *invented_pairs()]
    pairs += [*_worded(pairs, registry, rng), *_unrelated(pairs, rng)]
    pairs += [pair for path in claims for pair in outside_pairs(path)]
    return [pair for pair in pairs if len(sentences(pair.claim)) == 1]


def _worded(pairs: Iterable[Pair], registry: Registry, rng: random.Random) -> Iterator[Pair]:
    by_claim: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.supported:
            by_claim[pair.claim].append(pair)
    known = {
        invented: vocabulary(
            (text, lang)
            for held in by_claim.values()
            for p in held[:1]
            if (p.source == "invented") is invented
            for text, lang in ((p.claim, p.claim_lang), (p.evidence, p.evidence_lang))
        )
        for invented in (True, False)
    }
    for claim, held in by_claim.items():
        lang, invented = held[0].claim_lang, held[0].source == "invented"
        twins = {
            "other word": other_word(claim, lang, rng, known[invented]),
            "other term": None if invented else other_term(claim, lang, rng, registry),
            "opposite": opposite(claim, lang, rng),
        }
        for kind, twin in twins.items():
            if twin is not None and twin != claim:
                for pair in held if invented else [rng.choice(held)]:
                    yield replace(pair, claim=twin, supported=False, kind=kind)
        for part in list(excerpts(claim, lang))[:1]:
            for pair in held[:3]:
                yield replace(pair, claim=part)


def _unrelated(pairs: Iterable[Pair], rng: random.Random) -> Iterator[Pair]:
    """True statements against evidence of another instrument or passage, one in three of them."""
    true = [pair for pair in pairs if pair.supported]
    evidence: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in true:
        evidence[pair.source, pair.evidence_lang].append(pair)
    for pair in true:
        if rng.random() < 1 / 3:
            other = rng.choice(evidence[pair.source, pair.evidence_lang])
            if other.group != pair.group and other.half == pair.half:
                yield replace(
                    pair,
                    evidence=other.evidence,
                    supported=False,
                    kind="unrelated",
                    instruments=other.instruments,
                )


def rows(pairs: list[Pair], models: Path, registry: Registry, seed: int = 0) -> list[Row]:
    """The features of pairs; every third is held against a page, its evidence among that of others."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    pool: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in pairs:
        if pair.source != "outside" and pair.supported and len(pair.evidence) < 900:
            pool[pair.group, pair.evidence_lang].append(pair.evidence)
    groups: dict[tuple[bool, str, str], list[str]] = defaultdict(list)
    for group, lang in pool:
        source = next(p for p in pairs if p.group == group)
        groups[source.source == "invented", source.half, lang].append(group)
    reader, found, start = Reader(models), [], time.perf_counter()
    pairs = sorted(pairs, key=lambda p: (p.evidence_lang, p.group, p.evidence))
    for at in range(0, len(pairs), 200):
        part = pairs[at : at + 200]
        said = [plain(pair.claim, pair.evidence, pair.instruments, registry) for pair in part]
        reader.prepare([*said, *(pair.evidence for pair in part)])
        for pair in part:
            passages = [pair.evidence]
            if pair.source != "outside" and rng.random() < 1 / 3:
                near = groups[pair.source == "invented", pair.half, pair.evidence_lang]
                for _ in range(rng.randint(2, 8)):
                    group = rng.choice(near) if pair.source == "invented" else pair.group
                    other = rng.choice(pool[group, pair.evidence_lang] or [pair.evidence])
                    if group != pair.group or (
                        pair.source != "invented" and (pair.supported or pair.kind == "unrelated")
                    ):
                        passages.insert(rng.randint(0, len(passages)), other)
            held = tuple(dict.fromkeys(passages))
            checked = read(reader, pair.claim, held, pair.instruments, registry)
            if checked.match is None or any(stands_in(pair.claim, passage) for passage in held):
                continue  # told without the model
            found.append(Row(pair, features(pair.claim, held, checked.match, checked.findings, registry)))
        if at % 2000 == 0:
            print(f"{at} of {len(pairs)}, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return found


# --- fitting ----------------------------------------------------------------------------------------------------------


def weights(found: list[Row]) -> Array:
    """So that legal, invented and others' texts weigh the same, true and false, and kinds within those."""
    cells: dict[tuple[str, bool, str], int] = defaultdict(int)
    for row in found:
        cells[_cell(row)] += 1
    near = {key[:2]: [k for k in cells if k[:2] == key[:2] and k[2] not in FAR] for key in cells}
    far = {key[:2]: [k for k in cells if k[:2] == key[:2] and k[2] in FAR] for key in cells}
    out = []
    for row in found:
        cell = _cell(row)
        same = far[cell[:2]] if cell[2] in FAR else near[cell[:2]]
        share = 0.5 if far[cell[:2]] and near[cell[:2]] else 1.0
        out.append(share / len(same) / cells[cell])
    return np.array(out) / sum(out) * len(out)


def _cell(row: Row) -> tuple[str, bool, str]:
    """Domain, whether true, and kind; of others' pairs, the set."""
    pair = row.pair
    outside = pair.source == "outside"
    return (
        ("outside" if outside else pair.domain),
        pair.supported,
        pair.group.partition("/")[0] if outside else pair.kind,
    )


def fit(x: Array, y: Array, w: Array, names: list[str]) -> tuple[Array, float]:
    """Coefficients and intercept of a ridge logistic regression whose signs are bounded, for standardised columns."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # publishes no types

    def loss(theta: Array) -> tuple[float, Array]:
        z = x @ theta[:-1] + theta[-1]
        p = 1 / (1 + np.exp(-z))
        value = np.average(np.logaddexp(0, z) - y * z, weights=w) + RIDGE / 2 * float(theta[:-1] @ theta[:-1])
        slope = w * (p - y) / w.sum()
        return value, np.append(x.T @ slope + RIDGE * theta[:-1], slope.sum())

    bounds = [(0 if n in RISING else None, 0 if n in FALLING else None) for n in names] + [(None, None)]
    done = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return done.x[:-1], float(done.x[-1])


def report(found: list[Row], chance: Array) -> None:
    """Balanced accuracy at 0.5 and AUROC by source and direction, and by kind of fault against all that is true."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    y = np.array([row.pair.supported for row in found])
    domain = np.array([row.pair.domain for row in found])
    direction = np.array([row.pair.direction for row in found])
    kind = np.array([row.pair.kind for row in found])
    lines = []
    for name in dict.fromkeys(domain):
        of = domain == name
        for way in ("en", "zh", "en-zh", "zh-en"):
            lines.append((f"{name} {way}", of & (direction == way)))
        for fault in sorted(set(kind[of]) - {TRUE, SILENCE}):
            lines.append((f"{name}: {fault}", of & ((kind == fault) | (kind == TRUE))))
    for name, of in lines:
        if len(set(y[of])) < 2:
            continue
        print(
            f"{name:34} n {of.sum():5}  balanced accuracy {balanced_accuracy_score(y[of], chance[of] >= 0.5):.3f}  "
            f"AUROC {roc_auc_score(y[of], chance[of]):.3f}"
        )


def main() -> None:
    """Fit and print."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    home, registry = Path(sys.argv[1]), load_registry()
    cache = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if cache and cache.is_file():
        found: list[Row] = pickle.loads(cache.read_bytes())  # noqa: S301 (our own file)
    else:
        official = {
            pin: texts
            for pin, texts in official_texts(home, registry).items()
            if all(len(text) < LONGEST for text in texts.values())
        }
        claims = [Path(name) for name in sys.argv[3:]]
        found = rows(fitting_pairs(registry, official, claims), paths(home).models, registry)
        if cache:
            cache.write_bytes(pickle.dumps(found))
    names = list(found[0].values)
    x = np.array([[row.values[name] for name in names] for row in found])
    y = np.array([float(row.pair.supported) for row in found])
    half = np.array([row.pair.half == "test" for row in found])
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1
    x = (x - mean) / spread
    kept = [row for row, out in zip(found, half, strict=True) if not out]
    coefficients, intercept = fit(x[~half], y[~half], weights(kept), names)
    chance = 1 / (1 + np.exp(-(x[half] @ coefficients + intercept)))
    report([row for row, out in zip(found, half, strict=True) if out], chance)
    raw = coefficients / spread
    print(f"BIAS = {intercept - float(raw @ mean):.3f}")
    for name, weight in zip(names, raw, strict=True):
        print(f'    "{name}": {weight:.3f},')


if __name__ == "__main__":
    main()
