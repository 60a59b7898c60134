"""Why an answer is what it is: scores, matched words, threshold, generation and times."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.render.harmless import make_line, make_title
from bot.render.hypertext import escape, fits, make_block, make_bold, shorten
from bot.render.insight_words import choose_insight_words
from bot.render.message import Message
from corpus.article import Language

_QUESTION_UNITS = 300
_WORDS_UNITS = 300
_BEGINNING_UNITS = 80


@dataclass(frozen=True, slots=True)
class HitView:
    """A found passage: its article's title, its first words, its score and the parts of that."""

    title: str
    beginning: str
    score: float
    similarity: float
    keyword_score: float


@dataclass(frozen=True, slots=True)
class WhyView:
    """What an answer was decided from; `encode`, `search` and `read` are milliseconds.

    `again` says that it is from asking again now.
    """

    question: str
    answered: bool
    confidence: float
    threshold: float
    matched: tuple[str, ...]
    hits: tuple[HitView, ...]
    generation: int
    live: int
    seconds: float
    encode: float
    search: float
    read: float
    again: bool = False


def render_why(why: WhyView, reader: Language) -> Message:
    """All of it in one message, the passages folded."""
    words = choose_insight_words(reader)
    question = shorten(make_line(why.question[:2000]) or "—", _QUESTION_UNITS)
    status = words.why_status if why.answered else words.why_not_status
    live = words.why_live if why.generation == why.live else words.why_old.format(live=why.live)
    lines = [
        status.format(confidence=f"{why.confidence:.3f}", threshold=f"{why.threshold:.3f}"),
        _write_words(why.matched, reader),
        f"{words.why_generation.format(number=why.generation)} {live}",
        words.why_time.format(
            seconds=f"{why.seconds:.2f}",
            encode=f"{why.encode:.1f}",
            search=f"{why.search:.1f}",
            read=f"{why.read:.1f}",
        ),
    ]
    if why.again:
        lines.insert(0, words.why_again)
    head = f"{make_bold(words.why)}\n“{escape(question)}”\n\n{escape(chr(10).join(lines))}"
    return Message(_add_hits(head, why.hits, reader))


def render_why_help(reader: Language) -> Message:
    """How to ask for it."""
    return Message(escape(choose_insight_words(reader).why_how))


def _add_hits(head: str, hits: Sequence[HitView], reader: Language) -> str:
    """The message with as many passages as it holds."""
    for shown in range(len(hits), 0, -1):
        listed = [_write_hit(number, hit, reader) for number, hit in enumerate(hits[:shown], 1)]
        html = f"{head}\n{make_block(chr(10).join(listed), folded=True)}"
        if fits(html):
            return html
    return f"{head}\n{escape(choose_insight_words(reader).why_no_hits)}"


def _write_hit(number: int, hit: HitView, reader: Language) -> str:
    scores = choose_insight_words(reader).why_hit.format(
        score=f"{hit.score:.3f}",
        similarity=f"{hit.similarity:.3f}",
        keywords=f"{hit.keyword_score:.2f}",
    )
    beginning = shorten(make_line(hit.beginning) or "—", _BEGINNING_UNITS)
    title = make_title(hit.title, "—")
    return f"{number}. {make_bold(title)}\n{escape(scores)}\n{escape(beginning)}"


def _write_words(matched: Sequence[str], reader: Language) -> str:
    words = choose_insight_words(reader)
    line = make_line(" ".join(matched)[:2000])
    return words.why_words.format(words=shorten(line, _WORDS_UNITS)) if line else words.why_no_words
