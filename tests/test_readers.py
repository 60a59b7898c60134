"""One file in, one clean article or one line of error out."""

from datetime import date

import docx
import pytest
from made_files import make_docx, make_pdf

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.limits import ReadingLimits
from corpus.readers import READABLE_SUFFIXES, parse_article, read_article
from corpus.sandbox import Sandbox

_FRONT_MATTER = "---\ntitle: น้ํา\n{}\n---\nเนื้อหา"


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


def test_a_markdown_file_becomes_a_clean_article(sandbox):
    data = (
        "---\ntitle: น้ํา  ท่วม\nurl: https://example.org/1\npublisher: สํานักข่าว\n"
        "published: 4 พฤษภาคม 2564\n---\n# น้ำ ท่วม\n\nพิมพ์\n\nวันน้ี\u200b  น้ําท่วม\r\n"
    )
    assert parse_article(data.encode(), "ข่าว/1.md", sandbox) == Article(
        id="ข่าว/1.md",
        title="น้ำ ท่วม",
        url="https://example.org/1",
        publisher="สำนักข่าว",
        published=date(2021, 5, 4),
        language="th",
        text="วันนี้ น้ำท่วม",
    )


def test_every_format_gives_the_same_thai_article(sandbox):
    document = docx.Document()
    document.add_heading("น้ำท่วมกรุงเทพ", 1)
    document.add_paragraph("ฝนตกหนักทั่วกรุงเทพมหานครเมื่อวานนี้")
    page = (
        "<html><head><title>น้ำท่วมกรุงเทพ</title></head><body>"
        "<p>ฝนตกหนักทั่วกรุงเทพมหานครเมื่อวานนี้</p></body></html>"
    )
    text = "น้ำท่วมกรุงเทพ\n\nฝนตกหนักทั่วกรุงเทพมหานครเมื่อวานนี้"
    files = {
        ".md": f"# {text}".encode(),
        ".markdown": f"# {text}".encode("utf-16"),
        ".txt": text.encode("cp874"),
        ".html": page.encode("cp874"),
        ".htm": page.encode(),
        ".pdf": make_pdf([["น้ำท่วมกรุงเทพ", "ฝนตกหนักทั่วกรุงเทพมหานครเมื่อวานนี้"]]),
        ".docx": make_docx(document),
    }
    assert set(files) == READABLE_SUFFIXES
    for suffix, data in files.items():
        article = parse_article(data, f"ก{suffix.upper()}", sandbox)
        assert (article.title, article.text, article.language) == (
            "น้ำท่วมกรุงเทพ",
            "ฝนตกหนักทั่วกรุงเทพมหานครเมื่อวานนี้",
            "th",
        )


def test_without_a_title_the_file_name_is_it(sandbox):
    assert parse_article("เนื้อหา".encode(), "ก/น้ำท่วม 2564.md", sandbox).title == "น้ำท่วม 2564"


def test_a_first_line_that_is_a_date_is_the_day_of_publishing(sandbox):
    article = parse_article("ข่าว\nวันศุกร์ที่ 26 เมษายน 2567\nเนื้อหา".encode(), "a.txt", sandbox)
    assert article.published == date(2024, 4, 26)
    assert article.text == "วันศุกร์ที่ 26 เมษายน 2567\nเนื้อหา"


def test_the_language_of_the_front_matter_wins(sandbox):
    data = _FRONT_MATTER.format("language: en-GB").encode()
    assert parse_article(data, "a.md", sandbox).language == "en"


def test_large_markdown_is_parsed_in_the_worker(sandbox):
    data = ("# ข่าว\n\n" + "น้ำท่วม\n\n" * 5000).encode()
    assert parse_article(data, "a.md", sandbox).text.count("น้ำท่วม") == 5000


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("published: 31/31/2564", 'published is no date: "31/31/2564"; write it like 2021-05-04'),
        ("language: fr", 'language is neither th nor en: "fr"'),
        ("url: javascript:alert(1)", 'url is no web address: "javascript:alert\\(1\\)"'),
        ("url: https://", 'url is no web address: "https://"'),
        ("url: https://a b", "url is no web address"),
        ("url: http://[", "url is no web address"),
    ],
)
def test_a_wrong_field_is_named_with_its_value(field, reason, sandbox):
    with pytest.raises(ArticleError, match=reason):
        parse_article(_FRONT_MATTER.format(field).encode(), "a.md", sandbox)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("ก.txt", b"", "ก.txt: is empty; write the article into it or remove it"),
        ("ก.txt", b" \n ", "ก.txt: is empty"),
        ("ก.txt", "แค่หัวข้อ".encode(), "ก.txt: has a title but no text"),
        ("ก.txt", "หัวข้อ\n...\n".encode(), "ก.txt: has a title but no text"),
        ("ก.md", b"x" * 2001, "ก.md: is larger than 2,000 bytes; split it or save it as .txt"),
        ("ก.txt", "หัวข้อ\n".encode() + b"x" * 1500, "ก.txt: has more than 1,000 characters"),
        ("ก.zip", b"x", "ก.zip: has an unknown type; save it as one of .docx, .htm, .html"),
        ("ก.pdf", b"x", "ก.pdf: is broken"),
    ],
)
def test_a_bad_file_costs_one_line_that_names_it(name, data, reason, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ArticleError) as refused:
        read_article(path, name, ReadingLimits(file_bytes=2000, characters=1000))
    assert str(refused.value).startswith(reason)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_an_article_error(tmp_path):
    with pytest.raises(ArticleError, match=r"ก\.md: can't be opened \(No such file"):
        read_article(tmp_path / "ก.md", "ก.md")
