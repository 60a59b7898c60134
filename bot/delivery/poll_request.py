"""The connection for getUpdates: stores what came before python-telegram-bot sees it."""

import json
import logging
from http import HTTPStatus
from typing import Any

from telegram.request import HTTPXRequest, RequestData

from bot.delivery.listening import Listening
from bot.delivery.reading import inspect_update
from bot.delivery.update_queue import DurableQueue

logger = logging.getLogger(__name__)


class PollRequest(HTTPXRequest):
    """Stores each batch in one transaction and takes out of it what can't be read.

    If storing fails the batch counts as not received, and Telegram sends it again.
    """

    def __init__(self, queue: DurableQueue, listening: Listening, **options: Any) -> None:
        super().__init__(**options)
        self._queue = queue
        self._listening = listening

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *arguments: Any,
        **options: Any,
    ) -> tuple[int, bytes]:
        """As HTTPXRequest.do_request."""
        code, body = await super().do_request(url, method, request_data, *arguments, **options)
        if not url.endswith("/getUpdates"):
            return code, body
        if code == HTTPStatus.OK:
            body = self._store(body)
            self._listening.hear()
        elif code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            # python-telegram-bot ends polling for good after this, and lives on without a sound.
            self._listening.refuse(f"Telegram answered getUpdates with {code}: check KHAMTOB_TOKEN")
        return code, body

    def _store(self, body: bytes) -> bytes:
        """The batch as it may be read, after it was stored."""
        batch = _read_batch(body)
        if not batch:
            return body
        inspected = [update for update in map(inspect_update, batch) if update is not None]
        self._queue.store([(update.update_id, update.raw) for update in inspected])
        unreadable = [update for update in inspected if update.problem is not None]
        for update in unreadable:
            logger.error(
                "update can't be read and is stepped over: %s",
                update.problem,
                extra={"update_id": update.update_id},
            )
            self._queue.store_unreadable(update.update_id, update.raw)
        if len(inspected) == len(batch) and not unreadable:
            return body
        # The bare id keeps its place, so that the next getUpdates confirms it.
        kept = [
            {"update_id": update.update_id} if update.problem else json.loads(update.raw)
            for update in inspected
        ]
        return json.dumps({"ok": True, "result": kept}).encode()


def _read_batch(body: bytes) -> list[Any]:
    """The updates; none if the answer is something else, which python-telegram-bot reports."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return []
    batch = answer.get("result") if isinstance(answer, dict) else None
    return batch if isinstance(batch, list) else []
