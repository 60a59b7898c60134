"""How an answer looks in the terminal, for readers of both languages."""

import io
from datetime import date

from rich.console import Console

from bot.console import open_console
from bot.terminal import cite_article, print_answer
from corpus.article import Article, Span
from index.answer import Answer, Quote

THAI = Article(
    "คุนซาน.md",
    "คุนซานเชื่อมเซี่ยงไฮ้",
    "https://news.example/kunshan",
    "ข่าวจีน",
    date(2021, 1, 12),
    "th",
    "เมืองนี้ใหญ่มาก จีดีพีอยู่ที่ 4.7 แสนล้านหยวนในปี 2564 และยังโตต่อไป",
)
ENGLISH = Article(
    "suez.md",
    "The Suez Canal",
    None,
    None,
    None,
    "en",
    "The Suez Canal opened on 17 November 1869.",
)
THAI_QUOTE = Quote(THAI, 16, 54, Span(14, 29))
ENGLISH_QUOTE = Quote(ENGLISH, 0, 42, Span(25, 41))


def _show(capsys, answer):
    print_answer(open_console(), answer)
    return capsys.readouterr().out


def _answered(language, *quotes):
    return Answer("จีดีพีเท่าไร", language, "answered", 0.97, quotes, ())


def test_a_thai_reader_sees_the_quote_and_its_source_with_a_buddhist_year(capsys):
    assert _show(capsys, _answered("th", THAI_QUOTE)) == (
        "\n"
        "   จีดีพีอยู่ที่ 4.7 แสนล้านหยวนในปี 2564\n"
        "   — คุนซานเชื่อมเซี่ยงไฮ้ · ข่าวจีน · 12 มกราคม 2564\n"
        "     https://news.example/kunshan\n"
        "\n"
    )


def test_an_english_reader_of_a_thai_quote_sees_its_numbers_explained(capsys):
    assert _show(capsys, _answered("en", THAI_QUOTE)) == (
        "\n"
        "   จีดีพีอยู่ที่ 4.7 แสนล้านหยวนในปี 2564\n"
        "     4.7 แสนล้านหยวน = 470 billion yuan\n"
        "     2564 = 2021\n"
        "   — คุนซานเชื่อมเซี่ยงไฮ้ · ข่าวจีน · 12 January 2021 (in Thai)\n"
        "     https://news.example/kunshan\n"
        "\n"
    )


def test_several_quotes_are_numbered_and_an_article_without_a_url_is_named(capsys):
    assert _show(capsys, _answered("th", ENGLISH_QUOTE, THAI_QUOTE)) == (
        "\n"
        "1. The Suez Canal opened on 17 November 1869.\n"
        "     17 November 1869 = 17 พฤศจิกายน 2412\n"
        "   — The Suez Canal (ข้อความภาษาอังกฤษ)\n"
        "     suez.md\n"
        "\n"
        "2. จีดีพีอยู่ที่ 4.7 แสนล้านหยวนในปี 2564\n"
        "   — คุนซานเชื่อมเซี่ยงไฮ้ · ข่าวจีน · 12 มกราคม 2564\n"
        "     https://news.example/kunshan\n"
        "\n"
    )


def test_the_answer_is_marked_inside_its_quote():
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=60, color_system="standard")
    print_answer(console, _answered("th", THAI_QUOTE))
    assert "จีดีพีอยู่ที่ \x1b[1;4m4.7 แสนล้านหยวน\x1b[0mในปี 2564" in screen.getvalue()


def test_not_found_is_said_plainly_and_apart_from_the_closest_articles(capsys):
    thai = Answer("นายกเทศมนตรีคือใคร", "th", "not_found", 0.2, (), (THAI, ENGLISH))
    assert _show(capsys, thai) == (
        "\n"
        "ไม่พบคำตอบในบทความ\n"
        "\n"
        "บทความที่ใกล้เคียงที่สุด (ไม่ใช่คำตอบ):\n"
        "- คุนซานเชื่อมเซี่ยงไฮ้ · ข่าวจีน · 12 มกราคม 2564\n"
        "  https://news.example/kunshan\n"
        "- The Suez Canal\n"
        "  suez.md\n"
        "\n"
    )
    english = Answer("Who is the mayor?", "en", "not_found", 0.2, (), (ENGLISH,))
    assert _show(capsys, english) == (
        "\n"
        "The articles don't say.\n"
        "\n"
        "Closest articles (not an answer):\n"
        "- The Suez Canal\n"
        "  suez.md\n"
        "\n"
    )


def test_small_talk_gets_a_friendly_line_and_no_source(capsys):
    for question, language, line in (
        ("สวัสดีครับ", "th", "สวัสดี ถามเรื่องที่อยู่ในบทความได้เลย"),
        ("ขอบคุณมากค่ะ", "th", "ยินดีเสมอ"),
        ("thank you", "en", "You're welcome."),
    ):
        answer = Answer(question, language, "not_found", 0.0, (), ())
        assert _show(capsys, answer) == f"\n{line}\n\n"


def test_a_hostile_article_cannot_colour_the_screen_or_forge_lines(capsys):
    hostile = Article(
        "ก.md",
        "[red]หัวข้อ[/red]\x1b]0;pwned\x07\nfake: ok",
        None,
        None,
        None,
        "th",
        "\x1b[2Jข้อความ\u202e",
    )
    shown = _show(capsys, _answered("th", Quote(hostile, 0, len(hostile.text), None)))
    assert shown == ("\n   �[2Jข้อความ�\n   — [red]หัวข้อ[/red]�]0;pwned� fake: ok\n     ก.md\n\n")


def test_a_citation_has_only_what_is_known():
    assert cite_article(ENGLISH, "th") == "The Suez Canal"
