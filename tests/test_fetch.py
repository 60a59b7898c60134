"""Links are fetched within bounds: of place, time and size."""

import gzip
import itertools
import socket
import threading
import time
import zlib

import pytest
from made_site import LOCAL, Page, make_page, serve_site

from bot.fetch import fetch
from bot.reach import Reach
from corpus.errors import ArticleError

PAGE = make_page()


@pytest.fixture(scope="module")
def site():
    with serve_site() as site:
        site.pages["/ข่าว"] = Page(PAGE)
        yield site


def _refused(url, reach=LOCAL, **limits):
    with pytest.raises(ArticleError) as refusal:
        fetch(url, reach, **limits)
    message = str(refusal.value)
    assert message.startswith(f"{url}: can't be fetched (")
    assert "\n" not in message
    return message.removeprefix(f"{url}: can't be fetched (").partition("); ")[0]


def test_a_page_is_fetched_with_its_type_and_status(site):
    found = fetch(f"{site.url}/ข่าว", LOCAL)
    assert (found.url, found.status, found.kind) == (f"{site.url}/ข่าว", 200, "text/html")
    assert found.data == PAGE
    path, headers = site.requests[-1]
    assert path == "/ข่าว"
    assert headers["Host"] == site.url.removeprefix("http://")
    assert headers["User-Agent"] == "Khamtob/0.1"
    assert "Cookie" not in headers
    assert "Referer" not in headers


def test_a_server_on_this_machine_is_out_of_reach_by_default(site):
    site.requests.clear()
    assert _refused(f"{site.url}/ข่าว", Reach()) == "127.0.0.1 is not a public address"
    assert site.requests == []


def test_a_redirect_is_followed_and_its_end_is_told(site):
    site.pages["/เก่า"] = Page(
        status=302, headers={"Location": "/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7"}
    )
    found = fetch(f"{site.url}/เก่า", LOCAL)
    assert found.url == f"{site.url}/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7"
    assert found.data == PAGE


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is not a public address"),
        ("http://[::1]/", "::1 is not a public address"),
        ("http://2852039166/", "2852039166 is no plain host name"),
        ("file:///etc/passwd", "not a plain http or https address"),
        ("http://a:b@example.com/", "not a plain http or https address"),
        ("//[::ffff:10.0.0.1]:22/", "::ffff:10.0.0.1 is not a public address"),
    ],
)
def test_a_redirect_into_a_private_place_is_refused(site, target, reason):
    site.pages["/ไป"] = Page(status=301, headers={"Location": target})
    assert _refused(f"{site.url}/ไป") == reason


def test_a_circle_of_redirects_ends(site):
    site.pages["/วน"] = Page(status=302, headers={"Location": "/วน".encode().decode("latin-1")})
    site.requests.clear()
    assert _refused(f"{site.url}/วน") == "redirects more than 5 times"
    assert len(site.requests) == 6


def test_a_name_is_looked_up_once_and_only_that_address_is_connected_to(site):
    """A name server may give a public address to the check and a private one to the connection."""
    answers = iter([["127.0.0.1"], ["10.255.255.1"]])
    asked = []

    def rebind(host, port):
        asked.append((host, port))
        return next(answers)

    port = int(site.url.rpartition(":")[2])
    found = fetch(f"http://ข่าว.example:{port}/ข่าว", Reach(LOCAL.own, rebind))
    assert found.data == PAGE
    assert asked == [("xn--22c8e6a1f.example", port)]
    assert site.requests[-1][1]["Host"].endswith(f".example:{port}")


def test_the_address_after_a_redirect_is_checked_anew(site):
    port = int(site.url.rpartition(":")[2])
    answers = iter([["127.0.0.1"], ["192.168.0.1"]])
    site.pages["/ย้าย"] = Page(status=302, headers={"Location": "/ที่ใหม่".encode().decode("latin-1")})
    reach = Reach(LOCAL.own, lambda _host, _port: next(answers))
    reason = _refused(f"http://news.example:{port}/ย้าย", reach)
    assert reason == "192.168.0.1 is not a public address"


def test_the_machines_own_address_is_refused_even_if_it_looks_public(site, monkeypatch):
    class Lying(Reach):
        def find_addresses(self, _host, _port):
            return ["127.0.0.1"]

    assert _refused(f"{site.url}/ข่าว", Lying()) == "127.0.0.1 is this machine"


def test_the_next_address_is_tried_where_one_does_not_answer(site):
    port = int(site.url.rpartition(":")[2])
    reach = Reach(LOCAL.own, lambda _host, _port: ["127.0.0.99", "127.0.0.1"])
    assert fetch(f"http://news.example:{port}/ข่าว", reach).data == PAGE


def test_an_error_page_is_told_by_its_status_and_not_read(site):
    site.pages["/หาย"] = Page(PAGE, status=410)
    found = fetch(f"{site.url}/หาย", LOCAL)
    assert (found.status, found.data) == (410, b"")


def test_more_than_may_be_had_is_refused_however_it_comes(site):
    site.pages["/ใหญ่"] = Page(b"x" * 2001)
    site.pages["/พอดี"] = Page(b"x" * 2000)
    assert len(fetch(f"{site.url}/พอดี", LOCAL, most_bytes=2000).data) == 2000
    assert _refused(f"{site.url}/ใหญ่", most_bytes=2000) == "larger than 2,000 bytes"


def test_an_endless_answer_is_cut_off(site):
    def write_forever(out):
        for _ in itertools.count():
            out.write(b"x" * 65_536)

    site.pages["/ไม่จบ"] = Page(write=write_forever)
    assert _refused(f"{site.url}/ไม่จบ", most_bytes=1_000_000) == "larger than 1,000,000 bytes"


def test_an_answer_in_drops_ends_with_the_time(site):
    stop = threading.Event()

    def write_slowly(out):
        while not stop.wait(0.05):
            out.write(b"x")
            out.flush()

    site.pages["/ช้า"] = Page(write=write_slowly)
    assert _refused(f"{site.url}/ช้า", most_seconds=0.5) in {"takes too long", "timed out"}
    stop.set()


def test_headers_in_drops_end_with_the_time():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                    for _ in range(600):
                        connection.sendall(b"x")
                        time.sleep(0.02)
                except ConnectionError:
                    pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/ช้า"
        assert _refused(url, most_seconds=0.4) in {"takes too long", "timed out"}
        thread.join()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress)],
)
def test_a_packed_answer_is_unpacked(site, coding, pack):
    site.pages["/อัด"] = Page(pack(PAGE), headers={"Content-Encoding": coding})
    assert fetch(f"{site.url}/อัด", LOCAL).data == PAGE


def test_a_packed_bomb_costs_no_more_than_the_limit(site):
    bomb = gzip.compress(bytes(200_000_000), 9)
    site.pages["/ระเบิด"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    assert _refused(f"{site.url}/ระเบิด", most_bytes=1_000_000) == "larger than 1,000,000 bytes"


@pytest.mark.parametrize(
    ("body", "coding", "reason"),
    [
        (PAGE, "br", "packed as br, which was not asked for"),
        (PAGE, "gzip", "damaged gzip content"),
        (gzip.compress(PAGE)[:-9], "gzip", "its gzip content is cut short"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(site, body, coding, reason):
    site.pages["/เสีย"] = Page(body, headers={"Content-Encoding": coding})
    assert _refused(f"{site.url}/เสีย") == reason


def test_an_answer_that_ends_early_is_refused(site):
    site.pages["/ขาด"] = Page(b"x" * 10, headers={"Content-Length": "100"})
    assert "peer closed connection" in _refused(f"{site.url}/ขาด")


def test_nobody_at_the_other_end_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "refused" in _refused(f"http://127.0.0.1:{port}/ข่าว").lower()


def test_what_speaks_no_http_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-OpenSSH\r\n\x00\xff\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        _refused(f"http://127.0.0.1:{server.getsockname()[1]}/ข่าว")
        thread.join()
