"""A quote with its source under it, as it stands in a message."""

from collections.abc import Sequence

from bot.messages import choose_messages
from bot.render.days import write_day
from bot.render.harmless import make_harmless, make_line, make_name, make_title
from bot.render.hypertext import (
    count_units,
    escape,
    make_block,
    make_link,
    mark_span,
    shorten,
    shorten_start,
)
from bot.render.links import check_url
from corpus.article import Article, Language, Span
from index.answer import Quote
from index.gloss import gloss_quote

LONG_QUOTE = 350
"""UTF-16 units past which a quote folds to three lines: about nine lines of a phone."""
LONGEST_QUOTE = 2800
"""UTF-16 units of a quote that is shown whole; a longer one shows that it is cut."""

_SEEN_WHEN_FOLDED = 110  # UTF-16 units that three lines show on a phone
_GLOSS_UNITS = 360  # of all glosses of a quote together


def render_quote(
    quote: Quote, reader: Language, number: int = 0, *, is_repeated: bool = False
) -> str:
    """The quote as a block with its answer in bold, its glosses, and its source.

    `number` stands before the title; 0 for a quote that stands alone. A source that
    `is_repeated` is named by its title only.
    """
    label = f"{number}. " if number else "— "
    lines = (
        render_words(quote, is_first=number <= 1),
        escape(write_glosses(quote, reader)),
        render_source(quote.article, reader, label, is_short=is_repeated),
    )
    return "\n".join(filter(None, lines))


def render_quotes(quotes: Sequence[Quote], reader: Language, first: int = 1) -> list[str]:
    """The quotes, numbered from `first` on; what is known of an article is told once."""
    told: set[str] = set()
    rendered = []
    for number, quote in enumerate(quotes, start=first):
        is_repeated = quote.article.id in told
        rendered.append(render_quote(quote, reader, number, is_repeated=is_repeated))
        told.add(quote.article.id)
    return rendered


def render_words(quote: Quote, *, is_first: bool = True) -> str:
    """The quoted words as a block, a long one folded unless that hides the answer at the top."""
    words, answer = fit_quote(quote, LONGEST_QUOTE)
    hidden = answer is not None and count_units(words[: answer.end]) > _SEEN_WHEN_FOLDED
    folded = count_units(words) > LONG_QUOTE and not (is_first and hidden)
    return make_block(mark_span(words, answer), folded=folded)


def render_source(article: Article, reader: Language, label: str, *, is_short: bool = False) -> str:
    """The title, linked where it has an address, and below it what else is known of the article."""
    line = label + make_link(make_title(article.title, article.id), check_url(article.url))
    about = "" if is_short else describe_article(article, reader)
    return f"{line}\n{escape(about)}" if about else line


def describe_article(article: Article, reader: Language) -> str:
    """Publisher, date in the reader's calendar, and the language if it is the other one."""
    messages = choose_messages(reader)
    name = messages.in_thai if article.language == "th" else messages.in_english
    parts = (
        make_name(article.publisher),
        write_day(article.published, reader) if article.published else "",
        name if article.language != reader else "",
    )
    return " · ".join(filter(None, parts))


def fit_quote(quote: Quote, most_units: int) -> tuple[str, Span | None]:
    """The quote's words and where the answer is in them.

    They are the article's, letter for letter, unless they are longer than `most_units`: then "…"
    shows where they are cut, and the answer is among what is left.
    """
    words, answer = make_harmless(quote.text), quote.answer
    if answer is not None and not 0 <= answer.start < answer.end <= len(words):
        answer = None
    if len(words) <= most_units and count_units(words) <= most_units:
        return words, answer
    if answer is None:
        return shorten(words, most_units), None
    before = shorten_start(words[: answer.start], most_units // 4)
    rest = shorten(words[answer.start :], most_units - count_units(before))
    length = min(answer.end - answer.start, len(rest))
    return before + rest, Span(len(before), len(before) + length)


def write_glosses(quote: Quote, reader: Language) -> str:
    """What the quote's numbers and dates mean, each once, as many as fit whole."""
    glosses = gloss_quote(quote.text[:LONGEST_QUOTE], quote.article.language, reader)
    line = ""
    for words in dict.fromkeys(make_line(f"{part.original} = {part.meaning}") for part in glosses):
        longer = f"{line} · {words}" if line else words
        if count_units(longer) <= _GLOSS_UNITS:
            line = longer
    return line
