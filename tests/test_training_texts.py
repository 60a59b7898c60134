"""Plain texts and translated sentences for training, without what measuring sets have."""

import gzip
import json

import pytest

from corpus.article import Article
from corpus.errors import UsageError
from index.question_data import QuestionData
from index.training_texts import read_documents, read_texts

DAM = "เขื่อนภูมิพลตั้งอยู่ที่อำเภอสามเงา จังหวัดตาก สร้างเสร็จเมื่อปี 2507 และผลิตไฟฟ้าได้ 779 เมกะวัตต์"
RIVER = "The Ping River is 658 kilometres long and flows past Chiang Mai before it meets the Wang."
MEASURING = [QuestionData((Article("00000/00000", "", None, None, None, "th", DAM),), ())]


def _write(tmp_path, text):
    path = tmp_path / "ข่าว"
    path.write_text(text, "utf-8")
    return path


def _as_lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_texts_are_cleaned_bodies_or_texts(tmp_path):
    lines = _as_lines({"body": " เเม่น้ำ\u200bปิง  "}, {"body": "", "text": RIVER})
    assert read_texts(_write(tmp_path, lines), []) == ["แม่น้ำปิง", RIVER]
    packed = tmp_path / "ข่าว.gz"
    packed.write_bytes(gzip.compress(lines.encode()))
    assert read_texts(packed, []) == ["แม่น้ำปิง", RIVER]


def test_a_text_with_words_of_a_measuring_set_is_left_out(tmp_path):
    path = _write(tmp_path, _as_lines({"text": f"เมื่อวานนี้ {DAM} จบข่าว"}, {"text": RIVER}))
    assert read_texts(path, MEASURING) == [RIVER]


@pytest.mark.parametrize(
    "lines", ["ไม่ใช่ JSON", '{"หัวข้อ": "ก"}', '["ก"]', '{"body": "", "text": 3}', '"ก"']
)
def test_what_are_no_articles_is_refused_by_name(tmp_path, lines):
    with pytest.raises(UsageError, match="ข่าว: not articles as JSON lines"):
        read_texts(_write(tmp_path, lines), [])


def test_the_sentences_of_each_document_are_in_order_and_cleaned(tmp_path):
    path = _write(tmp_path, "ก\tOne  here.\tหนึ่ง\u200b\nข\tTwo.\tสอง\n\nก\tThree.\tเเปด\n")
    assert read_documents(path, []) == [
        [("One here.", "หนึ่ง"), ("Three.", "แปด")],
        [("Two.", "สอง")],
    ]


@pytest.mark.parametrize("measured", [DAM, RIVER])
def test_a_document_is_left_out_if_either_language_is_measured(tmp_path, measured):
    path = _write(tmp_path, f"ก\tHello. {RIVER}\tสวัสดี {DAM}\nข\tTwo.\tสอง\n")
    article = Article("00000/00000", "", None, None, None, "th", measured)
    assert read_documents(path, [QuestionData((article,), ())]) == [[("Two.", "สอง")]]


@pytest.mark.parametrize("line", ["ก\tOne.", "One. หนึ่ง", "ก\tOne.\tหนึ่ง\t1"])
def test_a_line_that_is_no_pair_is_shown(tmp_path, line):
    with pytest.raises(UsageError) as refusal:
        read_documents(_write(tmp_path, f"ก\tOne.\tหนึ่ง\n{line}\n"), [])
    assert str(refusal.value) == (
        f"{tmp_path / 'ข่าว'}: not a document, English and Thai with tabs between: {line}"
    )
