"""Which of the bot's messages answers which question, and what is left over."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.emulator.shown import Shown, collapse
from bot.emulator.world import Event


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a chat; `time` is epoch seconds."""

    chat_id: int
    message_id: int
    time: float


@dataclass(frozen=True, slots=True)
class Match:
    """A question with all answers to it, in the order they were sent; there should be one."""

    asked: Asked
    answers: tuple[Shown, ...]

    @property
    def is_refused(self) -> bool:
        """Whether the bot only said that it is busy: each real answer has buttons."""
        return bool(self.answers) and not self.answers[0].keyboard

    @property
    def seconds(self) -> float:
        """How long the first answer took, until it was shown."""
        return self.answers[0].changed - self.asked.time


@dataclass(frozen=True, slots=True)
class Matches:
    """Each question with its answers, and the placeholders that never became one."""

    matches: tuple[Match, ...]
    orphans: tuple[Shown, ...]

    @property
    def answered(self) -> list[Match]:
        """The questions with an answer."""
        return [match for match in self.matches if match.answers and not match.is_refused]

    @property
    def unanswered(self) -> list[Match]:
        """The questions without one."""
        return [match for match in self.matches if not match.answers]

    @property
    def refused(self) -> list[Match]:
        """The questions that got no answer but word that there are too many."""
        return [match for match in self.matches if match.is_refused]

    @property
    def answered_twice(self) -> list[Match]:
        """The questions with more than one."""
        return [match for match in self.matches if len(match.answers) > 1]


def match_answers(asked: Sequence[Asked], events: Iterable[Event]) -> Matches:
    """Each question with the answers that reply to it.

    A chat is answered in order, so an answer that replies to nothing belongs to the first question
    without one; if every question has one, it repeats the last question's.
    """
    chats: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        if event.chat_id is not None:
            chats[event.chat_id].append(event)
    answers: dict[Asked, list[Shown]] = {each: [] for each in asked}
    orphans: list[Shown] = []
    asked_in: dict[int, list[Asked]] = defaultdict(list)
    for each in asked:
        asked_in[each.chat_id].append(each)
    for chat_id, questions in asked_in.items():
        screen = collapse(chats[chat_id])
        shown = [screen[number] for number in sorted(screen)]
        orphans += [message for message in shown if message.is_placeholder]
        settled = [message for message in shown if not message.is_placeholder]
        _match_chat(questions, settled, answers)
    matches = tuple(Match(each, tuple(answers[each])) for each in asked)
    return Matches(matches, tuple(orphans))


def _match_chat(
    questions: list[Asked], shown: list[Shown], answers: dict[Asked, list[Shown]]
) -> None:
    by_number = {each.message_id: each for each in questions}
    loose = []
    for each in shown:
        question = by_number.get(each.reply_to or 0)
        if question:
            answers[question].append(each)
        else:
            loose.append(each)
    for each in loose:
        waiting = (question for question in questions if not answers[question])
        answers[next(waiting, questions[-1])].append(each)
