"""How good retrieval is, beside a plain llama-index pipeline on the same questions.

    CROSSLEX_HOME=… python -m eval.bench.quality [--half dev|test] [--mirror DIR] [--plain DIR] [--out DIR]

Both are asked every answerable question of our sets, in the plain words of the question. crosslex is asked as by
`crosslex eval`; the plain pipeline (eval/bench/plain.py) gives the ten nearest nodes by cosine, unfiltered, from
Qdrant's local mode. Where its defaults would spoil its figures, it is given the better way:

- It gets each text once, in the first form of the registry that llama-index can read, rather than every file of the
  mirror; no scans, and the text of web pages rather than their markup (llama-index's HTMLTagReader).
- Its vectors come from our bulk embedder: the same weights (cosine 0.999), and nothing of a long node is cut off.
- Its nodes have no pins. A node finds a gold provision by holding half of its official text, in any language and
  edition, or by standing in it with half of its own (eval/bench/holding.py); what an amending act
  inserts is found in the act too. Its instrument is that of its file, or of the gold that it finds.
- All its ten nodes count as evidence; of crosslex only what the answer cites.

Restatements of ours, which crosslex searches beside the official texts, are not given to it: they are part of crosslex.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus import CrosslexError, Registry
from eval.bench.holding import Holdings, Node
from eval.bench.plain import SUFFIXES, PlainPipeline, embedded_texts, split
from eval.dataset import Half, Question, built_in, load
from eval.intervals import Estimate, Scored, estimate, paired_difference
from eval.matching import share_found
from eval.metrics import DEPTH, METRICS, Metric, Score
from eval.outcome import Outcome
from eval.report import check_folder
from eval.runner import run
from ingest.sources import groups, mirror_file
from rag import Engine, SearchHit

ROOT = Path(__file__).resolve().parents[2]


def coverage_of_evidence(outcome: Outcome) -> Score | None:
    """Share of comparative questions with a gold provision for every side among the evidence.

    Evidence is what the answer of crosslex cites, as in `comparative_coverage` of `crosslex eval`, and all that the
    plain pipeline found.
    """
    if outcome.question.kind != "comparative":
        return None
    evidence = outcome.cited if outcome.answer else outcome.pins
    return Score(float(share_found(evidence, outcome.question.gold) == 1))


def coverage_at_10(outcome: Outcome) -> Score | None:
    """Share of comparative questions with a gold provision for every side among the first ten hits."""
    return coverage_of_evidence(replace(outcome, answer=None))


_BY_NAME = {metric.name: metric for metric in METRICS}
COMPARED = (
    *(_BY_NAME[name] for name in ("recall@1", "recall@5", "recall@10", "ndcg@10", "mrr")),
    Metric("comparative_coverage", coverage_of_evidence, "Comparisons with every side in the evidence"),
    Metric("comparative_coverage@10", coverage_at_10, "Comparisons with every side in the first ten"),
    _BY_NAME["wrong_instrument_rate"],
)


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of both, over some questions."""

    metric: str
    crosslex: Estimate
    plain: Estimate
    difference: Estimate
    """crosslex minus plain, drawn in pairs."""


# --- the plain pipeline -----------------------------------------------------------------------------------------------


def files(registry: Registry, mirror: Path) -> list[Path]:
    """A file for each text of the registry that the mirror has and llama-index can read."""
    chosen = []
    for instrument in registry.instruments.values():
        for group in groups(instrument):
            held = (
                path
                for source in group.forms
                if not source.needs_ocr
                and (path := mirror_file(mirror, instrument.id, source)) is not None
                and path.suffix in SUFFIXES
                and path.is_file()
            )
            chosen += [path for path in [next(held, None)] if path is not None]
    return chosen


def open_plain(folder: Path, paths: Sequence[Path], model_id: str) -> PlainPipeline:
    """The plain pipeline over some files; built, in some minutes, unless `folder` has it already.

    Raises:
        CrosslexError: `model_id`, the model of the index, is not the bundled one, or the folder holds another index.
    """
    from ingest.embedding.bundled import BundledEmbedder
    from ingest.home import paths as paths_of

    if model_id != BundledEmbedder.model_id:
        raise CrosslexError(
            f"the index was built with {model_id}; the plain pipeline has the bundled model, so build one with that"
        )
    embedder = BundledEmbedder(paths_of().models)
    made_from = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    record = folder / "made_from.json"
    if record.is_file() and json.loads(record.read_text("utf-8")) == made_from:
        return PlainPipeline(folder / "store", str(embedder.folder))
    if (folder / "store").exists():
        raise CrosslexError(
            f"{folder} holds an index of other files; remove it, or name another with --plain"
        )
    folder.mkdir(parents=True, exist_ok=True)
    from llama_index.core import SimpleDirectoryReader
    from llama_index.readers.file import HTMLTagReader
    from rich.console import Console
    from rich.progress import Progress

    documents = SimpleDirectoryReader(
        input_files=[str(path) for path in paths], file_extractor={".html": HTMLTagReader("body")}
    ).load_data()
    for document in documents:
        for key in ("tag", "tag_id"):  # would be embedded with every node of a web page
            document.metadata.pop(key, None)
    nodes = split(documents)
    with Progress(console=Console(stderr=True)) as bars:
        task = bars.add_task("embedding nodes of the plain pipeline", total=len(nodes))
        vectors = embedder.embed_passages(embedded_texts(nodes), lambda n: bars.advance(task, n))
    pipeline = PlainPipeline(folder / "store", str(embedder.folder))
    pipeline.fill(nodes, vectors)
    record.write_text(json.dumps(made_from, indent=1) + "\n", "utf-8")  # last: what is unfinished has none
    return pipeline


def plain_outcome(question: Question, nodes: Sequence[Node], holdings: Holdings) -> Outcome:
    """What the plain pipeline found, its nodes under the pin of the gold that they hold.

    A node that holds provisions of two groups, neither of them within the other, counts for the one not found before.
    """
    hits: list[SearchHit] = []
    credited: set[int] = set()
    for rank, node in enumerate(nodes, 1):
        found = holdings.found(node, question.gold)
        place, pin = next((f for f in found if f[0] not in credited), found[0] if found else (-1, ""))
        credited.add(place)
        hits.append(
            SearchHit(
                rank=rank, score=1 / rank, pin=pin or f"{node.folder}/-", instrument=(pin or node.folder).split("/")[0],
                label="", lang=question.lang, role="authoritative", heading="", text=node.text,
            )
        )  # fmt: skip
    return Outcome(question, tuple(hits))


def ask_plain(pipeline: PlainPipeline, questions: Iterable[Question], holdings: Holdings) -> list[Outcome]:
    """Every question, in its plain words."""
    outcomes = []
    for question in questions:
        found = pipeline.retrieve(question.text, DEPTH)
        nodes = [
            Node(Path(hit.node.metadata["file_path"]).parent.name, hit.node.get_content()) for hit in found
        ]
        outcomes.append(plain_outcome(question, nodes, holdings))
    return outcomes


# --- the comparison ---------------------------------------------------------------------------------------------------


def compared(ours: Sequence[Outcome], plain: Sequence[Outcome]) -> dict[str, list[Row]]:
    """Both on the same questions in the same order: all of them, by language, and by set."""
    sets = dict.fromkeys(outcome.question.dataset for outcome in ours)
    pairs = list(zip(ours, plain, strict=True))
    slices = {"all": pairs}
    slices |= {lang: [pair for pair in pairs if pair[0].question.lang == lang] for lang in ("en", "zh")}
    slices |= {name: [pair for pair in pairs if pair[0].question.dataset == name] for name in sets}
    return {name: list(_rows(within)) for name, within in slices.items()}


def _rows(pairs: Sequence[tuple[Outcome, Outcome]]) -> Iterable[Row]:
    clusters = [ours.question.cluster for ours, _ in pairs]
    for metric in COMPARED:
        sides = [[metric.score(pair[side]) for pair in pairs] for side in (0, 1)]
        values = [
            estimate(metric, [Scored(c, s) for c, s in zip(clusters, side, strict=True) if s is not None])
            for side in sides
        ]
        difference = paired_difference(metric, clusters, *sides)
        if values[0] and values[1] and difference:
            yield Row(metric.name, values[0], values[1], difference)


def table(rows: Sequence[Row]) -> list[str]:
    """Lines of Markdown."""
    lines = ["| metric | crosslex | plain pipeline | difference | n |", "|---|---|---|---|---|"]
    for row in rows:
        cells = [
            f"{e.value:{sign}.3f} [{low:{sign}.3f}, {high:{sign}.3f}]"
            for e, sign in ((row.crosslex, ""), (row.plain, ""), (row.difference, "+"))
            for low, high in [e.ci95 or (e.value, e.value)]
        ]
        lines.append(f"| {row.metric} | {' | '.join(cells)} | {row.crosslex.n} |".replace("-0.", "−0."))
    return lines


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both on one half of our sets; sums only, so that nothing is learned of a single held-out question."""

    half: Half
    questions: int
    groups: int
    """Gold groups of all questions."""
    groups_without_official_text: int
    """Those of which no official text of the index holds a pin: the plain pipeline cannot find them."""
    failed: int
    """Questions that crosslex failed to answer; they count as nothing found."""
    index: str
    """Generation that was asked."""
    rows: dict[str, list[Row]]
    """By slice: `all`, a language, a set."""


def measure(half: Half, mirror: Path, folder: Path) -> Comparison:
    """Ask both, and put their figures together.

    Args:
        half: Of our sets.
        mirror: The folder of official texts.
        folder: Of the plain pipeline's index.
    """
    questions = [
        question
        for path in built_in()
        for question in load(path, split=half, reporting=True)
        if question.answerable
    ]
    with Engine.open() as engine:
        ours = run(engine, questions, judging=False)
        holdings = Holdings(engine.index.catalog)
        pipeline = open_plain(folder, files(engine.registry, mirror), engine.index.manifest.model_id)
        try:
            plain = ask_plain(pipeline, questions, holdings)
        finally:
            pipeline.close()
        gold = [group for question in questions for group in question.gold]
        return Comparison(
            half=half,
            questions=len(questions),
            groups=len(gold),
            groups_without_official_text=sum(not holdings.known(group) for group in gold),
            failed=sum(outcome.error is not None for outcome in ours),
            index=engine.index.manifest.id,
            rows=compared(ours, plain),
        )


def main() -> None:
    """Measure, and print tables."""
    from ingest.home import home

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get("CROSSLEX_MIRROR", str(ROOT.parent / "shared" / "corpus"))
    parser.add_argument("--half", choices=["dev", "test"], default="dev", help="of our sets (default: dev)")
    parser.add_argument("--mirror", type=Path, default=Path(default), help="folder of official texts")
    parser.add_argument(
        "--plain", type=Path, metavar="DIR", help="keeps the plain index (default: in the home)"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="also write quality.json and quality.md")
    arguments = parser.parse_args()
    if not (arguments.mirror / "PROVENANCE.tsv").is_file():
        sys.exit(f"no mirror at {arguments.mirror}; name one with --mirror")
    try:
        if arguments.out:
            check_folder(arguments.out)
        result = measure(arguments.half, arguments.mirror.resolve(), arguments.plain or home() / "plain")
    except CrosslexError as error:
        sys.exit(str(error))
    text = "\n\n".join("\n".join((f"## {name}", "", *table(rows))) for name, rows in result.rows.items())
    print(text)
    print(
        f"\n{result.half} half: {result.questions} questions, {result.groups} gold groups, "
        f"{result.groups_without_official_text} of them in no official text; index {result.index}"
    )
    if arguments.out:
        (arguments.out / "quality.md").write_text(text + "\n", "utf-8")
        (arguments.out / "quality.json").write_text(json.dumps(asdict(result), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
