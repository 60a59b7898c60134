"""Question data is split by source article: nothing is lost, nothing is in both parts."""

import gzip
import json
import sys

import pytest

from corpus.errors import UsageError
from index.question_data import read_question_data
from index.split_data import main, split_data

WORDS = ("ข้าว", "ปลากัด", "rice", "ช้าง", "ประภาคาร")


def _make_record():
    return {
        "version": "๑.๑",
        "data": [
            {
                "title": word,
                "paragraphs": [
                    {
                        "context": f"เรื่อง {word}",
                        "qas": [
                            {
                                "id": word,
                                "question": f"เรื่องอะไร {word}",
                                "answers": [{"answer_start": 7, "text": word}],
                            }
                        ],
                    }
                ],
            }
            for word in WORDS
        ],
    }


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "ข้อมูล.json"
    path.write_text(json.dumps(_make_record(), ensure_ascii=False), "utf-8")
    return path


def _list_ids(path):
    return [known.id for known in read_question_data(path).questions]


@pytest.mark.parametrize(
    ("every", "kept", "held"),
    [
        (2, ["ข้าว", "rice", "ประภาคาร"], ["ปลากัด", "ช้าง"]),
        (3, ["ข้าว", "ปลากัด", "ช้าง", "ประภาคาร"], ["rice"]),
        (9, ["ข้าว", "ปลากัด", "rice", "ช้าง", "ประภาคาร"], []),
    ],
)
def test_every_so_many_articles_go_to_the_held_part(data, tmp_path, every, kept, held):
    parts = (tmp_path / "เก็บ.json", tmp_path / "กัน.json")
    assert split_data(data, every, *parts) == (len(kept), len(held))
    records = [json.loads(part.read_text("utf-8")) for part in parts]
    assert [[article["title"] for article in each["data"]] for each in records] == [kept, held]
    assert [each["version"] for each in records] == ["๑.๑", "๑.๑"]
    assert "ข้าว" in parts[0].read_text("utf-8")


def test_the_parts_are_question_data_again(data, tmp_path):
    parts = (tmp_path / "เก็บ.json", tmp_path / "กัน.json")
    split_data(data, 2, *parts)
    assert [_list_ids(part) for part in parts] == [["ข้าว", "rice", "ประภาคาร"], ["ปลากัด", "ช้าง"]]


def test_lines_of_one_article_stay_together(tmp_path):
    lines = [
        {
            "article_id": word[:1],
            "question_id": f"{word}-{number}",
            "context": f"เรื่อง {word}",
            "question": "เรื่องอะไร",
            "answers": {"answer_start": [7], "text": [word]},
        }
        for word in ("ข้าว", "ปลากัด", "ปลาทู", "ช้าง")
        for number in range(2)
    ]
    path = tmp_path / "บรรทัด.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    parts = (tmp_path / "เก็บ.json", tmp_path / "กัน.json")
    assert split_data(path, 2, *parts) == (2, 1)
    assert _list_ids(parts[0]) == ["ข้าว-0", "ข้าว-1", "ช้าง-0", "ช้าง-1"]
    assert _list_ids(parts[1]) == ["ปลากัด-0", "ปลากัด-1", "ปลาทู-0", "ปลาทู-1"]


def test_gzipped_data_is_read_too(data, tmp_path):
    packed = tmp_path / "ข้อมูล.json.gz"
    packed.write_bytes(gzip.compress(data.read_bytes()))
    assert split_data(packed, 2, tmp_path / "ก.json", tmp_path / "ข.json") == (3, 2)


@pytest.mark.parametrize(
    "content",
    [
        "ไม่ใช่ข้อมูล".encode(),
        "ไม่ใช่ข้อมูล".encode("cp874"),
        b'{"context": "\xe0\xb8\x81"}\n{"context": "\xe0\xb8\x82"}',
        '{"ข้อมูล": []}'.encode(),
        b'["\xe0\xb8\x81"]',
        b'{"data": null}',
        b'{"data": 3}',
        gzip.compress("ข้อมูล".encode())[:-9],
    ],
)
def test_what_is_not_in_squads_layout_is_refused_by_name(tmp_path, content):
    path = tmp_path / "ผิด.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"ผิด\.json: not questions in SQuAD's layout"):
        split_data(path, 2, tmp_path / "ก.json", tmp_path / "ข.json")
    assert not (tmp_path / "ก.json").exists()


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(UsageError, match=r"ไม่มี\.json: .*FileNotFoundError"):
        split_data(tmp_path / "ไม่มี.json", 2, tmp_path / "ก.json", tmp_path / "ข.json")


@pytest.mark.parametrize("every", [1, 0, -2])
def test_a_split_that_keeps_nothing_is_refused(data, tmp_path, every):
    with pytest.raises(UsageError, match=f"--every {every}: write 2 or more"):
        split_data(data, every, tmp_path / "ก.json", tmp_path / "ข.json")


def test_the_command_says_how_many_articles_each_part_has(data, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["split_data", data.name, "--out", "เก็บ.json", "กัน.json"])
    main()
    assert capsys.readouterr().out == "3 articles in เก็บ.json, 2 in กัน.json\n"
    assert _list_ids(tmp_path / "กัน.json") == ["ปลากัด", "ช้าง"]
