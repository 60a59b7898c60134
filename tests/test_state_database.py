"""Opening the state: new, old, newer, foreign, damaged, by two processes at once."""

import sqlite3
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.state.chats import read_language, set_language
from bot.state.database import open_state
from bot.state.inbox import count_pending, list_pending, store_updates
from bot.state.schema import STEPS
from bot.state.transactions import clean_text, clear_log, transaction
from corpus.errors import StateError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ข้อมูล" / "state.sqlite"


def fill(path, count=200):
    db = open_state(path)
    store_updates(db, [(number, f"คำถามที่ {number} " * 20) for number in range(count)], 1.0)
    db.close()


def refusal(path):
    """What opening says, when it leaves the file as it was."""
    before = path.read_bytes()
    with pytest.raises(StateError) as raised:
        open_state(path)
    assert path.read_bytes() == before
    message = str(raised.value)
    assert message.startswith(f"{path}: ") and "\n" not in message
    return message.removeprefix(f"{path}: ")


def test_a_new_state_is_made_with_its_folder_and_only_its_owner_may_read_it(path):
    db = open_state(path)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_what_was_stored_is_there_after_reopening(path):
    db = open_state(path)
    set_language(db, 42, "th")
    db.close()
    assert read_language(open_state(path), 42) == "th"


def test_two_states_have_different_secrets(path):
    secrets = [
        open_state(path.with_name(name)).execute("SELECT value FROM secret").fetchone()[0]
        for name in ("หนึ่ง.sqlite", "สอง.sqlite")
    ]
    assert [len(secret) for secret in secrets] == [32, 32]
    assert secrets[0] != secrets[1]


def test_a_text_file_is_refused(path):
    path.parent.mkdir()
    path.write_text("นี่ไม่ใช่ฐานข้อมูล " * 100)
    assert refusal(path).startswith("is damaged or not a database (file is not a database); put a")


def test_a_file_cut_short_is_refused(path):
    fill(path)
    path.write_bytes(path.read_bytes()[:-30_000])
    assert "is damaged or not a database" in refusal(path)
    assert "move it and state.sqlite-wal away" in refusal(path)


def test_a_file_with_overwritten_pages_is_refused(path):
    fill(path)
    data = bytearray(path.read_bytes())
    data[40_960:49_152] = "ก".encode() * 2730 + b"xx"
    path.write_bytes(data)
    assert "is damaged or not a database" in refusal(path)


def test_the_file_of_another_program_is_refused(path):
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE บันทึก (ข้อความ TEXT)")
    db.close()
    assert refusal(path) == "is another program's database; move it away, or set KHAMTOB_DATA"


def test_the_file_of_a_newer_version_is_refused(path):
    fill(path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    assert refusal(path) == (
        f"made by a newer Khamtob (version 99, this one knows {len(STEPS)});"
        " use that one, or set KHAMTOB_DATA to another folder"
    )


def test_a_folder_in_the_place_of_the_file_is_refused(path):
    path.mkdir(parents=True)
    with pytest.raises(StateError, match=r"state\.sqlite: can't be used \(unable to open"):
        open_state(path)


def test_a_file_in_the_place_of_the_folder_is_refused(path):
    path.parent.write_text("ไม่ใช่โฟลเดอร์")
    with pytest.raises(StateError, match=r"can't be opened \(.*\); check KHAMTOB_DATA"):
        open_state(path)


def test_an_older_state_gets_the_missing_steps_and_keeps_what_it_has(path, monkeypatch):
    fill(path, 3)
    step = ("ALTER TABLE chats ADD COLUMN topic TEXT", "UPDATE inbox SET tries = 7")
    monkeypatch.setattr("bot.state.database.STEPS", (*STEPS, step))
    db = open_state(path)
    assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
    assert [update.tries for update in list_pending(db)] == [7, 7, 7]


def test_a_step_that_fails_changes_nothing(path, monkeypatch):
    fill(path, 3)
    step = ("UPDATE inbox SET tries = 7", "DROP TABLE ไม่มี")
    monkeypatch.setattr("bot.state.database.STEPS", (*STEPS, step))
    with pytest.raises(StateError, match="no such table"):
        open_state(path)
    monkeypatch.undo()
    db = open_state(path)
    assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    assert [update.tries for update in list_pending(db)] == [0, 0, 0]


OPEN_AND_STORE = """
import sys
from pathlib import Path
from bot.state.database import open_state
from bot.state.inbox import store_updates
sys.stdin.readline()
db = open_state(Path(sys.argv[1]))
for number in range(30):
    print(*store_updates(db, [(number, "คำถาม"), (number + 1, "อีกข้อ")], 1.0))
"""


def test_processes_that_make_and_fill_the_same_state_at_once_store_every_update_once(path):
    children = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", OPEN_AND_STORE, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for child in children:
        child.stdin.write(b"\n")
        child.stdin.flush()
    stored = [int(word) for child in children for word in child.communicate()[0].split()]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert sorted(stored) == list(range(31))
    assert count_pending(open_state(path)) == 31


def test_a_transaction_that_fails_leaves_nothing_behind(path):
    db = open_state(path)
    with pytest.raises(ValueError, match="กลางทาง"), transaction(db):
        set_language(db, 1, "th")
        message = "กลางทาง"
        raise ValueError(message)
    assert read_language(db, 1) is None
    set_language(db, 1, "en")
    assert read_language(db, 1) == "en"


def test_a_full_disk_is_told_and_what_was_stored_before_stays(path):
    db = open_state(path)
    store_updates(db, [(1, "ก่อนเต็ม")], 1.0)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StateError, match=r"can't be used \(database or disk is full\); see that"):
        store_updates(db, [(2, "ยาว" * 50_000), (3, "สั้น")], 2.0)
    assert [(update.update_id, update.raw) for update in list_pending(db)] == [(1, "ก่อนเต็ม")]
    db.execute("PRAGMA max_page_count = 1000000")
    assert store_updates(db, [(2, "มีที่แล้ว")], 3.0) == [2]


def test_a_write_that_another_program_holds_back_for_too_long_is_told(path):
    db, other = open_state(path), open_state(path)
    db.execute("PRAGMA busy_timeout = 20")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateError, match=r"database is locked.*no other program holds it"):
        set_language(db, 1, "th")
    other.execute("COMMIT")
    set_language(db, 1, "th")
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_damage_while_it_runs_is_told(path):
    fill(path)
    db = open_state(path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    db.execute("PRAGMA shrink_memory")  # else it reads what it has in memory
    with pytest.raises(StateError, match="is damaged or not a database"):
        list_pending(db)


def test_the_log_is_empty_after_clearing(path):
    db = open_state(path)
    store_updates(db, [(1, "คำถาม")], 1.0)
    log = path.with_name("state.sqlite-wal")
    assert log.stat().st_size > 0
    clear_log(db)
    assert log.stat().st_size == 0
    assert count_pending(db) == 1


@given(st.text())
def test_text_without_lone_surrogates_is_stored_as_it_is(text):
    assert clean_text(text) == text


@given(st.text(st.characters(categories=["Cs", "Lo"], include_characters="\ufeff\x00ก")))
def test_any_text_can_be_stored(text):
    clean = clean_text(text)
    clean.encode()
    assert clean == "" or text != ""


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("ก\ud83dข", "ก\ufffdข"),
        ("ก\udc00", "ก\ufffd"),
        ("ก\ud83d", "ก\ufffd"),
        ("\ud83d\ude00ก", "😀ก"),
        ("\ufeffก\x00ข", "\ufeffก\x00ข"),
    ],
)
def test_a_lone_surrogate_becomes_the_replacement_character(text, clean):
    assert clean_text(text) == clean
