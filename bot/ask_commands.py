"""The commands `ask` and `chat`.

Here and in the other `*_commands` modules, what loads FAISS, the model or the Thai dictionary is
imported inside the functions: `khamtob --help` has to answer at once.
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import open_console, print_notice
from bot.settings import load_settings
from corpus.errors import KhamtobError, UsageError

if TYPE_CHECKING:
    from index.engine import Engine, Reply

_HITS_OF_WHY = 5
_GOODBYES = frozenset({"exit", "quit", "/exit", "/quit", "ออก"})
_STDIN = "-"


def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="In Thai or English.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Show scores, signals and times.")] = False,
    hits: Annotated[
        int | None,
        typer.Option("--hits", min=1, help="Show up to N of the best passages.", metavar="N"),
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            metavar="FILE",
            help="Read a question a line, - for stdin; prints JSON lines.",
        ),
    ] = None,
) -> None:
    """Answer a question in the articles' own words."""
    words = " ".join(question or ())
    if (batch is None) == (not words.strip()):
        message = 'ask one question, like: khamtob ask "เมืองคุนซานอยู่ที่ไหน", or name a --batch FILE'
        raise UsageError(message)
    if why and (as_json or batch is not None):
        message = "--why is for reading in the terminal; with JSON use --hits N"
        raise UsageError(message)
    from bot.answer_json import reply_to_json
    from bot.opening import open_engine

    questions = _read_questions(batch) if batch is not None else iter([words])
    engine = open_engine(load_settings())
    for each in questions:
        reply = engine.ask(each)
        if as_json or batch is not None:
            sys.stdout.write(reply_to_json(reply, hits) + "\n")
            sys.stdout.flush()
        else:
            _show_reply(reply, hits, why=why)


def chat() -> None:
    """Answer one question after the other, until Ctrl-D or "exit"."""
    from bot.opening import open_engine

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (gives `input` a history and the arrow keys)

    engine = open_engine(load_settings())
    if sys.stdin.isatty():
        print_notice(f"{_describe(engine)} Ask in Thai or English; Ctrl-D ends.")
    for question in _read_turns():
        try:
            _show_reply(engine.ask(question))
        except KhamtobError as error:
            print_notice(str(error))


def _show_reply(reply: "Reply", hits: int | None = None, *, why: bool = False) -> None:
    from bot.terminal import print_answer
    from bot.why import print_hits, print_why

    console = open_console()
    print_answer(console, reply.answer)
    if why or hits:
        print_hits(console, reply.hits[: hits or _HITS_OF_WHY])
    if why:
        print_why(console, reply)


def _describe(engine: "Engine") -> str:
    manifest = engine.generation.manifest
    return f"{manifest.article_count:,} articles, {manifest.passage_count:,} passages."


def _read_turns() -> Iterator[str]:
    prompt = "> " if sys.stdin.isatty() else ""
    while True:
        try:
            question = input(prompt).strip()
        except EOFError:
            if prompt:
                print_notice("")
            return
        if question.lower() in _GOODBYES:
            return
        if question:
            yield question


def _read_questions(batch: str) -> Iterator[str]:
    """A question a line, empty ones included; lines end at a line feed only."""
    if batch == _STDIN:
        for line in sys.stdin:
            yield line.rstrip("\r\n")
        return
    path = Path(batch)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 text; save it as UTF-8"
        raise UsageError(message) from error
    except OSError as error:
        message = f"{path}: can't be opened ({error.strerror}); name a file with a question a line"
        raise UsageError(message) from error
    for line in text.removesuffix("\n").split("\n"):
        yield line.rstrip("\r")
