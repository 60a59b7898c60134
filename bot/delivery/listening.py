"""Whether updates can still reach this process."""

import time
from collections.abc import Callable


class Listening:
    """What the receiving side last heard from Telegram; the watchdog reads it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard = clock()
        self.refusal: str | None = None

    def hear(self) -> None:
        """Telegram gave a good answer just now."""
        self._heard = self._clock()

    def refuse(self, reason: str) -> None:
        """Telegram will not send anything any more, for `reason`."""
        self.refusal = reason

    def silence(self) -> float:
        """Seconds since the last good answer."""
        return self._clock() - self._heard
