"""What the bot says about itself: start, help, language, and when something is in the way."""

from collections.abc import Sequence

from bot.render.answer_context import AnswerContext
from bot.render.answer_message import render_answer
from bot.render.buttons import Keyboard, make_press
from bot.render.harmless import make_line
from bot.render.hypertext import escape, fits, make_bold, shorten
from bot.render.message import Message
from bot.render.word_list import Unreadable
from bot.render.words import choose_words
from corpus.article import Language
from index.answer import Answer

AUTOMATIC = "auto"
"""What the language button says for "the language of the app"."""

_MOST_EXAMPLES = 4
_EXAMPLE_UNITS = 120
_ASKED_UNITS = 300
_LANGUAGES: tuple[Language, ...] = ("th", "en")


def render_start(reader: Language, examples: Sequence[str] = ()) -> Message:
    """The first words to a new user, with up to four questions to try."""
    words = choose_words(reader)
    parts = [f"{make_bold(words.name)}\n{escape(words.start)}"]
    lines = [shorten(make_line(example), _EXAMPLE_UNITS) for example in examples]
    if any(lines):
        asked = [f"• {escape(line)}" for line in lines if line][:_MOST_EXAMPLES]
        parts.append("\n".join([escape(words.examples), *asked]))
    other: Language = "en" if reader == "th" else "th"
    switch = make_press(choose_words(other).language_name, "l", argument=other)
    return Message("\n\n".join(parts), ((switch,),))


def render_help(reader: Language, bot_username: str | None) -> Message:
    """How to ask, privately, in groups and from any chat, and the commands."""
    words = choose_words(reader)
    points = list(words.how_to_ask)
    if bot_username:
        bot = f"@{bot_username.removeprefix('@')}"
        points += [words.how_in_group.format(bot=bot), words.how_inline.format(bot=bot)]
    commands = [f"/{name} {text}" for name, text in words.commands if name != "help"]
    parts = (make_bold(words.how_to), _list_points(points), escape("\n".join(commands)))
    return Message(f"{parts[0]}\n{parts[1]}\n\n{parts[2]}")


def render_language_choice(reader: Language, chosen: Language | None) -> Message:
    """The languages to choose from; a dot marks what is `chosen`, None is automatic."""
    words = choose_words(reader)
    row = [
        make_press(
            _mark(choose_words(language).language_name, is_on=language == chosen),
            "l",
            argument=language,
        )
        for language in _LANGUAGES
    ]
    automatic = make_press(
        _mark(words.language_automatic, is_on=chosen is None), "l", argument=AUTOMATIC
    )
    keyboard: Keyboard = (tuple(row), (automatic,))
    return Message(escape(words.choose_language), keyboard)


def render_language_set(reader: Language) -> Message:
    """Says, in the language now chosen, that it is chosen."""
    return Message(escape(choose_words(reader).language_set))


def render_busy(reader: Language) -> Message:
    """When too many questions wait."""
    return Message(escape(choose_words(reader).busy))


def render_too_fast(reader: Language, seconds: float) -> Message:
    """When one person asks more than their share; `seconds` until they may ask again."""
    whole = max(1, -int(-seconds // 1))
    return Message(escape(choose_words(reader).too_fast.format(seconds=whole)))


def render_failed(reader: Language) -> Message:
    """When an answer could not be made for a reason of ours."""
    return Message(escape(choose_words(reader).failed))


def render_unreadable(reader: Language, kind: Unreadable) -> Message:
    """For a picture, a voice message and all else that holds no question."""
    words = choose_words(reader)
    return Message(escape(f"{words.unreadable[kind]} {words.type_instead}"))


def render_notice(question: str, answer: Answer, context: AnswerContext) -> Message:
    """The answer that somebody asked to be told, under the question as they asked it."""
    message = render_answer(answer, context)
    words = choose_words(context.reader)
    asked = shorten(make_line(question[:2000]) or "—", _ASKED_UNITS)
    html = f"{escape(words.kept)}\n“{escape(asked)}”\n\n{message.html}"
    # The answer may fill the message: it goes before the reminder of the question.
    return Message(html if fits(html) else message.html, message.keyboard)


def _list_points(points: Sequence[str]) -> str:
    return escape("\n".join(f"• {point}" for point in points))


def _mark(label: str, *, is_on: bool) -> str:
    return f"● {label}" if is_on else label
