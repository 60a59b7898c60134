"""Questions for the bot in numbers: which are asked, and asking them."""

import random
from collections.abc import Sequence
from pathlib import Path

from bot.emulator.bot_process import TOKEN
from bot.emulator.matching import Asked
from bot.emulator.server import Emulator
from corpus.article import Article
from corpus.sentences import cut_sentences

_LONGEST = 120
_SENTENCES = 12


def list_questions(articles: Sequence[Article]) -> list[str]:
    """Questions that the articles answer: their titles and first short sentences, asked about."""
    questions = []
    for article in articles:
        texts = [article.title]
        for span in cut_sentences(article.text, article.language)[:_SENTENCES]:
            texts.append(" ".join(article.text[span.start : span.end].split()))
        ending = "ใช่ไหม" if article.language == "th" else "?"
        questions += [f"{text}{ending}" for text in texts if 0 < len(text) <= _LONGEST]
    return questions


def read_questions(path: Path) -> list[str]:
    """The lines of a file with a question a line."""
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


async def ask(emulator: Emulator, chat_id: int, text: str) -> Asked:
    """Send a question from the person whose private chat it is."""
    person = {"id": chat_id, "is_bot": False, "first_name": "ผู้ใช้", "language_code": "th"}
    message = {"chat": {"id": chat_id, "type": "private"}, "from": person, "text": text}
    receipt = await emulator.receive(TOKEN, {"message": message})
    event = emulator.open_world(TOKEN).events[receipt["after"]]
    return Asked(chat_id, receipt["message_id"], event.time)


def choose(questions: Sequence[str], count: int, chance: random.Random) -> list[str]:
    """So many of the questions, all of them before one comes again."""
    chosen: list[str] = []
    while len(chosen) < count:
        chosen += chance.sample(questions, len(questions))
    return chosen[:count]
