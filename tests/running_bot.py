"""The real bot, `khamtob run`, as a process beside a Bot API server in this process."""

import asyncio
import shutil
import socket
from contextlib import asynccontextmanager

from bot.emulator.bot_process import TOKEN, BotProcess, run_bot_process
from bot.emulator.control import serve_emulator
from bot.emulator.server import Emulator
from bot.emulator.town import open_town
from bot.settings import Settings


def find_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def copy_index(index, folder):
    """A data folder with the index, so that the bot need not make it."""
    shutil.copytree(index, folder / "index")
    return folder


@asynccontextmanager
async def open_stage(data, mode="polling", articles=None, **more):
    """The server, the people's side of it, and the bot, which is not started yet."""
    settings = Settings(articles=articles) if articles else Settings()
    port = find_port() if mode == "webhook" else None
    async with serve_emulator(Emulator()) as emulator, open_town(emulator.url, TOKEN) as town:
        yield emulator, town, BotProcess(emulator, settings, data, port, more)


def play_with_bot(scenario, data, mode="polling", **options):
    """What `scenario(emulator, town, bot)` returns, with the bot up."""

    async def run():
        stage = open_stage(data, mode, **options)
        async with stage as (emulator, town, bot), run_bot_process(bot):
            return await scenario(emulator, town, bot)

    return asyncio.run(run())


async def look_until(condition, seconds=20.0):
    """Waits until `condition()` holds; its last value."""
    for _ in range(round(seconds / 0.05)):
        if value := await condition():
            return value
        await asyncio.sleep(0.05)
    return await condition()
