"""Reading comprehension: how well the reader finds the answer where the article is given."""

from collections import Counter

from corpus.article import Span
from corpus.words import cut_words
from index.encoder import PassageText
from index.generation import Generation
from index.question_data import KnownQuestion
from index.questions import normalise_question
from index.reader import Reader

_ARTICLES = frozenset(("a", "an", "the"))  # that SQuAD's own measure leaves out


def compute_f1(found: str, right: str) -> float:
    """The F1 of common words (Rajpurkar et al., 2016), in Thai those of the dictionary's cut."""
    words = [Counter(_list_words(text)) for text in (found, right)]
    common = (words[0] & words[1]).total()
    total = words[0].total() + words[1].total()
    return 2 * common / total if total else float(found == right)


def read_given(generation: Generation, reader: Reader, known: KnownQuestion) -> str:
    """The best span of the question's own article; empty if that is not in the index."""
    best: tuple[float, str] | None = None
    for number in range(len(generation.table)):
        passage = generation.table[number]
        if passage.article.id != known.article_id:
            continue
        spans = [generation.table.sentence(n) for n in generation.table.range_of_sentences(number)]
        moved = tuple(Span(s.start - passage.start, s.end - passage.start) for s in spans)
        text = normalise_question(known.text)
        (readings,) = reader.read(text, [PassageText(passage.text, moved)])
        reading = max(readings, key=lambda one: one.score)
        if best is None or reading.score > best[0]:
            best = (reading.score, passage.text[reading.start : reading.end].strip())
    return best[1] if best else ""


def measure_f1(found: str, known: KnownQuestion) -> float:
    """The F1 against the nearest of the known answers."""
    return max((compute_f1(found, answer.text) for answer in known.answers), default=0.0)


def _list_words(text: str) -> list[str]:
    words = (word.strip().lower() for word in cut_words(text))
    return [w for w in words if any(c.isalnum() for c in w) and w not in _ARTICLES]
