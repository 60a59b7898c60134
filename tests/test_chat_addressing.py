"""In groups the bot is quiet until it is asked."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, ForumTopicCreated, Message, MessageEntity, User

from bot.chat.addressing import is_reply_to, read_question

BOT = User(99, "คำตอบ", is_bot=True, username="KhamtobBot")
PERSON = User(7, "สมหญิง", is_bot=False)


def _write(text, kind="supergroup", entities=(), replied=None):
    chat = Chat(-100 if kind != "private" else 7, kind)
    return Message(
        5,
        datetime.now(UTC),
        chat,
        from_user=PERSON,
        text=text,
        entities=entities,
        reply_to_message=replied,
    )


def _message_of(user, **fields):
    return Message(4, datetime.now(UTC), Chat(-100, "supergroup"), from_user=user, **fields)


def test_every_private_text_is_a_question():
    assert read_question(_write("คุนซานอยู่ที่ไหน", "private"), BOT) == "คุนซานอยู่ที่ไหน"


def test_talk_among_people_in_a_group_is_none():
    assert read_question(_write("คุนซานอยู่ที่ไหน"), BOT) is None
    assert read_question(_write("ใช่", replied=_message_of(PERSON)), BOT) is None


@pytest.mark.parametrize("name", ["@KhamtobBot", "@khamtobbot"])
def test_a_mention_asks_and_is_taken_out(name):
    # The emoji counts two in Telegram's offsets.
    text = f"😀 {name} คุนซานอยู่ที่ไหน"
    mention = MessageEntity(MessageEntity.MENTION, 3, len(name))
    question = read_question(_write(text, entities=[mention]), BOT)
    assert question == "😀   คุนซานอยู่ที่ไหน"


def test_a_mention_of_somebody_else_does_not_ask():
    mention = MessageEntity(MessageEntity.MENTION, 0, 6)
    assert read_question(_write("@somtam คุนซาน", entities=[mention]), BOT) is None


def test_a_mention_without_a_username_asks():
    mention = MessageEntity(MessageEntity.TEXT_MENTION, 0, 5, user=BOT)
    assert read_question(_write("คำตอบ อยู่ไหม", entities=[mention]), BOT) == "อยู่ไหม"


def test_a_reply_to_the_bot_asks_but_being_in_its_topic_does_not():
    assert read_question(_write("แล้วปี 2565 ล่ะ", replied=_message_of(BOT)), BOT) == "แล้วปี 2565 ล่ะ"
    topic = _message_of(BOT, forum_topic_created=ForumTopicCreated("หัวข้อ", 1))
    assert not is_reply_to(_write("สวัสดี", replied=topic), BOT)
    assert read_question(_write("สวัสดี", replied=topic), BOT) is None
