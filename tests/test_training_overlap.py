"""What is measured is not trained on: shared text and shared questions are left out."""

import pytest
from made_index import make_article

from index.question_data import KnownAnswer, KnownQuestion, QuestionData
from index.training_overlap import drop_overlap

FISH = (
    "ปลากัดตัวผู้สร้างหวอดไว้เก็บไข่ที่ผิวน้ำ\nปลากัดอาศัยอยู่ในนาข้าวและหนองน้ำตื้น\n"
    "คณะรัฐมนตรีประกาศให้ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อ 5 กุมภาพันธ์ 2562"
)
LIGHT = "The lighthouse was lit in 1871. Its keeper climbed 214 steps. A storm broke it in 1903."
DATA = QuestionData(
    (make_article("00000/00000", "", FISH), make_article("00001/00001", "", LIGHT)),
    (
        KnownQuestion(
            "ก", "ปลากัดสร้างอะไร", "00000/00000", (KnownAnswer("00000/00000", 17, "หวอด"),)
        ),
        KnownQuestion("b", "How many steps?", "00001/00001", ()),
    ),
)


def test_an_article_that_shares_text_with_a_measuring_set_is_left_out_with_its_questions():
    copied = make_article("00007/00007", "", f"ข่าว\n{FISH}")
    kept = drop_overlap(DATA, [QuestionData((copied,), ())])
    assert [article.text for article in kept.articles] == [LIGHT]
    assert [known.id for known in kept.questions] == ["b"]


@pytest.mark.parametrize(("asked", "left"), [("how many  STEPS?", FISH), ("ปลากัดสร้างอะไร", LIGHT)])
def test_an_article_with_a_measured_question_is_left_out(asked, left):
    other = QuestionData((), (KnownQuestion("z", asked, "x", ()),))
    assert [article.text for article in drop_overlap(DATA, [other]).articles] == [left]


def test_without_a_measuring_set_all_is_kept():
    assert drop_overlap(DATA, []) == DATA
