"""The watchdog, the health check, the log lines and the counters."""

import asyncio
import json
import logging
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_bot import TOKEN, find_port, until

from bot.delivery.heartbeat import check_health, find_heartbeat
from bot.delivery.listening import Listening
from bot.delivery.log import RedactingFormatter, log_about, set_up_logging
from bot.delivery.metrics import Metrics
from bot.delivery.watchdog import Watchdog, find_trouble
from corpus.errors import UsageError

PROJECT = Path(__file__).parents[1]


class Clock:
    """Seconds that a test sets."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_silence_is_trouble_only_where_we_ask_and_only_when_it_lasts():
    clock = Clock()
    listening = Listening(clock)
    clock.now = 119.0
    assert find_trouble(listening, 0.0, 120.0) is None
    clock.now = 121.0
    assert find_trouble(listening, 0.0, 120.0) == "no good answer to getUpdates for 121 s"
    assert find_trouble(listening, 0.0, None) is None
    listening.hear()
    assert find_trouble(listening, 0.0, 120.0) is None


def test_a_standing_event_loop_is_trouble_in_both_modes():
    listening = Listening(Clock())
    assert find_trouble(listening, 130.0, None) == "the event loop has stood still for 130 s"
    assert find_trouble(listening, 130.0, 120.0) == "the event loop has stood still for 130 s"


def test_a_refused_token_is_trouble_at_once():
    listening = Listening(Clock())
    listening.refuse("Telegram answered getUpdates with 401: check KHAMTOB_TOKEN")
    trouble = find_trouble(listening, 0.0, None)
    assert trouble == "Telegram answered getUpdates with 401: check KHAMTOB_TOKEN"


def test_the_watchdog_beats_while_all_is_well_and_ends_the_process_when_not(tmp_path):
    async def run():
        ended, listening = [], Listening()
        heartbeat = find_heartbeat(tmp_path)
        dog = Watchdog(listening, heartbeat, end=ended.append, beat_seconds=0.02)
        dog.start()
        await until(heartbeat.exists)
        well = check_health(tmp_path), list(ended)
        listening.refuse("ไม่รับ")
        await until(lambda: ended)
        dog.stop()
        return well, ended, heartbeat.exists()

    assert asyncio.run(run()) == ((None, []), [70], False)


def test_the_watchdog_sees_an_event_loop_that_hangs(tmp_path):
    async def run():
        ended = []
        heartbeat = find_heartbeat(tmp_path)
        dog = Watchdog(Listening(), heartbeat, 0.1, end=ended.append, beat_seconds=0.02)
        dog.start()
        await asyncio.sleep(0)
        while not ended:
            time.sleep(0.01)  # as a bug would that holds up the loop
        dog.stop()
        return ended

    assert asyncio.run(run()) == [70]


def test_health_says_what_is_wrong_with_the_heartbeat(tmp_path):
    heartbeat = find_heartbeat(tmp_path)
    assert (
        check_health(tmp_path) == f"{heartbeat}: not there; the bot is not running, or is starting"
    )
    heartbeat.touch()
    os.utime(heartbeat, (1000.0, 1000.0))
    assert check_health(tmp_path, now=1030.0) is None
    trouble = f"{heartbeat}: last touched 45 s ago; the bot hangs or is gone: restart it"
    assert check_health(tmp_path, now=1045.0) == trouble


@pytest.mark.parametrize("beats", [True, False])
def test_the_health_command_is_silent_or_says_one_line(tmp_path, beats):
    data = tmp_path / "ข้อมูล"
    data.mkdir()
    if beats:
        find_heartbeat(data).touch()
    run = subprocess.run(
        [sys.executable, "-m", "bot.health"],
        env={**os.environ, "KHAMTOB_DATA": str(data), "PYTHONPATH": str(PROJECT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == (0 if beats else 1)
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == (0 if beats else 1)
    assert "Traceback" not in run.stderr


def format_line(message, *arguments, secrets=(), error=None, **fields):
    try:
        if error is not None:
            raise error
        info = None
    except type(error or ValueError):
        info = sys.exc_info()
    record = logging.LogRecord("ชื่อ", logging.INFO, "f", 1, message, arguments, info)
    for name, value in fields.items():
        setattr(record, name, value)
    return RedactingFormatter(secrets).format(record)


def test_a_log_line_is_json_with_its_fields():
    line = json.loads(format_line("ถาม %d ครั้ง", 3, update_id=7))
    assert line.pop("time")
    assert line == {"level": "INFO", "logger": "ชื่อ", "message": "ถาม 3 ครั้ง", "update_id": 7}


def test_secrets_are_taken_out_of_messages_fields_and_tracebacks():
    error = RuntimeError(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    line = format_line(
        "url %s",
        f"/bot{TOKEN.replace(':', '%3A')}/x",
        secrets=[TOKEN, "ลับ+1"],
        error=error,
        path="ลับ+1",
    )
    assert "TEST" not in line
    assert "ลับ" not in line
    assert line.count("[secret]") == 3
    assert "Traceback" in json.loads(line)["exc_info"]


def test_what_looks_like_a_bot_token_is_taken_out_without_being_named():
    assert "AAH" not in format_line("bot987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1 oops")


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_every_line_without_secrets_is_one_line_of_json(message):
    line = format_line("%s", message)
    assert len(line.split("\n")) == 1
    assert isinstance(json.loads(line), dict)


def test_the_ids_of_the_update_in_work_are_in_each_line(capfd):
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        set_up_logging(["ลับสุดยอด"])
        with log_about(update_id=5):
            logging.getLogger("ทดสอบ").warning("เริ่ม ลับสุดยอด")
        logging.getLogger("httpx").info("never shown")
        logging.getLogger("ทดสอบ").info("จบ")
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:], root.level = handlers, level
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [(line["message"], line.get("update_id")) for line in lines] == [
        ("เริ่ม [secret]", 5),
        ("จบ", None),
    ]


def test_counters_are_served_on_this_machine_in_prometheus_format():
    metrics = Metrics()
    metrics.count_question("th", "answered", 0.12)
    metrics.count_question("th", "not_found", 0.3)
    metrics.count_refusal("busy")
    metrics.count_retry("TimedOut")
    metrics.count_failure("again")
    metrics.set_index(3, 120)
    metrics.watch_waiting(lambda: 17.0)
    port = find_port()
    close = metrics.serve(port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            text = answer.read().decode()
    finally:
        close()
    for line in (
        'khamtob_questions_total{language="th",status="answered"} 1.0',
        'khamtob_answer_seconds_bucket{le="0.2"} 1.0',
        'khamtob_refused_total{verdict="busy"} 1.0',
        'khamtob_outgoing_retries_total{reason="TimedOut"} 1.0',
        'khamtob_failed_updates_total{outcome="again"} 1.0',
        "khamtob_unfinished_updates 17.0",
        "khamtob_generation 3.0",
        "khamtob_articles 120.0",
    ):
        assert line in text.splitlines()


def test_a_metrics_port_that_is_taken_is_said():
    metrics, port = Metrics(), find_port()
    close = metrics.serve(port)
    try:
        with pytest.raises(UsageError, match=f"KHAMTOB_METRICS_PORT={port}: can't be listened on"):
            Metrics().serve(port)
    finally:
        close()
