"""Lists of articles: all of them, and the latest."""

from collections.abc import Sequence
from datetime import date

from bot.render.buttons import make_page_row
from bot.render.hypertext import escape, fits, make_bold
from bot.render.message import Message
from bot.render.sources import render_source
from bot.render.words import choose_words
from corpus.article import Article, Language

PAGE = 8
"""Articles on a page."""
MOST_LATEST = 5


def render_sources(articles: Sequence[Article], page: int, reader: Language) -> Message:
    """Page `page` of all articles, eight to a page from 1; else the nearest that there is.

    Those in the reader's language come first, then by title.
    """
    words = choose_words(reader)
    if not articles:
        return Message(escape(words.no_articles))
    pages = -(-len(articles) // PAGE)
    page = min(max(page, 1), pages)
    ordered = sorted(articles, key=lambda article: (article.language != reader, article.title))
    title = words.sources.format(count=f"{len(articles):,}")
    if pages > 1:
        title += f" · {page}/{pages}"
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    return Message(_list_articles(title, shown, reader), make_page_row("s", page, pages))


def render_latest(articles: Sequence[Article], reader: Language) -> Message:
    """The five articles published last, newest first; those without a date come behind."""
    words = choose_words(reader)
    if not articles:
        return Message(escape(words.no_articles))
    newest = sorted(
        articles,
        key=lambda article: (article.published or date.min, article.language == reader),
        reverse=True,
    )
    return Message(_list_articles(words.latest, newest[:MOST_LATEST], reader))


def _list_articles(title: str, articles: Sequence[Article], reader: Language) -> str:
    entries = [render_source(article, reader, "• ") for article in articles]
    listing = "\n\n".join([make_bold(title), *entries])
    while not fits(listing):
        entries.pop()
        listing = "\n\n".join([make_bold(title), *entries])
    return listing
