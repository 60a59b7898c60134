"""Fits the weights by which quotes are chosen, with a reader or without."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from index.choosing import READ, describe_sentences
from index.encoder import Encoder
from index.fitting_sources import Source, sample_some
from index.reader import Reader
from index.search import read_question, search_passages
from index.sentence_embedder import SentenceEmbedder

Floats = npt.NDArray[np.float64]

MOST_QUESTIONS = 400  # of one data set
QUOTE_PENALTY = 3e-3


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
