"""Speed of `crosslex batch`: questions of our own, each asked once, over an index that is there.

    CROSSLEX_HOME=… python -m eval.bench.batch [-n 1000]

The first are those of the eval sets, comparisons among them; the rest are drawn evenly from the typical questions
in corpus/questions. What is timed is the whole command, from its start to the file of results.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import load_registry

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from ui.cli import main; main()", "batch")


def questions(n: int) -> list[str]:
    """`n` different questions, fewer if there are not so many."""
    sets = [
        json.loads(line)["question"]
        for path in sorted((ROOT / "eval" / "sets").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    chosen = dict.fromkeys(sets[:: max(1, len(sets) // n)][:n])
    typical = [
        question
        for of_instrument in load_registry().questions.values()
        for asked in of_instrument.values()
        for question in (*asked.en, *asked.zh)
        if question not in chosen
    ]
    missing = n - len(chosen)
    return [*chosen, *dict.fromkeys(typical[:: max(1, len(typical) // max(1, missing))])][:n]


def measure(home: Path, n: int) -> float:
    """Seconds of a batch of `n` questions over the index in `home`."""
    with tempfile.TemporaryDirectory(prefix="crosslex-batch-") as folder:
        asked = Path(folder) / "questions.jsonl"
        asked.write_text(
            "".join(json.dumps({"question": q}, ensure_ascii=False) + "\n" for q in questions(n)), "utf-8"
        )
        begun = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own program
            [*COMMAND, str(asked), "--out", str(Path(folder) / "results.jsonl")],
            env={**os.environ, "CROSSLEX_HOME": str(home)},
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - begun


def main() -> None:
    """Measure and print a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=1000, metavar="N", help="questions (default: 1000)")
    arguments = parser.parse_args()
    from ingest.home import home

    seconds = measure(home(), arguments.n)
    load = os.getloadavg()[0]
    print(
        f"{arguments.n} questions in {seconds:.1f} s: {arguments.n / seconds:.1f} a second (load {load:.1f})"
    )


if __name__ == "__main__":
    main()
