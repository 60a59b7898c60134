"""Examples for the reader: windows hold their answers, and nothing measured is trained on."""

import random

from made_index import ignore_progress, make_article

from corpus.sentences import cut_sentences
from index.measured import open_measured
from index.question_data import KnownAnswer, KnownQuestion, QuestionData
from index.training_data import (
    Example,
    grow_window,
    make_examples,
    read_examples,
    write_examples,
)

FISH = (
    "ปลากัดตัวผู้สร้างหวอดไว้เก็บไข่ที่ผิวน้ำ\nปลากัดอาศัยอยู่ในนาข้าวและหนองน้ำตื้น\n"
    "คณะรัฐมนตรีประกาศให้ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อ 5 กุมภาพันธ์ 2562"
)
LIGHT = "The lighthouse was lit in 1871. Its keeper climbed 214 steps. A storm broke it in 1903."
ARTICLES = (make_article("00000/00000", "", FISH), make_article("00001/00001", "", LIGHT))
QUESTIONS = (
    KnownQuestion("ก", "ปลากัดสร้างอะไร", "00000/00000", (KnownAnswer("00000/00000", 17, "หวอด"),)),
    KnownQuestion("b", "How many steps?", "00001/00001", (KnownAnswer("00001/00001", 51, "214"),)),
    KnownQuestion("c", "Who painted it?", "00001/00001", ()),
)
DATA = QuestionData(ARTICLES, QUESTIONS)


def _make(encoder, tmp_path, windows=6):
    generation = open_measured(ARTICLES, encoder, ignore_progress, tmp_path)
    return list(make_examples(DATA, generation, encoder, "ทดสอบ", windows=windows))


def test_answers_are_the_known_words_at_their_place_in_the_window(encoder, tmp_path):
    found = {
        example.passage[start:end]
        for example in _make(encoder, tmp_path)
        for start, end in example.answers
    }
    assert found == {"หวอด", "214"}


def test_windows_without_an_answer_do_not_hold_its_words(encoder, tmp_path):
    empty = [e for e in _make(encoder, tmp_path, 30) if not e.answers]
    assert {example.question for example in empty} == {known.text for known in QUESTIONS}
    words = {"ปลากัดสร้างอะไร": "หวอด", "How many steps?": "214"}
    assert not [e for e in empty if words.get(e.question, "\0") in e.passage]


def test_the_same_data_gives_the_same_examples(encoder, tmp_path):
    assert _make(encoder, tmp_path) == _make(encoder, tmp_path)


def test_a_window_is_whole_sentences_and_not_longer_than_its_aim():
    spans = cut_sentences(LIGHT, "en")
    window = grow_window(spans, 1, 1, 65, random.Random(1))  # noqa: S311
    assert window.start in {span.start for span in spans}
    assert window.end in {span.end for span in spans}
    assert window.start <= spans[1].start < spans[1].end <= window.end
    assert window.end - window.start <= 65


def test_examples_come_back_as_they_were_written(tmp_path):
    examples = [Example("ถาม?", "ตอบ\n2562", ((4, 8),), "ก"), Example("q", "p", (), "b")]
    assert write_examples(examples, tmp_path / "e.jsonl") == 2
    assert read_examples(tmp_path / "e.jsonl") == examples
