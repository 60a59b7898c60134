"""The commands `sources`, `sources add`, `sources remove` and `sources fetch`."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import make_one_line, open_console
from bot.listing import print_capped
from bot.settings import load_settings
from corpus.errors import ArticleError, UsageError

if TYPE_CHECKING:
    from bot.sources import SourceReport

_Urls = Annotated[list[str], typer.Argument(metavar="URL", help="Feeds (RSS, Atom) or pages.")]


def make_sources_app() -> typer.Typer:
    """The commands under `khamtob sources`."""
    app = typer.Typer(help="List the feeds and pages that articles come from, or change them.")
    app.callback(invoke_without_command=True)(list_sources)
    app.command("add")(add)
    app.command("remove")(remove)
    app.command("fetch")(fetch)
    return app


def list_sources(context: typer.Context) -> None:
    """List the feeds and pages that articles come from, or change them."""
    from bot.source_list import read_sources
    from bot.sources import sources_file

    if context.invoked_subcommand:
        return
    path = sources_file(load_settings())
    sources = read_sources(path)
    if not sources:
        open_console().print(f"{path}: no sources; run: khamtob sources add URL", soft_wrap=True)
    for source in sources:
        name = f"{source.url} ({source.publisher})" if source.publisher else source.url
        open_console().print(make_one_line(name), soft_wrap=True)


def add(urls: _Urls) -> None:
    """Put feeds or pages on the list."""
    from bot.collection import refuse_samples
    from bot.source_list import add_sources
    from bot.sources import sources_file

    settings = load_settings()
    refuse_samples(settings)
    added = add_sources(sources_file(settings), urls)
    console = open_console()
    print_capped(console, "added", added)
    print_capped(console, "already there", [url for url in urls if url not in added])
    console.print("To bring their articles in, run: khamtob sources fetch")


def remove(urls: _Urls) -> None:
    """Take feeds or pages off the list; their articles stay."""
    from bot.collection import refuse_samples
    from bot.fetch_memory import NAME, FetchMemory
    from bot.source_list import remove_sources
    from bot.sources import sources_file

    settings = load_settings()
    refuse_samples(settings)
    memory = FetchMemory(settings.data / NAME)
    remove_sources(sources_file(settings), urls)
    for url in urls:
        memory.forget_source(url)
    memory.save()
    print_capped(open_console(), "removed", urls)
    open_console().print("Their articles stay; see: khamtob articles")


def fetch() -> None:
    """Bring new and changed articles of the sources into the articles folder."""
    from bot.polite import PoliteFetcher
    from bot.reach import read_reach
    from bot.source_list import read_sources
    from bot.sources import fetch_sources, sources_file

    settings = load_settings()
    if not read_sources(sources_file(settings)):
        message = f"{sources_file(settings)}: no sources; run: khamtob sources add URL"
        raise UsageError(message)
    reach = read_reach(settings)
    reports: list[SourceReport] = []

    def report_source(report: "SourceReport") -> None:
        reports.append(report)
        print_source_report(report)

    fetch_sources(settings, lambda memory: PoliteFetcher(reach, memory.holds), report_source)
    outcomes = {addition.outcome for report in reports for addition in report.additions}
    if outcomes & {"added", "replaced"}:
        open_console().print("To answer from it, run: khamtob index")
    elif outcomes == {"refused"} and not any(report.unchanged for report in reports):
        message = "nothing could be fetched; see the lines above"
        raise ArticleError(message)


def print_source_report(report: "SourceReport") -> None:
    """Print what came of a source: a line with counts, then what changed."""
    from bot.collection_commands import print_additions

    counts = {
        "unchanged": report.unchanged,
        "removed by you": report.removed,
        "left for the next time": report.left,
    }
    told = "".join(f", {name}: {count:,}" for name, count in counts.items() if count)
    changed = len(report.additions)
    open_console().print(make_one_line(f"{report.url}: {changed:,} fetched{told}"), soft_wrap=True)
    print_additions(report.additions)
