"""Logs as JSON lines on stderr, with the ids of what they are about and without any secret."""

import logging
import re
import sys
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

_ABOUT: ContextVar[dict[str, int] | None] = ContextVar("about", default=None)
_HIDDEN = "[secret]"
# The shape of a bot token, for one that nobody named.
_TOKEN = re.compile(r"\d{5,20}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
# They log every call at INFO, with the token in its url.
_TALKATIVE = ("httpx", "httpcore", "apscheduler", "tornado.access")


def set_up_logging(secrets: Sequence[str], level: int = logging.INFO) -> None:
    """Sends all logs to stderr as JSON lines in which none of `secrets` can appear."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    handler.addFilter(_add_ids)
    root = logging.getLogger()
    for other in root.handlers[:]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


@contextmanager
def log_about(**ids: int) -> Iterator[None]:
    """Adds `ids` to each line that is logged inside, also by tasks begun there."""
    token = _ABOUT.set({**(_ABOUT.get() or {}), **ids})
    try:
        yield
    finally:
        _ABOUT.reset(token)


class RedactingFormatter(JsonFormatter):
    """JSON lines; secrets are taken out of the finished line, so that no field can leak one."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
            json_ensure_ascii=False,
        )
        quoted = {urllib.parse.quote(secret, safe="") for secret in secrets}
        names = sorted({*secrets, *quoted} - {""}, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, names))) if names else None

    def format(self, record: logging.LogRecord) -> str:
        """The line, with `[secret]` in the place of each secret."""
        line = super().format(record)
        if self._secrets is not None:
            line = self._secrets.sub(_HIDDEN, line)
        return _TOKEN.sub(_HIDDEN, line)


def _add_ids(record: logging.LogRecord) -> bool:
    for name, value in (_ABOUT.get() or {}).items():
        if not hasattr(record, name):
            setattr(record, name, value)
    return True
