"""A Bot API server on this machine: lo-bot-api-emulator's core, nearer to Telegram.

The core is somebody else's, so that the bot and its judge don't share their mistakes. Around it
are TDLib as the judge of formatting, chats that remember, scripted faults, and a log of all calls.
"""

import asyncio
import contextlib
import copy
import re
import time
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator
from lo_bot_api_emulator.updates import UpdateError

from bot.emulator.completing import complete_update, is_for_bot
from bot.emulator.faults import Fault, Faults
from bot.emulator.menu_methods import call_menu_method
from bot.emulator.message_methods import delete_message, edit_message, send_message, show_action
from bot.emulator.query_methods import answer_inline, answer_press
from bot.emulator.update_queues import EmulatorQueues
from bot.emulator.wire import Wire
from bot.emulator.world import World

_TOKEN = re.compile(r"(\d{1,20}):[A-Za-z0-9_-]+")
_HOST = "127.0.0.1"
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


class Emulator:
    """The server's state and its answer to each call; `calls` has every call in order."""

    def __init__(self, username: str = "testbot") -> None:
        self.calls: list[Wire] = []
        self.faults = Faults()
        self.url = ""
        self._username = username
        self._core = LoBotApiEmulator(enable_control=False)
        self._queues = EmulatorQueues()
        self._worlds: dict[str, World] = {}

    def open_world(self, token: str) -> World:
        """What is remembered around the bot with this token.

        Raises ApiRefusal for what is no token.
        """
        bot_id = _TOKEN.fullmatch(token)
        if bot_id is None:
            message = "Not Found"
            raise ApiRefusal(message, 404)
        if token not in self._worlds:
            user = {"id": int(bot_id[1]), "is_bot": True, "first_name": "คำตอบ"}
            self._worlds[token] = World(token, {**user, "username": self._username})
        return self._worlds[token]

    async def receive(self, token: str, update: Wire, *, repeat: bool = False) -> Wire:
        """Take an update from the people's side; says what it became.

        `update_id` is None if the bot isn't to see it, `after` the number of the last event
        before it.
        """
        world = self.open_world(token)
        after = len(world.events)
        update = complete_update(world, update)
        receipt: Wire = {"after": after, "update_id": None}
        for kind, value in update.items():
            if isinstance(value, dict):
                receipt.update(kind=kind, message_id=value.get("message_id"), id=value.get("id"))
        world.tell("said", _find_chat_id(update), {"id": receipt.get("id"), "update": update})
        if is_for_bot(world, update):
            receipt["update_id"] = await self._queues.add(token, update, repeat=repeat)
        return receipt

    async def handle(self, request: web.Request) -> web.Response:
        """The answer to a call of the Bot API, as Telegram words it."""
        method, token = request.match_info["method"], request.match_info["token"]
        call: Wire = {"t": time.time(), "method": method, "fields": {}}
        self.calls.append(call)
        fault = None
        try:
            fields, uploads = await self._core.read_request(request)
            fields = {**request.query, **fields}
            call["fields"] = copy.deepcopy(fields)
            call["files"] = {name: each["filename"] for name, each in uploads.items()}
            fault = self.faults.take(method, fields)
            if fault and fault.kind == "drop":
                return _hang_up(request)
            await _start_fault(fault)
            world = self.open_world(token)
            result = await self._act(world, method, fields, uploads, request)
            call["result"] = result if method != "getUpdates" else len(result)
            response = web.json_response({"ok": True, "result": result})
        except (ApiRefusal, UpdateError) as error:
            response = _refuse(error, call)
        except ConnectionError:  # the caller was killed while it sent
            call["error"] = "the connection was lost"
            return web.Response()
        except _MALFORMED as error:
            response = _refuse(ApiRefusal(f"Bad Request: malformed request: {error!r}"), call)
        if fault and fault.kind == "lost_reply":
            return _hang_up(request)
        if fault and fault.kind == "slow_reply":
            await asyncio.sleep(fault.seconds)
        return response

    async def _act(
        self, world: World, method: str, fields: Wire, uploads: Wire, request: web.Request
    ) -> Any:
        if method == "getMe":
            privacy = not world.privacy
            flags = {"can_join_groups": True, "can_read_all_group_messages": privacy}
            return {**world.user, **flags, "supports_inline_queries": True}
        known, result = call_menu_method(world, method, fields)
        if known:
            return result
        if method.startswith("send") and method not in ("sendChatAction", "sendMediaGroup"):
            return send_message(self._core, world, method, fields, uploads)
        if method.startswith("editMessage"):
            return edit_message(self._core, world, method, fields)
        return await self._act_around(world, method, fields, uploads, request)

    async def _act_around(
        self, world: World, method: str, fields: Wire, uploads: Wire, request: web.Request
    ) -> Any:
        if method == "deleteMessage":
            return delete_message(world, fields)
        if method == "sendChatAction":
            return show_action(self._core, world, fields)
        if method == "answerCallbackQuery":
            return answer_press(self._core, world, fields)
        if method == "answerInlineQuery":
            return answer_inline(self._core, world, fields)
        fields.pop("ip_address", None)
        result = self._core.validate(method, fields, uploads)
        if method == "getUpdates":
            return await self._queues.poll(
                world.token,
                fields,
                disconnected=lambda: request.transport is None or request.transport.is_closing(),
            )
        if method == "getWebhookInfo":
            return self._queues.info(world.token)
        if method == "setWebhook":
            return await self._queues.set_webhook(world.token, fields)
        if method == "deleteWebhook":
            return await self._queues.set_webhook(world.token, {**fields, "url": ""})
        return result

    def make_app(self) -> web.Application:
        """The application with the Bot API; the control side is added by `control.py`."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/bot{token}/{method}", self.handle)
        app.router.add_get("/bot{token}/{method}", self.handle)
        app.router.add_get("/file/bot{token}/{path:.*}", self._core.download)
        app.cleanup_ctx.append(self._deliver_webhooks)
        return app

    async def _deliver_webhooks(self, _app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._queues.deliver_for_ever())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _start_fault(fault: Fault | None) -> None:
    """Raises ApiRefusal if the call is to be refused."""
    if fault and fault.kind == "refuse":
        raise ApiRefusal(fault.description, fault.status, fault.parameters or None)
    if fault and fault.kind == "delay":
        await asyncio.sleep(fault.seconds)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _refuse(error: Any, call: Wire) -> web.Response:
    description = error.description if isinstance(error, ApiRefusal) else str(error)
    call["error"] = description
    body = {"ok": False, "error_code": error.status, "description": description}
    if isinstance(error, ApiRefusal) and error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.status)


def _find_chat_id(update: Wire) -> int | None:
    for value in update.values():
        if isinstance(value, dict):
            holder = value.get("message") if "chat_instance" in value else value
            chat = holder.get("chat") if isinstance(holder, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return None
