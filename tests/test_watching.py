"""The articles folder is watched: real files, real events, and whatever goes wrong is survived."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.index_child import index_apart
from bot.settings import load_settings
from bot.watch_command import start_watching
from bot.watching import ArticlesWatcher, WatchTimes, take_snapshot
from corpus.errors import ArticleError, IndexBusyError, KhamtobError
from index.generations import hold_write_lock, read_current

QUICK = WatchTimes(quiet=0.05, longest_wait=2.0, look_every=0.3, first_retry=0.2)
DAM = "เขื่อนภูมิพล\nเขื่อนภูมิพลตั้งอยู่ที่อำเภอสามเงา จังหวัดตาก สร้างเสร็จเมื่อปี 2507"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "บทความ"
    folder.mkdir()
    (folder / "เขื่อน.txt").write_text(DAM, "utf-8")
    return folder


class Watched:
    """A watcher in a thread of its own, with all that it did."""

    def __init__(self, folder, fail=(), times=QUICK):
        self.folder, self.fail = folder, list(fail)
        self.seen, self.lines = [], []
        self.stop = threading.Event()
        watcher = ArticlesWatcher(folder, self.update, self.lines.append, self.stop, times)
        self.thread = threading.Thread(target=watcher.run)

    def update(self):
        self.seen.append(sorted(path.name for path in self.folder.iterdir()))
        if self.fail:
            raise self.fail.pop(0)
        return f"ครั้งที่ {len(self.seen)}"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.stop.set()
        self.thread.join()

    def wait_for(self, is_so):
        until = time.monotonic() + 20
        while not is_so(self):
            assert time.monotonic() < until, (self.seen, self.lines)
            time.sleep(0.02)


def test_it_indexes_at_the_start_and_after_each_change(folder):
    with Watched(folder) as watched:
        watched.wait_for(lambda it: len(it.lines) == 1)
        (folder / "ใหม่.md").write_text("# ใหม่", "utf-8")
        watched.wait_for(lambda it: len(it.lines) == 2)
        (folder / "ลึก").mkdir()
        (folder / "ลึก" / "ก.txt").write_text("ก\nเนื้อหา", "utf-8")
        watched.wait_for(lambda it: len(it.lines) == 3)
        (folder / "ใหม่.md").unlink()
        watched.wait_for(lambda it: len(it.lines) == 4)
    assert watched.seen[:2] == [["เขื่อน.txt"], ["เขื่อน.txt", "ใหม่.md"]]
    assert watched.seen[3] == ["ลึก", "เขื่อน.txt"]
    assert watched.lines == [f"ครั้งที่ {number}" for number in range(1, 5)]


def test_nothing_is_indexed_while_nothing_changes(folder):
    with Watched(folder) as watched:
        watched.wait_for(lambda it: it.lines)
        (folder / "ภาพ.png").write_bytes(b"x")  # no article
        time.sleep(1.0)
    assert len(watched.seen) == 1


def test_many_changes_at_once_are_one_event(folder):
    with Watched(folder, times=WatchTimes(quiet=0.4, look_every=0.3)) as watched:
        watched.wait_for(lambda it: it.lines)
        for number in range(20):
            (folder / f"{number}.txt").write_text(f"ข่าวที่ {number}\nเนื้อหา", "utf-8")
            time.sleep(0.02)
        watched.wait_for(lambda it: len(it.lines) == 2)
        time.sleep(0.8)
    assert len(watched.seen) == 2
    assert len(watched.seen[1]) == 21


def test_a_folder_that_never_rests_is_indexed_all_the_same(folder):
    times = WatchTimes(quiet=0.2, longest_wait=0.5, look_every=0.3)
    with Watched(folder, times=times) as watched:
        until = time.monotonic() + 20
        while not watched.lines and time.monotonic() < until:
            (folder / "บันทึก.txt").write_text(f"ก\n{time.monotonic_ns()}", "utf-8")
            time.sleep(0.02)
    assert watched.lines


def test_questions_and_sources_beside_the_articles_count_as_changes(folder):
    before = take_snapshot(folder)
    (folder / "questions.yaml").write_text("- ask: ก", "utf-8")
    with_questions = take_snapshot(folder)
    (folder / "sources.yaml").write_text("- https://a.example/", "utf-8")
    assert len({before, with_questions, take_snapshot(folder)}) == 3


def test_a_failure_is_told_once_and_tried_again(folder):
    busy = [IndexBusyError("กำลังเขียน")] * 3 + [OSError("ดิสก์เต็ม")]
    with Watched(folder, fail=busy) as watched:
        watched.wait_for(lambda it: "ครั้งที่ 5" in it.lines)
    assert watched.lines == ["กำลังเขียน", "ดิสก์เต็ม", "ครั้งที่ 5"]


def test_a_refused_change_waits_for_the_next_change_or_the_retry(folder):
    times = WatchTimes(quiet=0.05, look_every=0.2, first_retry=600.0)
    with Watched(folder, fail=[KhamtobError("not published")], times=times) as watched:
        watched.wait_for(lambda it: it.lines)
        time.sleep(0.7)
        assert len(watched.seen) == 1
        (folder / "แก้.txt").write_text("แก้\nแล้ว", "utf-8")
        watched.wait_for(lambda it: len(it.lines) == 2)
    assert watched.lines == ["not published", "ครั้งที่ 2"]


def test_a_folder_that_goes_and_comes_back_is_watched_on(folder, tmp_path):
    with Watched(folder) as watched:
        watched.wait_for(lambda it: it.lines)
        folder.rename(tmp_path / "ย้าย")
        watched.wait_for(lambda it: len(it.lines) == 2)
        assert "the articles folder doesn't exist" in watched.lines[1]
        shutil.copytree(tmp_path / "ย้าย", folder)
        (folder / "เพิ่ม.txt").write_text("เพิ่ม\nเติม", "utf-8")
        watched.wait_for(lambda it: len(it.lines) == 3)
        (folder / "อีก.txt").write_text("อีก\nเรื่อง", "utf-8")
        watched.wait_for(lambda it: len(it.lines) == 4)
    assert watched.lines[2].startswith("ครั้งที่ ")


def test_without_the_systems_messages_it_looks_by_itself(folder, monkeypatch):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true")
    with Watched(folder) as watched:
        watched.wait_for(lambda it: it.lines)
        (folder / "ใหม่.md").write_text("# ใหม่", "utf-8")
        watched.wait_for(lambda it: len(it.lines) == 2)


def test_no_folder_is_an_error(tmp_path):
    with pytest.raises(ArticleError):
        take_snapshot(tmp_path / "ไม่มี")


@pytest.fixture
def settings(settings_in, folder, tmp_path):
    settings_in(articles=folder, data=tmp_path / "ข้อมูล")
    return load_settings()


def test_an_index_run_apart_tells_what_it_did_and_what_stopped_it(settings, folder):
    stop = threading.Event()
    first = index_apart(stop)
    assert first.startswith("new: 1; Published generation 1: 1 articles, 1 passages (1 embedded")
    (folder / "เขื่อน.txt").write_text("อื่น\nเนื้อหาอื่น", "utf-8")
    (folder / "questions.yaml").write_text(
        "- ask: เขื่อนภูมิพลอยู่จังหวัดอะไร\n  status: answered\n  quote: ตาก\n", "utf-8"
    )
    with pytest.raises(KhamtobError, match=r"^not published: 1 of 1 questions break"):
        index_apart(stop)
    with (
        hold_write_lock(settings.index_folder),
        pytest.raises(KhamtobError, match=f"being written by process {os.getpid()}"),
    ):
        index_apart(stop)
    assert read_current(settings.index_folder) == 1
    stop.set()
    assert index_apart(stop) == ""


def test_beside_another_program_a_change_goes_live(settings, folder):
    lines, stop = [], threading.Event()
    threads = start_watching(settings, lines.append, stop, fetch_every=0)
    assert len(threads) == 1
    try:
        until = time.monotonic() + 60
        while not any("Published generation 1" in line for line in lines):
            assert time.monotonic() < until, lines
            time.sleep(0.1)
    finally:
        stop.set()
        threads[0].join()
    assert read_current(settings.index_folder) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_the_command_ends_with_ctrl_c_in_one_line(settings, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "watch", "--fetch-every", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        text=True,
        encoding="utf-8",
        # A shell starts background jobs with SIGINT ignored, and a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert first.endswith(f"watching {settings.articles}; stop with Ctrl-C\n")
    assert out.endswith(" stopped\n")
    assert (process.returncode, err) == (130, "")
