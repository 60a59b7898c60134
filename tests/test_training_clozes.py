"""Questions made of sentences: the answer lies in its window, and beside it nothing of it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import cut_sentences
from index.training_answers import choose_answer, choose_shared
from index.training_clozes import make_clozes, make_clozes_across

SENTENCES = (
    "คณะรัฐมนตรีประกาศให้ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อ 5 กุมภาพันธ์ 2562",
    "ตลาดน้ำอัมพวามีเรือขายอาหารกว่า 1,200 ลำในวันหยุดสุดสัปดาห์",
    "รัฐบาลใช้งบประมาณ 5 หมื่นล้านบาทสร้างรถไฟความเร็วสูงไปนครราชสีมา",
    "บริษัท Bangkok Metro เปิดเดินรถไฟใต้ดินสายแรกในกรุงเทพมหานคร",
    "The lighthouse on the northern cape was lit for the first time in May 1871.",
    "Its keeper, called John Smith, climbed 214 steps every evening to trim the lamp.",
    "ห้องสมุด",
    "???",
)
PAIRS = (
    (
        "The market near Bangkok sells food from 1,200 boats every weekend.",
        "ตลาดน้ำใกล้กรุงเทพฯ มีเรือขายอาหารกว่า 1,200 ลำทุกสุดสัปดาห์",
    ),
    (
        "The government signed the railway contract with Siam Steel in the old palace.",
        "รัฐบาลลงนามในสัญญาสร้างทางรถไฟกับบริษัท Siam Steel ที่พระราชวังเก่า",
    ),
    ("Nothing was said about elephants.", "ไม่มีใครพูดถึงช้างเลย"),
)


def _make(text, seed, count=4):
    return list(
        make_clozes(text, cut_sentences(text), count, {}, Random(seed), "ข่าว")  # noqa: S311
    )


def _make_across(pairs, seed):
    return list(make_clozes_across(pairs, {}, Random(seed), "แปล"))  # noqa: S311


def _list_asked(sentence):
    """All that is asked of the sentence: the kind and the words."""
    chosen = [choose_answer(sentence, Random(seed)) for seed in range(60)]  # noqa: S311
    return {(c.kind, sentence[c.span.start : c.span.end]) for c in chosen if c}


def _list_shared(asked, answering):
    """All that is asked across: the words, and where they stand in the other sentence."""
    chosen = [choose_shared(asked, answering, Random(seed)) for seed in range(60)]  # noqa: S311
    return {(asked[c.span.start : c.span.end], place.start) for c, place in filter(None, chosen)}


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("ประกาศเมื่อวันที่ 5 กุมภาพันธ์ พ.ศ. 2562 นี้", "time", "5 กุมภาพันธ์ พ.ศ. 2562"),
        ("ประภาคารเปิด in May 2004 แล้ว", "time", "May 2004"),
        ("Thai ministers met on 26 January 2022 there", "time", "26 January 2022"),
        ("งบ 5 หมื่นล้านบาท", "number", "5 หมื่นล้าน"),
        ("หนี้ 1.2 ล้านล้านบาท", "number", "1.2 ล้านล้าน"),
        ("ส่งออก 78 พันล้านบาท", "number", "78 พันล้าน"),
        ("ปลูกข้าว 5 พันธุ์", "number", "5"),
        ("ข้อ 10 ร้อยละ 7", "number", "10"),
        ("บาทอ่อนลง 3% แล้ว", "number", "3%"),
        ("up 5 percentage points in Thai baht", "number", "5"),
        ("เรือของ Bank of Ayudhya มาถึง", "name", "Bank of Ayudhya"),
        ("กู้จาก Bank of ไทย", "name", "Bank"),
        ("the ancient walls ของไทย", "phrase", "ancient walls"),
        ("และตลาดน้ำที่", "phrase", "ตลาดน้ำ"),
    ],
)
def test_what_is_asked_for_is_whole(sentence, kind, words):
    asked = _list_asked(sentence)
    assert (kind, words) in asked
    assert [other for each, other in asked if each == kind and other in words] == [words]


def test_a_month_inside_a_word_is_no_date():
    assert _list_asked("ชาวเมือง saw Mayor Marching") == {
        ("name", "Mayor Marching"),
        ("phrase", "ชาวเมือง"),
    }


def test_nothing_is_asked_of_a_sentence_that_says_nothing():
    assert _list_asked("???") == _list_asked("และ ที่") == set()


def test_what_two_sentences_share_is_asked_for_where_it_stands_whole_and_once():
    answering = "เรือ 15 ลำของ Anna กับ Siam Steel ขาย 5 วัน ปีละ 30 ครั้ง ครั้งละ 30 คน"
    asked = "ships of Ann sold by Siam Steel for 5 days, 30 times and by 18 people"
    assert _list_shared(asked, answering) == {("5", 38), ("Siam Steel", 23)}


def test_a_number_that_is_asked_twice_or_only_begins_a_number_is_not_shared():
    assert _list_shared("7 ships in 7 days for 2 baht", "เรือ 7 ลำ 2.5 บาท") == set()


def test_a_question_has_the_words_around_its_answer_and_asks_in_its_language():
    text = "รัฐบาลใช้งบประมาณ 5 หมื่นล้านบาทสร้างรถไฟความเร็วสูงไปนครราชสีมา"
    numbers = [
        example
        for seed in range(80)
        for example in _make(text, seed)
        if example.answers == ((18, 29),)
    ]
    assert {each.passage[18:29] for each in numbers} == {"5 หมื่นล้าน"}
    asks = ("เท่าไร", "กี่", "เท่าใด", "how much", "how many")
    assert not [n.question for n in numbers if not any(ask in n.question for ask in asks)]
    assert any("รัฐบาล" in each.question for each in numbers)
    assert any("รถไฟ" in each.question for each in numbers)
    assert not any("หมื่นล้าน" in each.question for each in numbers)


def test_no_more_questions_are_made_than_wanted():
    text = "\n".join(SENTENCES)
    made = [[e for e in _make(text, seed, 3) if e.answers] for seed in range(20)]
    assert max(map(len, made)) == 3


def test_a_text_without_sentences_gives_nothing():
    assert _make("", 1) == []
    assert _make_across((), 1) == []


def test_across_the_answer_is_in_the_other_language():
    made = [example for seed in range(30) for example in _make_across(PAIRS, seed)]
    answers = {example.passage[s:e] for example in made for s, e in example.answers}
    assert answers == {"1,200", "Siam Steel"}
    assert all("ตลาดน้ำ" in e.passage for e in made if "market" in e.question and e.answers)
    assert {example.source for example in made} == {"แปล", "แปล-beside"}


def test_a_sentence_without_a_translation_gives_no_empty_window():
    pairs = (PAIRS[0], ("An elephant walked to the river.", ""), ("ช้าง", ""))
    made = [example for seed in range(60) for example in _make_across(pairs, seed)]
    assert {example.passage for example in made if not example.passage.strip()} == set()
    assert {example.source for example in made} == {"แปล"}


def _assert_sound(examples, text):
    """Answers are words of their windows, windows are of the text."""
    answers = {}
    for example in examples:
        assert example.passage
        assert example.passage in text
        assert example.question.strip()
        for start, end in example.answers:
            assert 0 <= start < end <= len(example.passage)
            answer = example.passage[start:end]
            assert answer == answer.strip()
            answers[example.question] = answer.lower()
    for example in examples:
        if not example.answers:
            assert example.source.endswith("-beside")
            assert answers[example.question] not in example.passage.lower()


texts = st.lists(st.sampled_from(SENTENCES), max_size=8)
loose = st.text("กาข 12,.%ABab\n-", max_size=40)


@given(sentences=texts, more=loose, seed=st.integers(0, 9999))
def test_every_answer_lies_in_its_window_and_never_beside_it(sentences, more, seed):
    text = "\n".join((*sentences, more)).strip()
    examples = _make(text, seed)
    _assert_sound(examples, text)
    assert examples == _make(text, seed)


@given(
    pairs=st.lists(st.sampled_from(PAIRS), max_size=6),
    more=st.tuples(loose, loose),
    turned=st.booleans(),
    seed=st.integers(0, 9999),
)
def test_across_every_answer_lies_in_its_window_and_never_beside_it(pairs, more, turned, seed):
    pairs = [(b, a) if turned else (a, b) for a, b in (*pairs, more)]
    examples = _make_across(pairs, seed)
    _assert_sound(examples, " ".join(other for _, other in pairs))
    assert examples == _make_across(pairs, seed)
