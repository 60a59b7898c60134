"""The article in a web page, without the page."""

import pytest

from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.html import read_html

_PAGE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html lang="th"><head>
<title>น้ำท่วมกรุงเทพ | สำนักข่าว</title><meta property="og:title" content="น้ำท่วมกรุงเทพ">
<link rel="canonical" href="https://example.org/news/1">
<meta property="og:site_name" content="สำนักข่าวตัวอย่าง">
<meta property="article:published_time" content="2021-05-04T10:00:00+07:00"></head><body>
<nav><a href="/">หน้าแรก</a> <a href="/news">ข่าวทั้งหมด</a></nav><article><h1>น้ำท่วมกรุงเทพ</h1>
<p>เมื่อวันที่ 3 พฤษภาคม 2564 ฝนตกหนักทั่วกรุงเทพมหานคร น้ำท่วมถนน 12 สาย มีผู้ได้รับผลกระทบ 3,000 คน</p>
<h2>การช่วยเหลือ</h2><p>กรุงเทพมหานครตั้งศูนย์ช่วยเหลือ 5 แห่งในเขตที่น้ำท่วมสูงที่สุดของเมือง</p>
<ul><li>เขตบางกะปิ</li><li>เขตดินแดง</li></ul>
<table><tr><th>เขต</th><th>ระดับ</th></tr><tr><td>บางกะปิ</td><td>30 ซม.</td></tr></table>
<script>alert("x")</script></article><footer>สงวนลิขสิทธิ์ 2567 <a href="#">แชร์</a></footer>
</body></html>"""


def test_the_article_is_taken_out_of_the_page_with_its_source():
    assert read_html(_PAGE) == Draft(
        title="น้ำท่วมกรุงเทพ",
        url="https://example.org/news/1",
        publisher="สำนักข่าวตัวอย่าง",
        published="2021-05-04",
        text="น้ำท่วมกรุงเทพ\n"
        "เมื่อวันที่ 3 พฤษภาคม 2564 ฝนตกหนักทั่วกรุงเทพมหานคร น้ำท่วมถนน 12 สาย มีผู้ได้รับผลกระทบ 3,000 คน\n"
        "การช่วยเหลือ\nกรุงเทพมหานครตั้งศูนย์ช่วยเหลือ 5 แห่งในเขตที่น้ำท่วมสูงที่สุดของเมือง\n"
        "- เขตบางกะปิ\n- เขตดินแดง\nเขต | ระดับ\nบางกะปิ | 30 ซม.",
    )


def test_a_page_of_one_short_sentence_is_read():
    draft = read_html(
        "<html><head><title>ข่าวสั้น</title></head><body><p>ไทยชนะ 2-0</p></body></html>"
    )
    assert draft == Draft(title="ข่าวสั้น", text="ไทยชนะ 2-0")


@pytest.mark.parametrize("canonical", ["/news/1", "javascript:x", "", "//["])
def test_a_canonical_address_that_is_none_is_left_out(canonical):
    page = _PAGE.replace("https://example.org/news/1", canonical)
    assert read_html(page).url is None


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<<<"])
def test_a_page_without_article_text_is_refused(page):
    with pytest.raises(ArticleError, match="has no article text"):
        read_html(page)
