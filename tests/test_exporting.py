"""What people asked and thought comes out as CSV that no spreadsheet computes."""

import csv
import io
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exporting import make_harmless, write_csv
from bot.settings import load_settings
from bot.state.answers import AnswerRecord, Place, save_answer
from bot.state.database import open_state
from bot.state.feedback import give_reason, vote
from bot.state.unanswered import list_unanswered, mark_handled, note_unanswered

ASKED = 1_700_000_000.0  # 2023-11-14 22:13:20 UTC
SECOND = ("2023-11-14 22:13:25", "down")


def _read(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture
def state(settings_in, tmp_path):
    settings_in(data=tmp_path / "ข้อมูล")
    with closing(open_state(load_settings().state_file)) as db:
        yield db


def test_questions_and_votes_come_out_without_people(khamtob, state, tmp_path):
    note_unanswered(state, "1", "แมวบินได้ไหม", "th", ASKED)
    note_unanswered(state, "2", '=HYPERLINK("http://evil.example")', "en", ASKED + 60)
    mark_handled(state, list_unanswered(state)[0].unanswered_id)
    place = Place("ข่าว/น้ำท่วม.md", 0, 10)
    for answer_id, quotes in (("ก", (place,)), ("ข", ())):
        status = "answered" if quotes else "not_found"
        record = AnswerRecord(
            answer_id, f"คำถาม {answer_id}", "th", status, 0.75, 3, quotes, (), quotes, ASKED
        )
        save_answer(state, record)
        vote(state, answer_id, f"ผู้ใช้ {answer_id}", "down", ASKED + 5)
    give_reason(state, "ก", "ผู้ใช้ ก", "wrong")
    vote(state, "ก", "ผู้ใช้ ค", "up", ASKED + 9)
    vote(state, "ก", "ผู้ใช้ ค", "up", ASKED + 9)  # withdrawn
    run = khamtob("export", tmp_path / "ส่งออก")
    folder = tmp_path / "ส่งออก"
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{folder / 'unanswered.csv'}: 2 rows\n{folder / 'feedback.csv'}: 2 rows\n"
    assert _read(folder / "unanswered.csv") == [
        ["asked", "language", "question", "handled"],
        ["2023-11-14 22:13:20", "th", "แมวบินได้ไหม", "yes"],
        ["2023-11-14 22:14:20", "en", '\'=HYPERLINK("http://evil.example")', "no"],
    ]
    header, *rows = _read(folder / "feedback.csv")
    assert header[:3] == ["voted", "vote", "reason"]
    assert sorted(rows, key=lambda row: row[4]) == [
        [*SECOND, "wrong", "th", "คำถาม ก", "answered", "0.75", "3", "ข่าว/น้ำท่วม.md"],
        [*SECOND, "", "th", "คำถาม ข", "not_found", "0.75", "3", ""],
    ]
    assert "ผู้ใช้" not in (folder / "feedback.csv").read_text("utf-8")


def test_without_a_memory_the_way_out_is_told(khamtob, settings_in, tmp_path):
    settings_in(data=tmp_path / "ข้อมูล")
    run = khamtob("export", tmp_path / "ส่งออก")
    assert run.code == 1
    assert run.err == (
        f"{tmp_path / 'ข้อมูล' / 'state.sqlite'}: not there yet; the bot makes it: khamtob run\n"
    )
    assert not (tmp_path / "ส่งออก").exists()


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+66812345678", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@ก", "＝1", "|calc"],
)
def test_a_cell_that_a_spreadsheet_would_compute_becomes_text(cell):
    assert make_harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["แมวบินได้ไหม", "2564 = 2021", "a@b", "", "'ก'"])
def test_other_cells_stay_as_they_are(cell):
    assert make_harmless(cell) == cell


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_every_cell_comes_back_and_none_begins_a_formula(cells):
    data = write_csv(["ก"] * len(cells), [cells]).decode("utf-8-sig")
    _header, row = csv.reader(io.StringIO(data, newline=""))
    for cell, read in zip(cells, row, strict=True):
        assert read == make_harmless(cell).encode("utf-8", "replace").decode()
        assert read.lstrip()[:1] not in set("=+-@")
