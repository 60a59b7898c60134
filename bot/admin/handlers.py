"""Adds to the bot what only its admins may do, in their private chats.

For everyone else these handlers aren't there: a command of theirs is an unknown one, a file can't
be read, and a button has expired.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from types import MappingProxyType
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ExtBot, MessageHandler, filters

from bot.admin import collection, commands, confirming, uploads
from bot.admin.desk import Desk
from bot.admin.index_runner import IndexRunner
from bot.admin.jobs import RUNNING, resume_jobs
from bot.admin.menus import publish_admin_menus
from bot.admin.pressing import Pressed
from bot.admin.recent_errors import RecentErrors
from bot.admin.staging import drop_upload, list_uploads
from bot.chat import presses
from bot.chat.services import Context, Services, choose_reader_language, is_private, now
from bot.delivery.serving import AnyApplication
from bot.render.admin_buttons import PATTERN, AdminVerb, decode_admin_press
from bot.state.orders import SECONDS_TO_CONFIRM, list_orders, prune_orders
from corpus.errors import KhamtobError

DeskHandler = Callable[[Desk, Update, Context], Awaitable[None]]

_LOG = logging.getLogger(__name__)
_LINK = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)
_NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
_SWEEP_SECONDS = 3600.0
_COMMANDS: tuple[tuple[str, DeskHandler], ...] = (
    ("articles", collection.show_articles),
    ("reindex", commands.compare),
    ("rollback", commands.ask_roll_back),
    ("status", commands.show_status),
    ("log", commands.show_log),
)
_PRESSES: MappingProxyType[AdminVerb, Callable[[Desk, Pressed], Awaitable[None]]] = (
    MappingProxyType(
        {
            "add": confirming.add_upload,
            "swap": confirming.swap_upload,
            "no": confirming.cancel,
            "pub": confirming.publish,
            "force": confirming.publish,
            "again": confirming.publish,
            "undo": confirming.undo,
            "back": commands.roll_back,
            "list": collection.turn_page,
            "show": collection.show_article,
            "take": collection.ask_removal,
            "gone": collection.remove,
            "swapme": collection.ask_replacement,
        }
    )
)


def add_handlers(application: AnyApplication, services: Services) -> Desk:
    """Adds them before the general handlers; returns what `keep_desk` needs."""
    desk = make_desk(services)
    admins = services.settings.admins
    from_admin = filters.User(user_id=admins) & filters.ChatType.PRIVATE & _NEW
    own, forwarded = from_admin & ~filters.FORWARDED, from_admin & filters.FORWARDED
    link = filters.Regex(re.compile(rf"^{_LINK.pattern}$", re.IGNORECASE))
    for name, handler in _COMMANDS:
        application.add_handler(CommandHandler(name, _bind(desk, handler), filters=own))
    by_kind: tuple[tuple[filters.BaseFilter, DeskHandler], ...] = (
        (own & filters.Document.ALL, uploads.take_document),
        (own & filters.TEXT & ~filters.COMMAND & link, uploads.take_link),
        (forwarded & filters.Document.ALL, uploads.refuse_forwarded),
        (forwarded & filters.TEXT & link, uploads.refuse_forwarded),
    )
    for kind, handler in by_kind:
        application.add_handler(MessageHandler(kind, _bind(desk, handler)))
    application.add_handler(CallbackQueryHandler(_bind(desk, answer_press), pattern=PATTERN))
    return desk


def make_desk(services: Services) -> Desk:
    """The admins' desk of this bot, which keeps the log's last errors from now on."""
    settings = services.settings
    secrets = [
        each.get_secret_value() for each in (settings.token, settings.webhook_secret) if each
    ]
    errors = RecentErrors(secrets)
    logging.getLogger().addHandler(errors)
    questioner = services.questioner
    runner = IndexRunner(settings, questioner.encoder, lambda: questioner.generation)
    return Desk(services, runner, errors)


async def answer_press(desk: Desk, update: Update, context: Context) -> None:
    """Does what an admin's button says; nobody else learns that there are such buttons."""
    query = update.callback_query
    message = query.message if query else None
    press = decode_admin_press(query.data or "") if query else None
    is_admin = query is not None and query.from_user.id in desk.services.settings.admins
    if query is None or message is None or not is_admin or not is_private(message.chat):
        await presses.answer_press(desk.services, update, context)
        return
    if press is None:
        await presses.answer_press(desk.services, update, context)
        return
    language = choose_reader_language(desk.services, update, "")
    pressed = Pressed(
        context.bot, query, press, query.from_user.id, message.chat.id, message.message_id, language
    )
    await _PRESSES[press.verb](desk, pressed)


async def keep_desk(desk: Desk, bot: ExtBot[int]) -> None:
    """Sets the admins' menus, takes up what was cut off, and forgets what expired; for ever.

    When it is cancelled, what runs is given up; it is on the disk.
    """
    try:
        resumed = resume_jobs(desk, bot)
        if resumed:
            _LOG.info("%d index runs are taken up again", resumed)
        while True:
            await publish_admin_menus(bot, desk.services.settings.admins)
            await forget_expired(desk)
            await asyncio.sleep(_SWEEP_SECONDS)
    finally:
        desk.close()


async def forget_expired(desk: Desk) -> None:
    """Forgets orders that nobody confirmed in time, with their files; a failure is logged."""
    database = desk.services.database
    try:
        prune_orders(database, now() - SECONDS_TO_CONFIRM, but=RUNNING)
        # First the files, then the orders: a file that comes between is not among them.
        staged = await desk.work(partial(list_uploads, desk.services.settings))
        waiting = {order.order_id for order in list_orders(database, uploads.OFFER)}
        for name in staged - waiting:
            drop_upload(desk.services.settings, name)
    except (KhamtobError, OSError) as error:
        _LOG.warning("expired uploads stay: %s", error)


def _bind(
    desk: Desk, handler: DeskHandler
) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, context: Context) -> None:
        await handler(desk, update, context)

    return handle
