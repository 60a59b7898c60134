"""Front matter is plain names and values, whatever a file tries."""

import pytest

from corpus.errors import ArticleError
from corpus.front_matter import split_front_matter


def test_fields_are_the_words_of_the_file_on_one_line():
    text = (
        "---\nTitle: 'ข่าว: ใหญ่'\npublished: 2564-01-25\ntime: 12:30\n"
        "note: |\n  หนึ่ง\n  สอง\n---\n\nเนื้อหา"
    )
    fields = {"title": "ข่าว: ใหญ่", "published": "2564-01-25", "time": "12:30", "note": "หนึ่ง สอง"}
    assert split_front_matter(text) == (fields, "เนื้อหา")


def test_empty_and_nested_fields_are_left_out():
    text = (
        "---\nurl:\npublisher: ~\nlanguage: null\ntags: [ก, ข]\nby: {name: ค}\n"
        "title: ข่าว\n---\nเนื้อหา"
    )
    assert split_front_matter(text) == ({"title": "ข่าว"}, "เนื้อหา")


def test_a_text_without_front_matter_comes_back_whole():
    text = "ย่อหน้าแรก\n\n---\n\nย่อหน้าสอง\n\n---\n\nย่อหน้าสาม"
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    ("front_matter", "reason"),
    [
        ("title: ข่าว: ใหญ่", r"not YAML \(line 2\).*quote values with a colon"),
        ("ย่อหน้าที่ไม่ใช่ข้อมูล", "without names"),
        ("a: &a ข\nb: *a", "YAML alias"),
        ("title: " + "ก" * 10_000, "over 10000 characters"),
        ("a: " + "[" * 4000, "not YAML"),
    ],
)
def test_front_matter_that_is_no_plain_list_is_refused(front_matter, reason):
    with pytest.raises(ArticleError, match=reason):
        split_front_matter(f"---\n{front_matter}\n---\nเนื้อหา")


def test_front_matter_that_is_not_closed_is_refused():
    with pytest.raises(ArticleError, match="without a closing ---"):
        split_front_matter("---\ntitle: ข่าว\n\nเนื้อหา")
