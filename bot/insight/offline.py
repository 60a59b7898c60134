"""The same looks at what people ask without Telegram, for the command line."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

from bot.chat.questioner import Questioner
from bot.gate import QUESTIONS
from bot.insight.asking import TICKED_SECONDS
from bot.insight.measuring import find_first_moment, measure_usage
from bot.insight.test_cases import add_test_cases, choose_questions
from bot.insight.topics import Topic, find_topics
from bot.insight.views import number_asked, to_entries, view_asked, view_gaps, view_ticked
from bot.insight.wordings import Entry
from bot.opening import open_engine
from bot.render.insight_messages import TopicView
from bot.render.usage import Usage
from bot.settings import Settings
from bot.state.gaps import handle_gaps, list_gaps, list_ticked, mark_tested
from bot.state.usage import list_asked
from corpus.errors import UsageError


def read_gaps(
    settings: Settings, database: sqlite3.Connection
) -> tuple[list[TopicView], list[TopicView]]:
    """What can't be answered, and what could be again in the last seven days."""
    gaps = list_gaps(database)
    topics = _find_topics(settings, database, to_entries(gaps))
    ticked = list_ticked(database, time.time() - TICKED_SECONDS)
    return view_gaps(topics, gaps), view_ticked(ticked)


def read_top(settings: Settings, database: sqlite3.Connection, days: int) -> list[TopicView]:
    """What was asked most in the last `days` days."""
    now = time.time()
    asked = list_asked(database, find_first_moment(now, days), now)
    return view_asked(_find_topics(settings, database, number_asked(asked)), asked)


def read_stats(database: sqlite3.Connection, days: int) -> Usage:
    """The numbers of the last `days` days, today among them."""
    now = time.time()
    return measure_usage(list_asked(database, find_first_moment(now, days), now), now, days)


def act_on_topics(
    settings: Settings, database: sqlite3.Connection, test: Sequence[int], handled: Sequence[int]
) -> Iterator[str]:
    """Makes test cases of some topics and takes others from the list; says what it did.

    Raises UsageError for a number that no topic on the list has.
    """
    topics = _find_topics(settings, database, to_entries(list_gaps(database)))
    chosen = [_choose(topics, number) for number in (*test, *handled)]
    for topic in chosen[: len(test)]:
        count = add_test_cases(settings, choose_questions(topic))
        mark_tested(database, topic.numbers)
        yield f"{settings.articles / QUESTIONS}: {count} test cases added"
    for topic in chosen[len(test) :]:
        count = handle_gaps(database, topic.numbers, time.time())
        yield f"handled: {count} questions"


def _choose(topics: Sequence[Topic], number: int) -> Topic:
    for topic in topics:
        if number in topic.numbers:
            return topic
    message = f"{number}: no such topic is open; see: khamtob unanswered"
    raise UsageError(message)


def _find_topics(
    settings: Settings, database: sqlite3.Connection, entries: Sequence[Entry]
) -> list[Topic]:
    """The topics; the model is opened only if there is something to group."""
    if not entries:
        return []
    with closing(Questioner(open_engine(settings))) as questioner:
        return asyncio.run(find_topics(database, questioner, entries))
