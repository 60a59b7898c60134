"""The gate before a new index goes live: a script of questions that must still pass."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bot.script import Step, read_script
from bot.script_run import Result, run_script
from corpus.errors import KhamtobError
from index.answer import Answer
from index.encoder import Encoder
from index.engine import answer_question
from index.generation import Generation, open_generation
from index.generations import read_current

Gate = Callable[[Generation], None]

_MOST_NAMED = 5


def open_gate(script: Path, index_folder: Path, encoder: Encoder) -> Gate:
    """What is called with a candidate and raises KhamtobError if it must not go live.

    A question may fail if it fails on the live generation too; without a live one none may.
    Raises UsageError at once if the script can't be read.
    """
    return partial(_check_candidate, read_script(script), index_folder, encoder)


def _check_candidate(
    steps: Sequence[Step], index_folder: Path, encoder: Encoder, candidate: Generation
) -> None:
    failed = _run_on(candidate, steps, encoder, passed=False)
    live = read_current(index_folder)
    if failed and live is not None:
        before = open_generation(index_folder, live)
        failed_steps = [result.step for result in failed]
        passed_before = {result.step for result in _run_on(before, failed_steps, encoder)}
        failed = [result for result in failed if result.step in passed_before]
    if failed:
        named = "; ".join(f'"{result.step.ask}" {result.problems[0]}' for result in failed[:5])
        more = f"; and {len(failed) - _MOST_NAMED} more" if len(failed) > _MOST_NAMED else ""
        message = f"not published, {len(failed)} of {len(steps)} questions break: {named}{more}"
        raise KhamtobError(message)
