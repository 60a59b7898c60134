"""The articles as an admin pages, searches and opens them."""

import hashlib
from collections.abc import Sequence

from bot.render.admin_buttons import make_admin_button, make_list_row
from bot.render.admin_offer import render_card, show_beginning, show_name
from bot.render.admin_words import choose_admin_words
from bot.render.days import write_day
from bot.render.harmless import make_title
from bot.render.hypertext import escape, make_block, make_bold, shorten
from bot.render.message import Message
from corpus.article import Article, Language

PAGE = 8
"""Articles on a page."""

_TITLE_UNITS = 110
_IN_A_ROW = 4


def name_article(article_id: str) -> str:
    """The article in a button's data; 16 hexadecimal digits."""
    return hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def render_articles(
    articles: Sequence[Article], page: int, order_id: str, searched: str, reader: Language
) -> Message:
    """Page `page` of these articles, from 1; else the nearest that there is.

    `order_id` keeps what was `searched` for, and is empty for all articles.
    """
    words = choose_admin_words(reader)
    if not articles:
        return Message(escape(words.none_found.format(words=_show_words(searched))))
    pages = -(-len(articles) // PAGE)
    page = min(max(page, 1), pages)
    shown = articles[(page - 1) * PAGE : page * PAGE]
    template = words.found if searched else words.articles
    title = template.format(count=f"{len(articles):,}", words=_show_words(searched))
    if pages > 1:
        title += f" · {page}/{pages}"
    lines = [make_bold(title)]
    for number, article in enumerate(shown, start=1):
        day = write_day(article.published, reader) if article.published else words.no_date
        name = shorten(make_title(article.title, article.id), _TITLE_UNITS)
        lines.append(f"{number}. {escape(name)}\n{escape(f'{day} · {show_name(article.id)}')}")
    buttons = [
        make_admin_button(str(number), "show", name_article(article.id))
        for number, article in enumerate(shown, start=1)
    ]
    rows = tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))
    return Message("\n\n".join(lines), rows + make_list_row(order_id, page, pages))


def render_article(article: Article, passages: int, reader: Language, *, has_file: bool) -> Message:
    """All about one article, with the buttons to replace and to remove it."""
    words = choose_admin_words(reader)
    name = name_article(article.id)
    warning = "" if has_file else f"⚠️ {words.file_gone}"
    parts = (
        render_card(article, reader, passages),
        make_block(escape(show_beginning(article.text)), folded=True),
        escape(warning),
    )
    change = (
        make_admin_button(words.buttons.replace, "swapme", name),
        make_admin_button(words.buttons.remove, "take", name),
    )
    back = (make_admin_button(words.buttons.back, "list", "", 1),)
    return Message("\n\n".join(filter(None, parts)), (change, back) if has_file else (back,))


def render_removal(article: Article, order_id: str, reader: Language) -> Message:
    """Whether to remove the article."""
    words = choose_admin_words(reader)
    title = make_title(article.title, article.id)
    rows = (
        (
            make_admin_button(words.buttons.remove, "gone", order_id),
            make_admin_button(words.buttons.keep, "show", name_article(article.id)),
        ),
    )
    asked = make_bold(words.ask_remove.format(title=title))
    return Message(f"{asked}\n{escape(words.file.format(name=show_name(article.id)))}", rows)


def _show_words(searched: str) -> str:
    return make_title(searched[:100], "…")
