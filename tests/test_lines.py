"""Wrapped lines are joined, lines that somebody ended stay."""

from corpus.lines import join_wrapped_lines, line_width

_WRAPPED = """The flood of 2564 in Bangkok reached twelve districts in the
first week of October, and the city opened forty shelters for
the people who had to leave their homes, most of them in the
east, where the canals could not carry the water to the sea as
fast as it came from the north."""


def test_hard_wrapped_prose_becomes_one_line():
    assert join_wrapped_lines(_WRAPPED) == _WRAPPED.replace("\n", " ")


def test_paragraphs_of_wrapped_prose_stay_apart():
    text = f"{_WRAPPED}\n\n{_WRAPPED}"
    assert join_wrapped_lines(text).count("\n") == 2


def test_thai_wrapped_at_spaces_becomes_one_line():
    line = "กรุงเทพมหานครเปิดศูนย์พักพิง สำหรับประชาชนที่ต้องออกจากบ้าน ในเขตตะวันออกของเมือง"
    assert join_wrapped_lines("\n".join([line] * 5)) == " ".join([line] * 5)


def test_lines_that_somebody_ended_stay():
    text = "น้ำท่วม\nถนนปิด 12 สาย\nโรงเรียนปิด\nตลาดเปิด\nรถไฟหยุด\n" + "ก" * 60
    assert join_wrapped_lines(text) == text


def test_list_items_stay_on_their_lines():
    items = "\n".join(f"- {'ข้อความยาวพอที่จะเต็มบรรทัด ' * 3}" for _ in range(6))
    assert join_wrapped_lines(items) == items


def test_marks_take_no_width():
    assert line_width("น้ำท่วม") == 5
