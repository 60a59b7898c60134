"""The budgets of outgoing calls, on a clock that only moves when somebody waits."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.delivery.buckets import Bucket, Buckets, Rate
from bot.delivery.failures import (
    Decision,
    back_off,
    decide,
    is_message_gone,
    is_not_modified,
    is_old_press,
    is_transient,
    is_unreadable_markup,
    surely_not_sent,
)
from bot.delivery.outgoing import OutgoingLimiter, may_repeat, read_chat

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after")


class Clock:
    """Time that passes when it is waited for."""

    def __init__(self):
        self.now = 1000.0
        self.waits = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.waits.append(round(seconds, 3))
        self.now += seconds


def caused(error, cause):
    error.__cause__ = cause
    return error


def open_limiter(rate=30):
    clock = Clock()
    return clock, OutgoingLimiter(rate, clock=clock, sleep=clock.sleep)


def call(limiter, endpoint, chat=42, errors=()):
    """Makes one call that first fails with each of `errors`; how often it was made."""
    left, made = list(errors), []

    async def callback(*_args, **_kwargs):
        made.append(endpoint)
        if left:
            raise left.pop(0)
        return "เรียบร้อย"

    data = {} if chat is None else {"chat_id": chat}

    async def run():
        return await limiter.process_request(callback, (), {}, endpoint, data, None)

    result = asyncio.run(run())
    return result, len(made)


def test_a_private_chat_gets_forty_at_once_and_then_two_a_second():
    clock, limiter = open_limiter()
    for _ in range(43):
        assert call(limiter, "editMessageText") == ("เรียบร้อย", 1)
    assert clock.waits == [0.5, 0.5, 0.5]


def test_a_group_gets_twenty_a_minute():
    clock, limiter = open_limiter()
    for _ in range(22):
        call(limiter, "sendMessage", chat="-100200300")
    assert clock.waits == [3.0, 3.0]


def test_sends_and_edits_of_a_chat_share_one_budget_and_other_chats_have_their_own():
    clock, limiter = open_limiter()
    for _ in range(20):
        call(limiter, "sendMessage", chat=1)
        call(limiter, "editMessageText", chat=1)
    call(limiter, "sendMessage", chat=2)
    call(limiter, "answerCallbackQuery", chat=None)
    assert clock.waits == []
    call(limiter, "editMessageText", chat=1)
    assert clock.waits == [0.5]


def test_new_messages_of_all_chats_keep_to_the_rate_and_edits_do_not_count():
    clock, limiter = open_limiter(rate=2)
    for chat in range(1, 7):
        call(limiter, "sendMessage", chat=chat)
        call(limiter, "editMessageText", chat=chat)
    assert clock.waits == [0.5, 0.5, 0.5, 0.5]


def test_typing_gives_way_when_the_budget_is_low_and_its_failure_is_none():
    _clock, limiter = open_limiter()
    assert call(limiter, "sendChatAction", errors=[NetworkError("ขาด")]) == (True, 1)
    for _ in range(35):
        call(limiter, "editMessageText")
    assert call(limiter, "sendChatAction") == (True, 0)


def test_a_429_is_waited_for_as_long_as_telegram_says_and_by_its_own_chat_only():
    clock, limiter = open_limiter()
    assert call(limiter, "sendMessage", 1, [RetryAfter(7)]) == ("เรียบร้อย", 2)
    assert clock.waits == [7.0]
    call(limiter, "sendMessage", 2)
    assert clock.waits == [7.0]


def test_a_pause_holds_the_later_calls_of_the_chat_and_its_typing():
    clock, limiter = open_limiter()
    with pytest.raises(RetryAfter):
        call(limiter, "sendMessage", 1, [RetryAfter(90)])
    assert clock.waits == []
    assert call(limiter, "sendChatAction", 1) == (True, 0)
    call(limiter, "sendMessage", 2)
    assert clock.waits == []
    call(limiter, "editMessageText", 1)
    assert clock.waits == [90.0]


def test_a_wait_given_as_timedelta_is_understood(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    clock, limiter = open_limiter()
    call(limiter, "sendMessage", 1, [RetryAfter(timedelta(seconds=3))])
    assert clock.waits == [3.0]


@pytest.mark.parametrize("endpoint", ["editMessageText", "answerCallbackQuery", "setMyCommands"])
@pytest.mark.parametrize("error", [NetworkError("Bad Gateway (502)"), TimedOut()], ids=repr)
def test_what_may_be_done_twice_is_repeated_with_growing_waits(endpoint, error):
    clock, limiter = open_limiter()
    assert call(limiter, endpoint, errors=[error] * 3) == ("เรียบร้อย", 4)
    assert clock.waits == [0.5, 1.0, 2.0]
    with pytest.raises(type(error)):
        call(limiter, endpoint, errors=[error] * 4)


def test_a_send_is_repeated_only_if_it_never_left():
    _clock, limiter = open_limiter()
    for lost in (
        NetworkError("Bad Gateway (502)"),
        TimedOut(),
        caused(TimedOut(), httpx.ReadTimeout("ช้า")),
    ):
        with pytest.raises(NetworkError):
            call(limiter, "sendMessage", errors=[lost])
    unsent = caused(NetworkError("httpx.ConnectError"), httpx.ConnectError("ไม่ติด"))
    assert call(limiter, "sendMessage", errors=[unsent]) == ("เรียบร้อย", 2)


@pytest.mark.parametrize(
    "error", [BadRequest("Chat not found"), Forbidden("blocked"), ChatMigrated(-5)], ids=repr
)
def test_a_refusal_is_final(error):
    clock, limiter = open_limiter()
    with pytest.raises(type(error)):
        call(limiter, "editMessageText", errors=[error])
    assert clock.waits == []


def test_calls_of_one_chat_leave_in_the_order_they_came():
    clock, sleepers, order = Clock(), [], []

    async def sleep(seconds):
        woken = asyncio.get_running_loop().create_future()
        sleepers.append((clock.now + seconds, len(sleepers), woken))
        await woken

    limiter = OutgoingLimiter(5, clock=clock, sleep=sleep)

    async def ask(number):
        async def callback():
            order.append((number, clock.now))

        await limiter.process_request(callback, (), {}, "sendMessage", {"chat_id": 1}, None)

    async def run():
        asking = [asyncio.create_task(ask(number)) for number in range(50)]
        await asyncio.sleep(0)
        while sleepers:
            sleepers.sort()
            clock.now, _place, woken = sleepers.pop(0)
            woken.set_result(None)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await asyncio.gather(*asking)

    asyncio.run(run())
    assert [number for number, _time in order] == list(range(50))
    assert [time for _number, time in order[-3:]] == [1008.6, 1008.8, 1009.0]


@pytest.mark.parametrize(
    ("given", "read"), [(42, 42), ("-100", -100), ("@khamtob", "@khamtob"), (None, None)]
)
def test_a_chat_is_a_number_where_it_is_one(given, read):
    assert read_chat(given) == read


@pytest.mark.parametrize("endpoint", ["sendMessage", "sendPhoto", "copyMessage", "forwardMessage"])
def test_a_doubtful_send_is_not_repeated(endpoint):
    assert not may_repeat(endpoint, TimedOut())


@given(
    st.floats(1, 50),
    st.floats(0.01, 10),
    st.lists(st.tuples(st.floats(0, 5), st.booleans()), max_size=60),
)
def test_no_bucket_gives_more_than_its_burst_and_rate(burst, per_second, steps):
    bucket, now, taken = Bucket(Rate(burst, per_second), 0.0), 0.0, 0
    for seconds, tries in steps:
        now += seconds
        if tries and bucket.take(now) == 0.0:
            taken += 1
    assert taken <= burst + now * per_second + 1e-6


@given(st.lists(st.floats(0, 3), min_size=1, max_size=40))
def test_reserved_turns_come_in_order_and_no_faster_than_the_rate(gaps):
    bucket, now, turns = Bucket(Rate(3, 1), 0.0), 0.0, []
    for gap in gaps:
        now += gap
        turns.append(now + bucket.reserve(now))
    assert turns == sorted(turns)
    for first, fourth in zip(turns, turns[4:], strict=False):
        assert fourth - first >= 1 - 1e-6


def test_full_buckets_are_forgotten_and_empty_ones_only_when_there_are_too_many():
    buckets = Buckets(Rate(1, 1), most=4)
    for chat in range(4):
        buckets.find(chat, 0.0).take(0.0)
    buckets.find("ใหม่", 0.5).take(0.5)
    assert len(buckets) == 4
    assert buckets.find(3, 0.5).take(0.5) == 0.5
    buckets.find("อีก", 9.0)
    assert len(buckets) == 1


@pytest.mark.parametrize(
    ("error", "failures", "decision"),
    [
        (TimedOut(), 1, Decision("again", 0.5)),
        (NetworkError("Bad Gateway (502)"), 4, Decision("again", 4.0)),
        (TimedOut(), 5, Decision("dead", apologise=True)),
        (BadRequest("Chat not found"), 1, Decision("dead", apologise=True)),
        (Forbidden("bot was blocked by the user"), 1, Decision("dead")),
        (InvalidToken("no"), 1, Decision("dead")),
        (Conflict("two"), 1, Decision("dead")),
        (ZeroDivisionError(), 1, Decision("again", 0.5)),
        (ZeroDivisionError(), 2, Decision("dead", apologise=True)),
        (caused(TimedOut(), httpx.ConnectTimeout("สายขาด")), 50, Decision("again", 30.0)),
        (caused(TimedOut(), httpx.ConnectTimeout("สายขาด")), 100, Decision("dead", apologise=True)),
    ],
)
def test_what_becomes_of_a_failed_update(error, failures, decision):
    assert decide(error, failures) == decision


def test_an_update_waits_as_long_as_telegram_asks():
    assert decide(RetryAfter(120), 1) == Decision("again", 120.0)


def test_a_bad_request_is_no_network_trouble():
    assert is_transient(NetworkError("httpx.ReadError"))
    assert not is_transient(BadRequest("Message text is empty"))
    assert not surely_not_sent(caused(NetworkError("x"), httpx.ReadError("กลางทาง")))


def test_waits_grow_to_half_a_minute():
    assert [back_off(tries) for tries in (1, 2, 3, 7, 8, 1000)] == [0.5, 1.0, 2.0, 30.0, 30.0, 30.0]


def test_telegrams_words_are_told_apart():
    unchanged = BadRequest("Message is not modified: specified new message content is the same")
    gone = BadRequest("Message to edit not found")
    markup = BadRequest("Can't parse entities: unsupported start tag")
    late = BadRequest("Query is too old and response timeout expired or query id is invalid")
    checks = (is_not_modified, is_message_gone, is_unreadable_markup, is_old_press)
    for place, error in enumerate((unchanged, gone, markup, late)):
        assert [check(error) for check in checks] == [place == each for each in range(4)]
    assert not is_not_modified(NetworkError("message is not modified"))
