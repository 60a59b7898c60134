"""Newcomers are shown questions of the gate, which are known to be answered."""

from bot.insight.examples import read_examples

SCRIPT = """
- {ask: "คุนซานอยู่ที่ไหน", status: answered}
- {ask: "Where is Kunshan?", status: answered}
- {ask: "ราคาทองวันนี้", status: not_found}
- {ask: "บีทีเอสเปิดเมื่อไร", status: answered}
- {ask: "ถ้ำหลวงอยู่จังหวัดไหน", status: answered}
- {ask: "คลองสุเอซยาวเท่าไร", status: answered}
"""


def test_the_first_answered_questions_in_the_readers_language_are_examples(tmp_path):
    (tmp_path / "questions.yaml").write_text(SCRIPT, "utf-8")
    assert read_examples(tmp_path, "th") == [
        "คุนซานอยู่ที่ไหน",
        "บีทีเอสเปิดเมื่อไร",
        "ถ้ำหลวงอยู่จังหวัดไหน",
    ]
    assert read_examples(tmp_path, "en") == ["Where is Kunshan?"]


def test_without_a_script_or_with_a_broken_one_there_are_none(tmp_path):
    assert read_examples(tmp_path, "th") == []
    (tmp_path / "questions.yaml").write_text("คำถาม: [", "utf-8")
    assert read_examples(tmp_path, "th") == []
