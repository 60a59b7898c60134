"""What is known of a folder survives storage, and damage to it is noticed."""

import json

import pytest

from corpus.errors import ArticleError
from corpus.folder import read_folder
from corpus.known import known_from_record, known_to_record


def _known(tmp_path):
    (tmp_path / "ก.txt").write_text("น้ำท่วม\nเนื้อหา", encoding="utf-8")
    (tmp_path / "ข.txt").write_bytes(b"\x00")
    return read_folder(tmp_path).known


def test_articles_and_problems_come_back_from_lines_of_json(tmp_path):
    known = _known(tmp_path)
    lines = [json.dumps(known_to_record(*entry)) for entry in known.items()]
    assert dict(known_from_record(json.loads(line)) for line in lines) == known
    assert known["ก.txt"].article.title == "น้ำท่วม"
    assert known["ข.txt"].problem == "is binary data, not text; keep only articles in this folder"


@pytest.mark.parametrize(
    "change",
    [{"more": 1}, {"size": "7"}, {"article": None}, {"problem": "ด้วย"}, {"article": {"id": "ก"}}],
)
def test_a_damaged_record_is_refused(change, tmp_path):
    record = known_to_record("ก.txt", _known(tmp_path)["ก.txt"])
    with pytest.raises(ArticleError, match="damaged"):
        known_from_record(record | change)
