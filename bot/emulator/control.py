"""The people's side of the server: HTTP under /__test, beside the Bot API.

POST update  {token, update, repeat?}       an update, completed as Telegram would
POST fault   one fault or a list            what goes wrong next (see faults.py)
POST reset                                  forgets calls and faults
POST chat    {token, chat, members?, topics?, blocked?}   what a chat is like
POST bot     {token, privacy}               the bot's privacy mode
POST delete  {token, chat_id, message_id}   a person deletes a message
GET  calls   ?method=                       every call of the bot, in order
GET  bot     ?token=                        the bot's user
GET  events  ?token=&after=&chat_id=&wait=  what happened since, waiting so many seconds for it
"""

import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal
from lo_bot_api_emulator.updates import UpdateError

from bot.emulator.faults import Fault
from bot.emulator.server import Emulator
from bot.emulator.wire import Wire
from bot.emulator.world import World
from corpus.errors import UsageError

_LONGEST_WAIT = 60.0
_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_MORE_OF_STATUS: dict[str, Wire] = {
    "creator": {"is_anonymous": False},
    "administrator": dict.fromkeys(_RIGHTS, True),
    "kicked": {"until_date": 0},
}


class Control:
    """The routes under /__test."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def add_routes(self, app: web.Application) -> None:
        """Add them to the server's application."""
        for name in ("update", "fault", "reset", "chat", "bot", "delete"):
            app.router.add_post(f"/__test/{name}", self._guard(getattr(self, f"_post_{name}")))
        for name in ("calls", "bot", "events"):
            app.router.add_get(f"/__test/{name}", self._guard(getattr(self, f"_get_{name}")))

    @staticmethod
    def _guard(
        act: Callable[[web.Request], Awaitable[object]],
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                return web.json_response(await act(request))
            except (UsageError, ApiRefusal, UpdateError, KeyError, ValueError, TypeError) as error:
                what = getattr(error, "description", None) or repr(error)
                return web.json_response({"error": what}, status=400)

        return handle

    async def _post_update(self, request: web.Request) -> object:
        body = await request.json()
        return await self._emulator.receive(
            body["token"], body["update"], repeat=body.get("repeat", False)
        )

    async def _post_fault(self, request: web.Request) -> object:
        body = await request.json()
        records = body if isinstance(body, list) else [body]
        self._emulator.faults.add([Fault.read(record) for record in records])
        return {"n": len(self._emulator.faults)}

    async def _post_reset(self, _request: web.Request) -> object:
        self._emulator.calls.clear()
        self._emulator.faults.clear()
        return {}

    async def _post_chat(self, request: web.Request) -> object:
        body = await request.json()
        chat = self._open(body).open_chat(body["chat"]["id"], body["chat"])
        chat.topics.update(body.get("topics", ()))
        chat.blocked = body.get("blocked", chat.blocked)
        for member in body.get("members", ()):
            more = _MORE_OF_STATUS.get(member["status"], {})
            chat.members[member["user"]["id"]] = {**more, **member}
        return chat.info

    async def _post_bot(self, request: web.Request) -> object:
        body = await request.json()
        self._open(body).privacy = body["privacy"]
        return {}

    async def _post_delete(self, request: web.Request) -> object:
        body = await request.json()
        world = self._open(body)
        world.open_chat(body["chat_id"]).messages.pop(body["message_id"], None)
        world.tell("delete", body["chat_id"], {"message_id": body["message_id"]})
        return {}

    async def _get_calls(self, request: web.Request) -> object:
        method = request.query.get("method")
        return [call for call in self._emulator.calls if method in (None, call["method"])]

    async def _get_bot(self, request: web.Request) -> object:
        return self._open(request.query).user

    async def _get_events(self, request: web.Request) -> object:
        chat_id = request.query.get("chat_id")
        found = await self._open(request.query).hear(
            int(request.query.get("after", "0")),
            int(chat_id) if chat_id else None,
            min(float(request.query.get("wait", "0")), _LONGEST_WAIT),
        )
        return [dataclasses.asdict(event) for event in found]

    def _open(self, body: Mapping[str, Any]) -> World:
        return self._emulator.open_world(body["token"])


@asynccontextmanager
async def serve_emulator(
    emulator: Emulator, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Emulator]:
    """The server at `emulator.url` while the block runs; port 0 is any free one."""
    app = emulator.make_app()
    Control(emulator).add_routes(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    address = runner.addresses[0]
    emulator.url = f"http://{address[0]}:{address[1]}"
    try:
        yield emulator
    finally:
        await runner.cleanup()
