"""The last warnings and errors of the log, kept in memory for /status."""

import json
import logging
from collections import deque
from collections.abc import Sequence

from bot.delivery.log import RedactingFormatter

MOST_KEPT = 5


class RecentErrors(logging.Handler):
    """Keeps the last lines that were logged at WARNING and above, without secrets."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines: deque[tuple[float, str]] = deque(maxlen=MOST_KEPT)
        self.setFormatter(RedactingFormatter(secrets))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record's message."""
        message = str(json.loads(self.format(record)).get("message", ""))
        if message:
            self._lines.append((record.created, message))

    def list_lines(self) -> list[tuple[float, str]]:
        """The lines with their time (epoch seconds), newest first."""
        return list(reversed(self._lines))
