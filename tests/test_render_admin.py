"""What admins see, judged by TDLib: hostile articles, long lists, both languages."""

from datetime import UTC, datetime
from random import Random

import pytest
from hostile import make_article, make_text
from hypothesis import given
from hypothesis import strategies as st
from render_examples import ENGLISH, THAI
from telegram_judge import judge, parse

from bot.render.admin_articles import render_article, render_articles, render_removal
from bot.render.admin_buttons import AdminPress, decode_admin_press, make_admin_button
from bot.render.admin_index import (
    RunSummary,
    Step,
    render_difference,
    render_failure,
    render_refusal,
    render_result,
    render_step,
)
from bot.render.admin_messages import (
    LoggedAction,
    StatusView,
    render_log,
    render_refused,
    render_roll_back,
    render_status,
    write_age,
)
from bot.render.admin_offer import Likeness, render_offer
from bot.render.admin_words import choose_admin_words

ORDER = "Xa9-_kQ2b7E"
BIG = RunSummary(
    new=tuple(f"ข่าว {number}.md" for number in range(300)),
    changed=("ก.md",),
    gone=(),
    unreadable=("<b>.pdf: is broken & more",),
    duplicates=(),
    unchanged=1700,
    articles=2001,
    passages=7868,
    embedded=900,
)


def test_an_offer_shows_what_was_read_and_what_is_like_it():
    likes = [
        Likeness("เก่า.md", "คุนซานเก่า", "other version", 0.4, answers_from=THAI.id),
        Likeness("คล้าย.md", "คุนซานคล้าย", "similar", 0.926),
    ]
    message = render_offer(THAI, likes, ORDER, "th")
    text = judge(message).text
    assert "4 พ.ค. 2564 · ข้อความภาษาไทย · 97 ตัวอักษร" in text
    assert "https://example.com/ข่าว/1?a=1&b=2#top" in text
    assert "มีอีกฉบับของที่อยู่เว็บเดียวกัน: คุนซานเก่า (เก่า.md)" in text
    assert "คำตอบจะมาจาก kunshan-th.md เท่านั้น" in text
    assert "ข้อความตรงกัน 93% กับ คุนซานคล้าย" in text
    labels = [[button.label for button in row] for row in message.keyboard]
    assert labels == [
        ["🔁 แทนที่: คุนซานเก่า"],
        ["🔁 แทนที่: คุนซานคล้าย"],
        ["➕ เพิ่มไว้คู่กัน", "✖️ ยกเลิก"],
    ]
    assert message.keyboard[1][0].press == f"adm:swap:{ORDER}:2"


def test_a_difference_counts_all_and_names_some():
    message = render_difference(BIG, ORDER, "en")
    text = judge(message).text
    assert "➕ New (300)\n• ข่าว 0.md" in text
    assert "… and 292 more" in text
    assert "❌ Unreadable (1)\n• <b>.pdf: is broken & more" in text
    assert "7,868 passages, 900 of them to be embedded" in text
    assert [button.press for button in message.keyboard[0]] == [
        f"adm:pub:{ORDER}:",
        f"adm:no:{ORDER}:",
    ]
    assert judge(render_difference(BIG, None, "th")).text.startswith("ดัชนีเป็นปัจจุบันแล้ว: 2,001")


def test_a_step_is_a_placeholder_with_a_bar():
    text = judge(render_step("✅ เพิ่มแล้ว", Step("Embedding passages", 5, 10), "en")).text
    assert text.startswith("🔎 ")
    assert text.endswith("Embedding passages\n▓▓▓▓▓▓░░░░░░ 5/10")
    assert judge(render_step("", Step("Something new", 0, 0), "th")).text.startswith("🔎 ")


def test_a_refusal_of_the_gate_names_the_questions_and_how_to_go_on():
    broken = [f'"คำถามที่ {number}" status is not_found' for number in range(30)]
    message = render_refusal("✅ เพิ่มแล้ว", broken, ORDER, "th", can_undo=True)
    text = judge(message).text
    assert "คำถามตรวจสอบ 30 ข้อไม่ผ่าน" in text
    assert '• "คำถามที่ 0" status is not_found' in text
    verbs = [decode_admin_press(button.press).verb for row in message.keyboard for button in row]
    assert verbs == ["force", "undo"]
    message = render_refusal("", broken, ORDER, "en", can_undo=False)
    verbs = [decode_admin_press(button.press).verb for row in message.keyboard for button in row]
    assert verbs == ["force", "no"]


def test_pages_of_articles_keep_the_search():
    articles = [THAI, ENGLISH] * 9
    message = render_articles(articles, 2, ORDER, "คุนซาน", "th")
    assert judge(message).text.startswith("บทความที่มี “คุนซาน” (18) · 2/3")
    assert [button.press for button in message.keyboard[-1]] == [
        f"adm:list:{ORDER}:1",
        f"adm:list:{ORDER}:3",
    ]
    assert judge(render_articles([], 1, ORDER, "ไม่มี", "th")).text == "ไม่พบบทความที่มี “ไม่มี”"


def test_the_status_says_it_all_in_few_lines():
    view = StatusView(
        generation=7, age=7300.0, articles=2001, passages=7868, model="multilingual-e5-small",
        size_bytes=105_000_000, others=(5, 6), not_indexed=1, gone=2, touched=3, queue=4,
        sources=2, sources_age=None, failing=1, problem="<damaged>", errors=((65.0, "ล้มเหลว"),),
    )  # fmt: skip
    text = judge(render_status(view, "en")).text
    assert "Generation 7, 2 hours old\n2,001 articles, 7,868 passages" in text
    assert "On disk: 105.0 MB\nTo go back to: 5, 6" in text
    assert "Sources: 2, last fetched — ago" in text
    assert text.endswith("Last errors\n• 65 seconds: ล้มเหลว")


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.2, "0 วินาที"), (119, "119 วินาที"), (120, "2 นาที"), (3 * 3600, "3 ชั่วโมง"), (2e5, "2 วัน")],
)
def test_an_age_is_written_in_the_largest_unit_with_two(seconds, written):
    assert write_age(seconds, "th") == written


def test_buttons_of_others_are_not_read():
    button = make_admin_button("แทนที่ " * 30, "swap", ORDER, 3)
    assert decode_admin_press(button.press) == AdminPress("swap", ORDER, 3)
    for data in ("", "adm:drop::", "adm:add:<b>:", "add:x:1", f"adm:add:{ORDER}:1 "):
        assert decode_admin_press(data) is None


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_menus_fit_and_both_languages_say_the_same_things(language):
    words, other = choose_admin_words(language), choose_admin_words("th")
    assert [name for name, _text in words.commands] == [name for name, _text in other.commands]
    assert all(1 <= len(text) <= 256 for _name, text in words.commands)
    for name in ("likes", "steps", "actions"):
        assert getattr(words, name).keys() == getattr(other, name).keys()


@given(st.integers(0, 2**63 - 1))
def test_whatever_an_article_or_a_reason_holds_telegram_takes_the_message(seed):
    random = Random(seed)  # noqa: S311  it decides nothing that has to stay secret
    language = random.choice(["th", "en"])
    article, other = make_article(random), make_article(random)
    texts = [make_text(random) for _ in range(3)]
    kinds = ["same name", "same text", "other version", "similar"]
    likes = [Likeness(other.id, other.title, kind, 0.5, article.id) for kind in kinds]
    summary = RunSummary(*[tuple(texts)] * 5, 1, 2, 3, 4, 5)
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    messages = [
        render_offer(article, likes[: random.randint(0, 4)], ORDER, language),
        render_offer(article, [], ORDER, language, texts[0]),
        render_articles([article, other] * 4, 1, "", "", language),
        render_article(article, 3, language, has_file=random.random() < 0.5),
        render_removal(article, ORDER, language),
        render_difference(summary, ORDER, language),
        render_result("✅", summary, 1.0, language),
        render_refusal("✅", [text or "x" for text in texts], ORDER, language, can_undo=True),
        render_failure("✅", texts[0], ORDER, language),
        render_refused(texts[0], texts[1], language),
        render_roll_back(2, 1, moment, 3, ORDER, language),
        render_log([LoggedAction(moment, 1, "added", text) for text in texts * 7], language),
    ]
    for message in messages:
        judge(message)
    assert parse(messages[-1].html).text
