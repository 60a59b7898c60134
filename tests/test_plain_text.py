"""A text file is a title line and a text."""

from corpus.draft import Draft
from corpus.plain_text import read_plain_text


def test_the_first_line_is_the_title():
    draft = read_plain_text("\n\nเมืองคุนซาน\r\n\r\nเนื้อหา\r\nบรรทัดสอง\r\n")
    assert draft == Draft(title="เมืองคุนซาน", text="\nเนื้อหา\nบรรทัดสอง")


def test_a_first_line_that_is_a_paragraph_is_no_title():
    paragraph = "เนื้อหา" * 50
    assert read_plain_text(f"{paragraph}\nต่อ") == Draft(text=f"{paragraph}\nต่อ")
