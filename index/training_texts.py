"""Plain articles and translated sentences, of which questions are made for training."""

import json
from collections.abc import Sequence
from pathlib import Path

from corpus.article import Article
from corpus.clean import clean_line, clean_text
from corpus.errors import UsageError
from corpus.language import detect_language
from index.question_data import QuestionData, find_group, read_lines
from index.training_overlap import drop_overlap

Pair = tuple[str, str]  # a sentence in English and in Thai, or the reverse

_FIELDS = 3
_MOST_SHOWN = 60


def read_texts(path: Path, measuring: Sequence[QuestionData]) -> list[str]:
    """The `body` or `text` of each JSON line, without those that share text with a measuring set.

    Raises UsageError if a line has neither.
    """
    try:
        records = [json.loads(line) for line in read_lines(path)]
        texts = [clean_text(record.get("body") or record["text"]) for record in records]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path}: not articles as JSON lines ({type(error).__name__}: {error})"
        raise UsageError(message) from error
    kept = _list_unmeasured([[text] for text in texts], measuring)
    return [texts[number] for number in kept]


def read_documents(path: Path, measuring: Sequence[QuestionData]) -> list[list[Pair]]:
    """The sentences of each document in English and Thai, cleaned as articles are.

    Documents that share text with a measuring set are left out. Raises UsageError if a line has
    not a document, English and Thai with tabs between.
    """
    documents: dict[str, list[Pair]] = {}
    for line in read_lines(path):
        fields = line.split("\t")
        if len(fields) != _FIELDS:
            shown = line[:_MOST_SHOWN]
            message = f"{path}: not a document, English and Thai with tabs between: {shown}"
            raise UsageError(message)
        document, english, thai = fields
        documents.setdefault(document, []).append((clean_line(english), clean_line(thai)))
    every = list(documents.values())
    texts = [[" ".join(side) for side in zip(*pairs, strict=True)] for pairs in every]
    return [every[number] for number in _list_unmeasured(texts, measuring)]


def _list_unmeasured(
    documents: Sequence[Sequence[str]], measuring: Sequence[QuestionData]
) -> list[int]:
    """The numbers of the documents that share no text with a measuring set in any language."""
    articles = tuple(
        Article(f"{number:05}/{side}", "", None, None, None, detect_language(text), text)
        for number, texts in enumerate(documents)
        for side, text in enumerate(texts)
    )
    kept = drop_overlap(QuestionData(articles, ()), measuring).articles
    return sorted({int(find_group(article.id)) for article in kept})
