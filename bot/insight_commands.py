"""The commands `unanswered`, `top` and `stats`: what people ask, for those who run the bot."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import make_one_line, open_console
from bot.settings import Settings, load_settings
from corpus.errors import StateError, UsageError

if TYPE_CHECKING:
    import sqlite3

    from bot.render.insight_messages import TopicView
    from bot.render.usage import Usage

_USUAL_DAYS = 30
_MOST_DAYS = 90
_MOST_SHOWN = 20


def unanswered(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    test: Annotated[
        list[int] | None,
        typer.Option("--test", metavar="N", help="Make test cases of the topic numbered N."),
    ] = None,
    handled: Annotated[
        list[int] | None,
        typer.Option("--handled", metavar="N", help="Take the topic numbered N from the list."),
    ] = None,
) -> None:
    """List what people asked and the articles can't answer, most asked first."""
    from bot.insight.offline import act_on_topics, read_gaps

    settings = load_settings()
    with _open_memory(settings) as database:
        if test or handled:
            for line in act_on_topics(settings, database, test or (), handled or ()):
                open_console().print(make_one_line(line), soft_wrap=True)
            return
        topics, ticked = read_gaps(settings, database)
    if as_json:
        _print_json(
            {
                "unanswered": [_to_record(topic, tested=topic.tested) for topic in topics],
                "answered_by_now": [_to_record(topic) for topic in ticked],
            }
        )
        return
    if not topics:
        open_console().print("There are no questions without an answer.")
    _print_topics(topics, lambda topic: " (test case)" if topic.tested else "")
    for topic in ticked:
        _print_line(f"answered by now: {topic.questions[0]}")


def top(
    *,
    days: Annotated[
        int, typer.Option("--days", min=1, max=_MOST_DAYS, help="Look at the last N days.")
    ] = _USUAL_DAYS,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List what people asked most, grouped by meaning."""
    from bot.insight.offline import read_top

    settings = load_settings()
    with _open_memory(settings) as database:
        topics = read_top(settings, database, days)
    if as_json:
        records = [
            _to_record(topic, answered=round(topic.answered, 3), up=topic.up, down=topic.down)
            for topic in topics
        ]
        _print_json({"days": days, "top": records})
        return
    if not topics:
        open_console().print("Nobody asked in this time.")
    _print_topics(topics, lambda topic: f", answered {100 * topic.answered:.0f}%")


def stats(
    *,
    days: Annotated[
        int, typer.Option("--days", min=1, max=_MOST_DAYS, help="Look at the last N days.")
    ] = _USUAL_DAYS,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE.png", help="Draw the chart there.")
    ] = None,
) -> None:
    """Show how much was asked and answered, how it was liked and how long it took."""
    from bot.insight.offline import read_stats

    with _open_memory(load_settings()) as database:
        usage = read_stats(database, days)
    if chart is not None:
        _draw(usage, chart)
    if as_json:
        _print_json(_describe_usage(usage))
        return
    for name, value in _describe_totals(usage).items():
        _print_line(f"{name}: {'-' if value is None else value}")
    for slow in usage.slowest:
        _print_line(f"slow: {slow.seconds:.2f} s {slow.question}")


@contextmanager
def _open_memory(settings: Settings) -> Iterator["sqlite3.Connection"]:
    """The bot's memory; raises StateError if there is none yet."""
    from bot.state.database import open_state

    if not settings.state_file.exists():
        message = f"{settings.state_file}: not there yet; the bot makes it: khamtob run"
        raise StateError(message)
    with closing(open_state(settings.state_file)) as database:
        yield database


def _draw(usage: "Usage", chart: Path) -> None:
    from bot.insight.chart import draw_usage

    try:
        chart.write_bytes(draw_usage(usage))
    except OSError as error:
        message = f"{chart}: can't be written ({error.strerror}); name a file in a folder"
        raise UsageError(message) from error


def _print_topics(topics: Sequence["TopicView"], describe: "Callable[[TopicView], str]") -> None:
    for topic in topics[:_MOST_SHOWN]:
        _print_line(f"{topic.number}. {topic.questions[0]}: {topic.count} times{describe(topic)}")
        for question in topic.questions[1:3]:
            _print_line(f"   {question}")
    if len(topics) > _MOST_SHOWN:
        _print_line(f"and {len(topics) - _MOST_SHOWN} more; see them all with --json")


def _print_line(line: str) -> None:
    indent = " " * (len(line) - len(line.lstrip(" ")))
    open_console().print(indent + make_one_line(line), soft_wrap=True)


def _print_json(record: object) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def _to_record(topic: "TopicView", **more: object) -> dict[str, object]:
    return {"number": topic.number, "questions": topic.questions, "count": topic.count, **more}


def _describe_totals(usage: "Usage") -> dict[str, object]:
    return {
        "days": len(usage.days),
        "asked": usage.asked,
        "answered": usage.answered,
        "thai": usage.thai,
        "english": usage.english,
        "up": usage.up,
        "down": usage.down,
        "median_seconds": _round(usage.median),
        "slow_seconds": _round(usage.slow),
    }


def _describe_usage(usage: "Usage") -> dict[str, object]:
    by_day = [
        {
            "day": day.day.isoformat(),
            "answered": day.answered,
            "not_found": day.not_found,
            "up": day.up,
            "down": day.down,
            "slow_seconds": _round(day.seconds),
        }
        for day in usage.days
    ]
    slowest = [
        {"question": each.question, "seconds": _round(each.seconds)} for each in usage.slowest
    ]
    return {**_describe_totals(usage), "slowest": slowest, "by_day": by_day}


def _round(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
