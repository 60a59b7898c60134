"""The seal of a generation: any change of any file is seen and named before it is parsed."""

import json
import os
import random
from dataclasses import replace

import pytest
from made_index import copy_small_index, flip_bit

from corpus.errors import IndexDataError, ModelError
from index.encoder import ModelIdentity
from index.generation import open_current
from index.generations import generation_folder
from index.manifest import (
    MANIFEST,
    FileSeal,
    Manifest,
    check_files,
    check_same_model,
    read_manifest,
    seal_files,
    write_manifest,
)

MODEL = ModelIdentity("embedded", "ab12", 384, 512)
SEALED = Manifest(1, 3, "2026-01-31T08:00:00+00:00", "cd34", MODEL, 4, 9, {})
ADVICE = "; run: khamtob rollback, or khamtob index"


@pytest.fixture
def index(encoder, tmp_path):
    return copy_small_index(encoder, tmp_path / "ดัชนี")


@pytest.fixture
def folder(index):
    return generation_folder(index, 1)


def list_files(folder):
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)


def test_files_are_sealed_by_size_and_checksum(tmp_path):
    (tmp_path / "ใน").mkdir()
    (tmp_path / "ใน" / "คำ.txt").write_text("ปลากัด", encoding="utf-8")
    (tmp_path / "ว่าง").write_bytes(b"")
    assert seal_files(tmp_path) == {
        "ใน/คำ.txt": FileSeal(
            18, "640eb594a1f3b3f5ee7b06bfc49fb4be74805dd38da770ae467ce21249314342"
        ),
        "ว่าง": FileSeal(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    }


def test_a_manifest_comes_back_as_it_was_written(tmp_path):
    manifest = replace(SEALED, files={"คำ.txt": FileSeal(18, "ef56")})
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest


def test_a_whole_generation_passes_and_has_all_its_files_sealed(folder):
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    names = {path.relative_to(folder).as_posix() for path in list_files(folder)}
    assert set(manifest.files) == names
    assert {"articles.jsonl", "table.npz", "vectors.faiss", "keywords/meta.json"} < names


def test_one_flipped_bit_in_any_file_is_found_and_the_file_named(index, folder):
    seeded = random.Random(7)  # noqa: S311 - places to damage
    manifest = read_manifest(folder)
    tried = 0
    for path in list_files(folder):
        whole = path.read_bytes()
        ends = {0, len(whole) - 1} if whole else set()
        offsets = ends | {seeded.randrange(len(whole)) for _ in range(5) if whole}
        for offset in offsets:
            flip_bit(path, offset, seeded.randrange(8))
            with pytest.raises(IndexDataError) as raised:
                check_files(folder, manifest)
            assert str(raised.value) == (
                f"{path}: a file of the index is damaged (its checksum differs){ADVICE}"
            )
            path.write_bytes(whole)
            tried += 1
    assert tried > 40
    assert open_current(index).manifest == manifest


def test_one_flipped_bit_anywhere_in_the_manifest_is_found(folder):
    path = folder / MANIFEST
    whole = path.read_bytes()
    for offset in range(len(whole)):
        flip_bit(path, offset, offset % 8)
        with pytest.raises(IndexDataError) as raised:
            read_manifest(folder)
        assert str(raised.value).startswith(f"{path}: ")
    assert len(whole) > 2000


def cut_in_half(path):
    os.truncate(path, path.stat().st_size // 2)


def empty(path):
    os.truncate(path, 0)


def lengthen(path):
    path.write_bytes(path.read_bytes() + b"\x00")


@pytest.mark.parametrize("damage", [cut_in_half, empty, lengthen])
def test_a_file_of_another_length_is_refused_by_name(folder, damage):
    manifest = read_manifest(folder)
    for path in list_files(folder):
        whole = path.read_bytes()
        if damage is not lengthen and not whole:
            continue
        damage(path)
        with pytest.raises(IndexDataError, match="damaged") as raised:
            check_files(folder, manifest)
        assert str(raised.value).startswith(f"{path}: ")
        path.write_bytes(whole)


def test_a_missing_file_is_refused_by_name(folder):
    manifest = read_manifest(folder)
    for path in list_files(folder):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDataError) as raised:
            check_files(folder, manifest)
        assert str(raised.value) == f"{path}: a file of the index is missing{ADVICE}"
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["แถม.txt", "keywords/แถม.idx", ".ซ่อน"])
def test_a_file_too_many_is_refused_by_name(folder, name):
    (folder / name).write_text("ไม่รู้ว่าใครวางไว้")
    with pytest.raises(IndexDataError) as raised:
        check_files(folder, read_manifest(folder))
    assert str(raised.value) == (
        f"{folder / name}: a file that does not belong to the index{ADVICE}"
    )


def test_a_link_in_place_of_a_file_is_refused_by_name_even_to_the_same_bytes(folder, tmp_path):
    path = folder / "vectors.faiss"
    path.rename(tmp_path / "ย้าย.faiss")
    path.symlink_to(tmp_path / "ย้าย.faiss")
    with pytest.raises(IndexDataError) as raised:
        check_files(folder, read_manifest(folder))
    assert str(raised.value) == (
        f"{path}: a link or a device in place of a file of the index{ADVICE}"
    )


def test_a_linked_folder_and_a_broken_link_are_refused(folder, tmp_path):
    manifest = read_manifest(folder)
    (folder / "ขาด").symlink_to(tmp_path / "ไม่มี")
    with pytest.raises(IndexDataError, match="ขาด: a file that does not belong"):
        check_files(folder, manifest)
    (folder / "ขาด").unlink()
    (folder / "keywords").rename(tmp_path / "คำ")
    (folder / "keywords").symlink_to(tmp_path / "คำ")
    with pytest.raises(IndexDataError, match="keywords: a file that does not belong"):
        check_files(folder, manifest)


@pytest.mark.skipif(os.name == "nt", reason="no named pipes in folders")
def test_a_pipe_in_place_of_an_empty_file_is_refused_and_not_waited_for(tmp_path):
    (tmp_path / "คำ.txt").write_bytes(b"")
    manifest = replace(SEALED, files=seal_files(tmp_path))
    (tmp_path / "คำ.txt").unlink()
    os.mkfifo(tmp_path / "คำ.txt")
    with pytest.raises(IndexDataError, match="a link or a device in place of a file"):
        check_files(tmp_path, manifest)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "ไม่ใช่ JSON",
        "[]",
        "{}",
        "null",
        "3",
        '{"format": 1}',
        '{"format": 1, "seal": "ab"}',
        '{"format": 1, "files": []}',
        "[" * 100_000,
        '{"ชื่อ": "โปรแกรมอื่น"}',
    ],
)
def test_a_damaged_or_foreign_manifest_is_refused_in_one_line(tmp_path, content):
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(IndexDataError) as raised:
        read_manifest(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / MANIFEST}: missing or damaged (")
    assert str(raised.value).endswith(ADVICE[2:])
    assert "\n" not in str(raised.value)


def test_bytes_that_are_no_text_and_no_manifest_at_all_are_refused(tmp_path):
    with pytest.raises(IndexDataError, match="No such file"):
        read_manifest(tmp_path)
    (tmp_path / MANIFEST).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IndexDataError, match="missing or damaged"):
        read_manifest(tmp_path)


def test_a_manifest_of_the_future_is_refused_by_its_format(folder):
    record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    record = {"format": 2, "ใหม่": record}
    (folder / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(IndexDataError) as raised:
        read_manifest(folder)
    assert str(raised.value) == (
        f"{folder / MANIFEST}: format 2, not 1; run: khamtob index --rebuild"
    )


def test_the_model_that_made_the_index_may_search_it():
    check_same_model(SEALED, MODEL)
    check_same_model(SEALED, replace(MODEL, name="/โฟลเดอร์/ตัวแบบ"))


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (
            ModelIdentity("BAAI/bge-m3", "99", 1024, 8192),
            "the index was made with embedded, the setting says BAAI/bge-m3; run: khamtob index",
        ),
        (
            ModelIdentity("embedded", "99", 384, 512),
            "the index was made with embedded, the setting says embedded of another version; "
            "run: khamtob index",
        ),
    ],
)
def test_another_model_is_refused_by_name(other, wanted):
    with pytest.raises(ModelError) as raised:
        check_same_model(SEALED, other)
    assert str(raised.value) == wanted
