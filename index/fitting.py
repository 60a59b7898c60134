"""Fits the weights by which quotes are chosen and answers are trusted, and writes them.

    python -m index.fitting --data DATA.json ... [--across DATA.json QUESTIONS.json]
        [--mixed DATA.json OTHER.json] --off-topic LINES.txt ... [--collection FOLDER]

`--data` are questions with answers (see `index/question_data.py`), `--across` the same with the
questions in the other language, `--mixed` two translations with every second article taken from
each, `--off-topic` lines that no article answers: every second line is fitted on, the others are
for measuring. They are asked of every data set, and of the articles in `--collection`, because
refusing is harder the more articles there are.
"""

import argparse
import json
from pathlib import Path

from rich.console import Console

import index
from index import confidence, quotes
from index.confidence import OTHER, OWN
from index.confidence import READ as READ_KIND
from index.embedded_model import EMBEDDED_MODEL
from index.encoder import open_encoder
from index.fitting_confidence import (
    Example,
    collect_off_topic,
    collect_signals,
    fit_confidence,
    name_weights,
)
from index.fitting_quotes import collect_quote_examples, fit_quote_weights
from index.fitting_sources import open_sources
from index.question_data import read_lines
from index.reader import NO_READER, open_reader
from index.reading import READER_FEATURES
from index.remembering_reader import RememberingReader
from index.sentence_embedder import SentenceEmbedder
from index.sentence_features import FEATURES


def _write_record(name: str, record: dict[str, object]) -> None:
    path = Path(next(iter(index.__path__))) / name
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fits both models and writes their files into the package."""
    console = Console()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--across", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--mixed", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--off-topic", nargs="+", type=Path, required=True)
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--reader", default=NO_READER, help="fits the weights used with it")
    options = parser.parse_args()
    encoder = open_encoder(EMBEDDED_MODEL, console.print)
    opened = open_reader(options.reader, console.print)
    reader = RememberingReader(opened) if opened else None
    sources = open_sources(options, encoder)
    embedder = SentenceEmbedder(encoder)
    examples = [
        pair
        for source in sources
        for pair in collect_quote_examples(source, encoder, embedder, reader)
    ]
    weights = fit_quote_weights(examples)
    names = FEATURES + READER_FEATURES if reader else FEATURES
    file = quotes.READ_WEIGHTS_FILE if reader else quotes.WEIGHTS_FILE
    _write_record(file, dict(name_weights(names, weights)))
    console.print(f"Quotes: fitted on {len(examples)} questions")
    off_topic = [read_lines(path)[::2] for path in options.off_topic]
    searches: list[Example] = []
    for source in sources:
        searches += collect_signals(source, encoder, embedder, weights, reader)
        for lines in off_topic:
            searches += collect_off_topic(source, lines, encoder, embedder, weights, reader)
    path = Path(next(iter(index.__path__))) / confidence.WEIGHTS_FILE
    records: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    for kind in (OWN, OTHER):
        kind += READ_KIND if reader else ""
        of_kind = [search for search in searches if search.kind == kind]
        records[kind] = fit_confidence(of_kind)
        console.print(f"Confidence, {kind} language: fitted on {len(of_kind)} searches")
    _write_record(confidence.WEIGHTS_FILE, records)


if __name__ == "__main__":
    main()
