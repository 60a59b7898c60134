"""The commands `add`, `remove` and `articles`."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import make_one_line, open_console, print_notice
from bot.listing import print_capped
from bot.settings import Settings, load_settings
from corpus.errors import ArticleError, UsageError

if TYPE_CHECKING:
    from bot.collection import Addition, ArticleAdder
    from bot.reach import Reach
    from corpus.sandbox import Sandbox

_PROBLEMS = ("skipped", "refused")


def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="PATH_OR_URL", help="Files, folders or web pages.")
    ],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of an article of the same name.")
    ] = False,
) -> None:
    """Copy article files into the articles folder, after checking that they can be read."""
    from bot.collection import ArticleAdder
    from bot.reach import read_reach
    from corpus.sandbox import Sandbox

    settings = load_settings()
    with Sandbox() as sandbox:
        adder = ArticleAdder(settings, sandbox, replace=replace)
        reach = read_reach(settings)
        additions = [
            each for source in sources for each in _add_source(source, adder, sandbox, reach)
        ]
    print_additions(additions)
    by_outcome = Counter(addition.outcome for addition in additions)
    if by_outcome["added"] or by_outcome["replaced"]:
        open_console().print("To answer from it, run: khamtob index")
    elif not by_outcome["already there"]:
        message = "nothing was added; see the lines above"
        raise ArticleError(message)


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="As `khamtob articles` shows.")],
) -> None:
    """Move articles out of the articles folder; they are kept in the data folder."""
    from bot.collection import remove_articles

    console = open_console()
    for place in remove_articles(ids, load_settings()):
        console.print(f"moved to {place}", soft_wrap=True)
    console.print("To stop answering from them, run: khamtob index")


def articles(
    article_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One article.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the text of the article ID.")] = False,
) -> None:
    """List the indexed articles, or show one."""
    if text and (article_id is None or as_json):
        message = "--text prints one article: khamtob articles ID --text"
        raise UsageError(message)
    settings = load_settings()
    if text and article_id:
        _print_text(article_id, settings)
    elif article_id:
        _print_article(article_id, settings, as_json=as_json)
    else:
        _print_articles(settings, as_json=as_json)


def _add_source(
    source: str, adder: "ArticleAdder", sandbox: "Sandbox", reach: "Reach"
) -> list["Addition"]:
    from bot.collection import Addition
    from bot.web_article import fetch_article

    if not source.lower().startswith(("http://", "https://")):
        return list(adder.add_path(Path(source)))
    try:
        file = fetch_article(source, sandbox, reach)
    except ArticleError as error:
        return [Addition(source, "refused", str(error).removeprefix(f"{source}: "))]
    return [adder.add_file(file)]


def print_additions(additions: Sequence["Addition"]) -> None:
    """Print what became of each file; problems go to stderr."""
    for outcome in ("added", "replaced", "already there"):
        lines = [_describe(each) for each in additions if each.outcome == outcome]
        print_capped(open_console(), outcome, lines)
    for addition in additions:
        if addition.outcome in _PROBLEMS:
            print_notice(f"{addition.outcome}: {_describe(addition)}")


def _describe(addition: "Addition") -> str:
    return make_one_line(f"{addition.id}: {addition.note}")


def _print_text(article_id: str, settings: Settings) -> None:
    from bot.article_list import find_article, open_table

    found = find_article(open_table(settings), article_id)
    # Bytes, so that no system turns a line break into two characters.
    sys.stdout.buffer.write(found.text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _print_article(article_id: str, settings: Settings, *, as_json: bool) -> None:
    from bot.article_list import describe_article, find_article, open_table

    table = open_table(settings)
    record = describe_article(find_article(table, article_id), table)
    if as_json:
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    console = open_console()
    for name, value in record.items():
        if value is not None:
            console.print(make_one_line(f"{name}: {value}"), soft_wrap=True)


def _print_articles(settings: Settings, *, as_json: bool) -> None:
    from bot.article_list import list_articles, list_differences, open_table, print_table

    table = open_table(settings)
    records = list_articles(table)
    if as_json:
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
        return
    console = open_console()
    print_table(console, records)
    not_indexed, gone = list_differences(table, settings.articles)
    print_capped(console, "not in the index (new, unreadable or a duplicate)", not_indexed)
    print_capped(console, "gone from the articles folder, still in the index", gone)
