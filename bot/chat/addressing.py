"""Whether a message is meant for the bot, and what it asks."""

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType


def read_question(message: Message, bot: User) -> str | None:
    """The words that `message` asks the bot, without a mention of it; None if it is not asked.

    Privately every text is for the bot. In a group only what mentions it or replies to it is, even
    where the bot can read everything.
    """
    text = message.text or message.caption or ""
    if message.chat.type == ChatType.PRIVATE:
        return text
    mentions = _find_mentions(message, bot)
    if not mentions and not is_reply_to(message, bot):
        return None
    for mention in mentions:
        text = text.replace(mention, " ", 1)
    return text.strip()


def is_reply_to(message: Message, user: User) -> bool:
    """Whether `message` replies to a message of `user`; being in its topic is no reply."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.forum_topic_created:
        return False
    return replied.from_user.id == user.id


def _find_mentions(message: Message, bot: User) -> list[str]:
    """The mentions of the bot in the text or caption, as they are written."""
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    entities = message.parse_entities(kinds) | message.parse_caption_entities(kinds)
    return [
        words
        for entity, words in entities.items()
        if (entity.user.id == bot.id if entity.user else words.lower() == bot.name.lower())
    ]
