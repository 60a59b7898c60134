"""Opening a generation: nothing foreign, damaged or of another size is searched."""

import json
import shutil
import sys
import threading
from dataclasses import replace

import faiss
import numpy as np
import pytest
from made_index import ARTICLES, build_index, copy_small_index

from corpus.errors import IndexDataError
from index.generation import open_current, open_generation
from index.generations import generation_folder, read_current
from index.manifest import MANIFEST, read_manifest, seal_files, write_manifest
from index.vectors import VectorIndex, write_vectors


@pytest.fixture
def index(encoder, tmp_path):
    return copy_small_index(encoder, tmp_path / "ดัชนี")


@pytest.fixture
def folder(index):
    return generation_folder(index, 1)


def seal_again(folder, **changes):
    """Seals the folder as it is now, as somebody would who made it on purpose."""
    manifest = replace(read_manifest(folder), files=seal_files(folder), **changes)
    write_manifest(folder, manifest)


def test_an_open_generation_has_all_its_parts(index):
    generation = open_current(index)
    assert generation.manifest.number == 1
    assert generation.manifest.model.name == "embedded"
    assert [article.id for article in generation.table.articles] == [a.id for a in ARTICLES]
    assert len(generation.table) == generation.manifest.passage_count == 4
    assert generation.table.articles == ARTICLES
    assert len(generation.sentences.tokens_of(0)) > 5


def test_opening_and_searching_change_no_file(index, encoder):
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in index.rglob("*")}
    generation = open_current(index)
    generation.keywords.search(["ปลา"], 3)
    generation.vectors.search(encoder.encode_question("ปลา"), 3)
    open_current(index)
    assert {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in index.rglob("*")} == before


def test_nothing_indexed_is_said_so(tmp_path):
    with pytest.raises(IndexDataError) as raised:
        open_current(tmp_path / "ว่าง")
    assert str(raised.value) == f"{tmp_path / 'ว่าง'}: nothing is indexed yet; run: khamtob index"


def test_a_pointer_to_a_generation_that_is_not_there_is_refused(index):
    (index / "CURRENT").write_text("7\n")
    with pytest.raises(IndexDataError, match=r"generations/7/manifest.json: missing or damaged"):
        open_current(index)


@pytest.mark.parametrize("changes", [{"article_count": 3}, {"passage_count": 5}])
def test_another_number_of_articles_or_passages_is_refused(index, folder, changes):
    seal_again(folder, **changes)
    with pytest.raises(IndexDataError) as raised:
        open_generation(index, 1)
    assert str(raised.value) == (
        f"{folder}: the manifest counts other articles; run: khamtob index --rebuild"
    )


@pytest.mark.parametrize(
    ("shape", "wanted"), [((4, 8), "holds 4 vectors of 8"), ((3, 384), "holds 3 vectors of 384")]
)
def test_vectors_of_another_size_are_refused(index, folder, shape, wanted):
    write_vectors(folder / "vectors.faiss", np.ones(shape, np.float32))
    seal_again(folder)
    with pytest.raises(IndexDataError, match=wanted) as raised:
        open_generation(index, 1)
    assert str(raised.value).startswith(f"{folder / 'vectors.faiss'}: ")


@pytest.mark.parametrize(
    "content",
    ["แฟ้มของโปรแกรมอื่น".encode() * 9, b"", b"IxFI" + b"\xff" * 60],
    ids=["text", "no", "huge"],
)
def test_a_file_that_is_not_of_faiss_is_refused_in_one_line(index, folder, content):
    (folder / "vectors.faiss").write_bytes(content)
    seal_again(folder)
    with pytest.raises(IndexDataError) as raised:
        open_generation(index, 1)
    assert str(raised.value).startswith(f"{folder / 'vectors.faiss'}: not a FAISS index (")
    assert "\n" not in str(raised.value)


def test_an_index_that_claims_more_vectors_than_its_file_has_is_refused(index, folder):
    path = folder / "vectors.faiss"
    data = bytearray(path.read_bytes())
    # Behind "IxFI", the dimension and the count stands the size of the codes.
    count = data.index((4).to_bytes(8, "little"), 8)
    data[count : count + 8] = (2**33).to_bytes(8, "little")
    for at in range(count + 8, 64):
        if data[at : at + 8] == (4 * 384).to_bytes(8, "little"):
            data[at : at + 8] = (2**33 * 384).to_bytes(8, "little")
            break
    path.write_bytes(data)
    seal_again(folder)
    with pytest.raises(IndexDataError, match="not a FAISS index"):
        open_generation(index, 1)


def test_faiss_may_read_no_more_than_the_file_holds(index, folder):
    faiss.set_deserialization_vector_byte_limit(1 << 40)
    faiss.set_deserialization_loop_limit(0)
    open_current(index)
    size = (folder / "vectors.faiss").stat().st_size
    assert faiss.get_deserialization_vector_byte_limit() == size
    assert faiss.get_deserialization_loop_limit() == size


@pytest.fixture
def impatient_threads():
    """Threads that take turns thousands of times more often than usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_generations_of_any_size_open_at_the_same_time(tmp_path, impatient_threads):
    sizes = {"เล็ก": 1, "ใหญ่": 1000}
    for name, count in sizes.items():
        write_vectors(tmp_path / name, np.ones((count, 8), np.float32))
    failed = []

    def open_often(name):
        for _ in range(4000):
            try:
                VectorIndex(tmp_path / name, 8, sizes[name])
            except IndexDataError as error:
                failed.append(error)

    threads = [threading.Thread(target=open_often, args=[name]) for name in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_missing_keyword_index_is_refused_and_none_is_made(index, folder):
    shutil.rmtree(folder / "keywords")
    (folder / "keywords").mkdir()
    seal_again(folder)
    with pytest.raises(IndexDataError, match="not a keyword index"):
        open_generation(index, 1)
    assert list((folder / "keywords").iterdir()) == []


def test_a_table_of_other_articles_is_refused(index, folder):
    passages = np.array([[9, 0, 5]] * 4, np.int32)
    np.savez(folder / "table.npz", passages=passages, sentences=passages)
    seal_again(folder)
    with pytest.raises(IndexDataError, match=r"table\.npz: not the table of these articles"):
        open_generation(index, 1)


def test_articles_that_were_changed_by_hand_are_refused(index, folder):
    path = folder / "articles.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("ปลากัด", "ปลาทอง"), encoding="utf-8")
    with pytest.raises(IndexDataError, match=r"articles\.jsonl: a file of the index is damaged"):
        open_current(index)


def test_a_generation_replaced_while_it_is_opened_gives_the_new_one(index, encoder, monkeypatch):
    build_index(ARTICLES[:2], encoder, index)
    shutil.rmtree(generation_folder(index, 1))
    # A reader that has read CURRENT just before the generation was replaced and removed.
    numbers = iter([1])
    monkeypatch.setattr(
        "index.generation.read_current", lambda folder: next(numbers, read_current(folder))
    )
    assert open_current(index).manifest.number == 2


def test_the_manifest_is_readable_by_people(folder):
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert json.loads(text)["article_count"] == 4
    assert '"embedded"' in text
