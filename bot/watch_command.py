"""The command `watch`, and the same beside another program."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import make_one_line, open_console
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.settings import Settings

_STOPPED_BY_CTRL_C = 130
_FETCH_MINUTES = 60.0


def watch(
    *,
    fetch_every: Annotated[
        float,
        typer.Option("--fetch-every", min=0, help="Minutes between fetches of sources; 0: never."),
    ] = _FETCH_MINUTES,
) -> None:
    """Index whenever the articles folder changes, and fetch the sources, until Ctrl-C."""
    settings = load_settings()
    stop = threading.Event()
    threads: list[threading.Thread] = []
    try:
        report_line(f"watching {settings.articles}; stop with Ctrl-C")
        threads += start_watching(settings, report_line, stop, fetch_every=fetch_every)
        while threads[0].is_alive():
            threads[0].join(timeout=1.0)
    except KeyboardInterrupt as interrupt:
        stop.set()
        for watcher in threads[:1]:
            watcher.join()
        report_line("stopped")
        raise typer.Exit(_STOPPED_BY_CTRL_C) from interrupt


def start_watching(
    settings: "Settings",
    report: Callable[[str], None],
    stop: threading.Event,
    *,
    fetch_every: float = _FETCH_MINUTES,
) -> list[threading.Thread]:
    """Threads that watch the articles folder and fetch the sources until `stop` is set.

    Indexing runs in a process of its own. `report` is called from these threads, with one line for
    each event. The first thread is the watcher; the second one, if there is one, may be left
    behind, for a web server may keep it waiting for a minute.
    """
    from bot.index_child import index_apart
    from bot.source_timer import keep_fetching
    from bot.watching import ArticlesWatcher

    watcher = ArticlesWatcher(settings.articles, lambda: index_apart(stop), report, stop)
    threads = [threading.Thread(target=watcher.run, name="watch", daemon=True)]
    if fetch_every and not settings.serves_samples:
        fetching = (settings, fetch_every, report, stop)
        threads.append(
            threading.Thread(target=keep_fetching, args=fetching, name="fetch", daemon=True)
        )
    for thread in threads:
        thread.start()
    return threads


def report_line(line: str) -> None:
    """Print a line with the time of day."""
    text = make_one_line(f"{time.strftime('%H:%M:%S')} {line}")
    open_console().print(text, soft_wrap=True)
