"""What a reader takes out of one file, before it is cleaned and checked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its file has it; None or empty where the file doesn't say.

    `published` and `language` are still the words of the file, `text` is not clean yet.
    """

    text: str
    title: str = ""
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
