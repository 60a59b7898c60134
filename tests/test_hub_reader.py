"""A question-answering model from a folder takes the reader's place."""

import shutil
from pathlib import Path

import pytest
from transformers import BertConfig, BertForQuestionAnswering

from corpus.article import Span
from corpus.errors import ModelError
from index.embedded_model import prepare_embedded_model
from index.encoder import PassageText
from index.hub_reader import HubReader
from index.reader import open_reader

TEXT = "ห้องสมุดเปิดเมื่อปี 2541 A late book costs two baht."
SENTENCES = (Span(0, 24), Span(25, len(TEXT)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A random model with two narrow layers and our tokenizer."""
    folder = tmp_path_factory.mktemp("ผู้อ่าน")
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertForQuestionAnswering(config).save_pretrained(folder)
    prepared = Path(prepare_embedded_model(print))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(prepared / name, folder)
    return folder


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
        HubReader(str(tmp_path))
    assert str(raised.value).endswith("check KHAMTOB_READER_MODEL")
