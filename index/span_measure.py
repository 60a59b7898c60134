"""Reading comprehension: how well the reader finds the answer where the article is given."""

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.article import Span
from corpus.words import cut_words
from index.encoder import PassageText
from index.generation import Generation
from index.question_data import KnownQuestion
from index.questions import normalise_question
from index.reader import Reader

# The reader was trained on windows up to a thousand characters. Where the article is known, larger
# ones than when answering find the answer more surely.
GIVEN_TOKENS = 180
_ARTICLES = frozenset(("a", "an", "the"))  # that SQuAD's own measure leaves out


def compute_f1(found: str, right: str) -> float:
    """The F1 of common words (Rajpurkar et al., 2016), in Thai those of the dictionary's cut."""
    words = [Counter(_list_words(text)) for text in (found, right)]
    common = (words[0] & words[1]).total()
    total = words[0].total() + words[1].total()
    return 2 * common / total if total else float(found == right)


def read_given(generation: Generation, reader: Reader, known: KnownQuestion) -> str:
    """The best span of the question's own article; empty if that is not in the index.

    It is read in windows of at most GIVEN_TOKENS, or of one sentence.
    """
    text = normalise_question(known.text)
    best: tuple[float, str] | None = None
    for window in _list_windows(generation, reader, known.article_id):
        (readings,) = reader.read(text, [window])
        reading = max(readings, key=lambda one: one.score)
        if best is None or reading.score > best[0]:
            best = (reading.score, window.text[reading.start : reading.end].strip())
    return best[1] if best else ""


def _list_windows(generation: Generation, reader: Reader, article_id: str) -> Iterator[PassageText]:
    """The article in runs of whole sentences of at most GIVEN_TOKENS, or of one sentence."""
    table = generation.table
    for number in table.range_of_passages(article_id):
        article = table[number].article
        spans = [table.sentence(sentence) for sentence in table.range_of_sentences(number)]
        texts = [article.text[span.start : span.end] for span in spans]
        run: list[Span] = []
        size = 0
        for span, tokens in zip(spans, reader.count_tokens(texts), strict=True):
            if run and size + tokens > GIVEN_TOKENS:
                yield _make_window(article.text, run)
                run, size = [], 0
            run.append(span)
            size += tokens
        if run:
            yield _make_window(article.text, run)


def _make_window(text: str, run: Sequence[Span]) -> PassageText:
    start = run[0].start
    spans = tuple(Span(span.start - start, span.end - start) for span in run)
    return PassageText(text[start : run[-1].end], spans)


def measure_f1(found: str, known: KnownQuestion) -> float:
    """The F1 against the nearest of the known answers."""
    return max((compute_f1(found, answer.text) for answer in known.answers), default=0.0)


def _list_words(text: str) -> list[str]:
    words = (word.strip().lower() for word in cut_words(text))
    return [w for w in words if any(c.isalnum() for c in w) and w not in _ARTICLES]
