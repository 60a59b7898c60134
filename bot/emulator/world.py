"""What the server remembers for one bot: chats with their messages, and all that happened."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Literal

from bot.emulator.wire import Wire

EventKind = Literal["message", "edit", "delete", "action", "toast", "inline", "said"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `time` (epoch seconds); numbers go up by one."""

    number: int
    time: float
    kind: EventKind
    chat_id: int | None
    data: Wire


@dataclass(slots=True)
class Chat:
    """A chat; messages of people and of the bot share the numbering, as they do in Telegram."""

    info: Wire
    messages: dict[int, Wire] = field(default_factory=dict)
    next_message_id: int = 1
    topics: set[int] = field(default_factory=set)
    members: dict[int, Wire] = field(default_factory=dict)
    blocked: bool = False

    def take_message_id(self) -> int:
        """A number that no message of the chat has yet."""
        self.next_message_id += 1
        return self.next_message_id - 1

    def keep(self, message: Wire) -> None:
        """Remember a message; numbers given later are higher."""
        self.messages[message["message_id"]] = message
        self.next_message_id = max(self.next_message_id, message["message_id"] + 1)


@dataclass(slots=True)
class World:
    """All that the server knows around one bot."""

    token: str
    user: Wire
    privacy: bool = True
    chats: dict[int, Chat] = field(default_factory=dict)
    open_queries: dict[str, int | None] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Wire]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _next_query: int = 1

    @property
    def bot_id(self) -> int:
        """The bot's own user id."""
        bot_id: int = self.user["id"]
        return bot_id

    def open_chat(self, chat_id: int, info: Wire | None = None) -> Chat:
        """The chat with this id, made if new: a person for a positive id, else a supergroup."""
        chat = self.chats.get(chat_id)
        if chat is None:
            chat = self.chats[chat_id] = Chat(_describe_chat(chat_id))
        chat.info.update(info or {})
        return chat

    def find_message(self, chat_id: int, message_id: int) -> Wire | None:
        """The message as it is now."""
        chat = self.chats.get(chat_id)
        return chat.messages.get(message_id) if chat else None

    def make_query_id(self) -> str:
        """A new id for a press or an inline query."""
        self._next_query += 1
        return f"{self.bot_id}{self._next_query:08d}"

    def find_member(self, chat_id: int, user_id: int) -> Wire:
        """The membership as getChatMember gives it; whoever wrote in a group is a member."""
        chat = self.open_chat(chat_id)
        if user_id == self.bot_id:
            return chat.members.get(user_id, {"status": "member", "user": self.user})
        person = {"id": user_id, "is_bot": False, "first_name": "U"}
        return chat.members.get(user_id, {"status": "left", "user": person})

    def is_admin(self, chat_id: int) -> bool:
        """Whether the bot is an administrator of the chat."""
        return bool(self.find_member(chat_id, self.bot_id)["status"] == "administrator")

    def tell(self, kind: EventKind, chat_id: int | None, data: Wire) -> Event:
        """Write down what happened, and wake whoever waits for it."""
        event = Event(len(self.events) + 1, time.time(), kind, chat_id, data)
        self.events.append(event)
        self._news.set()
        self._news = asyncio.Event()
        return event

    async def hear(self, after: int, chat_id: int | None, seconds: float) -> list[Event]:
        """The events with a higher number than `after`; waits up to so long for the first."""
        deadline = time.monotonic() + seconds
        while True:
            news = self._news
            found = [event for event in self.events[after:] if chat_id in (None, event.chat_id)]
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            after = len(self.events)
            try:
                await asyncio.wait_for(news.wait(), left)
            except TimeoutError:
                return []


def _describe_chat(chat_id: int) -> Wire:
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": "U"}
    return {"id": chat_id, "type": "supergroup", "title": "กลุ่ม"}
