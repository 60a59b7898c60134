"""The admins' commands on what people ask, and who may give them."""

import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeAlias

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.chat.services import Context, Services
from bot.delivery.serving import AnyApplication
from bot.insight import commands
from bot.insight.asking import Insight
from bot.insight.pressing import answer_insight_press
from bot.render.insight_buttons import PREFIX

Answer: TypeAlias = Callable[[Insight, Update, Context], Awaitable[None]]

_COMMANDS: tuple[tuple[str, Answer], ...] = (
    ("unanswered", commands.show_gaps),
    ("top", commands.show_top),
    ("stats", commands.show_stats),
    ("why", commands.show_why),
)


def add_handlers(application: AnyApplication, services: Services) -> None:
    """Adds the commands, for the admins' private chats only; others get what they always got."""
    if not services.settings.admins:
        return
    insight = Insight(services)
    # What an admin forwards was written by somebody else, and is nobody's order.
    allowed = (
        filters.User(user_id=services.settings.admins)
        & filters.ChatType.PRIVATE
        & filters.UpdateType.MESSAGE
        & ~filters.FORWARDED
        & ~filters.VIA_BOT
    )
    for name, answer in _COMMANDS:
        application.add_handler(CommandHandler(name, _bind(insight, answer), filters=allowed))
    press = _bind(insight, answer_insight_press)
    pattern = re.compile(f"^{re.escape(PREFIX)}")
    application.add_handler(CallbackQueryHandler(press, pattern=pattern))


def _bind(
    insight: Insight, answer: Answer
) -> Callable[[Update, Context], Coroutine[None, None, None]]:
    async def handle(update: Update, context: Context) -> None:
        await answer(insight, update, context)

    return handle
