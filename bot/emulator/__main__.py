"""`python -m bot.emulator --port 9001`: a Bot API server on this machine, for a bot to talk to."""

import asyncio
from typing import Annotated

import typer

from bot.console import open_console
from bot.emulator.control import serve_emulator
from bot.emulator.server import Emulator


def serve(
    port: Annotated[int, typer.Option(help="0 is any free one.")] = 9001,
    username: Annotated[str, typer.Option(help="The bot's username.")] = "testbot",
) -> None:
    """Serve the Bot API on 127.0.0.1 until interrupted."""
    try:
        asyncio.run(_serve_for_ever(port, username))
    except KeyboardInterrupt:
        open_console(stderr=True).print("Stopped.")


async def _serve_for_ever(port: int, username: str) -> None:
    async with serve_emulator(Emulator(username), port=port) as emulator:
        console = open_console(stderr=True)
        console.print(f"A Bot API server at {emulator.url}; start the bot with it:")
        console.print(f"KHAMTOB_API_URL={emulator.url} KHAMTOB_TOKEN=123456:TEST khamtob run")
        await asyncio.Event().wait()


if __name__ == "__main__":
    typer.run(serve)
