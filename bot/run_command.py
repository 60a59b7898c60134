"""The command `run`: the Telegram bot."""

from bot.settings import load_settings


def run() -> None:
    """Answer in Telegram, by polling or webhook as the settings say, until it is ended."""
    from bot.running.run import run_bot

    run_bot(load_settings())
