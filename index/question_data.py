"""Questions with known answers, read for measuring and fitting.

Two layouts, each also gzipped: SQuAD's JSON (Rajpurkar et al., 2016, arXiv:1606.05250; version 2.0
adds questions without an answer), and JSON lines with `context`, `question` and `answers`.
"""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.clean import clean_text
from corpus.errors import UsageError
from corpus.language import detect_language


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An answer in the words of an article; `start` is an offset into its text."""

    article_id: str
    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind the answer."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question; without answers it is one that its own article does not answer."""

    id: str
    text: str
    article_id: str
    answers: tuple[KnownAnswer, ...]


@dataclass(frozen=True, slots=True)
class QuestionData:
    """Paragraphs as articles, so that finding the paragraph is what is measured."""

    articles: tuple[Article, ...]
    questions: tuple[KnownQuestion, ...]


def read_question_data(path: Path) -> QuestionData:
    """The data in `path`; raises UsageError if it is of neither layout."""
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
        paragraphs = _list_paragraphs(text)
        return _collect(paragraphs)
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError) as error:
        message = f"{path}: not questions in SQuAD's layout ({type(error).__name__}: {error})"
        raise UsageError(message) from error


def _list_paragraphs(text: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """(context, questions) pairs in SQuAD's terms."""
    if text.lstrip().startswith('{"context"') or "\n{" in text:
        grouped: dict[str, list[dict[str, Any]]] = {}
        for line in text.split("\n"):
            if line.strip():
                record = json.loads(line)
                grouped.setdefault(record["context"], []).append(_to_squad(record))
        return list(grouped.items())
    return [
        (paragraph["context"], paragraph["qas"])
        for article in json.loads(text)["data"]
        for paragraph in article["paragraphs"]
    ]


def _to_squad(record: dict[str, Any]) -> dict[str, Any]:
    answers = record["answers"]
    pairs = zip(answers["answer_start"], answers["text"], strict=True)
    return {
        "id": record.get("question_id") or record["id"],
        "question": record["question"],
        "answers": [{"answer_start": start, "text": text} for start, text in pairs],
    }


def _collect(paragraphs: list[tuple[str, list[dict[str, Any]]]]) -> QuestionData:
    articles: dict[str, Article] = {}
    questions: list[KnownQuestion] = []
    for number, (context, asked) in enumerate(paragraphs):
        text = clean_text(context)
        if not text:
            continue
        article_id = f"paragraph-{number:05}"
        articles[article_id] = Article(
            article_id, "", None, None, None, detect_language(text), text
        )
        for question in asked:
            places = [
                _place_answer(article_id, context, text, answer["answer_start"], answer["text"])
                for answer in question["answers"]
            ]
            answers = tuple(dict.fromkeys(place for place in places if place))
            if answers or not question["answers"]:
                questions.append(
                    KnownQuestion(question["id"], question["question"], article_id, answers)
                )
    return QuestionData(tuple(articles.values()), tuple(questions))


def _place_answer(
    article_id: str, context: str, text: str, start: int, answer: str
) -> KnownAnswer | None:
    """The answer's place in the cleaned text, where cleaning may have moved it."""
    shift = len(clean_text(context[:start])) - start if context != text else 0
    clean = clean_text(answer)
    near = max(0, start + shift - len(clean) - 20)
    found = text.find(clean, near) if clean else -1
    return KnownAnswer(article_id, found, clean) if found >= 0 else None
