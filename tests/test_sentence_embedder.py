"""Sentences embedded on their own, and the memory for them."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from made_index import CountingEncoder

from index import sentence_embedder
from index.encoder import PassageText
from index.sentence_embedder import REMEMBERED, SentenceEmbedder

FISH = "ปลากัดตัวผู้สร้างหวอดไว้เก็บไข่"
RICE = "ข้าวเหนียวมูนขายวันละ 1,200 จาน"
LAMP = "The keeper trimmed the lamp every night."
BOOK = "A late book costs two baht a day."


@pytest.fixture
def counting(encoder):
    return CountingEncoder(encoder)


def _embed_alone(encoder, sentence):
    (vectors,) = encoder.encode_passages([PassageText(sentence, ())])
    return vectors.passage


def test_the_vectors_are_those_of_the_encoder_in_the_order_asked(encoder):
    vectors = SentenceEmbedder(encoder).embed([FISH, LAMP, FISH])
    assert vectors.shape == (3, encoder.identity.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(vectors[0], _embed_alone(encoder, FISH), atol=1e-5)
    assert np.allclose(vectors[1], _embed_alone(encoder, LAMP), atol=1e-5)
    assert vectors[2].tolist() == vectors[0].tolist() != vectors[1].tolist()


def test_what_was_embedded_is_remembered(counting):
    embedder = SentenceEmbedder(counting)
    first = embedder.embed([FISH, LAMP])
    assert counting.embedded == [FISH, LAMP]
    assert embedder.embed([LAMP, FISH]).tolist() == first[::-1].tolist()
    assert counting.embedded == [FISH, LAMP]
    embedder.embed([RICE, LAMP])
    assert counting.embedded == [FISH, LAMP, RICE]


def test_a_sentence_that_comes_twice_is_embedded_once(counting):
    SentenceEmbedder(counting).embed([FISH, RICE, FISH])
    assert counting.embedded == [FISH, RICE]


def test_two_embedders_remember_apart(counting):
    SentenceEmbedder(counting).embed([FISH])
    SentenceEmbedder(counting).embed([FISH])
    assert counting.embedded == [FISH, FISH]


def test_ten_thousand_sentences_are_remembered():
    assert REMEMBERED == 10_000


def test_the_sentence_that_was_asked_for_longest_ago_is_forgotten_first(counting, monkeypatch):
    monkeypatch.setattr(sentence_embedder, "REMEMBERED", 2)
    embedder = SentenceEmbedder(counting)
    embedder.embed([FISH, RICE])
    embedder.embed([FISH])  # now RICE was asked for longest ago
    embedder.embed([LAMP])
    assert counting.embedded == [FISH, RICE, LAMP]
    embedder.embed([FISH, LAMP])
    assert counting.embedded == [FISH, RICE, LAMP]
    embedder.embed([RICE])
    assert counting.embedded == [FISH, RICE, LAMP, RICE]


def test_more_sentences_than_are_remembered_all_get_their_vector(counting, monkeypatch):
    monkeypatch.setattr(sentence_embedder, "REMEMBERED", 1)
    vectors = SentenceEmbedder(counting).embed([FISH, RICE, LAMP, BOOK])
    for vector, sentence in zip(vectors, (FISH, RICE, LAMP, BOOK), strict=True):
        assert np.allclose(vector, _embed_alone(counting.encoder, sentence), atol=1e-5)


def test_an_interrupted_request_leaves_the_embedder_usable(encoder):
    counting = CountingEncoder(encoder, interrupt_after=1)
    embedder = SentenceEmbedder(counting)
    with pytest.raises(KeyboardInterrupt):
        embedder.embed([FISH, RICE])
    counting.interrupt_after = None
    assert embedder.embed([FISH, RICE]).shape[0] == 2


def test_threads_that_ask_at_once_get_the_same_vectors(encoder, monkeypatch):
    monkeypatch.setattr(sentence_embedder, "REMEMBERED", 2)
    sentences = [FISH, RICE, LAMP, BOOK]
    wanted = SentenceEmbedder(encoder).embed(sentences)
    embedder = SentenceEmbedder(encoder)
    ready = threading.Barrier(8)

    def embed_in_turns(shift):
        order = [(place + shift) % 4 for place in range(4)]
        ready.wait()
        return [
            (order[:count], embedder.embed([sentences[n] for n in order[:count]]))
            for count in (1, 2, 3, 4)
        ]

    with ThreadPoolExecutor(8) as pool:
        results = [result for turn in pool.map(embed_in_turns, range(8)) for result in turn]
    assert len(results) == 32
    for order, vectors in results:
        assert np.allclose(vectors, wanted[order], atol=1e-5)
