"""Dates and years of both eras and languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import MONTHS
from index.years import find_dates


def dates_of(text):
    return [(text[d.start : d.end], d.year, d.month, d.day) for d in find_dates(text) if d.sure]


@pytest.mark.parametrize(
    ("text", "written", "year", "month", "day"),
    [
        ("เมื่อ 12 มกราคม 2564 ที่ผ่านมา", "12 มกราคม 2564", 2021, 1, 12),
        ("วันที่ ๑๒ มกราคม พ.ศ. ๒๕๖๔", "๑๒ มกราคม พ.ศ. ๒๕๖๔", 2021, 1, 12),
        ("25 ม.ค. 2564", "25 ม.ค. 2564", 2021, 1, 25),
        ("12 มกราคม ค.ศ. 2021", "12 มกราคม ค.ศ. 2021", 2021, 1, 12),
        ("12/1/2564", "12/1/2564", 2021, 1, 12),
        ("2021-01-12", "2021-01-12", 2021, 1, 12),
        ("January 12, 2021", "January 12, 2021", 2021, 1, 12),
        ("the 12th of January, 2021", "12th of January, 2021", 2021, 1, 12),
        ("Sept. 11, 2001", "Sept. 11, 2001", 2001, 9, 11),
        ("on 31 December 2563", "31 December 2563", 2020, 12, 31),
        ("ก.พ. 2564", "ก.พ. 2564", 2021, 2, None),
        ("in May 2021", "May 2021", 2021, 5, None),
        ("May 5", "May 5", None, 5, 5),
        ("(26 ก.ย. 65)", "26 ก.ย.", None, 9, 26),
        ("26 ก.ย. 09.00 น.", "26 ก.ย.", None, 9, 26),
        ("ในเดือนมกราคม 2500 คน", "มกราคม", None, 1, None),
    ],
)
def test_a_date_is_found_with_its_common_year(text, written, year, month, day):
    assert dates_of(text) == [(written, year, month, day)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("พ.ศ. ๒๔๗๕", [1932]),
        ("ในปีพ.ศ.2564", [2021]),
        ("ปี 2565-2568", [2022, 2025]),
        ("พ.ศ. 2565 - 2568", [2022, 2025]),
        ("ปี 2565 ถึงปี 2568", [2022, 2025]),
        ("ปีงบประมาณ 2567", [2024]),
        ("ครั้งที่ 1/2564", [2021]),
        ("ปี 2021", [2021]),
        ("ค.ศ. 2021-2025", [2021, 2025]),
        ("B.E. 2564", [2021]),
        ("2564 BE", [2021]),
        ("in 2021.", [2021]),
        ("(1889–1945)", [1889, 1945]),
        ("from 2011 to 2013,", [2011, 2013]),
        ("by 2030,", [2030]),
    ],
)
def test_a_year_is_told_by_where_it_stands(text, years):
    assert [year for _, year, _, _ in dates_of(text)] == years


@pytest.mark.parametrize(
    "text",
    [
        "2564 คน",
        "2,564 คน",
        "ปี 2500 คน",
        "โทร 02-2564-1234",
        "ก.พ. แถลง",  # the office of the civil service
        "in 2000 people",
        "from 1500 to 2000 people",
        "rose by 2000.",
        "in the 1990s",
        "in 1200 BC",
        "It may 5",
        "August Wilson",
        "march on",
    ],
)
def test_what_is_no_certain_date_is_not_sure(text):
    assert dates_of(text) == []


def test_a_lone_number_like_a_buddhist_year_is_found_as_not_sure():
    (date,) = find_dates("ทศวรรษ 2530")
    assert (date.year, date.era, date.sure) == (1987, "BE", False)


def test_a_range_of_days_keeps_both_ends():
    (date,) = find_dates("17-22 สิงหาคม 2567")
    assert (date.day, date.last_day, date.month, date.year) == (17, 22, 8, 2024)


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1957, 2099))
def test_the_same_day_in_both_languages_and_eras_is_one_date(day, month, year):
    thai, short, english, _ = MONTHS[month - 1]
    wordings = [
        f"{day} {thai} {year + 543}",
        f"{day} {short} {year + 543}",
        f"{day} {thai} ค.ศ. {year}",
        f"{day} {english} {year}",
        f"{english} {day}, {year}",
        f"{day}/{month}/{year + 543}",
    ]
    found = {(d.day, d.month, d.year) for text in wordings for d in find_dates(text)}
    assert found == {(day, month, year)}


@given(st.text(alphabet="0123456789๒๕๖๔ ปีพ.ศ.มกราคม-/–,()inJanuryMaBE", max_size=60))
def test_dates_lie_in_the_text_in_order_without_overlap(text):
    end = 0
    for date in find_dates(text):
        assert end <= date.start < date.end <= len(text)
        end = date.end


@pytest.mark.parametrize(
    "text", ["จีดีพีปี 2564 เท่าไร", "ปี 2564 เท่าไหร่", "ปี 2564 วันไหน", "ปี 2564 คนไทยกินอะไร"]
)
def test_a_year_before_a_question_word_is_no_count(text):
    assert [mention.year for mention in find_dates(text)] == [2021]
