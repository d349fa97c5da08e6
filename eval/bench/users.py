"""Answers for many at once: readers who ask `crosslex serve` over REST, each a question of their own after the other.

    CROSSLEX_HOME=… python -m eval.bench.users [--users 16] [--seconds 20] [--pause 0]

With `--pause 0` all of them are waiting all the time, which is harder than readers are. A reply to another question
than was asked ends the run.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eval.bench.batch import questions

COMMAND = (sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0", "--rate", "0")
_AHEAD = 100
"""Questions that each reader has at the ready."""


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of a server over the index in `home`, stopped in the end."""
    environment = {**os.environ, "CROSSLEX_HOME": str(home)}
    process = subprocess.Popen(COMMAND, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        assert process.stderr is not None  # noqa: S101 - it is a pipe
        line = process.stderr.readline()
        address = re.search(r"http://\S+:\d+", line)
        if address is None:
            raise SystemExit(line.strip() or "the server did not start")
        yield address.group()
    finally:
        process.terminate()
        process.wait()


def ask(address: str, question: str) -> float:
    """Seconds until the whole answer has come."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/api/v1/ask",
        json.dumps({"question": question}).encode(),
        {"Content-Type": "application/json"},
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310 - as above
        answer = json.load(reply)
    seconds = time.perf_counter() - begun
    if answer["question"] != question:
        raise SystemExit(f"asked {question!r}, and was given the answer to {answer['question']!r}")
    return seconds


def measure(address: str, users: int, seconds: float, pause: float = 0.0) -> dict[str, float]:
    """What `users` waited for their answers, asking for `seconds`.

    Returns:
        `n` answers, `p50` and `p95` of the seconds that each took, and `per_second`.
    """
    asked = questions(users * _AHEAD)
    taken: list[float] = []
    faults: list[BaseException] = []
    for question in asked[:2]:  # what is loaded once is loaded
        ask(address, question)
    begun = time.perf_counter()

    def reader(number: int) -> None:
        try:
            for question in asked[number::users]:
                if faults or time.perf_counter() - begun > seconds:
                    return
                taken.append(ask(address, question))
                time.sleep(pause)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the run has failed
            faults.append(error)

    readers = [threading.Thread(target=reader, args=(number,)) for number in range(users)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()
    if faults:
        raise faults[0]
    spent = time.perf_counter() - begun
    return {
        "n": len(taken),
        "p50": statistics.median(taken),
        "p95": statistics.quantiles(taken, n=20, method="inclusive")[-1],
        "per_second": len(taken) / spent,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument(
        "--pause", type=float, default=0, help="seconds between an answer and the next question"
    )
    options = parser.parse_args()
    with served(Path(os.environ["CROSSLEX_HOME"])) as address:
        found = measure(address, options.users, options.seconds, options.pause)
    print(
        f"{options.users} users, {found['n']:.0f} answers in {options.seconds:.0f} s ({found['per_second']:.1f}/s): "
        f"p50 {found['p50']:.2f} s, p95 {found['p95']:.2f} s (load {os.getloadavg()[0]:.1f})"
    )


if __name__ == "__main__":
    main()
