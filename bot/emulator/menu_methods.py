"""Methods around the bot that the core lacks or doesn't remember: menus, texts, chats, members."""

import json
import re
from collections.abc import Callable

from lo_bot_api_emulator import ApiRefusal

from bot.emulator.wire import Wire
from bot.emulator.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_MOST_IN_DESCRIPTION = 256
_MOST_IN_TEXT = {"Description": 512, "ShortDescription": 120, "Name": 64}
_TEXT_METHOD = re.compile(r"(get|set)My(Description|ShortDescription|Name)")
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")


def call_menu_method(world: World, method: str, fields: Wire) -> tuple[bool, object]:
    """Whether the method is one of these, and its result. Raises ApiRefusal as Telegram would."""
    text = _TEXT_METHOD.fullmatch(method)
    if text:
        return True, _keep_text(world, text[1], text[2], fields)
    act = _METHODS.get(method)
    return (False, None) if act is None else (True, act(world, fields))


def _keep_text(world: World, verb: str, name: str, fields: Wire) -> object:
    language = fields.get("language_code") or ""
    key = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()  # ShortDescription: short_description
    if verb == "get":
        return {key: world.texts.get((key, language), world.texts.get((key, ""), ""))}
    text = fields.get(key) or ""
    if len(text) > _MOST_IN_TEXT[name]:
        message = f"Bad Request: {key} is too long"
        raise ApiRefusal(message)
    world.texts[key, language] = text
    return True


def _menu_key(fields: Wire) -> tuple[str, str]:
    scope = json.loads(fields.get("scope") or '{"type": "default"}')
    return json.dumps(scope, sort_keys=True), fields.get("language_code") or ""


def _set_commands(world: World, fields: Wire) -> object:
    commands = json.loads(fields["commands"])
    if not isinstance(commands, list) or len(commands) > _MOST_COMMANDS:
        message = "Bad Request: BOT_COMMANDS_TOO_MUCH"
        raise ApiRefusal(message)
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            message = "Bad Request: BOT_COMMAND_INVALID"
            raise ApiRefusal(message)
        if not 1 <= len(command["description"]) <= _MOST_IN_DESCRIPTION:
            message = "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"
            raise ApiRefusal(message)
    scope = json.loads(fields.get("scope") or "{}")
    if "chat_id" in scope and int(scope["chat_id"]) not in world.chats:
        message = "Bad Request: chat not found"
        raise ApiRefusal(message)
    world.commands[_menu_key(fields)] = commands
    return True


def _get_commands(world: World, fields: Wire) -> object:
    return world.commands.get(_menu_key(fields), [])


def _delete_commands(world: World, fields: Wire) -> object:
    world.commands.pop(_menu_key(fields), None)
    return True


def _get_chat(world: World, fields: Wire) -> object:
    chat = world.chats.get(int(fields["chat_id"]))
    if chat is None:
        message = "Bad Request: chat not found"
        raise ApiRefusal(message)
    gifts = dict.fromkeys((*_GIFTS, "gifts_from_channels"), False)
    extra = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return {**chat.info, **extra}


def _get_member(world: World, fields: Wire) -> object:
    return world.find_member(int(fields["chat_id"]), int(fields["user_id"]))


def _get_admins(world: World, fields: Wire) -> object:
    members = world.open_chat(int(fields["chat_id"])).members.values()
    return [each for each in members if each["status"] in ("creator", "administrator")]


def _count_members(world: World, fields: Wire) -> object:
    return len(world.open_chat(int(fields["chat_id"])).members) + 1


def _leave(world: World, fields: Wire) -> object:
    chat = world.open_chat(int(fields["chat_id"]))
    chat.members[world.bot_id] = {"status": "left", "user": world.user}
    return True


def _agree(_world: World, _fields: Wire) -> object:
    return True


_METHODS: dict[str, Callable[[World, Wire], object]] = {
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "getChat": _get_chat,
    "getChatMember": _get_member,
    "getChatAdministrators": _get_admins,
    "getChatMemberCount": _count_members,
    "leaveChat": _leave,
    **dict.fromkeys(
        ("sendMessageDraft", "setMessageReaction", "pinChatMessage", "unpinChatMessage"), _agree
    ),
    **dict.fromkeys(("close", "logOut", "setMyDefaultAdministratorRights"), _agree),
}
