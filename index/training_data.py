"""Makes the examples that the reader learns from: windows of passages with and without an answer.

A window is some neighbouring sentences, as the reader sees them when it serves. A third of them
hold no answer: the passage of an unanswerable question, the sentences beside the answer, and what
our own search takes for the answer's passage though it is not (hard negatives).
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.article import Article, Span
from corpus.sentences import cut_sentences
from index.encoder import Encoder
from index.generation import Generation
from index.question_data import KnownQuestion, QuestionData
from index.questions import normalise_question
from index.search import read_question, search_passages
from index.training_overlap import even_out

SHORTEST, LONGEST = 100, 480  # characters that a window aims at; Thai and English alike
MINED = 8  # hits among which a hard negative is looked for
BESIDE_SHARE, MINED_SHARE = 0.22, 0.22  # negatives of each kind for each window with an answer


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a window; `answers` are (start, end) in the window, empty if it has none."""

    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]
    source: str


def write_examples(examples: Iterable[Example], path: Path) -> int:
    """Writes the examples as JSON lines; returns how many."""
    lines = [json.dumps(asdict(example), ensure_ascii=False) + "\n" for example in examples]
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def read_examples(path: Path) -> list[Example]:
    """The examples that `write_examples` wrote."""
    with path.open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [
        Example(r["question"], r["passage"], tuple((s, e) for s, e in r["answers"]), r["source"])
        for r in records
    ]


def make_examples(
    data: QuestionData,
    generation: Generation,
    encoder: Encoder,
    source: str,
    *,
    windows: int = 1,
    longest: int = LONGEST,
) -> Iterator[Example]:
    """For each question `windows` windows with its answer, and some without.

    A window aims at `longest` characters at most. `generation` is the index of the data's
    articles; hard negatives are found in it.
    """
    chance = random.Random(source)  # noqa: S311, no secret
    articles = {article.id: article for article in data.articles}
    sentences = {a.id: cut_sentences(a.text, a.language) for a in data.articles}
    for known in data.questions:
        article = articles[known.article_id]
        spans = sentences[article.id]
        text = normalise_question(known.text)
        if not known.answers:
            start = chance.randrange(len(spans))
            window = grow_window(spans, start, start, chance.randint(longest // 2, longest), chance)
            yield Example(text, article.text[window.start : window.end], (), f"{source}-none")
            continue
        for _ in range(windows):
            yield _cut_around_answer(known, text, article, spans, chance, source, longest)
            if chance.random() < BESIDE_SHARE:
                yield from _cut_beside_answer(known, text, article, spans, chance, source, longest)
            if chance.random() < MINED_SHARE:
                yield from _mine(known, text, generation, encoder, chance, source, longest)


def grow_window(
    spans: Sequence[Span], first: int, last: int, aim: int, chance: random.Random
) -> Span:
    """Sentences `first` to `last` with neighbours on either side, by chance, up to `aim`."""
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        if not sides:
            break
        side = chance.choice(sides)
        low, high = min(first, side), max(last, side)
        if spans[high].end - spans[low].start > aim:
            break
        first, last = low, high
    return Span(spans[first].start, spans[last].end)


def _cut_around_answer(
    known: KnownQuestion,
    text: str,
    article: Article,
    spans: Sequence[Span],
    chance: random.Random,
    source: str,
    longest: int,
) -> Example:
    answer = chance.choice(known.answers)
    first = max(n for n, span in enumerate(spans) if n == 0 or span.start <= answer.start)
    last = min(
        (n for n, span in enumerate(spans) if span.end >= answer.end), default=len(spans) - 1
    )
    aim = chance.randint(min(SHORTEST, longest), longest)
    window = grow_window(spans, first, max(first, last), aim, chance)
    places = {
        (a.start - window.start, a.end - window.start)
        for a in known.answers
        if window.start <= a.start and a.end <= window.end
    }
    passage = article.text[window.start : window.end]
    return Example(text, passage, tuple(sorted(places)), source)


def _cut_beside_answer(
    known: KnownQuestion,
    text: str,
    article: Article,
    spans: Sequence[Span],
    chance: random.Random,
    source: str,
    longest: int,
) -> Iterator[Example]:
    """A window of the same article that has no word of the answer's; a near miss."""
    runs: list[list[Span]] = [[]]
    for span in spans:
        if _has_answer(article.text[span.start : span.end], known) or any(
            a.start < span.end and span.start < a.end for a in known.answers
        ):
            runs.append([])
        else:
            runs[-1].append(span)
    runs = [run for run in runs if run]
    if not runs:
        return
    run = max(runs, key=lambda r: (r[-1].end - r[0].start) * chance.random())
    start = chance.randrange(len(run))
    window = grow_window(run, start, start, chance.randint(min(SHORTEST, longest), longest), chance)
    yield Example(text, article.text[window.start : window.end], (), f"{source}-beside")


def _mine(
    known: KnownQuestion,
    text: str,
    generation: Generation,
    encoder: Encoder,
    chance: random.Random,
    source: str,
    longest: int,
) -> Iterator[Example]:
    """A passage that our own search finds for the question and that has not the answer."""
    hits = search_passages(generation, read_question(text, encoder), MINED)
    wrong = [
        hit.passage
        for hit in hits
        if hit.passage.article.id != known.article_id and not _has_answer(hit.passage.text, known)
    ][:3]
    if wrong:
        passage = chance.choice(wrong)
        spans = cut_sentences(passage.text, passage.article.language)
        start = chance.randrange(len(spans))
        window = grow_window(spans, start, start, chance.randint(longest // 2, longest), chance)
        yield Example(text, passage.text[window.start : window.end], (), f"{source}-mined")


def _has_answer(text: str, known: KnownQuestion) -> bool:
    return any(even_out(answer.text) in even_out(text) for answer in known.answers)
