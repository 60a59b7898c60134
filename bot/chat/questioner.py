"""Asks the engine without holding up the event loop."""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from corpus.article import Article
from index.encoder import Encoder, Vector
from index.engine import Engine, Reply
from index.generation import Generation

Result = TypeVar("Result")

_READ_PER_CORE = 3  # questions that are asked at once and read; further ones are hurried
_WARM_UP = ("คุนซานอยู่ที่ไหน", "Where is Kunshan?")


class Questioner:
    """The engine behind a pool of threads, one for each core.

    The encoder computes one question on one core, so that as many questions as there are cores
    are answered at once; more threads would only share the cores among them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        cores = os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(cores, thread_name_prefix="question")
        self._asking = 0
        self._most_read = _READ_PER_CORE * cores

    @property
    def encoder(self) -> Encoder:
        """The model that reads the questions."""
        return self._engine.encoder

    @property
    def generation(self) -> Generation:
        """The generation that answers now."""
        return self._engine.generation

    @property
    def problem(self) -> str | None:
        """Why the newest generation is not the one that answers; None while it is."""
        return self._engine.problem

    def find_article(self, article_id: str) -> Article | None:
        """The article as the live generation has it."""
        return self._engine.generation.table.find_article(article_id)

    async def ask(self, question: str, *, hurried: bool = False) -> Reply:
        """The reply from the live generation.

        Reading for the answer takes most of the time. When many wait it is left out, so that each
        gets a quote chosen by words and meaning soon rather than a better one late.
        """
        hurried = hurried or self._asking >= self._most_read
        self._asking += 1
        try:
            return await self._run(partial(self._engine.ask, question, hurried=hurried))
        finally:
            self._asking -= 1

    async def embed(self, questions: Sequence[str]) -> Vector:
        """The vectors of a few questions, float32 (questions, dimension); others are not held up.

        They are computed by one thread, so that give no more at once than may be waited for.
        """
        return await self._run(partial(self._engine.embed_questions, questions))

    async def work_aside(self, work: Callable[[], Result]) -> Result:
        """What `work` returns, computed by one of the threads."""
        return await self._run(work)

    async def refresh(self) -> bool:
        """Opens a newly published generation; returns whether there was one."""
        return await self._run(self._engine.refresh)

    async def warm_up(self) -> None:
        """Loads what the first question in each language loads, so that nobody waits for it."""
        for question in _WARM_UP:
            await self.ask(question)

    def close(self) -> None:
        """Ends the threads; questions that wait are given up, since they stay in the inbox."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
