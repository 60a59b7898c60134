"""What is kept about a person, and that it was deleted."""

from dataclasses import dataclass

from bot.render.hypertext import escape, make_bold
from bot.render.message import Message
from bot.render.word_list import Words
from bot.render.words import choose_words
from corpus.article import Language


@dataclass(frozen=True, slots=True)
class PersonCounts:
    """What is kept with a person's account: a language, promises, messages in work."""

    language: Language | None = None
    promises: int = 0
    updates: int = 0


def render_privacy(reader: Language, counts: PersonCounts) -> Message:
    """What is kept at all, and what about this person right now."""
    words = choose_words(reader)
    points = "\n".join(f"• {point}" for point in words.privacy_points)
    kept = "\n".join(_list_kept(words, counts)) or words.stored_nothing
    return Message(
        f"{make_bold(words.privacy)}\n{escape(points)}\n\n{make_bold(words.stored)}\n{escape(kept)}"
    )


def render_forgotten(reader: Language, counts: PersonCounts) -> Message:
    """What was deleted; says so too where there was nothing."""
    words = choose_words(reader)
    lines = _list_kept(words, PersonCounts(counts.language, counts.promises))
    if not lines:
        return Message(escape(words.forgotten_nothing))
    return Message(escape("\n".join([words.forgotten, *lines])))


def _list_kept(words: Words, counts: PersonCounts) -> list[str]:
    lines = []
    if counts.language:
        name = choose_words(counts.language).language_name
        lines.append(words.stored_language.format(language=name))
    if counts.promises:
        lines.append(words.stored_promises.format(count=counts.promises))
    if counts.updates:
        lines.append(words.stored_updates.format(count=counts.updates))
    return [f"• {line}" for line in lines]
