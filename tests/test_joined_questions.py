"""Question data put together: asked in other words, whole articles, two languages."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_index import make_article
from made_questions import KUNSHAN, LIBRARY, SQUAD, make_question, make_squad

from corpus.errors import UsageError
from index.joined_questions import join_groups, join_questions, mix_languages
from index.question_data import KnownAnswer, KnownQuestion, QuestionData, find_group


def test_questions_are_joined_by_id_and_the_others_left_out(read_questions):
    thai = read_questions(SQUAD)
    english = read_questions(
        make_squad(
            [("Elsewhere.", [make_question(3, "Where do fish live?"), make_question(7, "Why?")])]
        )
    )
    joined = join_questions(thai, english)
    assert joined.articles == thai.articles
    assert [(q.id, q.text, q.answers) for q in joined.questions] == [
        ("ค3", "Where do fish live?", thai.questions[2].answers)
    ]


def test_questions_without_a_common_id_are_not_joined(read_questions):
    thai = read_questions(SQUAD)
    other = read_questions(
        make_squad([(LIBRARY, [make_question(8, "How many books?", (26, "3,500"))])])
    )
    with pytest.raises(UsageError, match="no question id in common") as refused:
        join_questions(thai, other)
    assert "\n" not in str(refused.value)


def _translate(number, thai, english):
    """One paragraph with its question, in both languages."""
    return (
        (thai, [make_question(number, f"อะไรคือ {thai}", (0, thai))]),
        (english, [make_question(number, f"What is {english}", (0, english))]),
    )


def test_mixed_languages_take_turns_by_source_article_and_every_question_is_asked_in_both(
    read_questions,
):
    groups = [
        [_translate(1, "ปลากัด", "Fish"), _translate(2, "ไข่", "Egg")],
        [_translate(3, "ข้าว", "Rice"), _translate(4, "นา", "Field")],
        [_translate(5, "ช้าง", "Elephant")],
    ]
    thai, english = (
        read_questions(make_squad(*([pair[side] for pair in group] for group in groups)))
        for side in (0, 1)
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


def test_a_question_that_one_language_lacks_is_asked_in_the_other(read_questions):
    pair = _translate(1, "ปลากัด", "Fish")
    thai, english = (
        read_questions(make_squad([pair[0]])),
        read_questions(make_squad([("Fish", [])])),
    )
    assert [q.text for q in mix_languages(thai, english).questions] == ["อะไรคือ ปลากัด"]


def test_joined_groups_are_whole_articles_and_answers_move_with_their_paragraph(read_questions):
    joined = join_groups(read_questions(SQUAD))
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


def test_joining_groups_twice_changes_nothing_more(read_questions):
    joined = join_groups(read_questions(SQUAD))
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


def test_data_with_other_paragraphs_is_not_mixed(read_questions):
    one, both = read_questions(make_squad([(KUNSHAN, [])])), read_questions(SQUAD)
    with pytest.raises(UsageError, match="different paragraphs"):
        mix_languages(one, both)
