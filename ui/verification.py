"""`crosslex verify`: claims of a JSONL file against their evidence."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus import UsageError

if TYPE_CHECKING:
    from rag.verify import Claim, Verdict

EXAMPLE = "Example: crosslex verify claims.jsonl --json"
_NAMED = 5
"""Faulty lines that the error names."""


def verify(
    claims: Annotated[Path, typer.Argument(help='Lines {"claim": …, "evidence": … or […]}.')],
    judge: Annotated[
        str,
        typer.Option("--judge", help="bundled, nli:MODEL, openai:MODEL@URL of an endpoint, or gguf:PATH."),
    ] = "bundled",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON on stdout, a line for each claim.")
    ] = False,
) -> None:
    """Tell of each claim whether its evidence supports it, in English, Chinese or across them."""
    from rich.console import Console

    rows = read_claims(claims)
    from ingest.home import paths
    from rag.verify import Claim, Verifier, load_judge
    from ui.progress import TerminalProgress

    verifier = Verifier(load_judge(judge), models=paths().models)
    asked = [Claim(row["claim"], _passages(row["evidence"])) for row in rows]
    with TerminalProgress(Console(stderr=True)) as progress:
        progress.stage("claims", len(asked))
        verdicts = verifier.verify_all(asked, progress.advance)
    if as_json:
        for row, verdict in zip(rows, verdicts, strict=True):
            sys.stdout.write(json.dumps({**row, **as_row(verdict)}, ensure_ascii=False) + "\n")
    else:
        _print(asked, verdicts)


def as_row(verdict: "Verdict") -> dict[str, Any]:
    """What is added to a line of the input (DESIGN §4)."""
    return {"support": verdict.support, "score": verdict.score, "reasons": list(verdict.reasons)}


def read_claims(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of claims.

    Raises:
        UsageError: There is no such file, or lines of it are at fault; they are named by their numbers.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            fault = _fault(row)
        except ValueError as error:
            fault = f"not JSON ({error})"
        if fault:
            faults.append(f"line {number}: {fault}")
        else:
            rows.append(row)
    if faults:
        more = f"; and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        raise UsageError(f"{path}: " + "; ".join(faults[:_NAMED]) + more)
    if not rows:
        raise UsageError(f'{path} holds no claims; each line is {{"claim": …, "evidence": …}}')
    return rows


def _fault(row: object) -> str:
    if not isinstance(row, dict):
        return "not an object"
    claim, evidence = row.get("claim"), row.get("evidence")
    if not isinstance(claim, str) or not claim.strip():
        return '"claim" must be a text that is not empty'
    if "evidence" not in row:
        return '"evidence" is missing'
    if not isinstance(evidence, str) and not (
        isinstance(evidence, list) and all(isinstance(passage, str) for passage in evidence)
    ):
        return '"evidence" must be a text or a list of texts'
    return ""


def _passages(evidence: str | list[str]) -> tuple[str, ...]:
    return (evidence,) if isinstance(evidence, str) else tuple(evidence)


_STYLES = {"supported": "green", "partial": "yellow", "unsupported": "red"}


def _print(claims: "list[Claim]", verdicts: "list[Verdict]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    for number, (claim, verdict) in enumerate(zip(claims, verdicts, strict=True), 1):
        line = Text(f"{number:>3}. ")
        line.append(f"{verdict.support:<11}", style=_STYLES[verdict.support])
        line.append(f" {verdict.score:.2f}  {claim.text}")
        console.print(line, soft_wrap=True)
        for reason in verdict.reasons:
            console.print(Text(f"     – {reason}", style="dim"), soft_wrap=True)
    counts = {name: sum(v.support == name for v in verdicts) for name in _STYLES}
    console.print(", ".join(f"{n} {name}" for name, n in counts.items()))
