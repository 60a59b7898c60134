"""The articles of the live index as records and as a table."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.collection import explain_unknown
from bot.console import make_one_line
from bot.settings import Settings
from corpus.article import Article
from corpus.folder_walk import scan_folder
from corpus.records import cite_article
from index.generation import open_current
from index.passage_table import PassageTable

Record = dict[str, str | int | None]


def open_table(settings: Settings) -> PassageTable:
    """The articles and passages of the live index; IndexDataError if there is none."""
    return open_current(settings.index_folder).table


def find_article(table: PassageTable, article_id: str) -> Article:
    """The article with this id; raises ArticleError that names similar ids."""
    article = table.find_article(article_id)
    if article is None:
        raise explain_unknown(article_id, (each.id for each in table.articles))
    return article


def list_articles(table: PassageTable) -> list[Record]:
    """A record for each article, ordered by id."""
    return [
        {
            "id": article.id,
            "title": article.title,
            "url": article.url,
            "language": article.language,
            "characters": len(article.text),
            "passages": table.count_passages(article.id),
        }
        for article in table.articles
    ]


def describe_article(article: Article, table: PassageTable) -> Record:
    """All about one article but its text."""
    return {
        **cite_article(article),
        "characters": len(article.text),
        "passages": table.count_passages(article.id),
    }


def list_differences(table: PassageTable, folder: Path) -> tuple[list[str], list[str]]:
    """The ids that are only in the folder, and those that are only in the index."""
    in_folder = {stamp.id for stamp in scan_folder(folder)}
    in_index = {article.id for article in table.articles}
    return sorted(in_folder - in_index), sorted(in_index - in_folder)


def print_table(console: Console, records: list[Record]) -> None:
    """Print a row for each article; addresses only where the line is long enough for them."""
    names = ["id", "title", "language", "characters", "passages"]
    if not console.is_terminal:
        names.insert(2, "url")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in names:
        is_number = name in {"characters", "passages"}
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for record in records:
        table.add_row(*(Text(_show(record[name])) for name in names))
    console.print(table)


def _show(value: str | int | None) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else make_one_line(value)
