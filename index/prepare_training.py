"""Prepares what the reader is trained on: reads data by path, writes one file of examples.

    python -m index.prepare_training --data DATA.json ... [--across DATA.json QUESTIONS.json]
        [--wordings DATA.json WORDINGS.jsonl] [--measuring DATA.json ...] --out EXAMPLES.jsonl

`--wordings` asks the questions of DATA in other words: JSON lines with `question_id` and further
fields named `question_en...`. Articles that overlap with a `--measuring` set are left out.
"""

import argparse
import json
import random
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from index.embedded_model import EMBEDDED_MODEL
from index.encoder import open_encoder
from index.measured import open_measured
from index.progress import show_nothing
from index.question_data import QuestionData, join_questions, read_lines, read_question_data
from index.training_data import Example, drop_overlap, make_examples, write_examples

FEW_QUESTIONS = 400  # a smaller set gives several windows of each question
MOST_WINDOWS = 3


def main() -> None:
    """Writes the examples."""
    console = Console()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--across", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--wordings", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--measuring", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    measuring = [read_question_data(path) for path in options.measuring]
    sources = [(path.name, read_question_data(path)) for path in options.data]
    for path, other in options.across:
        joined = join_questions(read_question_data(path), read_question_data(other))
        sources.append((f"{path.name} < {other.name}", joined))
    for path, other in options.wordings:
        sources.append((f"{path.name} < {other.name}", _join_wordings(path, other)))
    encoder = open_encoder(EMBEDDED_MODEL, console.print)
    examples: list[Example] = []
    for name, data in sources:
        kept = drop_overlap(data, measuring)
        generation = open_measured(kept.articles, encoder, show_nothing)
        windows = MOST_WINDOWS if len(kept.questions) < FEW_QUESTIONS else 1
        made = list(make_examples(kept, generation, encoder, windows, name))
        counted = f"{len(made)} examples, {sum(not e.answers for e in made)} without an answer"
        dropped = len(data.articles) - len(kept.articles)
        console.print(f"{name}: {len(kept.questions)} questions, {dropped} dropped; {counted}")
        examples += made
    random.Random(0).shuffle(examples)  # noqa: S311, no secret
    console.print(f"{write_examples(examples, options.out)} examples in {options.out}")


def _join_wordings(path: Path, wordings: Path) -> QuestionData:
    """The questions of `path`, each in one of its other wordings, in turn."""
    data = read_question_data(path)
    words: dict[str, list[str]] = {}
    for line in read_lines(wordings):
        record = json.loads(line)
        found = [v for k, v in record.items() if k.startswith("question_en") and v]
        words[record["question_id"]] = found
    questions = tuple(
        replace(known, text=words[known.id][place % len(words[known.id])])
        for place, known in enumerate(data.questions)
        if words.get(known.id)
    )
    return QuestionData(data.articles, questions)


if __name__ == "__main__":
    main()
