"""Why an answer is what it is: from what was kept of it, or by asking again."""

import time

from bot.chat.keeping import make_evidence
from bot.chat.services import Services
from bot.render.why_message import HitView, WhyView
from bot.state.answers import AnswerRecord, find_answer
from bot.state.evidence import Evidence, FoundPassage, find_evidence

_BEGINNING = 200  # characters of a passage


async def explain_answer(services: Services, answer_id: str) -> WhyView | None:
    """What the answer with this id was decided from; None if nothing is known of it any more."""
    record = find_answer(services.database, answer_id)
    if record is None:
        return None
    evidence = find_evidence(services.database, answer_id)
    if evidence is not None:
        return _view(services, record, evidence)
    return await _ask_again(services, record)


async def _ask_again(services: Services, record: AnswerRecord) -> WhyView:
    started = time.perf_counter()
    reply = await services.questioner.ask(record.question)
    evidence = make_evidence(record.answer_id, reply, time.perf_counter() - started)
    return _view(
        services,
        record,
        evidence,
        answered=reply.answer.status == "answered",
        confidence=reply.answer.confidence,
        generation=reply.generation,
    )


def _view(
    services: Services,
    record: AnswerRecord,
    evidence: Evidence,
    *,
    answered: bool | None = None,
    confidence: float | None = None,
    generation: int | None = None,
) -> WhyView:
    return WhyView(
        question=record.question,
        answered=record.status == "answered" if answered is None else answered,
        confidence=record.confidence if confidence is None else confidence,
        threshold=evidence.threshold,
        matched=evidence.matched,
        hits=tuple(_view_hit(services, hit) for hit in evidence.hits),
        generation=generation or record.generation,
        live=services.questioner.generation.manifest.number,
        seconds=evidence.seconds,
        encode=evidence.steps.encode,
        search=evidence.steps.search,
        read=evidence.steps.read,
        again=generation is not None,
    )


def _view_hit(services: Services, hit: FoundPassage) -> HitView:
    """The passage with its words as the live article has them, if it is still there."""
    article = services.questioner.find_article(hit.article_id)
    return HitView(
        title=article.title if article else hit.article_id,
        beginning=article.text[hit.start : hit.end][:_BEGINNING] if article else "",
        score=hit.score,
        similarity=hit.similarity,
        keyword_score=hit.keyword_score,
    )
