"""English follow-ups that ask: "who built it?", "how long was that canal?", "how long?"."""

import re

from index.follow_up_asking import ask_otherwise, is_bare_asking
from index.follow_up_topics import EarlierQuestion
from index.follow_up_words import (
    ENGLISH_ASKING,
    ENGLISH_AUXILIARIES,
    ENGLISH_CLOSED,
    ENGLISH_IDLE_IT,
    ENGLISH_NOW,
    ENGLISH_OWNERS,
    ENGLISH_PERSONS,
    ENGLISH_PREPOSITIONS,
    ENGLISH_PRONOUNS,
    ENGLISH_TALKERS,
)

_WORD = re.compile(r"[^\W_]+(?:[-.’'][^\W_]+)*")
_NAMED = re.compile(r"\b[A-HJ-Z]|\bI\w|\d")
_THAT = re.compile(
    r"(?P<lead>\b(?:is|was|were|are|did|does|of|in|to|for|by|about|from|built|with|at) )"
    r"(?P<that>that|this|those|these)(?: (?P<noun>[a-z]{3,20}))?"
    r"(?=$| (?:is|was|open|opened|start|end|happen|close|last|take|cost|built|made)\b)",
    re.IGNORECASE,
)
# "When was that?" asks about all that happened.
_EVENT = re.compile(r"(.{3,20}) (?:was|is) (?:that|this)", re.IGNORECASE)
_FIRST = ENGLISH_ASKING | ENGLISH_AUXILIARIES | {"tell", "in", "on", "by", "to", "for"}
_MOST_WORDS = 12
_MOST_BARE = 6


def resolve_english(said: str, before: EarlierQuestion, *, marked: bool) -> str | None:
    """The question that an English follow-up stands for, or None.

    `marked` tells that it began with "and" or the like.
    """
    words = _list_words(said)
    if not 2 <= len(words) <= _MOST_WORDS or not before.topic or words[0] not in _FIRST:
        return None
    if ENGLISH_TALKERS & set(words) or ENGLISH_IDLE_IT.search(said):
        return None
    if _NAMED.search(said, len(words[0])):
        return None
    return (
        _replace_pronoun(said, before)
        or _replace_that(said, words, before)
        or _resolve_unsaid(said, words, before.topic, marked=marked)
    )


def _list_words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _replace_pronoun(said: str, before: EarlierQuestion) -> str | None:
    spans = (match for match in _WORD.finditer(said) if match.group().lower() in ENGLISH_PRONOUNS)
    match = next(spans, None)
    if match is None:
        return None
    pronoun = match.group().lower()
    ahead, behind = _list_words(said[: match.start()]), _list_words(said[match.end() :])
    if not _is_free(pronoun, ahead, behind):
        return None
    many = pronoun in {"they", "them", "their"}
    meant = before.topic
    if before.person and (many or pronoun in ENGLISH_PERSONS):
        meant = before.person
    if pronoun == "there" and ahead[-1:] != ["from"]:
        meant = f"in {meant}"
    if pronoun in ENGLISH_OWNERS and behind and behind[0] not in ENGLISH_PREPOSITIONS:
        meant += "'s"
    return f"{said[: match.start()]}{meant}{said[match.end() :]}?"


def _is_free(pronoun: str, ahead: list[str], behind: list[str]) -> bool:
    """Whether the pronoun means nothing that its own sentence names."""
    last = ahead[-1] if ahead else ""
    if pronoun == "there" and (behind or last in {"is", "are", "was", "were", "be"}):
        return False
    if pronoun != "there" and {"i", "we"} & {*ahead, *behind}:
        return False
    if not behind and last in ENGLISH_AUXILIARIES and len(ahead) < 2:
        return False
    named = sum(word not in ENGLISH_CLOSED for word in ahead)
    return named <= (1 if last in ENGLISH_AUXILIARIES else 0)


def _replace_that(said: str, words: list[str], before: EarlierQuestion) -> str | None:
    if (event := _EVENT.fullmatch(said)) and is_bare_asking(event[1]):
        return ask_otherwise(event[1], before)
    match = _THAT.search(said)
    if not match or match["noun"] in ENGLISH_NOW or words[0] not in ENGLISH_ASKING:
        return None
    pointing = {match["that"].lower(), (match["noun"] or "").lower()}
    if sum(word not in ENGLISH_CLOSED | pointing for word in words) > 1:
        return None
    return f"{said[: match.end('lead')]}{before.topic}{said[match.end() :]}?"


def _resolve_unsaid(said: str, words: list[str], topic: str, *, marked: bool) -> str | None:
    """What names nothing to which it belongs: "How long?", "and how many stations?"."""
    if words[0] not in ENGLISH_ASKING or len(words) > _MOST_BARE:
        return None
    if words[0] == "what" and words[1] in {"is", "was", "are", "else", "about"}:
        return None
    named = sum(word not in ENGLISH_CLOSED for word in words)
    if named > (1 if marked and words[0] in {"how", "which"} else 0):
        return None
    return f"{topic}: {said}?"
