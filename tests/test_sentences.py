"""Sentences that a person would quote, in Thai, English and both, whatever the text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.clusters import is_cluster_boundary
from corpus.sentences import LONGEST, cut_sentences

FRAGMENTS = st.sampled_from(
    [
        "เมืองคุนซาน",
        "และ",
        "ซึ่งเป็น",
        "ทั้งนี้",
        "พ.ศ. 2564",
        "ดร.",
        "น้ำ",
        "เกาะ",
        "ๆ",
        "ฯลฯ",
        "(ปี 2567",
        ")",
        '"คำพูด',
        '"',
        "“ไทย”",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\u2028",
        "\t",
        "The U.S.",
        "Dr.",
        "ended.",
        "Is it?",
        "No. 5",
        "e.g.",
        "1.",
        "- ",
        "่",
        "เ",
        "ำ",
        "👩\u200d👧",
        "🇹🇭",
        "\u0301",
        "\u200b",
        "。",
        "...",
        "๒๕๖๔",
    ]
)
TEXT = st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=40).map("".join)


def sentences(text):
    return [text[span.start : span.end] for span in cut_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        [
            "นายสมชาย ใจดี อายุ 45 ปี เป็นครูที่โรงเรียนวัดใหม่ จังหวัดเชียงใหม่ มาตั้งแต่ปี พ.ศ. 2545 "
            "และได้รับรางวัลครูดีเด่นในปี 2560",
            "นอกจากนี้ เขายังเขียนหนังสือเรียนวิชาคณิตศาสตร์ไว้หลายเล่มด้วย",
            "ปัจจุบันเขาอาศัยอยู่กับภรรยาและลูกสองคนที่อำเภอแม่ริม",
        ],
        [
            "ข้าว 3 ชนิด ได้แก่ ข้าวหอมมะลิ ข้าวเหนียว และข้าวกล้อง ขายดีที่สุดในเดือน ม.ค. ที่ผ่านมา "
            "โดยเฉพาะในตลาดใหญ่ ๆ ฯลฯ",
            "อย่างไรก็ตาม ราคาข้าวลดลงร้อยละ 10 เมื่อเทียบกับปีก่อน",
        ],
        [
            'รัฐมนตรีกล่าวว่า "เราจะสร้างทางรถไฟ สายใหม่ ให้เสร็จ ภายในปีหน้า แน่นอน"',
            "ทั้งนี้ งบประมาณ (ปี 2567 ถึง 2569 รวม 3 ปี) อยู่ที่ 2,000 ล้านบาท",
        ],
        ["ศ.ดร. สมศรี รักเรียน และ ดร. มานะ พากเพียร พบกันเวลา 10.30 น. ที่กรุงเทพฯ"],
    ],
)
def test_thai_is_cut_into_sentences_that_can_be_quoted(expected):
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        [
            "Dr. Smith met Mr. J. K. Rowling at 5 p.m. on Jan. 5.",
            "They left at 6 p.m.",
            "The room was empty.",
        ],
        [
            "The U.S. economy grew 3.5 percent.",
            "Apple Inc. fell.",
            "No. 5 won, e.g. twice.",
            "Is it true?",
        ],
        ['"Yes!" he said.', '"We won."', "She left...", "Nobody knew."],
        ["This was found by Jones et al. 1998 and by others.", "The U.S. 1999 census agreed."],
        ["1. First item is here.", "2. Second."],
        ["He moved to the U.S. in 1999.", "(See Fig. 3 for more. It is nice.)", "The end."],
        ["Gen. Prayut Chan-o-cha met M.L. Panadda in St. Louis vs. others at No. 10."],
        [
            "Visit www.example.com.",
            "It costs $3.50.",
            "Prof. A. B. Jones, Ph.D., agreed etc. and left.",
        ],
    ],
)
def test_english_is_cut_at_full_stops_but_not_at_abbreviations(expected):
    assert sentences(" ".join(expected)) == expected


def test_a_line_break_always_ends_a_sentence():
    text = "หัวข้อข่าว\n- รายการแรก\n- รายการที่สอง\n1. ข้อหนึ่ง\n\nA heading\r\nThe text\u2028ต่อ"
    expected = ["หัวข้อข่าว", "- รายการแรก", "- รายการที่สอง", "1. ข้อหนึ่ง", "A heading", "The text", "ต่อ"]
    assert sentences(text) == expected


def test_each_line_is_cut_by_the_rules_of_its_script():
    text = "เมืองคุนซานอยู่ในจีน ทั้งนี้ มีประชากรสองล้านคน\nKunshan is in China. It has two million people."
    assert sentences(text)[-2:] == ["Kunshan is in China.", "It has two million people."]


def test_english_sentences_inside_a_thai_line_end_by_english_rules():
    text = (
        "บริษัท Apple Inc. เปิดตัวสินค้าใหม่ในไทย The company said that sales rose "
        "in the U.S. by a tenth. "
        "ส่วนราคาจะเริ่มต้นที่สองหมื่นบาท"
    )
    assert sentences(text)[-1] == "ส่วนราคาจะเริ่มต้นที่สองหมื่นบาท"
    assert not any(s.endswith(("Inc.", "U.S.")) for s in sentences(text))


def test_a_thai_text_without_spaces_is_cut_between_words_when_it_is_too_long():
    unit = "รัฐบาลส่งเสริมเศรษฐกิจ"
    pieces = sentences(unit * 60)
    assert "".join(pieces) == unit * 60
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.startswith(("รัฐบาล", "ส่งเสริม", "เศรษฐกิจ")) for piece in pieces)


def test_an_endless_english_sentence_is_cut_after_a_comma():
    clause = "the mayor of กรุงเทพฯ spoke about many roads and bridges, "
    pieces = sentences((clause * 20).strip())
    assert len(pieces) > 1
    assert all(piece.endswith("bridges,") for piece in pieces)


@pytest.mark.parametrize(
    "unit",
    ["ก ", "หน้าด้าน", "หน้าด้าน ", "1", "่", "a. ", "A. ", ". ", "(ก ", "“ก ", '" ', "😀", "ก\n"],
)
def test_hostile_text_is_cut_into_bounded_sentences(unit):
    text = (unit * 30_000)[:30_000]
    spans = cut_sentences(text)
    joined = "".join(text[s.start : s.end] for s in spans)
    assert "".join(joined.split()) == "".join(text.split())
    assert max(s.end - s.start for s in spans) <= LONGEST


@given(TEXT, st.sampled_from(["th", "en", None]))
@example("ก" + "่" * 900, "th")
@example("a" * 1000 + "น้ำ" * 300, "th")
@example(" \u0301ก \u0301ก", None)
@example("AAAA。่", "th")
@example("จบ。าต่อ", "en")
def test_sentences_cover_the_text_in_order_and_break_no_cluster(text, language):
    position = 0
    for span in cut_sentences(text, language):
        assert position <= span.start < span.end
        assert not text[position : span.start].strip()
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        # A mark on a space or a line's start has no letter to be cut from.
        assert is_cluster_boundary(text, span.start) or text[span.start - 1].isspace()
        assert is_cluster_boundary(text, span.end) or text[span.end].isspace()
        assert span.end - span.start <= LONGEST
        position = span.end
    assert not text[position:].strip()


@given(st.lists(TEXT.map(lambda text: " ".join(text.split())), max_size=4))
def test_lines_are_cut_independently(lines):
    assert sentences("\n".join(lines)) == [s for line in lines for s in sentences(line)]
