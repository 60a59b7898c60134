"""The commands `backup`, `restore` and `export`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.console import make_one_line, open_console, print_notice
from bot.settings import load_settings


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it, a .zip.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Take the place of such a file.")] = False,
) -> None:
    """Write articles, sources and what the bot remembers into one file, while it runs."""
    from bot.archive import ARTICLES
    from bot.backup import write_backup

    report = write_backup(load_settings(), file, force=force)
    for name in report.left_out:
        print_notice(f"left out: {name}: gone, or no name for every system")
    count = report.archive.count(ARTICLES)
    told = f"{file}: {count:,} files of the articles folder, {report.size / 1e6:,.1f} MB, checked"
    open_console().print(make_one_line(told), soft_wrap=True)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As khamtob backup made it.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Also where articles are already; they are kept aside.")
    ] = False,
) -> None:
    """Put a backup back, after checking all of it."""
    from bot.restoring import restore_backup

    report = restore_backup(load_settings(), file, force=force)
    console = open_console()
    told = f"restored the backup of {report.created}: {report.articles:,} files of articles"
    console.print(make_one_line(told), soft_wrap=True)
    if report.kept:
        console.print(make_one_line(f"what was there is in {report.kept}"), soft_wrap=True)
    console.print("To answer from it, run: khamtob index")


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the files.")],
) -> None:
    """Write unanswered questions and feedback as CSV, without the people who asked."""
    from bot.exporting import export_state

    for path, rows in export_state(load_settings(), folder):
        open_console().print(make_one_line(f"{path}: {rows:,} rows"), soft_wrap=True)
