"""Shows how a reply came about: what was found, how it scored, and how long it took."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.console import make_one_line
from index.engine import Reply
from index.search import Hit
from index.tokens import PART

_START_OF_PASSAGE = 70  # characters


def print_hits(console: Console, hits: Sequence[Hit]) -> None:
    """Print the found passages with their scores, best first."""
    for number, hit in enumerate(hits, start=1):
        passage = hit.passage
        beginning = passage.article.text[passage.start : passage.start + _START_OF_PASSAGE]
        scores = (
            f"score {hit.score:.3f}, similarity {hit.similarity:.3f}, "
            f"keywords {hit.keyword_score:.2f}"
        )
        place = f"{passage.article.id} {passage.start}-{passage.end}"
        console.print(Text(f"{number}. {make_one_line(place)}: {scores}"), soft_wrap=True)
        console.print(Text(f"   {make_one_line(beginning)}...", "dim"), soft_wrap=True)
    console.print()


def print_why(console: Console, reply: Reply) -> None:
    """Print what the decision to answer or not was made from."""
    evidence, timings = reply.evidence, reply.timings
    words = [word for word in evidence.matched_words if not word.startswith(PART)]
    rows = [
        ("confidence", f"{reply.answer.confidence:.3f} (answers from {evidence.threshold:.3f})"),
        ("matched words", " ".join(words) or "none"),
        *((name, f"{value:.3f}") for name, value in evidence.signals),
        (
            "time",
            f"encode {timings.encode:.1f} + search {timings.search:.1f} + read {timings.read:.1f}"
            f" = {timings.total:.1f} ms",
        ),
        ("generation", str(reply.generation)),
    ]
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, Text(make_one_line(value)))
    console.print(table)
    console.print()
