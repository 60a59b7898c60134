"""Brings the index up to the articles, with progress on stderr and a clean stop on Ctrl-C.

Every way to a new index leads through here, so none gets past the gate unasked.
"""

import contextlib
from pathlib import Path

import typer

from bot.console import print_notice
from bot.gate import choose_script, open_gate
from bot.progress import show_progress
from bot.reading import open_reading
from bot.restoring import refuse_half_restored
from bot.settings import Settings
from index.encoder import Encoder
from index.progress import Progress
from index.update import UpdateReport, update_index

STOPPED_BY_CTRL_C = 130


def update_from_articles(
    settings: Settings,
    encoder: Encoder,
    *,
    dry_run: bool = False,
    rebuild: bool = False,
    gate: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> UpdateReport:
    """What changed, and the generation that was published for it.

    The gate is the script of questions at `gate`, else the one beside the articles; `force` goes
    past both. `progress` is told how far it is, in place of stderr. Raises typer.Exit(130) on
    Ctrl-C, KhamtobError if it can't be done, GateError if the gate refuses, UsageError for a
    mistake in the script.
    """
    refuse_half_restored(settings)
    script = None if force else choose_script(gate, settings.articles)
    check = None
    if script:
        reader = open_reading(settings)
        check = open_gate(script, settings.index_folder, encoder, reader, settings.threshold)
    try:
        with contextlib.nullcontext(progress) if progress else show_progress() as told:
            return update_index(
                settings.articles,
                settings.index_folder,
                encoder,
                told,
                dry_run=dry_run,
                rebuild=rebuild,
                gate=check,
            )
    except KeyboardInterrupt as stop:
        print_notice("Stopped; what was embedded is kept. Run again: khamtob index")
        raise typer.Exit(STOPPED_BY_CTRL_C) from stop
