"""Prints long lists short."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from bot.console import make_one_line

MOST_LISTED = 10


def print_capped(console: Console, heading: str, lines: Sequence[str]) -> None:
    """Print how many lines there are and the first of them; nothing for none."""
    if not lines:
        return
    console.print(f"{heading}: {len(lines):,}", soft_wrap=True)
    for line in lines[:MOST_LISTED]:
        console.print(Text(f"  {make_one_line(line)}"), soft_wrap=True)
    if len(lines) > MOST_LISTED:
        console.print(f"  ... and {len(lines) - MOST_LISTED:,} more", soft_wrap=True)
