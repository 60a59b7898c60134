"""The programs that load and kill a bot."""

import asyncio
import random
import sys

import pytest
from small_bot import TOKEN, run_small_bot

from bot.emulator.asking import ask, choose, list_questions, read_questions
from bot.emulator.bot_process import BotProcess
from bot.emulator.kill_loop import print_matches, run_kill_loop
from bot.emulator.load import Load, print_load
from bot.emulator.matching import Asked, match_answers
from bot.emulator.server import Emulator
from bot.settings import load_settings
from corpus.article import Article
from corpus.errors import KhamtobError

CHANCE = random.Random(1)  # noqa: S311 - not a secret
QUESTIONS = ["คุนซานอยู่ที่ไหน", "น้ำท่วมคืออะไร", "Where is Kunshan?"]


def test_questions_are_made_of_titles_and_short_sentences():
    text = f"ปลากัดเป็นปลาน้ำจืด\n{'ยาวมาก' * 60}\nตัวผู้สร้างหวอด"
    articles = [
        Article("ก.md", "ปลากัด", None, None, None, "th", text),
        Article("b.md", "The lamp", None, None, None, "en", "It was lit in 1871."),
    ]
    assert list_questions(articles) == [
        "ปลากัดใช่ไหม",
        "ปลากัดเป็นปลาน้ำจืดใช่ไหม",
        "ตัวผู้สร้างหวอดใช่ไหม",
        "The lamp?",
        "It was lit in 1871.?",
    ]


def test_all_questions_are_chosen_before_one_comes_again():
    chosen = choose(QUESTIONS, 8, CHANCE)
    assert sorted(chosen[:3]) == sorted(chosen[3:6]) == sorted(QUESTIONS)
    assert len(chosen) == 8


def test_a_file_of_questions_has_one_a_line(tmp_path):
    path = tmp_path / "คำถาม.txt"
    path.write_text("คุนซานอยู่ที่ไหน\n\n  Where is Kunshan? \n", "utf-8")
    assert read_questions(path) == ["คุนซานอยู่ที่ไหน", "Where is Kunshan?"]


def test_everybody_who_asks_at_once_is_answered_and_the_table_says_so(capsys):
    async def run():
        async with run_small_bot() as (emulator, _town):
            return await Load(QUESTIONS, CHANCE).ask_at_once(emulator, 10, 3)

    matches = asyncio.run(run())
    print_load([("all at once", matches)])
    row = capsys.readouterr().out.splitlines()[1].split()
    assert row[:8] == ["all", "at", "once", "30", "30", "0", "0", "0"]


def test_rounds_with_a_flood_ask_the_same_number_of_others(capsys):
    async def run():
        async with run_small_bot() as (emulator, _town):
            load = Load(QUESTIONS, CHANCE)
            outcome = await load.compare(emulator, 4, 2, rounds=1, seconds=0.5)
            return outcome, len(emulator.open_world(TOKEN).chats[999_999_999].messages)

    outcome, of_flooder = asyncio.run(run())
    assert [(name, len(matches.answered)) for name, matches in outcome] == [
        ("without a flood", 8),
        ("with a flood", 8),
    ]
    assert of_flooder > 8
    print_load(outcome)
    assert "The flood changes the others' p95 by " in capsys.readouterr().out


def test_what_a_kill_loop_found_is_told_by_chat(capsys):
    print_matches(match_answers([Asked(501, 7, 100.0)], []), kills=3, timed=1, seconds=12.4)
    assert capsys.readouterr().out.splitlines() == [
        "1 questions, 3 kills, 1 of them timed, 12 s",
        "unanswered           1",
        "answered twice       0",
        "orphan placeholders  0",
        "refused              0",
        "chat 501, message 7: 0 answers",
    ]


def test_a_bot_that_ends_by_itself_is_told_with_its_last_words(tmp_path, settings_in):
    async def run():
        bot = BotProcess(Emulator(), load_settings(), tmp_path, more={"TOKEN": "ไม่ใช่"})
        await bot.start()
        await bot.wait_until_up()

    with pytest.raises(KhamtobError, match=r"the bot ended by itself: .*KHAMTOB_TOKEN"):
        asyncio.run(run())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_every_question_to_the_real_bot_is_answered_once_though_it_is_killed(
    with_sample_index, capsys
):
    run_kill_loop(questions=4, kills=1, seed=2, webhook=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("4 questions, 1 kills, ")
    assert lines[1:3] == ["unanswered           0", "answered twice       0"]
    assert lines[4:] == ["refused              0"]


def test_a_question_carries_the_moment_it_was_asked():
    async def run():
        async with run_small_bot() as (emulator, _town):
            asked = await ask(emulator, 42, "น้ำท่วมคืออะไร")
            return asked, emulator.open_world(TOKEN).events[0]

    asked, event = asyncio.run(run())
    assert (asked.chat_id, asked.message_id, asked.time) == (42, 1, event.time)
    assert event.data["update"]["message"]["text"] == "น้ำท่วมคืออะไร"
