"""The page shows the messages word for word and can't be made to do anything else."""

import lxml.html
import pytest

from bot.preview.conversation import SAMPLE_QUESTIONS, choose_questions, hold_conversation
from bot.preview.page import Turn, render_page
from bot.render.buttons import Button
from bot.render.message import Message
from bot.settings import load_settings
from corpus.errors import UsageError

KEYBOARD = (
    (Button("อ่านเพิ่ม", press="c:preview0000:0"), Button("อ้างอิง", copy='ชื่อ "เรื่อง"')),
    (Button("เปิด", url="https://example.org/?a=1&b=%22"),),
)


def read_page(*turns, **options):
    return lxml.html.fromstring(render_page(turns, **options))


def test_questions_and_answers_stand_in_turn_with_their_language():
    page = read_page(
        Turn("คุนซานอยู่ที่ไหน", "th", Message("<b>จีน</b>")),
        Turn("Where is Kunshan?", "en", Message("China")),
    )
    assert [(part.get("lang"), part.text_content().strip()) for part in page.find("body/main")] == [
        ("th", "คุนซานอยู่ที่ไหน"),
        ("th", "จีน"),
        ("en", "Where is Kunshan?"),
        ("en", "China"),
    ]


def test_a_message_keeps_its_white_space_and_its_marks():
    html = 'ก  <b>ข\n</b>\n— <a href="https://example.org/">ค</a>\n  <code>x</code>'
    message = read_page(Turn("?", "th", Message(html))).find_class("message")[0]
    assert message.text_content() == "ก  ข\n\n— ค\n  x"
    assert [child.tag for child in message] == ["b", "a", "code"]
    assert message.find("a").get("href") == "https://example.org/"


def test_a_question_is_text_whatever_is_in_it():
    page = read_page(Turn("<script>alert('ก')</script>", "th", Message("ก")))
    assert page.find_class("question")[0].text_content() == "<script>alert('ก')</script>"
    assert page.findall(".//script") == []


def test_an_unknown_tag_in_a_message_is_refused():
    with pytest.raises(UsageError, match="knows no tag <img>"):
        render_page([Turn("?", "th", Message("<img src=x>"))])


def test_buttons_stand_in_their_rows_and_say_what_they_do():
    page = read_page(Turn("?", "th", Message("ก", KEYBOARD)))
    rows = [
        [(button.text, button.get("title"), button.get("href")) for button in row]
        for row in page.find_class("row")
    ]
    assert rows == [
        [("อ่านเพิ่ม", "c:preview0000:0", None), ("อ้างอิง", 'ชื่อ "เรื่อง"', None)],
        [("เปิด", "https://example.org/?a=1&b=%22", "https://example.org/?a=1&b=%22")],
    ]


def test_only_a_measured_page_has_a_script_and_none_loads_anything():
    turn = Turn("?", "th", Message("ก", KEYBOARD))
    plain, measured = read_page(turn), read_page(turn, measured=True)
    assert [len(page.findall(".//script")) for page in (plain, measured)] == [0, 1]
    policy = plain.find(".//meta[@http-equiv]").get("content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    for page in (plain, measured):
        assert page.xpath("//@src | //link/@href") == []


def test_the_page_of_the_sample_conversation_has_each_quote_exactly(sample_engine):
    page = lxml.html.fromstring(render_page(hold_conversation(sample_engine, SAMPLE_QUESTIONS)))
    shown = [message.text_content() for message in page.find_class("message")]
    answers = [sample_engine.ask(question).answer for question in SAMPLE_QUESTIONS]
    assert [answer.status for answer in answers] == ["answered", "answered", "not_found"]
    for text, answer in zip(shown, answers, strict=True):
        for quote in answer.quotes:
            assert quote.text in text
    assert "ในปี 2564 ผลิตภัณฑ์มวลรวมหรือจีดีพีของเมืองคุนซานอยู่ที่กว่า 4.7 แสนล้านหยวน" in shown[0]
    assert page.find_class("message")[2].findall(".//blockquote") == []


def test_own_articles_need_own_questions(settings_in, tmp_path):
    (tmp_path / "บทความ").mkdir()
    settings_in()
    assert choose_questions([], load_settings()) == SAMPLE_QUESTIONS
    settings_in(articles=tmp_path / "บทความ")
    assert choose_questions(["ถาม"], load_settings()) == ("ถาม",)
    with pytest.raises(UsageError, match="name a question for your articles"):
        choose_questions([], load_settings())
