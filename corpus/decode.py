"""Bytes to text: UTF-8, UTF-16 with a mark, Thai TIS-620 / Windows-874, English Windows-1252."""

import codecs
import re

from corpus.errors import ArticleError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER_FORMATS = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx", b"\xd0\xcf\x11\xe0": ".doc"}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HIGH_RUN = re.compile(b"[\xa1-\xfb]+")
_THAI_IN_UTF8 = re.compile(b"\xe0[\xb8\xb9][\x80-\xbf]")
# A few stray controls occur in real files; more of them is no text.
_MOST_CONTROLS = 0.01
# Thai is written without spaces, so its bytes come in runs; an accented Latin letter or a curly
# quote stands alone. Three in a row is the shortest run that hardly occurs in Windows-1252.
_SHORTEST_THAI_RUN = 3


def decode_bytes(data: bytes) -> str:
    """The text in `data`, without a byte order mark.

    UTF-8 is tried first and strictly. A legacy Thai word like "เนต" is valid UTF-8 by chance, a
    sentence never is: a word that begins with one of ก to ฟ begins with a byte that in UTF-8 only
    continues a letter. Then the bytes are Windows-874 (which contains TIS-620) if at least half of
    the high ones stand in runs of three or more, else Windows-1252. Raises `ArticleError` for what
    is no text, for damaged UTF-8 and for bytes that none of the encodings has.
    """
    for magic, suffix in _OTHER_FORMATS.items():
        if data.startswith(magic):
            message = f"is a {suffix} file by its content; rename it so that its name ends in that"
            raise ArticleError(message)
    text = _decode_utf16(data) if data.startswith(_UTF16_MARKS) else _decode_bytewise(data)
    if "\0" in text or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        message = "is binary data, not text; keep only articles in this folder"
        raise ArticleError(message)
    return text


def _decode_utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        message = f"is damaged UTF-16 (byte {error.start}); save it again as UTF-8"
        raise ArticleError(message) from error


def _decode_bytewise(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Thai UTF-8 with one broken letter would pass for Windows-874, as letter soup.
        if _is_mostly_utf8(data):
            message = f"is damaged UTF-8 (byte {error.start}); save it again as UTF-8"
            raise ArticleError(message) from error
    encoding = "cp874" if _looks_thai(data) else "cp1252"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"is in an unknown encoding (byte {error.start}); save it again as UTF-8"
        raise ArticleError(message) from error


def _is_mostly_utf8(data: bytes) -> bool:
    high_bytes = sum(map(len, _HIGH_RUN.findall(data)))
    if 3 * len(_THAI_IN_UTF8.findall(data)) > high_bytes / 2:
        return True
    if _looks_thai(data):  # whose bytes form many a UTF-8 letter by chance
        return False
    valid = sum(letter > "\x7f" for letter in data.decode("utf-8", "ignore"))
    return valid > data.decode("utf-8", "replace").count("\ufffd")


def _looks_thai(data: bytes) -> bool:
    runs = [len(run) for run in _HIGH_RUN.findall(data)]
    return 0 < sum(runs) <= 2 * sum(run for run in runs if run >= _SHORTEST_THAI_RUN)
