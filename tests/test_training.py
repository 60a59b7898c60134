"""Training: it learns, writes what is needed to go on, and goes on from there."""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from transformers import BertConfig, BertModel

from index.checkpoints import WEIGHTS_FILE
from index.embedded_model import prepare_embedded_model
from index.embedded_reader import read_packed
from index.model_folder import TOKENIZER_FILE
from index.reader_export import pack_reader
from index.reader_model import FIRST_TRAINED, LAYERS
from index.training import CARD_FILE, CURVE_FILE, train_reader
from index.training_data import Example, write_examples

PASSAGE = "ห้องสมุดเปิดเมื่อปี 2541 และปิดวันจันทร์"
EXAMPLES = [
    Example("ห้องสมุดเปิดเมื่อไร", PASSAGE, ((17, 24),), "ทดสอบ"),
    Example("Who built the library?", PASSAGE, (), "ทดสอบ-none"),
] * 8


@pytest.fixture(scope="module")
def small_model(tmp_path_factory):
    """A random encoder with as many layers as the real one, but narrow."""
    folder = tmp_path_factory.mktemp("เล็ก")
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=16,
        num_hidden_layers=LAYERS,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder)
    shutil.copy(Path(prepare_embedded_model(print)) / TOKENIZER_FILE, folder)
    return folder


def _train(model, folder, steps, start=()):
    write_examples(EXAMPLES, folder / "examples.jsonl")
    options = argparse.Namespace(
        model=str(model),
        examples=folder / "examples.jsonl",
        held=folder / "examples.jsonl",
        held_count=4,
        start=start,
        rate=1e-4,
        out=folder / "run",
        steps=steps,
        minutes=5.0,
        threads=2,
    )
    train_reader(options, Console(quiet=True))
    lines = (folder / "run" / CURVE_FILE).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_training_goes_on_where_it_stopped(small_model, tmp_path):
    assert _train(small_model, tmp_path, 2)[-1]["step"] == 2
    assert [record["step"] for record in _train(small_model, tmp_path, 3)] == [2, 3]


def test_the_card_names_the_sources_and_the_scores(small_model, tmp_path):
    _train(small_model, tmp_path, 1)
    card = (tmp_path / "run" / CARD_FILE).read_text(encoding="utf-8")
    assert "| ทดสอบ | 8 | 8 |" in card
    assert "| ทดสอบ-none | 8 | 0 |" in card
    assert "| f1 ทดสอบ |" in card


def test_training_starts_from_an_earlier_one_or_from_the_mean_of_several(small_model, tmp_path):
    for name, bias in (("ก", [7, 8]), ("ข", [1, 2])):
        (tmp_path / name).mkdir()
        _train(small_model, tmp_path / name, 1)
        earlier = tmp_path / name / "run" / WEIGHTS_FILE
        save_file(load_file(earlier) | {"head.bias": np.array(bias, np.float32)}, earlier)
    first, second = (tmp_path / name / "run" for name in "กข")
    for name, start, bias in (("one", [first], [7, 8]), ("mean", [first, second, second], [3, 4])):
        (tmp_path / name).mkdir()
        _train(small_model, tmp_path / name, 1, start)
        found = load_file(tmp_path / name / "run" / WEIGHTS_FILE)["head.bias"]
        np.testing.assert_allclose(found, bias, atol=0.01)


def test_of_several_trainings_the_mean_is_packed_and_twice_named_counts_twice(tmp_path):
    for name, bias in (("ก", 1.0), ("ข", 4.0)):
        values = {"head.bias": np.array([bias, 0], np.float32)}
        save_file(values | {"upper.0.attention.self.query.bias": np.ones(3)}, tmp_path / name)
    out = tmp_path / "reader.safetensors"
    pack_reader([tmp_path / "ก", tmp_path / "ข", tmp_path / "ข"], LAYERS, FIRST_TRAINED, out)
    weights, _ = read_packed(out)
    np.testing.assert_allclose(weights["head.b"], [3, 0])
    np.testing.assert_allclose(weights[f"l{FIRST_TRAINED}.q.b"], [1, 1, 1])


def test_the_trained_layers_are_packed_in_half_precision(small_model, tmp_path):
    _train(small_model, tmp_path, 1)
    out = tmp_path / "reader.safetensors"
    pack_reader([tmp_path / "run" / WEIGHTS_FILE], LAYERS, FIRST_TRAINED, out)
    weights, layers = read_packed(out)
    assert layers == LAYERS
    numbers = {name.split(".")[0] for name in weights}
    assert numbers == {"head", *(f"l{n}" for n in range(FIRST_TRAINED, LAYERS))}
    with safe_open(out, "numpy") as file:
        assert file.get_tensor("l5.q.w").dtype == "float16"
