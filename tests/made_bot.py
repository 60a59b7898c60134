"""A small bot on the real delivery: it answers each text with its own words, behind a prefix.

In this process with `open_bot`, or as a process of its own: python made_bot.py URL FOLDER [PORT]
(with a port it listens for a webhook).
"""

import asyncio
import html
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.delivery.exactly_once import Outgoing, Spot, deliver
from bot.delivery.heartbeat import find_heartbeat
from bot.delivery.lanes import Lanes
from bot.delivery.listening import Listening
from bot.delivery.log import set_up_logging
from bot.delivery.outgoing import OutgoingLimiter
from bot.delivery.poll_request import PollRequest
from bot.delivery.receiving import Poller, Webhook
from bot.delivery.serving import serve
from bot.delivery.update_queue import DurableQueue
from bot.delivery.watchdog import Watchdog
from bot.state.database import open_state

TOKEN = "123456:TEST"  # noqa: S105
BOT_ID = 123456
SECRET = "a-secret-of-the-webhook"  # noqa: S105
PLACEHOLDER = "🔎 กำลังค้นหา…"
KINDS = ["message", "edited_message", "callback_query"]


@dataclass
class MadeBot:
    """The parts of a bot; `think` runs for each question before it is answered."""

    application: Any
    queue: DurableQueue
    lanes: Lanes
    listening: Listening
    database: Any
    think: Callable[[Any], Awaitable[None]]
    began: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    decisions: list[Any] = field(default_factory=list)

    async def answer(self, update, context):
        message = update.effective_message
        self.began.append(message.text)

        async def make(_delivery):
            await self.think(update)
            return Outgoing(f"<b>ตอบ</b> {html.escape(message.text)}")

        key = f"{message.chat_id}:{message.message_id}"
        spot = Spot(message.chat_id, reply_to=message.message_id)
        await deliver(context.bot, self.database, key, spot, PLACEHOLDER, make)
        self.ended.append(message.text)

    async def handle_error(self, update, context):
        decision = self.lanes.report(update, context.error)
        self.decisions.append(decision)
        if decision is not None and decision.apologise:
            await context.bot.send_message(update.effective_chat.id, "ขออภัย")


async def think_of_nothing(_update):
    """Answers at once."""


def make_bot(url, folder, think=think_of_nothing, *, limiter=None, read_timeout=5, **options):
    """The parts, wired as the real bot's."""
    database = open_state(Path(folder) / "state.sqlite")
    queue = DurableQueue(database)
    listening = Listening()
    lanes = Lanes(database, queue, **options)
    application = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .update_queue(queue)
        .concurrent_updates(lanes)
        .rate_limiter(limiter or OutgoingLimiter())
        .request(HTTPXRequest(read_timeout=read_timeout, pool_timeout=10))
        .get_updates_request(PollRequest(queue, listening, read_timeout=5))
        .build()
    )
    bot = MadeBot(application, queue, lanes, listening, database, think)
    application.add_handler(MessageHandler(filters.TEXT, bot.answer))
    application.add_error_handler(bot.handle_error)
    return bot


def make_receiver(bot, webhook_port=None):
    """Polling, or a webhook on this port."""
    if webhook_port is None:
        return Poller(bot.application.updater, KINDS)
    return Webhook(
        bot.application.bot,
        bot.queue,
        bot.listening,
        url=f"http://127.0.0.1:{webhook_port}/hook",
        secret=SECRET,
        address="127.0.0.1",
        port=webhook_port,
        allowed_updates=KINDS,
    )


@asynccontextmanager
async def open_bot(url, folder, think=think_of_nothing, *, webhook_port=None, **options):
    """A running bot in this process."""
    bot = make_bot(url, folder, think, **options)
    receiver = make_receiver(bot, webhook_port)
    async with bot.application:
        bot.queue.restore(bot.application.bot)
        await bot.application.start()
        await receiver.start()
        try:
            yield bot
        finally:
            await receiver.stop()
            await asyncio.wait_for(bot.application.stop(), 20)
    bot.database.close()


def find_port():
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


async def until(condition, seconds=20.0):
    """Waits for `condition`; its last value, true or not."""
    for _ in range(round(seconds / 0.01)):
        if condition():
            break
        await asyncio.sleep(0.01)
    return condition()


def make_update(update_id=1, **content):
    return Update.de_json({"update_id": update_id, **content}, None)


def make_message(text="สวัสดี", chat=42, **more):
    kind = "private" if chat > 0 else "supergroup"
    person = {"id": 42, "is_bot": False, "first_name": "ส"}
    return {
        "message_id": 1,
        "date": 1,
        "chat": {"id": chat, "type": kind},
        "from": person,
        "text": text,
        **more,
    }


async def say(emulator, chat_id, text, **more):
    """A person writes `text`; the id of the update."""
    person = {"id": chat_id, "is_bot": False, "first_name": "สมชาย"}
    message = {"chat": {"id": chat_id, "type": "private"}, "from": person, "text": text}
    receipt = await emulator.receive(TOKEN, {"message": message, **more})
    return receipt["update_id"]


def read_shown(emulator, chat_id):
    """The texts of the bot's messages in a chat, as they are now."""
    world = emulator.open_world(TOKEN)
    return [
        message["text"]
        for message in world.open_chat(chat_id).messages.values()
        if message["from"]["id"] == world.bot_id
    ]


async def _main(url, folder, webhook_port):
    async def think(update):
        if "ช้า" in update.effective_message.text:
            await asyncio.sleep(3600)
        if "พัง" in update.effective_message.text:
            message = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
            raise TelegramError(message)

    bot = make_bot(url, folder, think)
    watchdog = Watchdog(bot.listening, find_heartbeat(Path(folder)), beat_seconds=0.2)
    await serve(
        bot.application, bot.queue, make_receiver(bot, webhook_port), watchdog, _prepare_nothing
    )


async def _prepare_nothing():
    pass


if __name__ == "__main__":
    set_up_logging([TOKEN, SECRET])
    asyncio.run(_main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if sys.argv[3:] else None))
