"""A question-answering model or a cross-encoder from a folder takes the reader's place."""

import math
import shutil
from pathlib import Path

import pytest
from made_index import ARTICLES, build_index
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertModel,
)

from corpus.article import Span
from corpus.errors import ModelError
from index.cross_encoder_reader import CrossEncoderReader
from index.embedded_model import prepare_embedded_model
from index.encoder import PassageText
from index.engine import Engine
from index.hub_reader import HubReader
from index.reader import open_reader

TEXT = "ห้องสมุดเปิดเมื่อปี 2541 A late book costs two baht."
SENTENCES = (Span(0, 24), Span(25, len(TEXT)))


def _save(kind, folder, labels=1):
    """A random model with two narrow layers and our tokenizer."""
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=labels,
    )
    kind(config).save_pretrained(folder)
    prepared = Path(prepare_embedded_model(print))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(prepared / name, folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return _save(BertForQuestionAnswering, tmp_path_factory.mktemp("ผู้อ่าน"), labels=2)


def test_every_sentence_gets_a_reading_inside_it(folder):
    reader = open_reader(str(folder), print)
    assert isinstance(reader, HubReader)
    (readings,) = reader.read("ห้องสมุดเปิดเมื่อไร", [PassageText(TEXT, SENTENCES)])
    assert len(readings) == 2
    for reading, sentence in zip(readings, SENTENCES, strict=True):
        assert sentence.start - 1 <= reading.start < reading.end <= sentence.end
        assert 0 <= reading.no_answer <= 1


def test_the_same_weights_have_the_same_fingerprint(folder):
    assert HubReader(str(folder)).identity == HubReader(str(folder)).identity


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelError) as raised:
        open_reader(str(tmp_path), print)
    assert str(raised.value).endswith("check KHAMTOB_READER_MODEL")


def test_a_cross_encoder_scores_each_sentence_and_points_to_nothing(tmp_path):
    reader = open_reader(str(_save(BertForSequenceClassification, tmp_path)), print)
    assert isinstance(reader, CrossEncoderReader)
    (readings,) = reader.read("ห้องสมุดเปิดเมื่อไร", [PassageText(TEXT, SENTENCES)])
    assert [(reading.start, reading.end) for reading in readings] == [(0, 0), (25, 25)]
    assert sum(math.exp(reading.share) for reading in readings) == pytest.approx(1)
    best = max(reading.score for reading in readings)
    assert readings[0].no_answer == pytest.approx(1 / (1 + math.exp(best)))
    assert readings[0].score != readings[1].score
    assert reader.read("ไหน", [PassageText("", ())]) == [[]]
    assert reader.count_tokens(["ห้องสมุด"])[0] >= 1


def test_a_cross_encoder_with_several_scores_is_refused(tmp_path):
    folder = _save(BertForSequenceClassification, tmp_path, labels=3)
    with pytest.raises(ModelError, match="gives 3 scores for a text; choose a cross-encoder with"):
        open_reader(str(folder), print)


def test_a_model_without_a_head_is_refused_not_given_a_random_one(tmp_path):
    with pytest.raises(ModelError, match="is BertModel; KHAMTOB_READER_MODEL takes a question"):
        open_reader(str(_save(BertModel, tmp_path)), print)


@pytest.mark.parametrize(
    ("kind", "labels"), [(BertForQuestionAnswering, 2), (BertForSequenceClassification, 1)]
)
def test_an_engine_answers_with_such_a_model(encoder, tmp_path, kind, labels):
    build_index(ARTICLES, encoder, tmp_path / "ดัชนี")
    reader = open_reader(str(_save(kind, tmp_path / "ผู้อ่าน", labels)), print)
    engine = Engine(tmp_path / "ดัชนี", encoder, reader, threshold=0.0)
    (*_, quote) = engine.ask("ตัวผู้สร้างหวอดที่ไหน").answer.quotes[:1]
    assert quote.text in {article.text[quote.start : quote.end] for article in ARTICLES}
