"""A backup holds everything that can't be rebuilt, is made while the bot writes, and is proven."""

import json
import stat
import threading
import zipfile

import pytest

from bot.archive import check_archive
from bot.backup import write_backup
from bot.settings import load_settings
from bot.state.database import open_state
from bot.state.unanswered import list_unanswered, note_unanswered
from corpus.errors import StateError, UsageError

ARTICLE = "น้ำท่วมเชียงใหม่\nแม่น้ำปิงเอ่อล้นตลิ่งเมื่อวันที่ 4 ตุลาคม 2567\n"

TOKEN = "123456:AbCdEf"  # noqa: S105


@pytest.fixture
def settings(settings_in, tmp_path):
    settings_in(articles=tmp_path / "บทความ", data=tmp_path / "ข้อมูล", token=TOKEN)
    files = {
        "บทความ/น้ำท่วม.txt": ARTICLE,
        "บทความ/ข่าว/2567/ก.md": "# ก\n\nเนื้อหา",
        "บทความ/sources.yaml": "- https://news.example/rss\n",
        "บทความ/questions.yaml": "- ask: น้ำท่วมที่ไหน\n  status: answered\n",
        "บทความ/.git/config": "ลับ",
        "ข้อมูล/removed/เก่า.txt": "เก่า\nเนื้อหาเก่า",
        "ข้อมูล/fetched.json": "{}",
        "ข้อมูล/index/CURRENT": "1",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load_settings()


def test_everything_is_in_it_but_the_index_and_the_token(settings, tmp_path):
    db = open_state(settings.state_file)
    note_unanswered(db, "กุญแจ", "แมวบินได้ไหม", "th", 1.0)
    target = tmp_path / "สำรอง.zip"
    report = write_backup(settings, target, force=False)
    db.close()
    assert sorted(entry.name for entry in report.archive.entries) == [
        "articles/questions.yaml",
        "articles/sources.yaml",
        "articles/ข่าว/2567/ก.md",
        "articles/น้ำท่วม.txt",
        "fetched.json",
        "removed/เก่า.txt",
        "state.sqlite",
    ]
    assert report.left_out == ()
    with zipfile.ZipFile(target) as file:
        assert file.read("articles/น้ำท่วม.txt").decode() == ARTICLE
        assert not any(b"AbCdEf" in file.read(name) for name in file.namelist())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "สำรอง" in path.name] == ["สำรอง.zip"]


def test_the_memory_is_copied_whole_while_it_is_written(settings, tmp_path):
    open_state(settings.state_file).close()
    stop, written = threading.Event(), []

    def write():
        db = open_state(settings.state_file)
        while not stop.is_set():
            note_unanswered(db, f"กุญแจ {len(written)}", f"คำถามที่ {len(written)}", "th", 1.0)
            written.append(1)
        db.close()

    thread = threading.Thread(target=write)
    thread.start()
    counts = []
    try:
        for number in range(5):
            before = len(written)
            target = tmp_path / f"{number}.zip"
            write_backup(settings, target, force=False)
            with zipfile.ZipFile(target) as file:
                file.extract("state.sqlite", tmp_path / str(number))
            copy = open_state(tmp_path / str(number) / "state.sqlite")
            counts.append((before, len(list_unanswered(copy)), len(written) + 1))
            copy.close()
    finally:
        stop.set()
        thread.join()
    assert all(least <= found <= most for least, found, most in counts)


def test_a_backup_that_is_there_stays_unless_it_is_forced(settings, tmp_path):
    target = tmp_path / "สำรอง.zip"
    target.write_text("ของเดิม", "utf-8")
    with pytest.raises(UsageError, match="is there already; name another file, or use --force"):
        write_backup(settings, target, force=False)
    assert target.read_text("utf-8") == "ของเดิม"
    write_backup(settings, target, force=True)
    assert check_archive(target).count("articles") == 4


def test_it_does_not_go_into_what_it_backs_up(settings):
    with pytest.raises(UsageError, match="lies in the articles folder"):
        write_backup(settings, settings.articles / "สำรอง.zip", force=False)


def test_a_damaged_memory_gives_no_backup(settings, tmp_path):
    settings.state_file.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    target = tmp_path / "สำรอง.zip"
    with pytest.raises(StateError, match=r"state\.sqlite: (can't be copied|damaged)"):
        write_backup(settings, target, force=False)
    assert not target.exists()
    assert list(tmp_path.glob("*.unfinished")) == []


def test_links_and_odd_files_are_left_out(settings, tmp_path):
    (tmp_path / "นอก.txt").write_text("ลับ", "utf-8")
    (settings.articles / "ลิงก์.txt").symlink_to(tmp_path / "นอก.txt")
    (settings.articles / "ก:ข.txt").write_text("ชื่อแปลก", "utf-8")
    report = write_backup(settings, tmp_path / "สำรอง.zip", force=False)
    assert report.left_out == ("articles/ก:ข.txt",)
    assert not any("ลิงก์" in entry.name for entry in report.archive.entries)


def test_the_command_says_what_it_did(khamtob, settings, tmp_path):
    run = khamtob("backup", tmp_path / "สำรอง.zip")
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{tmp_path / 'สำรอง.zip'}: 4 files of the articles folder, 0.0 MB, checked\n"
    again = khamtob("backup", tmp_path / "สำรอง.zip")
    assert (again.code, again.out) == (2, "")


def test_a_checksum_guards_every_file(settings, tmp_path):
    target = tmp_path / "สำรอง.zip"
    write_backup(settings, target, force=False)
    with zipfile.ZipFile(target) as file:
        record = json.loads(file.read("manifest.json"))
    assert record["format"] == 1
    assert {len(each["sha256"]) for each in record["files"]} == {64}


def test_without_a_memory_there_is_still_a_backup(settings, tmp_path):
    report = write_backup(settings, tmp_path / "สำรอง.zip", force=False)
    assert "state.sqlite" not in {entry.name for entry in report.archive.entries}
