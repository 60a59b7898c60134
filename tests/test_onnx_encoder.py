"""The embedded model run by ONNX Runtime: questions, passages and their sentences."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from corpus.article import Span
from index.embedded_model import EMBEDDED_MODEL
from index.encoder import PassageText

FIRST = "ปลากัดสร้างหวอดที่ผิวน้ำ"
SECOND = "The keeper climbed 214 steps."
PASSAGE = PassageText(
    f"ปลากัด\n{FIRST} {SECOND}", (Span(7, 7 + len(FIRST)), Span(8 + len(FIRST), 37 + len(FIRST)))
)


def embed(encoder, *passages):
    return list(encoder.encode_passages(passages))


def test_the_model_says_which_one_it_is(encoder):
    assert encoder.identity.name == EMBEDDED_MODEL
    assert (encoder.identity.dimension, encoder.identity.max_tokens) == (384, 512)
    assert len(encoder.identity.fingerprint) == 64


def test_vectors_have_unit_length(encoder):
    assert PASSAGE.text[PASSAGE.sentences[1].start : PASSAGE.sentences[1].end] == SECOND
    (vectors,) = embed(encoder, PASSAGE)
    assert vectors.passage.shape == (384,)
    assert vectors.sentences.shape == (2, 384)
    for vector in (vectors.passage, *vectors.sentences, encoder.encode_question(FIRST)):
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_sentence_is_nearer_to_its_own_vector_than_its_neighbour_is(encoder):
    (vectors,) = embed(encoder, PASSAGE)
    fish, steps = vectors.sentences @ encoder.encode_question("ปลากัดสร้างหวอดที่ไหน")
    assert fish > steps
    fish, steps = vectors.sentences @ encoder.encode_question(
        "How many steps did the keeper climb?"
    )
    assert steps > fish


def test_a_changed_sentence_changes_its_vector_and_that_of_the_passage(encoder):
    changed = PassageText(PASSAGE.text.replace("214", "350"), PASSAGE.sentences)
    before, after = embed(encoder, PASSAGE, changed)
    assert before.sentences[1] @ after.sentences[1] < 0.999
    assert before.passage @ after.passage < 0.9999


def test_many_passages_come_back_in_their_order(encoder):
    words = ["ปลากัด", "ประภาคาร", "ข้าวเหนียว", "library", "storm", "บาท", "book"] * 5
    passages = [PassageText(word, (Span(0, len(word)),)) for word in words]
    alone = {word: embed(encoder, PassageText(word, ()))[0].passage for word in set(words)}
    for word, vectors in zip(words, embed(encoder, *passages), strict=True):
        assert vectors.passage @ alone[word] > 0.9999


def test_stopping_in_the_middle_leaves_the_model_usable(encoder):
    stream = encoder.encode_passages([PASSAGE] * 30)
    next(stream)
    stream.close()
    assert embed(encoder, PASSAGE)[0].sentences.shape == (2, 384)


def test_no_passages_and_passages_without_sentences_are_fine(encoder):
    assert embed(encoder) == []
    assert encoder.count_tokens([]) == []
    assert [v.sentences.shape for v in embed(encoder, PassageText("แมว", ()))] == [(0, 384)]


@pytest.mark.parametrize("text", ["หน้าด้าน" * 500, "word " * 2000, "ก" * 5000, "😀" * 3000])
def test_a_text_beyond_512_tokens_is_read_up_to_there(encoder, text):
    sentences = (Span(0, 4), Span(len(text) - 4, len(text)))
    (vectors,) = embed(encoder, PassageText(text, sentences))
    assert vectors.sentences.shape == (2, 384)
    for vector in (vectors.passage, *vectors.sentences, encoder.encode_question(text)):
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_tokens_are_counted_uncut_with_prefix_and_specials(encoder):
    # <s> ▁passage : ▁ก </s>, and <s> ▁passage : ▁ </s> where there is nothing
    assert encoder.count_tokens(["", "ก", "word " * 600]) == [5, 5, 605]


@pytest.mark.parametrize("text", ["", " ", "\n", "😀", "\x00", "ก\u200bข"])
def test_odd_questions_have_a_vector_too(encoder, text):
    assert np.linalg.norm(encoder.encode_question(text)) == pytest.approx(1, abs=1e-5)


def test_questions_from_many_threads_get_their_own_vectors(encoder):
    questions = ["ปลากัดกินอะไร", "Who trims the lamp?", "ข้าวเหนียวจานละกี่บาท"] * 4
    alone = [encoder.encode_question(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(encoder.encode_question, questions))
    assert np.allclose(alone, together, atol=1e-5)
