"""The command line: `crosslex corpus | ingest | search | ask | compare | batch | verify | eval | serve | mcp`.

Exit codes: 0 done, 1 failed, 2 wrong usage. Every error is one line on stderr. Imports are local to the commands,
so that `crosslex ask` does not wait for what only `crosslex serve` needs.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.exceptions import Abort, TyperException

from corpus import CrosslexError, Pole, UsageError, load_registry
from ui import batching, serve_commands, verification
from ui.answering import Llm, OnUnsupported, answering
from ui.evaluation import evaluate
from ui.options import day as _day
from ui.options import known as _known
from ui.options import lang as _lang

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    help="Comparative questions over bilingual AI regulation, answered with exact citations.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
corpus_app = typer.Typer(
    help="The instruments: list, show, fetch, check.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(corpus_app, name="corpus")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
Instruments = Annotated[
    list[str] | None,
    typer.Option("--instrument", "-i", help="Only this instrument; may be given more than once."),
]
Mirror = Annotated[
    Path | None,
    typer.Option("--mirror", help="A folder with a copy of the official texts.", envvar="CROSSLEX_MIRROR"),
]
Poles = Annotated[
    list[str] | None,
    typer.Option("--pole", help="Only instruments of this pole: us-labs, cn-state, open-source, eu …"),
]
AnswerIn = Annotated[str | None, typer.Option("--answer-in", help="Language of the answer: en or zh.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day whose law is asked for: YYYY-MM-DD.")]


# --- asking -----------------------------------------------------------------------------------------------------------


@app.command(
    epilog="Example: crosslex ask 'How fast must serious incidents be reported in the EU and China?'"
)
def ask(
    question: Annotated[str, typer.Argument(help="In English or Chinese.")],
    instrument: Instruments = None,
    pole: Poles = None,
    as_of: AsOf = None,
    answer_in: AnswerIn = None,
    llm: Llm = None,
    unsupported: OnUnsupported = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with quotes, or in sentences of a language model: every one cited."""
    from rag import Engine
    from ui.terminal import print_answer

    day, lang, poles = _day(as_of), _lang(answer_in), _known("--pole", pole, Pole)
    with Engine.open() as engine, answering(engine, llm, unsupported) as answers:
        among = tuple(instrument or ()) or (engine.in_poles(poles, day) if poles else ())
        answer = answers.ask(question, instruments=among, as_of=day, answer_in=lang)
        if as_json:
            _print_json(answer.model_dump(mode="json"))
        else:
            print_answer(_stdout(), answer, engine.registry)


@app.command(epilog="Example: crosslex search 'watermarks for synthetic audio' -k 5 --lang zh")
def search(
    query: Annotated[str, typer.Argument(help="In English or Chinese.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many provisions.")] = 10,
    instrument: Instruments = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Only texts in this language: en or zh.")] = None,
    jurisdiction: Annotated[
        list[str] | None, typer.Option("--jurisdiction", help="eu, us, us-ca, cn …")
    ] = None,
    pole: Poles = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="regulation, statute, framework …")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Find provisions, as they stand today or stood on a day."""
    from corpus import Jurisdiction, Kind
    from ingest import Filters
    from rag import Engine
    from ui.terminal import print_search

    language, day = _lang(lang), _day(as_of)
    filters = Filters(
        instruments=tuple(instrument or ()),
        jurisdictions=_known("--jurisdiction", jurisdiction, Jurisdiction),
        poles=_known("--pole", pole, Pole),
        kinds=_known("--kind", kind, Kind),
        langs=(language,) if language else (),
    )
    with Engine.open() as engine:
        result = engine.search(query, limit=k, filters=filters, as_of=day)
        if as_json:
            _print_json(result.model_dump(mode="json"))
        elif result.hits:
            print_search(_stdout(), result, engine.registry, day)
        else:
            raise CrosslexError("nothing found; loosen the filters or use other words")


@app.command(
    epilog="Example: crosslex compare --facet incident-reporting -i eu-ai-act -i us-ca-sb53 -i cn-genai-measures "
    "--out incidents.csv"
)
def compare(
    facet: Annotated[
        list[str] | None, typer.Option("--facet", "-f", help="A row; may be given more than once.")
    ] = None,
    instrument: Instruments = None,
    pole: Poles = None,
    as_of: AsOf = None,
    answer_in: AnswerIn = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write FILE.md, .csv, .docx, .json, .bib, .csl.json.")
    ] = None,
    llm: Llm = None,
    unsupported: OnUnsupported = None,
    as_json: AsJson = False,
) -> None:
    """Compare instruments under one or more facets: those named, or all that treat them, grouped by pole."""
    from rag import Engine
    from ui.exports import check_target, export
    from ui.terminal import print_answer

    day, lang = _day(as_of), _lang(answer_in)
    if out is not None:
        check_target(out)
    with Engine.open() as engine, answering(engine, llm, unsupported) as answers:
        answer = answers.compare(
            facet or (),
            instrument or (),
            poles=_known("--pole", pole, Pole),
            as_of=day,
            answer_in=lang or "en",
        )
        if out is not None:
            export(answer, engine.registry, out)
            _stderr().print(f"written: {out}", highlight=False, markup=False)
        if as_json:
            _print_json(answer.model_dump(mode="json"))
        elif out is None:
            print_answer(_stdout(), answer, engine.registry)


app.command(epilog=batching.EXAMPLE)(batching.batch)
app.command(epilog=verification.EXAMPLE)(verification.verify)


# --- the corpus -------------------------------------------------------------------------------------------------------


@corpus_app.command("list", epilog="Example: crosslex corpus list --json")
def corpus_list(as_json: AsJson = False) -> None:
    """List the instruments and what is held of each."""
    from ui.inventory import inventory
    from ui.terminal import print_table

    entries = inventory(load_registry())
    if as_json:
        _print_json(entries)
        return
    rows = [
        (
            entry["id"],
            entry["title"]["en"],
            entry["status"],
            str(entry["provisions"]["en"] or ""),
            str(entry["provisions"]["zh"] or ""),
            str(entry["digests"] or ""),
        )
        for entry in entries
    ]
    print_table(_stdout(), ("id", "title", "status", "en", "zh", "digests"), rows)


@corpus_app.command("show", epilog="Example: crosslex corpus show eu-ai-act/art-50/2 --lang zh")
def corpus_show(
    pin: Annotated[str, typer.Argument(help="A provision: <instrument>/<segment>/…")],
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the labels: en or zh.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show a provision in every text that holds it, as it stands today or stood on a day."""
    from rag import Engine
    from ui.terminal import print_provision

    language, day = _lang(lang) or "en", _day(as_of) or date.today()
    with Engine.open() as engine:
        view = engine.provision(pin, as_of=day)
        if as_json:
            _print_json(view.model_dump(mode="json"))
        else:
            print_provision(_stdout(), view, language, engine.registry, day)


@corpus_app.command("check", epilog="Example: crosslex corpus check")
def corpus_check() -> None:
    """Check the registry's files; every fault is printed with its file and line."""
    from corpus.check import check

    faults = check()
    for fault in faults:
        _stderr().print(str(fault), highlight=False, markup=False, soft_wrap=True)
    if faults:
        raise CrosslexError(
            f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in the registry, listed above"
        )
    registry = load_registry()
    provisions = sum(len(digest.provisions) for digest in registry.digests.values())
    _stdout().print(
        f"{len(registry.instruments)} instruments, {len(registry.digests)} digests with {provisions} provisions, "
        f"{len(registry.facets)} facets, {len(registry.terms)} terms: no fault",
        highlight=False,
    )


@corpus_app.command("fetch", epilog="Example: crosslex corpus fetch eu-ai-act cn-pipl")
def corpus_fetch(
    ids: Annotated[list[str] | None, typer.Argument(help="Instruments; all if none is given.")] = None,
    mirror: Mirror = None,
    as_json: AsJson = False,
) -> None:
    """Bring the official texts into the cache, from a mirror or from their official addresses."""
    from ui.fetching import fetch
    from ui.terminal import print_table

    registry = load_registry()
    instruments = [registry.get(i) for i in ids] if ids else list(registry.instruments.values())
    rows, failed = fetch(instruments, mirror=mirror, console=_stderr())
    if as_json:
        _print_json(rows)
    else:
        print_table(
            _stdout(),
            ("instrument", "source", "state", "detail"),
            [(r["instrument"], r["source"], r["state"], r["detail"]) for r in rows],
        )
    if failed:
        raise CrosslexError(f"{failed} of {len(rows)} sources could not be had; the table says why")


@app.command(epilog="Example: crosslex ingest --mirror ../shared/corpus my-policy.pdf")
def ingest(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Your own documents: PDF, DOCX, HTML, Markdown, text.")
    ] = None,
    mirror: Mirror = None,
    embedder: Annotated[
        str | None,
        typer.Option("--embedder", help="'bundled', or a sentence-transformers model by name or folder."),
    ] = None,
    instrument: Instruments = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="Take a document of yours (doc-…) out.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build anew, e.g. for another embedder.")
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Fetch what is missing from official addresses.")
    ] = False,
    store: Annotated[
        str | None, typer.Option("--store", help="URL of a Qdrant server; embedded if not given.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build or update the index: digests, official texts of a mirror, your own documents."""
    from ui.ingestion import ingest_and_report

    ingest_and_report(
        files=files or [],
        mirror=mirror,
        embedder=embedder,
        instruments=instrument or [],
        remove=remove or [],
        rebuild=rebuild,
        offline=not online,
        store=store,
        quiet=quiet,
        as_json=as_json,
        stdout=_stdout(),
        stderr=_stderr(),
    )


app.command(epilog=serve_commands.SERVE_EXAMPLE)(serve_commands.serve)
app.command(epilog=serve_commands.MCP_EXAMPLE)(serve_commands.mcp)
app.command("eval", epilog="Example: crosslex eval --out report --baseline earlier-report")(evaluate)


# --- shared -----------------------------------------------------------------------------------------------------------


def _stdout() -> "Console":
    from rich.console import Console

    # a pipe or a file gets the text unwrapped by a narrow default
    return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


def _stderr() -> "Console":
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def main() -> None:
    """Run the command line; turn every failure into one line and an exit code."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except UsageError as error:
        _fail(str(error), 2)
    except CrosslexError as error:
        _fail(str(error), 1)
    except TyperException as error:
        if (
            type(error).__name__ == "NoArgsIsHelpError"
        ):  # not among Typer's public names; its text is the help
            sys.stderr.write(error.format_message() + "\n")
            sys.exit(2)
        context = getattr(error, "ctx", None)
        hint = f" (see {context.command_path} --help)" if context is not None else ""
        _fail(error.format_message() + hint, error.exit_code)
    except (KeyboardInterrupt, Abort):
        _fail("stopped", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("CROSSLEX_DEBUG"):
            raise
        _fail(f"unexpected {type(error).__name__}: {error} (CROSSLEX_DEBUG=1 shows where)", 1)
    else:
        sys.exit(code or 0)


def _fail(line: str, code: int) -> None:
    sys.stderr.write("crosslex: " + " ".join(line.split()) + "\n")
    sys.exit(code)
