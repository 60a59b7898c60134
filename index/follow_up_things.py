"""Follow-ups that only name another thing: "แล้วสายสีลมล่ะ", "what about Shanghai?"."""

import re

from pythainlp.corpus import countries, provinces

from corpus.words import cut_words
from index.follow_up_topics import EarlierQuestion
from index.follow_up_words import (
    ENGLISH_ATTRIBUTES,
    ENGLISH_CLOSED,
    ENGLISH_OWNERS,
    ENGLISH_TALKERS,
    THAI_ATTRIBUTES,
    THAI_CLOSED,
    THAI_NAME_HEADS,
    WEEKDAYS,
)

_WORD = re.compile(r"[^\W_]+(?:[-.’'][^\W_]+)*")
_NOT_NAMED = ENGLISH_TALKERS | {"a", "an", "this", "some", "we", "i"}
_IN = re.compile(r"(?:in|at|of|for|from|to|on) ", re.IGNORECASE)
_OWNER = re.compile(r"^(?:the|its|their|his|her) ", re.IGNORECASE)
_MOST_WORDS = 5


def swap_thing(thing: str, before: EarlierQuestion) -> str | None:
    """The earlier question about `thing`: in place of its like, else beside what it asks."""
    words = [word.lower() for word in _WORD.findall(thing)]
    if not words or words[0] in _NOT_NAMED or len(words) > _MOST_WORDS or not before.topic:
        return None
    if all(word in ENGLISH_CLOSED and word not in ENGLISH_ATTRIBUTES for word in words):
        return None
    if before.language == "th":
        return _swap_in_thai(thing, before)
    return _swap_in_english(thing, words, before)


def put_together(topic: str, said: str) -> str:
    """A Thai question with its topic in front, parted by a space where a script ends."""
    gap = " " if topic[-1:].isascii() or said[:1].isascii() else ""
    return f"{topic}{gap}{said}"


def _swap_in_thai(thing: str, before: EarlierQuestion) -> str:
    words = tuple(cut_words(thing))
    if words[0] in THAI_ATTRIBUTES or words[0].startswith(("ความ", "การ", "ค่า")):
        return put_together(before.topic, thing)
    for old, new in _list_likes(thing, words, before):
        if before.text.count(old) == 1:
            return before.text.replace(old, new)
    if thing[0].isupper() and before.text.startswith(before.topic):
        owned = before.words[0] if before.words[0] in THAI_ATTRIBUTES else ""
        rest = before.text[len(before.topic) :].strip()
        return put_together(put_together(owned, thing) if owned else thing, rest)
    return f"{before.text} {thing}"


def _list_likes(
    thing: str, words: tuple[str, ...], before: EarlierQuestion
) -> list[tuple[str, str]]:
    """What in the earlier question is of the same kind as `thing`, and what takes its place."""
    likes: list[tuple[str, str]] = []
    name = "".join(words[1:]) if words[0] in THAI_NAME_HEADS else thing
    name = name.removeprefix("วัน")
    for group, head in ((WEEKDAYS[0], ""), (countries(), "ประเทศ"), (provinces(), "จังหวัด")):
        if name in group:
            same = [word for word in before.words if word in group]
            likes += [(head + word, head + name) for word in same if head and head + word in thing]
            likes += [(head + word, name) for word in same if head + word in before.text]
            likes += [(word, name) for word in same]
    for at, word in enumerate(before.words):
        if word == words[0] and word in THAI_NAME_HEADS and len(words) > 1:
            likes.append((_cut_name(before.words, at), thing))
    if words[0] in THAI_NAME_HEADS and not likes and before.text.startswith(before.topic):
        likes.append((before.topic, thing))
    return likes


def _cut_name(words: tuple[str, ...], start: int) -> str:
    """The name that begins with the noun at `start`, up to a space or what is said of it."""
    end = start + 1
    if words[end : end + 1] == (" ",) and "".join(words[end + 1 : end + 2]).isdigit():
        end += 2  # "อะพอลโล 11", "รัชกาลที่ 5"
    while end < len(words) and not words[end].isspace() and words[end] not in THAI_CLOSED | {"ของ"}:
        end += 1
    return "".join(words[start:end])


def _swap_in_english(thing: str, words: list[str], before: EarlierQuestion) -> str:
    head = words[1] if words[0] in {"the", *ENGLISH_OWNERS} and len(words) > 1 else words[0]
    if head in ENGLISH_ATTRIBUTES:
        return f"What about the {_OWNER.sub('', thing)} of {before.topic}?"
    old = _find_like(thing, before)
    if old and before.text.count(old) == 1:
        return before.text.replace(old, thing) + "?"
    return f"{before.text} {thing}?"


def _find_like(thing: str, before: EarlierQuestion) -> str | None:
    """What in the earlier question is of the same kind as `thing`, with its preposition."""
    if thing.lower().rpartition(" ")[2] in WEEKDAYS[1]:
        days = [word for word in before.words if word.lower() in WEEKDAYS[1]]
        return days[0] if days else None
    if lead := _IN.match(thing):
        placed = [lead.group().lower() + name for name in before.names]
        placed = [place for place in placed if place in before.text]
        return placed[0] if len(placed) == 1 else None
    owners = [name for name in before.names if re.search(rf"{re.escape(name)}[’']s", before.text)]
    names = owners or list(before.names)
    is_name = any(word[0].isupper() or word[0] >= "ก" for word in thing.split())
    return names[0] if is_name and len(names) == 1 else None
