"""Reads a plain text file: the first line is the title."""

from corpus.draft import Draft
from corpus.lines import join_wrapped_lines

# A longer first line is a paragraph of an article that has no title.
LONGEST_TITLE = 300


def read_plain_text(text: str) -> Draft:
    """The draft of a `.txt`; without a title if its first line is longer than 300 characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    title, _, body = lines.partition("\n")
    if len(title) > LONGEST_TITLE:
        return Draft(text=join_wrapped_lines(lines))
    return Draft(text=join_wrapped_lines(body), title=title)
