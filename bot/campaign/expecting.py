"""What has to be true of answers and articles, whatever happened."""

from collections.abc import Iterable, Iterator

from bot.campaign.village import (
    Place,
    Versions,
    ask_about,
    expect_of,
    name_article,
    write_article,
)
from index.engine import Engine


def check_answer(engine: Engine, number: int, version: int) -> Iterator[str]:
    """What is wrong with the answer to the question about this library."""
    quotes = [quote.text for quote in engine.ask(ask_about(number)).answer.quotes]
    if not quotes or expect_of(number, version) not in quotes[0]:
        yield f"wrong answer about {number}: {quotes}"


def choose_questions(known: Iterable[Versions], versions: Versions) -> list[int]:
    """One library that changed between the collections, and one that did not, if there are."""
    same, changed = None, None
    for number, version in versions.items():
        if all(other.get(number) == version for other in known):
            same = number
        else:
            changed = number
    return [number for number in (same, changed) if number is not None]


def check_articles(place: Place, versions: Versions) -> list[str]:
    """Which articles are not there as the admin added them."""
    problems = []
    for number, version in versions.items():
        path = place.articles / name_article(number)
        if not path.is_file() or path.read_bytes() != write_article(number, version):
            problems.append(f"the article {path.name} is lost or damaged")
    return problems
