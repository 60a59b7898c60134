"""Scripts that read like a conversation in Telegram: who does what, and what the bot shows.

- ask: "@bot เมืองคุนซานมีจีดีพีเท่าไร"   # @bot becomes the bot's own name
  as: มาลี                  # without it a question comes from somebody new
  in: group                # private (as without it), group, or topic: a topic of a forum
  language_code: en        # of the person's app; th without it
  status: answered         # or not_found, small_talk, shown: anything, silence: nothing
  article: kunshan-shanghai-th.md
  quote: "4.7 แสนล้านหยวน"
  language: th             # of the bot's own words
  says: ["คุนซาน"]           # words that are shown anywhere
  hides: ["<b>"]           # words that are not
  buttons: ["👍"]           # words on the buttons
- press: "👎"               # a button of the bot's last message that has it
  toast: "ขอบคุณ"           # words that pop up
- ask: "แล้วปี 2565 ล่ะ"
  reply_to: "4.7 แสนล้าน"    # the last message with these words, or last: the bot's last
  as: มาลี
  status: shown
- edit: "เมืองคุนซานอยู่ที่ไหน"  # the person's last message becomes this
- send: sticker            # photo, voice, document ...: see bot/emulator/sendables.py
- forward: "ข่าวเก่า"
- inline: "คุนซาน"           # typed after the bot's name in any chat

What isn't a question goes on where the step before it was, if it says nothing else.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from bot.emulator.sendables import SENDABLES
from bot.script import CHAT_FIELDS, CHAT_STATUSES, QUESTION_FIELDS, ExpectedStatus, Step, read_step
from bot.script_fields import EntryReader, load_entries
from corpus.article import Language

Act = Literal["ask", "press", "edit", "send", "forward", "inline"]
Where = Literal["private", "group", "topic"]

_ACTS: tuple[Act, ...] = ("ask", "press", "edit", "send", "forward", "inline")
_GO_ON = frozenset({"press", "edit"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a person does, and what is to be seen then.

    `who` and `where` are None where the turn goes on as the one before it.
    """

    step: Step
    act: Act
    who: str | None
    where: Where | None
    reply_to: str | None
    language_code: str
    says: tuple[str, ...]
    hides: tuple[str, ...]
    buttons: tuple[str, ...]
    language: Language | None
    toast: str | None

    @property
    def goes_on(self) -> bool:
        """Whether it is by the person, and where, the turn before it was."""
        return self.who is None and (self.act in _GO_ON or self.reply_to is not None)


def read_conversation(path: Path) -> tuple[Turn, ...]:
    """The turns in the file at `path`; plain questions are turns too.

    Raises UsageError, one line with the file and the line number, for whatever is wrong in it.
    """
    entries = load_entries(path, (*QUESTION_FIELDS, *CHAT_FIELDS))
    turns = tuple(_read_turn(entry) for entry in entries)
    if turns[0].goes_on:
        entries[0].refuse(turns[0].act, f"{turns[0].act} can't be the first; begin with a question")
    return turns


def _read_turn(entry: EntryReader) -> Turn:
    acts = [act for act in _ACTS if act in entry]
    if len(acts) != 1:
        what = "ask is missing" if not acts else f"{acts[1]} is a step of its own"
        entry.refuse(acts[-1] if acts else "ask", what)
    act = acts[0]
    words = entry.read_text(act) or ""
    if act == "send":
        entry.read_choice("send", sorted(SENDABLES))
    status = entry.read_choice("status", CHAT_STATUSES)
    if act == "ask" and status is None:
        entry.refuse("status", "status is missing")
    return Turn(
        step=read_step(entry, words, cast("ExpectedStatus", status or "shown")),
        act=act,
        who=entry.read_text("as"),
        where=cast("Where | None", entry.read_choice("in", ("private", "group", "topic"))),
        reply_to=entry.read_text("reply_to"),
        language_code=entry.read_text("language_code") or "th",
        says=entry.read_texts("says"),
        hides=entry.read_texts("hides"),
        buttons=entry.read_texts("buttons"),
        language=cast("Language | None", entry.read_choice("language", ("th", "en"))),
        toast=entry.read_text("toast"),
    )
