"""A reply as the JSON object that `khamtob ask --json` prints."""

import json
from collections.abc import Sequence

from corpus.records import cite_article
from index.answer import Quote
from index.engine import Reply
from index.search import Hit


def reply_to_json(reply: Reply, hits: int | None) -> str:
    """The reply on one line; with `hits` so many of the found passages, with None no such field."""
    return json.dumps(reply_to_record(reply, hits), ensure_ascii=False)


def reply_to_record(reply: Reply, hits: int | None) -> dict[str, object]:
    """The reply with its fields in their order; `start` and `end` are code points."""
    answer = reply.answer
    record: dict[str, object] = {
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "confidence": round(answer.confidence, 4),
        "quotes": [_quote_to_record(quote) for quote in answer.quotes],
        "closest": [
            {"id": article.id, "title": article.title, "url": article.url}
            for article in answer.closest
        ],
    }
    if hits is not None:
        record["hits"] = _hits_to_records(reply.hits[:hits])
    timings = reply.timings
    return record | {
        "generation": reply.generation,
        "timings_ms": {
            "encode": round(timings.encode, 1),
            "search": round(timings.search, 1),
            "read": round(timings.read, 1),
            "total": round(timings.total, 1),
        },
    }


def _quote_to_record(quote: Quote) -> dict[str, object]:
    answer = quote.answer
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "answer": {"start": answer.start, "end": answer.end} if answer else None,
        "article": cite_article(quote.article),
    }


def _hits_to_records(hits: Sequence[Hit]) -> list[dict[str, object]]:
    return [
        {
            "article": hit.passage.article.id,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": round(hit.score, 4),
            "similarity": round(hit.similarity, 4),
            "keyword_score": round(hit.keyword_score, 2),
        }
        for hit in hits
    ]
