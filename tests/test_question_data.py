"""Questions with known answers, in the layouts in which they are published."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_questions import KUNSHAN, LIBRARY, SQUAD, make_question, make_squad

from corpus.errors import UsageError
from index.question_data import (
    find_group,
    read_lines,
    read_question_data,
)


def _line(number, context, text, *answers, **more):
    return {
        "question_id": f"ค{number}",
        "context": context,
        "question": text,
        "answers": {"answer_start": [a[0] for a in answers], "text": [a[1] for a in answers]},
    } | more


LINES = [
    _line(1, KUNSHAN, "จีดีพีเท่าไร", (33, "4.7 แสนล้านหยวน"), article_id="ก"),
    _line(2, KUNSHAN, "ปีไหน", (5, "2564"), article_id="ก"),
    _line(3, LIBRARY, "How many books?", (26, "3,500"), article_id="ก"),
    _line(4, "ปลากัดอยู่ในนาข้าว", "ปลากัดอยู่ที่ไหน", (10, "ในนาข้าว"), article_id="ข"),
]


def test_squad_1_1_gives_paragraphs_as_articles_and_questions_with_places(read_questions):
    data = read_questions(SQUAD)
    assert [(a.id, a.title, a.language, a.text) for a in data.articles] == [
        ("00000/00000", "", "th", KUNSHAN),
        ("00000/00001", "", "en", LIBRARY),
        ("00001/00002", "", "th", "ปลากัดอยู่ในนาข้าว"),
    ]
    assert [(q.id, q.text, q.article_id) for q in data.questions] == [
        ("ค1", "จีดีพีเท่าไร", "00000/00000"),
        ("ค2", "How many books?", "00000/00001"),
        ("ค3", "ปลากัดอยู่ที่ไหน", "00001/00002"),
    ]
    assert [(a.start, a.end, a.text) for a in data.questions[1].answers] == [
        (26, 31, "3,500"),
        (26, 37, "3,500 books"),
    ]


def test_paragraphs_of_one_source_article_are_one_group(read_questions):
    articles = read_questions(SQUAD).articles
    assert [find_group(article.id) for article in articles] == ["00000", "00000", "00001"]


def test_the_same_answer_from_two_people_counts_once(read_questions):
    twice = make_question(1, "ปีไหน", (5, "2564"), (5, "2564"))
    (question,) = read_questions(make_squad([(KUNSHAN, [twice])])).questions
    assert [(a.start, a.text) for a in question.answers] == [(5, "2564")]


def test_squad_2_0_keeps_questions_without_an_answer(read_questions):
    unanswerable = make_question(9, "นายกเทศมนตรีคือใคร") | {"is_impossible": True}
    (question,) = read_questions(make_squad([(KUNSHAN, [unanswerable])])).questions
    assert (question.id, question.answers) == ("ค9", ())


def test_a_question_whose_answer_is_nowhere_in_the_text_is_left_out(read_questions):
    questions = [make_question(1, "กี่หยวน", (9, "5 ล้าน")), make_question(2, "ปีไหน", (5, "2564"))]
    assert [q.id for q in read_questions(make_squad([(KUNSHAN, questions)])).questions] == ["ค2"]


def test_json_lines_give_the_same_with_each_context_once(read_questions):
    data = read_questions(LINES)
    assert [(a.id, a.text) for a in data.articles] == [
        ("00000/00000", KUNSHAN),
        ("00000/00001", LIBRARY),
        ("00001/00002", "ปลากัดอยู่ในนาข้าว"),
    ]
    assert [(q.id, q.answers[0].start) for q in data.questions] == [
        ("ค1", 33),
        ("ค2", 5),
        ("ค3", 26),
        ("ค4", 10),
    ]


def test_a_line_separator_inside_a_text_ends_no_line(read_questions):
    context = "บรรทัดแรก\u2028บรรทัดที่สองมีปลากัด"
    (question,) = read_questions([_line(1, context, "มีอะไร", (25, "ปลากัด"))]).questions
    assert question.answers[0].text == "ปลากัด"


@pytest.mark.parametrize("content", [SQUAD, LINES])
def test_gzipped_data_reads_the_same_whatever_its_name(read_questions, tmp_path, content):
    plain = read_questions(content)
    packed = gzip.compress((tmp_path / "คำถาม.json").read_bytes())
    assert read_questions(packed, "คำถาม.bin") == plain


@pytest.mark.parametrize("content", [SQUAD, LINES])
def test_a_byte_order_mark_is_no_part_of_the_data(read_questions, tmp_path, content):
    plain = read_questions(content)
    marked = b"\xef\xbb\xbf" + (tmp_path / "คำถาม.json").read_bytes()
    assert read_questions(marked) == plain


def test_squad_printed_over_many_lines_reads_the_same(read_questions):
    assert read_questions(json.dumps(SQUAD, ensure_ascii=False, indent=2)) == read_questions(SQUAD)


def test_data_that_names_its_keys_in_another_order_reads_the_same(read_questions):
    turned = {key: SQUAD[key] for key in ("data", "version")}
    assert read_questions(turned) == read_questions(SQUAD)


def test_cleaning_moves_an_answer_with_its_words(read_questions):
    dirty = "จี\u200bดีพี  ของ\u200bคุนซาน  อยู่ที่ 4.7\xa0แสนล้าน และของซูโจวอยู่ที่ 2.3 แสนล้าน"
    questions = [
        make_question(1, "คุนซานเท่าไร", (dirty.index("4.7"), "4.7\xa0แสนล้าน")),
        make_question(2, "ซูโจวเท่าไร", (dirty.index("2.3"), "2.3 แสนล้าน")),
        make_question(3, "ที่ใด", (dirty.rindex("แสนล้าน"), "แสนล้าน")),
    ]
    data = read_questions(make_squad([(dirty, questions)]))
    text = data.articles[0].text
    assert text == "จีดีพี ของคุนซาน อยู่ที่ 4.7 แสนล้าน และของซูโจวอยู่ที่ 2.3 แสนล้าน"
    assert [(a.start, a.text) for q in data.questions for a in q.answers] == [
        (text.index("4.7"), "4.7 แสนล้าน"),
        (text.index("2.3"), "2.3 แสนล้าน"),
        (text.rindex("แสนล้าน"), "แสนล้าน"),
    ]


@pytest.mark.parametrize("start", [3, 7, 11])
def test_of_the_same_word_thrice_the_one_at_the_answers_place_counts(read_questions, start):
    (question,) = read_questions(
        make_squad([("ปี 5 กับ5 และ5", [make_question(1, "ไหน", (start, "5"))])])
    ).questions
    nearest = {3: 3, 7: 8, 11: 13}[start]
    assert question.answers[0].start == nearest


@given(st.text(st.sampled_from("กำ่า 12\n.ab\u200b"), max_size=40), st.data())
def test_an_answer_that_is_found_stands_where_it_says(tmp_path_factory, context, data):
    start = data.draw(st.integers(0, len(context)))
    end = data.draw(st.integers(start, len(context)))
    path = tmp_path_factory.mktemp("คำถาม") / "คำถาม.json"
    known = make_squad([(context, [make_question(1, "อะไร", (start, context[start:end]))])])
    path.write_text(json.dumps(known), encoding="utf-8")
    read_back = read_question_data(path)
    texts = {article.id: article.text for article in read_back.articles}
    for question in read_back.questions:
        for answer in question.answers:
            assert answer.text
            assert texts[answer.article_id][answer.start : answer.end] == answer.text
            if texts[answer.article_id] == context and context[start:end] == answer.text:
                assert answer.start == start


def test_an_empty_context_is_left_out(read_questions):
    data = read_questions(make_squad([("\u200b \n", [make_question(1, "อะไร")]), (KUNSHAN, [])]))
    assert [article.text for article in data.articles] == [KUNSHAN]
    assert data.questions == ()


NESTED = '{"data": ' + "[" * 100_000 + "]" * 100_000 + "}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n \n",
        b"\x1f\x8b broken",
        gzip.compress(KUNSHAN.encode())[:-9],
        gzip.compress(b"x" * 999)[:12] + b"\xff" * 40,
        b"\xff\xfe\x00\x00",
        KUNSHAN,
        "[]",
        "3",
        '"data"',
        '["context"]',
        "{}",
        NESTED,
        {"data": None},
        {"data": [{"paragraphs": [{"context": KUNSHAN}]}]},
        {"data": [{"paragraphs": [{"context": None, "qas": []}]}]},
        {"data": [{"paragraphs": [{"context": KUNSHAN, "qas": [{"question": "อะไร"}]}]}]},
        make_squad([(KUNSHAN, [make_question(1, None, (5, "2564"))])]),
        make_squad([(KUNSHAN, [make_question(1, "ปีไหน", ("5", "2564"))])]),
        make_squad([(KUNSHAN, ["ปีไหน"])]),
        [{"context": KUNSHAN, "question": "ปีไหน"}],
        [{"context": KUNSHAN, "question": "ปีไหน", "id": 1, "answers": ["2564"]}],
        [LINES[0], "ปีไหน"],
        [_line(1, KUNSHAN, "ปีไหน", (5, "2564")) | {"answers": {"answer_start": [1], "text": []}}],
        json.dumps(SQUAD) + "\nปีไหน",
    ],
)
def test_foreign_and_damaged_files_are_refused_in_one_line(read_questions, content):
    with pytest.raises(UsageError, match=r"คำถาม\.json: not questions in SQuAD") as refused:
        read_questions(content)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(UsageError, match=r"ไม่มี\.json"):
        read_question_data(tmp_path / "ไม่มี.json")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_are_read_without_empty_ones(tmp_path, pack):
    path = tmp_path / "นอกเรื่อง.txt"
    path.write_bytes(pack(" พรุ่งนี้ฝนตกไหม \r\n\nhello\u2028there\n".encode()))
    assert read_lines(path) == ["พรุ่งนี้ฝนตกไหม", "hello\u2028there"]
