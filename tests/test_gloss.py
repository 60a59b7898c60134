"""What a quote's numbers and dates say to a reader of the other language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.gloss import gloss_quote


def glosses_of(text, quote_language, reader_language):
    glosses = gloss_quote(text, quote_language, reader_language)
    return [(gloss.original, gloss.meaning) for gloss in glosses]


@pytest.mark.parametrize(
    ("quote", "original", "meaning"),
    [
        ("มูลค่า 4.7 แสนล้านหยวน", "4.7 แสนล้านหยวน", "470 billion yuan"),
        ("กว่า 1.5 ล้านล้านบาทต่อปี", "1.5 ล้านล้านบาท", "1.5 trillion baht"),
        ("15,000 ล้านบาท", "15,000 ล้านบาท", "15 billion baht"),
        ("9,186.339 ล้านบาท", "9,186.339 ล้านบาท", "9,186.339 million baht"),
        ("2 พันล้านดอลลาร์สหรัฐฯ", "2 พันล้านดอลลาร์สหรัฐฯ", "2 billion US dollars"),
        ("2.75 พันล้านเหรียญ", "2.75 พันล้าน", "2.75 billion"),
        ("ยาบ้า 3 ล้านเม็ด", "3 ล้าน", "3 million"),
        ("จ่าย 1 ล้าน 2 แสนบาท", "1 ล้าน 2 แสนบาท", "1.2 million baht"),
        ("วงเงิน 5-10 ล้านบาท", "5-10 ล้านบาท", "5 million to 10 million baht"),
        ("คิดเป็นร้อยละ 5 ของ", "ร้อยละ 5", "5 percent"),
        ("ร้อยละ 5-10", "ร้อยละ 5-10", "5 to 10 percent"),
        ("90 เปอร์เซ็นต์", "90 เปอร์เซ็นต์", "90 percent"),
        ("พื้นที่ 300,000 ตารางเมตร", "300,000 ตารางเมตร", "300,000 square metres"),
        ("ที่ดิน 10 ไร่", "10 ไร่", "10 rai"),
        ("25 องศาเซลเซียส", "25 องศาเซลเซียส", "25 degrees Celsius"),
        ("มีสิบห้าคน", "สิบห้าคน", "15 people"),
        ("เพียง 1 คน", "1 คน", "1 person"),
        ("2564 คน", "2564 คน", "2,564 people"),
        ("แผนระยะ 5 ปี", "5 ปี", "5 years"),
        ("เวลา 09.00 น.", "09.00 น.", "09:00"),
        ("เวลา 09.00-16.30 น.", "09.00-16.30 น.", "09:00–16:30"),
        ("ภายในปี 2568", "2568", "2025"),
        ("ปี ๒๕๖๔", "๒๕๖๔", "2021"),
        ("พ.ศ. ๒๔๗๕", "พ.ศ. ๒๔๗๕", "1932"),
        ("ในช่วงปี 2565-2568", "2565-2568", "2022–2025"),
        ("พ.ศ. 2565 - 2568", "พ.ศ. 2565 - 2568", "2022–2025"),
        ("ครั้งที่ 1/2564", "2564", "2021"),
        ("เมื่อ 12 มกราคม 2564", "12 มกราคม 2564", "12 January 2021"),
        ("17-22 สิงหาคม 2567", "17-22 สิงหาคม 2567", "17–22 August 2024"),
        ("(26 ก.ย. 65)", "26 ก.ย.", "26 September"),
        ("27/02/2567", "27/02/2567", "27 February 2024"),
        ("มาตรา ๑๑๒", "๑๑๒", "112"),
        ("โทร ๐๒-๑๒๓-๔๕๖๗", "๐๒-๑๒๓-๔๕๖๗", "02-123-4567"),
    ],
)
def test_an_english_reader_is_told_what_thai_says(quote, original, meaning):
    assert glosses_of(quote, "th", "en") == [(original, meaning)]


@pytest.mark.parametrize(
    "quote",
    [
        "ปี 2021",
        "มาตรา 112",
        "โทร 02-123-4567",
        "2 ล้านครึ่ง",
        "ทศวรรษ 2530",
        "ปีที่ 3 เดือนแรก",
        "คนที่ 5 คนไทย",
        "3 คนขับ",
        "5 พันธุ์",
        "สองสามวัน",
        "50% ของ",
        "โควิด-19",
        "10,981 คน-เที่ยว",
        "รหัส ISO 2564:2550",
        "มี 20 แห่ง",
    ],
)
def test_thai_that_needs_no_words_or_is_not_certain_gets_none(quote):
    assert glosses_of(quote, "th", "en") == []


@pytest.mark.parametrize(
    ("quote", "original", "meaning"),
    [
        ("worth 470 billion yuan", "470 billion yuan", "4.7 แสนล้านหยวน"),
        ("US$2 billion", "US$2 billion", "2 พันล้านดอลลาร์สหรัฐ"),
        ("raised $5m", "$5m", "5 ล้านดอลลาร์"),
        ("a £3.5bn plan", "£3.5bn", "3.5 พันล้านปอนด์"),
        ("3,343 million Baht", "3,343 million Baht", "3,343 ล้านบาท"),
        ("984,000 million Baht", "984,000 million Baht", "9.84 แสนล้านบาท"),
        ("1.56 trillion baht", "1.56 trillion baht", "1.56 ล้านล้านบาท"),
        ("5-10 million people", "5-10 million people", "5 ล้านถึง 10 ล้านคน"),
        ("nine hundred million dollars", "nine hundred million dollars", "900 ล้านดอลลาร์"),
        ("grew 5 percent", "5 percent", "ร้อยละ 5"),
        ("fifteen people", "fifteen people", "15 คน"),
        ("a 5-year plan", "5-year", "5 ปี"),
        ("100 km away", "100 km", "100 กิโลเมตร"),
        ("at 12 miles per hour", "12 miles per hour", "12 ไมล์ต่อชั่วโมง"),
        ("at 9:30 am", "9:30 am", "09.30 น."),
        ("at 12 p.m.", "12 p.m.", "12.00 น."),
        ("at 12:15 AM", "12:15 AM", "00.15 น."),
        ("in 2021.", "2021", "พ.ศ. 2564"),
        ("(1889–1945)", "1889–1945", "พ.ศ. 2432–2488"),
        ("from 2011 to 2013,", "2011 to 2013", "พ.ศ. 2554–2556"),
        ("on 12 January 2021", "12 January 2021", "12 มกราคม 2564"),
        ("on January 12, 2021", "January 12, 2021", "12 มกราคม 2564"),
        ("in January 2021", "January 2021", "มกราคม 2564"),
        ("on May 5", "May 5", "5 พฤษภาคม"),
        ("Act, B.E. 2559", "B.E. 2559", "พ.ศ. 2559"),
    ],
)
def test_a_thai_reader_is_told_what_english_says(quote, original, meaning):
    assert glosses_of(quote, "en", "th") == [(original, meaning)]


@pytest.mark.parametrize(
    "quote",
    [
        "in the 1990s",
        "in May",
        "Super Bowl 50",
        "iPhone 15",
        "COVID-19 and 5G",
        "Apollo 11 days",
        "Room 5 people",
        "they won 10 won",
        "the 21st century",
        "Section 112",
        "20%",
        "rose by 2000.",
        "in 1200 BC",
        "ISO 2021:2008",
        "call 555-2021",
    ],
)
def test_english_that_needs_no_words_or_is_not_certain_gets_none(quote):
    assert glosses_of(quote, "en", "th") == []


def test_the_winter_months_before_1941_keep_the_era_they_are_written_in():
    assert glosses_of("12 มกราคม พ.ศ. 2475", "th", "en") == [
        ("12 มกราคม พ.ศ. 2475", "12 January B.E. 2475")
    ]
    assert glosses_of("24 มิถุนายน พ.ศ. 2475", "th", "en") == [
        ("24 มิถุนายน พ.ศ. 2475", "24 June 1932")
    ]
    assert glosses_of("January 5, 1930", "en", "th") == [("January 5, 1930", "5 มกราคม ค.ศ. 1930")]


def test_all_numbers_of_a_sentence_are_explained_in_order():
    quote = "เมืองคุนซานจะเพิ่มมูลค่าเป็น 1 แสนล้านหยวนภายในปี 2568 บนพื้นที่กว่า 300,000 ตารางเมตร"
    assert [meaning for _, meaning in glosses_of(quote, "th", "en")] == [
        "100 billion yuan",
        "2025",
        "300,000 square metres",
    ]


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_reader_of_the_same_language_needs_no_gloss(language):
    assert gloss_quote("ปี 2564 ใช้ 4.7 แสนล้านหยวน in 2021.", language, language) == ()


PIECES = [
    "12 มกราคม 2564", "4.7 แสนล้านหยวน", "ปี 2565-2568", "๑๕", "ร้อยละ 5", " ", "-", "น.", "in 2021.",
    "$5m", "January 12, 2021", "9:30 am", "คน", "สิบห้า", "5", "million", "%", "/", "ที่", "e\u0301",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join),
    st.sampled_from([("th", "en"), ("en", "th")]),
)
def test_a_gloss_is_a_slice_of_the_quote_and_none_overlap(quote, languages):
    end = 0
    for gloss in gloss_quote(quote, *languages):
        assert end <= gloss.start < gloss.end <= len(quote)
        assert quote[gloss.start : gloss.end] == gloss.original
        assert gloss.meaning not in ("", gloss.original)
        end = gloss.end
