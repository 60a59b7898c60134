"""The commands on what people ask, test cases in the script of questions, the weekly moment."""

import json
import shutil
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.gate import open_gate
from bot.insight.examples import read_examples
from bot.insight.test_cases import add_test_cases, list_open_asks
from bot.script import read_script
from bot.settings import SAMPLE_ARTICLES, Settings, load_settings
from bot.state.answers import AnswerRecord, save_answer
from bot.state.database import open_state
from bot.state.evidence import Evidence, Steps, save_evidence
from bot.state.feedback import vote
from bot.state.gaps import list_gaps, tick_gaps
from bot.state.unanswered import note_unanswered
from bot.weekly import WeeklyMoment, read_weekly
from corpus.errors import UsageError
from index.generation import open_current

GOLD = ("ราคาทองคำวันนี้เท่าไร", "What is the price of gold today?", "gold price today")
CATS = "แมวบินได้ไหม"
PRIVATE = "เบอร์ 081-234-5678 ของใคร"


@pytest.fixture
def asked(with_sample_index, tmp_path, settings_in):
    """Settings of a bot that was asked some questions today; articles of its own."""
    shutil.copytree(SAMPLE_ARTICLES, tmp_path / "บทความ")
    settings_in(data=with_sample_index, articles=tmp_path / "บทความ")
    settings = load_settings()
    now = time.time()
    with closing(open_state(settings.state_file)) as db:
        for number, question in enumerate((*GOLD, CATS, PRIVATE)):
            language = "en" if question.isascii() else "th"
            answer_id = f"ก{number}"
            note_unanswered(db, answer_id, question, language, now)
            status = "not_found" if number else "answered"
            record = AnswerRecord(answer_id, question, language, status, 0.1, 1, (), (), (), now)
            save_answer(db, record)
            seconds = 0.1 * (number + 1)
            save_evidence(db, Evidence(answer_id, seconds, 0.6, (), (), Steps(1, 2, 3)))
        vote(db, "ก0", "ผู้ใช้", "up", now)
    return settings


def test_unanswered_questions_are_listed_by_meaning_without_personal_data(khamtob, asked):
    run = khamtob("unanswered")
    assert (run.code, run.err) == (0, "")
    assert run.out == (
        f"1. {GOLD[0]}: 3 times\n   {GOLD[1]}\n   {GOLD[2]}\n"
        f"4. {CATS}: 1 times\n5. เบอร์ ••• ของใคร: 1 times\n"
    )
    with closing(open_state(asked.state_file)) as db:
        tick_gaps(db, [4], time.time())
    record = json.loads(khamtob("unanswered", "--json").out)
    assert [topic["count"] for topic in record["unanswered"]] == [3, 1]
    assert record["unanswered"][0] == {
        "number": 1, "questions": list(GOLD), "count": 3, "tested": False,
    }  # fmt: skip
    assert record["answered_by_now"] == [{"number": 4, "questions": [CATS], "count": 1}]


def test_a_topic_becomes_a_test_case_or_is_handled_by_its_number(khamtob, asked):
    run = khamtob("unanswered", "--test", 2, "--handled", 4)
    script = asked.articles / "questions.yaml"
    assert run.out == f"{script}: 2 test cases added\nhandled: 1 questions\n"
    assert [(step.ask, step.status) for step in read_script(script)][-2:] == [
        (GOLD[0], "answered"),
        (GOLD[1], "answered"),
    ]
    assert khamtob("unanswered", "--test", 1).out == f"{script}: 0 test cases added\n"
    with closing(open_state(asked.state_file)) as db:
        assert [(gap.gap_id, gap.tested) for gap in list_gaps(db)] == [
            (1, True), (2, True), (3, True), (5, False),
        ]  # fmt: skip
    gone = khamtob("unanswered", "--handled", 4)
    assert (gone.code, gone.err) == (2, "4: no such topic is open; see: khamtob unanswered\n")


def test_the_most_asked_say_how_often_they_were_answered(khamtob, asked):
    out = khamtob("top").out
    assert out.startswith(f"0. {GOLD[0]}: 3 times, answered 33%\n")
    record = json.loads(khamtob("top", "--days", 7, "--json").out)
    assert record["days"] == 7
    assert record["top"][0]["up"] == 1


def test_statistics_come_as_lines_as_json_and_as_a_picture(khamtob, asked, tmp_path):
    out = khamtob("stats").out
    assert out.startswith("days: 30\nasked: 5\nanswered: 1\nthai: 3\nenglish: 2\nup: 1\ndown: 0\n")
    assert "slow: 0.50 s เบอร์ ••• ของใคร\n" in out
    picture = tmp_path / "กราฟ.png"
    record = json.loads(khamtob("stats", "--days", 7, "--json", "--chart", picture).out)
    assert (record["asked"], record["median_seconds"]) == (5, 0.3)
    assert len(record["by_day"]) == 7
    with Image.open(picture) as image:
        assert image.format == "PNG"
    refused = khamtob("stats", "--chart", tmp_path / "ไม่มี" / "กราฟ.png")
    assert refused.code == 2
    assert refused.err.endswith("name a file in a folder\n")


@pytest.mark.parametrize("command", ["unanswered", "top", "stats"])
def test_without_a_memory_the_way_out_is_told(command, khamtob, settings_in, tmp_path):
    settings_in(data=tmp_path / "ข้อมูล")
    run = khamtob(command)
    assert run.code == 1
    assert run.err.endswith("not there yet; the bot makes it: khamtob run\n")


def settings_with(folder):
    folder.mkdir(exist_ok=True)
    return Settings(articles=folder, data=folder.parent / "ข้อมูล")


def test_a_script_keeps_what_stands_in_it_letter_for_letter(tmp_path):
    settings = settings_with(tmp_path / "บทความ")
    script = settings.articles / "questions.yaml"
    before = "\ufeff# คำถามสำคัญ\r\n- ask: คุนซานอยู่ที่ไหน\r\n  status: answered".encode()
    script.write_bytes(before)
    assert add_test_cases(settings, [CATS, "คุนซานอยู่ที่ไหนคะ", f" {CATS}? "]) == 1
    assert script.read_bytes().startswith(before)
    assert [step.ask for step in read_script(script)] == ["คุนซานอยู่ที่ไหน", CATS]


@pytest.mark.parametrize(
    "text",
    ["[{ask: ก, status: answered}]\n", "  - ask: ก\n    status: answered\n", "- ask: ก\n", "ก"],
)
def test_a_script_that_cant_be_appended_to_is_left_alone(text, tmp_path):
    settings = settings_with(tmp_path / "บทความ")
    script = settings.articles / "questions.yaml"
    script.write_text(text, "utf-8")
    with pytest.raises(UsageError):
        add_test_cases(settings, [CATS])
    assert script.read_text("utf-8") == text
    assert list(settings.articles.iterdir()) == [script]


def test_the_sample_articles_get_no_test_cases():
    with pytest.raises(UsageError, match="set KHAMTOB_ARTICLES to your own folder"):
        add_test_cases(Settings(), [CATS])


@given(questions=st.lists(st.text(max_size=60), min_size=1, max_size=3))
def test_any_question_becomes_a_test_case_that_can_be_read(questions, tmp_path_factory):
    settings = settings_with(tmp_path_factory.mktemp("ก") / "บทความ")
    hostile = [*questions, '"\\ - ask: [\n#: {x', "\u2028\x00\ud800😀"]
    count = add_test_cases(settings, hostile)
    steps = read_script(settings.articles / "questions.yaml")
    assert 1 <= count == len(steps) <= len(hostile)
    assert {step.status for step in steps} == {"answered"}
    assert add_test_cases(settings, hostile) == 0


def test_a_new_test_case_holds_no_index_back_until_it_has_passed(asked, encoder):
    add_test_cases(asked, [CATS])
    script = asked.articles / "questions.yaml"
    check = open_gate(script, asked.index_folder, encoder)
    check(open_current(asked.index_folder))


def test_newcomers_are_not_offered_what_no_index_answers_yet(khamtob, asked):
    assert khamtob("unanswered", "--test", 4).code == 0
    with closing(open_state(asked.state_file)) as db:
        waiting = list_open_asks(db)
        assert CATS in read_examples_after(asked, frozenset())
        assert CATS not in read_examples_after(asked, waiting)
        tick_gaps(db, [4], time.time())
        assert list_open_asks(db) == frozenset()


def read_examples_after(settings, waiting):
    """The examples of a script that has only the last question."""
    script = settings.articles / "questions.yaml"
    last = read_script(script)[-1]
    script.write_text(f"- ask: {last.ask}\n  status: answered\n", "utf-8")
    return read_examples(settings.articles, "th", waiting)


def test_a_week_is_counted_in_thailand():
    moment = read_weekly(" Mon  08:00 ")
    assert moment == WeeklyMoment(0, 8, 0)
    monday = datetime(2023, 11, 13, 1, 0, tzinfo=UTC).timestamp()  # 8 o'clock in Thailand
    assert moment.find_last(monday) == monday
    assert moment.find_last(monday - 1) == monday - 7 * 24 * 3600
    assert moment.find_last(monday + 6.9 * 24 * 3600) == monday
    assert read_weekly("sunday 7:05") == WeeklyMoment(6, 7, 5)
    assert read_weekly("off") is None


@given(st.floats(0, 4e9))
def test_the_last_time_was_within_a_week(now):
    last = WeeklyMoment(4, 17, 30).find_last(now)
    assert now - 7 * 24 * 3600 < last <= now


@pytest.mark.parametrize("text", ["", "วันจันทร์ 08:00", "mon", "mon 24:00", "08:00", "mon ๐๘:๐๐"])
def test_a_digest_at_no_moment_is_refused(text, settings_in):
    with pytest.raises(ValueError, match="like mon 08:00, or off"):
        read_weekly(text)
    if text:
        settings_in(digest=text)
        with pytest.raises(UsageError, match=f"KHAMTOB_DIGEST={text}: write a weekday"):
            load_settings()
