"""Scripts of questions: a YAML list of what is asked and what a right answer holds.

- ask: "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
  status: answered                     # or not_found, or small_talk
  article: kunshan-shanghai-th.md      # the first quote's article; a list: any of them
  quote: "4.7 แสนล้านหยวน"              # words that the first quote holds
  across: true                         # only an article in the other language answers

A script may also read like a conversation in Telegram: see `script_turns.py`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from bot.script_fields import EntryReader, load_entries

ExpectedStatus = Literal["answered", "not_found", "small_talk", "shown", "silence"]

QUESTION_FIELDS = ("ask", "status", "article", "quote", "across")
CHAT_FIELDS = (
    *("press", "edit", "send", "forward", "inline"),
    *("as", "in", "reply_to", "language_code"),
    *("says", "hides", "buttons", "language", "toast"),
)
ENGINE_STATUSES = ("answered", "not_found", "small_talk")
CHAT_STATUSES = (*ENGINE_STATUSES, "shown", "silence")
_ONLY_ANSWERED = ("article", "quote", "across")


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a script; `line` is where it stands, from 1.

    Empty `articles` mean any article, a `quote` of None any words. In a conversation `ask` is
    whatever the person does, and two more statuses tell of anything `shown` and of `silence`.
    """

    line: int
    ask: str
    status: ExpectedStatus
    articles: tuple[str, ...]
    quote: str | None
    across: bool


def read_script(path: Path) -> tuple[Step, ...]:
    """The questions in the file at `path`, which the engine alone can answer.

    Raises UsageError, one line with the file and the line number, for whatever is wrong in it,
    and for a step that needs a chat.
    """
    entries = load_entries(path, (*QUESTION_FIELDS, *CHAT_FIELDS))
    return tuple(_read_question(entry) for entry in entries)


def _read_question(entry: EntryReader) -> Step:
    for name in CHAT_FIELDS:
        if name in entry:
            entry.refuse(name, f"{name} needs a chat; play the script with --url")
    ask, status = entry.read_text("ask"), entry.read_text("status")
    if ask is None or status is None:
        missing = "ask" if ask is None else "status"
        entry.refuse(missing, f"{missing} is missing")
    if status in CHAT_STATUSES and status not in ENGINE_STATUSES:
        entry.refuse("status", f"status {status} needs a chat; play the script with --url")
    entry.read_choice("status", ENGINE_STATUSES)
    return read_step(entry, ask, cast("ExpectedStatus", status))


def read_step(entry: EntryReader, ask: str, status: ExpectedStatus) -> Step:
    """The step with what is expected of an answer.

    Raises UsageError for what only an answer has, if none is expected.
    """
    for name in _ONLY_ANSWERED:
        if status != "answered" and name in entry:
            entry.refuse(name, f"{name} belongs to status answered only")
    return Step(
        line=entry.line,
        ask=ask,
        status=status,
        articles=entry.read_texts("article"),
        quote=entry.read_text("quote"),
        across=entry.read_flag("across"),
    )
