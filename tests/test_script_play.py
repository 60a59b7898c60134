"""Conversations through the test server with a small real bot, over real HTTP."""

import asyncio
import json
import threading
from pathlib import Path

import pytest
from small_bot import TOKEN, run_small_bot

from bot.script_play import play_script
from bot.script_turns import read_conversation

ANSWER = (
    "<blockquote>จีดีพีกว่า <b>4.7 แสนล้านหยวน</b></blockquote>\n"
    "— คุนซานเดินหน้าเชื่อมเศรษฐกิจกับเซี่ยงไฮ้\nบทความตัวอย่างคำตอบ · 22 พฤศจิกายน 2569"
)
NOT_FOUND = "ไม่พบคำตอบในบทความ\nลองใช้คำอื่น\n\n• The Suez Canal: a short cut between two seas"


def write(text):
    """What a bot over the sample articles would answer."""
    if "จีดีพี" in text:
        return ANSWER
    if "เงียบ" in text:
        return None
    return "ยินดีเสมอ" if "ขอบคุณ" in text else NOT_FOUND


def play(text, tmp_path, engine, **limits):
    path = tmp_path / "script.yaml"
    path.write_text(text, encoding="utf-8")
    turns = read_conversation(path)

    async def run():
        async with run_small_bot(write) as (_emulator, town):
            table = engine.generation.table
            return await play_script(turns, town, table, **{"quiet": 0.3, **limits})

    return asyncio.run(run())


RIGHT = """
- ask: คุนซานมีจีดีพีเท่าไร
  as: มาลี
  status: answered
  article: kunshan-shanghai-th.md
  quote: 4.7 แสนล้านหยวน
  says: คุนซานเดินหน้า
  hides: <b>
  buttons: [ดูเพิ่ม, แหล่งที่มา]
  language: th
- press: ดูเพิ่ม
  toast: ได้เลย
  says: บริบทของคำตอบ
- ask: แล้วเมืองอื่นล่ะ
  reply_to: last
  status: not_found
- ask: ขอบคุณ
  as: มาลี
  status: small_talk
- edit: ขอโทษ เงียบ
  status: silence
- ask: "@bot จีดีพีเท่าไร"
  in: topic
  status: answered
- ask: คุยกันเองเรื่องจีดีพี
  in: group
  status: silence
- inline: จีดีพี
  says: ผล
- ask: /start
  status: shown
  says: สวัสดี
- forward: จีดีพีของเมืองหนึ่ง
  status: answered
- send: sticker
  status: silence
"""


def test_a_conversation_that_goes_as_written_passes(tmp_path, sample_engine):
    results = play(RIGHT, tmp_path, sample_engine)
    assert [(result.step.line, result.problems) for result in results] == [
        (line, ()) for line in (2, 11, 14, 17, 20, 22, 25, 28, 30, 33, 35)
    ]
    assert [result.outcome.status for result in results[:4]] == [
        "answered",
        "shown",
        "not_found",
        "small_talk",
    ]
    assert results[0].outcome.article == "kunshan-shanghai-th.md"


WRONG = """
- ask: คุนซานมีจีดีพีเท่าไร
  status: answered
  article: [อื่น.md, อีก.md]
  quote: 9 แสนล้าน
  across: true
  language: en
  says: ไม่มีคำนี้
  hides: หยวน
  buttons: 👍
- press: ลบ
- press: แหล่ง
- press: ดูเพิ่ม
  toast: ไม่ได้
  says: ไม่มีคำนี้
- ask: คุนซานอยู่ที่ไหน
  status: answered
- ask: จีดีพี
  status: silence
- ask: เงียบ
  status: shown
- ask: แล้วล่ะ
  reply_to: ไม่มีข้อความนี้
  status: shown
"""


def test_whatever_is_not_as_written_is_told(tmp_path, sample_engine):
    results = play(WRONG, tmp_path, sample_engine, seconds=1.0)
    assert [result.problems for result in results] == [
        (
            "quotes kunshan-shanghai-th.md, not อื่น.md or อีก.md",
            'quote lacks "9 แสนล้าน"',
            "quotes an article in the question's own language (th)",
            "speaks th, not en",
            'lacks "ไม่มีคำนี้"',
            'shows "หยวน"',
            'has no button "👍"; there are: ดูเพิ่ม, แหล่งที่มา',
        ),
        ('no message has a button "ลบ"',),
        ('the button "แหล่ง" is a link and can\'t be pressed',),
        ('lacks "ไม่มีคำนี้"', 'the toast is "ได้เลย" and lacks "ไม่ได้"'),
        ("is not_found, not answered",),
        ("is answered, not silence",),
        ("is silence, not shown",),
        ('there is no message with "ไม่มีข้อความนี้" to reply to',),
    ]


@pytest.fixture
def small_bot_url():
    """The address of a server with the small bot behind it, in a thread of its own."""
    started, address = threading.Event(), []

    async def serve():
        async with run_small_bot(write) as (emulator, _town):
            stop = asyncio.Event()
            address.extend((emulator.url, asyncio.get_running_loop(), stop))
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert started.wait(10)
    yield address[0]
    address[1].call_soon_threadsafe(address[2].set)
    thread.join(10)


def test_the_command_plays_a_script_with_a_running_bot(
    khamtob, with_sample_index, settings_in, small_bot_url
):
    settings_in(token=TOKEN)
    text = "- ask: จีดีพี\n  status: answered\n- press: ดูเพิ่ม\n  says: ไม่มีคำนี้\n"
    Path("script.yaml").write_text(text, "utf-8")
    run = khamtob("test", "script.yaml", "--url", small_bot_url, "--json")
    record = json.loads(run.out)
    assert (run.code, record["passed"], record["failed"]) == (1, 1, 1)
    assert record["steps"][0]["article"] == "kunshan-shanghai-th.md"
    assert record["steps"][1]["problems"] == ['lacks "ไม่มีคำนี้"']


def test_the_command_needs_a_token_and_a_server(khamtob, with_sample_index, settings_in):
    Path("script.yaml").write_text("- ask: จีดีพี\n  status: answered\n", "utf-8")
    run = khamtob("test", "script.yaml", "--url", "http://127.0.0.1:9")
    assert run.code == 2
    assert run.err == "KHAMTOB_TOKEN is not set; set it to the running bot's token\n"
    settings_in(token=TOKEN)
    run = khamtob("test", "script.yaml", "--url", "http://127.0.0.1:9")
    assert run.code == 1
    assert run.err.startswith("http://127.0.0.1:9: no test server there")
