"""`khamtob run` as a process: refused with one line, killed, ended, and given a new index."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running_bot import copy_index, look_until, open_stage, play_with_bot

from bot.emulator.bot_process import run_bot_process
from bot.emulator.faults import Fault
from bot.emulator.people import Person
from bot.settings import SAMPLE_ARTICLES
from index.update import update_index

QUESTION = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
QUOTE = "4.7 แสนล้านหยวน"
ZOO = """---
title: สวนสัตว์เมืองทดสอบ
---
สวนสัตว์เมืองทดสอบเปิดให้ประชาชนเข้าชมครั้งแรกเมื่อวันที่ 3 มีนาคม 2561 มีช้างแม่ลูกคู่หนึ่งเป็นดาวเด่น
"""


def run_command(folder, **settings):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KHAMTOB_")}
    given = {f"KHAMTOB_{name.upper()}": str(value) for name, value in settings.items()}
    (folder / "ว่าง").mkdir()
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder / "ว่าง",
        env=kept | given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_without_a_token_one_line_says_where_to_get_it(tmp_path):
    ended = run_command(tmp_path)
    assert ended.returncode == 2
    assert ended.stderr == (
        "KHAMTOB_TOKEN is not set; ask @BotFather for a token and put it into .env\n"
    )


def test_a_token_that_telegram_does_not_know_ends_it_with_one_line(sample_index, tmp_path):
    async def run():
        async with open_stage(copy_index(sample_index, tmp_path)) as (emulator, _town, bot):
            fault = Fault("getMe", times=9, status=401, description="Unauthorized")
            emulator.faults.add([fault])
            await bot.start()
            code = await look_until(lambda: _read_code(bot), 60)
            return code, bot.log.read_text("utf-8")

    code, log = asyncio.run(run())
    assert code == 2
    line = "KHAMTOB_TOKEN: Telegram does not know it; ask @BotFather for the current one"
    assert log.splitlines()[-1] == line
    assert "Traceback" not in log
    assert "123456:TEST" not in log


async def _read_code(bot):
    return bot._process.returncode


def test_a_second_bot_on_the_same_folder_is_refused(sample_index, tmp_path):
    data = copy_index(sample_index, tmp_path)

    async def play(emulator, _town, _bot):
        settings = {"token": "123456:TEST", "api_url": emulator.url, "data": data}
        return await asyncio.to_thread(run_command, tmp_path, **settings)

    ended = play_with_bot(play, data)
    assert ended.returncode == 2
    assert ended.stderr == f"{data}: another `khamtob run` uses this folder; end it first\n"


def test_a_metrics_port_that_is_taken_is_said_in_one_line(sample_index, tmp_path):
    data = copy_index(sample_index, tmp_path)

    async def play(emulator):
        port = int(emulator.url.rsplit(":", 1)[1])
        settings = {"token": "123456:TEST", "api_url": emulator.url, "data": data}
        return await asyncio.to_thread(run_command, tmp_path, **settings, metrics_port=port)

    async def run():
        async with open_stage(data) as (emulator, _town, _bot):
            return await play(emulator)

    ended = asyncio.run(run())
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith("KHAMTOB_METRICS_PORT=")


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_killed_at_any_moment_it_answers_each_question_once(mode, sample_index, tmp_path):
    async def run():
        async with open_stage(copy_index(sample_index, tmp_path), mode) as (emulator, town, bot):
            people = [Person(town, 3000 + number) for number in range(6)]
            async with run_bot_process(bot):
                asked = [await person.write(QUESTION) for person in people]
                sent = lambda: _count(emulator, "sendMessage")  # noqa: E731
                await look_until(lambda: _is_more(sent, 2))
                await bot.kill()
                late = [Person(town, 3100), Person(town, 3101)]
                asked += [await person.write(QUESTION) for person in late]
                await bot.start()
                await bot.wait_until_up()
                shown = [await town.wait_for_answer(each, 60) for each in asked]
                screens = [await town.look(each.place) for each in asked]
            return shown, screens

    shown, screens = asyncio.run(run())
    assert [QUOTE in each.text for each in shown] == [True] * 8
    answers = [[each for each in screen.values() if QUOTE in each.text] for screen in screens]
    assert [len(each) for each in answers] == [1] * 8


def _count(emulator, method):
    return len([call for call in emulator.calls if call["method"] == method])


async def _is_more(count, most):
    return count() >= most


def test_asked_to_end_it_answers_what_came_and_ends_well(sample_index, tmp_path):
    async def play(emulator, town, bot):
        emulator.faults.add([Fault("editMessageText", kind="delay", times=3, seconds=0.5)])
        people = [Person(town, 4000 + number) for number in range(3)]
        asked = [await person.write(QUESTION) for person in people]
        await look_until(lambda: _is_more(lambda: _count(emulator, "sendMessage"), 3))
        code = await bot.end()
        return code, [await town.wait_for_answer(each, 1) for each in asked]

    code, shown = play_with_bot(play, copy_index(sample_index, tmp_path))
    assert code == 0
    assert [QUOTE in each.text for each in shown] == [True] * 3


def test_who_waits_for_an_answer_is_told_once_when_a_new_index_has_it(
    sample_index, encoder, tmp_path
):
    articles = tmp_path / "บทความ"
    shutil.copytree(SAMPLE_ARTICLES, articles)
    data = copy_index(sample_index, tmp_path)
    asking = "สวนสัตว์เมืองทดสอบเปิดให้เข้าชมครั้งแรกเมื่อไร"

    def index_again():
        update_index(articles, data / "index", encoder, lambda *_progress: None)

    async def play(_emulator, town, _bot):
        person = Person(town, 5000)
        shown = await person.ask(asking)
        assert shown.text.startswith("ไม่พบคำตอบในบทความ")
        pressed = await person.press(shown, "🔔")
        toast = await town.wait_for_event(pressed, "toast")
        (articles / "สวนสัตว์.md").write_text(ZOO, "utf-8")
        await asyncio.to_thread(index_again)
        told = await look_until(lambda: _find_notice(town, person))
        (articles / "อื่น.md").write_text(ZOO.replace("สวนสัตว์", "สวนพฤกษศาสตร์"), "utf-8")
        await asyncio.to_thread(index_again)
        await person.ask("/help")
        await asyncio.sleep(2.5)
        screen = await town.look(person.home)
        return toast, told, [each for each in screen.values() if "3 มีนาคม 2561" in each.text]

    toast, told, notices = play_with_bot(play, data, articles=articles)
    assert toast.data["text"] == "ได้เลย เมื่อบทความมีคำตอบแล้วจะแจ้งทันที"
    assert asking in told.text
    assert len(notices) == 1


async def _find_notice(town, person):
    screen = await town.look(person.home)
    found = [each for each in screen.values() if "3 มีนาคม 2561" in each.text]
    return found[0] if found else None


def test_the_health_check_follows_the_process(sample_index, tmp_path):
    def check():
        return subprocess.run(
            [sys.executable, "-m", "bot.health"],
            env=os.environ | {"KHAMTOB_DATA": str(tmp_path)},
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=False,
        )

    async def play(_emulator, _town, _bot):
        return await look_until(lambda: _is_well(check))

    assert play_with_bot(play, copy_index(sample_index, tmp_path))
    ended = check()
    assert ended.returncode == 1
    assert "heartbeat" in ended.stderr + ended.stdout


async def _is_well(check):
    return (await asyncio.to_thread(check)).returncode == 0
