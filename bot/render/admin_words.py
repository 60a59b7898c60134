"""What the bot says to its admins."""

from bot.render.admin_english import ADMIN_ENGLISH
from bot.render.admin_thai import ADMIN_THAI
from bot.render.admin_word_list import AdminWords
from corpus.article import Language


def choose_admin_words(language: Language) -> AdminWords:
    """The words for an admin who reads this language."""
    return ADMIN_THAI if language == "th" else ADMIN_ENGLISH
