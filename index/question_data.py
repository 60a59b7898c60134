"""Questions with known answers, read for measuring and fitting.

Two layouts, each also gzipped: SQuAD's JSON (Rajpurkar et al., 2016, arXiv:1606.05250; version 2.0
adds questions without an answer), and JSON lines with `context`, `question` and `answers`.
"""

import gzip
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.clean import clean_text
from corpus.errors import UsageError
from corpus.language import detect_language

_FILE_ERRORS = (OSError, EOFError, zlib.error)
_LAYOUT_ERRORS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


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
    """Paragraphs as articles without titles, so that finding the paragraph is what is measured."""

    articles: tuple[Article, ...]
    questions: tuple[KnownQuestion, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A context with its questions; paragraphs of one article share their `group`."""

    group: str
    context: str
    questions: list[dict[str, Any]] = field(default_factory=list)


def read_question_data(path: Path) -> QuestionData:
    """The data in `path`; raises UsageError if it is of neither layout."""
    try:
        return _collect(list_paragraphs(read_text(path)))
    except (*_FILE_ERRORS, *_LAYOUT_ERRORS) as error:
        message = f"{path}: not questions in SQuAD's layout ({type(error).__name__}: {error})"
        raise UsageError(message) from error


def list_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs with their questions in SQuAD's terms."""
    first, end = json.JSONDecoder().raw_decode(text.strip())
    if "data" not in first:
        return _group_lines([json.loads(line) for line in text.split("\n") if line.strip()])
    if text.strip()[end:]:
        message = "more behind the data"
        raise ValueError(message)
    return [
        Paragraph(str(number), paragraph["context"], paragraph["qas"])
        for number, article in enumerate(first["data"])
        for paragraph in article["paragraphs"]
    ]


def _group_lines(records: list[dict[str, Any]]) -> list[Paragraph]:
    """The paragraphs of JSON lines, each context once."""
    grouped: dict[str, Paragraph] = {}
    for record in records:
        group = str(record.get("article_id") or record.get("title") or record["context"])
        paragraph = grouped.setdefault(record["context"], Paragraph(group, record["context"]))
        paragraph.questions.append(_to_squad(record))
    return list(grouped.values())


def _to_squad(record: dict[str, Any]) -> dict[str, Any]:
    answers = record["answers"]
    pairs = zip(answers["answer_start"], answers["text"], strict=True)
    return {
        "id": record.get("question_id") or record["id"],
        "question": record["question"],
        "answers": [{"answer_start": start, "text": text} for start, text in pairs],
    }


def find_group(article_id: str) -> str:
    """What the paragraphs of one source article have in common."""
    return article_id.split("/")[0]


def _collect(paragraphs: list[Paragraph]) -> QuestionData:
    articles: dict[str, Article] = {}
    questions: list[KnownQuestion] = []
    groups = {name: place for place, name in enumerate(dict.fromkeys(p.group for p in paragraphs))}
    for number, paragraph in enumerate(paragraphs):
        text = clean_text(paragraph.context)
        if not text:
            continue
        article_id = f"{groups[paragraph.group]:05}/{number:05}"
        articles[article_id] = Article(
            article_id, "", None, None, None, detect_language(text), text
        )
        for question in paragraph.questions:
            places = [
                _place_answer(
                    article_id, paragraph.context, text, answer["answer_start"], answer["text"]
                )
                for answer in question["answers"]
            ]
            answers = tuple(dict.fromkeys(place for place in places if place))
            if answers or not question["answers"]:
                questions.append(
                    KnownQuestion(question["id"], question["question"].strip(), article_id, answers)
                )
    return QuestionData(tuple(articles.values()), tuple(questions))


def _place_answer(
    article_id: str, context: str, text: str, start: int, answer: str
) -> KnownAnswer | None:
    """The answer's place in the cleaned text, where cleaning may have moved it."""
    clean = clean_text(answer)
    if not clean:
        return None
    # The letter keeps a space before the answer, which cleaning would drop at an end.
    place = start if context == text else len(clean_text(context[:start] + "a")) - 1
    found = [text.find(clean, place), text.rfind(clean, 0, place + len(clean))]
    nearest = min((at for at in found if at >= 0), key=lambda at: abs(at - place), default=None)
    return None if nearest is None else KnownAnswer(article_id, nearest, clean)


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, gzipped or not, without empty ones.

    Raises UsageError if it can't be read as text.
    """
    try:
        text = read_text(path)
    except (*_FILE_ERRORS, UnicodeDecodeError) as error:
        message = f"{path}: not lines of text ({type(error).__name__}: {error})"
        raise UsageError(message) from error
    return [line.strip() for line in text.split("\n") if line.strip()]


def read_text(path: Path) -> str:
    """The text of a file, gzipped or not."""
    data = path.read_bytes()
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
