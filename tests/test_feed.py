"""Feeds of every kind are read, in the worker process, whatever is in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArticleError
from corpus.feed import MOST_ENTRIES, read_feed
from corpus.feed_entry import is_feed
from corpus.limits import ReadingLimits
from corpus.sandbox import Sandbox

URL = "https://news.example/rss"


def _rss(items, title="ข่าว"):
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title>{items}</channel></rss>"
    ).encode("utf-8", "replace")


def _item(extra="", link="https://news.example/1", title="หนึ่ง"):
    return f"<item><title>{title}</title><link>{link}</link>{extra}</item>"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("<pubDate>Sat, 05 Oct 2024 01:00:00 +0700</pubDate>", "2024-10-05"),
        ("<pubDate>Sat, 05 Oct 2567 01:00:00 +0700</pubDate>", "2024-10-05"),
        ("<pubDate>5 ตุลาคม 2567</pubDate>", "2024-10-05"),
        ("<pubDate>2024-10-05T01:00:00+07:00</pubDate>", "2024-10-05"),
        ("<pubDate>เมื่อวาน</pubDate>", None),
        ("<pubDate>Sat, 99 Oct 2024 01:00:00 +0700</pubDate>", None),
        ("", None),
    ],
)
def test_the_day_is_the_one_of_the_feeds_own_time_zone(written, day):
    assert read_feed(_rss(_item(written)), URL).entries[0].published == day


def test_titles_lose_their_tags_and_addresses_become_whole():
    feed = read_feed(
        _rss(_item(link="/ข่าว/1?ก=ข", title="&lt;b&gt;น้ำ&lt;/b&gt; &amp;amp; ฝน"), "ข่าว &amp; ฝน"),
        URL,
    )
    assert feed.title == "ข่าว & ฝน"
    assert feed.entries[0].title == "น้ำ & ฝน"
    assert feed.entries[0].url == "https://news.example/ข่าว/1?ก=ข"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "", "ftp://a.example/"]
)
def test_an_entry_that_leads_nowhere_on_the_web_is_left_out(link):
    entries = read_feed(_rss(_item(link=link) + _item()), URL).entries
    assert [entry.url for entry in entries if entry.url != URL] == ["https://news.example/1"]


def test_an_entry_twice_is_one_and_a_feed_is_not_endless():
    many = "".join(_item(link=f"https://news.example/{n}") for n in range(2 * MOST_ENTRIES))
    assert len(read_feed(_rss(_item() + _item()), URL).entries) == 1
    assert len(read_feed(_rss(many), URL).entries) == MOST_ENTRIES


def test_another_word_anywhere_is_another_digest():
    digests = {
        read_feed(_rss(item), URL).entries[0].digest
        for item in (
            _item(),
            _item(title="สอง"),
            _item("<description>สรุป</description>"),
            _item("<description>สรุปใหม่</description>"),
            _item("<pubDate>Sat, 05 Oct 2024 01:00:00 +0700</pubDate>"),
        )
    }
    assert len(digests) == 5


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (_rss(""), True),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', True),
        (b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', True),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        ("<html><body>ข่าว rss feed</body></html>".encode(), False),
        (b"%PDF-1.7", False),
        (b"", False),
    ],
)
def test_a_feed_is_known_by_its_content(data, answer):
    assert is_feed(data) is answer


def test_a_page_is_no_feed():
    with pytest.raises(ArticleError, match="is no RSS or Atom feed"):
        read_feed("<html><body>ข่าว</body></html>".encode(), URL)


def test_a_feed_crosses_from_the_worker_as_it_is():
    data = _rss(_item("<description>สรุป 😀</description>"))
    with Sandbox() as sandbox:
        assert sandbox.read_feed(data, URL) == read_feed(data, URL)


def test_a_feed_that_takes_too_long_or_too_much_is_stopped_and_the_next_one_is_read():
    deep = _rss("<a>" * 3_000_000)
    with Sandbox(ReadingLimits(seconds=1.0, worker_memory_bytes=300_000_000)) as sandbox:
        with pytest.raises(ArticleError):
            sandbox.read_feed(deep, URL)
        sandbox.limits = ReadingLimits()
        assert sandbox.read_feed(_rss(_item()), URL).entries[0].title == "หนึ่ง"


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_content_is_a_feed_or_a_refusal(content, title):
    for data in (content.encode("utf-8", "replace"), _rss(content, title)):
        try:
            feed = read_feed(data, URL)
        except ArticleError:
            continue
        assert all(entry.url.startswith(("http://", "https://")) for entry in feed.entries)
