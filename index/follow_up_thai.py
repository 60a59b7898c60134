"""Thai follow-ups that ask: "ใครเป็นคนสร้าง", "มันยาวเท่าไหร่", "โรคนี้รักษายังไง"."""

from corpus.words import cut_words
from index.follow_up_asking import ask_otherwise
from index.follow_up_things import put_together
from index.follow_up_topics import EarlierQuestion
from index.follow_up_words import (
    THAI_ASKING,
    THAI_ATTRIBUTES,
    THAI_CLOSED,
    THAI_MEASURES,
    THAI_NOT_POINTED,
    THAI_PERSONS,
    THAI_POINTING,
    THAI_PREDICATES,
    THAI_PRONOUNS,
    THAI_YES_OR_NO,
)

_MOST_NAMED = 3  # words of its own in a follow-up that points back
_HILLS = frozenset({"ใหญ่", "ดิน"})  # เขาใหญ่ and มันดิน are names


def asks_in_thai(said: str) -> bool:
    """Whether a Thai word in it asks."""
    return any(word in THAI_ASKING for word in cut_words(said))


def resolve_thai(said: str, before: EarlierQuestion, *, marked: bool) -> str | None:
    """The question that a Thai follow-up with an asking word stands for, or None.

    `marked` tells that it began with "แล้ว" or ended with "ล่ะ".
    """
    words = tuple(cut_words(said))
    spoken = [word for word in words if not word.isspace()]
    if not before.topic or not any(word in THAI_ASKING for word in spoken):
        return None
    topic = before.topic.removeprefix("the ").removeprefix("The ")
    if words[0] in THAI_PRONOUNS:
        person = before.person if words[0] in THAI_PERSONS else None
        return _resolve_pronoun(words, person or topic)
    if _points_back(spoken):
        return f"{topic} {said}"
    if spoken[-1] == "มัน" and set(spoken[:-1]) <= THAI_CLOSED:
        return put_together("".join(words[:-1]), topic)
    named = [word for word in spoken if word not in THAI_CLOSED]
    if not named:
        return _resolve_bare(said, spoken, topic, before)
    leans = spoken[0] in THAI_PREDICATES | THAI_ATTRIBUTES | THAI_ASKING
    return put_together(topic, said) if marked and leans and len(named) <= 1 else None


def _resolve_pronoun(words: tuple[str, ...], meant: str) -> str | None:
    """What is meant for the pronoun, where something is said of it: not มันม่วง, not เขาค้อ."""
    rest = [word for word in words[1:] if not word.isspace()]
    is_place = words[0].startswith("ที่")
    if not is_place and rest[0] not in THAI_CLOSED - _HILLS:
        return None
    if sum(word not in THAI_CLOSED for word in rest) > _MOST_NAMED:
        return None
    return put_together(meant, "".join(words[1:]).strip())


def _points_back(spoken: list[str]) -> bool:
    """Whether it says "this disease" at its beginning or end, and names little else."""
    for at in (1, len(spoken) - 1):
        if 0 < at < len(spoken) and spoken[at] in THAI_POINTING:
            noun = spoken[at - 1]
            named = [word for word in spoken if word not in THAI_CLOSED | THAI_POINTING | {noun}]
            return noun not in THAI_NOT_POINTED | THAI_ASKING and len(named) <= _MOST_NAMED
    return False


def _resolve_bare(said: str, spoken: list[str], topic: str, before: EarlierQuestion) -> str | None:
    """A question that names nothing: another asking word, or one more thing said of the topic."""
    if not set(spoken) <= THAI_ASKING | THAI_MEASURES:
        return put_together(topic, said)
    asking = set(spoken) & THAI_ASKING
    if asking <= THAI_YES_OR_NO:
        return None
    measures = "กี่" in asking or any(word.startswith("เท่า") for word in asking)
    return put_together(topic, said) if measures else ask_otherwise(said, before)
