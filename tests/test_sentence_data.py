"""The tokens and vectors of sentences, written and mapped."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexDataError
from index.sentence_data import SENTENCE_FILES, SentenceData, write_sentence_data

TOKENS = ["ปลา กัด ~ปลา", "", "lamp ~lamp", "4.7 =month-01"]
VECTORS = np.array([[1, 0], [0.5, -0.25], [0, 1], [0.1, 0.2]], np.float32)


def write_and_open(folder, tokens=TOKENS, vectors=VECTORS):
    write_sentence_data(folder, tokens, vectors)
    return SentenceData(folder, len(tokens))


def test_each_sentence_has_its_tokens_and_an_empty_one_none(tmp_path):
    data = write_and_open(tmp_path)
    assert [data.tokens_of(number) for number in range(4)] == [
        ["ปลา", "กัด", "~ปลา"], [], ["lamp", "~lamp"], ["4.7", "=month-01"],
    ]  # fmt: skip


def test_vectors_come_in_float32_to_three_digits(tmp_path):
    vectors = write_and_open(tmp_path).vectors_of(range(1, 4))
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(VECTORS[1:], abs=1e-4)
    assert write_and_open(tmp_path).vectors_of(range(2, 2)).shape == (0, 2)


@settings(deadline=None, max_examples=50)
@given(
    tokens=st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters=" "), min_size=1)
        ),
        max_size=8,
    ),
    seed=st.integers(0, 99),
)
def test_any_tokens_and_vectors_come_back(tmp_path_factory, tokens, seed):
    vectors = np.random.default_rng(seed).uniform(-1, 1, (len(tokens), 5)).astype(np.float32)
    lines = [" ".join(words) for words in tokens]
    data = write_and_open(tmp_path_factory.mktemp("ประโยค"), lines, vectors)
    assert [data.tokens_of(number) for number in range(len(tokens))] == tokens
    assert data.vectors_of(range(len(tokens))) == pytest.approx(vectors, abs=1e-3)


def test_no_sentences_at_all_are_fine(tmp_path):
    data = write_and_open(tmp_path, [], np.empty((0, 384), np.float32))
    assert data.vectors_of(range(0)).shape == (0, 384)


def test_arrays_are_written_as_numpy_writes_them(tmp_path):
    write_and_open(tmp_path)
    assert np.load(tmp_path / "sentence_bounds.npy").tolist() == [0, 30, 30, 40, 53]
    assert np.load(tmp_path / "sentence_vectors.npy").dtype == np.float16


@pytest.mark.parametrize("count", [0, 3, 5])
def test_another_number_of_sentences_is_refused(tmp_path, count):
    write_and_open(tmp_path)
    with pytest.raises(IndexDataError) as raised:
        SentenceData(tmp_path, count)
    assert str(raised.value) == (
        f"{tmp_path}: not the data of {count} sentences; run: khamtob index --rebuild"
    )


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def empty(path):
    path.write_bytes(b"")


def overwrite(path):
    path.write_text("แฟ้มของโปรแกรมอื่น")


def replace_by_a_number(path):
    with path.open("wb") as file:
        np.save(file, np.array(7))


@pytest.mark.parametrize("name", SENTENCE_FILES)
@pytest.mark.parametrize(
    "damage", [cut, empty, overwrite, replace_by_a_number, lambda p: p.unlink()]
)
def test_a_damaged_file_is_refused_in_one_line(tmp_path, name, damage):
    write_and_open(tmp_path)
    damage(tmp_path / name)
    with pytest.raises(IndexDataError) as raised:
        SentenceData(tmp_path, 4)
    assert str(raised.value).startswith(f"{tmp_path}: ")
    assert "\n" not in str(raised.value)
