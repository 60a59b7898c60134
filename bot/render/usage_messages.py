"""Statistics as admins read them: the caption of the chart, and the weekly digest."""

from collections.abc import Sequence

from bot.render.days import write_day
from bot.render.hypertext import escape, make_bold
from bot.render.insight_buttons import make_insight_button
from bot.render.insight_messages import TopicView, write_question, write_times
from bot.render.insight_words import choose_insight_words
from bot.render.message import Message
from bot.render.usage import SlowQuestion, Usage
from corpus.article import Language

PERIODS = (7, 30, 90)
"""Days that statistics are offered for."""
_MOST_IN_DIGEST = 5
_SLOW_UNITS = 80


def render_usage(usage: Usage, reader: Language) -> Message:
    """The caption of the chart, with the other periods to choose from."""
    words = choose_insight_words(reader)
    parts = [make_bold(words.stats.format(days=len(usage.days)))]
    parts += _write_usage(usage, reader)
    if usage.slowest:
        lines = [_write_slow(slow, reader) for slow in usage.slowest]
        parts.append("\n".join([escape(words.slowest), *lines]))
    periods = tuple(
        make_insight_button(words.days.format(days=days), "s", days)
        for days in PERIODS
        if days != len(usage.days)
    )
    return Message("\n\n".join(parts), (periods,))


def render_digest(
    week: Usage,
    before: Usage,
    top: Sequence[TopicView],
    gaps: Sequence[TopicView],
    ticked: Sequence[TopicView],
    reader: Language,
) -> Message:
    """What happened in a week: numbers beside those of the week before, and the topics."""
    words = choose_insight_words(reader)
    days = [write_day(day, reader) for day in (week.days[0].day, week.days[-1].day)]
    parts = [make_bold(f"📊 {words.digest.format(first=days[0], last=days[1])}")]
    parts += _write_usage(week, reader)
    if before.asked:
        share = _write_share(before)
        parts.append(escape(words.digest_before.format(asked=f"{before.asked:,}", share=share)))
    lists = (
        (words.top.format(days=len(week.days), topics=f"{len(top):,}"), top, "•"),
        (_title_gaps(gaps, reader), gaps, "❌"),
        (words.ticked, ticked, "✅"),
    )
    for title, topics, mark in lists:
        if topics:
            lines = [
                f"{mark} {write_question(topic.questions[0])} ({write_times(topic, reader)})"
                for topic in topics[:_MOST_IN_DIGEST]
            ]
            parts.append("\n".join([make_bold(title), *lines]))
    parts.append(escape(words.digest_hint))
    return Message("\n\n".join(parts))


def _title_gaps(gaps: Sequence[TopicView], reader: Language) -> str:
    total = sum(topic.count for topic in gaps)
    words = choose_insight_words(reader)
    return words.gaps.format(topics=f"{len(gaps):,}", count=f"{total:,}")


def _write_usage(usage: Usage, reader: Language) -> list[str]:
    words = choose_insight_words(reader)
    if not usage.asked:
        return [escape(words.no_stats)]
    asked = words.stats_asked.format(
        count=f"{usage.asked:,}", thai=f"{usage.thai:,}", english=f"{usage.english:,}"
    )
    found = words.stats_found.format(count=f"{usage.answered:,}", share=_write_share(usage))
    lines = [
        asked,
        found,
        words.stats_not_found.format(count=f"{usage.asked - usage.answered:,}"),
        words.stats_votes.format(up=f"{usage.up:,}", down=f"{usage.down:,}"),
    ]
    if usage.median is not None and usage.slow is not None:
        speed = words.stats_speed.format(median=f"{usage.median:.2f}", slow=f"{usage.slow:.2f}")
        lines.append(speed)
    return [escape("\n".join(lines))]


def _write_share(usage: Usage) -> str:
    return f"{100 * usage.answered / usage.asked:.0f}"


def _write_slow(slow: SlowQuestion, reader: Language) -> str:
    seconds = choose_insight_words(reader).seconds.format(seconds=f"{slow.seconds:.2f}")
    return f"• {escape(seconds)} {write_question(slow.question, _SLOW_UNITS)}"
