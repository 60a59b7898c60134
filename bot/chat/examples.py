"""Questions for newcomers to try: those of the gate, which are known to be answered."""

from pathlib import Path

from bot.gate import QUESTIONS
from bot.script import read_script
from corpus.article import Language
from corpus.errors import UsageError
from index.questions import detect_question_language

MOST_EXAMPLES = 3


def read_examples(articles: Path, language: Language) -> list[str]:
    """The first three questions in this language that the gate wants answered, if it has some.

    A script that can't be read gives none: the gate itself says what is wrong with it.
    """
    path = articles / QUESTIONS
    try:
        steps = read_script(path) if path.is_file() else ()
    except UsageError:
        return []
    answered = (step.ask for step in steps if step.status == "answered")
    return [each for each in answered if detect_question_language(each) == language][:MOST_EXAMPLES]
