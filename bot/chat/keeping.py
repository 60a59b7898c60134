"""What is kept of an answer and of how it came about, together or not at all."""

from bot.chat.asked import Asked
from bot.chat.recalling import make_record
from bot.chat.services import Services, now
from bot.state.answers import save_answer
from bot.state.evidence import Evidence, FoundPassage, Steps, save_evidence
from bot.state.transactions import transaction
from bot.state.unanswered import note_unanswered
from index.answer import Answer
from index.engine import Reply
from index.search import Hit
from index.tokens import PART

_MOST_HITS = 5


def keep_answer(
    services: Services, answer_id: str, asked: Asked, reply: Reply, answer: Answer, seconds: float
) -> None:
    """Stores the answer and what it was decided from; one not found also as unanswered.

    `seconds` is how long it took until it was ready.
    """
    moment = now()
    with transaction(services.database, hurried=True):
        save_answer(services.database, make_record(answer_id, asked, reply, answer, moment))
        save_evidence(services.database, make_evidence(answer_id, reply, seconds))
        if answer.status == "not_found":
            note_unanswered(services.database, asked.key, answer.question, answer.language, moment)


def make_evidence(answer_id: str, reply: Reply, seconds: float) -> Evidence:
    """What the answer was decided from, with its five best passages."""
    timings, evidence = reply.timings, reply.evidence
    return Evidence(
        answer_id=answer_id,
        seconds=seconds,
        threshold=evidence.threshold,
        matched=tuple(word for word in evidence.matched_words if not word.startswith(PART)),
        hits=tuple(_to_found(hit) for hit in reply.hits[:_MOST_HITS]),
        steps=Steps(timings.encode, timings.search, timings.read),
    )


def _to_found(hit: Hit) -> FoundPassage:
    passage = hit.passage
    return FoundPassage(
        passage.article.id,
        passage.start,
        passage.end,
        hit.score,
        hit.similarity,
        hit.keyword_score,
    )
