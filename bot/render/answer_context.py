"""What a message depends on besides the answer itself."""

from dataclasses import dataclass
from datetime import datetime

from corpus.article import Language


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """Who reads an answer, when, and what happened to it so far.

    `indexed` is when the live index was made; it and `now` both have a time zone or both have none.
    `votes` are the thumbs up and down so far, `promised` says that the reader waits for an answer,
    `asks_why` that the reader gave a thumb down and may say why, `has_others` that there are other
    matches to see.
    """

    reader: Language
    answer_id: str
    bot_username: str | None
    indexed: datetime
    now: datetime
    votes: tuple[int, int] | None = None
    promised: bool = False
    asks_why: bool = False
    has_others: bool = True
