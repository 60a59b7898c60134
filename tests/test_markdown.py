"""Markdown becomes plain text that can be quoted."""

import pytest

from corpus.markdown import read_markdown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# หัวข้อ\nย่อหน้า", "หัวข้อ\n\nย่อหน้า"),
        ("**หนา** *เอน* `โค้ด` ~~ขีด~~", "หนา เอน โค้ด ขีด"),
        ('เขาว่า**"คำ"**ไทย', 'เขาว่า"คำ"ไทย'),
        ("[ลิงก์](https://example.org) <https://example.org>", "ลิงก์ https://example.org"),
        ("ก ![ภาพน้ำ](a.png) ข ![](b.png) ค", "ก ภาพน้ำ ข  ค"),
        ("- หนึ่ง\n- สอง\n  - ซ้อน", "- หนึ่ง\n- สอง\n- ซ้อน"),
        ("3. สาม\n4. สี่", "3. สาม\n4. สี่"),
        ("| เขต | คน |\n|---|---|\n| **บางกะปิ** | 30 |", "เขต | คน\nบางกะปิ | 30"),
        ("```\nx  = 1\n```", "x  = 1"),
        ("> อ้าง\n> อิง", "อ้าง\nอิง"),
        ("ก<!-- ซ่อน -->ข <b>ค</b><br>ง", "กข ค\nง"),
        ("<div>ก &amp; ข</div><!-- ซ่อน --><script>x()</script>", "ก & ข"),
        ("snake_case_name \\* &copy; 1/2564", "snake_case_name * © 1/2564"),
    ],
)
def test_markup_becomes_readable_plain_text(source, text):
    assert read_markdown(source).text.strip() == text


def test_front_matter_fills_the_fields():
    draft = read_markdown(
        "---\ntitle: ข่าว\nurl: https://example.org/1\npublisher: สำนักข่าว\n"
        "published: 2564-05-04\nlanguage: th\n---\n# หัวเรื่อง\nเนื้อหา"
    )
    assert draft.title == "ข่าว"
    assert (draft.url, draft.publisher) == ("https://example.org/1", "สำนักข่าว")
    assert (draft.published, draft.language) == ("2564-05-04", "th")


def test_without_a_title_the_first_heading_of_the_first_level_is_it():
    assert read_markdown("## รอง\n\n# ข่าว*ใหญ่*\n\nเนื้อหา").title == "ข่าวใหญ่"


def test_without_any_heading_there_is_no_title():
    assert read_markdown("เนื้อหา\n\n## รอง").title == ""


def test_lines_without_empty_lines_between_stay_lines():
    text = "วันศุกร์ที่ 26 เมษายน 2567\n26/04/2567\nเนื้อหาของข่าว"
    assert read_markdown(text).text.strip() == text
