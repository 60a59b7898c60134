"""The measures as a Markdown table in a page whose prose is written by hand."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from corpus.errors import UsageError
from index.measures import Measures
from index.quality_results import Direction

START, END = "<!-- measures -->", "<!-- /measures -->"
_FROM_ZERO_TO_ONE = ("auroc_paragraph_removed", "auroc_article_removed")
_BINS = "reliability"  # drawn, not listed


def update_page(page: Path, directions: Sequence[Direction]) -> None:
    """Puts the table between the page's two markers; what stands around them stays as it is.

    Raises UsageError as `split_page` does.
    """
    before, after = split_page(page)
    page.write_text(f"{before}\n{make_table(directions)}{after}", encoding="utf-8")


def split_page(page: Path) -> tuple[str, str]:
    """The page up to and with its first marker, and from its second one on.

    Raises UsageError if the page can't be read or has not both markers, once and in their order.
    """
    try:
        text = page.read_text("utf-8")
    except (OSError, ValueError) as error:
        message = f"{page}: can't be read ({error})"
        raise UsageError(message) from error
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not end or START in rest or END in before + after:
        message = f"{page}: write {START} and {END} once, where the table is to stand"
        raise UsageError(message)
    return before + start, end + after


def make_table(directions: Sequence[Direction]) -> str:
    """A row for each measure that any of the directions has, a column for each direction."""
    names = " | ".join(direction.name.replace("|", "\\|") for direction in directions)
    lines = [f"| | {names} |", "|---|" + "---:|" * len(directions)]
    for field in fields(Measures):
        values = [getattr(direction.measures, field.name) for direction in directions]
        if field.name != _BINS and any(value is not None for value in values):
            shown = " | ".join(_show(field.name, value) for value in values)
            lines.append(f"| `{field.name}` | {shown} |")
    return "\n".join(lines) + "\n"


def _show(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}" if name in _FROM_ZERO_TO_ONE else f"{value:.1f}"
