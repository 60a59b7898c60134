"""What /status tells, gathered; blocks."""

from bot.admin.desk import Desk
from bot.fetch_memory import NAME as MEMORY
from bot.fetch_memory import FetchMemory
from bot.index_status import read_status
from bot.render.admin_messages import StatusView
from bot.settings import Settings
from bot.source_list import read_sources
from bot.sources import sources_file


def read_view(desk: Desk, queue: int, now: float) -> StatusView:
    """The status at `now` (epoch seconds); raises KhamtobError if index or sources are damaged."""
    settings, questioner = desk.services.settings, desk.services.questioner
    status = read_status(settings)
    fetched, failing = _read_fetching(settings, now)
    return StatusView(
        generation=status.generation,
        age=float(status.age_seconds or 0),
        articles=status.articles,
        passages=status.passages,
        model=status.model or "",
        size_bytes=status.size_bytes,
        others=status.previous,
        not_indexed=status.not_indexed,
        gone=status.gone,
        touched=status.touched,
        queue=queue,
        sources=len(read_sources(sources_file(settings))),
        sources_age=fetched,
        failing=failing,
        problem=questioner.problem,
        errors=tuple((now - moment, line) for moment, line in desk.errors.list_lines()),
    )


def _read_fetching(settings: Settings, now: float) -> tuple[float | None, int]:
    """Seconds since the sources were fetched, and how many links failed then."""
    path = settings.data / MEMORY
    if not path.exists():
        return None, 0
    links = FetchMemory(path).links.values()
    return now - path.stat().st_mtime, sum(link.failures > 0 for link in links)
