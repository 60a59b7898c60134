"""Files that are whole or absent."""

import os
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexDataError
from index.durable import (
    make_folder,
    name_refusals,
    sync_path,
    sync_tree,
    write_array,
    write_atomically,
)


def test_a_file_is_made_and_replaced_without_a_trace(tmp_path):
    path = tmp_path / "ปัจจุบัน"
    write_atomically(path, "หนึ่ง".encode())
    write_atomically(path, "สอง".encode())
    assert path.read_text(encoding="utf-8") == "สอง"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_writer_left_is_no_hindrance(tmp_path):
    path = tmp_path / "ปัจจุบัน"
    (tmp_path / "ปัจจุบัน.unfinished").write_text("ค้าง")
    write_atomically(path, "ใหม่".encode())
    assert path.read_text(encoding="utf-8") == "ใหม่"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "ปัจจุบัน"
    write_atomically(path, "เดิม".encode())
    (tmp_path / "ปัจจุบัน.unfinished").mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        write_atomically(path, "ใหม่".encode())
    assert path.read_text(encoding="utf-8") == "เดิม"


def test_each_file_and_folder_is_waited_for(tmp_path, monkeypatch):
    (tmp_path / "ใน").mkdir()
    (tmp_path / "ใน" / "ก").write_text("ก")
    (tmp_path / "ข").write_text("ข")
    waited = []
    monkeypatch.setattr(os, "fsync", lambda handle: waited.append(os.fstat(handle).st_ino))
    sync_tree(tmp_path)
    everything = [tmp_path / "ใน" / "ก", tmp_path / "ใน", tmp_path / "ข", tmp_path]
    assert sorted(waited) == sorted(path.stat().st_ino for path in everything)
    assert waited[-1] == tmp_path.stat().st_ino


def test_a_new_folder_is_waited_for_in_each_folder_that_got_one(tmp_path, monkeypatch):
    waited = []
    monkeypatch.setattr(os, "fsync", lambda handle: waited.append(os.fstat(handle).st_ino))
    make_folder(tmp_path / "ข้อมูล" / "ดัชนี")
    assert waited == [tmp_path.stat().st_ino, (tmp_path / "ข้อมูล").stat().st_ino]
    make_folder(tmp_path / "ข้อมูล" / "ดัชนี")
    assert len(waited) == 2


def test_a_disk_that_fails_to_write_is_not_ignored(tmp_path, monkeypatch):
    def fail(handle):
        raise OSError(5, "Input/output error")

    path = tmp_path / "ปัจจุบัน"
    write_atomically(path, "เดิม".encode())
    monkeypatch.setattr(os, "fsync", fail)
    for work in (lambda: write_atomically(path, b"x"), lambda: sync_path(path)):
        with pytest.raises(OSError, match="Input/output error"):
            work()
    assert path.read_text(encoding="utf-8") == "เดิม"


def test_a_refusal_of_the_system_is_one_line(tmp_path):
    with pytest.raises(IndexDataError) as raised, name_refusals(tmp_path / "ดัชนี"):
        raise OSError(28, "No space left on device")
    assert str(raised.value) == (
        f"{tmp_path / 'ดัชนี'}: can't be written ([Errno 28] No space left on device); "
        "make room there, then run: khamtob index"
    )


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.int64),
        np.empty((0, 384), np.float16),
        np.arange(12, dtype=np.float32).reshape(3, 4)[:, ::2],
        np.arange(12, dtype=np.float32).reshape(3, 4).T,
        np.array(7),
    ],
    ids=["flat", "empty", "sliced", "turned", "one number"],
)
def test_arrays_are_written_so_that_numpy_reads_them(tmp_path, array):
    write_array(tmp_path / "แถว.npy", array)
    again = np.load(tmp_path / "แถว.npy")
    assert (again.shape, again.dtype) == (array.shape, array.dtype)
    assert again.tolist() == array.tolist()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("count", [1, 6, 100_000])
def test_an_array_that_does_not_fit_on_the_disk_is_an_error(tmp_path, count):
    (tmp_path / "แถว.npy").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        write_array(tmp_path / "แถว.npy", np.zeros(count))
