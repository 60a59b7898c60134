"""Telegram's own menus: the commands and the bot's description, in both languages."""

import logging

from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.render.words import choose_words
from corpus.article import Language

_LOG = logging.getLogger(__name__)
# Telegram shows the menu without a language to everyone who has no other.
_MENUS: tuple[tuple[str | None, Language], ...] = ((None, "en"), ("th", "th"))


async def publish_menus(bot: ExtBot[int]) -> None:
    """Brings Telegram's menus up to date; only what differs is written.

    A failure is logged and stops nothing: the bot answers without a menu, too.
    """
    for code, language in _MENUS:
        try:
            await _publish_menu(bot, code, language)
        except TelegramError as error:
            _LOG.warning("the menu in %s can't be set: %s", language, error)


async def _publish_menu(bot: ExtBot[int], code: str | None, language: Language) -> None:
    words = choose_words(language)
    commands = tuple(BotCommand(name, text) for name, text in words.commands)
    if await bot.get_my_commands(language_code=code) != commands:
        await bot.set_my_commands(commands, language_code=code)
    description = await bot.get_my_description(language_code=code)
    if description.description != words.description:
        await bot.set_my_description(words.description, language_code=code)
    short = await bot.get_my_short_description(language_code=code)
    if short.short_description != words.short_description:
        await bot.set_my_short_description(words.short_description, language_code=code)
