"""The language of an article is that of most of its letters."""

import pytest

from corpus.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("น้ำท่วมกรุงเทพมหานคร", "th"),
        ("Floods in Bangkok", "en"),
        ("บริษัท Advanced Info Service เปิดตัวบริการใหม่ในกรุงเทพมหานคร", "th"),
        ("The word น้ำ means water in Thai.", "en"),
        ("กขค abc", "th"),
        ("กขค abcd", "en"),
        ("อ่านต่อที่ https://www.example.org/a/very/long/address/of/some/page", "th"),
        ("ติดต่อ someone.with.a.long.name@department.example.org", "th"),
        ("12 + 30 = 42", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_that_of_most_letters(text, language):
    assert detect_language(text) == language
