"""Real PDF files with Thai text."""

import pytest
from made_files import encrypt_pdf, make_pdf

from corpus.errors import ArticleError
from corpus.limits import DEFAULT_LIMITS, ReadingLimits
from corpus.pdf import read_pdf

_PAGE = [
    "น้ำท่วมใหญ่ที่กรุงเทพมหานคร",
    "    เมื่อวันที่ 4 พฤษภาคม 2564 ฝนตกหนักทั่วกรุงเทพมหานครและปริมณฑ",
    "ล มีผู้ได้รับผลกระทบ 3,000 คน",
    "The govern-",
    "ment said so.",
]


def test_thai_text_comes_out_whole_with_its_lines_joined():
    text = read_pdf(make_pdf([_PAGE]), DEFAULT_LIMITS).text
    assert text == (
        "น้ำท่วมใหญ่ที่กรุงเทพมหานคร\n"
        "เมื่อวันที่ 4 พฤษภาคม 2564 ฝนตกหนักทั่วกรุงเทพมหานครและปริมณฑล มีผู้ได้รับผลกระทบ 3,000 คน\n"
        "The government said so."
    )


def test_pages_follow_each_other():
    pages = [["บรรทัดยาวของหน้าแรก", "ท้าย", "1"], ["ต้นหน้าสอง", "2"]]
    text = read_pdf(make_pdf(pages), DEFAULT_LIMITS).text
    assert text == "บรรทัดยาวของหน้าแรกท้าย\nต้นหน้าสอง"


def test_the_title_is_the_documents_own():
    assert read_pdf(make_pdf([_PAGE], title="รายงานน้ำ"), DEFAULT_LIMITS).title == "รายงานน้ำ"


@pytest.mark.parametrize(
    "title", ["", "Untitled", "Microsoft Word - a.docx", "ข่าว.pdf", "12345", "ÃÒÂ§Ò¹"]
)
def test_a_title_that_a_program_put_in_gives_way_to_the_first_line(title):
    draft = read_pdf(make_pdf([_PAGE], title=title), DEFAULT_LIMITS)
    assert draft.title == "น้ำท่วมใหญ่ที่กรุงเทพมหานคร"


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"%PDF-1.7 nothing", "is broken"),
        (make_pdf([_PAGE])[:400], "is broken"),
        (encrypt_pdf(make_pdf([_PAGE])), "is encrypted; save it without a password"),
        (make_pdf([[], []]), "has no text, only pictures"),
        (make_pdf([["12 34"]]), "has no text, only pictures"),
    ],
)
def test_a_file_without_text_to_read_says_why(pdf, reason):
    with pytest.raises(ArticleError, match=reason):
        read_pdf(pdf, DEFAULT_LIMITS)


def test_more_characters_than_allowed_are_refused():
    with pytest.raises(ArticleError, match="more than 100 characters; split it"):
        read_pdf(make_pdf([_PAGE]), ReadingLimits(characters=100))
