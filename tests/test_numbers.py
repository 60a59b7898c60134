"""Numbers in digits and words, found with their values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.number_words import parse_english_words, parse_thai_words
from index.numbers import find_numbers, format_plain
from index.wording import write_number


def numbers_of(text):
    return [(text[n.start : n.end], format_plain(n.value)) for n in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("มูลค่า 4.7 แสนล้านหยวน", "4.7 แสนล้าน", "470000000000"),
        ("เป็น 1 แสนล้านหยวน", "1 แสนล้าน", "100000000000"),
        ("กว่า 1.5 ล้านล้านบาท", "1.5 ล้านล้าน", "1500000000000"),
        ("วงเงิน 5.6 หมื่นล้านบาท", "5.6 หมื่นล้าน", "56000000000"),
        ("วงเงิน 3 พันล้าน", "3 พันล้าน", "3000000000"),
        ("15,000 ล้านบาท", "15,000 ล้าน", "15000000000"),
        ("พื้นที่ ๓๐๐,๐๐๐ ตารางเมตร", "๓๐๐,๐๐๐", "300000"),
        ("จ่าย 1 ล้าน 2 แสนบาท", "1 ล้าน 2 แสน", "1200000"),
        ("จ่าย 3 พันล้าน 5 ร้อยล้านบาท", "3 พันล้าน 5 ร้อยล้าน", "3500000000"),
        ("มีสิบห้าคน", "สิบห้า", "15"),
        ("อายุยี่สิบเอ็ดปี", "ยี่สิบเอ็ด", "21"),
        ("จ่ายสามล้านสองแสนบาท", "สามล้านสองแสน", "3200000"),
        ("worth 470 billion yuan", "470 billion", "470000000000"),
        ("984,000 million Baht", "984,000 million", "984000000000"),
        ("raised $5m", "5m", "5000000"),
        ("a €3bn plan", "3bn", "3000000000"),
        ("three million people", "three million", "3000000"),
        ("about twenty-one days", "twenty-one", "21"),
        ("one hundred and five people", "one hundred and five", "105"),
    ],
)
def test_a_number_is_found_with_its_scale_word(text, written, value):
    assert numbers_of(text) == [(written, value)]


@pytest.mark.parametrize(
    "text",
    [
        "สามารถห้ามหกล้ม",  # words that begin like สาม, ห้า, หก
        "สองสามวัน",  # two or three
        "2 ล้านครึ่ง",  # two and a half million
        "จังหวัดร้อยเอ็ด",
        "เงินหมื่นล้าน",
        "09.00 น.",
        "12/1/2564",
        "รุ่น 1.2.3",
        "โควิด-19",
        "COVID-19",
        "G20",
        "9" * 50,
        "nineteen eighty-four",
        "one of them",
        "two and a half million",
    ],
)
def test_what_is_no_certain_number_is_left_out(text):
    assert numbers_of(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("5 พันธุ์", "5"), ("5m tall", "5"), ("3 พันธมิตร", "3"), ("5G network", "5"), ("2 ร้อยเอก", "2")],
)
def test_a_word_that_only_begins_like_a_scale_is_none(text, value):
    assert [found for _, found in numbers_of(text)] == [value]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("คิดเป็นร้อยละ 46.7 ของ", "ร้อยละ 46.7"),
        ("90 เปอร์เซ็นต์", "90 เปอร์เซ็นต์"),
        ("ร้อยละห้าสิบ", "ร้อยละห้าสิบ"),
        ("by 5 percent", "5 percent"),
        ("by 5 per cent", "5 per cent"),
        ("7% tax", "7%"),
    ],
)
def test_a_share_is_marked_as_percent(text, written):
    (number,) = find_numbers(text)
    assert number.percent
    assert text[number.start : number.end] == written


def test_percentage_points_are_no_percent():
    (number,) = find_numbers("up 5 percentage points")
    assert not number.percent


def test_a_list_of_amounts_is_not_added_up():
    assert numbers_of("5,000 ล้าน 20 ล้าน") == [
        ("5,000 ล้าน", "5000000000"),
        ("20 ล้าน", "20000000"),
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [("สิบ", 10), ("ยี่สิบ", 20), ("สองพันห้าร้อยหกสิบสี่", 2564), ("หนึ่งร้อยห้าสิบล้าน", 150_000_000)],
)
def test_thai_words_in_full_form_are_read(words, value):
    assert parse_thai_words(words) == value


@pytest.mark.parametrize("words", ["พันสอง", "สองสาม", "ร้อยเอ็ด", "แสนล้าน", "สิบร้อย", "ยี่ร้อย"])
def test_thai_words_that_say_no_one_number_are_none(words):
    assert parse_thai_words(words) is None


@pytest.mark.parametrize(
    "words", ["two three", "twenty twenty", "hundred", "ten five", "one and two"]
)
def test_english_words_that_say_no_one_number_are_none(words):
    assert parse_english_words(words) is None


@given(st.text(alphabet="0123456789๐๕,. -/%ล้านสิบพแหมื่ห่้งoneafivmlbu$ ", max_size=60))
def test_numbers_lie_in_the_text_in_order_without_overlap(text):
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end


@given(st.decimals(min_value=10, max_value=10**15, places=2), st.sampled_from(["th", "en"]))
def test_a_number_written_for_a_reader_is_read_as_the_same_number(value, language):
    written = write_number(value, language)
    assert [number.value for number in find_numbers(written)] == [Decimal(value)]


def test_a_hundred_thousand_digits_are_one_code_and_no_number():
    assert find_numbers("1" * 100_000) == []
