"""Tokens for the keyword index: what must meet, and what a hostile text may cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.syllables import split_syllables
from index.tokens import tokenize_for_search, tokenize_question


def words_of(text):
    return [token for token in tokenize_for_search(text) if not token.startswith(("~", "="))]


def test_thai_and_english_words_give_themselves_and_their_parts():
    assert tokenize_for_search("โรงพยาบาล navigation") == [
        "โรงพยาบาล",
        "navig",
        "~navig",
        "~โรง",
        "~พยา",
        "~บาล",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("๓๐๐,๐๐๐", "300000"),
        ("300,000", "300000"),
        ("๔.๗", "4.70"),
        ("ธ.ก.ส.", "ธกส"),
        ("กรุงเทพฯ", "กรุงเทพ"),
        ("Luther’s café", "luther cafe"),
        ("Kunshan\u200b", "KUNSHAN"),
        ("e\u0301clair", "éclairs"),
        ("ต่าง ๆ", "ต่าง"),
        ("well-known", "well known"),
    ],
)
def test_two_spellings_of_one_word_give_the_same_words(one, other):
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("one", "other", "token"),
    [
        ("ปี 2564", "in 2021", "2021"),
        ("พ.ศ. ๒๕๖๔", "ค.ศ. 2021", "2021"),
        ("B.E. 2564", "AD 2021", "2021"),
        ("4.7 แสนล้านหยวน", "470 billion yuan", "470000000000"),
        ("1 แสนล้านหยวน", "100 billion yuan", "100000000000"),
        ("1.5 ล้านล้านบาท", "1,500 billion baht", "1500000000000"),
        ("5 ล้านคน", "five million people", "5000000"),
        ("สิบห้าคน", "fifteen people", "15"),
        ("อายุ ๑๕ ปี", "fifteen", "15"),
        ("มกราคม 2564", "January 2021", "=month-01"),
        ("12 ม.ค. 2564", "January 12, 2021", "=day-01-12"),
        ("ร้อยละ 5", "5%", "=percent"),
        ("5 เปอร์เซ็นต์", "5 percent", "=percent"),
        ("ระบบ 5G", "5g network", "5g"),
        ("เชื้อ H1N1", "h1n1", "h1n1"),
    ],
)
def test_the_same_number_or_date_gives_a_common_token(one, other, token):
    assert token in tokenize_for_search(one)
    assert token in tokenize_question(other)


def test_a_name_that_the_dictionary_lacks_has_the_same_syllables_in_every_sentence():
    for text in ("คุนซาน", "เมืองคุนซานพร้อม", "ระหว่างเซี่ยงไฮ้กับคุนซาน", "คุนซานอยู่ไหน"):
        assert {"~คุน", "~ซาน"} <= set(tokenize_for_search(text))


def test_a_count_is_no_year():
    assert "2021" not in tokenize_for_search("มี 2,564 คน และ 2564 คน")


def test_a_buddhist_year_keeps_its_own_digits_too():
    assert {"2564", "2021"} <= set(tokenize_for_search("ปี 2564"))


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ("โรงพยาบาลอยู่ที่ไหนครับ", {"โรงพยาบาล", "~โรง", "~พยา", "~บาล", "อยู่", "~อยู่"}),
        ("What is Kunshan?", {"is", "~is", "kunshan", "~kunsh"}),
        ("ไกลมากกกกไหมคะ", {"ไกล", "~ไกล", "มาก", "~มาก"}),
    ],
)
def test_a_question_leaves_out_what_only_asks(question, tokens):
    assert set(tokenize_question(question)) == tokens


def test_a_question_of_asking_words_alone_keeps_them():
    assert tokenize_question("คืออะไร") == tokenize_for_search("คืออะไร")


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("กระทรวงสาธารณสุข", ["กระ", "ทรวง", "สา", "ธารณ", "สุข"]),
        ("คุนซาน", ["คุน", "ซาน"]),
        ("", []),
    ],
)
def test_a_thai_word_is_cut_into_syllables(word, syllables):
    assert split_syllables(word) == syllables


@given(st.text(alphabet="กขงดนมรสาำิีุ่้์เแโไะัๆฯ", max_size=40))
def test_the_syllables_of_a_word_make_it_up(word):
    assert "".join(split_syllables(word)) == word


@given(st.text(max_size=100) | st.text(alphabet="กา่เ๕5,. %ล้นาพศ.'’aé\u200b\u0301-", max_size=60))
def test_no_token_is_empty_or_has_a_space(text):
    for token in tokenize_for_search(text) + tokenize_question(text):
        assert token == "".join(token.split())
        assert token


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "ก",
        "a",
        "1,",
        "หน้าด้าน",
        "สิบล้าน",
        "1 ล้าน ",
        "12 ม.ค. ",
        "2564-",
        "ha",
        "a'",
        "\u0301",
        "👍",
        "hundred ",
    ],
)
def test_hostile_text_gives_tokens_of_bounded_length(piece):
    tokens = tokenize_for_search(piece * (30_000 // len(piece)))
    assert all(len(token) <= 65 for token in tokens)
    assert len(tokens) <= 3 * 30_000
