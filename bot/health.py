"""`python -m bot.health`: whether the bot of these settings is well, for a container's check."""

import sys

from bot.delivery.heartbeat import check_health
from bot.settings import load_settings
from corpus.errors import UsageError


def main() -> int:
    """0 if the bot is well; else 1, with one line on stderr that says why not."""
    try:
        trouble = check_health(load_settings().data)
    except UsageError as error:
        trouble = str(error)
    if trouble is None:
        return 0
    sys.stderr.write(f"{trouble}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
