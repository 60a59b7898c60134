"""`khamtob eval`: measures on data with known answers."""

import json
from pathlib import Path

import pytest

CONTEXTS = {
    "เขื่อน": ("เขื่อนภูมิพลตั้งอยู่ที่อำเภอสามเงา จังหวัดตาก", "เขื่อนภูมิพลอยู่จังหวัดอะไร", "ตาก"),
    "River": ("The Ping River is 658 kilometres long.", "How long is the Ping River?", "658"),
}


@pytest.fixture
def data(tmp_path, monkeypatch, encoder):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    articles = []
    for title, (context, question, answer) in CONTEXTS.items():
        span = {"text": answer, "answer_start": context.index(answer)}
        asked = {"id": title, "question": question, "answers": [span]}
        articles.append({"title": title, "paragraphs": [{"context": context, "qas": [asked]}]})
    path = tmp_path / "ข้อมูล.json"
    path.write_text(json.dumps({"version": "1.1", "data": articles}), "utf-8")
    return path


def test_measures_are_printed_as_json_and_as_a_table(khamtob, data):
    run = khamtob("eval", data, "--json")
    assert run.code == 0
    measures = json.loads(run.out)
    assert (measures["questions"], measures["articles"]) == (2, 2)
    assert measures["ndcg_hybrid"] == 100
    lines = dict(line.rsplit(maxsplit=1) for line in khamtob("eval", data).out.splitlines())
    assert lines["questions"] == "2"
    assert lines["ndcg hybrid"] == "100.00"


def test_data_of_another_kind_is_refused_in_one_line(khamtob, tmp_path):
    Path("อื่น.json").write_text("[]", "utf-8")
    for name in ("อื่น.json", "ไม่มี.json"):
        run = khamtob("eval", name)
        assert run.code in (1, 2)
        assert run.err.startswith(f"{name}: ")
        assert run.err.count("\n") == 1
