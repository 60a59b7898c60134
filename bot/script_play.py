"""Plays a conversation through a test server against a running bot."""

import itertools
import time
from collections.abc import Sequence

from bot.emulator.people import Person
from bot.emulator.sendables import SENDABLES, make_forward
from bot.emulator.shown import Shown
from bot.emulator.town import Place, Said, Town
from bot.script_run import Outcome, Result
from bot.script_turns import Turn, Where
from bot.shown_answer import find_shown_problems, read_outcome
from index.passage_table import PassageTable

_OWN_NAME = "@bot"
_TOPIC = 7
_LOOK_AGAIN = 0.1


async def play_script(
    turns: Sequence[Turn],
    town: Town,
    table: PassageTable,
    *,
    seconds: float = 20.0,
    quiet: float = 1.0,
) -> list[Result]:
    """The result of each turn, in order.

    An answer may take `seconds`; nothing within `quiet` seconds is silence.
    """
    player = _Player(town, table, seconds, quiet)
    return [await player.play(turn) for turn in turns]


class _Player:
    """The people and places of one script, and where its last turn was."""

    def __init__(self, town: Town, table: PassageTable, seconds: float, quiet: float) -> None:
        self._town, self._table = town, table
        self._seconds, self._quiet = seconds, quiet
        # Nobody whom the bot knows from a run before: limits and memory would carry over.
        start = time.time_ns() // 1_000_000 % 1_000_000_000 * 1000
        self._ids = itertools.count(start)
        self._people: dict[str, Person] = {}
        self._person = self._make_person("ผู้ใช้", "th")
        self._place = self._person.home
        self._said: dict[tuple[int, int | None], list[tuple[Said, str]]] = {}
        group = -next(self._ids)
        self._groups: dict[Where, Place] = {
            "group": Place({"id": group, "type": "supergroup", "title": "กลุ่ม"}),
            "topic": Place(
                {"id": group - 1, "type": "supergroup", "title": "กระดาน", "is_forum": True},
                _TOPIC,
            ),
        }

    async def play(self, turn: Turn) -> Result:
        """What the turn got, and what is wrong with it."""
        self._choose_place(turn)
        if turn.act == "inline":
            return await self._play_inline(turn)
        if turn.act == "press":
            return await self._play_press(turn)
        said, problem = await self._say(turn)
        if said is None:
            return Result(turn.step, Outcome("silence", "en"), (problem,))
        patience = self._quiet if turn.step.status == "silence" else self._seconds
        shown = await self._town.wait_for_answer(said, patience)
        return self._judge(turn, shown)

    def _choose_place(self, turn: Turn) -> None:
        if not turn.goes_on:
            known = self._people.get(turn.who) if turn.who else None
            self._person = known or self._make_person(turn.who or "ผู้ใช้", turn.language_code)
            if turn.who:
                self._people[turn.who] = self._person
        if turn.where or not turn.goes_on:
            self._place = self._groups.get(turn.where or "private", self._person.home)

    async def _say(self, turn: Turn) -> tuple[Said | None, str]:
        words = turn.step.ask.replace(_OWN_NAME, f"@{self._town.bot['username']}")
        history = self._said.setdefault((self._place.chat_id, self._place.thread_id), [])
        if turn.act == "edit":
            own = [said for said, _words in history if said.message_id is not None]
            if not own:
                return None, "there is nothing to edit"
            said = await self._person.edit(own[-1], words)
            return said, ""
        reply_to = None
        if turn.reply_to is not None:
            reply_to = await self._find_message(turn.reply_to, history)
            if reply_to is None:
                return None, f'there is no message with "{turn.reply_to}" to reply to'
        content = {"text": words}
        if turn.act == "send":
            content = SENDABLES[words]
        elif turn.act == "forward":
            content = make_forward(words)
        said = await self._person.send(content, self._place, reply_to)
        history.append((said, words))
        return said, ""

    async def _find_message(self, words: str, history: list[tuple[Said, str]]) -> int | None:
        screen = await self._town.look(self._place)
        own = {said.message_id: text for said, text in history if said.message_id is not None}
        if words == "last":
            return max(screen, default=None)
        texts = own | {number: shown.text for number, shown in screen.items()}
        return max((number for number, text in texts.items() if words in text), default=None)

    async def _play_press(self, turn: Turn) -> Result:
        screen = await self._town.look(self._place)
        label = turn.step.ask
        pressable = [shown for shown in screen.values() if shown.find_button(label)]
        button = pressable[-1].find_button(label) if pressable else None
        if button is None or button.data is None:
            problem = f'no message has a button "{label}"'
            if button is not None:
                problem = f'the button "{label}" is a link and can\'t be pressed'
            return Result(turn.step, Outcome("silence", "en"), (problem,))
        said = await self._person.press_data(pressable[-1], button.data)
        toast = await self._town.wait_for_event(said, "toast", self._seconds)
        result = await self._watch(turn, said)
        problems = list(result.problems)
        if toast is None:
            problems.append("the press was never answered")
        elif turn.toast is not None and turn.toast not in toast.data["text"]:
            problems.append(f'the toast is "{toast.data["text"]}" and lacks "{turn.toast}"')
        return Result(turn.step, result.outcome, tuple(problems))

    async def _watch(self, turn: Turn, said: Said) -> Result:
        """What is shown last; the message may change before or after the press is answered."""
        deadline = time.monotonic() + self._quiet
        heard = said.after
        while True:
            screen = await self._town.look(self._place)
            settled = [shown for shown in screen.values() if not shown.is_placeholder]
            result = self._judge(turn, max(settled, key=_moment_of, default=None))
            if result.passed or time.monotonic() > deadline:
                return result
            news = await self._town.hear(self._place.chat_id, heard, _LOOK_AGAIN)
            heard = max((event.number for event in news), default=heard)

    async def _play_inline(self, turn: Turn) -> Result:
        results = await self._person.query_inline(turn.step.ask, self._seconds)
        shown = Shown.read_inline(results[0]) if results else None
        return self._judge(turn, shown)

    def _judge(self, turn: Turn, shown: Shown | None) -> Result:
        problems = tuple(find_shown_problems(turn, shown, self._table))
        return Result(turn.step, read_outcome(shown, self._table), problems)

    def _make_person(self, name: str, language_code: str) -> Person:
        return Person(self._town, next(self._ids), name, language_code)


def _moment_of(shown: Shown) -> float:
    return shown.changed
