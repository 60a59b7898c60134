"""What is kept of an answer, and the answer again from what was kept."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from bot.chat.asked import Asked
from bot.state.answers import AnswerRecord, Place
from corpus.article import Article
from index.answer import Answer, Quote
from index.engine import Reply
from index.search import Hit

MOST_OTHERS = 9
_DIGEST_LETTERS = 16

FindArticle = Callable[[str], Article | None]


def make_record(
    answer_id: str, asked: Asked, reply: Reply, answer: Answer, moment: float
) -> AnswerRecord:
    """What is kept of an answer: places in articles, and nobody's name."""
    others = list_others(reply.hits, answer.quotes)
    return AnswerRecord(
        answer_id=answer_id,
        question=answer.question,
        language=asked.language,
        status=answer.status,
        confidence=answer.confidence,
        generation=reply.generation,
        quotes=tuple(map(_to_place, answer.quotes)),
        closest=tuple(article.id for article in answer.closest),
        hits=tuple(map(_to_place, others)),
        asked=moment,
    )


def recall_answer(record: AnswerRecord, find_article: FindArticle) -> Answer | None:
    """The answer again; None if an article that it quotes is gone or has other words there."""
    quotes = recall_quotes(record.quotes, find_article)
    if len(quotes) < len(record.quotes):
        return None
    closest = (find_article(article_id) for article_id in record.closest)
    return Answer(
        question=record.question,
        language=record.language,
        status=record.status,
        confidence=record.confidence,
        quotes=tuple(quotes),
        closest=tuple(article for article in closest if article is not None),
    )


def recall_quotes(places: Iterable[Place], find_article: FindArticle) -> list[Quote]:
    """The quotes of these places that are still what they were."""
    found = (_recall_quote(place, find_article) for place in places)
    return [quote for quote in found if quote is not None]


def list_others(hits: Sequence[Hit], quotes: Sequence[Quote]) -> list[Quote]:
    """The found passages that hold none of the quotes, best first, to look at."""
    passages = [hit.passage for hit in hits]
    others = [Quote(each.article, each.start, each.end, None) for each in passages]
    return [other for other in others if not any(_overlap(other, quote) for quote in quotes)][
        :MOST_OTHERS
    ]


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.article.id == other.article.id
    return same and one.start < other.end and other.start < one.end


def _to_place(quote: Quote) -> Place:
    return Place(quote.article.id, quote.start, quote.end, quote.answer, _digest(quote))


def _recall_quote(place: Place, find_article: FindArticle) -> Quote | None:
    article = find_article(place.article_id)
    if article is None:
        return None
    quote = Quote(article, place.start, place.end, place.answer)
    return quote if _digest(quote) == place.digest else None


def _digest(quote: Quote) -> str:
    return hashlib.sha256(quote.text.encode()).hexdigest()[:_DIGEST_LETTERS]
