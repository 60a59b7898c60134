"""Short messages to admins, and what /status, /rollback and /log show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.render.admin_buttons import make_admin_button
from bot.render.admin_index import show_line
from bot.render.admin_words import choose_admin_words
from bot.render.days import write_moment
from bot.render.hypertext import escape, fits, make_bold
from bot.render.message import Message
from corpus.article import Language

_AGES = (86_400, 3_600, 60, 1)


@dataclass(frozen=True, slots=True)
class StatusView:
    """What /status tells; ages in seconds, `sources_age` None if they were never fetched."""

    generation: int | None
    age: float
    articles: int
    passages: int
    model: str
    size_bytes: int
    others: tuple[int, ...]
    not_indexed: int
    gone: int
    touched: int
    queue: int
    sources: int
    sources_age: float | None
    failing: int
    problem: str | None
    errors: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """A line of the log: when, who (Telegram's user id), what and to what."""

    done: datetime
    admin_id: int
    action: str
    subject: str


def render_line(text: str) -> Message:
    """A message of plain text."""
    return Message(escape(text))


def render_refused(name: str, reason: str, reader: Language) -> Message:
    """Why a file or a link was not taken, in one line."""
    line = choose_admin_words(reader).refused
    return Message(escape(line.format(name=show_line(name), reason=show_line(reason))))


def render_roll_back(
    current: int, other: int, created: datetime, articles: int, order_id: str, reader: Language
) -> Message:
    """Whether to go back to the generation before."""
    words = choose_admin_words(reader)
    asked = words.ask_roll_back.format(
        current=current, other=other, day=write_moment(created, reader), articles=f"{articles:,}"
    )
    rows = (
        (
            make_admin_button(words.buttons.roll_back, "back", order_id),
            make_admin_button(words.buttons.cancel, "no", order_id),
        ),
    )
    return Message(make_bold(asked), rows)


def render_status(view: StatusView, reader: Language) -> Message:
    """Index, queue, sources and the last errors."""
    words = choose_admin_words(reader)
    lines = [*_describe_index(view, reader), words.status_queue.format(count=f"{view.queue:,}")]
    if view.sources:
        age = "—" if view.sources_age is None else write_age(view.sources_age, reader)
        lines.append(words.status_sources.format(count=view.sources, age=age))
    if view.failing:
        lines.append(words.status_failing.format(count=view.failing))
    if view.problem:
        lines.append(words.status_problem.format(problem=show_line(view.problem)))
    errors = [f"• {write_age(age, reader)}: {show_line(line)}" for age, line in view.errors]
    last = "\n".join([make_bold(words.status_errors), *map(escape, errors)])
    parts = (
        make_bold(words.status) + "\n" + escape("\n".join(lines)),
        last if errors else escape(words.status_no_errors),
    )
    return Message("\n\n".join(parts))


def _describe_index(view: StatusView, reader: Language) -> list[str]:
    words = choose_admin_words(reader)
    if view.generation is None:
        return [words.status_nothing]
    lines = [
        words.status_generation.format(number=view.generation, age=write_age(view.age, reader)),
        words.status_holds.format(articles=f"{view.articles:,}", passages=f"{view.passages:,}"),
        words.status_model.format(model=view.model),
        words.status_size.format(size=f"{view.size_bytes / 1e6:,.1f}"),
    ]
    if view.others:
        lines.append(words.status_others.format(others=", ".join(map(str, view.others))))
    if view.not_indexed or view.gone or view.touched:
        lines.append(
            words.status_differs.format(
                new=f"{view.not_indexed:,}", gone=f"{view.gone:,}", touched=f"{view.touched:,}"
            )
        )
    return lines


def render_log(actions: Sequence[LoggedAction], reader: Language) -> Message:
    """What admins did, newest first, as much as fits."""
    words = choose_admin_words(reader)
    if not actions:
        return Message(f"{make_bold(words.log)}\n{escape(words.log_empty)}")
    lines = []
    for each in actions:
        what = words.actions.get(each.action, each.action)
        moment = f"{write_moment(each.done, reader)} {each.done:%H:%M}"
        lines.append(escape(f"{moment} · {each.admin_id} · {what}: {show_line(each.subject)}"))
    while not fits(text := "\n".join([make_bold(words.log), *lines])):
        lines.pop()
    return Message(text)


def write_age(seconds: float, reader: Language) -> str:
    """A span of time in its largest unit of which it has two: "3 hours", "90 minutes"."""
    units = choose_admin_words(reader).ages
    for size, unit in zip(_AGES, units, strict=True):
        if seconds >= 2 * size:
            return unit.format(count=int(seconds // size))
    return units[-1].format(count=max(0, int(seconds)))
