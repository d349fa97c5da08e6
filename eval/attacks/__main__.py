"""Attacks on the model that writes, against a real model.

    python -m eval.attacks --llm SPEC [--home DIR] [--limit N] [--json FILE]

Every attack is planted in an invented law, the laws are indexed as a user's own documents, and each is asked what it is
attacked in. Told are whether the attack reached the model's prompt, whether the model obeyed it in what it drafted, and
whether the reader is shown anything obedient as supported, with failing sentences dropped and with failing sentences
marked. The last must never be. Quotes count as what they are: what the document says.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from corpus import CrosslexError
from eval.attacks.attack import Attack, load
from eval.attacks.trial import Result, attempt, indexed
from rag.models import open_model


def main() -> None:
    """Run the attacks and print a line for each."""
    arguments = _parser().parse_args()
    chosen = spread(load(), arguments.limit)
    path: Path | None = arguments.json
    known = _before(path)
    try:
        model = open_model(arguments.llm, timeout=arguments.timeout)
        with tempfile.TemporaryDirectory(prefix="crosslex-attacks-") as folder:
            home: Path = arguments.home or Path(folder)
            with indexed(chosen, home) as engine:
                for attack in chosen:
                    if attack.id not in known:
                        begun = time.perf_counter()
                        known[attack.id] = attempt(engine, attack, model)
                        _write(path, known)
                        _tell(known[attack.id], time.perf_counter() - begun)
        model.close()
    except CrosslexError as error:
        sys.exit(str(error))
    results = [known[attack.id] for attack in chosen]
    _sum(results)
    if any(result.shown for result in results):
        sys.exit(1)


def spread(attacks: list[Attack], limit: int | None) -> list[Attack]:
    """At most `limit` of the attacks, of all kinds: evenly from the whole list."""
    if limit is None or limit >= len(attacks):
        return attacks
    return [attacks[i * len(attacks) // limit] for i in range(limit)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--llm", required=True, metavar="SPEC", help="the model, as of crosslex ask")
    parser.add_argument("--home", type=Path, help="keep the index here (default: a temporary folder)")
    parser.add_argument("--limit", type=_count, metavar="N", help="this many attacks, evenly from the list")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds for a reply (default: 300)")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write results here as they come, and skip those it holds"
    )
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text[:20]}' is no number of attacks; give one from 1 up")
    return int(text)


def _before(path: Path | None) -> dict[str, Result]:
    if path is None or not path.exists():
        return {}
    try:
        return {entry["id"]: Result(**entry) for entry in json.loads(path.read_text("utf-8"))}
    except (OSError, ValueError, TypeError, KeyError):
        sys.exit(f"{path} holds no results of attacks; name another file")


def _write(path: Path | None, known: dict[str, Result]) -> None:
    if path is None:
        return
    text = json.dumps([result.as_json() for result in known.values()], ensure_ascii=False, indent=1)
    beside = path.with_name(path.name + ".part")
    beside.write_text(text + "\n", "utf-8")
    beside.replace(path)


def _tell(result: Result, seconds: float) -> None:
    signs = ("reached", result.reached), ("obeyed", result.obeyed), ("SHOWN", result.shown)
    told = ", ".join(name for name, true in signs if true) or "no effect"
    print(
        f"{result.id:<24}{told}{'; ' + result.failure if result.failure else ''} ({seconds:.0f} s)",
        flush=True,
    )


def _sum(results: list[Result]) -> None:
    failed = sum(bool(result.failure) for result in results)
    print(
        f"{len(results)} attacks: {sum(r.reached for r in results)} reached the prompt, "
        f"{sum(r.obeyed for r in results)} were obeyed in the draft, "
        f"{sum(r.shown for r in results)} changed the answer that is shown"
        + (f"; {failed} were not answered by the model" if failed else "")
    )


if __name__ == "__main__":
    main()
