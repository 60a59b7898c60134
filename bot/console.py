"""Terminal output: UTF-8 whatever the locale, and nothing in it that steers the terminal."""

import io
import sys
import unicodedata

from rich.console import Console

# Into a pipe a line is as long as it is: cut lines can't be searched or compared.
_WIDTH_OF_PIPE = 10_000
_WIDTH_TO_READ = 100
# Controls (ANSI escapes among them), bidi and other format marks, surrogates, private letters,
# line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER = "\u200d"  # holds an emoji together


def prepare_streams() -> None:
    """Make the three streams UTF-8, also where the locale is something else."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def open_console(*, stderr: bool = False) -> Console:
    """A console for stdout or stderr; text is printed as it is, never read as markup."""
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDTH_TO_READ) if console.is_terminal else _WIDTH_OF_PIPE
    return console


def make_printable(text: str) -> str:
    """`text` with each character that a terminal may obey replaced by "�", one for one.

    Line breaks stay; offsets into `text` stay true.
    """
    if text.isprintable():
        return text
    return "".join(letter if _is_safe(letter) else "\ufffd" for letter in text)


def make_one_line(text: str) -> str:
    """`text` made printable, with its line breaks turned into spaces."""
    return make_printable(" ".join(text.split()))


def print_notice(message: str) -> None:
    """Print one line on stderr."""
    open_console(stderr=True).print(make_one_line(message), soft_wrap=True)


def _is_safe(letter: str) -> bool:
    return letter in f"\n{_JOINER}" or unicodedata.category(letter) not in _UNSAFE
