"""What goes over the wire: JSON objects as Telegram's Bot API documents them."""

from typing import Any

Wire = dict[str, Any]

# A text entity's place is counted in UTF-16 code units: an emoji is two of them.
_UTF16 = "utf-16-le"
_BYTES_OF_UNIT = 2


def cut_utf16(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers, whose place counts UTF-16 code units."""
    units = text.encode(_UTF16, "surrogatepass")
    part = units[offset * _BYTES_OF_UNIT : (offset + length) * _BYTES_OF_UNIT]
    return part.decode(_UTF16, "replace")
