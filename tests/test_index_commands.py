"""`khamtob index`, `status`, `verify` and `rollback`, on a folder that grows and breaks."""

import json
from pathlib import Path

import pytest

DAM = "เขื่อนภูมิพล\nเขื่อนภูมิพลตั้งอยู่ที่อำเภอสามเงา จังหวัดตาก สร้างเสร็จเมื่อปี 2507"
RIVER = "Ping River\nThe Ping River is 658 kilometres long and flows past Chiang Mai."
GATE = """
- ask: เขื่อนภูมิพลตั้งอยู่ที่จังหวัดอะไร
  status: answered
  quote: จังหวัดตาก
- ask: ใครชนะฟุตบอลโลกปี 2022
  status: answered
"""


@pytest.fixture
def folder(settings_in, tmp_path):
    folder = tmp_path / "บทความ"
    folder.mkdir()
    (folder / "เขื่อน.txt").write_text(DAM, "utf-8")
    settings_in(articles=folder, data=tmp_path / "ข้อมูล")
    return folder


def test_the_index_follows_the_folder_and_rolls_back(khamtob, folder):
    first = khamtob("index")
    assert first.code == 0
    assert first.out.startswith("new: 1\n  เขื่อน.txt\nunchanged: 0\n")
    assert "Published generation 1: 1 articles, 1 passages (1 embedded now) in" in first.out
    assert khamtob("index").out == "unchanged: 1\nNothing changed.\n"

    (folder / "river.txt").write_text(RIVER, "utf-8")
    (folder / "broken.pdf").write_text("ไม่ใช่", "utf-8")
    (folder / "งาน.xlsx").write_text("ก", "utf-8")
    dry = khamtob("index", "--dry-run")
    assert dry.out == (
        "new: 1\n  river.txt\n"
        f"unreadable: 1\n  broken.pdf: {_reason(dry.out, 'broken.pdf')}\n"
        "skipped: 1\n  งาน.xlsx: unknown type .xlsx\n"
        "unchanged: 1\n"
        "Nothing was published (--dry-run): 2 articles, 2 passages, 1 of them to be embedded\n"
    )
    strict = khamtob("index", "--strict")
    assert strict.code == 1
    assert "Published generation 2: 2 articles, 2 passages" in strict.out
    assert strict.err.splitlines()[-1] == (
        "1 unreadable (--strict): repair or remove what is listed above"
    )

    status = json.loads(khamtob("status", "--json").out)
    assert (status["generation"], status["previous"], status["articles"]) == (2, [1], 2)
    assert (status["not_indexed"], status["gone"], status["model"]) == (1, 0, "embedded")

    back = khamtob("rollback")
    assert back.code == 0
    assert back.out.startswith("Generation 1 of 20")
    assert json.loads(khamtob("status", "--json").out)["generation"] == 1
    again = khamtob("rollback")
    assert again.code == 1
    assert again.err.count("\n") == 1


def _reason(output, name):
    return next(line for line in output.split("\n") if f"{name}: " in line).split(": ", 1)[1]


def test_a_gate_refuses_what_breaks_and_forgives_what_was_broken(khamtob, folder):
    Path("gate.yaml").write_text(GATE, "utf-8")
    first = khamtob("index", "--gate", "gate.yaml")
    assert first.code == 1
    assert "not published: 1 of 2 questions break" in first.err
    assert '"ใครชนะฟุตบอลโลกปี 2022" is not_found, not answered' in first.err
    assert json.loads(khamtob("status", "--json").out)["generation"] is None

    khamtob("index")
    (folder / "river.txt").write_text(RIVER, "utf-8")
    assert "Published generation 2" in khamtob("index", "--gate", "gate.yaml").out

    (folder / "เขื่อน.txt").write_text("เขื่อนอื่น\nเขื่อนอื่นอยู่ที่อื่น", "utf-8")
    broken = khamtob("index", "--gate", "gate.yaml")
    assert broken.code == 1
    assert broken.err.splitlines()[-1].startswith(
        'not published: 1 of 2 questions break: "เขื่อนภูมิพลตั้งอยู่ที่จังหวัดอะไร"'
    )
    assert json.loads(khamtob("status", "--json").out)["generation"] == 2


def test_the_questions_beside_the_articles_are_the_gate_unless_it_is_forced(khamtob, folder):
    (folder / "questions.yaml").write_text(GATE.split("- ask: ใคร")[0], "utf-8")
    first = khamtob("index")
    assert first.code == 0
    assert "skipped" not in first.out  # it is no article that could not be read

    (folder / "เขื่อน.txt").write_text("เขื่อนอื่น\nเขื่อนอื่นอยู่ที่อื่น", "utf-8")
    broken = khamtob("index")
    assert broken.code == 1
    assert broken.err.splitlines()[-1].startswith("not published: 1 of 1 questions break")
    assert broken.err.endswith("or publish it all the same with --force\n")
    assert json.loads(khamtob("status", "--json").out)["generation"] == 1

    assert khamtob("index", "--dry-run").code == 0
    Path("other.yaml").write_text("- ask: ราคาน้ำมันวันนี้เท่าไร\n  status: not_found\n", "utf-8")
    both = khamtob("index", "--force", "--gate", "other.yaml")
    assert both.code == 2
    assert "Published generation 2" in khamtob("index", "--gate", "other.yaml").out

    (folder / "river.txt").write_text(RIVER, "utf-8")
    (folder / "questions.yaml").write_text(GATE, "utf-8")
    # What was broken before does not stop anything else.
    assert "Published generation 3" in khamtob("index").out
    (folder / "questions.yaml").write_text("- ask: [", "utf-8")
    (folder / "river.txt").unlink()
    assert khamtob("index").code == 2
    assert "Published generation 4" in khamtob("index", "--force").out


def test_the_first_question_of_a_newcomer_does_not_get_past_the_gate(khamtob, folder):
    (folder / "questions.yaml").write_text(GATE, "utf-8")
    run = khamtob("ask", "เขื่อนภูมิพลอยู่ที่ไหน")
    assert run.code == 1
    assert "not published: 1 of 2 questions break" in run.err
    assert json.loads(khamtob("status", "--json").out)["generation"] is None


def test_a_half_restored_collection_is_not_indexed(khamtob, folder, tmp_path):
    (tmp_path / "ข้อมูล").mkdir()
    (tmp_path / "ข้อมูล" / "restore-unfinished").touch()
    run = khamtob("index", "--force")
    assert run.code == 1
    assert run.err.endswith("a restore was cut off; run it again: khamtob restore FILE --force\n")


def test_the_gate_asks_with_the_threshold_that_is_set(khamtob, folder, settings_in):
    Path("gate.yaml").write_text(GATE.split("- ask: ใคร")[0], "utf-8")
    settings_in(threshold=1)
    refused = khamtob("index", "--gate", "gate.yaml")
    assert refused.code == 1
    assert "not published: 1 of 1 questions break" in refused.err
    settings_in(threshold=0)
    assert "Published generation 1" in khamtob("index", "--gate", "gate.yaml").out


def test_a_mistake_in_the_gate_is_told_before_anything_is_indexed(khamtob, folder):
    run = khamtob("index", "--gate", "ไม่มี.yaml")
    assert run.code == 2
    assert (
        run.err
        == "ไม่มี.yaml: can't be opened (No such file or directory); name a script of questions\n"
    )
    assert json.loads(khamtob("status", "--json").out)["generation"] is None


def test_status_tells_a_newcomer_what_to_do(khamtob, folder):
    run = khamtob("status")
    assert run.code == 0
    assert "live: nothing, no article is indexed yet\n" in run.out
    assert run.out.endswith("To bring the index up to the folder, run: khamtob index\n")


def test_a_whole_index_is_verified(khamtob, with_sample_index):
    run = khamtob("verify")
    assert run.code == 0
    assert run.out.startswith("Generation 1 is whole: ")
    record = json.loads(khamtob("verify", "--json").out)
    assert record["whole"] is True
    assert record["generations"][0]["articles"] == 16


def test_damage_is_found_and_the_file_named(khamtob, with_sample_index):
    damaged = with_sample_index / "index" / "generations" / "1" / "vectors.faiss"
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    run = khamtob("verify")
    assert run.code == 1
    assert run.err.startswith(f"{damaged}: a file of the index is damaged")
    assert run.err.count("\n") == 1
    record = json.loads(khamtob("verify", "--json").out)
    assert record["whole"] is False
    assert str(damaged) in record["problem"]


@pytest.mark.parametrize("command", ["verify", "rollback", "articles"])
def test_without_an_index_the_way_out_is_told(command, khamtob, folder):
    run = khamtob(command)
    assert run.code == 1
    assert run.err.endswith("run: khamtob index\n")
    assert run.err.count("\n") == 1
