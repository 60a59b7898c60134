"""The HTTP server that Telegram calls: an update is stored before it gets its 200.

python-telegram-bot's own listener answers 400 to an update that it can't parse; Telegram then sends
that one again and again, with the others behind it. Here it is stored as unreadable and confirmed.
"""

import hmac
import json
import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import tornado.web
from telegram import Bot
from tornado.httpserver import HTTPServer

from bot.delivery.reading import inspect_update, read_update
from bot.delivery.update_queue import DurableQueue
from corpus.errors import StateError

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
_MOST_BYTES = 1024 * 1024


class WebhookListener:
    """Takes what is posted to `path` with the right secret; all else is turned away."""

    def __init__(self, queue: DurableQueue, bot: Bot, path: str, secret: str) -> None:
        self._queue = queue
        self._bot = bot
        options = {"secret": secret.encode(), "take": self._take}
        app = tornado.web.Application([(_exactly(path), _Handler, options)], log_function=_no_log)
        self._server = HTTPServer(app, max_body_size=_MOST_BYTES, max_buffer_size=_MOST_BYTES)

    def start(self, address: str, port: int) -> None:
        """Begins to listen; raises OSError if the port is taken."""
        self._server.listen(port, address=address)

    async def stop(self) -> None:
        """Takes nothing more; what was not confirmed comes again."""
        self._server.stop()
        await self._server.close_all_connections()

    async def _take(self, data: Any) -> bool:
        """Stores one update and hands it on; False for what is none."""
        inspected = inspect_update(data)
        if inspected is None:
            return False
        if inspected.problem is not None:
            logger.error(
                "update can't be read and is stepped over: %s",
                inspected.problem,
                extra={"update_id": inspected.update_id},
            )
            self._queue.store_unreadable(inspected.update_id, inspected.raw)
            return True
        self._queue.store([(inspected.update_id, inspected.raw)])
        await self._queue.put(read_update(data, self._bot))
        return True


class _Handler(tornado.web.RequestHandler):
    def initialize(self, secret: bytes, take: Callable[[Any], Any]) -> None:
        self._secret = secret
        self._take = take

    async def post(self) -> None:
        given = self.request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        try:
            taken = await self._take(json.loads(self.request.body))
        except (ValueError, RecursionError):
            taken = False
        except StateError as error:
            # Not stored, so not confirmed: Telegram keeps it and sends it again.
            logger.critical("update can't be stored: %s", error)
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        if not taken:
            self.send_error(HTTPStatus.BAD_REQUEST)

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        self.finish()


def _exactly(path: str) -> str:
    return f"/{re.escape(path.strip('/'))}/?"


def _no_log(_handler: tornado.web.RequestHandler) -> None:
    """No line for each call."""
