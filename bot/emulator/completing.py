"""Fills in what Telegram itself puts into an update; who scripts one writes only what matters.

What is there stays as it is, so that a malformed update can be scripted too.
"""

import time
from typing import Any, TypeGuard

from bot.emulator.td_judge import find_entities
from bot.emulator.wire import Wire, cut_utf16
from bot.emulator.world import Chat, World

_TEXTS = (("text", "entities"), ("caption", "caption_entities"))
_STALE = "stale"  # of a press: the bot gets it so late that it can't be answered any more


def complete_update(world: World, update: Wire) -> Wire:
    """The update as the bot gets it, with its messages remembered in the world."""
    completed = dict(update)
    for kind, value in update.items():
        if not isinstance(value, dict):
            continue
        if kind in ("message", "channel_post"):
            completed[kind] = _complete_message(world, value)
        elif kind in ("edited_message", "edited_channel_post"):
            completed[kind] = _complete_edit(world, value)
        elif kind == "callback_query":
            completed[kind] = _complete_press(world, value)
        elif kind == "inline_query":
            query_id = value.get("id") or world.make_query_id()
            world.open_queries[query_id] = None
            completed[kind] = {"offset": "", "chat_type": "private", **value, "id": query_id}
    return completed


def is_for_bot(world: World, update: Wire) -> bool:
    """Whether Telegram hands the update to the bot.

    In a group with privacy mode on it gets commands, mentions, replies to itself, what was sent
    through it, and service messages: https://core.telegram.org/bots/features#privacy-mode
    """
    message = update.get("message") or update.get("edited_message")
    if not isinstance(message, dict) or not _has_chat(message) or not world.privacy:
        return True
    chat = message["chat"]
    if chat.get("type") not in ("group", "supergroup") or world.is_admin(chat["id"]):
        return True
    replied = message.get("reply_to_message") or {}
    through = message.get("via_bot") or {}
    own = (replied.get("from") or {}).get("id"), through.get("id")
    is_plain = any(name in message for name, _entities in _TEXTS) or "sticker" in message
    return world.bot_id in own or not is_plain or _calls_bot(world, message)


def _calls_bot(world: World, message: Wire) -> bool:
    name = f"@{world.user['username']}".lower()
    for text_name, entities_name in _TEXTS:
        text = message.get(text_name) or ""
        for entity in message.get(entities_name) or ():
            words = cut_utf16(text, entity["offset"], entity["length"]).lower()
            if entity["type"] == "mention" and words == name:
                return True
            if entity["type"] == "bot_command" and ("@" not in words or words.endswith(name)):
                return True
    return False


def _complete_message(world: World, message: Wire) -> Wire:
    if not _has_chat(message):
        return message
    chat = world.open_chat(message["chat"]["id"], message["chat"])
    message_id = message.get("message_id")
    message = {
        "message_id": chat.take_message_id() if message_id is None else message_id,
        "date": int(time.time()),
        **message,
        "chat": dict(chat.info),
    }
    _note_sender(chat, message)
    _mark_entities(message)
    replied = message.get("reply_to_message")
    if isinstance(replied, dict) and isinstance(replied.get("message_id"), int):
        known = chat.messages.get(replied["message_id"], {})
        # "will not contain further reply_to_message fields even if it itself is a reply"
        message["reply_to_message"] = {
            **{name: value for name, value in known.items() if name != "reply_to_message"},
            **replied,
        }
    if isinstance(message["message_id"], int):
        chat.keep(message)
    return message


def _complete_edit(world: World, message: Wire) -> Wire:
    if not _has_chat(message):
        return message
    chat = world.open_chat(message["chat"]["id"])
    known = chat.messages.get(message.get("message_id", 0), {"date": int(time.time())})
    known = {name: value for name, value in known.items() if name not in dict(_TEXTS).values()}
    message = {**known, "edit_date": int(time.time()), **message, "chat": dict(chat.info)}
    _mark_entities(message)
    if isinstance(message.get("message_id"), int):
        chat.keep(message)
    return message


def _complete_press(world: World, press: Wire) -> Wire:
    press = {"chat_instance": "1", **press}
    stale = press.pop(_STALE, False)
    press["id"] = press.get("id") or world.make_query_id()
    message = press.get("message")
    if isinstance(message, dict) and _has_chat(message) and "message_id" in message:
        known = world.find_message(message["chat"]["id"], message["message_id"])
        # What the bot can't see any more comes with a date of 0 (InaccessibleMessage).
        press["message"] = {**(known or {"date": 0}), **message}
        press["message"]["chat"] = dict(world.open_chat(message["chat"]["id"]).info)
    if not stale:
        world.open_queries[press["id"]] = _find_chat(press.get("message"))
    return press


def _find_chat(message: Any) -> int | None:
    return message["chat"]["id"] if isinstance(message, dict) and _has_chat(message) else None


def _note_sender(chat: Chat, message: Wire) -> None:
    sender = message.get("from")
    if isinstance(sender, dict) and isinstance(sender.get("id"), int):
        chat.members.setdefault(sender["id"], {"status": "member", "user": sender})
    thread = message.get("message_thread_id")
    if message.get("is_topic_message") and isinstance(thread, int):
        chat.topics.add(thread)


def _mark_entities(message: Wire) -> None:
    for text_name, entities_name in _TEXTS:
        text = message.get(text_name)
        if isinstance(text, str) and entities_name not in message:
            entities = find_entities(text)
            if entities:
                message[entities_name] = list(entities)


def _has_chat(message: Wire) -> TypeGuard[dict[str, Any]]:
    chat = message.get("chat")
    return isinstance(chat, dict) and type(chat.get("id")) is int
