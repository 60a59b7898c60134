"""Which model a setting opens."""

import os
import shutil
from pathlib import Path

import pytest
from made_index import run_python

from corpus.errors import ModelError
from index.embedded_model import prepare_embedded_model
from index.encoder import open_encoder
from index.onnx_encoder import OnnxEncoder


def test_embedded_is_run_by_onnx_runtime(encoder):
    assert isinstance(encoder, OnnxEncoder)


def test_the_prepared_folder_by_its_path_is_the_same_model(encoder):
    other = open_encoder(prepare_embedded_model(print), print)
    assert isinstance(other, OnnxEncoder)
    assert other.identity == encoder.identity


def test_answering_with_the_embedded_model_needs_no_torch(encoder):
    # In a process of its own, because other tests import torch.
    code = (
        "import sys; from index.encoder import open_encoder;"
        "open_encoder('embedded', print).encode_question('ปลากัด');"
        "print('torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    assert run_python(code) == ["False False"]


@pytest.mark.parametrize("name", ["ไม่มี/ตัวแบบนี้", "/ไม่มี/โฟลเดอร์", "khamtob-no-such-model", ""])
def test_a_model_that_is_nowhere_is_one_line_that_names_it(name, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError) as raised:
        open_encoder(name, print)
    assert name in str(raised.value)
    assert str(raised.value).endswith("check KHAMTOB_EMBEDDING_MODEL")
    assert "\n" not in str(raised.value)


def test_a_prepared_folder_that_is_damaged_is_refused_in_one_line(tmp_path):
    folder = tmp_path / "e5"
    shutil.copytree(Path(prepare_embedded_model(print)), folder, copy_function=os.symlink)
    for name in ("model.safetensors", "tokenizer.json"):
        (folder / name).unlink()  # and not the file that it is a link to
        (folder / name).write_text("ไม่ใช่ตัวแบบ")
    with pytest.raises(ModelError) as raised:
        open_encoder(str(folder), print)
    assert str(raised.value).startswith(f"{folder}: can't load this model (")
    assert "\n" not in str(raised.value)
