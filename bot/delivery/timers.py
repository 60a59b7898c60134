"""Calls planned for later, which can all be taken back at once."""

import asyncio
from collections.abc import Callable
from typing import Any


class Timers:
    """Plans calls on the running event loop."""

    def __init__(self) -> None:
        self._handles: set[asyncio.TimerHandle] = set()

    def plan(self, seconds: float, call: Callable[..., None], *arguments: Any) -> None:
        """Has `call` called in `seconds`."""

        def run() -> None:
            self._handles.discard(handle)
            call(*arguments)

        handle = asyncio.get_running_loop().call_later(seconds, run)
        self._handles.add(handle)

    def cancel(self) -> None:
        """Takes back all that was planned."""
        for handle in self._handles:
            handle.cancel()
        self._handles.clear()
