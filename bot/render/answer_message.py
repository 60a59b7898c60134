"""The message that answers: quotes with their sources, or a plain no."""

from bot.messages import choose_messages
from bot.render.answer_buttons import make_answer_keyboard
from bot.render.answer_context import AnswerContext
from bot.render.days import asks_about_now, is_stale, write_moment
from bot.render.hypertext import escape, fits
from bot.render.message import Message
from bot.render.sources import render_quote, render_quotes, render_source
from bot.render.words import choose_words
from index.answer import Answer
from index.small_talk import classify_small_talk

MOST_QUOTES = 3
MOST_CLOSEST = 3


def render_answer(answer: Answer, context: AnswerContext) -> Message:
    """The answer as a message: what a person asked about, in the articles' words.

    Three quotes at most, or as many as fit whole.
    """
    for shown in range(min(len(answer.quotes), MOST_QUOTES), 0, -1):
        text = _join_quotes(answer, context, shown)
        if shown == 1 or fits(text):
            return Message(text, make_answer_keyboard(answer, context, shown))
    kind = None if answer.closest else classify_small_talk(answer.question)
    if kind:
        return Message(escape(choose_messages(context.reader).small_talk[kind]))
    return Message(_render_not_found(answer, context), make_answer_keyboard(answer, context))


def _join_quotes(answer: Answer, context: AnswerContext, count: int) -> str:
    quotes = answer.quotes[:count]
    if len(quotes) == 1:
        parts = [render_quote(quotes[0], context.reader)]
    else:
        parts = render_quotes(quotes, context.reader)
    return "\n\n".join([*parts, *_write_freshness(answer, context)])


def _write_freshness(answer: Answer, context: AnswerContext) -> list[str]:
    """How old the articles are, where the answer may depend on it."""
    if not asks_about_now(answer.question) and not is_stale(context.indexed, context.now):
        return []
    day = write_moment(context.indexed, context.reader)
    return [escape(choose_words(context.reader).as_of.format(day=day))]


def _render_not_found(answer: Answer, context: AnswerContext) -> str:
    """A plain no, and apart from it the articles to look at instead."""
    messages, words = choose_messages(context.reader), choose_words(context.reader)
    hint = words.try_again if context.promised else f"{words.try_again}\n{words.promise_offer}"
    parts = [f"{escape(messages.not_found)}\n{escape(hint)}"]
    if answer.closest:
        articles = answer.closest[:MOST_CLOSEST]
        lines = [render_source(article, context.reader, "• ") for article in articles]
        parts.append("\n".join([escape(messages.closest), *lines]))
    return "\n\n".join([*parts, *_write_freshness(answer, context)])
