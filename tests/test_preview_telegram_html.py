"""What gets into a preview is what Telegram would show, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.telegram_html import (
    TAGS,
    Element,
    drop_block_breaks,
    list_text,
    read_telegram_html,
)
from bot.render.hypertext import escape
from corpus.errors import UsageError


def test_each_tag_of_a_message_is_read_with_what_is_in_it():
    parts = read_telegram_html(
        'ก<b>หนา <i>เอียง</i></b><a href="https://example.org/?a=1&amp;b=2">ลิงก์</a>'
        "<blockquote expandable>ยาว</blockquote><tg-spoiler>ลับ</tg-spoiler>"
    )
    assert parts == (
        "ก",
        Element("b", ("หนา ", Element("i", ("เอียง",)))),
        Element("a", ("ลิงก์",), href="https://example.org/?a=1&b=2"),
        Element("blockquote", ("ยาว",), expandable=True),
        Element("tg-spoiler", ("ลับ",)),
    )


@pytest.mark.parametrize("tag", sorted(TAGS - {"a"}))
def test_the_text_in_every_known_tag_is_kept(tag):
    assert list_text(read_telegram_html(f"<{tag}>คำตอบ</{tag}>")) == "คำตอบ"


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<script>alert(1)</script>", "knows no tag <script>"),
        ("<img src=x onerror=alert(1)>", "knows no tag <img>"),
        ("<div>ก</div>", "knows no tag <div>"),
        ("<style>p{}</style>", "knows no tag <style>"),
        ('<b onclick="alert(1)">ก</b>', "<b> takes no onclick"),
        ('<a href="https://example.org" style="x">ก</a>', "<a> takes no style"),
        ('<a href="javascript:alert(1)">ก</a>', "not a web address"),
        ('<a href="java\tscript:alert(1)">ก</a>', "not a web address"),
        ('<a href="data:text/html,x">ก</a>', "not a web address"),
        ('<a href="//example.org">ก</a>', "not a web address"),
        ("<a>ก</a>", "not a web address"),
        ("<b>ก", "<b> is not closed"),
        ("ก</b>", "</b> closes nothing"),
        ("<b><i>ก</b></i>", "</b> closes nothing"),
        ("<b/>", "<b/> has no text"),
        ("1 < 2", "bare <"),
        ("ก <", "bare <"),
        ("&nbsp;", "knows no &nbsp;"),
        ("&#60;", "&#60; is not expected"),
        ("<!-- ก -->", "a comment"),
        ("<!doctype html>", "<!doctype html>"),
        ("<?php ?>", "<?php"),
        ("<![CDATA[ก]]>", "can't be in a message"),
    ],
)
def test_what_telegram_refuses_or_a_page_must_not_show_is_refused(html, what):
    with pytest.raises(UsageError) as refused:
        read_telegram_html(html)
    assert what in str(refused.value)


def test_line_breaks_beside_a_block_are_not_shown_twice():
    parts = read_telegram_html("ก\n<blockquote>ข\n</blockquote>\n\nค\n<b>ง</b>\n")
    shown = ("ก", Element("blockquote", ("ข\n",)), "\nค\n", Element("b", ("ง",)), "\n")
    assert drop_block_breaks(parts) == shown


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_text_escaped_for_telegram_is_read_back_as_it_was(text):
    shown = list_text(read_telegram_html(f"<b>{escape(text)}</b>"))
    assert escape(shown) == escape(text)


@given(st.text(alphabet="<>/=&;\"'! abiphrefก", max_size=40))
def test_whatever_is_written_comes_out_as_known_tags_or_is_refused(html):
    try:
        parts = read_telegram_html(html)
    except UsageError:
        return
    assert {part.tag for part in parts if isinstance(part, Element)} <= TAGS
