"""The Bot API server: what it accepts, refuses and remembers, over real HTTP."""

import asyncio
import contextlib
import json
import time

import httpx
import pytest
from aiohttp import web

from bot.emulator.control import serve_emulator
from bot.emulator.people import Person
from bot.emulator.server import Emulator
from bot.emulator.town import Place, open_town
from corpus.errors import KhamtobError, UsageError

TOKEN = "123456:TEST"  # noqa: S105 - nobody's
GROUP = Place({"id": -1001, "type": "supergroup", "title": "กลุ่ม"})


class Api:
    """The bot's side by hand; a refusal comes back as its description."""

    def __init__(self, client):
        self.client = client

    async def call(self, method, token=TOKEN, **fields):
        encoded = {k: v if isinstance(v, str) else json.dumps(v) for k, v in fields.items()}
        response = await self.client.post(f"/bot{token}/{method}", data=encoded)
        body = response.json()
        assert (response.status_code == 200) == body["ok"]
        return body["result"] if body["ok"] else f"{body['error_code']} {body['description']}"


def play(scenario):
    async def run():
        async with (
            serve_emulator(Emulator()) as emulator,
            httpx.AsyncClient(base_url=emulator.url) as client,
            open_town(emulator.url, TOKEN) as town,
        ):
            return await scenario(Api(client), town)

    return asyncio.run(run())


def test_a_sent_message_has_numbers_dates_and_entities_as_telegram_gives_them():
    async def scenario(api, town):
        await Person(town, 42).write("สวัสดี")
        first = await api.call("sendMessage", chat_id=42, text="<b>ก</b>", parse_mode="HTML")
        other = await api.call("sendMessage", chat_id=43, text="ข")
        return first, other

    first, other = play(scenario)
    assert (first["message_id"], other["message_id"]) == (2, 1)
    assert abs(first["date"] - time.time()) < 60
    assert first["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert first["from"] == {
        "id": 123456,
        "is_bot": True,
        "first_name": "คำตอบ",
        "username": "testbot",
    }


REFUSED = [
    ("sendMessage", {"chat_id": "ก", "text": "ก"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"chat_id": 42, "text": "  "}, "400 Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": 42, "text": "ก" * 4097}, "400 Bad Request: message is too long"),
    (
        "sendMessage",
        {"chat_id": 42, "text": "<p>ก", "parse_mode": "HTML"},
        '400 Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0',
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "ก", "message_thread_id": 9},
        "400 Bad Request: message thread not found",
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "ก", "reply_parameters": {"message_id": 99}},
        "400 Bad Request: message to be replied not found",
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "ก", "reply_parameters": {"message_id": 1, "quote": "ไม่มี"}},
        "400 Bad Request: QUOTE_TEXT_INVALID",
    ),
    (
        "sendMessage",
        {
            "chat_id": 42,
            "text": "ก",
            "reply_markup": {"inline_keyboard": [[{"text": "ก", "callback_data": "ก" * 22}]]},
        },
        "400 Bad Request: invalid reply_markup",
    ),
    (
        "editMessageText",
        {"chat_id": 42, "message_id": 99, "text": "ก"},
        "400 Bad Request: message to edit not found",
    ),
    (
        "editMessageText",
        {"chat_id": 42, "message_id": 1, "text": "ก"},
        "400 Bad Request: message can't be edited",
    ),
    (
        "deleteMessage",
        {"chat_id": 42, "message_id": 99},
        "400 Bad Request: message to delete not found",
    ),
    (
        "answerCallbackQuery",
        {"callback_query_id": "7"},
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "answerInlineQuery",
        {"inline_query_id": "7", "results": []},
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "ช่วย", "description": "ช่วย"}]},
        "400 Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "setMyShortDescription",
        {"short_description": "ก" * 121},
        "400 Bad Request: short_description is too long",
    ),
    ("getChat", {"chat_id": 77}, "400 Bad Request: chat not found"),
    ("sendMessge", {"chat_id": 42, "text": "ก"}, "404 Not Found: method not found"),
]


def test_what_telegram_refuses_is_refused_in_its_words():
    async def scenario(api, town):
        await Person(town, 42).write("สวัสดี")
        return [await api.call(method, **fields) for method, fields, _words in REFUSED]

    assert play(scenario) == [words for _method, _fields, words in REFUSED]


def test_what_is_no_token_is_not_found():
    async def scenario(api, _town):
        return await api.call("getMe", token="ไม่ใช่")  # noqa: S106

    assert play(scenario) == "404 Not Found"


def test_an_edit_changes_the_message_and_the_same_edit_again_is_refused():
    async def scenario(api, town):
        keyboard = {"inline_keyboard": [[{"text": "ดู", "callback_data": "a"}]]}
        sent = await api.call("sendMessage", chat_id=42, text="🔎", reply_markup=keyboard)
        edit = {"chat_id": 42, "message_id": sent["message_id"], "text": "<i>ตอบ</i>"}
        first = await api.call("editMessageText", **edit, parse_mode="HTML")
        second = await api.call("editMessageText", **edit, parse_mode="HTML")
        return sent, first, second, await town.look(Person(town, 42).home)

    sent, first, second, screen = play(scenario)
    assert "reply_markup" in sent
    assert (first["text"], "reply_markup" in first) == ("ตอบ", False)
    assert second.startswith("400 Bad Request: message is not modified: specified new message")
    assert [(shown.text, shown.edits, shown.is_placeholder) for shown in screen.values()] == [
        ("ตอบ", 1, False)
    ]


def test_only_the_first_hundred_entities_count():
    async def scenario(api, _town):
        text = "<b>ก</b> " * 120
        return await api.call("sendMessage", chat_id=42, text=text, parse_mode="HTML")

    assert len(play(scenario)["entities"]) == 100


def test_a_deleted_message_can_not_be_edited_and_a_person_who_blocked_can_not_be_written_to():
    async def scenario(api, town):
        sent = await api.call("sendMessage", chat_id=42, text="ก")
        body = {"token": TOKEN, "chat_id": 42, "message_id": sent["message_id"]}
        await town.post("delete", body)
        edited = await api.call(
            "editMessageText", chat_id=42, message_id=sent["message_id"], text="ข"
        )
        await town.set_up_chat({"id": 42}, blocked=True)
        return edited, await api.call("sendMessage", chat_id=42, text="ค")

    assert play(scenario) == (
        "400 Bad Request: message to edit not found",
        "403 Forbidden: bot was blocked by the user",
    )


def test_menus_and_descriptions_are_remembered_by_language_and_scope():
    async def scenario(api, _town):
        thai = [{"command": "start", "description": "เริ่ม"}]
        scope = {"type": "all_private_chats"}
        await api.call("setMyCommands", commands=thai, scope=scope, language_code="th")
        await api.call("setMyDescription", description="ตอบคำถาม", language_code="th")
        await api.call("setMyDescription", description="Answers")
        return [
            await api.call("getMyCommands", scope=scope, language_code="th"),
            await api.call("getMyCommands"),
            await api.call("getMyDescription", language_code="th"),
            await api.call("getMyDescription", language_code="ja"),
        ]

    assert play(scenario) == [
        [{"command": "start", "description": "เริ่ม"}],
        [],
        {"description": "ตอบคำถาม"},
        {"description": "Answers"},
    ]


def test_members_of_a_group_are_those_who_wrote_and_those_the_script_names():
    async def scenario(api, town):
        await Person(town, 42).write("สวัสดี", GROUP)
        admin = {"id": 9, "is_bot": False, "first_name": "ผู้ดูแล"}
        members = [{"status": "administrator", "user": admin}]
        await town.set_up_chat(GROUP.chat, members=members)
        found = [await api.call("getChatMember", chat_id=-1001, user_id=i) for i in (42, 9, 5)]
        admins = await api.call("getChatAdministrators", chat_id=-1001)
        return [each["status"] for each in found], len(admins), await api.call("getMe")

    statuses, admins, me = play(scenario)
    assert statuses == ["member", "administrator", "left"]
    assert admins == 1
    assert (me["username"], me["can_read_all_group_messages"]) == ("testbot", False)


def test_of_two_pollers_the_older_ends_and_what_is_not_acknowledged_comes_again():
    async def scenario(api, town):
        older = asyncio.create_task(api.call("getUpdates", timeout=5))
        await asyncio.sleep(0.1)
        newer = asyncio.create_task(api.call("getUpdates", timeout=5))
        ended = await older
        await Person(town, 42).write("น้ำท่วมคืออะไร")
        first = await newer
        again = await api.call("getUpdates")
        acknowledged = await api.call("getUpdates", offset=first[0]["update_id"] + 1)
        return ended, first, again, acknowledged

    ended, first, again, acknowledged = play(scenario)
    assert ended.startswith("409 Conflict: terminated by other getUpdates request;")
    assert first == again
    assert first[0]["message"]["text"] == "น้ำท่วมคืออะไร"
    assert acknowledged == []


def test_kinds_of_updates_that_the_core_does_not_know_may_be_allowed_too():
    async def scenario(api, town):
        asked = await api.call("getUpdates", allowed_updates=["message", "guest_message"])
        reaction = {"message_reaction": {"chat": {"id": 42}, "message_id": 1}}
        await town.say(reaction, Person(town, 42).home)
        await town.say({"message": {"message_id": "เลข", "chat": {}}}, Person(town, 42).home)
        return asked, await api.call("getUpdates"), await api.call("getUpdates", limit=1)

    asked, after, _first = play(scenario)
    assert asked == []
    assert [update.get("message") for update in after] == [{"message_id": "เลข", "chat": {}}]


def test_scripted_faults_hit_before_or_after_the_server_acts():
    async def scenario(api, town):
        await town.post(
            "fault",
            [
                {"method": "sendMessage", "kind": "drop"},
                {"method": "sendMessage", "kind": "lost_reply"},
                {
                    "method": "sendMessage",
                    "status": 429,
                    "description": "Too Many Requests: retry after 3",
                    "parameters": {"retry_after": 3},
                },
            ],
        )
        for _ in range(2):
            with pytest.raises(httpx.TransportError):
                await api.call("sendMessage", chat_id=42, text="หาย")
        limited = await api.call("sendMessage", chat_id=42, text="หาย")
        sent = await api.call("sendMessage", chat_id=42, text="ถึง")
        return limited, sent, await town.look(Person(town, 42).home)

    limited, sent, screen = play(scenario)
    assert limited == "429 Too Many Requests: retry after 3"
    assert sent["message_id"] == 2
    assert [shown.text for shown in screen.values()] == ["หาย", "ถึง"]


def test_every_call_is_in_the_log_with_what_came_of_it():
    async def scenario(api, town):
        await api.call("sendMessage", chat_id=42, text="ก")
        await api.call("sendMessage", chat_id=42, text="")
        calls = (await town.client.get("/__test/calls?method=sendMessage")).json()
        await town.post("reset", {})
        return calls, (await town.client.get("/__test/calls")).json()

    calls, after = play(scenario)
    assert [call["fields"] for call in calls] == [
        {"chat_id": "42", "text": "ก"},
        {"chat_id": "42", "text": ""},
    ]
    assert calls[0]["result"]["text"] == "ก"
    assert calls[1]["error"] == "Bad Request: message text is empty"
    assert after == []


@contextlib.asynccontextmanager
async def serve_webhook(statuses):
    """A webhook that answers with these statuses in turn, and the requests that came."""
    came = []

    async def receive(request):
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        came.append((secret, await request.json()))
        return web.Response(status=statuses.pop(0) if statuses else 200)

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", came
    await runner.cleanup()


async def wait_until(is_so):
    for _ in range(400):
        if is_so():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never became so")


def test_a_webhook_gets_updates_with_its_secret_until_it_takes_them():
    async def scenario(api, town):
        async with serve_webhook([500, 503]) as (url, came):
            secret = "ความลับไม่ใช่ตัวอักษรนี้"  # noqa: S105
            refused = await api.call("setWebhook", url=url, secret_token=secret)
            await api.call("setWebhook", url=url, secret_token="S-1")  # noqa: S106
            said = await Person(town, 42).write("น้ำท่วมคืออะไร")
            await wait_until(lambda: len(came) == 3)
            update = came[0][1]
            await town.say(update, Person(town, 42).home, repeat=True)
            await wait_until(lambda: len(came) == 4)
            polled = await api.call("getUpdates")
            await api.call("deleteWebhook")
            return refused, said, came, polled

    refused, said, came, polled = play(scenario)
    assert refused == "400 Invalid webhook secret"
    assert [secret for secret, _update in came] == ["S-1"] * 4
    assert [update["update_id"] for _secret, update in came] == [said.update_id] * 4
    assert polled.startswith("409 Conflict: webhook is active")


def test_a_server_that_is_not_there_and_a_wrong_request_are_told():
    async def absent():
        async with open_town("http://127.0.0.1:9", TOKEN):
            pass

    with pytest.raises(KhamtobError, match="no test server there"):
        asyncio.run(absent())

    async def scenario(_api, town):
        await town.post("fault", {"statsu": 1})

    with pytest.raises(UsageError, match="unknown field of a fault: statsu"):
        play(scenario)
