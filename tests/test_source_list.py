"""`sources.yaml` is edited by people and by commands, and neither undoes the other's work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.source_list import add_sources, read_sources, remove_sources
from corpus.errors import UsageError

TEXT = """# แหล่งข่าวของเรา

# จังหวัด
- https://province.example.go.th/rss.xml   # ทุกวัน
- url: https://example.org/ข่าว
  publisher: ศูนย์ข้อมูล
# มหาวิทยาลัย
- "https://uni.example/feed?a=1#b"
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "บทความ" / "sources.yaml"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return path


def test_a_list_with_comments_and_publishers_is_read(path):
    assert [(source.url, source.publisher) for source in read_sources(path)] == [
        ("https://province.example.go.th/rss.xml", None),
        ("https://example.org/ข่าว", "ศูนย์ข้อมูล"),
        ("https://uni.example/feed?a=1#b", None),
    ]


def test_no_file_and_an_empty_one_are_no_sources(tmp_path):
    assert read_sources(tmp_path / "ไม่มี.yaml") == ()
    (tmp_path / "ว่าง.yaml").write_text("# ยังไม่มี\n", "utf-8")
    assert read_sources(tmp_path / "ว่าง.yaml") == ()


def test_a_source_is_added_at_the_end_and_nothing_else_changes(path):
    new = "https://news.example/rss"
    assert add_sources(path, [new, "https://example.org/ข่าว", new]) == [new]
    assert path.read_text("utf-8") == f"{TEXT}- {new}\n"


def test_the_first_source_makes_the_file(tmp_path):
    path = tmp_path / "ใหม่" / "sources.yaml"
    add_sources(path, ["https://news.example/rss:"])
    assert path.read_text("utf-8").startswith("# Feeds and pages")
    assert [source.url for source in read_sources(path)] == ["https://news.example/rss:"]


def test_a_file_without_a_last_line_break_is_added_to(path):
    path.write_text("- https://a.example/ก", "utf-8")
    add_sources(path, ["https://b.example/ข"])
    assert path.read_text("utf-8") == "- https://a.example/ก\n- https://b.example/ข\n"


def test_a_source_is_removed_with_its_lines_only(path):
    remove_sources(path, ["https://example.org/ข่าว"])
    assert path.read_text("utf-8") == TEXT.replace(
        "- url: https://example.org/ข่าว\n  publisher: ศูนย์ข้อมูล\n", ""
    )


def test_an_unknown_source_removes_nothing_and_the_nearest_is_named(path):
    with pytest.raises(UsageError) as refusal:
        remove_sources(path, ["https://uni.example/feed?a=1#b", "https://example.org/ขาว"])
    assert str(refusal.value) == (
        "https://example.org/ขาว: no such source; did you mean https://example.org/ข่าว?"
    )
    assert path.read_text("utf-8") == TEXT


def test_what_is_no_web_address_is_not_added(path):
    with pytest.raises(UsageError, match=r"^ไฟล์\.md: not a plain http or https address"):
        add_sources(path, ["https://a.example/", "ไฟล์.md"])
    assert path.read_text("utf-8") == TEXT


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("url: https://a.example/", 1, "not a list"),
        ("[https://a.example/]", 1, "not a list"),
        ("# ก\n- ไม่ใช่ลิงก์", 2, "ไม่ใช่ลิงก์: not a plain http or https address"),
        ("- url: https://a.example/\n  every: 1h", 2, "a source has url and publisher, not every"),
        ("- publisher: ก", 1, "url is missing"),
        ("- https://a.example/\n- https://a.example/", 2, "https://a.example/ is there twice"),
        ("- [ก", 1, "not YAML"),
        ("- - ก", 1, "not a source"),
    ],
)
def test_a_mistake_is_told_with_its_line(path, text, line, what):
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as refusal:
        read_sources(path)
    assert str(refusal.value).startswith(f"{path}:{line}: {what}")


@given(st.lists(st.from_regex(r"https://[a-z]{1,5}\.example/[!-~]{0,20}", fullmatch=True)))
def test_whatever_is_added_is_read_again_and_can_be_removed(tmp_path_factory, urls):
    path = tmp_path_factory.mktemp("บทความ") / "sources.yaml"
    path.write_text(TEXT, "utf-8")
    urls = [url for url in urls if "\\" not in url]
    added = add_sources(path, urls)
    assert [source.url for source in read_sources(path)][3:] == added
    remove_sources(path, added)
    assert path.read_text("utf-8") == TEXT
