"""Prepares what the reader is trained on: reads data by path, writes one file of examples.

    python -m index.prepare_training --data DATA.json ... [--across DATA.json QUESTIONS.json]
        [--wordings DATA.json WORDINGS.jsonl] [--glossed DATA.json ...]
        [--windows 2] [--longest 480] [--measuring DATA.json ...] --out EXAMPLES.jsonl
    python -m index.prepare_training --texts ARTICLES.jsonl ... --pairs SENTENCES.tsv
        --out CLOZES.jsonl

`--wordings` asks the questions of DATA in other words: JSON lines with `question_id` and further
fields named `question_en...` or `question_th...`, each of which is a question. `--glossed` says
the questions of DATA word by word in the other language. Each question of DATA as people asked it
gets as many windows as `--windows` says, in other words it gets one; they aim at `--longest`
characters at most. `--texts` and `--pairs` make questions of plain articles (JSON lines with a
`body` or `text`) and of translated sentences (document, English, Thai, with tabs between).
Articles and documents that overlap with a `--measuring` set are left out.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from corpus.language import detect_language
from corpus.sentences import cut_sentences
from index.embedded_model import EMBEDDED_MODEL
from index.encoder import Encoder, open_encoder
from index.joined_questions import join_questions
from index.measured import open_measured
from index.progress import show_nothing
from index.question_data import QuestionData, read_lines, read_question_data
from index.training_clozes import make_clozes, make_clozes_across
from index.training_data import LONGEST, Example, make_examples, write_examples
from index.training_overlap import drop_overlap
from index.training_texts import Pair, read_documents, read_texts
from index.training_words import ask_about_another, read_surfaces, say_in_other_language

GLOSSED = 0.9  # share of the words of a glossed question
NEAR_MISSES = 0.06  # of the examples with an answer
CLOZES_OF_TEXT = 4
Surfaces = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A data set with the name that its examples go by, and the windows of each question."""

    name: str
    data: QuestionData
    windows: int = 1


def main() -> None:
    """Writes the examples; raises UsageError for data that is in none of the layouts."""
    console = Console()
    options = _read_options()
    measuring = [read_question_data(path) for path in options.measuring]
    sources = [
        replace(source, data=drop_overlap(source.data, measuring))
        for source in _read_sources(options, measuring)
    ]
    english = [a.text for s in sources for a in s.data.articles if a.language == "en"]
    texts = [(name_source(path), read_texts(path, measuring)) for path in options.texts]
    documents = [(name_source(path), read_documents(path, measuring)) for path in options.pairs]
    surfaces = read_surfaces([*english, *(text for _, each in texts for text in each)])
    sources += _gloss_sources(options, measuring, surfaces)
    encoder = open_encoder(EMBEDDED_MODEL, console.print)
    examples: list[Example] = []
    for source in sources:
        examples += _report(console, source.name, _make(source, encoder, options.longest))
    for name, each in texts:
        examples += _report(console, name, _make_clozes(each, name, surfaces))
    for name, pairs in documents:
        examples += _report(console, name, _make_across(pairs, name, surfaces))
    random.Random(0).shuffle(examples)  # noqa: S311, no secret
    console.print(f"{write_examples(examples, options.out)} examples in {options.out}")


def name_source(path: Path) -> str:
    """What the examples of a file go by: its folder and name, by which its licence is known."""
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--data", "--glossed", "--measuring", "--texts", "--pairs"):
        parser.add_argument(name, nargs="*", type=Path, default=[])
    parser.add_argument("--across", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--wordings", nargs=2, type=Path, action="append", default=[])
    count = _read_count
    parser.add_argument("--windows", type=count, default=2, help="of each question of DATA")
    parser.add_argument("--longest", type=count, default=LONGEST, help="characters of a window")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _read_count(text: str) -> int:
    """The number that `text` says; raises ArgumentTypeError if it isn't one of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        message = f"{text!r} is not a number of at least 1"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _report(console: Console, name: str, made: Iterable[Example]) -> list[Example]:
    examples = list(made)
    without = sum(not example.answers for example in examples)
    console.print(f"{name}: {len(examples)} examples, {without} without an answer")
    return examples


def _read_sources(options: argparse.Namespace, measuring: Sequence[QuestionData]) -> list[Source]:
    """The sources; where they are asked in other words, overlap in their own is left out here."""
    sources = [
        Source(name_source(path), read_question_data(path), options.windows)
        for path in options.data
    ]
    for path, other in options.across:
        data = read_question_data(path)
        joined = join_questions(data, read_question_data(other))
        own = drop_overlap(data, measuring)
        kept = {known.id for known in own.questions}
        questions = tuple(known for known in joined.questions if known.id in kept)
        name = f"{name_source(path)} < {other.name}"
        sources.append(Source(name, QuestionData(own.articles, questions), options.windows))
    for path, other in options.wordings:
        data = drop_overlap(read_question_data(path), measuring)
        for wording in _list_wordings(other):
            questions = tuple(
                replace(known, text=wording[known.id])
                for known in data.questions
                if wording.get(known.id, known.text) != known.text
            )
            name = f"{name_source(path)} < {other.name}"
            sources.append(Source(name, QuestionData(data.articles, questions)))
    return sources


def _list_wordings(path: Path) -> list[dict[str, str]]:
    """For each field with a wording: the wording of each question that has one, by id."""
    wordings: dict[str, dict[str, str]] = {}
    for line in read_lines(path):
        record = json.loads(line)
        for field, text in record.items():
            if field.startswith(("question_en", "question_th")) and text:
                wordings.setdefault(field, {})[record["question_id"]] = text
    return list(wordings.values())


def _gloss_sources(
    options: argparse.Namespace, measuring: Sequence[QuestionData], surfaces: Surfaces
) -> Iterator[Source]:
    for path in options.glossed:
        data = drop_overlap(read_question_data(path), measuring)
        chance = random.Random(path.name)  # noqa: S311, no secret
        questions = tuple(
            replace(
                known,
                text=say_in_other_language(
                    known.text, detect_language(known.text), GLOSSED, surfaces, chance
                ),
            )
            for known in data.questions
        )
        yield Source(f"{name_source(path)} glossed", QuestionData(data.articles, questions))


def _make(source: Source, encoder: Encoder, longest: int) -> Iterator[Example]:
    """The windows of the source's questions, and of some of them asked about something else."""
    generation = open_measured(source.data.articles, encoder, show_nothing)
    chance = random.Random(source.name)  # noqa: S311, no secret
    others = [known.text for known in source.data.questions]
    for example in make_examples(
        source.data, generation, encoder, source.name, windows=source.windows, longest=longest
    ):
        yield example
        if example.answers and chance.random() < NEAR_MISSES:
            question = ask_about_another(example.question, example.passage, others, chance)
            if question:
                yield Example(question, example.passage, (), f"{source.name}-another")


def _make_clozes(texts: Sequence[str], name: str, surfaces: Surfaces) -> Iterator[Example]:
    chance = random.Random(name)  # noqa: S311, no secret
    for text in texts:
        sentences = cut_sentences(text)
        yield from make_clozes(text, sentences, CLOZES_OF_TEXT, surfaces, chance, name)


def _make_across(
    documents: Sequence[Sequence[Pair]], name: str, surfaces: Surfaces
) -> Iterator[Example]:
    """English questions on Thai windows, then Thai ones on English windows, of each document."""
    chance = random.Random(name)  # noqa: S311, no secret
    for pairs in documents:
        turned = [(thai, english) for english, thai in pairs]
        yield from make_clozes_across(pairs, surfaces, chance, name)
        yield from make_clozes_across(turned, surfaces, chance, name)


if __name__ == "__main__":
    main()
