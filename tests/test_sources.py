"""Feeds and pages become articles, politely; nothing that is there is lost."""

import json
import time
from html import escape

import pytest
from made_site import LOCAL, SENTENCE, Page, make_page, serve_site

from bot import sources as sources_module
from bot.fetch_memory import FetchMemory
from bot.polite import PoliteFetcher
from bot.settings import load_settings
from bot.sources import fetch_sources
from corpus.errors import ArticleError
from corpus.folder import read_folder
from corpus.readers import parse_article
from corpus.sandbox import Sandbox

RSS = {"Content-Type": "application/rss+xml; charset=utf-8"}
LONG = "แม่น้ำปิงเอ่อล้นตลิ่งเมื่อคืนที่ผ่านมา ระดับน้ำสูงสุด 5.3 เมตร ทางการเตือนประชาชนริมน้ำ " * 12


def make_feed(*items, title="ข่าวเมืองเหนือ"):
    entries = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(link)}</link>"
        f"<pubDate>Sat, 05 Oct 2024 01:00:00 +0700</pubDate>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item>"
        for name, link, content in items
    )
    return Page(
        (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>{title}</title>{entries}</channel></rss>"
        ).encode(),
        headers=dict(RSS),
    )


@pytest.fixture
def site():
    with serve_site() as site:
        yield site


@pytest.fixture
def folder(settings_in, tmp_path):
    settings_in(articles=tmp_path / "บทความ", data=tmp_path / "ข้อมูล")
    (tmp_path / "บทความ").mkdir()
    return tmp_path / "บทความ"


@pytest.fixture
def fetch_all(folder):
    """Fetches what stands in sources.yaml; returns the reports by path."""

    def fetch_all(site, *paths):
        lines = "".join(f"- {site.url}{path}\n" for path in paths)
        (folder / "sources.yaml").write_text(lines, "utf-8")
        reports = {}

        def note(report):
            reports[report.url.removeprefix(site.url)] = report

        def make_fetcher(memory):
            return PoliteFetcher(LOCAL, memory.holds, pause=0.0)

        site.requests.clear()
        fetch_sources(load_settings(), make_fetcher, note)
        return reports

    return fetch_all


def _outcomes(report):
    return [addition.outcome for addition in report.additions]


def test_a_feed_with_whole_articles_needs_no_other_request(site, folder, fetch_all):
    site.pages["/rss"] = make_feed(
        ("น้ำท่วม &amp; เชียงใหม่", f"{site.url}/1", f"<p>{LONG}</p><script>alert(1)</script>")
    )
    report = fetch_all(site, "/rss")["/rss"]
    assert _outcomes(report) == ["added"]
    assert site.paths() == ["/robots.txt", "/rss"]
    article = read_folder(folder).articles[0]
    assert (article.title, article.publisher) == ("น้ำท่วม & เชียงใหม่", "ข่าวเมืองเหนือ")
    assert (article.url, str(article.published)) == (f"{site.url}/1", "2024-10-05")
    assert article.text == LONG.strip()


def test_a_teaser_leads_to_its_page(site, folder, fetch_all):
    site.pages["/rss"] = make_feed(("คุนซาน", f"{site.url}/เต็ม", "สั้น"))
    site.pages["/เต็ม"] = Page(make_page())
    assert _outcomes(fetch_all(site, "/rss")["/rss"]) == ["added"]
    article = read_folder(folder).articles[0]
    assert SENTENCE.strip() in article.text
    assert str(article.published) == "2024-10-05"


def test_atom_is_read_too_and_the_type_is_no_matter(site, folder, fetch_all):
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>อะตอม</title><entry><title>หนึ่ง</title>'
        '<link href="/a"/><id>urn:1</id><updated>2024-05-04T23:30:00+07:00</updated>'
        f'<published>2567-05-04T23:30:00+07:00</published><content type="html">{LONG}</content>'
        "</entry></feed>"
    )
    site.pages["/atom"] = Page(atom.encode(), headers={"Content-Type": "text/html"})
    fetch_all(site, "/atom")
    article = read_folder(folder).articles[0]
    assert (article.url, str(article.published)) == (f"{site.url}/a", "2024-05-04")
    assert article.publisher == "อะตอม"


def test_nothing_is_fetched_twice_while_nothing_changes(site, folder, fetch_all):
    site.pages["/rss"] = make_feed(("หนึ่ง", f"{site.url}/1", ""))
    site.pages["/rss"].headers["ETag"] = '"1"'
    site.pages["/1"] = Page(make_page("หนึ่ง"))
    site.pages["/หน้า"] = Page(make_page("หน้า", LONG))
    site.pages["/หน้า"].headers["ETag"] = '"x"'
    fetch_all(site, "/rss", "/หน้า")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")}
    reports = fetch_all(site, "/rss", "/หน้า")
    assert (reports["/rss"].unchanged, reports["/หน้า"].unchanged) == (1, 1)
    assert site.paths() == ["/robots.txt", "/rss", "/หน้า"]
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")} == before


def test_an_etag_that_cannot_be_sent_back_is_not_kept(site, folder, fetch_all):
    site.pages["/หน้า"] = Page(make_page())
    site.pages["/หน้า"].headers["ETag"] = '"ก1"'.encode().decode("latin-1")
    fetch_all(site, "/หน้า")
    assert fetch_all(site, "/หน้า")["/หน้า"].unchanged == 1


def test_a_server_without_etags_gets_no_entry_fetched_again_either(site, folder, fetch_all):
    site.pages["/rss"] = make_feed(("หนึ่ง", f"{site.url}/1", ""))
    site.pages["/1"] = Page(make_page("หนึ่ง"))
    fetch_all(site, "/rss")
    assert fetch_all(site, "/rss")["/rss"].unchanged == 1
    assert site.paths() == ["/robots.txt", "/rss"]


def test_a_changed_entry_takes_the_place_of_the_old_one(site, folder, fetch_all, tmp_path):
    site.pages["/rss"] = make_feed(("หนึ่ง", f"{site.url}/1", LONG))
    fetch_all(site, "/rss")
    site.pages["/rss"] = make_feed(("หนึ่ง (แก้ไข)", f"{site.url}/1", LONG + "เพิ่มเติม"))
    assert _outcomes(fetch_all(site, "/rss")["/rss"]) == ["replaced"]
    articles = read_folder(folder).articles
    assert [article.title for article in articles] == ["หนึ่ง (แก้ไข)"]
    assert not (tmp_path / "ข้อมูล" / "removed").exists()  # nobody's own work was overwritten


def test_a_file_that_somebody_edited_is_kept_when_its_source_changes(
    site, folder, fetch_all, tmp_path
):
    site.pages["/หน้า"] = Page(make_page("หน้า", LONG))
    fetch_all(site, "/หน้า")
    path = next(folder.rglob("*.md"))
    edited = path.read_text("utf-8") + "\nหมายเหตุของเรา\n"
    path.write_text(edited, "utf-8")
    site.pages["/หน้า"] = Page(make_page("หน้า", LONG + "ใหม่"))
    assert _outcomes(fetch_all(site, "/หน้า")["/หน้า"]) == ["replaced"]
    kept = next((tmp_path / "ข้อมูล" / "removed").rglob("*.md"))
    assert kept.read_text("utf-8") == edited


def test_what_a_feed_drops_and_a_server_loses_stays(site, folder, fetch_all):
    site.pages["/rss"] = make_feed(("หนึ่ง", f"{site.url}/1", LONG))
    site.pages["/หน้า"] = Page(make_page("หน้า"))
    fetch_all(site, "/rss", "/หน้า")
    site.pages["/rss"] = make_feed(("สอง", f"{site.url}/2", LONG + "สอง"))
    del site.pages["/หน้า"]
    reports = fetch_all(site, "/rss", "/หน้า")
    assert reports["/หน้า"].additions[0].note.startswith("the server says 404")
    assert sorted(article.title for article in read_folder(folder).articles) == [
        "สอง",
        "หนึ่ง",
        "หน้า",
    ]


def test_an_article_that_was_removed_stays_removed(site, folder, fetch_all):
    site.pages["/rss"] = make_feed(("หนึ่ง", f"{site.url}/1", LONG))
    site.pages["/หน้า"] = Page(make_page("หน้า"))
    fetch_all(site, "/rss", "/หน้า")
    for path in folder.rglob("*.md"):
        path.unlink()
    reports = fetch_all(site, "/rss", "/หน้า")
    assert (reports["/rss"].removed, reports["/หน้า"].removed) == (1, 1)
    assert list(folder.rglob("*.md")) == []


def test_robots_txt_is_obeyed(site, folder, fetch_all):
    site.pages["/robots.txt"] = Page(
        "User-agent: *\nAllow: /\n\nUser-agent: khamtob\nDisallow: /ลับ\nDisallow: /*.php$".encode()
    )
    site.pages["/ลับ/ก"] = site.pages["/ก.php"] = site.pages["/เปิด"] = Page(make_page())
    reports = fetch_all(site, "/ลับ/ก", "/ก.php", "/เปิด")
    assert _outcomes(reports["/เปิด"]) == ["added"]
    for path in ("/ลับ/ก", "/ก.php"):
        assert reports[path].additions[0].note.startswith("the site's robots.txt doesn't allow it")
    assert site.paths() == ["/robots.txt", "/เปิด"]


def test_a_redirect_leads_to_no_place_that_another_site_forbids(site, folder, fetch_all):
    with serve_site() as other:
        other.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /ลับ".encode())
        other.pages["/ลับ"] = other.pages["/เปิด"] = Page(make_page())
        for path in ("/ลับ", "/เปิด"):
            where = f"{other.url}{path}".encode().decode("latin-1")
            site.pages[path] = Page(status=302, headers={"Location": where})
        reports = fetch_all(site, "/ลับ", "/เปิด")
        assert "robots.txt doesn't allow it" in reports["/ลับ"].additions[0].note
        assert _outcomes(reports["/เปิด"]) == ["added"]
        assert other.paths() == ["/robots.txt", "/เปิด"]


def test_an_unreachable_robots_txt_forbids_and_a_missing_one_allows(site, folder, fetch_all):
    site.pages["/หน้า"] = Page(make_page())
    site.pages["/robots.txt"] = Page(status=500)
    assert _outcomes(fetch_all(site, "/หน้า")["/หน้า"]) == ["refused"]
    assert site.paths() == ["/robots.txt"]
    site.pages["/robots.txt"] = Page(status=403)
    assert _outcomes(fetch_all(site, "/หน้า")["/หน้า"]) == ["added"]


def test_a_busy_server_is_left_alone_as_long_as_it_asks(site, folder, fetch_all, tmp_path):
    site.pages["/ก"] = Page(status=429, headers={"Retry-After": "3600"})
    site.pages["/ข"] = Page(make_page())
    reports = fetch_all(site, "/ก", "/ข")
    assert site.paths() == ["/robots.txt", "/ก"]
    assert "asks to wait 60 more minutes" in reports["/ข"].additions[0].note
    fetch_all(site, "/ก", "/ข")
    assert site.paths() == []  # also by the next process
    memory = tmp_path / "ข้อมูล" / "fetched.json"
    record = json.loads(memory.read_text("utf-8"))
    assert 3000 < record["holds"][site.url] - time.time() <= 3600
    record["holds"][site.url] = time.time() - 1
    memory.write_text(json.dumps(record), "utf-8")
    assert _outcomes(fetch_all(site, "/ข")["/ข"]) == ["added"]


def test_entries_of_a_host_that_asks_to_wait_are_left_for_later(folder, fetch_all):
    with serve_site() as feeds, serve_site() as pages:
        items = [(f"ข่าวที่ {n}", f"{pages.url}/{n}", "") for n in range(4)]
        feeds.pages["/rss"] = make_feed(*items)
        pages.pages["/0"] = Page(make_page())
        pages.pages["/1"] = Page(status=503, headers={"Retry-After": "60"})
        for _ in range(4):
            report = fetch_all(feeds, "/rss")["/rss"]
        assert (report.unchanged, report.left) == (1, 3)
        assert pages.paths() == ["/robots.txt", "/0", "/1"]


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("120", 100, 120),
        ("ไม่รู้", 590, 600),
        ("", 590, 600),
        ("-5", 590, 600),
        ("99999999999", 86_000, 86_400),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 1),
    ],
)
def test_how_long_to_wait_is_bounded(site, header, least, most):
    headers = {"Retry-After": header.encode().decode("latin-1")}
    site.pages["/ก"] = Page(status=503, headers=headers)
    holds = {}
    with pytest.raises(ArticleError, match="asks to wait"):
        PoliteFetcher(LOCAL, holds, pause=0.0).fetch(f"{site.url}/ก", {})
    assert least < holds[site.url] - time.time() <= most


def test_requests_to_one_host_keep_their_distance(site):
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 7")
    waits = []
    fetcher = PoliteFetcher(LOCAL, {}, sleep=waits.append)
    for path in ("/ก", "/ข", "/ค"):
        fetcher.fetch(f"{site.url}{path}", {})
    assert [round(wait) for wait in waits] == [1, 7, 7]


def test_one_failing_entry_does_not_stop_the_others_and_is_tried_three_times(
    site, folder, fetch_all
):
    site.pages["/rss"] = make_feed(
        ("เสีย", f"{site.url}/เสีย", ""),
        ("ลวง", "http://169.254.169.254/latest", ""),
        ("ดี", f"{site.url}/ดี", ""),
    )
    site.pages["/rss"].headers["ETag"] = '"x"'
    site.pages["/ดี"] = Page(make_page("ดี"))
    assert _outcomes(fetch_all(site, "/rss")["/rss"]) == ["refused", "refused", "added"]
    for _ in range(2):
        assert _outcomes(fetch_all(site, "/rss")["/rss"]) == ["refused", "refused"]
    assert fetch_all(site, "/rss")["/rss"].unchanged == 3
    assert site.paths() == ["/robots.txt", "/rss"]


def test_a_long_feed_is_brought_in_bit_by_bit(site, folder, fetch_all, monkeypatch):
    monkeypatch.setattr(sources_module, "MOST_PAGES", 2)
    items = [(f"ข่าวที่ {n}", f"{site.url}/{n}", f"{LONG} {n}") for n in range(5)]
    site.pages["/rss"] = make_feed(*items)
    site.pages["/rss"].headers["ETag"] = '"x"'
    assert [fetch_all(site, "/rss")["/rss"].left for _ in range(3)] == [3, 1, 0]
    assert len(list(folder.rglob("*.md"))) == 5


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY ก SYSTEM "file:///etc/passwd">',
        "<!ENTITY a 'ก'>"
        + "".join(
            f"<!ENTITY {b} '{f'&{a};' * 10}'>"
            for a, b in zip("abcdefghi", "bcdefghiก", strict=True)
        ),
    ],
)
def test_a_feed_with_entities_reads_no_file_and_does_not_grow(site, folder, fetch_all, entity):
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entity}]><rss version="2.0"><channel><title>&ก;'
        f"</title><item><title>&ก;</title><link>{site.url}/1</link></item></channel></rss>"
    )
    site.pages["/rss"] = Page(feed.encode(), headers=RSS)
    site.pages["/1"] = Page(make_page("หนึ่ง"))
    fetch_all(site, "/rss")
    written = "".join(path.read_text("utf-8") for path in folder.rglob("*.md"))
    assert "root:" not in written
    assert len(written) < 5000


def test_two_at_once_are_one(site, folder, fetch_all):
    site.pages["/หน้า"] = Page(make_page())
    problems = []

    def fetch_beside(_memory):
        with pytest.raises(ArticleError) as refusal:
            fetch_sources(load_settings(), lambda memory: memory, print)
        problems.append(str(refusal.value))
        return PoliteFetcher(LOCAL, {}, pause=0.0)

    (folder / "sources.yaml").write_text(f"- {site.url}/หน้า\n", "utf-8")
    fetch_sources(load_settings(), fetch_beside, lambda _report: None)
    assert problems == [
        f"{load_settings().data}: the sources are being fetched already; wait for it"
    ]


def test_a_damaged_memory_is_refused_and_can_be_lost(site, folder, fetch_all, tmp_path):
    site.pages["/หน้า"] = Page(make_page())
    fetch_all(site, "/หน้า")
    memory = tmp_path / "ข้อมูล" / "fetched.json"
    for damage in (
        b"{",
        b"[]",
        b'{"format": 9}',
        b'{"format": 1, "links": {"a": {}}, "holds": {}}',
    ):
        memory.write_bytes(damage)
        with pytest.raises(ArticleError, match=r"fetched\.json: damaged; remove it"):
            FetchMemory(memory)
    memory.unlink()
    assert fetch_all(site, "/หน้า")["/หน้า"].unchanged == 1


def test_the_publisher_of_the_list_wins(site, folder):
    site.pages["/หน้า"] = Page(make_page())
    site.pages["/rss"] = make_feed(("หนึ่ง", f"{site.url}/1", LONG))
    (folder / "sources.yaml").write_text(
        f"- url: {site.url}/หน้า\n  publisher: ศูนย์ข้อมูล\n"
        f"- url: {site.url}/rss\n  publisher: ศูนย์ข่าว\n",
        "utf-8",
    )
    fetch_sources(
        load_settings(),
        lambda memory: PoliteFetcher(LOCAL, memory.holds, pause=0.0),
        lambda _report: None,
    )
    with Sandbox() as sandbox:
        publishers = {
            parse_article(path.read_bytes(), path.name, sandbox).publisher
            for path in folder.rglob("*.md")
        }
    assert publishers == {"ศูนย์ข้อมูล", "ศูนย์ข่าว"}
