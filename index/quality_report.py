"""Measures all four directions and writes the table and the plots of docs/quality.md.

    python -m index.quality_report --th DATA.th.json --en DATA.en.json [--off-topic LINES.txt ...]
        [--more DATA ...] [--reader embedded|none] --out docs [--json RESULTS.json]
    python -m index.quality_report --from RESULTS.json --out docs

The two files have the same questions and paragraphs in Thai and English, joined by question id.
`--more` are further files, each asked in its own words. Each direction is asked the off-topic
lines that are in the language of its questions. `--json` keeps the results after each direction,
`--from` draws them again without asking anything.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from corpus.article import Language
from corpus.errors import UsageError
from index.embedded_model import EMBEDDED_MODEL
from index.encoder import Encoder, open_encoder
from index.evaluate import ask_data
from index.progress import Progress, show_nothing
from index.quality_results import Direction, make_direction, read_results, write_results
from index.quality_table import split_page, update_page
from index.question_data import read_lines, read_question_data
from index.questions import detect_question_language
from index.reader import EMBEDDED_READER, NO_READER, Reader, open_reader

PAGE = "quality.md"
_TOLD_EVERY = 100  # questions


@dataclass(frozen=True, slots=True)
class Source:
    """What one direction is measured on; `questions` replace those of `data` if given."""

    name: str
    data: Path
    questions: Path | None
    language: Language


def list_sources(thai: Path, english: Path, more: Sequence[Path]) -> list[Source]:
    """The four directions, question before articles, and each further file.

    Raises UsageError if a further file is not of SQuAD's layout.
    """
    return [
        Source("th → th", thai, None, "th"),
        Source("en → en", english, None, "en"),
        Source("en → th", thai, english, "en"),
        Source("th → en", english, thai, "th"),
        *(Source(_name_data(path), path, None, _find_language(path)) for path in more),
    ]


def measure_sources(
    sources: Sequence[Source],
    off_topic: Sequence[str],
    encoder: Encoder,
    reader: Reader | None,
    progress: Progress = show_nothing,
    cache: Path | None = None,
) -> Iterator[Direction]:
    """The measures of each, with parts left out, as soon as it is done.

    Raises UsageError if a file is not of SQuAD's layout or two have no question in common.
    """
    for source in sources:
        lines = [line for line in off_topic if detect_question_language(line) == source.language]
        outcomes = ask_data(
            source.data,
            source.questions,
            encoder,
            progress,
            cache,
            reader,
            off_topic=lines,
            ablation=True,
        )
        yield make_direction(source.name, outcomes)


def write_report(directions: Sequence[Direction], folder: Path) -> None:
    """Writes the table into the page in `folder` and the plots beside it.

    Raises UsageError if the page has no place for the table.
    """
    from index.quality_plots import draw_plots

    update_page(folder / PAGE, directions)
    draw_plots(directions, folder)


def _name_data(path: Path) -> str:
    """The folder and the name of a file, which say more together."""
    return f"{path.resolve().parent.name} {path.name.partition('.')[0]}"


def _find_language(path: Path) -> Language:
    """The language that most of the questions are in."""
    questions = read_question_data(path).questions
    counts = Counter(detect_question_language(question.text) for question in questions)
    return max(counts, key=lambda language: counts[language], default="th")


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--th", type=Path, help="data in Thai")
    parser.add_argument("--en", type=Path, help="the same data in English")
    parser.add_argument("--off-topic", nargs="+", type=Path, default=[], help="lines of text")
    parser.add_argument("--more", nargs="+", type=Path, default=[], help="data in one language")
    parser.add_argument("--reader", choices=(EMBEDDED_READER, NO_READER), default=EMBEDDED_READER)
    parser.add_argument("--out", type=Path, required=True, help=f"the folder of {PAGE}")
    parser.add_argument("--json", type=Path, help="keeps the results here")
    parser.add_argument("--from", type=Path, dest="results", help="draws these kept results")
    options = parser.parse_args(arguments)
    if not options.results and not (options.th and options.en):
        parser.error("give --th and --en, or --from")
    if find_spec("matplotlib") is None:
        parser.error("the plots need matplotlib: pip install 'khamtob[report]'")
    return options


def _measure(options: argparse.Namespace, console: Console) -> list[Direction]:
    """The measured directions, kept after each of them if a file is named."""

    def tell(step: str, done: int, total: int) -> None:
        if done == total or done % _TOLD_EVERY == 0:
            console.print(f"{step}: {done} of {total}")

    off_topic = [line for path in options.off_topic for line in read_lines(path)]
    sources = list_sources(options.th, options.en, options.more)
    encoder = open_encoder(EMBEDDED_MODEL, console.print)
    reader = open_reader(options.reader, console.print)
    directions: list[Direction] = []
    for direction in measure_sources(sources, off_topic, encoder, reader, tell):
        directions.append(direction)
        console.print(f"{direction.name}: done")
        if options.json:
            write_results(options.json, directions)
    return directions


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, or reads what was measured, and writes the report; exits with 2 if it can't."""
    console = Console(markup=False, highlight=False)
    options = _read_options(arguments)
    try:
        split_page(options.out / PAGE)  # before hours of measuring
        if options.results:
            directions = read_results(options.results)
        else:
            directions = _measure(options, console)
        write_report(directions, options.out)
    except UsageError as error:
        Console(stderr=True, markup=False, highlight=False).print(str(error), soft_wrap=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
