"""Questions for newcomers to try: those of the gate, which are known to be answered."""

import asyncio
import sqlite3
from collections.abc import Container
from pathlib import Path

from bot.gate import QUESTIONS
from bot.insight.test_cases import list_open_asks
from bot.insight.wordings import fold_question
from bot.script import read_script
from corpus.article import Language
from corpus.errors import UsageError
from index.questions import detect_question_language

MOST_EXAMPLES = 3


async def find_examples(
    database: sqlite3.Connection, articles: Path, language: Language
) -> list[str]:
    """Up to three questions to try; test cases that no index answers yet are none."""
    unanswered = list_open_asks(database)
    return await asyncio.to_thread(read_examples, articles, language, unanswered)


def read_examples(
    articles: Path, language: Language, unanswered: Container[str] = frozenset()
) -> list[str]:
    """The first three questions in this language that the gate wants answered, if it has some.

    Those whose folded words are `unanswered` are test cases that wait for their article. A script
    that can't be read gives none: the gate itself says what is wrong with it.
    """
    path = articles / QUESTIONS
    try:
        steps = read_script(path) if path.is_file() else ()
    except UsageError:
        return []
    answered = (
        step.ask
        for step in steps
        if step.status == "answered" and fold_question(step.ask) not in unanswered
    )
    return [each for each in answered if detect_question_language(each) == language][:MOST_EXAMPLES]
