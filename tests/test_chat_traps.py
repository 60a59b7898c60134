"""What goes wrong between people, Telegram and the bot, and what people see of it: nothing."""

import json
import stat

import httpx
import pytest
from running_bot import copy_index, look_until, play_with_bot

from bot.emulator.bot_process import SECRET, TOKEN
from bot.emulator.faults import Fault
from bot.emulator.people import Person
from bot.emulator.sendables import make_forward
from bot.emulator.town import Place
from bot.state.database import open_state
from bot.state.inbox import count_pending

QUESTION = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
QUOTE = "4.7 แสนล้านหยวน"
ENGLISH = "When did the BTS Skytrain open?"


def list_sent(emulator, chat_id):
    return [
        call
        for call in emulator.calls
        if call["method"] == "sendMessage" and str(call["fields"].get("chat_id")) == str(chat_id)
    ]


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_one_bot_survives_them_all(mode, sample_index, tmp_path):
    async def play(emulator, town, bot):
        await _repeat_an_update(emulator, town)
        await _send_through_the_bot(emulator, town)
        await _edit_what_was_never_asked(emulator, town)
        await _press_too_late(town)
        await _send_what_nobody_can_read(emulator, town)
        for fault in (
            Fault("editMessageText", times=1, kind="lost_reply"),
            Fault("sendMessage", times=1, kind="drop"),
            Fault("editMessageText", times=2, status=502, description="Bad Gateway"),
            Fault(
                "editMessageText",
                times=1,
                status=429,
                description="Too Many Requests: retry after 1",
                parameters={"retry_after": 1},
            ),
            Fault("sendChatAction", times=1, status=400, description="Bad Request: no typing"),
        ):
            await _ask_through(emulator, town, fault)
        await _paste_a_long_text(emulator, town)
        await _ask_many_at_once(emulator, town)
        if mode == "webhook":
            await _knock_with_a_wrong_secret(emulator, town, bot)
        return await look_until(lambda: _all_done(bot.data))

    assert play_with_bot(play, copy_index(sample_index, tmp_path), mode)
    assert TOKEN.split(":")[1] not in (tmp_path / "log.txt").read_text("utf-8")
    assert SECRET not in (tmp_path / "log.txt").read_text("utf-8")
    assert stat.S_IMODE((tmp_path / "state.sqlite").stat().st_mode) == 0o600
    _check_that_nobody_is_named(tmp_path)


async def _all_done(data):
    database = open_state(data / "state.sqlite")
    try:
        return count_pending(database) == 0
    finally:
        database.close()


async def _repeat_an_update(emulator, town):
    person = Person(town, 880011001)
    message = {"chat": person.home.chat, "from": person.user, "text": QUESTION}
    said = await town.say({"message": message}, person.home, repeat=True)
    shown = await town.wait_for_answer(said)
    assert QUOTE in shown.text
    await Person(town, 880011002).ask(QUESTION)
    assert len(list_sent(emulator, 880011001)) == 1


async def _send_through_the_bot(emulator, town):
    """A message that the bot itself offered inline comes back as an ordinary one."""
    person = Person(town, 880011003)
    await person.send({"text": QUESTION, "via_bot": town.bot})
    await person.ask("/help")
    assert len(list_sent(emulator, 880011003)) == 1


async def _edit_what_was_never_asked(emulator, town):
    person = Person(town, 880011004)
    group = Place({"id": -880012004, "type": "supergroup", "title": "กลุ่ม"})
    said = await person.write("คุยกันเอง", group)
    await person.edit(said, f"คุยกันเองเรื่อง {QUESTION}")
    await person.ask("/help")
    assert list_sent(emulator, -880012004) == []


async def _press_too_late(town):
    person = Person(town, 880011005, language_code="en")
    shown = await person.ask(ENGLISH)
    said = await person.press(shown, "📖", stale=True)
    assert "72nd birthday" in (await town.wait_for_answer(said)).text
    said = await person.press_data(shown, "c:AAAAAAAAAAA:1")
    toast = await town.wait_for_event(said, "toast")
    assert toast.data["text"] == "This button has expired. Please ask again."


async def _send_what_nobody_can_read(emulator, town):
    """A broken update does not block those behind it."""
    person = Person(town, 880011006)
    await emulator.receive(TOKEN, {"message": {"chat": person.home.chat, "entities": [{"x": 1}]}})
    assert QUOTE in (await person.ask(QUESTION)).text


async def _ask_through(emulator, town, fault):
    person = Person(town, 1100 + len(emulator.calls))
    emulator.faults.add([fault])
    shown = await person.ask(QUESTION)
    assert shown is not None, fault
    assert QUOTE in shown.text
    screen = await town.look(person.home)
    assert len([each for each in screen.values() if QUOTE in each.text]) == 1, fault
    emulator.faults.clear()


async def _paste_a_long_text(emulator, town):
    """Telegram's app cuts a long paste into messages; they get one answer."""
    person = Person(town, 880011007)
    long = f"{QUESTION} " + "ความ " * 800
    said = await person.write(long[:4096])
    await person.write(long[:4090])
    await person.write("จบ")
    assert await town.wait_for_answer(said) is not None
    assert QUOTE in (await person.ask(f"{QUESTION} ")).text
    assert len(list_sent(emulator, 880011007)) == 2


async def _ask_many_at_once(emulator, town):
    """Every question of one chat is answered, in order, each under its own."""
    person = Person(town, 880011008)
    asked = [await person.write(text) for text in (QUESTION, ENGLISH, QUESTION, "สวัสดี", ENGLISH)]
    for said, words in zip(asked, (QUOTE, "1999", QUOTE, "สวัสดี", "1999"), strict=True):
        shown = await look_until(lambda said=said: _find_answer(town, person, said, asked))
        assert words in shown.text
    numbers = [number for number, _shown in sorted((await town.look(person.home)).items())]
    assert len(numbers) == 5


async def _find_answer(town, person, said, asked):
    screen = await town.look(person.home, asked[0].after)
    shown = [each for _number, each in sorted(screen.items())]
    position = asked.index(said)
    done = len(shown) > position and not shown[position].is_placeholder
    return shown[position] if done else None


async def _knock_with_a_wrong_secret(emulator, town, bot):
    url = f"http://127.0.0.1:{bot.webhook_port}/hook"
    person = Person(town, 880011009)
    update = {
        "update_id": 999_999,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": person.home.chat,
            "from": person.user,
            "text": QUESTION,
        },
    }
    async with httpx.AsyncClient() as client:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "ผิด".encode().hex()}):
            response = await client.post(url, content=json.dumps(update), headers=headers)
            assert response.status_code == 403
    assert list_sent(emulator, 880011009) == []


def _check_that_nobody_is_named(folder):
    """No question is kept with the person who asked: not in the rows, not in what they erased."""
    database = open_state(folder / "state.sqlite")
    rows = database.execute("SELECT raw FROM inbox WHERE raw IS NOT NULL").fetchall()
    answers = json.dumps(database.execute("SELECT * FROM answers").fetchall(), default=str)
    database.close()
    assert rows == []
    assert QUOTE not in answers  # places, not words
    assert not any(f"{person}" in answers for person in range(880011001, 880011010))


def test_a_forward_and_a_caption_are_questions_too(sample_index, tmp_path):
    async def play(_emulator, town, _bot):
        person = Person(town, 1200)
        said = await person.send(make_forward(QUESTION))
        forwarded = await town.wait_for_answer(said)
        size = {"file_id": "ก", "file_unique_id": "ข", "width": 1, "height": 1}
        said = await person.send({"photo": [size], "caption": QUESTION})
        return forwarded, await town.wait_for_answer(said)

    forwarded, captioned = play_with_bot(play, copy_index(sample_index, tmp_path))
    assert QUOTE in forwarded.text
    assert QUOTE in captioned.text
