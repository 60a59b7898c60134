"""What people ask is grouped by meaning, with the real model, Thai and English together."""

import asyncio
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.questioner import Questioner
from bot.insight.masking import mask_personal
from bot.insight.same_meaning import find_details, group_same_meaning
from bot.insight.topics import find_topics, keep_numbers
from bot.insight.wordings import Entry, fold_question, merge_same_words
from bot.state.database import open_state
from bot.state.question_vectors import prune_vectors, read_vectors
from bot.state.unanswered import note_unanswered
from index.questions import detect_question_language

GOLD = ("ราคาทองคำวันนี้เท่าไร", "What is the price of gold today?", "gold price today")
RAIN = ("พรุ่งนี้ฝนจะตกไหม", "พรุ่งนี้ฝนตกหรือเปล่า", "Will it rain tomorrow?")
HOUSE = (
    "ทะเบียนบ้านหายต้องทำอย่างไร",
    "ทำทะเบียนบ้านหายทำไงดี",
    "What should I do if I lose my house registration?",
)
GDP_2021 = ("เมืองคุนซานมีจีดีพีเท่าไรในปี 2564", "What was the GDP of Kunshan in 2021?")
GDP_2022 = ("เมืองคุนซานมีจีดีพีเท่าไรในปี 2565", "What was the GDP of Kunshan in 2022?")
CARD_WHERE = ("ทำบัตรประชาชนใหม่ที่ไหน", "Where can I get a new ID card?")
CARD_COST = ("ค่าธรรมเนียมทำบัตรประชาชนเท่าไร", "How much does a new ID card cost?")
BANGKOK = ("ประชากรกรุงเทพมีกี่คน", "What is the population of Bangkok?")
CHIANG_MAI = ("ประชากรเชียงใหม่มีกี่คน", "What is the population of Chiang Mai?")
ALL = (GOLD, RAIN, HOUSE, GDP_2021, GDP_2022, CARD_WHERE, CARD_COST, BANGKOK, CHIANG_MAI)


def to_entry(number, question):
    return Entry(number, question, detect_question_language(question), float(number))


@pytest.fixture
def database(tmp_path):
    with closing(open_state(tmp_path / "ข้อมูล" / "state.sqlite")) as db:
        yield db


def find(database, engine, questions):
    """The topics as sets of questions, and how often each was asked."""
    entries = [to_entry(number, each) for number, each in enumerate(questions)]
    with closing(Questioner(engine)) as questioner:
        topics = asyncio.run(find_topics(database, questioner, entries))
    return [({w.question for w in topic.wordings}, topic.count) for topic in topics], topics


def test_questions_that_mean_the_same_come_together_in_both_languages(database, sample_engine):
    questions = [question for group in ALL for question in group]
    topics, _ = find(database, sample_engine, questions)
    assert sorted(map(sorted, (each for each, _ in topics))) == sorted(map(sorted, ALL))


def test_the_most_asked_topic_is_first_however_it_was_worded(database, sample_engine):
    more = ["ราคาทองคำวันนี้เท่าไรคะ", "พรุ่งนี้ฝนจะตกไหม!", "พรุ่งนี้ฝนจะตกไหม", "แมวบินได้ไหม"]
    questions = [*GOLD, *RAIN, *more]
    topics, found = find(database, sample_engine, questions)
    assert [count for _, count in topics] == [5, 4, 1]
    assert found[0].wordings[0].question == "พรุ่งนี้ฝนจะตกไหม"
    left = keep_numbers(found, frozenset({0, 3, 4}))
    assert [topic.numbers for topic in left] == [(3, 4), (0,)]


def test_a_vector_is_kept_for_the_next_time_and_goes_with_its_question(database, sample_engine):
    note_unanswered(database, "ก", GOLD[0], "th", 1.0)
    find(database, sample_engine, GOLD[:2])
    model = sample_engine.generation.manifest.model.fingerprint
    assert read_vectors(database, model, GOLD).keys() == set(GOLD[:2])
    assert prune_vectors(database) == 1
    assert read_vectors(database, model, GOLD).keys() == {GOLD[0]}


def test_nothing_asked_gives_no_topics(database, sample_engine):
    assert find(database, sample_engine, []) == ([], [])


def test_what_has_no_words_is_grouped_too(database, sample_engine):
    topics, _ = find(database, sample_engine, ["", "???", "😀", "\ud800", GOLD[0]])
    assert sum(count for _, count in topics) == 5


def test_each_question_is_in_one_group_and_the_first_leads():
    random = np.random.default_rng(7)
    vectors = random.normal(size=(300, 16)).astype(np.float32)
    means = {"th": np.zeros(16, np.float32), "en": np.ones(16, np.float32)}
    questions = [f"คำถาม {'ก' * number}" for number in range(300)]
    groups = group_same_meaning(questions, ["th", "en"] * 150, vectors, means)
    assert sorted(number for group in groups for number in group) == list(range(300))
    assert all(group == sorted(group) for group in groups)


def test_equal_vectors_of_one_language_are_one_group():
    vectors = np.ones((40, 8), np.float32)
    means = {"th": np.zeros(8, np.float32), "en": np.zeros(8, np.float32)}
    assert group_same_meaning(["แมว"] * 40, ["th"] * 40, vectors, means) == [list(range(40))]


@pytest.mark.parametrize(
    ("question", "details"),
    [
        ("จีดีพีปี 2564 เท่าไร", {"year 2021"}),
        ("What was the GDP in 2021?", {"year 2021"}),
        ("ไอโฟน ๑๕ ราคาเท่าไร", {"15"}),
        ("iPhone 15 price", {"15"}),
        ("แมวบินได้ไหม", set()),
    ],
)
def test_numbers_and_years_are_told_the_same_in_both_languages(question, details):
    assert find_details(question) == details


@pytest.mark.parametrize(
    ("question", "masked"),
    [
        ("เบอร์ 081-234-5678 ของใคร", "เบอร์ ••• ของใคร"),
        ("โทร 02 123 4567 ได้ไหม", "โทร ••• ได้ไหม"),
        ("call +66 81 234 5678 now", "call ••• now"),
        ("บัตร 1-2345-67890-12-3 หมดอายุ", "บัตร ••• หมดอายุ"),
        ("บัตร ๑๒๓๔๕๖๗๘๙๐๑๒๓ หาย", "บัตร ••• หาย"),
        ("mail somchai.k@example.co.th please", "mail ••• please"),
        ("who is @somchai_k", "who is •••"),
        ("passport AA1234567 lost", "passport ••• lost"),
        ("จีดีพี 4.7 แสนล้านหยวนปี 2564", "จีดีพี 4.7 แสนล้านหยวนปี 2564"),
        ("470,000,000,000 yuan in 2021", "470,000,000,000 yuan in 2021"),
        ("สายด่วน 1669", "สายด่วน 1669"),
    ],
)
def test_what_tells_of_a_person_is_hidden(question, masked):
    assert mask_personal(question) == masked


@given(st.text(max_size=80))
def test_hiding_twice_hides_no_more(question):
    assert mask_personal(mask_personal(question)) == mask_personal(question)


@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_question_is_lost_when_the_same_words_are_merged(questions):
    wordings = merge_same_words(to_entry(number, each) for number, each in enumerate(questions))
    numbers = sorted(number for wording in wordings for number in wording.numbers)
    assert numbers == list(range(len(questions)))
    assert [each.count for each in wordings] == sorted((w.count for w in wordings), reverse=True)


def test_courtesy_marks_and_capitals_make_no_other_question():
    assert fold_question("สวัสดีครับ แมวบินได้ไหมครับ ?") == fold_question("แมวบินได้ไหม")
    assert fold_question("Can CATS fly?!") == fold_question("can cats fly")
    assert fold_question("แมวบินได้ไหม") != fold_question("แมวว่ายน้ำได้ไหม")
