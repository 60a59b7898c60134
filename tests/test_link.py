"""A link is read in one way, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.link import Link, parse_link


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("http://example.com", Link("http", "example.com", 80, "/")),
        ("https://Example.COM./a?b=1#c", Link("https", "example.com", 443, "/a?b=1")),
        ("http://example.com:8080/", Link("http", "example.com", 8080, "/")),
        (
            "https://ทดสอบ.ไทย/ข่าว?ปี=2564",
            Link(
                "https",
                "xn--l3cfk7dp.xn--o3cw4h",
                443,
                "/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7?%E0%B8%9B%E0%B8%B5=2564",
            ),
        ),
        ("http://[2001:db8::1]/", Link("http", "2001:db8::1", 80, "/")),
        ("http://127.0.0.1/", Link("http", "127.0.0.1", 80, "/")),
        ("http://１２７.０.０.１/", Link("http", "127.0.0.1", 80, "/")),
        ("http://8.8.8.8.example.com/", Link("http", "8.8.8.8.example.com", 80, "/")),
    ],
)
def test_a_web_address_is_taken_apart(url, link):
    assert parse_link(url) == link


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ข่าว",
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://127.0.0.1:70/",
        "http://",
        "http:///etc/passwd",
        "http:example.com",
        "//example.com/",
        "http://user:word@example.com/",
        "http://@example.com/",
        "http://example.com@127.0.0.1/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com/\r\nHost: ภายใน",
        "http://exa mple.com/",
        "http://example.com:99999/",
        "http://example.com:port/",
        "http://[::1",
        "http://[::1%25eth0]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.1/",
        "http://-example.com/",
        "http://" + "ก" * 300 + ".example/",
        "http://example.com/" + "a" * 5000,
        "http://a..b/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    with pytest.raises(ValueError):
        parse_link(url)


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_an_ascii_link_or_a_refusal(text):
    for url in (text, f"http://{text}", f"http://example.com/{text}"):
        try:
            link = parse_link(url)
        except ValueError:
            continue
        assert link.host.isascii()
        assert link.target.isascii()
        assert link.target.startswith("/")
        assert not set(link.target) & set(" \r\n")
