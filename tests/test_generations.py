"""Publishing, rolling back and locking: at every moment one whole generation is live."""

import os
import shutil
import signal

import pytest
from made_index import (
    ARTICLES,
    build_index,
    copy_small_index,
    flip_bit,
    run_python,
    start_python,
)

from corpus.errors import IndexBusyError, IndexDataError
from index.generation import open_current
from index.generations import (
    generation_folder,
    hold_write_lock,
    list_generations,
    publish_generation,
    read_current,
    roll_back,
    start_generation,
    writing_generation,
)

ADVICE = "run: khamtob rollback, or khamtob index"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")


@pytest.fixture
def index(encoder, tmp_path):
    return copy_small_index(encoder, tmp_path / "ดัชนี")


def publish(index, encoder, articles=ARTICLES):
    return build_index(articles, encoder, index).number


def ids_of(index):
    return [article.id for article in open_current(index).table.articles]


# The steps of publishing, one after the other


def test_until_the_last_step_readers_see_the_generation_before(index):
    number, unfinished = start_generation(index)
    assert (number, unfinished.name) == (2, "2.unfinished")
    assert (read_current(index), list_generations(index)) == (1, [1])
    shutil.copytree(generation_folder(index, 1), unfinished, dirs_exist_ok=True)
    assert (read_current(index), list_generations(index)) == (1, [1])
    publish_generation(index, number, unfinished)
    assert (read_current(index), list_generations(index)) == (2, [1, 2])
    assert (index / "CURRENT").read_bytes() == b"2 sha256:73167537\n"
    assert not list(index.rglob("*.unfinished"))


def test_what_an_interrupted_build_left_is_removed_by_the_next(index, encoder):
    _, unfinished = start_generation(index)
    (unfinished / "keywords").mkdir()
    (unfinished / "keywords" / "ครึ่งเดียว.idx").write_text("ค้าง")
    assert publish(index, encoder) == 2
    assert sorted(path.name for path in (index / "generations").iterdir()) == ["1", "2"]


def test_a_generation_that_never_went_live_does_not_give_its_number_again(index, encoder):
    # Killed after the folder got its name and before CURRENT did.
    _, unfinished = start_generation(index)
    unfinished.rename(generation_folder(index, 2))
    assert len(ids_of(index)) == 4
    assert publish(index, encoder) == 3
    assert list_generations(index) == [1, 3]


def test_the_live_one_and_the_one_before_are_kept(index, encoder):
    assert [publish(index, encoder) for _ in range(3)] == [2, 3, 4]
    assert list_generations(index) == [3, 4]


def test_a_number_is_not_used_again_after_a_rollback(index, encoder):
    assert publish(index, encoder) == 2
    assert roll_back(index) == 1
    assert publish(index, encoder) == 3
    assert list_generations(index) == [1, 3]
    assert roll_back(index) == 1
    # And not after the folder was lost, as long as CURRENT remembers it.
    assert publish(index, encoder) == 4
    shutil.rmtree(generation_folder(index, 4))
    assert publish(index, encoder) == 5


def test_a_refused_candidate_leaves_nothing_behind(index):
    with pytest.raises(IndexDataError, match="ไม่ผ่าน"), writing_generation(index) as (_, folder):
        (folder / "vectors.faiss").write_bytes(b"x")
        message = "ไม่ผ่าน"
        raise IndexDataError(message)
    assert sorted(path.name for path in (index / "generations").iterdir()) == ["1"]
    assert read_current(index) == 1


def test_folders_that_are_no_generations_are_left_alone(index, encoder):
    for name in ("๒", "007", "สำรอง", "-1"):
        (index / "generations" / name).mkdir()
    assert list_generations(index) == [1]
    assert publish(index, encoder) == 2
    assert (index / "generations" / "๒").is_dir()


# Killed at each step, and the disk full at each file

STAND_IN = """
import os, resource, shutil, signal, sys
from pathlib import Path
import index.search
from corpus.errors import KhamtobError
from index.build import build_generation
from index.generation import open_current
from index.generations import hold_write_lock, read_current
from made_index import ARTICLES, ignore_progress

class KeptEncoder:
    "Says which model it is; nothing is left to embed."
    def __init__(self, folder):
        self.identity = open_current(folder).manifest.model
    def encode_passages(self, passages):
        assert passages == []
        return iter(())

def build(folder):
    with hold_write_lock(folder):
        build_generation(ARTICLES[::-1], encoder, folder, ignore_progress)

base, out = Path(sys.argv[1]), Path(sys.argv[2])
encoder = KeptEncoder(base)
"""

KILL = (
    STAND_IN
    + """
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STEPS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "sqlite3.connect"}

def kill_at(step, folder):
    seen = 0
    def watch(event, values):
        nonlocal seen
        if event in STEPS or (event == "open" and values[2] & WRITES):
            if str(folder) in str(values[0]):
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)

if sys.argv[3] == "first":
    shutil.rmtree(base / "generations")
    (base / "CURRENT").unlink()
for step in range(1, 1000):
    shutil.copytree(base, out / str(step))
    child = os.fork()
    if child == 0:
        kill_at(step, out / str(step))
        build(out / str(step))
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""
)

FULL = (
    STAND_IN
    + """
def fill_up(size):
    "No file can have so many bytes from when the new generation is begun."
    def watch(event, values):
        if event == "os.mkdir" and str(values[0]).endswith(".unfinished"):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, resource.RLIM_INFINITY))
    sys.addaudithook(watch)

sizes = {path.stat().st_size for path in base.rglob("*") if path.is_file()}
for size in sorted(sizes | {100, 5000}):
    if size == 0:
        continue
    child = os.fork()
    if child == 0:
        fill_up(size)
        try:
            build(base)
        except KhamtobError as error:
            assert str(error).startswith(str(base)), error
            assert "make room there, then run: khamtob index" in str(error), error
            assert "\\n" not in str(error), error
            os._exit(3)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = len(list(base.rglob("*.unfinished")))
    print(size, status, left, read_current(base), flush=True)
    if status == 0:
        break
"""
)


@needs_fork
@pytest.mark.parametrize("history", ["second", "first"])
def test_killed_at_any_step_the_old_or_the_new_generation_is_live_and_whole(
    index, encoder, tmp_path, history
):
    run_python(KILL, index, tmp_path / "ผล", history)
    steps = sorted((tmp_path / "ผล").iterdir(), key=lambda path: int(path.name))
    old, new = [a.id for a in ARTICLES], [a.id for a in ARTICLES[::-1]]
    live = []
    for folder in steps:
        if read_current(folder) is None:
            live.append(None)
            continue
        live.append("new" if ids_of(folder) == new else "old")
        assert ids_of(folder) in (old, new)
    before = None if history == "first" else "old"
    # It turns from the old to the new once, and what ran to its end is new.
    assert live == [before] * live.count(before) + ["new"] * live.count("new")
    assert live.count(before) >= 15
    assert live[-1] == "new"
    for folder in steps[:: len(steps) // 6]:
        with hold_write_lock(folder):
            publish(folder, encoder)
        assert ids_of(folder) == old
        assert not list(folder.rglob("*.unfinished"))


@needs_fork
def test_a_full_disk_is_one_line_and_the_old_generation_stays_live(index, encoder, tmp_path):
    lines = [line.split() for line in run_python(FULL, index, tmp_path)]
    sizes, statuses, left, live = zip(*lines, strict=True)
    assert len(sizes) >= 8
    assert statuses[-1] == "0"
    assert set(statuses[:-1]) == {"3"}
    assert set(left) == {"0"}
    assert live == ("1",) * (len(live) - 1) + ("2",)
    assert ids_of(index) == [a.id for a in ARTICLES[::-1]]


# The pointer and rolling back


def test_before_the_first_generation_nothing_is_live(tmp_path):
    assert read_current(tmp_path / "ยังไม่มี") is None
    assert list_generations(tmp_path / "ยังไม่มี") == []


@pytest.mark.parametrize("content", [b"", "๓ สาม".encode(), b"\xff\xfe", b"x", b"3.5", b"1 2"])
def test_a_damaged_pointer_is_refused_and_both_ways_out_work(index, encoder, content):
    (index / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDataError) as raised:
        read_current(index)
    assert str(raised.value) == f"{index / 'CURRENT'}: not a generation number; {ADVICE}"
    assert roll_back(index) == 1
    assert len(ids_of(index)) == 4
    (index / "CURRENT").write_bytes(content)
    assert publish(index, encoder) == 2


def test_every_flipped_bit_of_the_pointer_is_noticed(index, encoder):
    publish(index, encoder)
    whole = (index / "CURRENT").read_bytes()
    for at in range(len(whole) * 8):
        damaged = bytearray(whole)
        damaged[at // 8] ^= 1 << at % 8
        (index / "CURRENT").write_bytes(damaged)
        with pytest.raises(IndexDataError, match="not a generation number"):
            read_current(index)


def test_a_bare_number_is_a_pointer_too(index, encoder):
    publish(index, encoder)
    (index / "CURRENT").write_bytes(b"1\n")
    assert read_current(index) == 1


def test_a_pointer_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(IndexDataError, match="not a generation number"):
        read_current(tmp_path)


def test_rolling_back_makes_the_one_before_live(index, encoder):
    publish(index, encoder, ARTICLES[:1])
    assert ids_of(index) == ["ปลากัด.md"]
    assert roll_back(index) == 1
    assert len(ids_of(index)) == 4


def test_there_is_nothing_before_the_first(index):
    with pytest.raises(IndexDataError) as raised:
        roll_back(index)
    assert str(raised.value) == (
        f"{index}: no whole generation before the live one; run: khamtob index"
    )
    assert read_current(index) == 1


def test_rolling_back_passes_over_a_damaged_generation(index, encoder):
    publish(index, encoder, ARTICLES[:2])
    shutil.copytree(generation_folder(index, 1), tmp := index / "เก็บ")
    publish(index, encoder, ARTICLES[:3])
    shutil.move(tmp, generation_folder(index, 1))
    flip_bit(generation_folder(index, 2) / "table.npz", 100)
    assert list_generations(index) == [1, 2, 3]
    assert roll_back(index) == 1
    assert len(ids_of(index)) == 4


def test_a_damaged_generation_is_not_gone_back_to(index, encoder):
    publish(index, encoder, ARTICLES[:2])
    flip_bit(generation_folder(index, 1) / "articles.jsonl", 40)
    with pytest.raises(IndexDataError, match="no whole generation before"):
        roll_back(index)
    assert read_current(index) == 2


# The lock

HOLD = """
import sys, time
from pathlib import Path
from index.generations import hold_write_lock
with hold_write_lock(Path(sys.argv[1])):
    print("holding", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    with start_python(HOLD, tmp_path / "ดัชนี") as process:
        assert process.stdout.readline() == "holding\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_is_writing(holder, tmp_path):
    with pytest.raises(IndexBusyError) as raised, hold_write_lock(tmp_path / "ดัชนี"):
        pass
    assert str(raised.value).startswith(
        f"{tmp_path / 'ดัชนี'}: being written by process {holder.pid} since 2"
    )
    assert str(raised.value).endswith("; wait for it or stop it")
    assert "\n" not in str(raised.value)


def test_the_lock_of_a_killed_writer_is_free(holder, tmp_path):
    holder.kill()
    assert holder.wait() in (-signal.SIGTERM, -9, 1)
    with hold_write_lock(tmp_path / "ดัชนี"):
        assert f"process {os.getpid()} since" in (tmp_path / "ดัชนี" / "writer.txt").read_text()
    assert not (tmp_path / "ดัชนี" / "writer.txt").exists()


def test_the_lock_is_free_after_a_failure_and_held_within_the_process(tmp_path):
    with pytest.raises(ValueError, match="พลาด"), hold_write_lock(tmp_path):
        with (
            pytest.raises(IndexBusyError, match=f"process {os.getpid()}"),
            hold_write_lock(tmp_path),
        ):
            pass
        message = "พลาด"
        raise ValueError(message)
    with hold_write_lock(tmp_path):
        pass


def test_a_holder_that_has_not_written_its_name_yet_is_another_process(holder, tmp_path):
    for content in (b"", b"\xff"):
        (tmp_path / "ดัชนี" / "writer.txt").write_bytes(content)
        refused = pytest.raises(IndexBusyError, match="by another process; wait")
        with refused, hold_write_lock(tmp_path / "ดัชนี"):
            pass


def test_an_index_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "แฟ้ม").write_text("ไม่ใช่โฟลเดอร์")
    for folder in (tmp_path / "แฟ้ม", tmp_path / "แฟ้ม" / "ดัชนี"):
        refused = pytest.raises(IndexDataError, match="can't be written")
        with refused, hold_write_lock(folder):
            pass
