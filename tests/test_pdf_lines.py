"""Lines of PDF pages become paragraphs again."""

from corpus.pdf_lines import Line, join_pages


def _lines(*texts, left=50.0):
    return [Line(text, left, left + 6.0 * len(text)) for text in texts]


def test_full_lines_run_on_and_short_lines_end_a_paragraph():
    page = [
        Line("ฝนตกหนักทั่วกรุงเทพมหา", 50, 500),
        Line("นครเมื่อวานนี้", 50, 200),
        Line("The city opened", 50, 495),
        Line("shelters.", 50, 150),
    ]
    assert join_pages([page]) == "ฝนตกหนักทั่วกรุงเทพมหานครเมื่อวานนี้\nThe city opened shelters."


def test_an_indented_line_and_a_list_item_begin_a_paragraph():
    page = [
        Line("บรรทัดเต็ม", 50, 500),
        Line("ย่อหน้าใหม่", 80, 500),
        Line("- ข้อหนึ่ง", 50, 500),
        Line("2. ข้อสอง", 50, 500),
    ]
    assert join_pages([page]) == "บรรทัดเต็ม\nย่อหน้าใหม่\n- ข้อหนึ่ง\n2. ข้อสอง"


def test_columns_have_their_own_right_edge():
    page = [
        Line("คอลัมน์ซ้ายบรร", 50, 280),
        Line("ทัดต่อ", 50, 150),
        Line("คอลัมน์ขวาบรร", 320, 550),
        Line("ทัดต่อ", 320, 400),
    ]
    assert join_pages([page]) == "คอลัมน์ซ้ายบรรทัดต่อ\nคอลัมน์ขวาบรรทัดต่อ"


def test_page_numbers_and_running_heads_go():
    pages = [
        _lines("รายงานประจำปี 2564", f"เนื้อหาหน้าที่ {name} ของรายงาน", "12 ล้านบาท", f"- {number} -")
        for number, name in enumerate(("แรก", "สอง", "สาม"), start=1)
    ]
    text = join_pages(pages)
    assert "ประจำปี" not in text
    assert "- 2 -" not in text
    assert text.count("12 ล้านบาท") == 3


def test_a_hyphen_at_a_line_end_goes_unless_the_word_has_one_elsewhere():
    page = _lines("govern\ufffement, well\ufffeknown, a well-known word, 2564\ufffe2565")
    assert join_pages([page]) == "government, well-known, a well-known word, 2564-2565"


def test_sara_am_that_a_font_lost_is_put_back_in_a_text_without_any():
    lost = "ค าตอบของส านักงานคือน ้าประปา"
    assert join_pages([_lines(lost)]) == "คำตอบของสำนักงานคือน้ำประปา"
    kept = f"ทำ {lost}"
    assert join_pages([_lines(kept)]) == kept
