"""The sign of life that a running bot leaves, for a health check from outside."""

import time
from pathlib import Path

MOST_SECONDS = 30.0


def find_heartbeat(data: Path) -> Path:
    """The file that is touched every few seconds while the bot is well."""
    return data / "heartbeat"


def check_health(data: Path, now: float | None = None) -> str | None:
    """What is wrong with the bot that uses the folder `data`; None if it is well."""
    heartbeat = find_heartbeat(data)
    try:
        touched = heartbeat.stat().st_mtime
    except FileNotFoundError:
        return f"{heartbeat}: not there; the bot is not running, or is starting"
    except OSError as error:
        return f"{heartbeat}: can't be read ({error.strerror})"
    age = (time.time() if now is None else now) - touched
    if age > MOST_SECONDS:
        return f"{heartbeat}: last touched {age:.0f} s ago; the bot hangs or is gone: restart it"
    return None
