"""Files that somebody else made, under valid seals: refused, and nothing in them is executed."""

import io
import os
import pickle

import numpy as np
import pytest
from made_index import copy_small_index

from corpus.errors import IndexDataError
from index.build import STORE
from index.computed_store import ComputedStore, hash_content
from index.generation import open_generation
from index.generations import generation_folder
from index.manifest import read_manifest, seal_files, write_manifest


class Trap:
    """An object that makes a folder when it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return (os.mkdir, (self.path,))


@pytest.fixture
def index(encoder, tmp_path):
    return copy_small_index(encoder, tmp_path / "ดัชนี")


@pytest.fixture
def trap(tmp_path):
    """Where a trap makes its folder, which must not be there in the end."""
    yield tmp_path / "กับดัก"
    assert not (tmp_path / "กับดัก").exists()


def seal_again(folder):
    """Gives the generation a manifest that is true for the files as they are now."""
    manifest = read_manifest(folder)
    manifest.files.clear()
    manifest.files.update(seal_files(folder))
    write_manifest(folder, manifest)


def save_array(*objects):
    """A NumPy file with pickled objects in it."""
    data = io.BytesIO()
    np.save(data, np.array(objects, object), allow_pickle=True)
    return data.getvalue()


def save_archive(trap):
    data = io.BytesIO()
    objects = np.array([Trap(trap)], object)
    np.savez(data, passages=objects, sentences=objects, allow_pickle=True)
    return data.getvalue()


FILES = (
    "articles.jsonl",
    "table.npz",
    "vectors.faiss",
    "language_means.npy",
    "sentence_bounds.npy",
    "sentence_vectors.npy",
    "sentence_tokens.txt",
    "keywords/meta.json",
    "manifest.json",
)


@pytest.mark.parametrize("name", FILES)
def test_a_pickle_in_place_of_any_file_is_refused_and_never_loaded(index, trap, name):
    folder = generation_folder(index, 1)
    (folder / name).write_bytes(pickle.dumps(Trap(trap)))
    if name != "manifest.json":
        seal_again(folder)
    with pytest.raises(IndexDataError):
        open_generation(index, 1)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".npy", ".npz"))])
def test_pickled_objects_in_a_numpy_file_are_refused_and_never_loaded(index, trap, name):
    folder = generation_folder(index, 1)
    content = save_archive(trap) if name.endswith(".npz") else save_array(Trap(trap))
    (folder / name).write_bytes(content)
    seal_again(folder)
    with pytest.raises(IndexDataError, match=r"run: khamtob index --rebuild"):
        open_generation(index, 1)


def test_pickles_in_the_computed_store_are_put_aside_and_never_loaded(tmp_path, trap):
    path = tmp_path / STORE
    path.write_bytes(pickle.dumps(Trap(trap)) * 50)
    with ComputedStore(path) as store:
        assert store.get_many("vectors:ก", [hash_content("ปลา")]) == {}
    assert (tmp_path / "computed.damaged").is_file()
