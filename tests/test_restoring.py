"""A backup comes back whole or not at all, and what was there before is kept."""

import hashlib
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import write_backup
from bot.restoring import refuse_half_restored, restore_backup
from bot.settings import load_settings
from bot.state.database import open_state
from bot.state.unanswered import list_unanswered, note_unanswered
from corpus.errors import ArticleError, IndexBusyError, StateError, UsageError
from index.generations import hold_write_lock

ARTICLE = "น้ำท่วมเชียงใหม่\nแม่น้ำปิงเอ่อล้นตลิ่งเมื่อวันที่ 4 ตุลาคม 2567\n"


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _read_tree(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "/index/" not in path.as_posix()
    }


def _questions(settings):
    with closing(open_state(settings.state_file)) as db:
        return [each.question for each in list_unanswered(db)]


@pytest.fixture
def settings(settings_in, tmp_path):
    settings_in(articles=tmp_path / "บทความ", data=tmp_path / "ข้อมูล")
    return load_settings()


@pytest.fixture
def backup(settings, tmp_path):
    """A backup of two articles and a question, all of which are gone again."""
    _write(settings.articles / "น้ำท่วม.txt", ARTICLE)
    _write(settings.articles / "ข่าว" / "ก.md", "# ก\n\nเนื้อหา")
    _write(settings.articles / "sources.yaml", "- https://news.example/rss\n")
    _write(settings.data / "removed" / "เก่า.txt", "เก่า\nเนื้อหาเก่า")
    _write(settings.data / "fetched.json", "{}")
    with closing(open_state(settings.state_file)) as db:
        note_unanswered(db, "กุญแจ", "แมวบินได้ไหม", "th", 1.0)
    target = tmp_path / "สำรอง.zip"
    write_backup(settings, target, force=False)
    for folder in (settings.articles, settings.data):
        folder.rename(tmp_path / f"{folder.name} เดิม")
    return target


def test_a_new_machine_gets_everything_back(settings, backup, tmp_path):
    report = restore_backup(settings, backup, force=False)
    assert (report.articles, report.kept) == (3, None)
    assert _read_tree(settings.articles) == _read_tree(tmp_path / "บทความ เดิม")
    assert (settings.removed_folder / "เก่า.txt").read_text("utf-8") == "เก่า\nเนื้อหาเก่า"
    assert (settings.data / "fetched.json").read_text("utf-8") == "{}"
    assert _questions(settings) == ["แมวบินได้ไหม"]
    assert [path.name for path in settings.articles.iterdir() if path.name.startswith(".")] == []
    refuse_half_restored(settings)


def test_what_is_there_is_not_touched_without_force(settings, backup):
    _write(settings.articles / "ใหม่.txt", "ใหม่\nเนื้อหาใหม่")
    with pytest.raises(UsageError, match=r"ใหม่\.txt: is there already; .*use --force"):
        restore_backup(settings, backup, force=False)
    assert list(_read_tree(settings.articles)) == ["ใหม่.txt"]


def test_with_force_the_old_files_are_kept_aside(settings, backup):
    _write(settings.articles / "ใหม่.txt", "ใหม่\nเนื้อหาใหม่")
    _write(settings.articles / "ข่าว" / "ข.md", "# ข\n\nเนื้อหา")
    _write(settings.articles / ".git" / "config", "ของเรา")
    with closing(open_state(settings.state_file)) as db:
        note_unanswered(db, "กุญแจ", "ปลาพูดได้ไหม", "th", 1.0)
    report = restore_backup(settings, backup, force=True)
    assert sorted(_read_tree(settings.articles)) == [
        ".git/config",
        "sources.yaml",
        "ข่าว/ก.md",
        "น้ำท่วม.txt",
    ]
    assert _questions(settings) == ["แมวบินได้ไหม"]
    assert report.kept == settings.removed_folder / "before-restore"
    assert sorted(_read_tree(report.kept)) == [
        "articles/ข่าว/ข.md",
        "articles/ใหม่.txt",
        "state.sqlite",
    ]
    with closing(open_state(report.kept / "state.sqlite")) as db:
        assert [each.question for each in list_unanswered(db)] == ["ปลาพูดได้ไหม"]


def test_twice_keeps_both(settings, backup):
    restore_backup(settings, backup, force=True)
    first = restore_backup(settings, backup, force=True)
    second = restore_backup(settings, backup, force=True)
    assert (first.kept.name, second.kept.name) == ("before-restore", "before-restore (2)")
    assert _questions(settings) == ["แมวบินได้ไหม"]


def test_a_damaged_backup_changes_nothing(settings, backup):
    _write(settings.articles / "ใหม่.txt", "ใหม่\nเนื้อหาใหม่")
    whole = backup.read_bytes()
    before = _read_tree(settings.articles)
    with zipfile.ZipFile(backup) as file:
        infos = [info for info in file.infolist() if info.compress_size > 30]
    assert len(infos) > 4  # in a smaller one a bit may not matter
    for info in infos:
        # The local header: 30 bytes, then a name and extra fields whose lengths are at its end.
        name_and_extra = struct.unpack_from("<HH", whole, info.header_offset + 26)
        content = info.header_offset + 30 + sum(name_and_extra)
        damaged = bytearray(whole)
        damaged[content + info.compress_size // 2] ^= 0x10
        backup.write_bytes(damaged)
        with pytest.raises(ArticleError, match="nothing was restored"):
            restore_backup(settings, backup, force=True)
        assert _read_tree(settings.articles) == before
    assert not (settings.data / "removed").exists()


def test_a_running_bot_is_noticed(settings, backup):
    with closing(open_state(settings.state_file)) as db:
        note_unanswered(db, "กุญแจ", "ปลาพูดได้ไหม", "th", 1.0)
        with pytest.raises(StateError, match=r"state\.sqlite: in use; stop the bot first"):
            restore_backup(settings, backup, force=True)
        assert len(list_unanswered(db)) == 1
    assert list(settings.articles.iterdir()) == []
    assert _questions(settings) == ["ปลาพูดได้ไหม"]


def test_an_index_run_is_waited_for(settings, backup):
    with hold_write_lock(settings.index_folder):
        code = (
            "from pathlib import Path; from bot.restoring import restore_backup;"
            "from bot.settings import load_settings; import sys;"
            "restore_backup(load_settings(), Path(sys.argv[1]), force=True)"
        )
        run = subprocess.run(  # noqa: S603  (this Python, our own words)
            [sys.executable, "-c", code, str(backup)],
            capture_output=True,
            check=False,
            cwd=Path(__file__).parent.parent,
        )
    assert IndexBusyError.__name__ in run.stderr.decode()
    assert list(settings.articles.iterdir()) == []


def test_a_damaged_memory_can_be_replaced_and_a_damaged_one_is_not_restored(settings, backup):
    settings.data.mkdir(parents=True)
    settings.state_file.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    restore_backup(settings, backup, force=True)
    assert _questions(settings) == ["แมวบินได้ไหม"]


def test_another_programs_memory_is_refused(settings, backup, tmp_path):
    restore_backup(settings, backup, force=False)
    settings.state_file.unlink()
    with closing(sqlite3.connect(settings.state_file)) as db:
        db.execute("CREATE TABLE อื่น (ก)")
    foreign = tmp_path / "อื่น.zip"
    write_backup(settings, foreign, force=False)
    settings.state_file.unlink()
    with pytest.raises(StateError, match=r"อื่น\.zip: is another program's database"):
        restore_backup(settings, foreign, force=True)
    assert not settings.state_file.exists()


def test_the_commands_lead_there_and_back(khamtob, settings, backup):
    run = khamtob("restore", backup)
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0].startswith("restored the backup of 20")
    assert lines[0].endswith(": 3 files of articles")
    assert lines[1] == "To answer from it, run: khamtob index"
    assert khamtob("restore", backup).code == 2
    assert "what was there is in " in khamtob("restore", backup, "--force").out
    missing = khamtob("restore", "ไม่มี.zip")
    assert missing.code in (1, 2)


def _restore_until(step, settings, backup):
    """Restore in a child that kills itself before its n-th change of a folder; how it ended."""
    child = os.fork()
    if child == 0:
        left = step

        def count(event, _arguments):
            nonlocal left
            if event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            restore_backup(settings, backup, force=True)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no SIGKILL")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_killed_at_any_step_nothing_is_lost_and_the_next_run_finishes(settings, backup, tmp_path):
    """Each step is a call that changes a folder; every one of them is tried."""
    wanted = set(_read_tree(tmp_path / "บทความ เดิม").values())
    texts = [f"ของเรา {number}\nเนื้อหา" for number in range(2)]
    own = {hashlib.sha256(text.encode()).hexdigest() for text in texts}
    ended = None
    for step in range(100):
        for number, text in enumerate(texts):
            _write(settings.articles / f"{number}.txt", text)
        open_state(settings.state_file).close()
        ended = _restore_until(step, settings, backup)
        visible = {
            digest
            for name, digest in _read_tree(settings.articles).items()
            if not name.startswith(".")
        }
        assert own <= visible | set(_read_tree(settings.data).values())
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        if visible not in (own, wanted):
            with pytest.raises(ArticleError, match="a restore was cut off; run it again"):
                refuse_half_restored(settings)
        restore_backup(settings, backup, force=True)
        assert set(_read_tree(settings.articles).values()) == wanted
        assert _questions(settings) == ["แมวบินได้ไหม"]
        assert own <= set(_read_tree(settings.data).values())
        for folder in (settings.articles, settings.data):
            shutil.rmtree(folder)
    assert ended == 0
    assert step > 15
