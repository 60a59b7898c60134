"""/articles: pages, searches, shows, replaces and removes."""

from collections.abc import Sequence
from functools import partial

from telegram import Update

from bot.admin.adding import remove_article
from bot.admin.desk import Desk
from bot.admin.jobs import start_job
from bot.admin.pressing import Pressed
from bot.admin.uploads import WANTED
from bot.chat.markup import send
from bot.chat.services import Context, choose_reader_language, now
from bot.collection import list_ids, refuse_samples
from bot.delivery.exactly_once import Spot
from bot.render.admin_articles import (
    name_article,
    render_article,
    render_articles,
    render_removal,
)
from bot.render.admin_messages import render_line, render_refused
from bot.render.admin_words import choose_admin_words
from bot.render.harmless import make_title
from bot.state.orders import drop_order, make_order
from corpus.article import Article
from corpus.errors import KhamtobError

SEARCH, REMOVAL = "search", "remove"

_LONGEST_SEARCH = 200


async def show_articles(desk: Desk, update: Update, context: Context) -> None:
    """The first page of all articles, or of those with the words behind the command."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    language = choose_reader_language(desk.services, update, "")
    words = (message.text or "").partition(" ")[2].strip()[:_LONGEST_SEARCH]
    order_id = ""
    if words:
        order = make_order(desk.services.database, user.id, SEARCH, {"words": words}, now())
        order_id = order.order_id
    found = await search_articles(desk, words)
    rendered = render_articles(found, 1, order_id, words, language)
    await send(context.bot, Spot(message.chat_id), rendered)


async def search_articles(desk: Desk, words: str) -> Sequence[Article]:
    """The articles with all these words in title, file, address or publisher, then others found.

    All of them where there are no words, by their id.
    """
    articles = desk.services.questioner.generation.table.articles
    if not words:
        return articles
    wanted = words.casefold().split()
    named = [each for each in articles if _holds(each, wanted)]
    reply = await desk.services.questioner.ask(words)
    by_id = {each.id: each for each in named}
    for hit in reply.hits:
        by_id.setdefault(hit.passage.article.id, hit.passage.article)
    return tuple(by_id.values())


async def turn_page(desk: Desk, pressed: Pressed) -> None:
    """Another page of the list."""
    words = ""
    if pressed.press.subject:
        order = desk.find_order(pressed.press.subject, pressed.admin_id, SEARCH)
        if order is None:
            await pressed.expire()
            return
        words = order.details["words"]
    await pressed.toast()
    found = await search_articles(desk, words)
    page, order_id = pressed.press.number, pressed.press.subject
    await pressed.show(render_articles(found, page, order_id, words, pressed.language))


async def show_article(desk: Desk, pressed: Pressed) -> None:
    """All about one article."""
    article = _find(desk, pressed.press.subject)
    if article is None:
        await pressed.toast(choose_admin_words(pressed.language).unknown_article)
        return
    await pressed.toast()
    taken = await desk.work(partial(_list_files, desk))
    passages = desk.services.questioner.generation.table.count_passages(article.id)
    has_file = article.id in taken
    await pressed.show(render_article(article, passages, pressed.language, has_file=has_file))


async def ask_removal(desk: Desk, pressed: Pressed) -> None:
    """Asks whether the article is to be removed."""
    article = await _find_changeable(desk, pressed)
    if article is None:
        return
    details = {"article": article.id, "title": article.title}
    order = make_order(desk.services.database, pressed.admin_id, REMOVAL, details, now())
    await pressed.show(render_removal(article, order.order_id, pressed.language))


async def remove(desk: Desk, pressed: Pressed) -> None:
    """Removes the article and brings the index up to date."""
    order = desk.find_order(pressed.press.subject, pressed.admin_id, REMOVAL)
    if order is None:
        await pressed.expire()
        return
    await pressed.toast()
    settings, words = desk.services.settings, choose_admin_words(pressed.language)
    article_id, title = order.details["article"], order.details["title"]
    try:
        async with desk.changing:
            change = await desk.work(partial(remove_article, settings, article_id, title))
    except (KhamtobError, OSError) as error:
        drop_order(desk.services.database, order.order_id)
        await pressed.show(render_refused(article_id, str(error), pressed.language))
        return
    desk.note(pressed.admin_id, "removed", article_id)
    head = f"{words.removed.format(title=make_title(title, article_id))}\n{words.kept_copy}"
    details = {
        **pressed.place,
        "head": head,
        "apart": False,
        "force": False,
        "undo": change.to_details(),
    }
    start_job(desk, pressed.bot, pressed.admin_id, details, order.order_id)


async def ask_replacement(desk: Desk, pressed: Pressed) -> None:
    """The next file or link that this admin sends is for this article."""
    article = await _find_changeable(desk, pressed)
    if article is None:
        return
    details = {"article": article.id, "title": article.title}
    make_order(desk.services.database, pressed.admin_id, WANTED, details, now())
    line = choose_admin_words(pressed.language).ask_replacement
    await pressed.show(render_line(line.format(title=make_title(article.title, article.id))))


async def _find_changeable(desk: Desk, pressed: Pressed) -> Article | None:
    """The article, if it can be changed; else None, and the admin is told why."""
    article = _find(desk, pressed.press.subject)
    if article is None:
        await pressed.toast(choose_admin_words(pressed.language).unknown_article)
        return None
    await pressed.toast()
    try:
        refuse_samples(desk.services.settings)
    except KhamtobError as error:
        await pressed.show(render_refused(article.title, str(error), pressed.language))
        return None
    return article


def _find(desk: Desk, name: str) -> Article | None:
    articles = desk.services.questioner.generation.table.articles
    return next((each for each in articles if name_article(each.id) == name), None)


def _list_files(desk: Desk) -> frozenset[str]:
    folder = desk.services.settings.articles
    return frozenset(list_ids(folder)) if folder.is_dir() else frozenset()


def _holds(article: Article, words: Sequence[str]) -> bool:
    fields = (article.title, article.id, article.url or "", article.publisher or "")
    text = "\n".join(fields).casefold()
    return all(word in text for word in words)
