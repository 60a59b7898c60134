"""Words: exact cuts, hostile text, and clusters that are never broken."""

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.clusters import cluster_boundaries, is_cluster_boundary
from corpus.words import cut_words

THAI_LETTERS = "".join(map(chr, range(0x0E01, 0x0E5C))).replace("\u0e3b", "")
TEXT = st.text(
    st.one_of(
        st.sampled_from("กขนมาเแโใไะาำๅิี่้์ๆฯ๑2 \n.,()\"'aB-"),
        st.sampled_from(THAI_LETTERS),
        st.characters(),
        st.sampled_from("👩\u200d👧🇹🇭\u0301\u200b"),
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("กรุงเทพฯ เป็นเมืองหลวง", ["กรุงเทพฯ", " ", "เป็น", "เมืองหลวง"]),
        ("ปี พ.ศ. ๒๕๖๔", ["ปี", " ", "พ.ศ.", " ", "๒๕๖๔"]),
        ("ราคา 1,234.50 บาท", ["ราคา", " ", "1,234.50", " ", "บาท"]),
        ("ธอส. กับ กทม.", ["ธอส", ".", " ", "กับ", " ", "กทม", "."]),
        ("ใช้COVID-19ได้", ["ใช้", "COVID", "-", "19", "ได้"]),
        ("don’t เคย", ["don’t", " ", "เคย"]),
        ("น้ำใจ👩‍👩‍👧", ["น้ำใจ", "👩‍👩‍👧"]),
        ("", []),
    ],
)
def test_words_of_thai_and_english_are_cut_as_expected(text, words):
    assert cut_words(text) == words


def test_a_foreign_name_keeps_its_silent_mark():
    # The engine alone gives "เวียร" and a lone "์".
    assert cut_words("ฟาวิพิราเวียร์")[-1] == "เวียร์"


def test_a_long_run_is_cut_as_its_parts_are():
    part = "การดำเนินงานตามนโยบายของรัฐบาลในการส่งเสริมเศรษฐกิจของประเทศไทย"
    assert cut_words(part * 12) == cut_words(part) * 12


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "๑",
        "ก",
        "ก่้",
        "่",
        "หน้าด้าน",
        "เ",
        "ำ",
        "ๆ",
        "a",
        "a'",
        "😀",
        "👩\u200d",
        "🇹",
        " ",
        "\ud800",
    ],
)
def test_hostile_text_of_a_hundred_thousand_characters_is_cut_into_short_words(unit):
    text = (unit * 100_000)[:100_000]
    words = cut_words(text)
    assert "".join(words) == text
    assert max(map(len, words)) <= 400


@given(TEXT)
@example("เ" * 90 + "ก")
@example("หน้าด้าน" * 30)
def test_words_joined_are_the_text(text):
    words = cut_words(text)
    assert "".join(words) == text
    assert all(words)


@pytest.mark.parametrize(
    ("text", "boundaries"),
    [
        ("เกาะน้ำ", [0, 4, 7]),
        ("ไทยแท้", [0, 2, 3, 6]),
        ("กิโล", [0, 2, 4]),
        ("น้ำ", [0, 3]),
        ("e\u0301a", [0, 2, 3]),
        ("👩‍👩‍👧ก", [0, 5, 6]),
        ("🇹🇭🇹🇭🇹", [0, 2, 4, 5]),
        ("เ ก", [0, 1, 2, 3]),
        ("", [0]),
    ],
)
def test_clusters_keep_vowels_marks_and_joined_emoji_together(text, boundaries):
    assert cluster_boundaries(text) == boundaries


@given(TEXT)
def test_both_cluster_functions_agree(text):
    alone = [i for i in range(len(text) + 1) if is_cluster_boundary(text, i)]
    assert alone == sorted(set(cluster_boundaries(text)))


@given(TEXT)
def test_a_cluster_boundary_is_a_grapheme_boundary(text):
    graphemes = {match.end() for match in regex.finditer(r"\X", text)} | {0}
    assert set(cluster_boundaries(text)) <= graphemes


def test_a_pile_of_marks_is_cut_every_64_code_points():
    assert cluster_boundaries("ก" + "่" * 149) == [0, 64, 128, 150]
