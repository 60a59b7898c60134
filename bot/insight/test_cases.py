"""Turns what the articles can't answer into test cases of the script that guards them.

The case expects an answer, and no new index is held back for it as long as the live one fails it
too: see `bot/gate.py`. Once an index answers it, none that doesn't is published any more.
"""

import json
import sqlite3
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from bot.gate import QUESTIONS
from bot.insight.masking import mask_personal
from bot.insight.topics import Topic
from bot.insight.wordings import fold_question
from bot.script import read_script
from bot.settings import Settings
from bot.state.gaps import list_gaps
from corpus.errors import UsageError
from index.durable import write_atomically

_LONGEST = 500  # characters of a question; what is longer is no test case that somebody reads
_UNFINISHED = QUESTIONS + ".new"


def choose_questions(topic: Topic) -> list[str]:
    """The topic's leading question in each language that it was asked in, Thai first."""
    leads = {wording.language: wording.question for wording in reversed(topic.wordings)}
    return [mask_personal(leads[language]) for language in sorted(leads, reverse=True)]


def list_open_asks(database: sqlite3.Connection) -> frozenset[str]:
    """The folded words of the test cases that no index answers yet."""
    tested = [gap.question for gap in list_gaps(database) if gap.tested]
    return frozenset(fold_question(_make_ask(mask_personal(each))) for each in tested)


def add_test_cases(settings: Settings, questions: Sequence[str]) -> int:
    """Appends the questions to the script beside the articles; how many it didn't have yet.

    The script is made if there is none; what stands in it stays letter for letter. Raises
    UsageError if the articles are the samples, or if the script is no list of questions that can be
    appended to, and OSError if it can't be written.
    """
    if settings.serves_samples:
        message = "the sample articles can't be changed; set KHAMTOB_ARTICLES to your own folder"
        raise UsageError(message)
    script = settings.articles / QUESTIONS
    before = read_script(script) if script.exists() else ()
    known = {fold_question(step.ask) for step in before}
    asks = {fold_question(ask): ask for ask in reversed([_make_ask(each) for each in questions])}
    new = [ask for folded, ask in reversed(asks.items()) if folded not in known]
    if not new:
        return 0
    data = script.read_bytes() if script.exists() else b""
    if data and not data.endswith(b"\n"):
        data += b"\n"
    data += "".join(f"- ask: {_quote(each)}\n  status: answered\n" for each in new).encode()
    _check(settings.articles / _UNFINISHED, data, len(before) + len(new), script)
    write_atomically(script, data)
    return len(new)


def _make_ask(question: str) -> str:
    printable = "".join(each if _is_plain(each) else " " for each in question)
    return " ".join(unicodedata.normalize("NFC", printable).split())[:_LONGEST].strip() or "?"


def _is_plain(letter: str) -> bool:
    """Whether YAML and a terminal take the letter as it is: no control and no surrogate."""
    return unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def _quote(text: str) -> str:
    """A text as YAML's double quotes hold it, which take what JSON writes."""
    return json.dumps(text.replace("\ufeff", ""), ensure_ascii=False)


def _check(candidate: Path, data: bytes, count: int, script: Path) -> None:
    """Raises UsageError unless the whole text is a script with as many questions."""
    try:
        candidate.write_bytes(data)
        whole = len(read_script(candidate)) == count
    except UsageError as error:
        message = f"{script}: can't be appended to ({error}); write it as lines like: - ask: ..."
        raise UsageError(message) from error
    finally:
        candidate.unlink(missing_ok=True)
    if not whole:
        message = f"{script}: can't be appended to; write it as lines like: - ask: ..."
        raise UsageError(message)
