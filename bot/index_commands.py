"""The commands `index`, `status`, `verify` and `rollback`."""

import dataclasses
import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.console import open_console
from bot.settings import load_settings
from corpus.errors import ArticleError, IndexDataError, UsageError


def index(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make everything anew, whatever is there.")
    ] = False,
    gate: Annotated[
        Path | None,
        typer.Option(
            "--gate",
            help="Publish only if this script of questions still passes; without this option it "
            "is questions.yaml in the articles folder, if that is there.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Publish whatever the questions say.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a file can't be read.")
    ] = False,
) -> None:
    """Bring the index up to the articles: show what changed, then publish."""
    from bot.index_report import print_report
    from bot.opening import open_model
    from bot.updating import update_from_articles

    if gate and force:
        message = "--gate and --force: name a script to pass or go past it, not both"
        raise UsageError(message)
    settings = load_settings()
    started = time.monotonic()
    encoder = open_model(settings)
    report = update_from_articles(
        settings, encoder, dry_run=dry_run, rebuild=rebuild, gate=gate, force=force
    )
    print_report(open_console(), report, time.monotonic() - started, dry_run=dry_run)
    if strict and report.collection.unreadable:
        count = len(report.collection.unreadable)
        message = f"{count} unreadable (--strict): repair or remove what is listed above"
        raise ArticleError(message)


def status(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what is live."""
    from bot.index_status import describe_status, read_status

    settings = load_settings()
    found = read_status(settings)
    if as_json:
        sys.stdout.write(json.dumps(dataclasses.asdict(found), ensure_ascii=False) + "\n")
    else:
        for line in describe_status(found, settings):
            open_console().print(line, soft_wrap=True)


def verify(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check every file of the index, and that every passage lies in its article."""
    from bot.verifying import verify_index

    settings = load_settings()
    try:
        checked = verify_index(settings.index_folder)
    except IndexDataError as error:
        if as_json:
            sys.stdout.write(json.dumps({"whole": False, "problem": str(error)}) + "\n")
        raise
    if as_json:
        sys.stdout.write(json.dumps({"whole": True, "generations": checked}) + "\n")
        return
    console = open_console()
    for each in checked:
        console.print(
            f"Generation {each['generation']} is whole: {each['files']} files, "
            f"{each['articles']:,} articles, {each['passages']:,} passages",
            soft_wrap=True,
        )


def rollback() -> None:
    """Make the generation before the live one live again."""
    from index.generations import generation_folder, hold_write_lock, roll_back
    from index.manifest import read_manifest

    folder = load_settings().index_folder
    with hold_write_lock(folder):
        number = roll_back(folder)
    manifest = read_manifest(generation_folder(folder, number))
    open_console().print(
        f"Generation {number} of {manifest.created} is live: {manifest.article_count:,} articles, "
        f"{manifest.passage_count:,} passages",
        soft_wrap=True,
    )
