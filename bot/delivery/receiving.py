"""Where updates come from: asked for (polling), or brought by Telegram (webhook)."""

import asyncio
import logging
import urllib.parse
from collections.abc import Sequence
from typing import Any, Protocol

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Updater

from bot.delivery.failures import back_off, is_transient
from bot.delivery.listening import Listening
from bot.delivery.update_queue import DurableQueue
from bot.delivery.webhook_listener import WebhookListener
from corpus.errors import UsageError

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN_CHECKS = 60.0
_POLL_SECONDS = 10
# More at once than one event loop takes up would only wait in Telegram's connections.
_MOST_CONNECTIONS = 40


class Receiver(Protocol):
    """Brings updates into the queue between `start` and `stop`."""

    async def start(self) -> None:
        """Begins; raises TelegramError if Telegram refuses."""

    async def stop(self) -> None:
        """Ends; what was stored is acknowledged as far as possible."""


class Poller:
    """Asks Telegram with getUpdates, through a `PollRequest`."""

    def __init__(self, updater: Updater, allowed_updates: Sequence[str]) -> None:
        self._updater = updater
        self._allowed_updates = allowed_updates

    async def start(self) -> None:
        """Takes a webhook away, if one is set, and begins to ask."""
        await self._updater.start_polling(
            timeout=_POLL_SECONDS,
            bootstrap_retries=-1,
            allowed_updates=self._allowed_updates,
            error_callback=_log_poll_error,
        )

    async def stop(self) -> None:
        """Ends after one more getUpdates, which confirms what was stored."""
        if self._updater.running:
            await self._updater.stop()


class Webhook:
    """Has Telegram call `url`, which a reverse proxy passes to `address` and `port`."""

    def __init__(
        self,
        bot: Bot,
        queue: DurableQueue,
        listening: Listening,
        *,
        url: str,
        secret: str,
        address: str,
        port: int,
        allowed_updates: Sequence[str],
    ) -> None:
        self._bot = bot
        self._listening = listening
        self._place = (address, port)
        self._url = url
        self._wish: dict[str, Any] = {
            "url": url,
            "secret_token": secret,
            "allowed_updates": allowed_updates,
            "max_connections": _MOST_CONNECTIONS,
        }
        path = urllib.parse.unquote(urllib.parse.urlsplit(url).path)
        self._listener = WebhookListener(queue, bot, path, secret)
        self._checking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listens first, then tells Telegram: no first delivery finds a closed door.

        Raises UsageError if the port is taken.
        """
        address, port = self._place
        try:
            self._listener.start(address, port)
        except OSError as error:
            message = f"KHAMTOB_WEBHOOK_PORT={port}: can't listen on {address} ({error.strerror})"
            raise UsageError(message) from error
        await keep_trying(self._set)
        self._checking = asyncio.create_task(self._check_for_ever())

    async def stop(self) -> None:
        """Closes the door; the webhook stays set, so that Telegram waits for the next start."""
        if self._checking is not None:
            self._checking.cancel()
        await self._listener.stop()

    async def _set(self) -> None:
        await self._bot.set_webhook(**self._wish)

    async def _check_for_ever(self) -> None:
        """A webhook that someone else changed would leave this process without a sound."""
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_CHECKS)
            try:
                info = await self._bot.get_webhook_info()
                self._listening.hear()
                if info.last_error_message:
                    logger.warning("Telegram could not deliver: %s", info.last_error_message)
                if info.url != self._url:
                    logger.warning("the webhook was changed by someone else: set again")
                    await self._set()
            except InvalidToken as error:
                self._listening.refuse(
                    f"Telegram answered getWebhookInfo with {error}: check KHAMTOB_TOKEN"
                )
            except TelegramError as error:
                logger.warning("webhook could not be checked: %s", error)


async def keep_trying(act: Any) -> None:
    """Calls `act` until it is done; raises what waiting does not help against."""
    tries = 0
    while True:
        try:
            await act()
        except TelegramError as error:
            if not is_transient(error):
                raise
            tries += 1
            logger.warning("Telegram can't be reached, tried again: %s", error)
            await asyncio.sleep(back_off(tries))
        else:
            return


def _log_poll_error(error: TelegramError) -> None:
    logger.warning("getUpdates failed, tried again: %s", error)
