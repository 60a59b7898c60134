"""Fetches the sources again and again, for as long as something runs beside it."""

import threading
from collections import Counter
from collections.abc import Callable

from bot.polite import PoliteFetcher
from bot.reach import read_reach
from bot.settings import Settings
from bot.source_list import read_sources
from bot.sources import SourceReport, fetch_sources, sources_file
from corpus.errors import KhamtobError


def keep_fetching(
    settings: Settings, minutes: float, report: Callable[[str], None], stop: threading.Event
) -> None:
    """Fetch all sources every so many minutes until `stop` is set.

    `report` is called with one line for each source that gave something, and for what went wrong.
    """
    reach = read_reach(settings)

    def tell(source: SourceReport) -> None:
        line = describe_source(source)
        if line:
            report(line)

    while not stop.is_set():
        try:
            if read_sources(sources_file(settings)):
                fetch_sources(
                    settings,
                    lambda memory: PoliteFetcher(reach, memory.holds, sleep=stop.wait),
                    tell,
                )
        except (KhamtobError, OSError) as error:
            if not stop.is_set():
                report(str(error))
        stop.wait(minutes * 60)


def describe_source(source: SourceReport) -> str:
    """What came of a source in one line; empty if nothing did."""
    outcomes = Counter(addition.outcome for addition in source.additions)
    counts = ", ".join(f"{name}: {count:,}" for name, count in sorted(outcomes.items()))
    problems = [each.note for each in source.additions if each.outcome == "refused"]
    return f"{source.url}: {counts}" + (f" ({problems[0]})" if problems else "") if counts else ""
