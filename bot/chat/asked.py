"""A question as it came in, with all that its answer depends on."""

from collections.abc import Hashable
from dataclasses import dataclass

from telegram import Message, Update

from bot.chat.services import Services, choose_reader_language, find_thread, is_private
from bot.delivery.exactly_once import Spot
from bot.render.buttons import decode_press
from corpus.article import Language


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its words, who reads the answer, and where it is shown.

    `key` is that of the answer's delivery. `conversation` is what a follow-up leans on, `replied`
    the id of the answer that the question replies to.
    """

    text: str
    key: str
    spot: Spot
    language: Language
    person: int
    conversation: Hashable
    replied: str | None


def read_asked(services: Services, update: Update, message: Message, text: str) -> Asked:
    """The question `text` of `message`."""
    private = is_private(message.chat)
    others_wait = bool(services.lanes.waiting(message.chat_id))
    return Asked(
        text=text,
        key=make_key(message),
        spot=Spot(
            message.chat_id,
            find_thread(message),
            # Where several questions stand, the answer shows which one it is for.
            None if private and not others_wait else message.message_id,
        ),
        language=choose_reader_language(services, update, text),
        person=update.effective_user.id if update.effective_user else message.chat_id,
        conversation=name_conversation(update, message),
        replied=find_answer_id(message.reply_to_message),
    )


def make_key(message: Message) -> str:
    """What an answer is delivered for: this message of this chat, also after it is edited."""
    return f"question:{message.chat_id}:{message.message_id}"


def name_conversation(update: Update, message: Message) -> Hashable:
    """Where a follow-up looks back: what this person asked in this chat and topic."""
    user = update.effective_user
    return message.chat_id, find_thread(message), user.id if user else 0


def find_answer_id(message: Message | None) -> str | None:
    """The id of the answer that `message` shows, told by its buttons."""
    if message is None or message.reply_markup is None:
        return None
    for row in message.reply_markup.inline_keyboard:
        for button in row:
            press = (
                decode_press(button.callback_data)
                if isinstance(button.callback_data, str)
                else None
            )
            if press is not None and press.answer_id:
                return press.answer_id
    return None
