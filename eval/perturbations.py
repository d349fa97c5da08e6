"""How many unfaithful twins of true statements the support verifier finds out, by kind and language.

    python -m eval.perturbations [--home HOME] [--judge NAME] [--limit N] [--half test|fit|all] [--json]
    python -m eval.perturbations --claims FILE ... [--judge NAME] [--half test|fit|all] [--json]

Statements are those of our digests; the evidence is the same provision in our other language, and, where HOME has an
index with official texts, the official text in either language. Instruments are divided into two halves by a hash of
their id: constants are fitted on one half (eval/fitting/verifier.py) and reported on the other. Claims that others
wrote, such as those of public sets for natural language inference, are read from files (see `outside_pairs`).
"""

import argparse
import hashlib
import json
import math
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus import DigestEntry, Lang, Registry, UsageError, load_registry
from eval.twins import EDITS
from ingest.sentences import split
from rag.verify.polarity import of_silence
from rag.verify.wording import language as written_in

if TYPE_CHECKING:
    from rag.verify import Verdict

Source = Literal["digest", "official", "invented", "outside"]
Half = Literal["fit", "test"]
TRUE = "true"
SILENCE = "true, of silence"
"""True, but about what a law does not say: no passage of an official text says so. Scored apart."""
INVENTED = Path(__file__).parent / "claims" / "invented.jsonl"
LANGS: tuple[Lang, Lang] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the evidence it is held against, and whether the one follows from the other."""

    claim: str
    evidence: str
    supported: bool
    kind: str
    """`TRUE`, `SILENCE`, or the kind of fault."""
    claim_lang: Lang
    evidence_lang: Lang
    source: Source
    group: str
    """What must not be divided between fitting and measuring: the instrument, or the passage."""
    instruments: tuple[str, ...] = ()
    """Instruments that the evidence is of, where that is known beside its text."""

    @property
    def domain(self) -> str:
        """`law`, or what else it is about; for pairs that others wrote, the set."""
        if self.source == "outside":
            return self.group.partition("/")[0]
        return "invented" if self.source == "invented" else "law"

    @property
    def direction(self) -> str:
        """`en`, `zh`, `en-zh` (an English claim, Chinese evidence) or `zh-en`."""
        same = self.claim_lang == self.evidence_lang
        return self.claim_lang if same else f"{self.claim_lang}-{self.evidence_lang}"

    @property
    def half(self) -> Half:
        """Which half of the instruments it belongs to."""
        return half(self.group)


def half(group: str) -> Half:
    """The half of an instrument or invented passage."""
    return "test" if hashlib.sha256(f"support/{group}".encode()).digest()[0] % 2 else "fit"


# --- pairs ------------------------------------------------------------------------------------------------------------


def digest_pairs(
    registry: Registry, official: Mapping[str, Mapping[Lang, str]], *, per_instrument: int = 40, seed: int = 0
) -> Iterator[Pair]:
    """True statements of the digests and a twin of each kind that can be made, over all directions.

    Args:
        registry: Whose digests.
        official: Official texts by pin and language; may be empty.
        per_instrument: How many provisions of an instrument at most.
        seed: Of the choice of provisions, twins and directions.
    """
    for id, digest in registry.digests.items():
        rng = random.Random(f"{seed}/{id}")  # noqa: S311 (no secret)
        entries = list(digest.provisions)
        chosen = sorted(rng.sample(range(len(entries)), min(per_instrument, len(entries))))
        for at in chosen:
            entry = entries[at]
            evidence = [(lang, "digest", entry.zh if lang == "zh" else entry.en) for lang in LANGS]
            evidence += [(lang, "official", text) for lang, text in official.get(entry.pin, {}).items()]
            for lang in LANGS:
                texts = [e for e in evidence if not (e[1] == "digest" and e[0] == lang)]
                claim = _statement(entry, lang, rng)
                neighbour = _neighbour(entries, at, lang, rng)
                claims = [(TRUE, claim), *_twins(claim, neighbour, lang, id, registry, rng)]
                for kind, text in claims:
                    # a true statement is held against every text, a twin against one
                    for language, source, passage in texts if kind == TRUE else [rng.choice(texts)]:
                        silent = kind == TRUE and source == "official" and of_silence(text)
                        yield Pair(
                            text, passage, kind == TRUE, SILENCE if silent else kind, lang, language,
                            "official" if source == "official" else "digest", id, (id,),
                        )  # fmt: skip


def _statement(entry: DigestEntry, lang: Lang, rng: random.Random) -> str:
    """The restatement, or, if it is long, one or two of its sentences."""
    text = entry.zh if lang == "zh" else entry.en
    spans = split(text)
    if len(spans) < 3 and rng.random() < 0.5:
        return text
    first = rng.randrange(len(spans))
    last = min(len(spans) - 1, first + rng.randrange(2))
    return text[spans[first][0] : spans[last][1]]


def _neighbour(entries: Sequence[DigestEntry], at: int, lang: Lang, rng: random.Random) -> str | None:
    """A statement of a provision nearby that says something else."""
    near = [i for i in range(max(0, at - 4), min(len(entries), at + 5)) if i != at]
    pin = entries[at].pin
    near = [i for i in near if not (entries[i].pin.startswith(pin) or pin.startswith(entries[i].pin))]
    return _statement(entries[rng.choice(near)], lang, rng) if near else None


def _twins(
    claim: str, neighbour: str | None, lang: Lang, id: str, registry: Registry, rng: random.Random
) -> Iterator[tuple[str, str]]:
    for kind, edit in EDITS.items():
        twin = next(edit(claim, lang, rng), None)
        if twin is not None:
            yield kind, twin
    if neighbour is not None:
        yield "swapped citation", neighbour
        join = "" if lang == "zh" else " "
        yield "merged provisions", join.join(rng.sample([claim, neighbour], 2))
    own = registry.get(id)
    names = sorted(
        {own.short.get(lang), own.title.get(lang), *getattr(own.aliases, lang)}, key=len, reverse=True
    )
    held = next((name for name in names if len(name) > 3 and name in claim), None)
    if held is not None:
        others = [i for i in registry.instruments.values() if i.jurisdiction != own.jurisdiction]
        yield "swapped instrument", claim.replace(held, rng.choice(others).short.get(lang))


def invented_pairs(path: Path = INVENTED) -> Iterator[Pair]:
    """Pairs on invented news, articles of an encyclopaedia and everyday sentences, in all four directions.

    Claims in other words than the text (`paraphrase` if false), and sentences of the text with one word changed
    (`edited` if so).
    """
    for line in path.read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        for claim_lang in LANGS:
            for lang in LANGS:
                passage = row["evidence"][lang]
                for kind, supported, claim in _invented_claims(row, claim_lang):
                    yield Pair(claim, passage, supported, kind, claim_lang, lang, "invented", row["id"])


def _invented_claims(row: dict[str, Any], lang: Lang) -> Iterator[tuple[str, bool, str]]:
    for claim in row["claims"]:
        yield (
            (TRUE if claim["supported"] else f"paraphrase: {claim['kind']}"),
            claim["supported"],
            claim[lang],
        )
    text: str = row["evidence"][lang]
    for a, b in split(text):
        yield TRUE, True, text[a:b]
        for edit in row["edits"]:
            old, new = edit[lang]
            if old in text[a:b]:
                yield "edited", False, text[a:b].replace(old, new, 1)


def outside_pairs(path: Path) -> Iterator[Pair]:
    """Pairs that others wrote, from a file of JSON lines; none are kept here, since their texts are not ours.

    Each line has `claim`, `evidence`, `label` (1 if the one follows from the other, else 0) and `group`, the name of
    the passage, which all pairs on it share.

    Raises:
        UsageError: The file cannot be read, or a line of it has no such form.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            claim, evidence, label = row["claim"], row["evidence"], row["label"]
            texts = isinstance(claim, str) and isinstance(evidence, str)
        except (ValueError, KeyError, TypeError):
            texts, label = False, None
        if not texts or label not in (0, 1):
            raise UsageError(f"{path}, line {number}: needs claim, evidence and label (1 or 0), as JSON")
        group = f"{path.stem}/{row.get('group', number)}"
        kind = TRUE if label else "not supported"
        yield Pair(
            claim, evidence, bool(label), kind, written_in(claim), written_in(evidence), "outside", group
        )


def official_texts(home: Path, registry: Registry) -> dict[str, dict[Lang, str]]:
    """The official text of every provision that a digest restates, by pin and language."""
    from ingest import open_index

    found: dict[str, dict[Lang, str]] = {}
    with open_index(home) as index:
        for digest in registry.digests.values():
            for entry in digest.provisions:
                for lang in LANGS:
                    held = index.provision(entry.pin, lang)
                    if held is not None and held.role in ("authoritative", "translation", "consolidation"):
                        found.setdefault(entry.pin, {})[lang] = held.text
    return found


def thinned(pairs: Iterable[Pair], limit: int, seed: int = 0) -> list[Pair]:
    """At most so many pairs, of every kind and direction alike."""
    cells: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in pairs:
        cells.setdefault((pair.kind, pair.direction, pair.source), []).append(pair)
    rng = random.Random(seed)  # noqa: S311 (no secret)
    total = sum(map(len, cells.values()))
    kept: list[Pair] = []
    for cell in cells.values():
        share = max(12, round(len(cell) * limit / total)) if total > limit else len(cell)
        kept += rng.sample(cell, min(share, len(cell)))
    return kept


# --- the report -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    """How well a verifier told the pairs of one kind from true statements."""

    kind: str
    direction: str
    """Of the claim and its evidence; `all` for every direction together."""
    n: int
    """Unfaithful pairs; for `TRUE` and `SILENCE`, true ones."""
    detected: float
    """Share of them found out; of true ones, share recognised as supported."""
    balanced_accuracy: float
    """Mean of that share and of the share of `TRUE` ones in the same direction that are recognised."""
    auroc: float
    """Of the scores, against those true statements; NaN for true ones."""
    ci95: tuple[float, float]
    """Of the balanced accuracy, by bootstrap over instruments and passages."""


def rates(pairs: Sequence[Pair], verdicts: Sequence["Verdict"], seed: int = 0) -> list[Rate]:
    """Detection by kind of fault and direction."""
    found = []
    kinds = [TRUE, SILENCE, *sorted({pair.kind for pair in pairs} - {TRUE, SILENCE}), "any fault"]
    for direction in ("all", "en", "zh", "en-zh", "zh-en"):
        rows = [
            (p, v.score, v.support == "supported")
            for p, v in zip(pairs, verdicts, strict=True)
            if direction in ("all", p.direction)
        ]
        true = [row for row in rows if row[0].kind == TRUE]
        for kind in kinds:
            false = [row for row in rows if not row[0].supported and kind in (row[0].kind, "any fault")]
            if kind in (TRUE, SILENCE):
                if own := [row for row in rows if row[0].kind == kind]:
                    share = sum(row[2] for row in own) / len(own)
                    found.append(
                        Rate(kind, direction, len(own), share, share, math.nan, (math.nan, math.nan))
                    )
            elif false and true:
                found.append(_rate(kind, direction, true, false, seed))
    return found


Judged = tuple[Pair, float, bool]


def _rate(kind: str, direction: str, true: list[Judged], false: list[Judged], seed: int) -> Rate:
    from sklearn.metrics import roc_auc_score

    detected = sum(not row[2] for row in false) / len(false)
    auroc = roc_auc_score([1] * len(true) + [0] * len(false), [row[1] for row in (*true, *false)])
    groups: dict[str, list[int]] = {}
    for row in (*true, *false):
        counts = groups.setdefault(row[0].group, [0, 0, 0, 0])  # true, recognised; false, detected
        counts[0 if row[0].supported else 2] += 1
        counts[1 if row[0].supported else 3] += row[2] is row[0].supported
    rng = random.Random(seed)  # noqa: S311 (no secret)
    clusters = list(groups.values())
    drawn = []
    for _ in range(500):
        t, hit, f, out = (sum(column) for column in zip(*rng.choices(clusters, k=len(clusters)), strict=True))
        if t and f:
            drawn.append((hit / t + out / f) / 2)
    drawn.sort()
    low, high = (drawn[int(len(drawn) * q)] for q in (0.025, 0.975)) if drawn else (math.nan, math.nan)
    recognised = sum(row[2] for row in true) / len(true)
    return Rate(kind, direction, len(false), detected, (recognised + detected) / 2, float(auroc), (low, high))


def gather(
    home: Path | None,
    limit: int,
    of: Literal["fit", "test", "all"],
    claims: Sequence[Path] = (),
    seed: int = 0,
) -> list[Pair]:
    """The pairs of the suite: law from the digests (and official texts, if `home` has an index), and invented texts.

    Those of `claims`, if any, are asked instead, every one.
    """
    if claims:
        outside = [pair for path in claims for pair in outside_pairs(path)]
        return [pair for pair in outside if of in ("all", pair.half)]
    registry = load_registry()
    official: Mapping[str, Mapping[Lang, str]] = {}
    if home is not None:
        official = official_texts(home, registry)
    pairs = [*digest_pairs(registry, official, seed=seed), *invented_pairs()]
    return thinned((pair for pair in pairs if of in ("all", pair.half)), limit, seed)


def main() -> None:
    """Make pairs, judge them, print the rates."""
    from ingest.home import paths
    from rag.verify import Claim, Verifier, load_judge

    asked = argparse.ArgumentParser(prog="python -m eval.perturbations", description=__doc__.splitlines()[0])
    asked.add_argument("--home", type=Path, help="home with an index: official texts are evidence too")
    asked.add_argument(
        "--claims", type=Path, nargs="+", default=(), help="pairs that others wrote, instead of ours"
    )
    asked.add_argument("--judge", default="bundled", help="bundled, nli:MODEL, openai:MODEL@URL or gguf:PATH")
    asked.add_argument("--limit", type=int, default=1500, help="pairs, about")
    asked.add_argument("--half", choices=["fit", "test", "all"], default="all")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    try:
        pairs = gather(options.home, options.limit, options.half, options.claims)
    except UsageError as error:
        asked.error(str(error))
    start = time.perf_counter()
    verifier = Verifier(load_judge(options.judge), models=paths(options.home).models)
    verdicts = verifier.verify_all([Claim(p.claim, (p.evidence,), p.instruments) for p in pairs])
    seconds = time.perf_counter() - start
    for source in dict.fromkeys(pair.domain for pair in pairs):
        of = [i for i, pair in enumerate(pairs) if pair.domain == source]
        table = rates([pairs[i] for i in of], [verdicts[i] for i in of])
        if options.json:
            for rate in table:
                sys.stdout.write(json.dumps({"source": source, **asdict(rate)}, ensure_ascii=False) + "\n")
            continue
        sys.stdout.write(f"\n{source}: {len(of)} pairs\n")
        for rate in table:
            low, high = rate.ci95
            sys.stdout.write(
                f"{rate.kind:26} {rate.direction:6} n {rate.n:5}  found {rate.detected:.2f}  balanced accuracy "
                f"{rate.balanced_accuracy:.2f} [{low:.2f}, {high:.2f}]  AUROC {rate.auroc:.2f}\n"
            )
    sys.stderr.write(f"{len(pairs)} pairs in {seconds:.0f} s\n")


if __name__ == "__main__":
    main()
