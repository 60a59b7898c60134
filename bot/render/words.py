"""What the Telegram side says in its own words; the terminal shares those of bot/messages.py."""

from bot.render.english_words import ENGLISH
from bot.render.thai_words import THAI
from bot.render.word_list import Words
from corpus.article import Language


def choose_words(language: Language) -> Words:
    """The words for a reader of this language."""
    return THAI if language == "th" else ENGLISH
