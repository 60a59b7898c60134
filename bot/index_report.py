"""Says what `khamtob index` found and did."""

from rich.console import Console

from bot.listing import print_capped
from index.update import UpdateReport


def print_report(console: Console, report: UpdateReport, seconds: float, *, dry_run: bool) -> None:
    """Print what is new, changed, gone and left out, then what was published."""
    difference, collection = report.difference, report.collection
    print_capped(console, "new", difference.new)
    print_capped(console, "changed", difference.changed)
    print_capped(console, "gone", difference.gone)
    print_capped(
        console, "unreadable", [f"{file.id}: {file.reason}" for file in collection.unreadable]
    )
    print_capped(console, "skipped", [f"{file.id}: {file.reason}" for file in collection.skipped])
    print_capped(
        console,
        "duplicates",
        [f"{each.id}: {each.reason} as {each.kept_id}" for each in collection.duplicates],
    )
    console.print(f"unchanged: {difference.unchanged:,}", soft_wrap=True)
    console.print(_sum_up(report, seconds, dry_run=dry_run), soft_wrap=True)


def _sum_up(report: UpdateReport, seconds: float, *, dry_run: bool) -> str:
    published = report.published
    if dry_run:
        count = len(report.collection.articles)
        return (
            f"Nothing was published (--dry-run): {count:,} articles, {report.passages:,} passages, "
            f"{report.embedded:,} of them to be embedded"
        )
    if published is None:
        return "Nothing changed."
    return (
        f"Published generation {published.number}: {published.article_count:,} articles, "
        f"{published.passage_count:,} passages ({report.embedded:,} embedded now) "
        f"in {seconds:.1f} s"
    )
