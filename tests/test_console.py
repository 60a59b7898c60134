"""What articles say never steers the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import make_one_line, make_printable, open_console


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mแดง\x1b[0m", "�[31mแดง�[0m"),
        ("ราคา \u202e001\u202c บาท", "ราคา �001� บาท"),
        ("ก\u200bข\x07\x9b", "ก�ข��"),
        ("หนึ่ง\nสอง", "หนึ่ง\nสอง"),
        ("น้ำ 👨\u200d👩\u200d👧", "น้ำ 👨\u200d👩\u200d👧"),
    ],
)
def test_controls_are_replaced_and_thai_stays(hostile, shown):
    assert make_printable(hostile) == shown


@given(st.text())
def test_offsets_stay_true_and_nothing_unsafe_is_left(text):
    shown = make_printable(text)
    assert len(shown) == len(text)
    unsafe = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert {
        unicodedata.category(letter) for letter in shown if letter not in "\n\u200d"
    }.isdisjoint(unsafe)


def test_one_line_has_no_breaks():
    assert make_one_line("ไฟล์.txt:\r\n เสีย\u2028แล้ว\tนะ") == "ไฟล์.txt: เสีย แล้ว นะ"


def test_markup_and_emoji_names_are_printed_as_they_are(capsys):
    open_console().print("[bold]ตัวหนา[/bold] :smile: [link=http://x]ก[/link]")
    assert capsys.readouterr().out == "[bold]ตัวหนา[/bold] :smile: [link=http://x]ก[/link]\n"
