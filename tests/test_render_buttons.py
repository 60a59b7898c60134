"""Buttons, and what a press says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.buttons import Button, Press, decode_press, encode_press, make_page_row

_NAMES = st.text("AZaz09_-", max_size=24)


@given(st.sampled_from("caoudrnslx"), _NAMES, _NAMES)
def test_a_press_comes_back_as_it_was(verb, answer_id, argument):
    press = Press(verb, answer_id, argument)
    data = encode_press(press)
    assert len(data.encode()) <= 64
    assert decode_press(data) == press


@given(st.text())
def test_foreign_data_is_no_press_or_one_that_encodes_the_same(text):
    press = decode_press(text)
    assert press is None or encode_press(press) == text


@pytest.mark.parametrize(
    "text", ["", "c", "z:abc:1", "c:a b:1", "c:ก:1", "c:x:1\n", "c:x:1:2", "C:x:1"]
)
def test_damaged_data_is_no_press(text):
    assert decode_press(text) is None


def test_an_argument_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="can't be a button's data"):
        encode_press(Press("r", "x", "ผิด"))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"press": "a", "url": "https://e.com/"},
        {"press": ""},
        {"press": "ก" * 22},
        {"copy": "ก" * 257},
        {"copy": ""},
        {"url": "javascript:alert(1)"},
        {"url": "https://e.com/ก"},
    ],
)
def test_a_button_that_telegram_would_refuse_is_never_made(wrong):
    with pytest.raises(ValueError, match="button 'ปุ่ม'"):
        Button("ปุ่ม", **wrong)


def test_pages_turn_only_where_there_are_some():
    assert [b.label for b in make_page_row("s", 2, 3)[0]] == ["‹ 1", "3 ›"]
    assert [b.press for b in make_page_row("o", 1, 2, "id")[0]] == ["o:id:2"]
    assert make_page_row("s", 1, 1) == ()
