"""A link becomes an article file that says where it is from."""

import pytest
from made_files import make_pdf
from made_site import LOCAL, SENTENCE, Page, make_page, serve_site

from bot.reach import Reach
from bot.web_article import fetch_article, name_article
from corpus.errors import ArticleError
from corpus.readers import parse_article
from corpus.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def site():
    with serve_site() as site:
        yield site


def test_a_page_becomes_markdown_that_names_its_address(site, sandbox):
    site.pages["/คุนซาน"] = Page(make_page())
    file = fetch_article(f"{site.url}/คุนซาน", sandbox, LOCAL)
    article = parse_article(file.data, file.id, sandbox)
    assert file.id.startswith("127.0.0.1/คุนซาน-")
    assert (article.title, article.url) == ("คุนซาน", f"{site.url}/คุนซาน")
    assert article.text == SENTENCE.strip() + (" " + SENTENCE.strip()) * 4


def test_the_address_is_where_it_was_found_whatever_the_page_claims(site, sandbox):
    lie = b'<head><link rel="canonical" href="https://bank.example/">'
    site.pages["/จริง"] = Page(make_page().replace(b"<head>", lie))
    site.pages["/ไป"] = Page(
        status=307, headers={"Location": "/%E0%B8%88%E0%B8%A3%E0%B8%B4%E0%B8%87"}
    )
    file = fetch_article(f"{site.url}/ไป", sandbox, LOCAL)
    article = parse_article(file.data, file.id, sandbox)
    assert article.url == f"{site.url}/%E0%B8%88%E0%B8%A3%E0%B8%B4%E0%B8%87"


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("application/pdf", make_pdf([["น้ำท่วมกรุงเทพ", "ระดับน้ำสูง 2 เมตร"]]), "ระดับน้ำสูง 2 เมตร"),
        ("text/plain; charset=utf-8", "หัวข้อ\nเนื้อหา # หนึ่ง".encode(), "เนื้อหา # หนึ่ง"),
        ("text/plain", "หัวข้อ\nเนื้อหาภาษาไทยแบบเก่า".encode("cp874"), "เนื้อหาภาษาไทยแบบเก่า"),
        ("text/markdown", "# หัวข้อ\n\n**เนื้อหา**".encode(), "เนื้อหา"),
    ],
)
def test_other_kinds_of_articles_are_read_too(site, sandbox, kind, body, words):
    site.pages["/ไฟล์"] = Page(body, headers={"Content-Type": kind})
    file = fetch_article(f"{site.url}/ไฟล์", sandbox, LOCAL)
    article = parse_article(file.data, file.id, sandbox)
    assert words in article.text
    assert article.url == f"{site.url}/ไฟล์"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(status=404), "the server says 404"),
        (Page(b"x", headers={"Content-Type": "image/png"}), "image/png, not an article"),
        (Page(b"x", headers={"Content-Type": "application/zip"}), "application/zip, not an"),
        (Page(b"x", headers={}), "of unknown type, not an article"),
        (Page(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "is broken"),
        (Page(b"MZ\0\0\1\2", headers={"Content-Type": "text/plain"}), "binary data, not text"),
        (Page("<p>สั้น</p>".encode(), headers={"Content-Type": "application/pdf"}), "is broken"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(site, sandbox, page, reason):
    site.pages["/ก"] = page
    with pytest.raises(ArticleError) as refusal:
        fetch_article(f"{site.url}/ก", sandbox, LOCAL)
    message = str(refusal.value)
    assert message.startswith(f"{site.url}/ก: can't be fetched (")
    assert reason in message
    assert "\n" not in message


def test_a_private_place_is_refused(site, sandbox):
    with pytest.raises(ArticleError, match="is not a public address"):
        fetch_article(f"{site.url}/ก", sandbox, Reach())


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://www.example.com/ข่าว/%E0%B8%81?id=1", "www.example.com/ข่าว-ก-"),
        ("https://example.com/", "example.com/"),
        ("https://example.com/../../.git/config", "example.com/git-config-"),
        ("https://example.com/%2e%2e%2f%00a%5Cb", "example.com/a-b-"),
        ("https://..example.com/-rf", "example.com/rf-"),
        ("https://[2001:db8::1]/ก", "2001-db8-1/ก-"),
    ],
)
def test_a_name_is_readable_and_stays_in_its_folder(url, start):
    name = name_article(url)
    assert name.startswith(start)
    assert name.count("/") == 1
    assert name.endswith(".md")
    assert name.isprintable()


def test_each_address_has_a_name_of_its_own_that_every_disk_takes():
    long = [f"https://{'ก' * 100}.example/{'น้ำ' * 500}?{number}" for number in range(50)]
    names = {name_article(url) for url in long}
    assert len(names) == 50
    assert max(len(part.encode()) for name in names for part in name.split("/")) < 200
