"""Asks the engine and renders what it answers, as the bot does it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.preview.page import Turn
from bot.render.answer_context import AnswerContext
from bot.render.answer_message import render_answer
from bot.settings import Settings
from corpus.errors import UsageError
from index.engine import Engine

SAMPLE_QUESTIONS = (
    "คุนซานมีจีดีพีเท่าไรในปี 2564",
    "Can I take aspirin for dengue fever?",
    "What is the capital of Mongolia?",
)
_ANSWER_ID = "preview0000"  # of eleven characters as every id; the buttons lead nowhere
_BOT = "your_bot"  # real bots have a name, and with it a button to share


def choose_questions(asked: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """The questions to show: those asked, or some that the sample articles have answers to.

    Raises UsageError where none is asked and the articles are others.
    """
    if asked:
        return tuple(asked)
    if settings.serves_samples:
        return SAMPLE_QUESTIONS
    message = 'name a question for your articles, like: python -m bot.preview "เมืองคุนซานอยู่ที่ไหน"'
    raise UsageError(message)


def hold_conversation(engine: Engine, questions: Sequence[str]) -> list[Turn]:
    """Each question with the message that a person would get in a private chat."""
    return [_answer_question(engine, question) for question in questions]


def _answer_question(engine: Engine, question: str) -> Turn:
    answer = engine.ask(question).answer
    context = AnswerContext(
        reader=answer.language,
        answer_id=_ANSWER_ID,
        bot_username=_BOT,
        indexed=datetime.fromisoformat(engine.generation.manifest.created),
        now=datetime.now(UTC),
    )
    return Turn(question, answer.language, render_answer(answer, context))
