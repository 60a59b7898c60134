"""TDLib's verdict on formatted text."""

import pytest

from bot.emulator.td_judge import find_entities, judge_markup
from bot.emulator.wire import cut_utf16


def test_formatting_becomes_entities_that_count_utf16():
    verdict = judge_markup("😀<b>ไทย</b> <blockquote expandable>อ้าง &lt;</blockquote>")
    assert verdict.complaint is None
    assert verdict.text == "😀ไทย อ้าง <"
    assert verdict.entities == (
        {"type": "bold", "offset": 2, "length": 3},
        {"type": "expandable_blockquote", "offset": 6, "length": 6},
    )
    assert cut_utf16(verdict.text, 2, 3) == "ไทย"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "<b>ก",
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ("ก < ข", 'can\'t parse entities: Unsupported start tag "" at byte offset 4'),
        ("ก\ud800", "text must be encoded in UTF-8"),
    ],
)
def test_what_telegram_refuses_is_refused_in_its_words(text, complaint):
    assert judge_markup(text).complaint == complaint


def test_an_unknown_parse_mode_is_refused():
    assert judge_markup("ก", "Rich").complaint == "unsupported parse_mode"


def test_links_keep_their_address_and_scripts_lose_it():
    good = judge_markup('<a href="https://th.wikipedia.org/wiki/ไทย">ก</a>')
    assert [entity["url"] for entity in good.entities] == ["https://th.wikipedia.org/wiki/ไทย"]
    assert judge_markup('<a href="javascript:alert(1)">ก</a>').entities == ()


def test_what_people_type_is_marked_as_telegram_does():
    assert find_entities("/start@testbot ถาม @testbot https://example.org") == (
        {"type": "bot_command", "offset": 0, "length": 14},
        {"type": "mention", "offset": 19, "length": 8},
        {"type": "url", "offset": 28, "length": 19},
    )
