"""Updates over real HTTP: each handled once, in the order of its chat, no chat before another."""

import asyncio

import pytest
from made_bot import PLACEHOLDER, TOKEN, open_bot, read_shown, say, until

from bot.emulator.control import serve_emulator
from bot.emulator.faults import Fault
from bot.emulator.server import Emulator
from bot.state.inbox import count_pending

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after")


def talk(folder, scenario, **options):
    """Runs `scenario(emulator, bot)` with a bot that polls; its result."""

    async def run():
        async with (
            serve_emulator(Emulator()) as emulator,
            open_bot(emulator.url, folder, **options) as bot,
        ):
            return await scenario(emulator, bot)

    return asyncio.run(run())


def test_a_question_is_answered_in_the_message_of_its_placeholder(tmp_path):
    async def scenario(emulator, bot):
        await say(emulator, 42, "คุนซาน < มี & อะไร")
        await until(lambda: bot.ended)
        calls = [call["method"] for call in emulator.calls if "Message" in call["method"]]
        await until(lambda: not count_pending(bot.database))
        return read_shown(emulator, 42), calls, count_pending(bot.database)

    shown, calls, pending = talk(tmp_path, scenario)
    assert shown == ["ตอบ คุนซาน < มี & อะไร"]
    assert calls == ["sendMessage", "editMessageText"]
    assert pending == 0


def test_an_update_that_telegram_sends_again_is_handled_once(tmp_path):
    async def scenario(emulator, bot):
        update_id = await say(emulator, 42, "ครั้งเดียว")
        await until(lambda: bot.ended)
        message = {
            "chat": {"id": 42, "type": "private"},
            "from": {"id": 42, "is_bot": False, "first_name": "สมชาย"},
            "message_id": 1,
            "text": "ครั้งเดียว",
        }
        again = {"update_id": update_id, "message": message}
        await emulator.receive(TOKEN, again, repeat=True)
        await say(emulator, 42, "ต่อไป")
        await until(lambda: "ต่อไป" in bot.ended)
        return bot.began, read_shown(emulator, 42)

    began, shown = talk(tmp_path, scenario)
    assert began == ["ครั้งเดียว", "ต่อไป"]
    assert shown == ["ตอบ ครั้งเดียว", "ตอบ ต่อไป"]


def test_an_update_that_cannot_be_parsed_does_not_hold_up_those_behind_it(tmp_path):
    async def scenario(emulator, bot):
        malformed = {"message": {"message_id": "x", "date": "เมื่อวาน", "chat": 5}}
        await emulator.receive(TOKEN, malformed)
        await say(emulator, 42, "ตามหลัง")
        await until(lambda: bot.ended)
        await until(lambda: not count_pending(bot.database))
        outcomes = bot.database.execute(
            "SELECT outcome, raw FROM inbox ORDER BY update_id"
        ).fetchall()
        return read_shown(emulator, 42), outcomes

    shown, outcomes = talk(tmp_path, scenario)
    assert shown == ["ตอบ ตามหลัง"]
    assert outcomes == [("unreadable", None), ("done", None)]


def test_questions_of_a_chat_are_answered_one_after_the_other(tmp_path):
    async def think(_update):
        await asyncio.sleep(0.01)

    async def scenario(emulator, bot):
        asked = [f"ข้อ {number}" for number in range(9)]
        for text in asked:
            await say(emulator, 42, text)
        await until(lambda: len(bot.ended) == len(asked))
        return asked, bot.began, bot.ended, read_shown(emulator, 42)

    asked, began, ended, shown = talk(tmp_path, scenario, think=think)
    assert began == asked
    assert ended == asked
    assert shown == [f"ตอบ {text}" for text in asked]


def test_a_flood_of_one_chat_does_not_stand_before_the_others(tmp_path):
    """With room for two handlers at once, the flood takes one of them."""

    async def think(_update):
        await asyncio.sleep(0.02)

    async def scenario(emulator, bot):
        for number in range(9):
            await say(emulator, 1, f"ท่วม {number}")
        await until(lambda: bot.began)
        for chat_id in (2, 3):
            await say(emulator, chat_id, f"คนที่ {chat_id}")
        await until(lambda: len(bot.ended) == 11)
        return bot.ended

    ended = talk(tmp_path, scenario, think=think, slots=2)
    assert len(ended) == 11
    assert max(ended.index("คนที่ 2"), ended.index("คนที่ 3")) < ended.index("ท่วม 6")


def test_a_429_pauses_its_own_chat_only(tmp_path):
    async def scenario(emulator, bot):
        emulator.faults.add(
            [
                Fault(
                    "editMessageText",
                    chat_id="1",
                    status=429,
                    description="Too Many Requests: retry after 2",
                    parameters={"retry_after": 2},
                )
            ]
        )
        await say(emulator, 1, "ต้องรอ")
        await until(lambda: any(call.get("error") for call in emulator.calls))
        for number in range(5):
            await say(emulator, 2, f"ไม่ต้องรอ {number}")
        await until(lambda: len(bot.ended) == 6)
        return bot.ended, read_shown(emulator, 1)

    ended, shown = talk(tmp_path, scenario)
    assert ended[-1] == "ต้องรอ"
    assert shown == ["ตอบ ต้องรอ"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("editMessageText", kind="lost_reply", times=2),
        Fault("editMessageText", kind="drop", times=2),
        Fault("editMessageText", status=502, description="Bad Gateway", times=2),
        Fault("editMessageText", status=500, description="Internal Server Error"),
        Fault("editMessageText", kind="slow_reply", seconds=1.5),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
def test_an_answer_shows_once_whatever_happens_to_its_edit(tmp_path, fault):
    async def scenario(emulator, bot):
        emulator.faults.add([fault])
        await say(emulator, 42, "ทนทาน")
        await until(lambda: bot.ended)
        return bot.began, read_shown(emulator, 42)

    began, shown = talk(tmp_path, scenario, read_timeout=1)
    assert began == ["ทนทาน"]
    assert shown == ["ตอบ ทนทาน"]


def test_a_placeholder_whose_reply_was_lost_leaves_one_answer(tmp_path):
    """That it was sent can't be known; the answer is shown once, in the second placeholder."""

    async def scenario(emulator, bot):
        emulator.faults.add([Fault("sendMessage", kind="lost_reply")])
        await say(emulator, 42, "หาย")
        await until(lambda: bot.ended)
        return bot.began, read_shown(emulator, 42)

    began, shown = talk(tmp_path, scenario)
    assert began == ["หาย", "หาย"]
    assert shown == [PLACEHOLDER, "ตอบ หาย"]


def test_a_failed_question_comes_back_before_the_next_one_of_its_chat(tmp_path):
    async def scenario(emulator, bot):
        emulator.faults.add([Fault("sendMessage", chat_id="1", status=502, times=3)])
        await say(emulator, 1, "แรก")
        await say(emulator, 1, "สอง")
        await say(emulator, 2, "คนอื่น")
        await until(lambda: len(bot.ended) == 3)
        return bot.ended, read_shown(emulator, 1), [each.outcome for each in bot.decisions]

    ended, shown, outcomes = talk(tmp_path, scenario)
    assert ended == ["คนอื่น", "แรก", "สอง"]
    assert shown == ["ตอบ แรก", "ตอบ สอง"]
    assert outcomes == ["again", "again", "again"]


def test_a_person_who_blocked_the_bot_holds_up_nobody(tmp_path):
    async def scenario(emulator, bot):
        emulator.faults.add(
            [
                Fault(
                    "sendMessage", chat_id="1", status=403, description="Forbidden: bot was blocked"
                )
            ]
        )
        await say(emulator, 1, "ปิดกั้น")
        await say(emulator, 1, "เปิดแล้ว")
        await until(lambda: bot.ended)
        await until(lambda: not count_pending(bot.database))
        rows = bot.database.execute("SELECT outcome FROM inbox ORDER BY update_id").fetchall()
        return bot.decisions, rows, read_shown(emulator, 1)

    decisions, rows, shown = talk(tmp_path, scenario)
    assert [(each.outcome, each.apologise) for each in decisions] == [("dead", False)]
    assert rows == [("dead",), ("done",)]
    assert shown == ["ตอบ เปิดแล้ว"]


def test_a_bug_is_tried_once_more_and_then_told(tmp_path):
    async def think(update):
        if update.message.text == "พัง":
            raise ZeroDivisionError

    async def scenario(emulator, bot):
        await say(emulator, 42, "พัง")
        await say(emulator, 42, "ต่อ")
        await until(lambda: bot.ended)
        return bot.began, read_shown(emulator, 42)

    began, shown = talk(tmp_path, scenario, think=think)
    assert began == ["พัง", "พัง", "ต่อ"]
    assert shown == [PLACEHOLDER, "ขออภัย", "ตอบ ต่อ"]


def test_another_poller_on_the_same_token_is_outlived(tmp_path):
    async def scenario(emulator, bot):
        emulator.faults.add([Fault("getUpdates", status=409, description="Conflict: other poll")])
        await say(emulator, 42, "แทรก")
        await say(emulator, 42, "หลังชน")
        await until(lambda: len(bot.ended) == 2)
        return bot.ended

    assert talk(tmp_path, scenario) == ["แทรก", "หลังชน"]
