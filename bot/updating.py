"""Brings the index up to the articles, with progress on stderr and a clean stop on Ctrl-C."""

import typer

from bot.console import print_notice
from bot.progress import show_progress
from bot.settings import Settings
from index.build import Gate
from index.encoder import Encoder
from index.update import UpdateReport, update_index

STOPPED_BY_CTRL_C = 130


def update_from_articles(
    settings: Settings,
    encoder: Encoder,
    *,
    dry_run: bool = False,
    rebuild: bool = False,
    gate: Gate | None = None,
) -> UpdateReport:
    """What changed, and the generation that was published for it.

    Raises typer.Exit(130) on Ctrl-C, KhamtobError if it can't be done or the gate refuses.
    """
    try:
        with show_progress() as progress:
            return update_index(
                settings.articles,
                settings.index_folder,
                encoder,
                progress,
                dry_run=dry_run,
                rebuild=rebuild,
                gate=gate,
            )
    except KeyboardInterrupt as stop:
        print_notice("Stopped; what was embedded is kept. Run again: khamtob index")
        raise typer.Exit(STOPPED_BY_CTRL_C) from stop
