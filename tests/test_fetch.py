"""Web pages are fetched from public addresses only, and keep their url."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from bot.fetch import Page, declare_url, fetch_page, is_public, name_page
from corpus.errors import ArticleError
from corpus.readers import parse_article
from corpus.sandbox import Sandbox

SENTENCE = "คุนซานเป็นเมืองในมณฑลเจียงซู ทางตะวันออกของจีน มีพื้นที่ติดกับเซี่ยงไฮ้ "
PAGE = (
    "<html><head><meta charset='utf-8'><title>คุนซาน</title></head>"
    f"<body><article><h1>คุนซาน</h1><p>{SENTENCE * 5}</p></article></body></html>"
)
REDIRECTS = {"/เก่า": "/page", "/loop": "/loop", "/to-file": "file:///etc/passwd"}
TYPES = {"/page": "text/html; charset=utf-8", "/pdf": "application/pdf"}


class _Server(BaseHTTPRequestHandler):
    def do_GET(self):
        path = unquote(self.path)
        if path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[path])
        elif path in TYPES:
            self.send_response(200)
            self.send_header("Content-Type", TYPES[path])
        else:
            self.send_response(404)
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _anywhere(_address):
    return True


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("240.0.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address, public):
    assert is_public(address) is public


def test_a_server_on_this_machine_is_refused(site):
    with pytest.raises(ArticleError) as refusal:
        fetch_page(f"{site}/page")
    assert str(refusal.value) == (
        f"{site}/page: can't be fetched (127.0.0.1 is not a public address); "
        "save the page and add the file"
    )


def test_the_address_that_was_reached_is_checked_again(site):
    answers = iter([True, False])  # the name points elsewhere the second time
    with pytest.raises(ArticleError, match="is not a public address"):
        fetch_page(f"{site}/page", lambda _address: next(answers))


def test_a_page_is_fetched_and_a_redirect_followed(site):
    assert fetch_page(f"{site}/เก่า", _anywhere) == Page(f"{site}/page", PAGE.encode())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "the server says 404 Not Found"),
        ("/pdf", "application/pdf, not a web page"),
        ("/loop", "redirects more than 5 times"),
        ("/to-file", "not a plain http or https address"),
    ],
)
def test_what_is_no_page_is_refused_in_one_line(path, reason, site):
    with pytest.raises(ArticleError) as refusal:
        fetch_page(f"{site}{path}", _anywhere)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "url", ["ftp://example.com/a", "http://", "http://user:word@example.com/", "http://[::1"]
)
def test_other_addresses_are_refused(url):
    with pytest.raises(ArticleError, match="can't be fetched"):
        fetch_page(url, _anywhere)


def test_the_url_is_kept_whatever_the_page_claims():
    url = "https://news.example/%E0%B8%81?id=1&p=2"
    for page in (PAGE, PAGE.replace("<head>", "<head><link rel=canonical href=http://x.example>")):
        with Sandbox() as sandbox:
            article = parse_article(declare_url(Page(url, page.encode())), "ก.html", sandbox)
        assert article.url == url
        assert article.title == "คุนซาน"
        assert SENTENCE.strip() in article.text


def test_each_url_has_a_readable_name_of_its_own():
    name = name_page("https://www.example.com/ข่าว/%E0%B8%81?id=1")
    assert name.startswith("www.example.com-ข่าว-ก-")
    assert name.endswith(".html")
    assert name != name_page("https://www.example.com/ข่าว/%E0%B8%81?id=2")
    assert len(name_page("https://example.com/" + "ก" * 5000)) < 100
