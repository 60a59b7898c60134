"""`khamtob eval`: measures on data with known answers."""

import gzip
import json
import re
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
    assert measures["reliability"] == []  # too few articles to take one out
    table = khamtob("eval", data).out
    lines = dict(re.split(r"  +", line) for line in table.splitlines())
    assert lines["questions"] == "2"
    assert lines["ndcg hybrid"] == "100.00"
    assert lines["off topic answered"] == "not measured"
    assert "reliability" not in lines


@pytest.fixture
def many(data):
    """The same data with enough other paragraphs that one of them can be taken out."""
    record = json.loads(data.read_text("utf-8"))
    fruits = ("กล้วย", "มะม่วง", "ส้มโอ", "ลำไย", "เงาะ", "มังคุด", "ขนุน", "ฝรั่ง")
    days = ("พุธ", "ศุกร์", "อาทิตย์")
    sold = [f"ตลาดเช้าขาย{fruit}วัน{day}" for fruit in fruits for day in days]
    paragraphs = [{"context": context, "qas": []} for context in sold]
    record["data"].append({"title": "ตลาด", "paragraphs": paragraphs})
    data.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return data


def test_off_topic_lines_parts_left_out_and_the_bins_are_measured(khamtob, many):
    Path("นอกเรื่อง.txt").write_text("สวัสดีครับ\n\nเขื่อนภูมิพลอยู่จังหวัดอะไร\n", "utf-8")
    Path("more.txt.gz").write_bytes(gzip.compress(b"good morning\nthank you\n"))
    off_topic = ("--off-topic", "นอกเรื่อง.txt", "--off-topic", "more.txt.gz")
    run = khamtob("eval", many, *off_topic, "--ablation", "--json")
    measures = json.loads(run.out)
    assert measures["off_topic_answered"] == 25.0  # the one that is not small talk
    assert measures["first_quote_right_keyword"] == 100.0
    assert measures["ndcg_without_bridge"] == 100.0
    bins = measures["reliability"]
    assert sum(each["count"] for each in bins) >= 2
    assert set(bins[0]) == {"lower", "upper", "count", "confidence", "right"}
    table, _, second = khamtob("eval", many).out.partition("\n\n")
    assert f"{measures['calibration_error']:.2f}" in table
    rows = [line.split() for line in second.splitlines()]
    assert rows[0] == ["confidence", "answers", "mean", "right"]
    assert rows[1:] == [
        [
            f"{each['lower']}-{each['upper']}",
            str(each["count"]),
            f"{each['confidence']:.2f}",
            f"{each['right']:.2f}",
        ]
        for each in bins
    ]


def test_the_threshold_that_is_set_is_the_one_that_is_measured(khamtob, data, monkeypatch):
    refused = []
    for threshold in ("0", "1"):
        monkeypatch.setenv("KHAMTOB_THRESHOLD", threshold)
        refused.append(json.loads(khamtob("eval", data, "--json").out)["refused"])
    assert refused == [0.0, 100.0]


def test_off_topic_lines_that_are_no_text_are_refused_in_one_line(khamtob, data):
    Path("รูป.txt").write_bytes(b"\x89PNG\xff")
    Path("ขาด.txt.gz").write_bytes(gzip.compress(b"hello")[:9])
    for name in ("รูป.txt", "ขาด.txt.gz", "ไม่มี.txt"):
        run = khamtob("eval", data, "--off-topic", name)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith(f"{name}: not lines of text ")
        assert run.err.count("\n") == 1


def test_data_of_another_kind_is_refused_in_one_line(khamtob, tmp_path):
    Path("อื่น.json").write_text("[]", "utf-8")
    for name in ("อื่น.json", "ไม่มี.json"):
        run = khamtob("eval", name)
        assert run.code in (1, 2)
        assert run.err.startswith(f"{name}: ")
        assert run.err.count("\n") == 1
