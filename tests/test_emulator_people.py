"""People and a small real bot over real HTTP."""

import asyncio

import pytest
from small_bot import TOKEN, run_small_bot
from telegram import Bot, Update

from bot.emulator.control import serve_emulator
from bot.emulator.people import Person
from bot.emulator.sendables import SENDABLES
from bot.emulator.server import Emulator
from bot.emulator.town import Place, open_town
from corpus.errors import UsageError

GROUP = Place({"id": -1001, "type": "supergroup", "title": "กลุ่มถามตอบ"})
TOPIC = Place({"id": -1001, "type": "supergroup", "title": "กลุ่มถามตอบ", "is_forum": True}, 7)


def with_bot(scenario):
    async def run():
        async with run_small_bot() as (emulator, town):
            return await scenario(emulator, town)

    return asyncio.run(run())


def test_a_question_is_answered_in_place_of_its_placeholder():
    async def scenario(_emulator, town):
        shown = await Person(town, 42).ask("น้ำท่วมคืออะไร 😀")
        screen = await town.look(Person(town, 42).home)
        return shown, screen

    shown, screen = with_bot(scenario)
    assert shown.text == "คำตอบ ของ น้ำท่วมคืออะไร 😀"
    assert (shown.edits, shown.reply_to, shown.chat_id) == (1, 1, 42)
    assert [(part.kind, part.words) for part in shown.parts] == [
        ("blockquote", "คำตอบ ของ น้ำท่วมคืออะไร 😀"),
        ("bold", "คำตอบ"),
    ]
    assert shown.labels == ("ดูเพิ่ม", "แหล่งที่มา")
    assert list(screen) == [shown.message_id] == [2]


def test_a_pressed_button_changes_the_message_and_shows_a_toast():
    async def scenario(_emulator, town):
        malee = Person(town, 42)
        shown = await malee.ask("น้ำท่วมคืออะไร")
        pressed = await malee.press(shown, "ดูเพิ่ม")
        toast = await town.wait_for_event(pressed, "toast")
        after = await town.wait_for_answer(pressed)
        with pytest.raises(UsageError, match='no button "ลบ" to press; there are: ดูเพิ่ม'):
            await malee.press(shown, "ลบ")
        return shown, toast, after

    shown, toast, after = with_bot(scenario)
    assert toast.data["text"] == "ได้เลย"
    assert (after.message_id, after.text) == (shown.message_id, "บริบทของคำตอบ")
    assert after.labels == ()


def test_a_press_that_comes_too_late_can_not_be_answered_but_the_message_still_changes():
    async def scenario(emulator, town):
        malee = Person(town, 42)
        shown = await malee.ask("น้ำท่วมคืออะไร")
        pressed = await malee.press(shown, "ดูเพิ่ม", stale=True)
        after = await town.wait_for_answer(pressed)
        errors = [call.get("error") for call in emulator.calls]
        return after, errors

    after, errors = with_bot(scenario)
    assert after.text == "บริบทของคำตอบ"
    assert (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
        in errors
    )


def test_in_a_group_the_bot_sees_only_what_is_meant_for_it():
    async def scenario(_emulator, town):
        malee = Person(town, 42)
        seen = {}
        shown = await malee.ask("@testbot น้ำท่วมคืออะไร", GROUP)
        for name, text, reply_to in (
            ("plain", "น้ำท่วมคืออะไร", None),
            ("another", "/start@otherbot", None),
            ("command", "/start", None),
            ("mention", "ถาม @TestBot หน่อย", None),
            ("reply", "แล้วปี 2565 ล่ะ", shown.message_id),
        ):
            said = await malee.write(text, GROUP, reply_to=reply_to)
            seen[name] = said.update_id is not None
        await town.post("bot", {"token": town.token, "privacy": False})
        seen["no privacy"] = (await malee.write("คุยกันเอง", GROUP)).update_id is not None
        return seen

    assert with_bot(scenario) == {
        "plain": False,
        "another": False,
        "command": True,
        "mention": True,
        "reply": True,
        "no privacy": True,
    }


def test_a_reply_brings_the_bots_message_with_its_buttons():
    async def scenario(_emulator, town):
        malee = Person(town, 42)
        shown = await malee.ask("น้ำท่วมคืออะไร")
        said = await malee.write("แล้วล่ะ", reply_to=shown.message_id)
        event = await town.wait_for_event(said, "said")
        return event.data["update"]["message"]["reply_to_message"]

    replied = with_bot(scenario)
    assert replied["text"] == "คำตอบ ของ น้ำท่วมคืออะไร"
    assert replied["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "c:1"
    assert replied["from"]["is_bot"] is True
    assert "reply_to_message" not in replied


def test_a_question_in_a_topic_is_answered_in_the_topic():
    async def scenario(_emulator, town):
        return await Person(town, 42).ask("@testbot น้ำท่วมคืออะไร", TOPIC)

    shown = with_bot(scenario)
    assert (shown.chat_id, shown.thread_id) == (-1001, 7)


def test_inline_results_come_parsed_and_a_chosen_one_is_a_message_through_the_bot():
    async def scenario(_emulator, town):
        malee = Person(town, 42)
        results = await malee.query_inline("น้ำท่วม")
        said = await malee.choose(results[0], GROUP)
        event = await town.wait_for_event(said, "said")
        return results, said, event.data["update"]["message"]

    results, said, message = with_bot(scenario)
    assert [(each["title"], each["content"]["text"]) for each in results] == [("น้ำท่วม", "ผล")]
    assert said.update_id is not None
    assert message["via_bot"]["username"] == "testbot"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


def test_an_edited_question_reaches_the_bot_as_an_edit_of_the_same_message():
    async def scenario(_emulator, town):
        malee = Person(town, 42)
        said = await malee.write("น้ำท่วมคืออะไร")
        edited = await malee.edit(said, "น้ำแล้งคืออะไร /start")
        event = await town.wait_for_event(edited, "said")
        return said, event.data["update"]

    said, update = with_bot(scenario)
    message = update["edited_message"]
    assert (message["message_id"], message["text"]) == (said.message_id, "น้ำแล้งคืออะไร /start")
    assert message["entities"] == [{"type": "bot_command", "offset": 15, "length": 6}]
    assert message["from"]["first_name"] == "สมชาย"


@pytest.mark.parametrize("kind", sorted(SENDABLES))
def test_what_people_send_is_what_the_library_can_read(kind):
    async def run():
        async with serve_emulator(Emulator()) as emulator, open_town(emulator.url, TOKEN) as town:
            said = await Person(town, 42).send(SENDABLES[kind], GROUP)
            return (await town.wait_for_event(said, "said")).data["update"]

    update = Update.de_json({"update_id": 1, **asyncio.run(run())}, Bot(TOKEN))
    names = {"joined": "new_chat_members", "left": "left_chat_member", "renamed": "new_chat_title"}
    assert getattr(update.message, names.get(kind, kind))


def test_nothing_shown_in_time_is_none():
    async def scenario(_emulator, town):
        return await Person(town, 42).ask("คุยกันเอง", GROUP, seconds=0.2)

    assert with_bot(scenario) is None
