"""An answer is shown once for its key, whatever happens on the way; over real HTTP."""

import asyncio
import logging

import pytest
from made_bot import TOKEN, read_shown, until
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError
from telegram.ext import ExtBot

from bot.delivery.exactly_once import Outgoing, Spot, deliver, show
from bot.delivery.outgoing import OutgoingLimiter
from bot.emulator.control import serve_emulator
from bot.emulator.faults import Fault
from bot.emulator.server import Emulator
from bot.state.database import open_state
from bot.state.deliveries import find_delivery

SPOT = Spot(42)
WAITING = "🔎 กำลังค้นหา…"


class Stage:
    """A bot, its server and its state."""

    def __init__(self, emulator, bot, database):
        self.emulator, self.bot, self.database = emulator, bot, database
        self.made = 0

    async def deliver(self, answer, spot=SPOT):
        """Delivers `answer` under one key; counts how often it was asked for."""

        async def make(_delivery):
            self.made += 1
            if isinstance(answer, Exception):
                raise answer
            return Outgoing(answer)

        return await deliver(self.bot, self.database, "คำถาม", spot, WAITING, make, lambda: 0.0)

    def count(self, method):
        return len([call for call in self.emulator.calls if call["method"] == method])


def play(folder, scenario):
    async def run():
        database = open_state(folder / "state.sqlite")
        async with serve_emulator(Emulator()) as emulator:
            bot = ExtBot(TOKEN, base_url=f"{emulator.url}/bot", rate_limiter=OutgoingLimiter())
            async with bot:
                return await scenario(Stage(emulator, bot, database))

    return asyncio.run(run())


def test_the_same_key_is_answered_once(tmp_path):
    async def scenario(stage):
        first = await stage.deliver("<b>ครั้ง</b>แรก")
        second = await stage.deliver("ครั้งที่สอง")
        return first, second, stage.made, read_shown(stage.emulator, 42)

    first, second, made, shown = play(tmp_path, scenario)
    assert first.done
    assert first == second
    assert made == 1
    assert shown == ["ครั้งแรก"]


def test_a_failed_answer_goes_on_in_its_placeholder(tmp_path):
    async def scenario(stage):
        with pytest.raises(ZeroDivisionError):
            await stage.deliver(ZeroDivisionError("ค้นไม่ได้"))
        between = read_shown(stage.emulator, 42), find_delivery(stage.database, "คำถาม").done
        await stage.deliver("ได้แล้ว")
        return between, read_shown(stage.emulator, 42), stage.count("sendMessage")

    between, shown, sent = play(tmp_path, scenario)
    assert between == ([WAITING], False)
    assert shown == ["ได้แล้ว"]
    assert sent == 1


def test_the_answer_is_made_while_the_placeholder_is_on_its_way(tmp_path):
    async def scenario(stage):
        made = asyncio.Event()

        async def make(delivery):
            # Nothing is stored yet: the placeholder has not landed.
            assert delivery.message_id is None
            assert read_shown(stage.emulator, 42) == []
            made.set()
            return Outgoing("พร้อมกัน")

        stage.emulator.faults.add([Fault("sendMessage", "delay", seconds=0.3)])
        delivering = asyncio.create_task(
            deliver(stage.bot, stage.database, "คำถาม", SPOT, WAITING, make)
        )
        await made.wait()
        before = read_shown(stage.emulator, 42)
        await delivering
        return before, read_shown(stage.emulator, 42)

    assert play(tmp_path, scenario) == ([], ["พร้อมกัน"])


def test_a_delivery_that_is_cancelled_leaves_no_second_placeholder(tmp_path):
    async def scenario(stage):
        stage.emulator.faults.add([Fault("sendMessage", "slow_reply", seconds=0.3)])

        async def make(_delivery):
            await asyncio.sleep(3600)

        delivering = asyncio.create_task(
            deliver(stage.bot, stage.database, "คำถาม", SPOT, WAITING, make)
        )
        await until(lambda: read_shown(stage.emulator, 42))
        delivering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await delivering
        await stage.deliver("หลังหยุด")
        return read_shown(stage.emulator, 42)

    assert play(tmp_path, scenario) == ["หลังหยุด"]


def test_a_message_that_the_person_deleted_counts_as_answered(tmp_path):
    async def scenario(stage):
        with pytest.raises(ZeroDivisionError):
            await stage.deliver(ZeroDivisionError())
        stage.emulator.open_world(TOKEN).open_chat(42).messages.clear()
        delivery = await stage.deliver("ไม่มีใครเห็น")
        return delivery.done, read_shown(stage.emulator, 42)

    assert play(tmp_path, scenario) == (True, [])


def test_html_that_telegram_refuses_is_shown_as_plain_words(tmp_path, caplog):
    async def scenario(stage):
        await stage.deliver("<b>ราคา</b> 5 &lt; 7 <p>บาท")
        return read_shown(stage.emulator, 42)

    with caplog.at_level(logging.ERROR, "bot.delivery.exactly_once"):
        assert play(tmp_path, scenario) == ["ราคา 5 < 7 บาท"]
    assert "without formatting" in caplog.text


def test_an_answer_replies_in_its_topic_even_to_a_message_that_is_gone(tmp_path):
    async def scenario(stage):
        stage.emulator.open_world(TOKEN).open_chat(-100).topics.add(9)
        await stage.deliver("ในหัวข้อ", Spot(-100, thread_id=9, reply_to=777))
        sent = next(call for call in stage.emulator.calls if call["method"] == "sendMessage")
        return sent["fields"]["message_thread_id"], read_shown(stage.emulator, -100)

    thread, shown = play(tmp_path, scenario)
    assert int(thread) == 9
    assert shown == ["ในหัวข้อ"]


def test_a_blocked_placeholder_is_final_and_marks_nothing_done(tmp_path):
    async def scenario(stage):
        blocked = Fault("sendMessage", status=403, description="Forbidden: bot was blocked")
        stage.emulator.faults.add([blocked])
        with pytest.raises(Forbidden):
            await stage.deliver("ไม่ถึง")
        return find_delivery(stage.database, "คำถาม")

    delivery = play(tmp_path, scenario)
    assert (delivery.message_id, delivery.done) == (None, False)


def test_showing_the_same_again_is_no_error_and_other_refusals_are(tmp_path):
    async def scenario(stage):
        button = InlineKeyboardButton("👍", callback_data="u")
        outgoing = Outgoing("<i>เหมือนเดิม</i>", InlineKeyboardMarkup([[button]]))
        message_id = (await stage.deliver("ก่อน")).message_id
        await show(stage.bot, 42, message_id, outgoing)
        await show(stage.bot, 42, message_id, outgoing)
        with pytest.raises(BadRequest):
            await show(stage.bot, 42, message_id, Outgoing(""))
        stage.emulator.faults.add([Fault("editMessageText", status=502, times=4)])
        with pytest.raises(NetworkError):
            await show(stage.bot, 42, message_id, Outgoing("ไม่ถึง"))
        return read_shown(stage.emulator, 42)

    assert play(tmp_path, scenario) == ["เหมือนเดิม"]
