"""Any other sentence-transformers model, here the prepared one as if it were somebody's own."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Span
from index.embedded_model import CHECKSUMS_FILE, prepare_embedded_model
from index.encoder import PassageText, open_encoder
from index.sentence_encoder import SentenceTransformerEncoder, hash_folder

TEXT = "ปลากัดสร้างหวอดที่ผิวน้ำ The keeper climbed 214 steps."
PASSAGE = PassageText(TEXT, (Span(0, 24), Span(25, len(TEXT))))
SETTINGS = "config_sentence_transformers.json"


def copy_model(target, prompts):
    """The prepared model as a folder of somebody's own, its files as links."""
    prepared = Path(prepare_embedded_model(print))
    shutil.copytree(
        prepared,
        target,
        copy_function=os.symlink,
        ignore=shutil.ignore_patterns(CHECKSUMS_FILE, SETTINGS, "onnx"),
    )
    (target / SETTINGS).write_text(json.dumps({"prompts": prompts, "similarity_fn_name": "cosine"}))
    return target


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A model named e5 whose settings don't say which prompts it was trained with."""
    folder = copy_model(tmp_path_factory.mktemp("ตัวแบบ") / "my-e5-small", {})
    return open_encoder(str(folder), print)


def test_a_folder_by_setting_opens_with_the_prefixes_of_e5(own, encoder):
    assert isinstance(own, SentenceTransformerEncoder)
    question = "ปลากัดสร้างอะไร"
    assert own.encode_question(question) @ encoder.encode_question(question) > 0.9999
    (one,), (other,) = own.encode_passages([PASSAGE]), encoder.encode_passages([PASSAGE])
    assert one.passage @ other.passage > 0.9999
    assert own.count_tokens(["ก", TEXT, "word " * 600]) == encoder.count_tokens(
        ["ก", TEXT, "word " * 600]
    )


def test_its_sentences_have_vectors_of_their_own(own):
    vectors, none = own.encode_passages([PASSAGE, PassageText("แมว", ())])
    assert vectors.sentences.shape == (2, 384)
    assert none.sentences.shape == (0, 384)
    assert np.linalg.norm(vectors.sentences, axis=1) == pytest.approx([1, 1], abs=1e-5)
    (alone,) = own.encode_passages([PassageText(TEXT[:24], ())])
    assert vectors.sentences[0] @ alone.passage > 0.9999


def test_no_texts_at_all_are_fine(own):
    assert own.count_tokens([]) == []
    assert list(own.encode_passages([])) == []
    assert [v.sentences.shape for v in own.encode_passages([PassageText("ก", ())])] == [(0, 384)]


def test_it_says_its_folder_size_and_limit(own):
    assert own.identity.name.endswith("my-e5-small")
    assert (own.identity.dimension, own.identity.max_tokens) == (384, 512)
    assert own.identity.fingerprint == hash_folder(Path(own.identity.name))


def test_prompts_in_the_settings_go_before_those_of_e5(tmp_path, own):
    folder = copy_model(tmp_path / "e5", {"query": "ถาม: ", "document": "ตอบ: "})
    asked = open_encoder(str(folder), print)
    bare = open_encoder(str(copy_model(tmp_path / "plain", {})), print)
    question = "ปลากัดสร้างอะไร"
    wanted = bare.encode_question(f"ถาม: {question}")
    assert asked.encode_question(question) @ wanted > 0.9999
    (one,) = asked.encode_passages([PASSAGE])
    (other,) = bare.encode_passages([PassageText(f"ตอบ: {TEXT}", ())])
    assert one.passage @ other.passage > 0.9999
    assert own.encode_question(question) @ wanted < 0.999


def test_a_changed_file_is_another_model(tmp_path):
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text("ก")
    large = tmp_path / "weights"
    large.write_bytes(bytes(3 << 20))
    before = hash_folder(tmp_path)
    assert before == hash_folder(tmp_path)
    large.write_bytes(bytes((3 << 20) - 1) + b"\x01")
    assert hash_folder(tmp_path) != before
    large.write_bytes(bytes(3 << 20))
    assert hash_folder(tmp_path) == before
    (tmp_path / "1_Pooling" / "config.json").rename(tmp_path / "config.json")
    assert hash_folder(tmp_path) != before
