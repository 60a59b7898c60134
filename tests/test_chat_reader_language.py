"""Script first, then the setting, then the app's language."""

import pytest

from bot.chat.reader_language import choose_language


@pytest.mark.parametrize(
    ("text", "setting", "code", "language"),
    [
        ("คุนซานอยู่ที่ไหน", "en", "en", "th"),
        ("Where is Kunshan?", "th", "th", "en"),
        ("2564?", "th", "en", "th"),
        ("2564?", None, "th-TH", "th"),
        ("👍", None, "TH", "th"),
        ("", None, "de", "en"),
        ("", None, None, "en"),
        ("東京", "th", "ja", "th"),
    ],
)
def test_the_reader_is_spoken_to_in(text, setting, code, language):
    assert choose_language(text, setting, code) == language
