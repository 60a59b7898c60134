"""Questions are asked off the event loop; when many wait, none of them is read for its answer."""

import asyncio

import pytest

from bot.chat.questioner import Questioner
from index.engine import Engine

QUESTION = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"


@pytest.fixture(scope="module")
def sample_reading_engine(sample_index, encoder, reader):
    return Engine(sample_index, encoder, reader)


def ask(engine, count, **how):
    async def run():
        questioner = Questioner(engine)
        try:
            asking = [questioner.ask(QUESTION, **how) for _ in range(count)]
            return [reply.answer.quotes[0] for reply in await asyncio.gather(*asking)]
        finally:
            questioner.close()

    return asyncio.run(run())


def test_a_lone_question_is_read_and_a_hurried_one_is_not(sample_reading_engine):
    (read,) = ask(sample_reading_engine, 1)
    (hurried,) = ask(sample_reading_engine, 1, hurried=True)
    assert "4.7 แสนล้านหยวน" in read.text
    assert read.answer is not None
    assert "4.7 แสนล้านหยวน" in hurried.text
    assert hurried.answer is None


def test_of_very_many_at_once_only_the_first_are_read(sample_reading_engine):
    quotes = ask(sample_reading_engine, 60)
    assert quotes[0].answer is not None
    assert quotes[-1].answer is None
    assert all("4.7 แสนล้านหยวน" in quote.text for quote in quotes)
