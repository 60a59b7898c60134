"""The gate before a new index goes live: a script of questions that must still pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.script import Step, read_script
from bot.script_run import Result, run_script
from corpus.errors import GateError
from index.answer import Answer
from index.answering import SEARCHED, answer_question
from index.build import Gate
from index.encoder import Encoder
from index.generation import Generation
from index.reader import Reader
from index.search import read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.small_talk import is_small_talk
from index.update import open_live

QUESTIONS = "questions.yaml"
"""The script of questions in the articles folder that is the gate where no other is named."""

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Means:
    """What answers are made with besides a generation, the same as the engine has."""

    encoder: Encoder
    reader: Reader | None
    threshold: float | None


def choose_script(named: Path | None, articles: Path) -> Path | None:
    """The script of questions that guards the articles; None if there is none."""
    beside = articles / QUESTIONS
    return named or (beside if beside.exists() else None)


def open_gate(
    script: Path,
    index_folder: Path,
    encoder: Encoder,
    reader: Reader | None = None,
    threshold: float | None = None,
) -> Gate:
    """What is called with a candidate and raises GateError if it must not go live.

    Answers are made as an Engine with the same `reader` and `threshold` makes them. A question
    may fail if it fails on the live generation too; without a whole live one none may.
    Raises UsageError at once if the script can't be read.
    """
    means = _Means(encoder, reader, threshold)
    return partial(_check_candidate, read_script(script), index_folder, means)


def _check_candidate(
    steps: Sequence[Step],
    index_folder: Path,
    means: _Means,
    candidate: Generation,
) -> None:
    broken = _find_failed(steps, candidate, means)
    live = open_live(index_folder)
    if broken and live:
        failed_before = _find_failed([r.step for r in broken], live, means)
        known = {result.step.line for result in failed_before}
        broken = [result for result in broken if result.step.line not in known]
    if broken:
        every = [f'"{each.step.ask}" {each.problems[0]}' for each in broken]
        named = every[:_MOST_NAMED]
        if len(broken) > _MOST_NAMED:
            named.append(f"and {len(broken) - _MOST_NAMED} more")
        message = (
            f"not published: {len(broken)} of {len(steps)} questions break: {'; '.join(named)}; "
            "correct the articles or the script, or publish it all the same with --force"
        )
        raise GateError(message, every)


def _find_failed(steps: Sequence[Step], generation: Generation, means: _Means) -> list[Result]:
    embedder = SentenceEmbedder(means.encoder)
    results = run_script(steps, partial(_ask, generation, means, embedder))
    return [result for result in results if not result.passed]


def _ask(generation: Generation, means: _Means, embedder: SentenceEmbedder, text: str) -> Answer:
    """The answer from a generation that no engine serves yet."""
    question = read_question(text, means.encoder)
    if is_small_talk(text):
        return Answer(question.text, question.language, "not_found", 0.0, (), ())
    hits = search_passages(generation, question, SEARCHED)
    answer, _ = answer_question(
        generation, question, hits, embedder, means.reader, threshold=means.threshold
    )
    return answer
