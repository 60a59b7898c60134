"""Lines break where a Thai or an English reader expects it."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.wrapping import wrap_text
from corpus.clusters import cluster_boundaries

TEXTS = st.text(alphabet="กขคงเแไาำิีุู่้ๆ ะabc,.()0123\n漢👍", max_size=80)


def _lines(text, width):
    return [text[line.start : line.end] for line in wrap_text(text, width)]


def test_thai_breaks_between_words():
    assert _lines("ในปี 2564 ผลิตภัณฑ์มวลรวมหรือจีดีพีของเมืองคุนซาน", 18) == [
        "ในปี 2564 ผลิตภัณฑ์",
        "มวลรวมหรือจีดีพีของ",
        "เมืองคุนซาน",
    ]


def test_english_breaks_at_spaces_and_keeps_punctuation():
    assert _lines("In 2021 (B.E. 2564), it grew by 7.5% again.", 12) == [
        "In 2021",
        "(B.E. 2564),",
        "it grew by",
        "7.5% again.",
    ]


def test_the_repetition_mark_stays_with_its_word():
    assert _lines("แม่เด็กๆ", 5) == ["แม่", "เด็กๆ"]


def test_line_breaks_of_the_text_stay():
    assert _lines("หนึ่ง\n\nสอง", 40) == ["หนึ่ง", "", "สอง"]


@given(TEXTS, st.integers(min_value=4, max_value=30))
def test_lines_cover_the_text_in_order_and_only_spaces_are_left_out(text, width):
    end = 0
    for line in wrap_text(text, width):
        assert text[end : line.start].strip(" \n") == ""
        assert line.start <= line.end
        end = line.end
    assert text[end:].strip(" \n") == ""


@given(TEXTS, st.integers(min_value=4, max_value=30))
def test_no_line_is_wider_than_asked_unless_it_is_one_cluster(text, width):
    for line in _lines(text, width):
        assert cell_len(line.strip(" ")) <= width or len(cluster_boundaries(line.strip(" "))) == 2


@given(TEXTS, st.integers(min_value=4, max_value=30))
def test_no_line_begins_inside_a_letter_cluster(text, width):
    boundaries = set(cluster_boundaries(text))
    starts = {line.start for line in wrap_text(text, width)}
    # A vowel that follows a space belongs to no letter, whatever the cluster rule says.
    assert {start for start in starts - boundaries if text[start - 1] not in " \n"} == set()
