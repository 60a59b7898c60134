"""What appears as somebody types after the bot's name in any chat, one result for each quote."""

from dataclasses import dataclass

from bot.render.answer_context import AnswerContext
from bot.render.buttons import Button, drop_empty_rows
from bot.render.citing import make_cite_button, make_deep_link, make_open_button
from bot.render.harmless import make_line, make_title
from bot.render.hypertext import shorten
from bot.render.links import check_url
from bot.render.message import Message
from bot.render.payload import make_payload
from bot.render.sources import describe_article, render_quote
from bot.render.words import choose_words
from index.answer import Answer, Quote

_TITLE_UNITS = 80
_DESCRIPTION_UNITS = 160


@dataclass(frozen=True, slots=True)
class InlineResult:
    """A result to choose; `result_id` has at most 64 bytes, `url` is the article's address."""

    result_id: str
    title: str
    description: str
    message: Message
    url: str | None


def render_inline(answer: Answer, context: AnswerContext) -> tuple[InlineResult, ...]:
    """A result for each quote, the best first; none where nothing was found."""
    results = (_make_result(quote, context) for quote in answer.quotes)
    return tuple({result.result_id: result for result in results}.values())


def _make_result(quote: Quote, context: AnswerContext) -> InlineResult:
    """The answer, or how the quote begins, over the quote and its source."""
    article, reader = quote.article, context.reader
    words = make_line(quote.text) or "—"
    answer = quote.text[quote.answer.start : quote.answer.end] if quote.answer else ""
    title = shorten(make_line(answer) or words, _TITLE_UNITS)
    source = make_title(article.title, article.id)
    about = describe_article(article, reader)
    beside = f"{source} · {about}" if about else source
    # A message sent from here lives in a chat where the bot may not be: only what works there.
    link = make_deep_link(quote, context.bot_username)
    buttons = (
        make_cite_button(quote, reader),
        make_open_button(quote, reader),
        Button(choose_words(reader).buttons.ask, url=link) if link else None,
    )
    return InlineResult(
        result_id=make_payload(quote),
        title=title,
        description=shorten(f"{words}", _DESCRIPTION_UNITS) if answer else beside,
        message=Message(render_quote(quote, reader), drop_empty_rows(buttons)),
        url=check_url(article.url),
    )
