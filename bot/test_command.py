"""The command `test`: a script straight to the engine, or through a chat with a running bot."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import open_console
from bot.settings import Settings, load_settings
from corpus.errors import UsageError

if TYPE_CHECKING:  # what takes long to import waits until it is needed
    from bot.script_run import Result

FAILED = 1


def test(
    script: Annotated[Path, typer.Argument(metavar="SCRIPT.yaml", help="Questions and answers.")],
    *,
    url: Annotated[
        str | None,
        typer.Option(help="Play it in chats with a running bot, through the test server there."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    junit: Annotated[
        Path | None, typer.Option("--junit", help="Write the results as JUnit XML too.")
    ] = None,
) -> None:
    """Ask the questions of a script and compare the answers; exits with 1 if one is wrong."""
    from bot.script_report import print_results, results_to_junit, results_to_record

    settings = load_settings()
    results = _ask_engine(script, settings) if url is None else _play(script, settings, url)
    if junit:
        junit.write_text(results_to_junit(script.name, results), encoding="utf-8")
    if as_json:
        record = results_to_record(results)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    else:
        print_results(open_console(), results)
    if not all(result.passed for result in results):
        raise typer.Exit(FAILED)


def _ask_engine(script: Path, settings: Settings) -> list["Result"]:
    from bot.opening import open_engine
    from bot.script import read_script
    from bot.script_run import run_script

    steps = read_script(script)
    engine = open_engine(settings)
    return run_script(steps, lambda question: engine.ask(question).answer)


def _play(script: Path, settings: Settings, url: str) -> list["Result"]:
    from bot.article_list import open_table
    from bot.emulator.town import open_town
    from bot.script_play import play_script
    from bot.script_turns import read_conversation

    turns = read_conversation(script)
    if settings.token is None:
        message = "KHAMTOB_TOKEN is not set; set it to the running bot's token"
        raise UsageError(message)
    token, table = settings.token.get_secret_value(), open_table(settings)

    async def play() -> list["Result"]:
        async with open_town(url, token) as town:
            return await play_script(turns, town, table)

    return asyncio.run(play())
