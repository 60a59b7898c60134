"""`khamtob sources` and its commands: the list is kept, and what is fetched is told."""

import pytest
from made_site import Page, make_page, serve_site

from bot.settings import SAMPLE_ARTICLES
from bot.source_commands import print_source_report
from bot.source_timer import describe_source
from bot.sources import Addition, SourceReport

FEED = "https://province.example.go.th/rss.xml"


@pytest.fixture
def folder(settings_in, tmp_path):
    settings_in(articles=tmp_path / "บทความ", data=tmp_path / "ข้อมูล")
    return tmp_path / "บทความ"


def test_a_source_is_added_listed_and_removed(khamtob, folder):
    added = khamtob("sources", "add", FEED, "https://example.org/ข่าว")
    assert (added.code, added.err) == (0, "")
    assert added.out == (
        f"added: 2\n  {FEED}\n  https://example.org/ข่าว\n"
        "To bring their articles in, run: khamtob sources fetch\n"
    )
    again = khamtob("sources", "add", FEED)
    assert again.out.startswith(f"already there: 1\n  {FEED}\n")
    assert khamtob("sources").out == f"{FEED}\nhttps://example.org/ข่าว\n"
    removed = khamtob("sources", "remove", FEED)
    assert (removed.code, removed.out.splitlines()[0]) == (0, "removed: 1")
    assert khamtob("sources").out == "https://example.org/ข่าว\n"
    unknown = khamtob("sources", "remove", FEED)
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err.endswith("no such source; see: khamtob sources\n")


def test_without_sources_the_way_out_is_told(khamtob, folder):
    path = folder / "sources.yaml"
    assert khamtob("sources").out == f"{path}: no sources; run: khamtob sources add URL\n"
    run = khamtob("sources", "fetch")
    assert (run.code, run.err) == (2, f"{path}: no sources; run: khamtob sources add URL\n")


def test_a_source_on_this_machine_is_refused(khamtob, folder):
    with serve_site() as site:
        site.pages["/ข่าว"] = Page(make_page())
        khamtob("sources", "add", f"{site.url}/ข่าว")
        run = khamtob("sources", "fetch")
        assert site.requests == []
    assert run.code == 1
    assert run.out == f"{site.url}/ข่าว: 1 fetched\n"
    assert "127.0.0.1 is not a public address" in run.err
    assert run.err.endswith("nothing could be fetched; see the lines above\n")
    assert list(folder.rglob("*.md")) == []


def test_the_sample_articles_get_no_sources(khamtob):
    before = sorted(path.name for path in SAMPLE_ARTICLES.iterdir())
    assert khamtob("sources", "add", FEED).code == 2
    assert sorted(path.name for path in SAMPLE_ARTICLES.iterdir()) == before


def test_what_came_of_a_source_is_told_in_full_and_in_one_line(capsys):
    report = SourceReport(
        FEED,
        (
            Addition("ข่าว/ก.md", "added", "น้ำท่วม"),
            Addition(f"{FEED}/2", "refused", "the server says 404"),
        ),
        unchanged=3,
        removed=1,
    )
    print_source_report(report)
    told = capsys.readouterr()
    assert told.out == (
        f"{FEED}: 2 fetched, unchanged: 3, removed by you: 1\nadded: 1\n  ข่าว/ก.md: น้ำท่วม\n"
    )
    assert told.err == f"refused: {FEED}/2: the server says 404\n"
    assert describe_source(report) == f"{FEED}: added: 1, refused: 1 (the server says 404)"
    assert describe_source(SourceReport(FEED, unchanged=3)) == ""
