"""The commands in an admin's own menu; nobody else sees them."""

import logging
from collections.abc import Iterable

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.render.admin_words import choose_admin_words
from bot.render.insight_words import choose_insight_words
from bot.render.words import choose_words
from corpus.article import Language

_LOG = logging.getLogger(__name__)
# Telegram shows the menu without a language to everyone who has no other.
_MENUS: tuple[tuple[str | None, Language], ...] = ((None, "en"), ("th", "th"))


async def publish_admin_menus(bot: ExtBot[int], admins: Iterable[int]) -> None:
    """Gives each admin a menu of the public commands and their own, in both languages.

    A failure is logged and stops nothing: Telegram knows no chat with an admin who never wrote.
    """
    for admin_id in sorted(admins):
        try:
            for code, language in _MENUS:
                await _publish_menu(bot, admin_id, code, language)
        except TelegramError as error:
            _LOG.info("the menu of admin %d can't be set: %s", admin_id, error)


async def _publish_menu(
    bot: ExtBot[int], admin_id: int, code: str | None, language: Language
) -> None:
    scope = BotCommandScopeChat(admin_id)
    names = (
        *choose_words(language).commands,
        *choose_admin_words(language).commands,
        *choose_insight_words(language).commands,
    )
    commands = tuple(BotCommand(name, text) for name, text in names)
    if await bot.get_my_commands(scope=scope, language_code=code) != commands:
        await bot.set_my_commands(commands, scope=scope, language_code=code)
