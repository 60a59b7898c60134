"""Questions with known answers, in the layouts in which they are published."""

import gzip
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_index import make_article

from corpus.errors import UsageError
from index.question_data import (
    KnownAnswer,
    KnownQuestion,
    QuestionData,
    find_group,
    join_groups,
    join_questions,
    mix_languages,
    read_lines,
    read_question_data,
)

KUNSHAN = "ในปี 2564 จีดีพีของคุนซานอยู่ที่ 4.7 แสนล้านหยวน"
LIBRARY = "The village library lends 3,500 books a year."


def _question(number, text, *answers):
    places = [{"answer_start": start, "text": answer} for start, answer in answers]
    return {"id": f"ค{number}", "question": text, "answers": places}


def _squad(*articles):
    """SQuAD data; an article is a list of (context, questions)."""
    return {
        "version": "1.1",
        "data": [
            {
                "title": "คุนซาน",
                "paragraphs": [{"context": context, "qas": list(qas)} for context, qas in article],
            }
            for article in articles
        ],
    }


def _line(number, context, text, *answers, **more):
    return {
        "question_id": f"ค{number}",
        "context": context,
        "question": text,
        "answers": {"answer_start": [a[0] for a in answers], "text": [a[1] for a in answers]},
    } | more


@pytest.fixture
def read(tmp_path):
    """Writes bytes, text, an object or a list of lines to a file and reads it as questions."""

    def write_and_read(content, name="คำถาม.json"):
        path = tmp_path / name
        if isinstance(content, list):
            content = "\n".join(json.dumps(line, ensure_ascii=False) for line in content)
        if isinstance(content, dict):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_question_data(path)

    return write_and_read


SQUAD = _squad(
    [
        (KUNSHAN, [_question(1, "จีดีพีเท่าไร", (33, "4.7 แสนล้านหยวน"))]),
        (LIBRARY, [_question(2, "How many books?", (26, "3,500"), (26, "3,500 books"))]),
    ],
    [("ปลากัดอยู่ในนาข้าว", [_question(3, "ปลากัดอยู่ที่ไหน", (10, "ในนาข้าว"))])],
)
LINES = [
    _line(1, KUNSHAN, "จีดีพีเท่าไร", (33, "4.7 แสนล้านหยวน"), article_id="ก"),
    _line(2, KUNSHAN, "ปีไหน", (5, "2564"), article_id="ก"),
    _line(3, LIBRARY, "How many books?", (26, "3,500"), article_id="ก"),
    _line(4, "ปลากัดอยู่ในนาข้าว", "ปลากัดอยู่ที่ไหน", (10, "ในนาข้าว"), article_id="ข"),
]


def test_squad_1_1_gives_paragraphs_as_articles_and_questions_with_places(read):
    data = read(SQUAD)
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


def test_paragraphs_of_one_source_article_are_one_group(read):
    articles = read(SQUAD).articles
    assert [find_group(article.id) for article in articles] == ["00000", "00000", "00001"]


def test_the_same_answer_from_two_people_counts_once(read):
    twice = _question(1, "ปีไหน", (5, "2564"), (5, "2564"))
    (question,) = read(_squad([(KUNSHAN, [twice])])).questions
    assert [(a.start, a.text) for a in question.answers] == [(5, "2564")]


def test_squad_2_0_keeps_questions_without_an_answer(read):
    unanswerable = _question(9, "นายกเทศมนตรีคือใคร") | {"is_impossible": True}
    (question,) = read(_squad([(KUNSHAN, [unanswerable])])).questions
    assert (question.id, question.answers) == ("ค9", ())


def test_a_question_whose_answer_is_nowhere_in_the_text_is_left_out(read):
    questions = [_question(1, "กี่หยวน", (9, "5 ล้าน")), _question(2, "ปีไหน", (5, "2564"))]
    assert [q.id for q in read(_squad([(KUNSHAN, questions)])).questions] == ["ค2"]


def test_json_lines_give_the_same_with_each_context_once(read):
    data = read(LINES)
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


def test_a_line_separator_inside_a_text_ends_no_line(read):
    context = "บรรทัดแรก\u2028บรรทัดที่สองมีปลากัด"
    (question,) = read([_line(1, context, "มีอะไร", (25, "ปลากัด"))]).questions
    assert question.answers[0].text == "ปลากัด"


@pytest.mark.parametrize("content", [SQUAD, LINES])
def test_gzipped_data_reads_the_same_whatever_its_name(read, tmp_path, content):
    plain = read(content)
    packed = gzip.compress((tmp_path / "คำถาม.json").read_bytes())
    assert read(packed, "คำถาม.bin") == plain


@pytest.mark.parametrize("content", [SQUAD, LINES])
def test_a_byte_order_mark_is_no_part_of_the_data(read, tmp_path, content):
    plain = read(content)
    marked = b"\xef\xbb\xbf" + (tmp_path / "คำถาม.json").read_bytes()
    assert read(marked) == plain


def test_squad_printed_over_many_lines_reads_the_same(read):
    assert read(json.dumps(SQUAD, ensure_ascii=False, indent=2)) == read(SQUAD)


def test_data_that_names_its_keys_in_another_order_reads_the_same(read):
    turned = {key: SQUAD[key] for key in ("data", "version")}
    assert read(turned) == read(SQUAD)


def test_cleaning_moves_an_answer_with_its_words(read):
    dirty = "จี\u200bดีพี  ของ\u200bคุนซาน  อยู่ที่ 4.7\xa0แสนล้าน และของซูโจวอยู่ที่ 2.3 แสนล้าน"
    questions = [
        _question(1, "คุนซานเท่าไร", (dirty.index("4.7"), "4.7\xa0แสนล้าน")),
        _question(2, "ซูโจวเท่าไร", (dirty.index("2.3"), "2.3 แสนล้าน")),
        _question(3, "ที่ใด", (dirty.rindex("แสนล้าน"), "แสนล้าน")),
    ]
    data = read(_squad([(dirty, questions)]))
    text = data.articles[0].text
    assert text == "จีดีพี ของคุนซาน อยู่ที่ 4.7 แสนล้าน และของซูโจวอยู่ที่ 2.3 แสนล้าน"
    assert [(a.start, a.text) for q in data.questions for a in q.answers] == [
        (text.index("4.7"), "4.7 แสนล้าน"),
        (text.index("2.3"), "2.3 แสนล้าน"),
        (text.rindex("แสนล้าน"), "แสนล้าน"),
    ]


@pytest.mark.parametrize("start", [3, 7, 11])
def test_of_the_same_word_thrice_the_one_at_the_answers_place_counts(read, start):
    (question,) = read(_squad([("ปี 5 กับ5 และ5", [_question(1, "ไหน", (start, "5"))])])).questions
    nearest = {3: 3, 7: 8, 11: 13}[start]
    assert question.answers[0].start == nearest


@given(st.text(st.sampled_from("กำ่า 12\n.ab\u200b"), max_size=40), st.data())
def test_an_answer_that_is_found_stands_where_it_says(tmp_path_factory, context, data):
    start = data.draw(st.integers(0, len(context)))
    end = data.draw(st.integers(start, len(context)))
    path = tmp_path_factory.mktemp("คำถาม") / "คำถาม.json"
    known = _squad([(context, [_question(1, "อะไร", (start, context[start:end]))])])
    path.write_text(json.dumps(known), encoding="utf-8")
    read_back = read_question_data(path)
    texts = {article.id: article.text for article in read_back.articles}
    for question in read_back.questions:
        for answer in question.answers:
            assert answer.text
            assert texts[answer.article_id][answer.start : answer.end] == answer.text
            if texts[answer.article_id] == context and context[start:end] == answer.text:
                assert answer.start == start


def test_an_empty_context_is_left_out(read):
    data = read(_squad([("\u200b \n", [_question(1, "อะไร")]), (KUNSHAN, [])]))
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
        _squad([(KUNSHAN, [_question(1, None, (5, "2564"))])]),
        _squad([(KUNSHAN, [_question(1, "ปีไหน", ("5", "2564"))])]),
        _squad([(KUNSHAN, ["ปีไหน"])]),
        [{"context": KUNSHAN, "question": "ปีไหน"}],
        [{"context": KUNSHAN, "question": "ปีไหน", "id": 1, "answers": ["2564"]}],
        [LINES[0], "ปีไหน"],
        [_line(1, KUNSHAN, "ปีไหน", (5, "2564")) | {"answers": {"answer_start": [1], "text": []}}],
        json.dumps(SQUAD) + "\nปีไหน",
    ],
)
def test_foreign_and_damaged_files_are_refused_in_one_line(read, content):
    with pytest.raises(UsageError, match=r"คำถาม\.json: not questions in SQuAD") as refused:
        read(content)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(UsageError, match=r"ไม่มี\.json"):
        read_question_data(tmp_path / "ไม่มี.json")


def test_questions_are_joined_by_id_and_the_others_left_out(read):
    thai = read(SQUAD)
    english = read(
        _squad([("Elsewhere.", [_question(3, "Where do fish live?"), _question(7, "Why?")])])
    )
    joined = join_questions(thai, english)
    assert joined.articles == thai.articles
    assert [(q.id, q.text, q.answers) for q in joined.questions] == [
        ("ค3", "Where do fish live?", thai.questions[2].answers)
    ]


def test_questions_without_a_common_id_are_not_joined(read):
    thai = read(SQUAD)
    other = read(_squad([(LIBRARY, [_question(8, "How many books?", (26, "3,500"))])]))
    with pytest.raises(UsageError, match="no question id in common") as refused:
        join_questions(thai, other)
    assert "\n" not in str(refused.value)


def _translate(number, thai, english):
    """One paragraph with its question, in both languages."""
    return (
        (thai, [_question(number, f"อะไรคือ {thai}", (0, thai))]),
        (english, [_question(number, f"What is {english}", (0, english))]),
    )


def test_mixed_languages_take_turns_by_source_article_and_every_question_is_asked_in_both(read):
    groups = [
        [_translate(1, "ปลากัด", "Fish"), _translate(2, "ไข่", "Egg")],
        [_translate(3, "ข้าว", "Rice"), _translate(4, "นา", "Field")],
        [_translate(5, "ช้าง", "Elephant")],
    ]
    thai, english = (
        read(_squad(*([pair[side] for pair in group] for group in groups))) for side in (0, 1)
    )
    mixed = mix_languages(thai, english)
    assert [(a.id, a.language, a.text) for a in mixed.articles] == [
        ("00000/00000", "th", "ปลากัด"),
        ("00000/00001", "th", "ไข่"),
        ("00001/00002", "en", "Rice"),
        ("00001/00003", "en", "Field"),
        ("00002/00004", "th", "ช้าง"),
    ]
    asked = {(q.id, q.text, q.article_id, q.answers[0].text) for q in mixed.questions}
    assert len(mixed.questions) == len(asked) == 10
    assert asked >= {
        ("ค1", "อะไรคือ ปลากัด", "00000/00000", "ปลากัด"),
        ("ค1", "What is Fish", "00000/00000", "ปลากัด"),
        ("ค4", "อะไรคือ นา", "00001/00003", "Field"),
        ("ค4", "What is Field", "00001/00003", "Field"),
    }


def test_a_question_that_one_language_lacks_is_asked_in_the_other(read):
    pair = _translate(1, "ปลากัด", "Fish")
    thai, english = read(_squad([pair[0]])), read(_squad([("Fish", [])]))
    assert [q.text for q in mix_languages(thai, english).questions] == ["อะไรคือ ปลากัด"]


def test_joined_groups_are_whole_articles_and_answers_move_with_their_paragraph(read):
    joined = join_groups(read(SQUAD))
    assert [(a.id, a.language, a.text) for a in joined.articles] == [
        ("00000", "th", f"{KUNSHAN}\n\n{LIBRARY}"),
        ("00001", "th", "ปลากัดอยู่ในนาข้าว"),
    ]
    shift = len(KUNSHAN) + 2
    assert [(q.id, q.article_id) for q in joined.questions] == [
        ("ค1", "00000"),
        ("ค2", "00000"),
        ("ค3", "00001"),
    ]
    assert [(a.article_id, a.start, a.text) for q in joined.questions for a in q.answers] == [
        ("00000", 33, "4.7 แสนล้านหยวน"),
        ("00000", shift + 26, "3,500"),
        ("00000", shift + 26, "3,500 books"),
        ("00001", 10, "ในนาข้าว"),
    ]


def test_joining_groups_twice_changes_nothing_more(read):
    joined = join_groups(read(SQUAD))
    assert join_groups(joined) == joined


PARAGRAPHS = st.lists(
    st.tuples(st.integers(0, 2), st.text(st.sampled_from("กำ่า 12\n.ab"), min_size=1, max_size=12)),
    min_size=1,
    max_size=8,
)


@st.composite
def question_data(draw):
    """Paragraphs of a few source articles, with a question about a part of each."""
    pairs = sorted(draw(PARAGRAPHS), key=lambda pair: pair[0])
    articles, questions = [], []
    for number, (group, text) in enumerate(pairs):
        article = make_article(f"{group:05}/{number:05}", "", text)
        start = draw(st.integers(0, len(text) - 1))
        answer = KnownAnswer(article.id, start, text[start : draw(st.integers(start + 1, 12))])
        questions.append(KnownQuestion(f"ค{number}", "อะไร", article.id, (answer,)))
        articles.append(article)
    return QuestionData(tuple(articles), tuple(questions))


def _assert_places(data):
    texts = {article.id: article.text for article in data.articles}
    for question in data.questions:
        assert question.article_id in texts
        for answer in question.answers:
            assert texts[answer.article_id][answer.start : answer.end] == answer.text


@given(question_data())
def test_whatever_is_joined_answers_stand_where_they_say(data):
    joined = join_groups(data)
    assert len(joined.questions) == len(data.questions)
    assert [a.id for a in joined.articles] == sorted({find_group(a.id) for a in data.articles})
    assert sum(a.text.count("ก") for a in joined.articles) == sum(
        a.text.count("ก") for a in data.articles
    )
    _assert_places(joined)


@given(question_data())
def test_whatever_is_mixed_answers_stand_where_they_say(data):
    other = QuestionData(
        tuple(replace(a, text=f"ดู {a.text}") for a in data.articles),
        tuple(
            replace(
                q, text="what?", answers=tuple(replace(a, start=a.start + 3) for a in q.answers)
            )
            for q in data.questions
        ),
    )
    mixed = mix_languages(data, other)
    assert [a.id for a in mixed.articles] == sorted(a.id for a in data.articles)
    assert sorted(q.text for q in mixed.questions) == sorted(
        ["what?", "อะไร"] * len(data.questions)
    )
    for article in mixed.articles:
        assert article in (data, other)[int(find_group(article.id)) % 2].articles
    _assert_places(mixed)
    _assert_places(join_groups(mixed))


def test_data_with_other_paragraphs_is_not_mixed(read):
    one, both = read(_squad([(KUNSHAN, [])])), read(SQUAD)
    with pytest.raises(UsageError, match="different paragraphs"):
        mix_languages(one, both)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_are_read_without_empty_ones(tmp_path, pack):
    path = tmp_path / "นอกเรื่อง.txt"
    path.write_bytes(pack(" พรุ่งนี้ฝนตกไหม \r\n\nhello\u2028there\n".encode()))
    assert read_lines(path) == ["พรุ่งนี้ฝนตกไหม", "hello\u2028there"]
