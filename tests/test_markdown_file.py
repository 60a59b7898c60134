"""An article from elsewhere is written as Markdown that reads as the same words."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import clean_text
from corpus.draft import Draft
from corpus.markdown import read_markdown
from corpus.markdown_file import escape_markdown, write_markdown
from corpus.readers import parse_article
from corpus.sandbox import Sandbox

DRAFT = Draft(
    text="แม่น้ำปิงเอ่อล้นตลิ่ง\n\nระดับน้ำสูง 5.3 เมตร",
    title='น้ำท่วม: "เชียงใหม่" #1',
    url="https://news.example/%E0%B8%81?id=1&p=2",
    publisher="สำนักข่าวตัวอย่าง",
    published="4 ตุลาคม 2567",
    language="th",
)


def _read(draft):
    with Sandbox() as sandbox:
        return parse_article(write_markdown(draft), "ข่าว/ก.md", sandbox)


def test_what_is_written_reads_as_the_article():
    article = _read(DRAFT)
    assert (article.title, article.url) == (DRAFT.title, DRAFT.url)
    assert (article.publisher, article.published) == (DRAFT.publisher, date(2024, 10, 4))
    assert (article.language, article.text) == ("th", DRAFT.text)


def test_the_file_is_one_that_people_read():
    draft = dataclasses.replace(DRAFT, title="น้ำท่วม")
    assert write_markdown(draft).decode() == (
        "---\ntitle: น้ำท่วม\nurl: https://news.example/%E0%B8%81?id=1&p=2\n"
        "publisher: สำนักข่าวตัวอย่าง\npublished: '2024-10-04'\nlanguage: th\n---\n\n"
        "แม่น้ำปิงเอ่อล้นตลิ่ง\n\nระดับน้ำสูง 5.3 เมตร\n"
    )


def test_a_date_and_language_that_are_none_do_not_spoil_the_file():
    article = _read(dataclasses.replace(DRAFT, published="เมื่อวาน", language="zh"))
    assert (article.published, article.language) == (None, "th")


@pytest.mark.parametrize(
    "line",
    [
        "# ไม่ใช่หัวข้อ",
        "- ไม่ใช่รายการ",
        "+ บวก",
        "1. ไม่ใช่ข้อ",
        "12) ไม่ใช่ข้อ",
        "> ไม่ใช่คำพูด",
        "*** ดาว",
        "a_b_c และ *d* กับ `e`",
        "[x](https://example.com) ![y](z)",
        "[ก]: https://example.com",
        "<script>alert(1)</script> &amp; <b>หนา</b>",
        "~~ขีด~~ | ตาราง |",
        "C:\\ข่าว\\",
        "===",
        "---\ntitle: อื่น\n---",
        "```\nโค้ด\n```",
        "ก | ข\n-- | --\n1 | 2",
    ],
)
def test_marks_of_markdown_in_a_text_stay_letters(line):
    for text in (line, f"ก่อน\n{line}\nหลัง", f"ก่อน\n\n{line}\n\nหลัง"):
        assert (
            read_markdown(f"---\ntitle: ก\n---\n\n{escape_markdown(text)}\n").text.strip() == text
        )


@given(st.lists(st.text(alphabet="กขคน้ำ ab1.)#-+=>|:~`[]<&\\!_^$'\"", max_size=20), max_size=6))
def test_any_clean_text_comes_back(lines):
    text = clean_text("\n".join(lines))
    assert read_markdown(f"---\ntitle: ก\n---\n\n{escape_markdown(text)}\n").text.strip() == text
