"""Meaning search: exact order, no wrong passage, and an approximate index that keeps its recall."""

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexDataError
from index.vectors import VectorIndex, write_vectors


def scale(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def make_vectors(count, dimension, seed=1):
    return scale(np.random.default_rng(seed).normal(size=(count, dimension)))


def make_clusters(count, dimension, clusters, seed=1):
    """Vectors around `clusters` centres, as texts on so many subjects are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(clusters, dimension))
    return scale(
        centres[random.integers(clusters, size=count)]
        + 0.3 * random.normal(size=(count, dimension))
    )


def read_faiss(path):
    """The file as FAISS itself reads it, without our limits."""
    faiss.set_deserialization_vector_byte_limit(1 << 40)
    faiss.set_deserialization_loop_limit(0)
    return faiss.deserialize_index(np.fromfile(path, np.uint8))


def open_index(folder, vectors, **options):
    path = folder / "เวกเตอร์.faiss"
    write_vectors(path, vectors, **options)
    return VectorIndex(path, vectors.shape[1], len(vectors))


def test_cosines_are_those_that_a_hand_computes(tmp_path):
    index = open_index(tmp_path, np.array([[1, 0], [0, 1], [0.6, 0.8], [-1, 0]], np.float32))
    assert index.search(np.array([1, 0], np.float32), 4) == {
        0: 1.0, 2: pytest.approx(0.6), 1: 0.0, 3: -1.0,
    }  # fmt: skip
    assert list(index.search(np.array([1, 0], np.float32), 4)) == [0, 2, 1, 3]


@settings(deadline=None, max_examples=50)
@given(count=st.integers(1, 60), limit=st.integers(1, 80), seed=st.integers(0, 99))
def test_the_order_is_that_of_numpy(tmp_path_factory, count, limit, seed):
    vectors = make_vectors(count, 16, seed)
    index = open_index(tmp_path_factory.mktemp("ดัชนี"), vectors)
    question = make_vectors(1, 16, seed + 1000)[0]
    cosines = vectors @ question
    found = index.search(question, limit)
    assert list(found) == np.argsort(-cosines)[:limit].tolist()
    assert list(found.values()) == pytest.approx(np.sort(-cosines)[:limit] * -1, abs=1e-5)
    assert index.compare(question, list(found)) == pytest.approx(list(found.values()), abs=1e-5)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_fewer_vectors_than_asked_for_give_no_passage_that_is_not_there(tmp_path, count):
    vectors = make_vectors(5, 8)[:count]
    found = open_index(tmp_path, vectors).search(make_vectors(1, 8, 2)[0], 10)
    assert sorted(found) == list(range(count))


def test_of_equal_vectors_the_same_are_found_each_time(tmp_path):
    index = open_index(tmp_path, np.tile(make_vectors(1, 8), (6, 1)))
    question = make_vectors(1, 8, 2)[0]
    assert sorted(index.search(question, 3)) == [0, 1, 2]
    assert list(index.search(question, 6)) == list(index.search(question, 6))


def test_comparing_takes_passages_in_any_order_and_none(tmp_path):
    vectors = make_vectors(9, 8)
    index = open_index(tmp_path, vectors)
    assert index.compare(vectors[4], [7, 4, 0]) == pytest.approx(
        [vectors[4] @ vectors[7], 1.0, vectors[4] @ vectors[0]], abs=1e-6
    )
    assert index.compare(vectors[4], []) == []


@pytest.fixture(scope="module")
def clustered():
    return make_clusters(4_100, 32, 60)


@pytest.fixture(scope="module")
def approximate(clustered, tmp_path_factory):
    return open_index(tmp_path_factory.mktemp("ดัชนี"), clustered[:4_000], exact_limit=3_999)


def test_up_to_the_limit_the_index_is_exact(tmp_path, clustered):
    write_vectors(tmp_path / "ก", clustered[:300], exact_limit=300)
    index = read_faiss(tmp_path / "ก")
    assert isinstance(index, faiss.IndexFlat)


def test_above_the_limit_99_of_100_neighbours_are_kept(clustered, approximate, tmp_path):
    exact = open_index(tmp_path, clustered[:4_000])
    kept = [
        len(approximate.search(question, 10).keys() & exact.search(question, 10).keys())
        for question in clustered[4_000:]
    ]
    assert sum(kept) / (10 * len(kept)) >= 0.99


def test_the_approximate_index_visits_a_part_of_its_lists(clustered, tmp_path):
    write_vectors(tmp_path / "ก", clustered[:4_000], exact_limit=3_999)
    index = read_faiss(tmp_path / "ก")
    assert isinstance(index, faiss.IndexIVFFlat)
    assert index.nlist == 252
    assert 1 < index.nprobe < 128


def test_the_approximate_index_gives_true_cosines_and_can_compare(clustered, approximate):
    question = clustered[4_050]
    found = approximate.search(question, 20)
    numbers = list(found)
    assert list(found.values()) == pytest.approx(clustered[numbers] @ question, abs=1e-5)
    assert approximate.compare(question, [3_999, 0]) == pytest.approx(
        clustered[[3_999, 0]] @ question, abs=1e-5
    )


def test_the_same_vectors_give_the_same_file(tmp_path, clustered):
    for name in ("ก", "ข"):
        write_vectors(tmp_path / name, clustered[:1_000], exact_limit=500)
    assert (tmp_path / "ก").read_bytes() == (tmp_path / "ข").read_bytes()


def test_another_dimension_or_count_is_refused_by_its_numbers(tmp_path):
    path = tmp_path / "เวกเตอร์.faiss"
    write_vectors(path, make_vectors(5, 8))
    with pytest.raises(IndexDataError) as raised:
        VectorIndex(path, 384, 5)
    assert str(raised.value) == (
        f"{path}: holds 5 vectors of 8, not 5 of 384; run: khamtob index --rebuild"
    )
    with pytest.raises(IndexDataError, match="holds 5 vectors of 8, not 6 of 8"):
        VectorIndex(path, 8, 6)


def test_a_file_cut_anywhere_is_refused(tmp_path):
    path = tmp_path / "เวกเตอร์.faiss"
    write_vectors(path, make_vectors(5, 8))
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDataError, match="not a FAISS index"):
            VectorIndex(path, 8, 5)
    with pytest.raises(IndexDataError, match="No such file"):
        VectorIndex(tmp_path / "ไม่มี.faiss", 8, 5)


def test_one_thread_answers_a_question(tmp_path):
    faiss.omp_set_num_threads(2)
    open_index(tmp_path, make_vectors(5, 8))
    assert faiss.omp_get_max_threads() == 1


def pack(numbers, count):
    marks = np.zeros(count, bool)
    marks[list(numbers)] = True
    return np.packbits(marks, bitorder="little")


def test_a_search_among_some_passages_finds_only_those(tmp_path):
    vectors = make_vectors(60, 16)
    index = open_index(tmp_path, vectors)
    question = make_vectors(1, 16, 2)[0]
    wanted = sorted(range(0, 60, 7), key=lambda number: -vectors[number] @ question)
    assert list(index.search(question, 4, pack(range(0, 60, 7), 60))) == wanted[:4]
    assert list(index.search(question, 50, pack(range(0, 60, 7), 60))) == wanted
    assert index.search(question, 5, pack([], 60)) == {}


def test_the_approximate_index_searches_among_some_passages_too(clustered, approximate):
    question = clustered[4_050]
    found = approximate.search(question, 10, pack(range(0, 4_000, 2), 4_000))
    even = sorted(range(0, 4_000, 2), key=lambda number: -clustered[number] @ question)
    assert len(set(found) & set(even[:10])) >= 9
    assert all(number % 2 == 0 for number in found)
