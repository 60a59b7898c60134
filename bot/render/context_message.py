"""What is around a quote: the words before and after it, and the other matches."""

from collections.abc import Sequence

from bot.render.answer_context import AnswerContext
from bot.render.buttons import Button, drop_empty_rows, make_page_row, make_press
from bot.render.citing import make_cite_button, make_open_button, make_share_button
from bot.render.harmless import make_harmless
from bot.render.hypertext import count_units, escape, make_block, mark_span, shorten, shorten_start
from bot.render.message import Message
from bot.render.sources import LONG_QUOTE, fit_quote, render_source
from bot.render.words import choose_words
from corpus.article import Language, Span
from corpus.sentences import cut_sentences
from index.answer import Quote

PAGE = 3
"""Other matches on a page."""

# UTF-16 units around a quote. What is before it stays short enough not to fold, because a folded
# block would show the words that are farthest from the quote.
_BEFORE = LONG_QUOTE
_AFTER = 700
_MOST_AROUND = 700  # of what is given for one side
_IN_CONTEXT = 1800  # of the quote between them
_OF_A_MATCH = 900
_WHOLE_IN_BOLD = 200  # a longer quote without a known answer is not marked as a whole


def read_around(quote: Quote) -> tuple[str, str]:
    """The words before and after the quote, in whole sentences where they are not too long.

    Up to 350 UTF-16 units before it and up to 700 after it.
    """
    text, language = quote.article.text, quote.article.language
    before = text[max(0, quote.start - 2 * _BEFORE) : quote.start].strip()
    after = text[quote.end : quote.end + 2 * _AFTER].strip()
    starts = [sentence.start for sentence in cut_sentences(before, language)]
    ends = [sentence.end for sentence in cut_sentences(after, language)]
    start = min((start for start in starts if count_units(before[start:]) <= _BEFORE), default=None)
    end = max((end for end in ends if count_units(after[:end]) <= _AFTER), default=None)
    return (
        shorten_start(before, _BEFORE) if start is None else before[start:],
        shorten(after, _AFTER) if end is None else after[:end],
    )


def render_context(
    quote: Quote, before: str, after: str, context: AnswerContext, number: int = 1
) -> Message:
    """The quote between the words before and after it, with a way back to the answer.

    `number` is the quote's place in the answer. The words around fold where they are long, so that
    the quote stays in sight.
    """
    back = make_press(choose_words(context.reader).buttons.back, "a", context.answer_id)
    open_article = make_open_button(quote, context.reader)
    label = f"{number}. " if number > 1 else ""
    return Message(
        _render_around(quote, before, after, context.reader, label),
        drop_empty_rows((open_article,), (back,)),
    )


def render_passage(quote: Quote, before: str, after: str, context: AnswerContext) -> Message:
    """The passage that a deep link names, for somebody who has not asked."""
    buttons: tuple[Button | None, ...] = (
        make_cite_button(quote, context.reader),
        make_open_button(quote, context.reader),
        make_share_button(quote, context.reader, context.bot_username),
    )
    return Message(
        _render_around(quote, before, after, context.reader, ""), drop_empty_rows(buttons)
    )


def render_others(hits: Sequence[Quote], page: int, context: AnswerContext) -> Message:
    """Page `page` of the other matches, three to a page from 1; else the nearest that there is."""
    words = choose_words(context.reader)
    back = make_press(words.buttons.back, "a", context.answer_id)
    if not hits:
        return Message(escape(words.no_others), ((back,),))
    pages = -(-len(hits) // PAGE)
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    title = f"{words.others} ({words.others_note})"
    if pages > 1:
        title += f" · {page}/{pages}"
    parts = [
        _render_match(hit, context.reader, number)
        for number, hit in enumerate(hits[first : first + PAGE], start=first + 1)
    ]
    text = "\n\n".join([escape(title), *parts])
    return Message(text, (*make_page_row("o", page, pages, context.answer_id), (back,)))


def render_gone(reader: Language) -> Message:
    """For a link or a button whose passage is no longer in the articles."""
    return Message(escape(choose_words(reader).gone))


def render_closed(reader: Language) -> Message:
    """What is left of a message that was closed."""
    return Message(escape(choose_words(reader).closed))


def _render_around(quote: Quote, before: str, after: str, reader: Language, label: str) -> str:
    words, answer = fit_quote(quote, _IN_CONTEXT)
    if answer is None and count_units(words) <= _WHOLE_IN_BOLD:
        answer = Span(0, len(words))
    blocks = (
        _render_side(shorten_start(make_harmless(before.strip()), _MOST_AROUND)),
        make_block(mark_span(words, answer)),
        _render_side(shorten(make_harmless(after.strip()), _MOST_AROUND)),
    )
    source = render_source(quote.article, reader, label)
    return "\n".join([source, *filter(None, blocks)])


def _render_side(words: str) -> str:
    return make_block(escape(words), folded=count_units(words) > LONG_QUOTE)


def _render_match(hit: Quote, reader: Language, number: int) -> str:
    words, answer = fit_quote(hit, _OF_A_MATCH)
    folded = count_units(words) > LONG_QUOTE
    block = make_block(mark_span(words, answer), folded=folded)
    return f"{block}\n{render_source(hit.article, reader, f'{number}. ')}"
