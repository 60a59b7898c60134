"""Finds passages: by words, by meaning, or by both."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.article import Language
from index.bridge import translate_question
from index.encoder import Encoder, Vector
from index.generation import Generation
from index.hits import Hit as Hit
from index.language_bases import LANGUAGES, compute_bases, compute_lifts
from index.questions import detect_question_language, normalise_question
from index.same_event import prefer_own_language
from index.tokens import mark_language, tokenize_question

CANDIDATES = 100  # passages that each way of searching proposes
# Weight of the cosine against the share of the words found; tuned on the development half of
# XQuAD, where anything from 4 to 8 is within 0.3 nDCG@10 of the best in all four directions.
MEANING_WEIGHT = 6.0


class SearchMode(StrEnum):
    """Which index proposes and scores the passages."""

    KEYWORD = "keyword"
    MEANING = "meaning"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched for; `text` is normalised, `vector` has unit length."""

    text: str
    language: Language
    tokens: tuple[str, ...]
    vector: Vector


def read_question(text: str, encoder: Encoder) -> Question:
    """The question in `text`, ready for searching."""
    normal = normalise_question(text)
    tokens = tuple(dict.fromkeys(tokenize_question(normal)))
    vector = encoder.encode_question(normal)
    return Question(normal, detect_question_language(normal), tokens, vector)


def search_passages(
    generation: Generation,
    question: Question,
    limit: int,
    mode: SearchMode = SearchMode.HYBRID,
    *,
    bridge: bool = True,
) -> list[Hit]:
    """At most `limit` passages, best first; without the `bridge` no word is translated.

    The keyword score is divided by the highest that any passage could have for these words, so
    that both parts mean the same for every question, then mixed with the cosine.
    """
    words = generation.keywords.search(question.tokens, CANDIDATES)
    translated = _find_translated(generation, question) if bridge else {}
    nearest = _find_nearest(generation, question)
    numbers = {
        SearchMode.KEYWORD: list(words | translated),
        SearchMode.MEANING: list(nearest),
        SearchMode.HYBRID: list(words | translated | nearest),
    }[mode]
    bases = compute_bases(generation.language_means, question.vector)
    lifts = compute_lifts(bases, question.language)
    unknown = [number for number in numbers if number not in nearest]
    cosines = nearest | dict(
        zip(unknown, generation.vectors.compare(question.vector, unknown), strict=True)
    )
    bound = generation.keywords.bound_score(question.tokens)
    weight = {SearchMode.KEYWORD: 0.0, SearchMode.MEANING: 1e9}.get(mode, MEANING_WEIGHT)
    hits: list[Hit] = []
    for number in numbers:
        passage, cosine = generation.table[number], cosines[number]
        lifted = cosine + lifts[passage.article.language]
        said = translated.get(number, 0.0)
        reached = max(words.get(number, 0.0), said * bound)
        score = mix_scores(lifted, reached, bound, weight)
        hits.append(Hit(passage, score, cosine, words.get(number, 0.0), said))
    ordered = sorted(hits, key=_order_of)
    return prefer_own_language(generation, question.language, ordered)[:limit]


def _find_nearest(generation: Generation, question: Question) -> dict[int, float]:
    """The passages nearest in meaning in each language, for none may crowd out the other."""
    nearest: dict[int, float] = {}
    for language in compute_bases(generation.language_means, question.vector):
        among = generation.table.mark_language(language)
        nearest |= generation.vectors.search(question.vector, CANDIDATES, among)
    return nearest


def _find_translated(generation: Generation, question: Question) -> dict[int, float]:
    """The passages in other languages than the question's, by the share of it that they say."""
    found: dict[int, float] = {}
    for language in LANGUAGES:
        if language != question.language and generation.table.mark_language(language).any():
            concepts = translate_question(question.text, question.language, question.tokens)
            mark = mark_language(language)
            found |= generation.keywords.search_concepts(concepts, mark, CANDIDATES)
    return found


def mix_scores(cosine: float, keyword_score: float, bound: float, meaning_weight: float) -> float:
    """The weighted mean of the cosine and of the share of `bound` that the words reach."""
    share = keyword_score / bound if bound > 0 else 0.0
    return (meaning_weight * cosine + share) / (meaning_weight + 1)


def _order_of(hit: Hit) -> tuple[float, str, int]:
    """Best first; equal scores in the order of the articles, so that answers repeat."""
    return (-hit.score, hit.passage.article.id, hit.passage.start)
