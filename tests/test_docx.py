"""Word files in the order a reader sees them."""

import docx
import pytest
from made_files import make_docx, make_zip_bomb, replace_in_docx

from corpus.docx import read_docx
from corpus.errors import ArticleError
from corpus.limits import DEFAULT_LIMITS, ReadingLimits


def _document():
    document = docx.Document()
    document.add_paragraph("สำนักข่าว")
    document.add_heading("น้ำท่วมใหญ่", 1)
    document.add_paragraph("ย่อหน้าแรก ปี 2564")
    document.add_paragraph("ข้อหนึ่ง", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["เขต", "คน", "บางกะปิ", "30"], strict=True):
        cell.text = text
    document.add_paragraph("ย่อหน้าจบ")
    return document


def test_headings_paragraphs_lists_and_tables_come_in_order():
    draft = read_docx(make_docx(_document()), DEFAULT_LIMITS)
    assert draft.text == (
        "สำนักข่าว\n\nน้ำท่วมใหญ่\n\nย่อหน้าแรก ปี 2564\n\n- ข้อหนึ่ง\n\nเขต | คน\nบางกะปิ | 30\n\nย่อหน้าจบ"
    )
    assert draft.title == "น้ำท่วมใหญ่"


def test_the_title_property_comes_before_the_first_heading():
    document = _document()
    document.core_properties.title = "รายงานน้ำ"
    assert read_docx(make_docx(document), DEFAULT_LIMITS).title == "รายงานน้ำ"


def test_without_a_heading_the_first_line_is_the_title():
    document = docx.Document()
    document.add_paragraph("ข่าวสั้น")
    document.add_paragraph("ไทยชนะ")
    assert read_docx(make_docx(document), DEFAULT_LIMITS).title == "ข่าวสั้น"


def test_insertions_and_content_controls_are_read_and_deletions_are_not():
    body = "<w:ins><w:r><w:t>เพิ่ม</w:t></w:r></w:ins><w:del><w:r><w:t>ลบ</w:t></w:r></w:del>"
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>ในกล่อง</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    data = replace_in_docx(
        make_docx(_document()), b"<w:sectPr", f"<w:p>{body}</w:p>{control}<w:sectPr".encode()
    )
    assert read_docx(data, DEFAULT_LIMITS).text.endswith("ย่อหน้าจบ\n\nเพิ่ม\n\nในกล่อง")


def test_xml_entities_are_refused_before_they_grow():
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document'
    data = replace_in_docx(make_docx(_document()), b"<w:document", bomb)
    with pytest.raises(ArticleError, match="declares XML entities"):
        read_docx(data, DEFAULT_LIMITS)


@pytest.mark.parametrize("limits", [DEFAULT_LIMITS, ReadingLimits(unpacked_bytes=1_000_000)])
def test_a_zip_bomb_is_refused_by_its_directory(limits):
    with pytest.raises(ArticleError, match="unpacks to 30,000,000 bytes, too many"):
        read_docx(make_zip_bomb(30), limits)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 nothing", "zip file can't be opened"),
        (make_docx(_document())[:5000], "zip file can't be opened"),
        (b"\xd0\xcf\x11\xe0 old", "is encrypted or an old .doc"),
        (make_zip_bomb(0), "is broken or no Word document"),
        (
            replace_in_docx(make_docx(_document()), b"</w:body>", b""),
            "is broken or no Word document",
        ),
    ],
)
def test_a_broken_file_says_why(data, reason):
    with pytest.raises(ArticleError, match=reason):
        read_docx(data, DEFAULT_LIMITS)
