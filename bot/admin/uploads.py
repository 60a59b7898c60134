"""Files and links that an admin sends: read, compared, and shown with the buttons to add them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import Update
from telegram.ext import ExtBot

from bot.admin.desk import Desk
from bot.admin.downloading import download_document
from bot.admin.inspecting import Inspection, find_similar, inspect_file, make_file
from bot.admin.staging import drop_upload, stage_upload
from bot.chat.markup import send
from bot.chat.services import Context, choose_reader_language, now
from bot.collection import NewFile, refuse_samples
from bot.delivery.exactly_once import Spot
from bot.reach import read_reach
from bot.render.admin_messages import render_line, render_refused
from bot.render.admin_offer import Likeness, render_offer, show_name
from bot.render.admin_words import choose_admin_words
from bot.render.message import Message
from bot.state.orders import Order, drop_order, list_orders, make_order
from bot.web_article import fetch_article
from corpus.article import Article, Language
from corpus.errors import KhamtobError
from corpus.sandbox import Sandbox

OFFER, WANTED = "offer", "wanted"

_MOST_LIKE = 3
_MOST_OFFERS = 20  # of one admin that wait; the oldest gives way
_SECONDS_WANTED = 3600.0  # after that, a file is not for the article chosen before
_SEARCHED = 1000  # letters by which similar articles are looked for


@dataclass(frozen=True, slots=True)
class _Upload:
    """What was sent, by whom, and the message that shows what becomes of it."""

    name: str
    admin_id: int
    chat_id: int
    message_id: int
    language: Language


async def take_document(desk: Desk, update: Update, context: Context) -> None:
    """Offers to add the file that an admin sent."""
    message = update.message
    if message is None or message.document is None:
        return
    document = message.document
    name = document.file_name or "file"

    async def read() -> NewFile:
        data = await download_document(context.bot, document)
        return await desk.work(partial(_make_file, name, data))

    await _take(desk, update, context.bot, name, read)


async def take_link(desk: Desk, update: Update, context: Context) -> None:
    """Offers to add the article at the link that an admin sent."""
    message = update.message
    if message is None or not message.text:
        return
    url = message.text.strip()
    await _take(desk, update, context.bot, url, lambda: desk.work(partial(_fetch, desk, url)))


async def refuse_forwarded(desk: Desk, update: Update, context: Context) -> None:
    """Says that a forwarded file or link is no order."""
    message = update.message
    if message is not None:
        language = choose_reader_language(desk.services, update, "")
        line = choose_admin_words(language).forwarded
        await send(context.bot, Spot(message.chat_id), render_line(line))


async def _take(
    desk: Desk,
    update: Update,
    bot: ExtBot[int],
    name: str,
    read: Callable[[], Awaitable[NewFile]],
) -> None:
    """Shows what `read` gives, with the buttons to add it, or in one line why it can't be added."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    language = choose_reader_language(desk.services, update, "")
    reading = choose_admin_words(language).reading.format(name=show_name(name))
    sent = await send(bot, Spot(message.chat_id), render_line(reading))
    upload = _Upload(name, user.id, message.chat_id, sent.message_id, language)
    try:
        refuse_samples(desk.services.settings)
        offered = await _inspect(desk, upload, await read())
    except KhamtobError as error:
        reason = str(error).removeprefix(f"{name}: ")
        desk.note(user.id, "refused", f"{name}: {reason}")
        offered = render_refused(name, reason, language)
    await desk.show(bot, upload.chat_id, upload.message_id, offered)


async def _inspect(desk: Desk, upload: _Upload, file: NewFile) -> Message:
    """The file as an article, kept until a button is pressed."""
    services, words = desk.services, choose_admin_words(upload.language)
    indexed = services.questioner.generation.table.articles
    found = await desk.work(partial(_read, desk, file, indexed))
    if found.already_there:
        return render_line(words.already_there.format(name=show_name(found.file.id)))
    wanted = _take_wanted(desk, upload.admin_id)
    likes = [] if wanted else await _find_likes(desk, found)
    replaceable = [wanted.details["article"]] if wanted else [like.article_id for like in likes]
    details = {
        "article": found.file.id,
        "title": found.article.title,
        "length": len(found.article.text),
        "replaceable": replaceable,
        "chat": upload.chat_id,
        "message": upload.message_id,
        "language": upload.language,
    }
    _make_room(desk, upload.admin_id)
    order = make_order(services.database, upload.admin_id, OFFER, details, now())
    await desk.work(partial(stage_upload, services.settings, order.order_id, found.file.data))
    desk.note(upload.admin_id, "offered", found.file.id)
    title = wanted.details["title"] if wanted else None
    return render_offer(found.article, likes, order.order_id, upload.language, title)


def _make_file(name: str, data: bytes) -> NewFile:
    with Sandbox() as sandbox:
        return make_file(name, data, sandbox)


def _fetch(desk: Desk, url: str) -> NewFile:
    with Sandbox() as sandbox:
        return fetch_article(url, sandbox, read_reach(desk.services.settings))


def _read(desk: Desk, file: NewFile, indexed: tuple[Article, ...]) -> Inspection:
    with Sandbox() as sandbox:
        return inspect_file(file, desk.services.settings, sandbox, indexed)


async def _find_likes(desk: Desk, found: Inspection) -> list[Likeness]:
    """What the inspection found, then what the search takes for similar and is."""
    article = found.article
    reply = await desk.services.questioner.ask(f"{article.title}\n{article.text[:_SEARCHED]}")
    hits = {hit.passage.article.id: hit.passage.article for hit in reply.hits}
    known = {like.article_id for like in found.likes}
    others = [each for each in hits.values() if each.id not in known]
    similar = await desk.work(partial(find_similar, article, others))
    return [*found.likes, *similar][:_MOST_LIKE]


def _take_wanted(desk: Desk, admin_id: int) -> Order | None:
    """The order of this admin to replace an article by what is sent next."""
    database = desk.services.database
    orders = [each for each in list_orders(database, WANTED) if each.admin_id == admin_id]
    for order in orders:
        drop_order(database, order.order_id)
    fresh = [order for order in orders if now() - order.made <= _SECONDS_WANTED]
    return fresh[-1] if fresh else None


def _make_room(desk: Desk, admin_id: int) -> None:
    database = desk.services.database
    waiting = [each for each in list_orders(database, OFFER) if each.admin_id == admin_id]
    for order in waiting[: max(0, len(waiting) - _MOST_OFFERS + 1)]:
        drop_upload(desk.services.settings, order.order_id)
        drop_order(database, order.order_id)
