"""The earlier question with another asking word: "Who built the canal?" and "when?"."""

from index.follow_up_topics import WHO, EarlierQuestion, drop_who, find_asking, join_words
from index.follow_up_words import (
    BARE_ASKING,
    ENGLISH_ASKING,
    ENGLISH_AUXILIARIES,
    OTHER_LANGUAGE,
    THAI_MEASURES,
)


def is_bare_asking(said: str) -> bool:
    """Whether it is an English word that asks for time, place, person or reason, alone."""
    return said.lower().removesuffix(" exactly") in BARE_ASKING


def ask_otherwise(asking: str, before: EarlierQuestion) -> str | None:
    """The earlier question with `asking`, translated where that is in the other language."""
    thai = asking >= "ก"
    if thai != (before.language == "th"):
        translated = OTHER_LANGUAGE.get(asking.lower())
        return ask_otherwise(translated, before) if translated else None
    return _ask_in_thai(asking, before) if thai else _ask_in_english(asking, before)


def _ask_in_thai(asking: str, before: EarlierQuestion) -> str | None:
    words = before.words
    at = find_asking(words)
    if words[:1] == (WHO,):
        kept = drop_who(words)
    elif at < len(words):
        start, end = at, at + (2 if words[at] == "กี่" else 1)
        measures = THAI_MEASURES - {"อายุ"}
        while start > 1 and (words[start - 1] in measures or words[start - 1].isspace()):
            start -= 1
        kept = (*words[:start], *words[end:])
    else:
        kept = words
    stem = join_words(kept)
    if not stem:
        return None
    return f"{asking}{stem}" if asking.startswith(("ทำไม", "เพราะ")) else f"{stem} {asking}"


def _ask_in_english(asking: str, before: EarlierQuestion) -> str | None:
    words, low = before.words, [word.lower() for word in before.words]
    capital = asking[0].upper() + asking[1:].lower()
    if len(words) < 2:
        return None
    if low[0] in ENGLISH_AUXILIARIES:
        return f"{capital} {low[0]} {' '.join(words[1:])}?"
    if low[0] not in ENGLISH_ASKING:
        return None
    at = next((n for n, word in enumerate(low[1:5], 1) if word in ENGLISH_AUXILIARIES), 0)
    if at:
        return f"{capital} {' '.join(words[at:])}?"
    kept = " ".join(words[2:] if low[0] == "how" else words[1:])
    return f"{kept[:1].upper()}{kept[1:]} {asking.lower()}?"
