"""What admins see of people's questions: lists of topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.render.buttons import Button, Keyboard, drop_empty_rows
from bot.render.harmless import make_line
from bot.render.hypertext import escape, make_bold, shorten
from bot.render.insight_buttons import make_insight_button, make_insight_page_row
from bot.render.insight_words import choose_insight_words
from bot.render.message import Message
from corpus.article import Language

PAGE = 5
"""Topics on a page."""
_LEAD_UNITS = 160
_OTHER_UNITS = 80
_MOST_OTHERS = 2
_MOST_TICKED = 5


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic as it is listed; `number` is that of its first question.

    `answered` is the share of the times that it was answered, 0 to 1.
    """

    number: int
    questions: tuple[str, ...]
    count: int
    tested: bool = False
    answered: float = 0.0
    up: int = 0
    down: int = 0


def render_gaps(
    topics: Sequence[TopicView],
    ticked: Sequence[TopicView],
    page: int,
    reader: Language,
    undo: int | None = None,
) -> Message:
    """Page `page` of what can't be answered, and on the first what can be by now.

    `undo` is the moment, in milliseconds, of what was handled last and may be taken back.
    """
    words = choose_insight_words(reader)
    pages = max(1, -(-len(topics) // PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    shown = topics[first : first + PAGE]
    if topics:
        total = sum(topic.count for topic in topics)
        title = words.gaps.format(topics=f"{len(topics):,}", count=f"{total:,}")
        parts = [_write_title(title, page, pages)]
        parts += [_write_gap(topic, first + at, reader) for at, topic in enumerate(shown, start=1)]
        parts.append(escape(words.gap_help))
    else:
        parts = [escape(words.no_gaps)]
    if ticked and page == 1:
        lines = [f"✅ {write_question(topic.questions[0])}" for topic in ticked[:_MOST_TICKED]]
        parts.append("\n".join([make_bold(words.ticked), *lines]))
    keyboard = (
        *(
            _make_gap_row(topic, first + at, page, reader)
            for at, topic in enumerate(shown, start=1)
        ),
        *_make_undo_row(undo, page, reader),
        *make_insight_page_row("g", page, pages),
    )
    return Message("\n\n".join(parts), keyboard)


def render_top(topics: Sequence[TopicView], page: int, days: int, reader: Language) -> Message:
    """Page `page` of what was asked most in the last `days` days."""
    words = choose_insight_words(reader)
    if not topics:
        return Message(escape(words.no_top))
    pages = -(-len(topics) // PAGE)
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    title = words.top.format(days=days, topics=f"{len(topics):,}")
    parts = [_write_title(title, page, pages)]
    for at, topic in enumerate(topics[first : first + PAGE], start=first + 1):
        parts.append(
            _write_topic(topic, f"{at}. {_mark(topic.answered)}", _write_votes(topic), reader)
        )
    parts.append(escape(words.top_note))
    return Message("\n\n".join(parts), make_insight_page_row("p", page, pages))


def render_grouping(reader: Language) -> Message:
    """While many questions are grouped."""
    return Message(escape(choose_insight_words(reader).searching))


def _write_title(title: str, page: int, pages: int) -> str:
    return make_bold(f"{title} · {page}/{pages}" if pages > 1 else title)


def _write_gap(topic: TopicView, number: int, reader: Language) -> str:
    mark = f" · 🧪 {choose_insight_words(reader).tested}" if topic.tested else ""
    return _write_topic(topic, f"{number}.", mark, reader)


def _write_topic(topic: TopicView, label: str, behind: str, reader: Language) -> str:
    lead, *others = topic.questions
    about = f"{write_times(topic, reader)}{escape(behind)}"
    lines = [f"{label} {make_bold(_clean(lead, _LEAD_UNITS))}", about]
    lines += [f"   {escape(_clean(other, _OTHER_UNITS))}" for other in others[:_MOST_OTHERS]]
    if len(others) > _MOST_OTHERS:
        lines[-1] += f" (+{len(others) - _MOST_OTHERS})"
    return "\n".join(lines)


def write_times(topic: TopicView, reader: Language) -> str:
    """How often it was asked."""
    return escape(choose_insight_words(reader).times.format(count=f"{topic.count:,}"))


def _write_votes(topic: TopicView) -> str:
    thumbs = (("👍", topic.up), ("👎", topic.down))
    return "".join(f" · {thumb} {count}" for thumb, count in thumbs if count)


def write_question(question: str, most: int = _LEAD_UNITS) -> str:
    """A question on one line, escaped, in at most `most` UTF-16 units."""
    return escape(_clean(question, most))


def _clean(question: str, most: int) -> str:
    return shorten(make_line(question[:2000]) or "—", most)


def _mark(answered: float) -> str:
    if answered in (0.0, 1.0):
        return "✅" if answered else "❌"
    return "➗"


def _make_gap_row(topic: TopicView, number: int, page: int, reader: Language) -> tuple[Button, ...]:
    words = choose_insight_words(reader)
    handled = make_insight_button(words.handled.format(number=number), "h", topic.number, page)
    if topic.tested:
        return (handled,)
    test = make_insight_button(words.test.format(number=number), "t", topic.number, page)
    return (test, handled)


def _make_undo_row(undo: int | None, page: int, reader: Language) -> Keyboard:
    if undo is None:
        return ()
    label = choose_insight_words(reader).undo
    return drop_empty_rows((make_insight_button(label, "z", undo, page),))
