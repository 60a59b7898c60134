"""Addresses that may be sent, and addresses that point at words."""

from urllib.parse import unquote

import pytest
from hostile import texts, urls
from hypothesis import given
from telegram_judge import Entity, escape_attribute, parse

from bot.render.links import check_url, point_at_words


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("https://example.com", "https://example.com/"),
        (" HTTP://Example.COM/A?b=c#d ", "http://example.com/A?b=c#d"),
        ("https://example.com:8443/ก ข", "https://example.com:8443/%E0%B8%81%20%E0%B8%82"),
        ("https://example.com/%E0%B8%81?q=100%", "https://example.com/%E0%B8%81?q=100%25"),
        ("https://ไทย.com/\"><b>'", "https://xn--o3cw4h.com/%22%3E%3Cb%3E'"),
        ("https://1.2.3.4/", "https://1.2.3.4/"),
    ],
)
def test_a_web_address_is_encoded_once(url, checked):
    assert check_url(url) == checked
    assert check_url(checked) == checked


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.com/%0aalert(1)",
        "data:text/html,x",
        "tg://user?id=1",
        "file:///etc/passwd",
        "//example.com/",
        "example.com",
        "https://localhost/",
        "https://google.com@example.com/",
        "https://user:pass@example.com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://999.1.1.1/",
        "https://[::1]/",
        "https://-.com/",
        "https://exa mple.com/",
        "https://example.com/\nx",
        "https://example.com/\ud800",
        "https://example.com/" + "ก" * 300,
    ],
)
def test_anything_else_is_no_link(url):
    assert check_url(url) is None


@given(urls)
def test_telegram_keeps_every_link_exactly(url):
    checked = check_url(url)
    if checked is not None:
        assert checked.isascii()
        assert len(checked) <= 2048
        parsed = parse(f'<a href="{escape_attribute(checked)}">ก</a>')
        assert parsed.entities == (Entity("TextUrl", 0, 1, checked),)


def test_a_short_quote_is_named_whole_and_encoded_as_a_text_directive_needs():
    url = point_at_words("https://example.com/a", "ก-ข, 5 & 6")
    assert url == "https://example.com/a#:~:text=%E0%B8%81%2D%E0%B8%82%2C%205%20%26%206"


def test_the_fragment_of_the_page_stays_before_the_directive():
    assert point_at_words("https://e.com/#part", "yes") == "https://e.com/#part:~:text=yes"
    assert point_at_words("https://e.com/#:~:text=no", "yes") == "https://e.com/#:~:text=yes"


def test_a_long_quote_is_named_by_its_first_and_last_words():
    words = "Its gross product came to more than 470 billion yuan in 2021, as much as never before."
    pointed = unquote(point_at_words("https://e.com/", words))
    assert pointed.startswith("https://e.com/#:~:text=Its gross product came to more than 470,")
    assert pointed.endswith(",yuan in 2021, as much as never before.")


def test_a_long_thai_quote_is_cut_at_its_spaces():
    words = "รถไฟฟ้าเปิดให้บริการเมื่อปี 2542 มีสถานีรวม 23 แห่ง ผู้โดยสารเปลี่ยนสายได้ที่สถานีสยาม เพียงเดินข้ามชานชาลา"
    url = unquote(point_at_words("https://e.com/", words))
    first, last = url.removeprefix("https://e.com/#:~:text=").split(",")
    assert words.startswith(first + " ")
    assert words.endswith(" " + last)


@given(urls, texts)
def test_an_address_that_points_at_words_is_one_that_telegram_keeps(url, words):
    pointed = point_at_words(url, words)
    assert (pointed is None) == (check_url(url) is None)
    if pointed is not None:
        assert len(pointed) <= 2048
        parsed = parse(f'<a href="{escape_attribute(pointed)}">ก</a>')
        assert parsed.entities == (Entity("TextUrl", 0, 1, pointed),)
