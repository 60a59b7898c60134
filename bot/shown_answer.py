"""Reads back what a message of the bot says: whether it answers, with which words, out of what."""

import re
from collections.abc import Iterator

from bot.emulator.shown import Shown
from bot.messages import Messages, choose_messages
from bot.render.harmless import make_title
from bot.script_run import Outcome
from bot.script_turns import Turn
from corpus.article import Article, Language
from corpus.language import detect_language
from index.passage_table import PassageTable

_QUOTES = ("blockquote", "expandable_blockquote")
_LABEL = re.compile(r"^(?:— |• |\d+\. )")
_LETTER = re.compile("[A-Za-zก-๎]")
_LANGUAGES: tuple[Language, ...] = ("th", "en")


def read_outcome(shown: Shown | None, table: PassageTable) -> Outcome:
    """What the message amounts to; None is silence."""
    if shown is None:
        return Outcome("silence", "en")
    language = detect_own_language(shown)
    quotes = shown.list_parts(*_QUOTES)
    for each in _LANGUAGES:
        messages = choose_messages(each)
        if not quotes and shown.text.startswith(messages.not_found):
            return Outcome("not_found", language)
        if shown.text in messages.small_talk.values():
            return Outcome("small_talk", language)
    if not quotes:
        return Outcome("shown", language)
    article = find_source(shown, table)
    if article is None:
        return Outcome("shown", language, None, quotes[0].words)
    return Outcome("answered", language, article.id, quotes[0].words)


def detect_own_language(shown: Shown) -> Language:
    """The language of the bot's own words: of its buttons, or of its first line without quotes."""
    for language in _LANGUAGES:
        if _begins_with_own(shown.text, choose_messages(language)):
            return language
    labels = " ".join(shown.labels)
    if _LETTER.search(labels):
        return detect_language(labels)
    text = shown.text
    for part in reversed(shown.list_parts(*_QUOTES, "text_link")):
        text = text[: part.start] + text[part.end :]
    return detect_language(next((line for line in text.splitlines() if _LETTER.search(line)), ""))


def find_source(shown: Shown, table: PassageTable) -> Article | None:
    """The article that is named under the first quote, known by its title."""
    quotes = shown.list_parts(*_QUOTES)
    if not quotes:
        return None
    end = quotes[1].start if len(quotes) > 1 else len(shown.text)
    lines = shown.text[quotes[0].end : end].splitlines()
    titles = {_LABEL.sub("", line).strip() for line in lines}
    named = (each for each in table.articles if make_title(each.title, each.id) in titles)
    return next(named, None)


def find_shown_problems(turn: Turn, shown: Shown | None, table: PassageTable) -> Iterator[str]:
    """What is wrong with what is shown after this turn, a line each; nothing if it is right."""
    step, outcome = turn.step, read_outcome(shown, table)
    if step.status != outcome.status and (step.status != "shown" or shown is None):
        yield f"is {outcome.status}, not {step.status}"
        return
    if shown is None:
        return
    if step.articles and outcome.article not in step.articles:
        yield f"quotes {outcome.article}, not {' or '.join(step.articles)}"
    if step.quote is not None and step.quote not in (outcome.quote or ""):
        yield f'quote lacks "{step.quote}"'
    source = table.find_article(outcome.article or "")
    if step.across and source and source.language == outcome.language:
        yield f"quotes an article in the question's own language ({outcome.language})"
    if turn.language not in (None, outcome.language):
        yield f"speaks {outcome.language}, not {turn.language}"
    yield from (f'lacks "{words}"' for words in turn.says if words not in shown.text)
    yield from (f'shows "{words}"' for words in turn.hides if words in shown.text)
    for words in turn.buttons:
        if shown.find_button(words) is None:
            yield f'has no button "{words}"; there are: {", ".join(shown.labels) or "none"}'


def _begins_with_own(text: str, messages: Messages) -> bool:
    return text.startswith((messages.not_found, *messages.small_talk.values()))
