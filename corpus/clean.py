"""Text cleaned once, before anything is cut, so that every later offset stays true.

Only the encoding is repaired, never the wording. The result is NFC and never NFKC, which would
take "น้ำ" apart into four letters; cleaning a clean text changes nothing.

The order of Thai marks follows the WTT 2.0 input rules (consonant, vowel, tone), as
`pythainlp.util.normalize` does. Of its rules those that change what somebody wrote are left out:
stretched vowels ("มากกก", "นาาา") and dangling marks stay.
"""

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028]")
_PARAGRAPH_SEPARATOR = "\u2029"
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# Controls, lone surrogates, zero-width and bidi marks, soft hyphens, noncharacters. The joiner
# U+200D is not here: it holds an emoji such as a family together and goes only elsewhere.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_LONE_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d+|\u200d+(?![{_EMOJI}])|(?<=\u200d)\u200d+")

# Letters that old Thai fonts keep in the private use area, as
# https://learn.microsoft.com/typography/script-development/thai shifts them: the same letters
# moved left, down or without their foot.
_SHIFTED = re.compile("[\uf700-\uf71a]")
_SHIFTED_LETTERS = str.maketrans(
    dict(
        zip(
            map(chr, range(0xF700, 0xF71B)),
            "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู",
            strict=True,
        )
    )
)

_TONES = "\u0e48-\u0e4c"  # mai ek to thanthakhat
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"  # all that sits above or below a consonant
_NIKHAHIT = "\u0e4d"
# Most texts have none of these and skip the slower repair: a space before a mark, a mark twice, a
# vowel behind its tone, a nikhahit, a tone behind sara a, aa or am.
_TROUBLE = re.compile(
    f"[ก-ฮ{_MARKS}] [{_MARKS}ำ]|([{_MARKS}])\\1|[{_TONES}][{_MARKS}]|{_NIKHAHIT}|[ะาำ] ?[{_TONES}]"
)
_MARKS_OF_ONE_LETTER = re.compile(
    f"(?<=[ก-ฮ])(?:((?: ?[{_MARKS}])+)( ?[าำ]|ะ)?|([ะา]| ?ำ))((?: ?[{_TONES}])*)"
)
_DOUBLE_SARA_E = re.compile("เเ")

_RUN_OF_SPACES = re.compile(" {2,}")
_SPACES_AT_BREAK = re.compile(" ?\n ?")
_RUN_OF_BREAKS = re.compile("\n{3,}")


def clean_text(text: str) -> str:
    """`text` in NFC, without invisible characters, spacing noise and split Thai letters.

    Paragraphs are parted by one empty line; no line begins or ends with a space.
    A zero-width joiner stays between two emoji only.
    """
    text = _BREAKS.sub("\n", text).replace(_PARAGRAPH_SEPARATOR, "\n\n")
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    text = _LONE_JOINER.sub("", text)
    if _SHIFTED.search(text):
        text = text.translate(_SHIFTED_LETTERS)
    text = unicodedata.normalize("NFC", text)
    text = _RUN_OF_SPACES.sub(" ", text)
    if _TROUBLE.search(text):
        text = _MARKS_OF_ONE_LETTER.sub(_repair_marks, text)
    text = _DOUBLE_SARA_E.sub("แ", text)
    text = _SPACES_AT_BREAK.sub("\n", unicodedata.normalize("NFC", text))
    return collapse_breaks(text).strip(" \n")


def collapse_breaks(text: str) -> str:
    """`text` with at most one empty line in a row, and none at its ends."""
    return _RUN_OF_BREAKS.sub("\n\n", text).strip("\n")


def clean_line(text: str) -> str:
    """`text` as `clean_text` gives it, on one line: for titles and names."""
    return clean_text(clean_text(text).replace("\n", " "))


def _repair_marks(match: re.Match[str]) -> str:
    """The marks of one consonant in the order vowel, nikhahit, tone, with sara am whole."""
    marks, vowel_behind, lone_vowel, tones = match.groups(default="")
    vowel_behind = vowel_behind or lone_vowel
    above = sorted((marks + tones).replace(" ", ""), key=_order_of_mark)
    if vowel_behind.endswith("า") and _NIKHAHIT in above:
        above.remove(_NIKHAHIT)
        vowel_behind = "ำ"
    # Sara aa on its own keeps its space: the letter may be what the sentence is about.
    vowel_behind = vowel_behind.replace(" ำ", "ำ")
    kept = [mark for at, mark in enumerate(above) if at == 0 or mark != above[at - 1]]
    return "".join(kept) + vowel_behind


def _order_of_mark(mark: str) -> int:
    if mark == _NIKHAHIT:
        return 1
    return 2 if "\u0e48" <= mark <= "\u0e4c" else 0
