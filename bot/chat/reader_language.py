"""The language in which a person is spoken to."""

import re

from corpus.article import Language
from index.questions import detect_question_language

_LETTERS = re.compile(r"[ก-๎A-Za-z]")


def choose_language(text: str, setting: Language | None, language_code: str | None) -> Language:
    """The language of the text's script, else the person's setting, else that of their app.

    `language_code` is the IETF tag that Telegram gives, if it gives one.
    """
    if _LETTERS.search(text):
        return detect_question_language(text)
    if setting:
        return setting
    return "th" if (language_code or "").lower().split("-")[0] == "th" else "en"
