"""Sending, editing and deleting messages: the core checks, the world remembers.

Telegram's own words for what is refused; bots go by them.
"""

import json
import time

from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator

from bot.emulator.content import prepare_for_core, read_content, read_keyboard
from bot.emulator.wire import Wire
from bot.emulator.world import Chat, World

_GENERAL_TOPIC = 1
_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def send_message(
    core: LoBotApiEmulator, world: World, method: str, fields: Wire, uploads: Wire
) -> Wire:
    """The message as the chat has it now. Raises ApiRefusal as Telegram would."""
    chat = _find_chat(world, fields)
    placed = {**_find_thread(chat, fields), **_find_replied(chat, fields)}
    content = read_content(fields)
    checked = core.validate(method, prepare_for_core(fields, content), uploads)
    message = {
        **checked,
        "message_id": chat.take_message_id(),
        "date": int(time.time()),
        "chat": dict(chat.info),
        "from": world.user,
        **placed,
        **content,
        **read_keyboard(fields),
    }
    chat.keep(message)
    world.tell("message", chat.info["id"], message)
    return message


def edit_message(core: LoBotApiEmulator, world: World, method: str, fields: Wire) -> Wire:
    """The message after the edit. Raises ApiRefusal as Telegram would.

    Messages sent through inline mode can't be edited: the server doesn't give them ids.
    """
    if "inline_message_id" in fields:
        message = "Bad Request: MESSAGE_ID_INVALID"
        raise ApiRefusal(message)
    chat = _find_chat(world, fields)
    old = chat.messages.get(int(fields.get("message_id") or 0))
    if old is None:
        message = "Bad Request: message to edit not found"
        raise ApiRefusal(message)
    if (old.get("from") or {}).get("id") != world.bot_id:
        message = "Bad Request: message can't be edited"
        raise ApiRefusal(message)
    content = read_content(fields)
    core.validate(method, prepare_for_core(fields, content), {})
    kept = dict(old)
    if content:
        kept = {name: value for name, value in kept.items() if not name.endswith("entities")}
    kept.pop("reply_markup", None)  # an edit without a keyboard takes the old one away
    new = {**kept, **content, **read_keyboard(fields)}
    if _compare(new) == _compare(old):
        raise ApiRefusal(_NOT_MODIFIED)
    new["edit_date"] = int(time.time())
    chat.keep(new)
    world.tell("edit", chat.info["id"], new)
    return new


def delete_message(world: World, fields: Wire) -> bool:
    """True once the message is gone."""
    chat = _find_chat(world, fields)
    if chat.messages.pop(int(fields["message_id"]), None) is None:
        message = "Bad Request: message to delete not found"
        raise ApiRefusal(message)
    world.tell("delete", chat.info["id"], {"message_id": int(fields["message_id"])})
    return True


def show_action(core: LoBotApiEmulator, world: World, fields: Wire) -> bool:
    """True; a person sees the action in the chat."""
    chat = _find_chat(world, fields)
    if fields.get("message_thread_id") != str(_GENERAL_TOPIC):
        _find_thread(chat, fields)
    core.validate("sendChatAction", prepare_for_core(fields, {}), {})
    world.tell("action", chat.info["id"], {"action": fields["action"]})
    return True


def _find_chat(world: World, fields: Wire) -> Chat:
    try:
        chat = world.open_chat(int(str(fields.get("chat_id"))))
    except ValueError:
        message = "Bad Request: chat not found"
        raise ApiRefusal(message) from None
    if chat.blocked:
        message = "Forbidden: bot was blocked by the user"
        raise ApiRefusal(message, 403)
    return chat


def _find_thread(chat: Chat, fields: Wire) -> Wire:
    if not fields.get("message_thread_id"):
        return {}
    thread = int(fields["message_thread_id"])
    if thread not in chat.topics:
        message = "Bad Request: message thread not found"
        raise ApiRefusal(message)
    return {"message_thread_id": thread, "is_topic_message": True}


def _find_replied(chat: Chat, fields: Wire) -> Wire:
    given = fields.get("reply_parameters")
    reply = json.loads(given) if isinstance(given, str) else given
    if not reply and fields.get("reply_to_message_id"):
        reply = {"message_id": int(fields["reply_to_message_id"])}
    if not reply:
        return {}
    replied = chat.messages.get(reply["message_id"])
    if replied is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        message = "Bad Request: message to be replied not found"
        raise ApiRefusal(message)
    if reply.get("quote") and reply["quote"] not in (replied.get("text") or ""):
        message = "Bad Request: QUOTE_TEXT_INVALID"
        raise ApiRefusal(message)
    plain = {name: value for name, value in replied.items() if name != "reply_to_message"}
    return {"reply_to_message": plain}


def _compare(message: Wire) -> tuple[object, ...]:
    names = ("text", "caption", "entities", "caption_entities", "reply_markup")
    return tuple(message.get(name) or None for name in names)
