"""Speed of crosslex beside a plain llama-index pipeline, in one run on one machine.

    python -m eval.bench [--mirror DIR] [--plain-every N] [--json FILE]

Measures full ingestion of the mirror, a second ingestion with nothing changed, a cold question (process start to
answer), warm questions, and a batch of 1,000. Machines are noisy: what counts is the ratio, not the seconds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from eval.bench import batch

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "eval" / "sets" / "walkthrough.jsonl"
CROSSLEX = Path(sys.executable).with_name("crosslex")
PLAIN_TIMEOUT = 3600


def run(*command: str | Path, home: Path) -> tuple[float, str]:
    """Seconds and output of a command."""
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own programs
        [str(part) for part in command],
        env={**os.environ, "CROSSLEX_HOME": str(home)},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=PLAIN_TIMEOUT,
    )
    return time.perf_counter() - begun, done.stdout


def measure(mirror: Path, home: Path, *, every: int) -> dict[str, dict[str, float]]:
    """Seconds of each operation, `crosslex` and (unless `every` is 0) `plain`."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    result: dict[str, dict[str, float]] = {}

    full, _ = run(CROSSLEX, "ingest", "--quiet", "--mirror", mirror, home=home)
    result["full ingestion"] = {"crosslex": full}
    again, _ = run(CROSSLEX, "ingest", "--quiet", "--mirror", mirror, home=home)
    result["ingestion, nothing changed"] = {"crosslex": again}
    cold = [run(CROSSLEX, "ask", "--json", question, home=home)[0] for question in questions[:5]]
    result["cold question"] = {"crosslex": statistics.median(cold)}
    warm = warm_times(home, questions)
    result["warm retrieval"] = {"crosslex": statistics.median(warm["search"])}
    result["warm answer, median"] = {"crosslex": statistics.median(warm["ask"])}
    result["warm answer, 95th percentile"] = {
        "crosslex": statistics.quantiles(warm["ask"], n=20, method="inclusive")[-1]
    }
    result["batch of 1,000 questions"] = {"crosslex": batch.measure(home, 1000)}
    if every:
        measure_plain(mirror, home, questions, every, result)
    return result


def warm_times(home: Path, questions: list[str]) -> dict[str, list[float]]:
    """Seconds of searches and of whole answers in one process, each question for the first time."""
    os.environ["CROSSLEX_HOME"] = str(home)
    from rag import Engine

    times: dict[str, list[float]] = {"search": [], "ask": []}
    for name, seconds in times.items():
        with Engine.open() as engine:  # opened anew: it remembers the vectors of questions
            engine.read_ahead()  # as the server does
            operation = engine.search if name == "search" else engine.ask
            for question in ("What is a provider?", "什么是提供者？"):  # loads what a first question loads
                operation(question)
            for question in questions:
                begun = time.perf_counter()
                operation(question)
                seconds.append(time.perf_counter() - begun)
    return times


def measure_plain(
    mirror: Path, home: Path, questions: list[str], every: int, result: dict[str, dict[str, float]]
) -> None:
    """Add the plain pipeline's seconds to `result`; it embeds every `every`th node (eval/bench/plain.py)."""
    from ingest.embedding.bundled import BundledEmbedder

    model = BundledEmbedder(home / "models").folder
    folder = home / "plain"
    command = (sys.executable, "-m", "eval.bench.plain")
    _, built = run(*command, "build", mirror, folder, model, str(every), home=home)
    result["full ingestion"]["plain"] = json.loads(built.splitlines()[-1])["seconds"]
    _, asked = run(*command, "ask", folder, model, *questions, home=home)
    timings: dict[str, Any] = json.loads(asked.splitlines()[-1])
    result["cold question"]["plain"] = timings["cold"]
    result["warm retrieval"]["plain"] = timings["warm"]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get("CROSSLEX_MIRROR", str(ROOT.parent / "shared" / "corpus"))
    parser.add_argument("--mirror", type=Path, default=Path(default))
    parser.add_argument(
        "--plain-every",
        type=int,
        default=10,
        metavar="N",
        help="embed every Nth node of the plain pipeline and multiply; 0 leaves that pipeline out (default: 10)",
    )
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    if not (arguments.mirror / "PROVENANCE.tsv").is_file():
        sys.exit(f"no mirror at {arguments.mirror}; name one with --mirror")
    with tempfile.TemporaryDirectory(prefix="crosslex-bench-") as folder:
        result = measure(arguments.mirror.resolve(), Path(folder), every=arguments.plain_every)
    print(f"{'':<32}{'crosslex':>12}{'plain':>12}{'ratio':>8}")
    for name, times in result.items():
        plain = times.get("plain")
        row = f"{name:<32}{times['crosslex']:>10.3f} s"
        print(row + (f"{plain:>10.3f} s{plain / times['crosslex']:>7.1f}x" if plain else ""))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
