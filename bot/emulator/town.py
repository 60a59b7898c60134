"""The place where people meet the bot: the server's control side, over plain HTTP."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.emulator.shown import Shown, collapse
from bot.emulator.wire import Wire
from bot.emulator.world import Event
from corpus.errors import KhamtobError, UsageError

_LONGEST_POLL = 5.0
_REQUEST_SECONDS = 30.0
DEFAULT_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where one writes: a private chat, a group, or a topic of a group."""

    chat: Wire
    thread_id: int | None = None

    @property
    def chat_id(self) -> int:
        """The chat's id; groups have negative ones."""
        chat_id: int = self.chat["id"]
        return chat_id


@dataclass(frozen=True, slots=True)
class Said:
    """What a person did: `update_id` is None if the bot doesn't get to see it."""

    place: Place
    message_id: int | None
    query_id: str | None
    update_id: int | None
    after: int


@dataclass(frozen=True, slots=True)
class Town:
    """The server as people see it."""

    client: httpx.AsyncClient
    token: str
    bot: Wire

    async def say(self, update: Wire, place: Place, *, repeat: bool = False) -> Said:
        """Send an update to the server, which completes it."""
        body = {"token": self.token, "update": update, "repeat": repeat}
        receipt = await self.post("update", body)
        message_id = receipt.get("message_id")
        query_id = receipt.get("id")
        return Said(place, message_id, query_id, receipt["update_id"], receipt["after"])

    async def hear(self, chat_id: int | None, after: int = 0, wait: float = 0.0) -> list[Event]:
        """What happened in the chat since event number `after`."""
        query: dict[str, Any] = {"token": self.token, "after": after, "wait": wait}
        if chat_id is not None:
            query["chat_id"] = chat_id
        response = await self.client.get("/__test/events", params=query)
        return [Event(**record) for record in _read(response)]

    async def look(self, place: Place, after: int = 0) -> dict[int, Shown]:
        """The bot's messages in the chat (in its topic), by number."""
        shown = collapse(await self.hear(place.chat_id, after))
        return {
            number: each
            for number, each in shown.items()
            if place.thread_id is None or each.thread_id == place.thread_id
        }

    async def wait_for_answer(
        self, said: Said, seconds: float = DEFAULT_WAIT, *, is_reply: bool = False
    ) -> Shown | None:
        """What the bot shows after it, placeholders over; None if nothing comes in time.

        With `is_reply` only a message that replies to it counts, so that several questions of a
        chat are told apart.
        """
        deadline = time.monotonic() + seconds
        heard = said.after
        while True:
            wait = min(_LONGEST_POLL, max(0.0, deadline - time.monotonic()))
            news = await self.hear(said.place.chat_id, heard, wait)
            heard = max((event.number for event in news), default=heard)
            for shown in (await self.look(said.place, said.after)).values():
                fits = not is_reply or shown.reply_to == said.message_id
                if fits and not shown.is_placeholder:
                    return shown
            if time.monotonic() >= deadline:
                return None

    async def wait_for_event(
        self, said: Said, kind: str, seconds: float = DEFAULT_WAIT
    ) -> Event | None:
        """The first event of this kind after it; for a press or an inline query, its own."""
        deadline = time.monotonic() + seconds
        heard = said.after
        while True:
            wait = min(_LONGEST_POLL, max(0.0, deadline - time.monotonic()))
            chat_id = None if kind == "inline" else said.place.chat_id
            for event in await self.hear(chat_id, heard, wait):
                heard = event.number
                own = said.query_id is None or event.data.get("id", said.query_id) == said.query_id
                if event.kind == kind and own:
                    return event
            if time.monotonic() >= deadline:
                return None

    async def set_up_chat(self, chat: Wire, **more: Any) -> None:
        """Tell the server what a chat is like: `members`, `topics`, `blocked`."""
        await self.post("chat", {"token": self.token, "chat": chat, **more})

    async def post(self, name: str, body: Any) -> Any:
        """A request to the control side. Raises UsageError for what the server refuses."""
        return _read(await self.client.post(f"/__test/{name}", json=body))


@asynccontextmanager
async def open_town(url: str, token: str) -> AsyncIterator[Town]:
    """The people's side of the server at `url` around the bot with this token.

    Raises KhamtobError if there is no such server.
    """
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=url, timeout=_REQUEST_SECONDS, limits=limits) as client:
        try:
            bot = _read(await client.get("/__test/bot", params={"token": token}))
        except httpx.TransportError as error:
            message = f"{url}: no test server there ({error}); run: python -m bot.emulator"
            raise KhamtobError(message) from error
        yield Town(client, token, bot)


def _read(response: httpx.Response) -> Any:
    if response.status_code != httpx.codes.OK:
        message = f"{response.request.url.path}: {response.status_code} {response.text[:200]}"
        raise UsageError(message)
    return response.json()
