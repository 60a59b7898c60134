"""The bot as a process of its own: killed, stopped, refused; no question lost, none shown twice."""

import asyncio
import json
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import made_bot
import pytest
from made_bot import PLACEHOLDER, SECRET, TOKEN, find_port, read_shown, say, until

from bot.emulator.control import serve_emulator
from bot.emulator.faults import Fault
from bot.emulator.server import Emulator
from bot.state.database import open_state
from bot.state.inbox import count_pending

NEVER = 3600.0
BEFORE_PLACEHOLDER = Fault("sendMessage", "delay", seconds=NEVER)
AFTER_PLACEHOLDER = Fault("sendMessage", "slow_reply", seconds=NEVER)
BEFORE_ANSWER = Fault("editMessageText", "delay", seconds=NEVER)
AFTER_ANSWER = Fault("editMessageText", "slow_reply", seconds=NEVER)
MODES = pytest.mark.parametrize("mode", ["polling", "webhook"])


class Stage:
    """A server in this process, and bots that come and go around one folder."""

    def __init__(self, emulator, folder, mode):
        self.emulator = emulator
        self.folder = folder
        self.port = find_port() if mode == "webhook" else None
        self.log = ""

    @asynccontextmanager
    async def open_process(self):
        """A bot that listens; whatever is left of it is killed in the end."""
        polls = self.count("getUpdates") + self.count("setWebhook")
        process = await self.start()
        reading = asyncio.create_task(process.stderr.read())
        assert await until(lambda: self.count("getUpdates") + self.count("setWebhook") > polls)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            self.log += (await reading).decode()

    async def start(self):
        port = [] if self.port is None else [str(self.port)]
        return await asyncio.create_subprocess_exec(
            sys.executable,
            Path(made_bot.__file__),
            self.emulator.url,
            self.folder,
            *port,
            stderr=asyncio.subprocess.PIPE,
        )

    def count(self, method):
        return len([call for call in self.emulator.calls if call["method"] == method])

    def count_pending(self):
        database = open_state(self.folder / "state.sqlite")
        try:
            return count_pending(database)
        finally:
            database.close()


def play(folder, scenario, mode="polling"):
    async def run():
        async with serve_emulator(Emulator()) as emulator:
            return await scenario(Stage(emulator, folder, mode))

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("mode", "fault", "shown_when_killed", "shown_at_last"),
    [
        ("polling", BEFORE_PLACEHOLDER, [], ["ตอบ รอด"]),
        # It shows, and nobody knows: an orphan placeholder, but one answer.
        ("polling", AFTER_PLACEHOLDER, [PLACEHOLDER], [PLACEHOLDER, "ตอบ รอด"]),
        ("polling", BEFORE_ANSWER, [PLACEHOLDER], ["ตอบ รอด"]),
        ("polling", AFTER_ANSWER, ["ตอบ รอด"], ["ตอบ รอด"]),
        ("webhook", BEFORE_ANSWER, [PLACEHOLDER], ["ตอบ รอด"]),
        ("webhook", AFTER_ANSWER, ["ตอบ รอด"], ["ตอบ รอด"]),
    ],
)
def test_a_question_killed_at_any_point_is_answered_once(
    tmp_path, mode, fault, shown_when_killed, shown_at_last
):
    async def scenario(stage):
        stage.emulator.faults.add([fault])
        async with stage.open_process() as process:
            await say(stage.emulator, 42, "รอด")
            assert await until(lambda: stage.count(fault.method))
            assert await until(lambda: read_shown(stage.emulator, 42) == shown_when_killed)
            process.kill()
            await process.wait()
        assert stage.count_pending() == 1
        async with stage.open_process():
            await until(lambda: read_shown(stage.emulator, 42) == shown_at_last)
            await say(stage.emulator, 42, "ต่อ")
            await until(lambda: "ตอบ ต่อ" in read_shown(stage.emulator, 42))
        return read_shown(stage.emulator, 42)

    assert play(tmp_path, scenario, mode) == [*shown_at_last, "ตอบ ต่อ"]


@MODES
def test_sigterm_answers_what_came_before_it(tmp_path, mode):
    async def scenario(stage):
        stage.emulator.faults.add([Fault("sendMessage", "delay", seconds=0.7)])
        async with stage.open_process() as process:
            for text in ("หนึ่ง", "สอง", "สาม"):
                await say(stage.emulator, 42, text)
            assert await until(lambda: stage.count("sendMessage"))
            assert await until(lambda: stage.count_pending() == 3)
            process.send_signal(signal.SIGTERM)
            code = await process.wait()
        return code, read_shown(stage.emulator, 42), stage.count_pending()

    code, shown, pending = play(tmp_path, scenario, mode)
    assert code == 0
    assert shown == ["ตอบ หนึ่ง", "ตอบ สอง", "ตอบ สาม"]
    assert pending == 0


@pytest.mark.parametrize("status", [401, 404])
def test_a_token_that_is_refused_while_polling_ends_the_process(tmp_path, status):
    async def scenario(stage):
        async with stage.open_process() as process:
            stage.emulator.faults.add([Fault("getUpdates", status=status, description="No")])
            await say(stage.emulator, 42, "ปลุก")
            return await asyncio.wait_for(process.wait(), 20)

    assert play(tmp_path, scenario) == 70


def test_a_token_that_telegram_does_not_know_is_said_without_showing_it(tmp_path):
    async def scenario(stage):
        stage.emulator.faults.add([Fault("getMe", status=401, description="Unauthorized")])
        process = await stage.start()
        _out, err = await process.communicate()
        return process.returncode, err.decode()

    code, err = play(tmp_path, scenario)
    assert code == 1
    assert "UsageError: KHAMTOB_TOKEN: Telegram does not know it" in err
    assert TOKEN not in err


def test_a_server_that_is_down_at_the_start_is_waited_for(tmp_path):
    async def scenario(stage):
        stage.emulator.faults.add(
            [
                Fault("getMe", status=502, description="Bad Gateway", times=5),
                Fault("deleteWebhook", "drop", times=2),
            ]
        )
        await say(stage.emulator, 42, "มาก่อน")
        async with stage.open_process():
            await until(lambda: read_shown(stage.emulator, 42) == ["ตอบ มาก่อน"])
        return read_shown(stage.emulator, 42)

    assert play(tmp_path, scenario) == ["ตอบ มาก่อน"]


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
def test_a_process_that_still_waits_for_its_server_can_be_stopped(tmp_path, method):
    async def scenario(stage):
        stage.emulator.faults.add([Fault(method, status=502, description="Bad", times=1000)])
        process = await stage.start()
        assert await until(lambda: stage.count(method) > 1)
        process.send_signal(signal.SIGTERM)
        _out, err = await asyncio.wait_for(process.communicate(), 20)
        return process.returncode, err.decode()

    code, err = play(tmp_path, scenario)
    assert code == 0
    assert "Traceback" not in err


def test_secrets_never_reach_the_log(tmp_path):
    async def scenario(stage):
        stage.emulator.faults.add(
            [
                Fault("getUpdates", "drop", times=2),
                Fault("getUpdates", status=500, description=f"oops /bot{TOKEN}/getUpdates"),
            ]
        )
        async with stage.open_process():
            await say(stage.emulator, 42, "พัง")
            await say(stage.emulator, 42, "ดี")
            await until(lambda: "ตอบ ดี" in read_shown(stage.emulator, 42))
        return stage.log

    log = play(tmp_path, scenario)
    lines = [json.loads(line) for line in log.splitlines()]
    assert TOKEN not in log
    assert [line for line in lines if "[secret]" in line["message"]]
    assert [line["update_id"] for line in lines if "given up" in line["message"]] == [1]


def test_the_webhook_takes_only_what_comes_with_the_secret(tmp_path):
    async def scenario(stage):
        async with stage.open_process(), httpx.AsyncClient() as client:
            url = f"http://127.0.0.1:{stage.port}/hook"
            person = {"id": 42, "is_bot": False, "first_name": "ส"}
            message = {"message_id": 1, "date": 1, "chat": {"id": 42, "type": "private"}}
            update = {"update_id": 7, "message": {**message, "from": person, "text": "แปลก"}}
            right = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            wrong = {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]}
            answers = [
                await client.post(url, json=update),
                await client.post(url, json=update, headers=wrong),
                await client.get(url, headers=right),
                await client.post(url + "x", json=update, headers=right),
                await client.post(url, content=b"{", headers=right),
                await client.post(url, json={"message": {}}, headers=right),
                # What can't be parsed is confirmed, or it would come for ever.
                await client.post(url, json={"update_id": 6, "message": 5}, headers=right),
                await client.post(url, json=update, headers=right),
                await client.post(url, json=update, headers=right),
            ]
            await until(lambda: read_shown(stage.emulator, 42) == ["ตอบ แปลก"])
            return [answer.status_code for answer in answers], read_shown(stage.emulator, 42)

    codes, shown = play(tmp_path, scenario, "webhook")
    assert codes == [403, 403, 405, 404, 400, 400, 200, 200, 200]
    assert shown == ["ตอบ แปลก"]
