"""Where the other language tells of the same event, the sentence that says what the quote says.

The quote in the question's own language comes first (`index/same_event.py`); this one is offered
behind it. Sentences are compared by their stored vectors, less what the model gives to each
language as such. Among the sample articles a sentence and its counterpart have 0.47 to 0.65,
sentences that say something else 0.36 at most.
"""

from collections.abc import Sequence

import numpy as np

from corpus.article import Language
from index.answer import Quote
from index.encoder import Vector
from index.generation import Generation
from index.hits import Hit
from index.language_bases import LANGUAGES

SAME_WORDS = 0.42  # cosine
LOOKED_AT = 10  # hits


def find_other_version(generation: Generation, quote: Quote, hits: Sequence[Hit]) -> Quote | None:
    """The sentence nearest to the quote in articles of another language; None if none says it."""
    table = generation.table
    numbers = [table.find_number(h.passage) for h in hits[:LOOKED_AT] if _is_other(h, quote)]
    sentences = [sentence for number in numbers for sentence in table.range_of_sentences(number)]
    if not sentences:
        return None
    own = _find_sentences(generation, quote, hits)
    if not own:
        return None
    wanted = _embed(generation, own, quote.article.language).mean(axis=0)
    rows = [
        _embed(generation, table.range_of_sentences(number), table[number].article.language)
        for number in numbers
    ]
    cosines = np.concatenate(rows) @ (wanted / (np.linalg.norm(wanted) + 1e-9))
    best = int(cosines.argmax())
    if cosines[best] < SAME_WORDS:
        return None
    span = table.sentence(sentences[best])
    article = table[int(table.sentences[sentences[best], 0])].article
    return Quote(article, span.start, span.end, None)


def _is_other(hit: Hit, quote: Quote) -> bool:
    return hit.passage.article.language != quote.article.language


def _find_sentences(generation: Generation, quote: Quote, hits: Sequence[Hit]) -> list[int]:
    """The numbers of the sentences that the quote is made of."""
    table = generation.table
    passages = [hit.passage for hit in hits if hit.passage.article.id == quote.article.id]
    passage = next((p for p in passages if p.start <= quote.start < p.end), None)
    if passage is None:
        return []
    numbers = table.range_of_sentences(table.find_number(passage))
    spans = [(number, table.sentence(number)) for number in numbers]
    return [n for n, span in spans if quote.start <= span.start and span.end <= quote.end]


def _embed(generation: Generation, numbers: Sequence[int], language: Language) -> Vector:
    """The sentences' vectors of unit length, less the mean of their language."""
    stored = generation.sentences.vectors_of(range(numbers[0], numbers[-1] + 1))
    vectors: Vector = stored - generation.language_means[LANGUAGES.index(language)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return vectors
