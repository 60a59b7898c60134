"""`python -m bot.emulator.kill_loop`: questions to a bot that is killed again and again.

Starts the test server and `khamtob run` on this machine, kills it with SIGKILL at random moments
while questions come in, and counts what was not answered and what was answered twice.
"""

import asyncio
import contextlib
import random
import socket
import time
from typing import Annotated

import typer

from bot.article_list import open_table
from bot.console import open_console
from bot.emulator.asking import ask, choose, list_questions
from bot.emulator.bot_process import TOKEN, BotProcess, make_data_folder
from bot.emulator.control import serve_emulator
from bot.emulator.faults import Fault
from bot.emulator.matching import Asked, Matches, match_answers
from bot.emulator.server import Emulator
from bot.settings import load_settings

_TALKATIVE = (501, 502, 503, 504)  # chats with several questions; others have one each
_FIRST_USER = 1001
_LONGEST_LIFE = 1.2  # seconds from the first question of a round to the kill
_LONGEST_START = 6.0  # seconds after which a bot is killed that is still starting
_SLOW_REPLY = 1.0
_GIVE_UP = 60.0


def run_kill_loop(
    questions: Annotated[int, typer.Option(help="How many questions are asked.")] = 60,
    kills: Annotated[int, typer.Option(help="How often the bot is killed.")] = 20,
    seed: Annotated[int, typer.Option(help="Of the random moments.")] = 1,
    *,
    webhook: Annotated[
        bool, typer.Option("--webhook", help="Deliver to a webhook; else the bot polls.")
    ] = False,
) -> None:
    """Print what became of the questions; exits with 1 if one is unanswered or answered twice."""
    settings = load_settings()
    texts = list_questions(open_table(settings).articles)

    async def run() -> tuple[Matches, int]:
        with make_data_folder(settings) as data:
            async with serve_emulator(Emulator()) as emulator:
                port = find_free_port() if webhook else None
                bot = BotProcess(emulator, settings, data, webhook_port=port)
                loop = _KillLoop(bot, random.Random(seed))  # noqa: S311 - not a secret
                return await loop.run(texts, questions, kills), loop.timed

    start = time.monotonic()
    matches, timed = asyncio.run(run())
    print_matches(matches, kills, timed, time.monotonic() - start)
    if matches.unanswered or matches.answered_twice:
        raise typer.Exit(1)


def print_matches(matches: Matches, kills: int, timed: int, seconds: float) -> None:
    """Print the counts, a line each.

    `timed` kills hit the moment when Telegram has a message and the bot doesn't know: whatever
    placeholders are under way then, nobody can find again.
    """
    console = open_console()
    asked = len(matches.matches)
    console.print(f"{asked} questions, {kills} kills, {timed} of them timed, {seconds:.0f} s")
    console.print(f"unanswered           {len(matches.unanswered)}")
    console.print(f"answered twice       {len(matches.answered_twice)}")
    console.print(f"orphan placeholders  {len(matches.orphans)}")
    console.print(f"refused              {len(matches.refused)}")
    for match in (*matches.unanswered, *matches.answered_twice):
        where = f"chat {match.asked.chat_id}, message {match.asked.message_id}"
        console.print(f"{where}: {len(match.answers)} answers")


def find_free_port() -> int:
    """A port of this machine that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class _KillLoop:
    """Rounds of: start, ask a few questions, kill at a random moment.

    `timed` counts the kills between a message and the bot's knowing of it.
    """

    def __init__(self, bot: BotProcess, chance: random.Random) -> None:
        self._bot, self._chance = bot, chance
        self._asked: list[Asked] = []
        self.timed = 0

    async def run(self, texts: list[str], questions: int, kills: int) -> Matches:
        """What became of all questions, once a last start had time to answer them."""
        waiting = choose(texts, questions, self._chance)
        try:
            for round_number in range(kills):
                share = len(waiting) // (kills - round_number)
                await self._play_round([waiting.pop() for _ in range(share)])
            await self._bot.start()
            await self._bot.wait_until_up()
            for text in waiting:
                await self._ask(text)
            return await self._wait()
        finally:
            await self._bot.end()

    async def _play_round(self, texts: list[str]) -> None:
        await self._bot.start()
        asking = asyncio.create_task(self._ask_all(texts))
        how = self._chance.choice(("starting", "working", "working", "replying"))
        if how == "starting":
            await asyncio.sleep(self._chance.uniform(0, _LONGEST_START))
        else:
            await self._bot.wait_until_up()
            if how == "replying":
                await self._wait_for_slow_reply()
            else:
                await asyncio.sleep(self._chance.uniform(0, _LONGEST_LIFE))
        await self._bot.kill()
        self._bot.emulator.faults.clear()
        await asking

    async def _ask_all(self, texts: list[str]) -> None:
        for text in texts:
            await asyncio.sleep(self._chance.uniform(0, _LONGEST_LIFE / 2))
            await self._ask(text)

    async def _ask(self, text: str) -> None:
        number = len(self._asked)
        alone = number % 2 == 0
        chat_id = _FIRST_USER + number if alone else self._chance.choice(_TALKATIVE)
        self._asked.append(await ask(self._bot.emulator, chat_id, text))

    async def _wait_for_slow_reply(self) -> None:
        """Returns when the server has a message and the bot doesn't know it yet."""
        emulator = self._bot.emulator
        method = self._chance.choice(("sendMessage", "editMessageText"))
        seen = len(emulator.calls)
        emulator.faults.add([Fault(method, "slow_reply", seconds=_SLOW_REPLY)])
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_LIFE * 2):
                while not _has_acted(emulator, method, seen):
                    await asyncio.sleep(0.005)
                self.timed += 1

    async def _wait(self) -> Matches:
        events = self._bot.emulator.open_world(TOKEN).events
        while True:
            matches = match_answers(self._asked, events)
            if not matches.unanswered or time.time() - events[-1].time > _GIVE_UP:
                await asyncio.sleep(2)  # a second answer would come now
                return match_answers(self._asked, events)
            await asyncio.sleep(0.2)


def _has_acted(emulator: Emulator, method: str, seen: int) -> bool:
    calls = emulator.calls[seen:]
    return any(call["method"] == method and "result" in call for call in calls)


if __name__ == "__main__":
    typer.run(run_kill_loop)
