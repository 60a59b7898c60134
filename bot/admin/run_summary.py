"""What is told of an index run."""

from bot.render.admin_index import RunSummary
from index.update import UpdateReport


def summarise(report: UpdateReport) -> RunSummary:
    """The report in names and numbers, as it can go from one process to another."""
    difference, collection = report.difference, report.collection
    return RunSummary(
        new=difference.new,
        changed=difference.changed,
        gone=difference.gone,
        unreadable=tuple(f"{file.id}: {file.reason}" for file in collection.unreadable),
        duplicates=tuple(
            f"{each.id}: {each.reason} as {each.kept_id}" for each in collection.duplicates
        ),
        unchanged=difference.unchanged,
        articles=len(collection.articles),
        passages=report.passages,
        embedded=report.embedded,
        generation=report.published.number if report.published else None,
    )
