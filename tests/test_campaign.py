"""The fault campaign: what it sees, what its disk loses, and that it finds what is broken."""

import errno
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_index import run_python

from bot.campaign.file_calls import FileCall
from bot.campaign.lost_writes import Disk
from bot.campaign.supervised import (
    CRASHED,
    DONE,
    REFUSED,
    kill_at,
    run_and_kill,
    run_supervised,
)
from bot.campaign.system_calls import is_supported
from bot.campaign.tally import Finding, Tally
from bot.campaign.village import LIBRARIES, ask_about, expect_of, name_article, write_article
from corpus.errors import IndexDataError
from index.durable import write_atomically

pytestmark = [
    pytest.mark.skipif(not is_supported(), reason="Linux holds the calls"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def go(_number, _call):
    return "go"


@pytest.fixture
def folder(tmp_path):
    """A folder with a file in it."""
    place = tmp_path / "ที่"
    place.mkdir()
    (place / "เก่า").write_text("ปลากัด", encoding="utf-8")
    return place


def record(work, folder):
    """The changes that `work` makes, as (kind, path in the folder)."""
    calls = []

    def decide(_number, call):
        calls.append(call.relative_to(folder.resolve()))
        return "go"

    assert run_supervised(work, folder, decide).code == DONE
    return calls


# What is seen of a process


def test_every_change_of_a_file_is_seen_with_its_content(folder):
    def work():
        write_atomically(folder / "ใหม่", "ปลากัด".encode())
        (folder / "เก่า").unlink()
        (folder / "ใน").mkdir()
        return "เสร็จ"

    wanted = [
        FileCall("create", Path("ใหม่.unfinished")),
        FileCall("write", Path("ใหม่.unfinished"), 0, "ปลากัด".encode()),
        FileCall("sync", Path("ใหม่.unfinished")),
        FileCall("rename", Path("ใหม่.unfinished"), target=Path("ใหม่")),
        FileCall("sync", Path()),
        FileCall("remove", Path("เก่า")),
        FileCall("mkdir", Path("ใน")),
    ]
    seen = record(work, folder)
    assert [(c.kind, c.path, c.offset, c.data, c.target) for c in seen] == [
        (c.kind, c.path, c.offset, c.data, c.target) for c in wanted
    ]


def test_what_sqlite_writes_is_seen_though_no_python_writes_it(folder):
    def work():
        with sqlite3.connect(folder / "ฐาน.sqlite") as db:
            db.execute("CREATE TABLE ปลา (ชื่อ TEXT)")
        return ""

    seen = record(work, folder)
    kinds = {call.kind for call in seen if call.path.name == "ฐาน.sqlite"}
    assert {"create", "write", "sync"} <= kinds
    assert any(call.data.startswith(b"SQLite format 3") for call in seen)


def test_reading_and_files_elsewhere_are_no_steps(folder, tmp_path):
    def work():
        (tmp_path / "ที่อื่น").write_text("ก", encoding="utf-8")
        return (folder / "เก่า").read_text(encoding="utf-8")

    ending = run_supervised(work, folder, go)
    assert (ending.code, ending.message, ending.changes) == (DONE, "ปลากัด", 0)


# What becomes of a change


def test_a_killed_process_has_done_all_steps_before_and_none_after(folder):
    def work():
        for name in "กขค":
            (folder / name).mkdir()
        return ""

    ending = run_supervised(work, folder, kill_at(3))
    assert (ending.code, ending.message) == (-9, "")
    assert sorted(path.name for path in folder.iterdir()) == ["ก", "ข", "เก่า"]


def test_killed_half_way_half_of_the_bytes_are_there(folder):
    ending = run_supervised(
        lambda: (folder / "ใหม่").write_bytes(b"0123456789"), folder, kill_at(2, "kill half-way")
    )
    assert ending.code == -9
    assert (folder / "ใหม่").read_bytes() == b"01234"


def test_a_write_that_is_cut_short_is_gone_on_with(folder):
    def work():
        (folder / "ใหม่").write_bytes(b"0123456789")
        return ""

    ending = run_supervised(
        work, folder, lambda number, _call: "write half" if number == 2 else "go"
    )
    assert (ending.code, ending.changes) == (DONE, 3)
    assert (folder / "ใหม่").read_bytes() == b"0123456789"


def test_a_step_fails_with_the_error_that_was_decided(folder):
    def work():
        with pytest.raises(OSError, match="No space left on device"):
            (folder / "ใหม่").write_bytes(b"x")
        return "บอกแล้ว"

    ending = run_supervised(work, folder, lambda _number, _call: errno.ENOSPC)
    assert (ending.code, ending.message) == (DONE, "บอกแล้ว")
    assert not (folder / "ใหม่").exists()


def test_a_refusal_and_a_crash_are_told_apart(folder):
    def refuse():
        message = "ดิสก์เต็ม"
        raise IndexDataError(message)

    def crash():
        message = "พัง"
        raise ValueError(message)

    assert run_supervised(refuse, folder, go).code == REFUSED
    ending = run_supervised(crash, folder, go)
    assert (ending.code, ending.message) == (CRASHED, "ValueError: พัง")


def test_a_process_that_ended_before_was_not_killed(folder):
    assert run_and_kill(lambda: "", 1.0) is False
    assert run_and_kill(lambda: str(os.read(os.pipe()[0], 1)), 0.05) is True


# The disk without power


def cut(folder, calls, target, seed):
    disk = Disk(folder)
    disk.apply(calls)
    disk.write_after_power_cut(target, random.Random(seed))  # noqa: S311
    after = {p.name: p.read_bytes() for p in target.rglob("*") if p.is_file()}
    shutil.rmtree(target)
    return after


def cut_often(folder, calls, tmp_path):
    return [cut(folder, calls, tmp_path / "หลัง", seed) for seed in range(60)]


OLD = {"เก่า": "ปลากัด".encode()}


def test_what_was_never_synced_is_dropped_zeroed_halved_flipped_or_kept(folder, tmp_path):
    calls = [FileCall("write", Path("เก่า"), 0, b"abcdefgh"), FileCall("sync", Path())]
    seen = {after["เก่า"][:8] for after in cut_often(folder, calls, tmp_path)}
    old = "ปลากัด".encode()[:8]
    assert {old, bytes(8), b"abcd" + old[4:], b"abcdefgh"} < seen
    flipped = seen - {old, bytes(8), b"abcd" + old[4:], b"abcdefgh"}
    bits = [bin(int.from_bytes(each) ^ int.from_bytes(b"abcdefgh")).count("1") for each in flipped]
    assert set(bits) == {1}


def test_a_synced_file_without_a_synced_name_may_be_gone_but_is_never_torn(folder, tmp_path):
    calls = [
        FileCall("create", Path("ใหม่")),
        FileCall("write", Path("ใหม่"), 0, b"abcdefgh"),
        FileCall("sync", Path("ใหม่")),
    ]
    seen = cut_often(folder, calls, tmp_path)
    assert all(after in (OLD, {**OLD, "ใหม่": b"abcdefgh"}) for after in seen)
    assert OLD in seen
    with_name = [*calls, FileCall("sync", Path())]
    assert all("ใหม่" in after for after in cut_often(folder, with_name, tmp_path))


def test_a_rename_is_done_or_not_done(folder, tmp_path):
    calls = [FileCall("rename", Path("เก่า"), target=Path("ใหม่"))]
    seen = cut_often(folder, calls, tmp_path)
    assert all(after in (OLD, {"ใหม่": OLD["เก่า"]}) for after in seen)
    assert len({tuple(after) for after in seen}) == 2


def test_a_folder_that_is_not_synced_takes_all_in_it_along(folder, tmp_path):
    calls = [
        FileCall("mkdir", Path("ใน")),
        FileCall("create", Path("ใน/ก")),
        FileCall("sync", Path("ใน/ก")),
        FileCall("sync", Path("ใน")),
    ]
    seen = cut_often(folder, calls, tmp_path)
    assert OLD in seen
    assert {**OLD, "ก": b""} in seen


@given(data=st.binary(min_size=1, max_size=40), offset=st.integers(0, 30), seed=st.integers(0))
def test_what_is_synced_is_there_whatever_is_lost(tmp_path_factory, data, offset, seed):
    folder = tmp_path_factory.mktemp("ที่")
    calls = [
        FileCall("create", Path("ก")),
        FileCall("write", Path("ก"), offset, data),
        FileCall("sync", Path("ก")),
        FileCall("sync", Path()),
        FileCall("create", Path("ข")),
    ]
    after = cut(folder, calls, folder / "หลัง", seed)
    assert after["ก"] == bytes(offset) + data


# The collection, the tally and the whole


def test_no_two_versions_of_no_two_libraries_look_alike():
    numbers = range(LIBRARIES * 12)
    expected = {expect_of(number, version) for number in numbers for version in range(1, 4)}
    assert len(expected) == len(numbers) * 3
    assert len({ask_about(number) for number in numbers}) == len(numbers)
    assert len({name_article(number) for number in numbers}) == len(numbers)
    assert expect_of(3, 1) in write_article(3, 1).decode()


def test_a_loss_alone_is_a_failure():
    tally = Tally("ไฟดับ")
    tally.add("ครั้งที่ 1", Finding())
    tally.add("ครั้งที่ 2", Finding(lost=2))
    tally.add("ครั้งที่ 3", Finding(recomputed=1))
    tally.add("ครั้งที่ 4", Finding(("ไม่ตอบ",)))
    assert (tally.tried, tally.survived, tally.lost, tally.recomputed) == (4, 1, 2, 1)
    assert tally.failures[2] == "ไฟดับ, ครั้งที่ 4: ไม่ตอบ (lost 0, recomputed 0)"


def run_module(name, *options):
    run = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", f"bot.campaign{name}", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "COLUMNS": "200"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    lines = [line for line in run.stdout.splitlines() if "│" in line]
    return [re.split(r" *│ *", line)[1:-1] for line in lines], run.stdout


def test_a_few_faults_of_each_kind_are_survived():
    rows, _ = run_module("", "--quick")
    assert len(rows) >= 24
    for name, tried, survived, lost, recomputed, _seconds in rows:
        assert (tried, lost, recomputed) == (survived, "0", "0"), name
        assert int(tried) > 0, name


def test_questions_are_answered_right_while_half_of_the_articles_are_indexed_again():
    options = ("--articles", "24", "--changed", "12", "--seconds", "2", "--rate", "4")
    rows, out = run_module(".under_load", *options)
    assert [row[0] for row in rows] == ["before", "re-index", "after"]
    assert all(int(row[2]) > 0 and row[3] == "0" for row in rows)
    assert "the new generation answered" in out


BROKEN = """
import sys
from pathlib import Path
import index.generations
from bot.campaign.bench import Bench
from bot.campaign.power_cuts import cut_power
from bot.campaign.stories import make_update
from index.encoder import open_encoder

bench = Bench(open_encoder("embedded", print), Path(sys.argv[1]))
story = make_update(bench)

def try_broken(name, work):
    whole = vars(index.generations)[name]
    vars(index.generations)[name] = work
    tally = cut_power(bench, story, 30, 1)
    vars(index.generations)[name] = whole
    print(tally.tried, tally.survived)

try_broken("sync_tree", lambda folder: None)
try_broken("write_atomically", lambda path, data: path.write_bytes(data))
"""


def test_the_campaign_finds_what_is_never_synced_and_a_pointer_that_is_written_in_place(tmp_path):
    lines = [line.split() for line in run_python(BROKEN, tmp_path)]
    assert [int(tried) for tried, _ in lines] == [30, 30]
    assert all(int(survived) < 30 for _, survived in lines)
