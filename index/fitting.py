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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from rich.console import Console
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

import index
from corpus.folder import read_folder
from index import confidence, quotes
from index.choosing import READ, describe_sentences
from index.confidence import (
    OTHER,
    OWN,
    list_signals,
    measure_reader_signals,
    measure_signals,
    name_kind,
)
from index.confidence import READ as READ_KIND
from index.embedded_model import EMBEDDED_MODEL
from index.encoder import Encoder, open_encoder
from index.engine import SEARCHED
from index.generation import Generation
from index.measured import open_measured
from index.progress import show_nothing
from index.question_data import (
    KnownQuestion,
    QuestionData,
    join_groups,
    join_questions,
    mix_languages,
    read_lines,
    read_question_data,
)
from index.quotes import choose_quotes
from index.reader import NO_READER, Reader, open_reader
from index.reading import READER_FEATURES
from index.remembering_reader import RememberingReader
from index.search import Hit, Question, read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.sentence_features import FEATURES

Floats = npt.NDArray[np.float64]
Item = TypeVar("Item")

SEED = 7
MOST_QUESTIONS = 800  # of one data set, for the quotes
MOST_SIGNALS = 300  # of one data set, for the confidence
DEEP = 200  # hits searched, so that enough are left when some are taken out
QUOTE_PENALTY = 3e-3
# Of the answerable questions, at the threshold. Across the languages what can be answered and
# what can't are harder to tell apart, and a wrong answer is worse than none.
REFUSED_SHARE = {OWN: 0.05, OTHER: 0.2}
SIGNAL_PENALTY = 5.0
OFF_TOPIC_WEIGHT = 4.0  # there are few such lines, and they are what people notice


@dataclass(frozen=True, slots=True)
class Source:
    """A data set with its index."""

    name: str
    generation: Generation
    data: QuestionData


def collect_quote_examples(
    source: Source, encoder: Encoder, embedder: SentenceEmbedder, reader: Reader | None = None
) -> Iterator[tuple[Floats, Floats]]:
    """For each question: its candidates' features, and which of them hold an answer (sum 1)."""
    asked = [known for known in source.data.questions if known.answers]
    for known in sample_some(asked, MOST_QUESTIONS):
        question = read_question(known.text, encoder)
        hits = search_passages(source.generation, question, READ)
        candidates = describe_sentences(source.generation, question, hits, embedder, reader)
        right = np.array(
            [
                any(
                    candidate.article.id == answer.article_id
                    and candidate.span.start <= answer.start
                    and answer.end <= candidate.span.end
                    for answer in known.answers
                )
                for candidate in candidates
            ],
            float,
        )
        if right.any() and len(right) > 1:
            yield np.stack([c.features for c in candidates]).astype(float), right / right.sum()


def sample_some(items: Sequence[Item], most: int) -> list[Item]:
    """At most `most` of the items, the same ones every time."""
    order = np.random.default_rng(SEED).permutation(len(items))
    return [items[place] for place in order[:most]]


def fit_quote_weights(examples: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The weights of a conditional logit (McFadden, 1974) over each question's candidates."""
    features = np.concatenate([rows for rows, _ in examples])
    spread = features.std(axis=0) + 1e-6
    scaled = (features - features.mean(axis=0)) / spread
    wanted = np.concatenate([right for _, right in examples])
    sizes = [len(right) for _, right in examples]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.r_[0, np.cumsum(sizes)[:-1]]

    def compute_loss(weights: Floats) -> tuple[float, Floats]:
        strengths = scaled @ weights
        strengths -= np.maximum.reduceat(strengths, starts)[owner]
        odds = np.exp(strengths)
        totals = np.add.reduceat(odds, starts)[owner]
        loss = -(wanted * (strengths - np.log(totals))).sum() / len(sizes)
        slope = scaled.T @ (odds / totals - wanted) / len(sizes)
        return loss + QUOTE_PENALTY * (weights @ weights) / 2, slope + QUOTE_PENALTY * weights

    start = np.zeros(features.shape[1])
    found = minimize(compute_loss, start, jac=True, method="L-BFGS-B")
    weights: Floats = found.x / spread
    return weights


@dataclass(frozen=True, slots=True)
class Example:
    """The signals of one search; `kind` is OWN or OTHER, `right` whether answering is right."""

    signals: tuple[float, ...]
    kind: str
    right: bool
    off_topic: bool


def collect_signals(
    source: Source,
    encoder: Encoder,
    embedder: SentenceEmbedder,
    weights: Floats,
    reader: Reader | None = None,
) -> Iterator[Example]:
    """Each question in larger and smaller collections, with and without its answer."""
    asked = [known for known in source.data.questions if known.answers]
    for known in sample_some(asked, MOST_SIGNALS):
        question = read_question(known.text, encoder)
        for hits, right in _vary_hits(source, known, question):
            example = _measure(source, question, hits[:SEARCHED], embedder, weights, reader)
            if example:
                yield replace(example, right=right)


def collect_off_topic(
    source: Source,
    lines: Sequence[str],
    encoder: Encoder,
    embedder: SentenceEmbedder,
    weights: Floats,
    reader: Reader | None = None,
) -> Iterator[Example]:
    """Lines that nothing answers."""
    for line in sample_some(lines, MOST_SIGNALS):
        question = read_question(line, encoder)
        hits = search_passages(source.generation, question, SEARCHED)
        example = _measure(source, question, hits, embedder, weights, reader)
        if example:
            yield replace(example, off_topic=True)


def fit_confidence(examples: Sequence[Example]) -> dict[str, object]:
    """The record of a logistic regression on the signals, with its threshold.

    All the examples are of one kind. Those where answering is right and those where it is wrong
    weigh the same in all.
    """
    signals = np.array([example.signals for example in examples])
    right = np.array([example.right for example in examples])
    off_topic = np.array([example.off_topic for example in examples])
    spread = signals.std(axis=0) + 1e-6
    balance = np.where(right, 1 / right.sum(), 1 / (~right).sum()) * len(right) / 2
    model = LogisticRegression(C=1 / SIGNAL_PENALTY, max_iter=3000)
    model.fit(signals / spread, right, balance * np.where(off_topic, OFF_TOPIC_WEIGHT, 1.0))
    rated = model.predict_proba(signals / spread)[:, 1]
    threshold = np.quantile(rated[right], REFUSED_SHARE[examples[0].kind.removesuffix(READ_KIND)])
    return {
        "intercept": round(float(model.intercept_[0]), 4),
        "threshold": round(float(threshold), 3),
        "weights": _name_weights(list_signals(examples[0].kind), model.coef_[0] / spread),
    }


def _vary_hits(
    source: Source, known: KnownQuestion, question: Question
) -> Iterator[tuple[list[Hit], bool]]:
    """What the search would find in six collections, and whether it holds the answer.

    The whole one; without the passages that answer; without their article; the article alone, with
    and without the passages that answer; and some other article alone.
    """
    found = search_passages(source.generation, question, DEEP)
    own = [hit for hit in found if hit.passage.article.id == known.article_id]
    rest = [hit for hit in found if hit.passage.article.id != known.article_id]
    answering = [hit for hit in found if _holds_answer(hit, known)]
    yield found, bool(answering)
    yield [hit for hit in found if hit not in answering], False
    yield rest, False
    yield own, bool(answering)
    yield [hit for hit in own if hit not in answering], False
    yield [hit for hit in rest if hit.passage.article == rest[0].passage.article], False


def _holds_answer(hit: Hit, known: KnownQuestion) -> bool:
    return any(
        hit.passage.article.id == answer.article_id
        and hit.passage.start < answer.end
        and answer.start < hit.passage.end
        for answer in known.answers
    )


def _measure(
    source: Source,
    question: Question,
    hits: Sequence[Hit],
    embedder: SentenceEmbedder,
    weights: Floats,
    reader: Reader | None,
) -> Example | None:
    candidates = describe_sentences(source.generation, question, hits, embedder, reader)
    choices = choose_quotes(candidates, weights.astype(np.float32))
    if not choices:
        return None
    signals = measure_signals(source.generation, question, hits, candidates, choices)
    if reader:
        signals += measure_reader_signals(candidates, choices)
    kind = name_kind(question, choices, is_read=reader is not None)
    return Example(signals, kind, right=False, off_topic=False)


def _name_weights(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def _open_sources(options: argparse.Namespace, encoder: Encoder) -> list[Source]:
    sources: list[Source] = []
    pairs = [(path, None) for path in options.data] + [tuple(pair) for pair in options.across]
    for path, asked in pairs:
        data = read_question_data(path)
        if asked:
            data = join_questions(data, read_question_data(asked))
        data = join_groups(data)
        generation = open_measured(data.articles, encoder, show_nothing)
        sources.append(Source(path.name, generation, data))
    for one, other in options.mixed:
        data = join_groups(mix_languages(read_question_data(one), read_question_data(other)))
        generation = open_measured(data.articles, encoder, show_nothing)
        sources.append(Source(f"{one.name} mixed", generation, data))
    if options.collection:
        articles = read_folder(options.collection).articles
        generation = open_measured(articles, encoder, show_nothing)
        sources.append(Source(options.collection.name, generation, QuestionData(articles, ())))
    return sources


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
    sources = _open_sources(options, encoder)
    embedder = SentenceEmbedder(encoder)
    examples = [
        pair
        for source in sources
        for pair in collect_quote_examples(source, encoder, embedder, reader)
    ]
    weights = fit_quote_weights(examples)
    names = FEATURES + READER_FEATURES if reader else FEATURES
    file = quotes.READ_WEIGHTS_FILE if reader else quotes.WEIGHTS_FILE
    _write_record(file, dict(_name_weights(names, weights)))
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
