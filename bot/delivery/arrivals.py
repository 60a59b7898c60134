"""What must be known of an update before it is let in: from whom, where, and of what kind."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from telegram import Chat, Message, MessageEntity, Update

# "question": costs the engine something; "control": commands and buttons, which always work;
# "typing": one letter more of an inline query; "ambient": talk in a group, not meant for the bot.
Kind: TypeAlias = Literal["question", "control", "typing", "ambient"]
LaneKey: TypeAlias = tuple[Literal["chat", "press", "inline"], int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who sent an update of which kind."""

    user_id: int
    chat_id: int
    private: bool
    kind: Kind


def find_lane(update: Update) -> LaneKey:
    """What an update keeps its order with.

    Messages of a chat one after the other; presses and inline queries by person, since they must
    be answered at once and need not wait for a question.
    """
    chat, user = update.effective_chat, update.effective_user
    if update.inline_query or update.chosen_inline_result:
        return "inline", user.id if user else 0
    if update.callback_query:
        return "press", user.id if user else 0
    if chat is not None:
        return "chat", chat.id
    return "chat", user.id if user else 0


def read_arrival(update: Update, bot_id: int, bot_name: str) -> Arrival:
    """Who sent `update` of which kind; `bot_name` is the bot's @name with the @."""
    chat, user = update.effective_chat, update.effective_user
    user_id = user.id if user else 0
    return Arrival(
        user_id=user_id,
        chat_id=chat.id if chat else user_id,
        private=chat is None or chat.type == Chat.PRIVATE,
        kind=_find_kind(update, bot_id, bot_name),
    )


def _find_kind(update: Update, bot_id: int, bot_name: str) -> Kind:
    if update.inline_query or update.chosen_inline_result:
        return "typing"
    if update.callback_query:
        return "control"
    message = update.message or update.edited_message
    if message is None:
        return "ambient"
    if _begins_with_command(message):
        return "control"
    if message.chat.type == Chat.PRIVATE or _is_addressed(message, bot_id, bot_name):
        return "question"
    return "ambient"


def _begins_with_command(message: Message) -> bool:
    return any(
        entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
        for entity in message.entities
    )


def _is_addressed(message: Message, bot_id: int, bot_name: str) -> bool:
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot_id:
        return True
    text = message.text or message.caption or ""
    return bool(bot_name.strip("@")) and bot_name.lower() in text.lower()
