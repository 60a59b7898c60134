"""The bots' queues of updates: the core's, closer to Telegram where it matters to a bot."""

import asyncio
import contextlib
import copy
import json
from collections.abc import Callable

from lo_bot_api_emulator.updates import ALLOWED_UPDATE_TYPES, UpdateError, UpdateQueues

from bot.emulator.wire import Wire

_RETRY_SECONDS = 0.25
_MOST_WAITING = 100_000
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class EmulatorQueues(UpdateQueues):  # type: ignore[misc]  # the core ships no types
    """Updates of any kind and size; of two pollers the older ends; webhooks are tried again.

    The core refuses the newer poller, knows three kinds of updates, and tries a failed webhook
    again only when the next update comes.
    """

    def __init__(self) -> None:
        super().__init__(
            record=lambda _item: None, max_updates=_MOST_WAITING, insecure_webhooks=True
        )
        self._newest: dict[str, int] = {}
        self._tokens: set[str] = set()
        self._wake = asyncio.Event()

    async def add(self, token: str, update: Wire, *, repeat: bool = False) -> int:
        """Queue an update and return its id, which is the next one if it has none.

        With `repeat` an id that was there before is queued again, as Telegram does after it got
        no answer. Raises UpdateError for an id that is too low.
        """
        state = self._state(token)
        async with state.condition:
            update = {"update_id": state.next_id, **copy.deepcopy(update)}
            update_id: int = update["update_id"]
            if update_id < state.next_id and not repeat:
                message = f"update_id {update_id} was there before; repeat it with repeat: true"
                raise UpdateError(message)
            state.next_id = max(state.next_id, update_id + 1)
            state.updates.append(update)
            state.condition.notify_all()
        await self.deliver(token)
        return update_id

    async def poll(
        self, token: str, fields: Wire, *, disconnected: Callable[[], bool] | None = None
    ) -> list[Wire]:
        """Long polling as the core does it; a call that a newer one replaced ends with 409."""
        state = self._state(token)
        turn = self._newest[token] = self._newest.get(token, 0) + 1

        def is_over() -> bool:
            return self._newest[token] != turn or bool(disconnected and disconnected())

        async with state.condition:
            state.condition.notify_all()
        while state.polling:  # the older call is on its way out
            if self._newest[token] != turn:
                raise UpdateError(_CONFLICT, 409)
            await asyncio.sleep(0.01)
        try:
            found: list[Wire] = await super().poll(
                token, _keep_known_kinds(fields), disconnected=is_over
            )
        except asyncio.CancelledError:
            if self._newest[token] != turn:
                raise UpdateError(_CONFLICT, 409) from None
            raise
        return found

    async def set_webhook(self, token: str, fields: Wire) -> bool:
        """As in the core; an empty url takes the webhook away."""
        return bool(await super().set_webhook(token, _keep_known_kinds(fields)))

    async def deliver(self, token: str) -> int:
        """Have the updates of this bot delivered soon; the sender never waits for the bot."""
        self._tokens.add(token)
        self._wake.set()
        return 0

    async def deliver_for_ever(self) -> None:
        """Deliver what waits for webhooks, and try again what failed; ends when cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _RETRY_SECONDS)
            self._wake.clear()
            for token in tuple(self._tokens):
                await super().deliver(token)


def _keep_known_kinds(fields: Wire) -> Wire:
    """The core stops at kinds that came to Telegram after it was written; they don't come here."""
    if "allowed_updates" not in fields:
        return fields
    kinds = fields["allowed_updates"]
    if isinstance(kinds, str):
        kinds = json.loads(kinds)
    return {**fields, "allowed_updates": [kind for kind in kinds if kind in ALLOWED_UPDATE_TYPES]}
