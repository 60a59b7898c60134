"""What an admin sees of an index run: the difference, how far it is, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.render.admin_buttons import make_admin_button
from bot.render.admin_words import choose_admin_words
from bot.render.buttons import drop_empty_rows
from bot.render.harmless import make_line
from bot.render.hypertext import escape, make_bold, measure, shorten
from bot.render.message import Message
from corpus.article import Language

MOST_NAMED = 8
"""Files that are named of each kind."""

_BAR = 12  # signs of the bar that shows how far a step is
_MOST_FOR_NAMES = 3500  # UTF-16 units of all names of a difference
_LONGEST_LINE = 220  # UTF-16 units of a reason or a question


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What an index run found and did; `generation` is None if nothing was published.

    `unreadable` and `duplicates` are lines of a name and the reason. `embedded` passages were
    embedded, or would have to be.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unreadable: tuple[str, ...]
    duplicates: tuple[str, ...]
    unchanged: int
    articles: int
    passages: int
    embedded: int
    generation: int | None = None

    @property
    def differs(self) -> bool:
        """Whether publishing would change anything."""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Step:
    """How far an index run is: so much `done` of `total` in this step."""

    name: str
    done: int
    total: int


def render_difference(summary: RunSummary, order_id: str | None, reader: Language) -> Message:
    """What a run would publish, with the button to do it if there is an order for it."""
    words = choose_admin_words(reader)
    kinds = (
        ("➕ " + words.new, summary.new),
        ("✏️ " + words.changed, summary.changed),
        ("➖ " + words.gone, summary.gone),
        ("❌ " + words.unreadable, summary.unreadable),
        ("👥 " + words.duplicates, summary.duplicates),
    )
    named = _list_kinds(kinds, reader)
    counts = words.to_embed.format(
        passages=f"{summary.passages:,}", embedded=f"{summary.embedded:,}"
    )
    if order_id is None:
        head = words.nothing_differs.format(count=f"{summary.articles:,}")
        return Message("\n\n".join([make_bold(head), *named]))
    tail = escape(words.unchanged.format(count=f"{summary.unchanged:,}") + "\n" + counts)
    rows = (
        (
            make_admin_button(words.buttons.publish, "pub", order_id),
            make_admin_button(words.buttons.cancel, "no", order_id),
        ),
    )
    return Message("\n\n".join([make_bold(words.differences), *named, tail]), rows)


def render_step(head: str, step: Step | None, reader: Language) -> Message:
    """What was done already, and how far the run is; `head` is plain text."""
    words = choose_admin_words(reader)
    lines = [words.working]
    if head:
        lines.append(head)
    if step is not None and step.name in words.steps:
        line = words.steps[step.name]
        if step.total:
            full = _BAR * step.done // step.total
            line += f"\n{'▓' * full}{'░' * (_BAR - full)} {step.done:,}/{step.total:,}"
        lines.append(line)
    return Message(escape("\n".join(lines)))


def render_result(head: str, summary: RunSummary, seconds: float, reader: Language) -> Message:
    """What came of a run; `head` is plain text that says what was done before it."""
    words = choose_admin_words(reader)
    result = words.nothing_changed
    if summary.generation is not None:
        result = words.published.format(
            generation=summary.generation,
            articles=f"{summary.articles:,}",
            passages=f"{summary.passages:,}",
            embedded=f"{summary.embedded:,}",
            seconds=f"{seconds:.1f}",
        )
    unreadable = _list_names("❌ " + words.unreadable, summary.unreadable, reader)
    parts = (escape(head), escape(result), unreadable if summary.unreadable else "")
    return Message("\n\n".join(filter(None, parts)))


def render_refusal(
    head: str, broken: Sequence[str], order_id: str, reader: Language, *, can_undo: bool
) -> Message:
    """Which questions of the gate break, with the buttons to publish all the same or to undo."""
    words = choose_admin_words(reader)
    title = make_bold(words.not_published.format(count=len(broken)))
    buttons = words.buttons
    undo = make_admin_button(buttons.undo, "undo", order_id) if can_undo else None
    rows = drop_empty_rows(
        (make_admin_button(buttons.force, "force", order_id),),
        (undo, make_admin_button(buttons.cancel, "no", order_id) if undo is None else None),
    )
    parts = (escape(head), _list_names(title, broken, reader, is_html=True), escape(words.broken))
    return Message("\n\n".join(filter(None, parts)), rows)


def render_failure(head: str, reason: str, order_id: str, reader: Language) -> Message:
    """Why the run failed, with a button to try it again."""
    words = choose_admin_words(reader)
    line = escape(words.failed.format(reason=show_line(reason)))
    rows = ((make_admin_button(words.buttons.again, "again", order_id),),)
    return Message("\n\n".join(filter(None, (escape(head), line))), rows)


def show_line(text: str) -> str:
    """A reason or a question on one line, shortened where it is huge."""
    return shorten(make_line(text[:2000]) or "—", _LONGEST_LINE)


def _list_kinds(
    kinds: Sequence[tuple[str, Sequence[str]]], reader: Language, most: int = MOST_NAMED
) -> list[str]:
    """Each kind of file with the first of its names, fewer where they are long."""
    named = [_list_names(title, lines, reader, most) for title, lines in kinds if lines]
    if most > 1 and measure("\n\n".join(named))[0] > _MOST_FOR_NAMES:
        return _list_kinds(kinds, reader, most - 1)
    return named


def _list_names(
    title: str,
    lines: Sequence[str],
    reader: Language,
    most: int = MOST_NAMED,
    *,
    is_html: bool = False,
) -> str:
    shown = [escape(f"• {show_line(line)}") for line in lines[:most]]
    if len(lines) > most:
        more = choose_admin_words(reader).more.format(count=f"{len(lines) - most:,}")
        shown.append(escape(more))
    head = title if is_html else make_bold(f"{title} ({len(lines):,})")
    return "\n".join([head, *shown])
