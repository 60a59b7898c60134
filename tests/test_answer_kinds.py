"""What kind of answer a question asks for, and which sentences have one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer_kinds import AnswerKind, find_asked_kinds, has_kind, has_new_number

NUMBER, TIME = AnswerKind.NUMBER, AnswerKind.TIME
PERSON, PLACE, REASON = AnswerKind.PERSON, AnswerKind.PLACE, AnswerKind.REASON


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("บีทีเอสตอนเปิดใหม่มีกี่สถานี", {NUMBER}),
        ("คุนซานมีจีดีพีเท่าไรในปี 2564", {NUMBER}),
        ("ข้าวเหนียวมูนขายได้วันละเท่าใด", {NUMBER}),
        ("คนอายุเกิน 60 คิดเป็นร้อยละของประชากร", {NUMBER}),
        ("How many stations did the Skytrain have?", {NUMBER}),
        ("What percentage of the rice is exported?", {NUMBER}),
        ("ยูเนสโกรับรองสงกรานต์ไทยเมื่อไร", {TIME}),
        ("คลองสุเอซเปิดใช้เมื่อใด", {TIME}),
        ("ศิลาจารึกเป็นมรดกความทรงจำแห่งโลกปีไหน", {TIME}),
        ("ร้านเปิดกี่โมง", {TIME}),
        ("When did the Suez Canal open?", {TIME}),
        ("Since when is dialysis covered?", {TIME}),
        ("Which century saw the first inscription?", {TIME}),
        ("ใครค้นพบจารึกหลักที่ 1", {PERSON}),
        ("นางสงกรานต์ของวันเสาร์ชื่ออะไร", {PERSON}),
        ("Whose yacht led the ships?", {PERSON}),
        ("เมืองคุนซานอยู่ที่ไหน", {PLACE}),
        ("ถ้ำหลวงอยู่จังหวัดใด", {PLACE}),
        ("Where does the Nile end?", {PLACE}),
        ("In which province is Kunshan?", {PLACE}),
        ("ก่อเจดีย์ทรายไปทำไม", {REASON}),
        ("เพราะเหตุใดจึงเลื่อนกฎหมาย", {REASON}),
        ("Why are there no locks?", {REASON}),
        ("ใครสร้างคลองสุเอซ และสร้างเมื่อไหร่", {PERSON, TIME}),
        ("สวัสดีครับ", set()),
        ("", set()),
    ],
)
def test_a_question_asks_for_these_kinds(question, kinds):
    assert find_asked_kinds(question) == kinds


@pytest.mark.parametrize(
    "question",
    [
        "In what year did the canal open?",
        "ปี ค.ศ. 2000 คือ พ.ศ. อะไร",
        "จ่าแซมเสียชีวิตวันที่เท่าไหร่",
        "ร.ศ. ๑๑๒ ตรงกับ พ.ศ. เท่าไหร่",
        "How long ago was the warning centre founded?",
        "How many years ago did smallpox end?",
    ],
)
def test_a_question_for_a_time_wants_no_other_number(question):
    assert find_asked_kinds(question) == {TIME}


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many people died when the tsunami came?", {NUMBER}),
        ("What happened when เรือ Ever Given ran aground?", set()),
        ("How long does the train take?", {NUMBER}),
        ("ใครๆ ก็เล่นน้ำสงกรานต์ที่ไหน", {PLACE}),
        ("ใคร ๆ ก็ไปทำไม", {REASON}),
        ("The whole Somewhere Whenever", set()),
    ],
)
def test_a_word_that_only_looks_like_a_question_word_asks_for_nothing(question, kinds):
    assert find_asked_kinds(question) == kinds


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("มีสถานีรวม 23 แห่ง", NUMBER),
        ("ทั้งสิบสามคนปลอดภัย", NUMBER),
        ("after six days the ship was free", NUMBER),
        ("เปิดให้บริการเมื่อวันที่ 5 ธันวาคม 2542", TIME),
        ("ตรงกับ พ.ศ. ๑๘๒๖", TIME),
        ("It opened on 17 November 1869", TIME),
        ("นายณรงค์ศักดิ์เป็นผู้บัญชาการ", PERSON),
        ("the boy was James Phipps", PERSON),
        ("อยู่ในอำเภอแม่สาย", PLACE),
        ("a hospital cook in Merca", PLACE),
        ("เพราะทำให้เลือดออกง่ายขึ้น", REASON),
        ("closed due to war", REASON),
    ],
)
def test_a_sentence_has_the_kind(sentence, kind):
    assert has_kind(sentence, kind, "คำถาม")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("มีสถานีหลายแห่ง", NUMBER),
        ("Readers may keep a book for 3 weeks", TIME),
        ("soldiers march 40 kilometres", TIME),
        ("ขายได้วันละ 1,200 จาน", TIME),
        ("ฝนตกหนัก", PERSON),
        ("รัฐบาลกับรัฐมนตรีประกาศแล้ว", PLACE),
        ("ฝนตกหนัก", REASON),
    ],
)
def test_a_sentence_lacks_the_kind(sentence, kind):
    assert not has_kind(sentence, kind, "คำถาม")


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("ในปี 2564 เศรษฐกิจโต", "ปี 2564 เป็นอย่างไร"),
        ("ในปี 2564 เศรษฐกิจโต", "ปี ๒๕๖๔ เป็นอย่างไร"),
        ("ขายได้ ๑,๒๐๐ จาน", "ใครขายได้ 1200 จาน"),
        ("ไม่มีตัวเลข", "คำถาม"),
    ],
)
def test_a_number_that_the_question_says_itself_is_not_new(sentence, question):
    assert not has_new_number(sentence, question)
    assert not has_kind(sentence, TIME, question)


def test_a_number_beside_the_one_that_the_question_says_is_new():
    assert has_new_number("ในปี 2564 มีรถ 12 คัน", "ปี 2564 มีรถกี่คัน")
    assert has_new_number("1,2 และ 3", "1,2")


THAI_OR_LATIN = st.text(st.sampled_from("กใครๆปี่ ้ำ0๑29,.when howmayมากบรัฐ\n"), max_size=60)


@given(THAI_OR_LATIN, THAI_OR_LATIN)
def test_a_time_is_never_asked_for_together_with_a_number(before, after):
    kinds = find_asked_kinds(before + after)
    assert not {NUMBER, TIME} <= kinds
    assert not has_new_number(before, before + " " + before)
