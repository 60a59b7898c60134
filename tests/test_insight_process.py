"""The admins' looks at what people ask, with the real bot over real HTTP: one start, one story."""

import asyncio
import shutil
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from running_bot import copy_index, look_until, play_with_bot

from bot.emulator.bot_process import TOKEN
from bot.emulator.people import Person
from bot.emulator.sendables import make_forward
from bot.script import read_script
from bot.settings import SAMPLE_ARTICLES
from bot.state.admin_log import list_actions
from bot.state.database import open_state
from bot.state.gaps import list_gaps, list_ticked
from bot.state.question_vectors import read_vectors
from index.update import update_index

ADMIN, OTHER_ADMIN, NEVER_WROTE = 778_800_001, 778_800_002, 778_800_003
OTHERS = 778_800_100
KNOWN = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
ZOO_QUESTIONS = (
    "สวนสัตว์เมืองทดสอบเปิดให้เข้าชมครั้งแรกเมื่อไร",
    "สวนสัตว์เมืองทดสอบเปิดให้เข้าชมครั้งแรกเมื่อไรคะ",
)
GOLD_QUESTIONS = ("ราคาทองคำวันนี้เท่าไร", "What is the price of gold today?", "gold price today")
HOSTILE = '"</b>\n- ask: [x' + "\u202e" + " {โทร: 081-234-5678}"
ZOO = """---
title: สวนสัตว์เมืองทดสอบ
---
สวนสัตว์เมืองทดสอบเปิดให้ประชาชนเข้าชมครั้งแรกเมื่อวันที่ 3 มีนาคม 2561 มีช้างแม่ลูกคู่หนึ่งเป็นดาวเด่น
"""


def read_due():
    """A setting that was due a minute ago in Thailand."""
    here = datetime.now(UTC) + timedelta(hours=7) - timedelta(minutes=1)
    return f"{here:%a %H:%M}".lower()


async def find_shown(town, person, words):
    screen = await town.look(person.home)
    found = [each for each in screen.values() if words in each.text]
    return found[-1] if found else None


@pytest.fixture(scope="module")
def story(sample_index, encoder, tmp_path_factory):
    """What was seen in the story, by name, and the folder of its articles and its data."""
    folder = tmp_path_factory.mktemp("เรื่อง")
    articles = folder / "บทความ"
    shutil.copytree(SAMPLE_ARTICLES, articles)
    data = copy_index(sample_index, folder)

    def index_again():
        update_index(articles, data / "index", encoder, lambda *_progress: None)

    async def play(emulator, town, bot):
        seen = {}
        admin, outsider = Person(town, ADMIN), Person(town, OTHERS)
        waiting = Person(town, OTHERS + 1)
        emulator.open_world(TOKEN).open_chat(NEVER_WROTE).blocked = True
        asked = {}
        for number, question in enumerate((KNOWN, *GOLD_QUESTIONS, *ZOO_QUESTIONS, HOSTILE)):
            person = waiting if question == ZOO_QUESTIONS[0] else Person(town, OTHERS + 2 + number)
            asked[question] = (person, await person.ask(question))
        await waiting.press(asked[ZOO_QUESTIONS[0]][1], "🔔")
        await asked[KNOWN][0].press(asked[KNOWN][1], "👍")

        seen["outsider"] = [await ask(outsider, each) for each in ("/unanswered", "/stats", "/top")]
        press = await outsider.press_data(seen["outsider"][0], "ins:h:1:1")
        seen["outsider press"] = await town.wait_for_event(press, "toast")
        said = await admin.send(make_forward("/unanswered"))
        seen["forwarded"] = await town.wait_for_answer(said)

        seen["gaps"] = gaps = await ask(admin, "/unanswered")
        tested = await admin.press(gaps, "🧪 1")
        seen["test toast"] = await town.wait_for_event(tested, "toast")
        again = await admin.press_data(gaps, gaps.find_button("🧪 1").data)
        seen["again toast"] = await town.wait_for_event(again, "toast")
        press = await admin.press(gaps, "✔️ 3")
        seen["handled toast"] = await town.wait_for_event(press, "toast")
        after = await look_until(lambda: _find_with_button(town, admin, "↩️"))
        seen["after handled"] = after
        press = await admin.press(after, "↩️")
        seen["undo toast"] = await town.wait_for_event(press, "toast")
        press = await admin.press_data(gaps, gaps.find_button("✔️ 3").data)
        await town.wait_for_event(press, "toast")

        seen["top"] = await ask(admin, "/top")
        known = await ask(admin, KNOWN)
        seen["why"] = await ask(admin, "/why", reply_to=known.message_id)
        seen["why help"] = await ask(admin, "/why")
        unknown = await ask(admin, "แมวบินได้ไหม")
        seen["why not"] = await ask(admin, "/why", reply_to=unknown.message_id)
        seen["stats"] = await ask(admin, "/stats 7")
        calls = [each for each in emulator.calls if each["method"] == "sendPhoto"]
        seen["photo calls"] = len(calls)

        (articles / "สวนสัตว์.md").write_text(ZOO, "utf-8")
        await asyncio.to_thread(index_again)
        seen["told"] = await look_until(lambda: find_shown(town, waiting, "3 มีนาคม 2561"))
        seen["ticked"] = await look_until(lambda: _ask_until_ticked(admin), 30)
        seen["digest"] = await look_until(lambda: find_shown(town, admin, "สรุปประจำสัปดาห์"), 40)
        seen["other digest"] = await look_until(
            lambda: find_shown(town, Person(town, OTHER_ADMIN), "สรุปประจำสัปดาห์"), 5
        )
        await bot.end()
        await bot.start()
        await bot.wait_until_up()
        await ask(admin, "/help")
        await asyncio.sleep(2.0)
        screen = await town.look(admin.home)
        seen["digests"] = [each for each in screen.values() if "สรุปประจำสัปดาห์" in each.text]
        seen["log"] = bot.log.read_text("utf-8")
        return seen

    admins = f"{ADMIN},{OTHER_ADMIN},{NEVER_WROTE}"
    more = {"ADMINS": admins, "DIGEST": read_due()}
    return play_with_bot(play, data, articles=articles, **more), folder


async def ask(person, text, **more):
    """The message that answers it, not an older one that is edited just now."""
    said = await person.write(text, **more)

    async def find_new():
        screen = await person.town.look(person.home)
        new = [each for number, each in screen.items() if number > said.message_id]
        return new[0] if new and not new[0].is_placeholder else None

    return await look_until(find_new)


async def _find_with_button(town, person, label):
    screen = await town.look(person.home)
    found = [each for each in screen.values() if each.find_button(label)]
    return found[-1] if found else None


async def _ask_until_ticked(admin):
    shown = await ask(admin, "/unanswered")
    return shown if shown and "✅" in shown.text else None


def test_what_cant_be_answered_is_grouped_across_the_languages(story):
    text = story[0]["gaps"].text
    first, second, third = (part for part in text.split("\n\n")[1:4])
    assert first.startswith("1. ") and "3 ครั้ง" in first
    assert all(question in first for question in GOLD_QUESTIONS)
    assert second == f"2. {ZOO_QUESTIONS[0]}\n2 ครั้ง"
    assert "081" not in third and "•••" in third


def test_one_tap_makes_a_test_case_in_each_language_and_the_next_changes_nothing(story):
    seen, folder = story
    script = folder / "บทความ" / "questions.yaml"
    steps = read_script(script)
    assert {step.ask for step in steps} >= {GOLD_QUESTIONS[0]}
    assert [step.status for step in steps if step.ask in GOLD_QUESTIONS] == ["answered"] * 2
    assert "questions.yaml" in seen["test toast"].data["text"]
    assert seen["again toast"].data["text"].startswith("มีใน questions.yaml")


def test_one_tap_handles_a_topic_and_one_takes_it_back(story):
    seen, folder = story
    assert seen["handled toast"].data["text"] == "จัดการแล้ว 1 คำถาม"
    assert seen["undo toast"].data["text"] == "นำกลับมา 1 คำถาม"
    with closing(open_state(folder / "state.sqlite")) as db:
        assert {gap.question for gap in list_gaps(db)} == {*GOLD_QUESTIONS, "แมวบินได้ไหม"}
        actions = [(each.admin_id, each.action) for each in reversed(list_actions(db, 99))]
    assert actions == [
        (ADMIN, "question made a test case"),
        (ADMIN, "question made a test case"),
        (ADMIN, "question handled"),
        (ADMIN, "questions back on the list"),
        (ADMIN, "question handled"),
    ]


def test_after_a_new_index_what_it_answers_is_ticked_and_who_waited_is_told(story):
    seen, folder = story
    assert ZOO_QUESTIONS[0] in seen["told"].text
    assert f"✅ {ZOO_QUESTIONS[0]}" in seen["ticked"].text
    with closing(open_state(folder / "state.sqlite")) as db:
        ticked = list_ticked(db, time.time() - 600)
    assert {gap.question for gap in ticked} == set(ZOO_QUESTIONS)


def test_the_most_asked_come_with_their_votes(story):
    text = story[0]["top"].text
    assert "1. ❌ " in text
    assert KNOWN in text and "✅" in text and "👍 1" in text


def test_why_explains_an_answer_and_a_refusal(story):
    seen = story[0]
    for part in ("✅ ตอบ: ความมั่นใจ", "คำที่ตรงกัน: ", "ดัชนีรุ่น 1 (รุ่นปัจจุบัน)", "ความหมาย", "จีดีพี"):
        assert part in seen["why"].text
    assert "❌ ไม่ตอบ: ความมั่นใจ" in seen["why not"].text
    assert seen["why help"].text.startswith("ตอบกลับ (reply)")


def test_the_statistics_are_a_picture_with_a_caption(story):
    seen = story[0]
    assert seen["photo calls"] == 1
    assert "🟩 ตอบได้" in seen["stats"].text
    assert seen["stats"].labels == ("30 วัน", "90 วัน")


def test_outsiders_and_forwards_get_what_everyone_gets(story):
    seen = story[0]
    helped = [shown.text for shown in (*seen["outsider"], seen["forwarded"])]
    assert len(set(helped)) == 1
    assert helped[0].startswith("วิธีใช้\n")
    assert seen["outsider press"].data["text"] == "ปุ่มนี้หมดอายุแล้ว พิมพ์ถามใหม่ได้เลย"


def test_the_digest_comes_once_to_each_admin_across_restarts(story):
    seen = story[0]
    assert seen["digest"] is not None
    assert seen["other digest"] is not None
    assert len(seen["digests"]) == 1
    assert "Traceback" not in seen["log"]


def test_no_user_id_is_kept_with_what_was_asked(story):
    _seen, folder = story
    with closing(open_state(folder / "state.sqlite")) as db:
        for table in ("answers", "evidence", "unanswered", "question_vectors"):
            rows = db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            assert rows
            assert "7788001" not in str(rows) and "7788000" not in str(rows)
        assert read_vectors(db, "another model", GOLD_QUESTIONS) == {}
