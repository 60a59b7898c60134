"""`python -m bot.emulator.load`: many people at once, with and without one who floods.

Starts the test server and `khamtob run` on this machine, on a copy of the index of the settings.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.article_list import open_table
from bot.console import open_console
from bot.emulator.asking import ask, choose, list_questions, read_questions
from bot.emulator.bot_process import TOKEN, BotProcess, make_data_folder, run_bot_process
from bot.emulator.control import serve_emulator
from bot.emulator.matching import Asked, Matches, match_answers
from bot.emulator.server import Emulator
from bot.settings import load_settings

_FLOODER = 999_999_999
_GIVE_UP = 60.0  # seconds without any news
_LOOK_AGAIN = 1.0  # seldom: looking takes time from the bot, and the server keeps the moments
_FLOOD_PAUSE = 0.02


def run_load(
    users: Annotated[int, typer.Option(help="How many people ask.")] = 200,
    questions: Annotated[int, typer.Option(help="How many questions each of them asks.")] = 5,
    *,
    flood: Annotated[
        bool, typer.Option("--flood", help="Compare with and without one who floods the bot.")
    ] = False,
    rounds: Annotated[int, typer.Option(help="Of each kind, in turns, with --flood.")] = 3,
    seconds: Annotated[float, typer.Option(help="How long a round's questions take.")] = 12.0,
    ask_file: Annotated[
        Path | None, typer.Option("--ask", help="A file with a question a line.")
    ] = None,
    messages_per_second: Annotated[
        int, typer.Option(help="The bot's own limit; Telegram's is 30.")
    ] = 1000,
    seed: int = 1,
) -> None:
    """Print how long answers take, and how many questions were lost; exits with 1 if any was."""
    settings = load_settings()
    articles = open_table(settings).articles
    texts = read_questions(ask_file) if ask_file else list_questions(articles)
    load = Load(texts, random.Random(seed))  # noqa: S311 - not a secret

    async def run() -> list[tuple[str, Matches]]:
        with make_data_folder(settings) as data:
            async with serve_emulator(Emulator()) as emulator:
                more = {"MESSAGES_PER_SECOND": str(messages_per_second)}
                bot = BotProcess(emulator, settings, data, more=more)
                async with run_bot_process(bot):
                    await load.warm_up(emulator)
                    if flood:
                        return await load.compare(emulator, users, questions, rounds, seconds)
                    return [("all at once", await load.ask_at_once(emulator, users, questions))]

    outcome = asyncio.run(run())
    print_load(outcome)
    if any(matches.unanswered for _name, matches in outcome):
        raise typer.Exit(1)


class Load:
    """Asks many questions; people of one round are new in the next."""

    def __init__(self, texts: Sequence[str], chance: random.Random) -> None:
        self._texts, self._chance = texts, chance
        self._next_user = 1000

    async def warm_up(self, emulator: Emulator) -> None:
        """One question, so that nothing is loaded for the first time later."""
        asked = [await ask(emulator, self._make_user(), text) for text in self._texts[:2]]
        await _wait(emulator, asked)

    async def ask_at_once(self, emulator: Emulator, users: int, questions: int) -> Matches:
        """Everybody asks everything at the same moment."""
        people = [self._make_user() for _ in range(users)]
        texts = choose(self._texts, users * questions, self._chance)
        asked = []
        for number, text in enumerate(texts):
            asked.append(await ask(emulator, people[number % users], text))
        return await _wait(emulator, asked)

    async def compare(
        self, emulator: Emulator, users: int, questions: int, rounds: int, seconds: float
    ) -> list[tuple[str, Matches]]:
        """Rounds without and with a flood in turns; each kind's are put together."""
        quiet: list[Matches] = []
        flooded: list[Matches] = []
        for _ in range(rounds):
            quiet.append(await self._ask_over(emulator, users, questions, seconds))
            stop = asyncio.Event()
            flooding = asyncio.create_task(self._flood(emulator, stop))
            flooded.append(await self._ask_over(emulator, users, questions, seconds))
            stop.set()
            await flooding
            await asyncio.sleep(1)
        return [("without a flood", _join(quiet)), ("with a flood", _join(flooded))]

    async def _ask_over(
        self, emulator: Emulator, users: int, questions: int, seconds: float
    ) -> Matches:
        people = [self._make_user() for _ in range(users)] * questions
        texts = choose(self._texts, len(people), self._chance)
        moments = sorted(self._chance.uniform(0, seconds) for _ in people)
        start = time.monotonic()
        asked = []
        for moment, person, text in zip(moments, people, texts, strict=True):
            await asyncio.sleep(max(0.0, start + moment - time.monotonic()))
            asked.append(await ask(emulator, person, text))
        return await _wait(emulator, asked)

    async def _flood(self, emulator: Emulator, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await ask(emulator, _FLOODER, self._chance.choice(self._texts))
            await asyncio.sleep(_FLOOD_PAUSE)

    def _make_user(self) -> int:
        self._next_user += 1
        return self._next_user


async def _wait(emulator: Emulator, asked: list[Asked]) -> Matches:
    """The answers once all are there, or once nothing has come for a long time."""
    events = emulator.open_world(TOKEN).events
    chats = {each.chat_id for each in asked}
    while True:
        own = [event for event in events if event.chat_id in chats]
        matches = match_answers(asked, own)
        if not matches.unanswered and not matches.orphans:
            return matches
        if time.time() - own[-1].time > _GIVE_UP:
            return matches
        await asyncio.sleep(_LOOK_AGAIN)


def _join(parts: list[Matches]) -> Matches:
    matches = tuple(match for part in parts for match in part.matches)
    return Matches(matches, tuple(each for part in parts for each in part.orphans))


def print_load(outcome: Sequence[tuple[str, Matches]]) -> None:
    """Print a row for each kind of load: what became of the questions, and seconds."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    names = ("", "asked", "answered", "refused", "lost", "twice", "per second", "p50 s", "p95 s")
    for name in names:
        table.add_column(name, justify="right" if name else "left")
    for name, matches in outcome:
        counts = (matches.answered, matches.refused, matches.unanswered, matches.answered_twice)
        rates = measure(matches)
        row = [str(len(matches.matches)), *(str(len(each)) for each in counts)]
        table.add_row(name, *row, *(f"{rate:.2f}" for rate in rates))
    open_console().print(table)
    if len(outcome) > 1:
        before, after = (measure(matches)[2] for _name, matches in outcome[:2])
        open_console().print(f"The flood changes the others' p95 by {after / before - 1:+.0%}.")


def measure(matches: Matches) -> tuple[float, float, float]:
    """Answers per second, and the seconds that half and 95 of 100 answers took at most."""
    answered = matches.answered
    if not answered:
        return 0.0, 0.0, 0.0
    seconds = sorted(match.seconds for match in answered)
    first = min(match.asked.time for match in answered)
    last = max(match.answers[0].changed for match in answered)
    rate = len(answered) / max(last - first, 0.001)
    return (
        rate,
        seconds[len(seconds) // 2],
        seconds[min(len(seconds) * 95 // 100, len(seconds) - 1)],
    )


if __name__ == "__main__":
    typer.run(run_load)
