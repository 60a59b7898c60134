"""Turns, joined messages, refusals, and a process that ends before its work does."""

import asyncio

from made_bot import (
    BOT_ID,
    PLACEHOLDER,
    TOKEN,
    make_message,
    make_update,
    open_bot,
    read_shown,
    say,
    until,
)

from bot.delivery.arrivals import Arrival, read_arrival
from bot.delivery.limits import Admission, Limits
from bot.delivery.update_queue import DurableQueue
from bot.emulator.control import serve_emulator
from bot.emulator.server import Emulator
from bot.state.database import open_state
from bot.state.inbox import count_pending, finish_updates, list_pending, start_update, store_updates


def list_outcomes(bot):
    return [
        outcome
        for (outcome,) in bot.database.execute("SELECT outcome FROM inbox ORDER BY update_id")
    ]


def test_what_a_stopped_process_gave_up_is_answered_by_the_next_one(tmp_path):
    """One question is in work and one waits when the time to drain is over."""

    async def run():
        async with serve_emulator(Emulator()) as emulator:
            stuck = asyncio.Event()

            async def think(_update):
                stuck.set()
                await asyncio.sleep(3600)

            async with open_bot(emulator.url, tmp_path, think, drain_seconds=0.1) as bot:
                await say(emulator, 42, "ค้าง")
                await say(emulator, 42, "รอ")
                await stuck.wait()
                await until(lambda: len(bot.lanes.waiting(42)) == 1)
                await until(lambda: read_shown(emulator, 42) == [PLACEHOLDER])
                database = bot.database
                lanes = bot.lanes
                await bot.application.updater.stop()
                await bot.application.stop()
                left = [(each.update_id, each.tries) for each in list_pending(database)]
                unfinished = lanes.unfinished
                await bot.application.start()
            async with open_bot(emulator.url, tmp_path) as bot:
                await until(lambda: len(bot.ended) == 2)
                return left, unfinished, bot.began, read_shown(emulator, 42)

    left, unfinished, began, shown = asyncio.run(run())
    assert left == [(1, 1), (2, 0)]
    assert unfinished == 0
    assert began == ["ค้าง", "รอ"]
    assert shown == ["ตอบ ค้าง", "ตอบ รอ"]


def test_a_question_waiting_for_its_next_try_does_not_hold_up_the_end(tmp_path):
    """Its time comes while another chat is still in work, when nobody takes from the queue."""

    async def run():
        async with serve_emulator(Emulator()) as emulator:

            async def think(update):
                if update.effective_chat.id == 43:
                    await asyncio.sleep(0.9)
                else:
                    raise ZeroDivisionError

            async with open_bot(emulator.url, tmp_path, think, drain_seconds=60) as bot:
                await say(emulator, 42, "ลองใหม่")
                await until(lambda: bot.decisions)
                await say(emulator, 42, "ตามหลัง")
                await say(emulator, 43, "ช้า")
                await until(lambda: bot.lanes.unfinished == 3)
            first = bot.ended
            async with open_bot(emulator.url, tmp_path) as bot:
                await until(lambda: len(bot.ended) == 2)
                return first, bot.ended

    assert asyncio.run(run()) == (["ช้า"], ["ลองใหม่", "ตามหลัง"])


def test_messages_that_were_joined_are_finished_with_the_first(tmp_path):
    """A long paste that Telegram cut into three."""

    async def run():
        async with serve_emulator(Emulator()) as emulator:
            joined = []

            async def think(update):
                if update.message.text == "ต้น":
                    await until(lambda: len(bot.lanes.waiting(42)) == 3)
                    behind = bot.lanes.waiting(42)[:2]
                    joined.extend(each.message.text for each in behind)
                    bot.lanes.absorb([each.update_id for each in behind])
                    joined.append(len(bot.lanes.waiting(42)))

            async with open_bot(emulator.url, tmp_path, think) as bot:
                for text in ("ต้น", "กลาง", "ปลาย", "อื่น"):
                    await say(emulator, 42, text)
                await until(lambda: len(bot.ended) == 2)
                await until(lambda: not count_pending(bot.database))
                return joined, bot.began, list_outcomes(bot), bot.lanes.unfinished

    joined, began, outcomes, unfinished = asyncio.run(run())
    assert joined == ["กลาง", "ปลาย", 1]
    assert began == ["ต้น", "อื่น"]
    assert outcomes == ["done", "done", "done", "done"]
    assert unfinished == 0


def test_joined_messages_wait_on_when_the_first_fails(tmp_path):
    async def run():
        async with serve_emulator(Emulator()) as emulator:

            async def think(update):
                if update.message.text == "ต้น" and not bot.decisions:
                    await until(lambda: bot.lanes.waiting(42))
                    bot.lanes.absorb([each.update_id for each in bot.lanes.waiting(42)])
                    raise ZeroDivisionError

            async with open_bot(emulator.url, tmp_path, think) as bot:
                await say(emulator, 42, "ต้น")
                await say(emulator, 42, "ปลาย")
                await until(lambda: len(bot.ended) == 2)
                return bot.began

    assert asyncio.run(run()) == ["ต้น", "ต้น", "ปลาย"]


def test_a_flood_is_told_once_and_left_out_and_commands_still_work(tmp_path):
    async def run():
        async with serve_emulator(Emulator()) as emulator:
            limits, told = Limits(), []
            for _ in range(50):  # of the sixty that one person may ask at once
                limits.admit(Arrival(42, 42, private=True, kind="question"), 0, 0.0)

            def admit(update, waiting):
                return limits.admit(read_arrival(update, BOT_ID, "@testbot"), waiting, 0.0)

            async def refuse(update, admission):
                told.append((update.effective_message.text, admission))

            async with open_bot(emulator.url, tmp_path, admit=admit, refuse=refuse) as bot:
                for number in range(15):
                    await say(emulator, 42, f"ข้อ {number}")
                command = {"entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
                message = make_message("/help", **command)
                await emulator.receive(TOKEN, {"message": message})
                await say(emulator, 43, "คนอื่น")
                await until(lambda: len(bot.ended) == 12)
                await until(lambda: not count_pending(bot.database))
                return bot.ended, told, list_outcomes(bot), bot.lanes.unfinished

    ended, told, outcomes, unfinished = asyncio.run(run())
    assert sorted(ended) == sorted([f"ข้อ {number}" for number in range(10)] + ["/help", "คนอื่น"])
    assert told == [("ข้อ 10", Admission("too_fast", 2))]
    assert outcomes == ["done"] * 10 + ["dropped"] * 5 + ["done"] * 2
    assert unfinished == 0


def test_updates_left_by_the_last_run_are_let_in_without_a_new_limit(tmp_path):
    async def run():
        database = open_state(tmp_path / "state.sqlite")
        for number in range(1, 4):
            update = make_update(number, message=make_message(f"ค้าง {number}"))
            store_updates(database, [(number, update.to_json())], 0.0)
        store_updates(database, [(4, '{"update_id": 4, "message": 5}')], 0.0)
        database.close()
        async with (
            serve_emulator(Emulator()) as emulator,
            open_bot(emulator.url, tmp_path, admit=lambda *_: Admission("silent")) as bot,
        ):
            await until(lambda: len(bot.ended) == 3)
            await until(lambda: not count_pending(bot.database))
            return bot.ended, list_outcomes(bot)

    ended, outcomes = asyncio.run(run())
    assert ended == ["ค้าง 1", "ค้าง 2", "ค้าง 3"]
    assert outcomes == ["done", "done", "done", "unreadable"]


def test_an_update_that_ended_the_process_twenty_times_is_given_up(tmp_path):
    async def run():
        database = open_state(tmp_path / "state.sqlite")
        for update_id in (1, 2):
            update = make_update(update_id, message=make_message(f"ครั้งที่ {update_id}"))
            store_updates(database, [(update_id, update.to_json())], 0.0)
        for _ in range(20):
            start_update(database, 1)
        database.close()
        async with (
            serve_emulator(Emulator()) as emulator,
            open_bot(emulator.url, tmp_path) as bot,
        ):
            await until(lambda: bot.ended)
            await until(lambda: not count_pending(bot.database))
            return bot.began, list_outcomes(bot)

    assert asyncio.run(run()) == (["ครั้งที่ 2"], ["dead", "done"])


def test_the_queue_takes_each_update_once_in_the_order_it_was_put(tmp_path):
    async def run():
        database = open_state(tmp_path / "state.sqlite")
        queue = DurableQueue(database, clock=lambda: 0.0)
        updates = [make_update(number, message=make_message()) for number in (5, 6, 7)]
        new = queue.store([(5, "{}"), (6, "{}")])
        for update in (updates[0], updates[1], updates[0], updates[2], updates[2]):
            await queue.put(update)
        queued = [queue.get_nowait().update_id for _ in range(queue.qsize())]
        stored = [each.update_id for each in list_pending(database)]
        finish_updates(database, [5], "done")
        await queue.put(updates[0])
        return new, queued, stored, queue.qsize()

    assert asyncio.run(run()) == ({5, 6}, [5, 6, 7], [5, 6, 7], 0)


def test_a_batch_that_was_stored_but_never_put_is_taken_when_it_comes_again(tmp_path):
    async def run():
        queue = DurableQueue(open_state(tmp_path / "state.sqlite"), clock=lambda: 0.0)
        queue.store([(5, "{}")])
        assert queue.store([(5, "{}")]) == set()
        await queue.put(make_update(5, message=make_message()))
        return queue.qsize()

    assert asyncio.run(run()) == 1


def test_a_disk_that_is_full_for_a_while_costs_no_question(tmp_path):
    """The state can't be written while a question comes, is begun, is answered."""

    async def run():
        async with serve_emulator(Emulator()) as emulator:

            async def think(update):
                if update.message.text == "ก่อนเต็ม" and len(bot.began) == 1:
                    bot.database.execute("PRAGMA query_only=ON")

            async with open_bot(emulator.url, tmp_path, think) as bot:
                await say(emulator, 42, "ก่อนเต็ม")
                await until(lambda: bot.began)
                await say(emulator, 42, "ระหว่างเต็ม")
                await until(lambda: read_shown(emulator, 42))
                await asyncio.sleep(0.2)
                bot.database.execute("PRAGMA query_only=OFF")
                await until(lambda: len(set(bot.ended)) == 2)
                await until(lambda: not count_pending(bot.database))
                return read_shown(emulator, 42), list_outcomes(bot)

    shown, outcomes = asyncio.run(run())
    assert shown[-2:] == ["ตอบ ก่อนเต็ม", "ตอบ ระหว่างเต็ม"]
    assert len([text for text in shown if text.startswith("ตอบ")]) == 2
    assert outcomes == ["done", "done"]
