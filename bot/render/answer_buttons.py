"""The buttons under an answer."""

from bot.render.answer_context import AnswerContext
from bot.render.buttons import Button, Keyboard, drop_empty_rows, make_press
from bot.render.citing import make_cite_button, make_open_button, make_share_button
from bot.render.words import choose_words
from index.answer import Answer


def make_answer_keyboard(answer: Answer, context: AnswerContext, shown: int = 3) -> Keyboard:
    """The buttons for the answer as `render_answer` shows it; `shown` of its quotes are there.

    They stand by what people do next: read on, judge, take the source along, hand it on.
    """
    if not answer.quotes:
        return _make_promise_keyboard(context)
    first = answer.quotes[0]
    cite = make_cite_button(first, context.reader)
    open_article = make_open_button(first, context.reader)
    share = make_share_button(first, context.reader, context.bot_username)
    return drop_empty_rows(
        tuple(_make_reading_row(min(len(answer.quotes), shown), context)),
        *_make_voting_rows(context),
        (cite, open_article, share),
    )


def _make_reading_row(quotes: int, context: AnswerContext) -> list[Button]:
    words = choose_words(context.reader).buttons
    many = quotes > 1
    row = [
        make_press(f"📖 {number}" if many else words.context, "c", context.answer_id, str(number))
        for number in range(1, quotes + 1)
    ]
    if context.has_others:
        row.append(make_press(words.others, "o", context.answer_id, "1"))
    return row


def _make_voting_rows(context: AnswerContext) -> Keyboard:
    """The two thumbs, with the votes where there are some; then the reasons, if they are asked."""
    up, down = context.votes or (0, 0)
    thumbs = (
        make_press(f"👍 {up}" if up else "👍", "u", context.answer_id),
        make_press(f"👎 {down}" if down else "👎", "d", context.answer_id),
    )
    if not context.asks_why:
        return (thumbs,)
    reasons = [
        make_press(label, "r", context.answer_id, code)
        for code, label in choose_words(context.reader).buttons.reasons.items()
    ]
    return (thumbs, tuple(reasons[:2]), tuple(reasons[2:]))


def _make_promise_keyboard(context: AnswerContext) -> Keyboard:
    words = choose_words(context.reader).buttons
    label = words.waiting if context.promised else words.notify
    return ((make_press(label, "n", context.answer_id),),)
