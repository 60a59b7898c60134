"""Titles and page furniture go from around an article, as whole lines only."""

from corpus.furniture import clean_body


def test_the_title_goes_from_the_top_of_the_body_as_often_as_it_is_there():
    title = "กก.วล. เห็นชอบรายงาน EIA 4 โครงการ"
    body = f"วันจันทร์ที่ 25 มกราคม 2564\n{title}\n{title}\n“{title}”\nวันนี้ (25 ม.ค. 64) มีการประชุม"
    assert clean_body(title, body) == "วันจันทร์ที่ 25 มกราคม 2564\nวันนี้ (25 ม.ค. 64) มีการประชุม"


def test_the_title_stays_where_it_is_part_of_a_sentence_or_far_down():
    body = "น้ำท่วมกรุงเทพ เมื่อวานนี้\nก\nข\nค\nง\nจ\nฉ\nน้ำท่วม"
    assert clean_body("น้ำท่วม", body) == body


def test_buttons_and_marked_page_numbers_go_as_whole_lines_only():
    body = "พิมพ์\nกดพิมพ์ที่นี่\nShare\nShare prices fell.\n- 3 -\nหน้า 3 จาก 10\nPage 4\nแชร์\n12"
    assert clean_body("ข่าว", body) == "กดพิมพ์ที่นี่\nShare prices fell.\n12"


def test_a_drawn_line_is_a_paragraph_break():
    assert clean_body("ข่าว", "หนึ่ง\n.....\n-------\nสอง\n***") == "หนึ่ง\n\nสอง"


def test_cleaning_a_clean_body_changes_nothing():
    body = clean_body("ข่าว", "ข่าว\nก\nข่าว\nข\n---\nข่าว\nค\nง\nจ\nฉ\nข่าว")
    assert clean_body("ข่าว", body) == body == "ก\nข\n\nค\nง\nจ\nฉ\nข่าว"
