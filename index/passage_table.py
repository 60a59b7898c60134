"""The articles of a generation, and where their passages and sentences are."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from corpus.article import Article, Language, Passage, Span
from corpus.errors import ArticleError, IndexDataError
from corpus.records import article_from_record, article_to_record
from index.cutting import ArticleCut

Integers = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class PassageTable:
    """Articles, passages and sentences, each addressed by its number in order.

    `passages` is int32 (passages, 3) of article number, start, end; `sentences` is int32
    (sentences, 3) of passage number, start, end. Offsets are into the article's text.
    """

    articles: tuple[Article, ...]
    passages: Integers
    sentences: Integers

    def __len__(self) -> int:
        return len(self.passages)

    def __getitem__(self, number: int) -> Passage:
        """Passage `number`; raises IndexError outside of 0 to len - 1."""
        if not 0 <= number < len(self):
            message = f"there is no passage {number}, only 0 to {len(self) - 1}"
            raise IndexError(message)
        article, start, end = self.passages[number].tolist()
        return Passage(self.articles[article], start, end)

    def find_number(self, passage: Passage) -> int:
        """The number of a passage of this table."""
        first, last = self._passages_of(passage.article.id)
        return first + int(np.searchsorted(self.passages[first:last, 1], passage.start))

    def mark_language(self, language: Language) -> Bits:
        """A bit for each passage, lowest first, set where its article is in `language`."""
        return self._marks[language]

    def find_article(self, article_id: str) -> Article | None:
        """The article with this id, if it is in the table."""
        number = self._numbers.get(article_id)
        return None if number is None else self.articles[number]

    def count_passages(self, article_id: str) -> int:
        """How many passages the article has; 0 if it isn't in the table."""
        return len(self.range_of_passages(article_id))

    def range_of_passages(self, article_id: str) -> range:
        """The numbers of the article's passages; empty if it isn't in the table."""
        return range(*self._passages_of(article_id)) if article_id in self._numbers else range(0)

    def range_of_sentences(self, number: int) -> range:
        """The numbers of the sentences of passage `number`."""
        column = self.sentences[:, 0]
        first, last = np.searchsorted(column, [number, number + 1]).tolist()
        return range(first, last)

    def sentence(self, number: int) -> Span:
        """Sentence `number` as a span of its article's text."""
        _, start, end = self.sentences[number].tolist()
        return Span(start, end)

    def _passages_of(self, article_id: str) -> tuple[int, int]:
        number = self._numbers[article_id]
        column = self.passages[:, 0]
        first, last = np.searchsorted(column, [number, number + 1]).tolist()
        return first, last

    @cached_property
    def _marks(self) -> dict[Language, Bits]:
        spoken = np.array([article.language for article in self.articles], str)
        of_passages = spoken[self.passages[:, 0]]
        languages: tuple[Language, ...] = get_args(Language)
        return {
            language: np.packbits(of_passages == language, bitorder="little")
            for language in languages
        }

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {article.id: number for number, article in enumerate(self.articles)}


def tabulate_cuts(articles: Sequence[Article], cuts: Sequence[ArticleCut]) -> PassageTable:
    """The table of these articles as they are cut."""
    passages: list[tuple[int, int, int]] = []
    sentences: list[tuple[int, int, int]] = []
    for number, cut in enumerate(cuts):
        following = iter(cut.sentences)
        sentence = next(following, None)
        for passage in cut.passages:
            while sentence is not None and sentence.start < passage.end:
                sentences.append((len(passages), sentence.start, sentence.end))
                sentence = next(following, None)
            passages.append((number, passage.start, passage.end))
    return PassageTable(tuple(articles), _to_array(passages), _to_array(sentences))


def write_passage_table(table: PassageTable, articles_path: Path, table_path: Path) -> None:
    """Writes the articles as JSON lines and the two arrays as a NumPy archive."""
    with articles_path.open("w", encoding="utf-8", newline="\n") as file:
        for article in table.articles:
            file.write(json.dumps(article_to_record(article), ensure_ascii=False) + "\n")
    np.savez(table_path, passages=table.passages, sentences=table.sentences)


def read_passage_table(articles_path: Path, table_path: Path) -> PassageTable:
    """What `write_passage_table` wrote; raises IndexDataError if it isn't that."""
    try:
        # Split at "\n" alone: other line separators may stand inside an article.
        lines = articles_path.read_text(encoding="utf-8").split("\n")
        articles = tuple(article_from_record(json.loads(line)) for line in lines if line)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, ArticleError) as error:
        message = f"{articles_path}: not readable ({error}); run: khamtob index --rebuild"
        raise IndexDataError(message) from error
    try:
        with table_path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            passages, sentences = archive["passages"], archive["sentences"]
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
        message = f"{table_path}: not readable ({error}); run: khamtob index --rebuild"
        raise IndexDataError(message) from error
    if not _fits(passages, len(articles)) or not _fits(sentences, len(passages)):
        message = f"{table_path}: not the table of these articles; run: khamtob index --rebuild"
        raise IndexDataError(message)
    return PassageTable(articles, passages, sentences)


def _fits(array: np.ndarray, owners: int) -> bool:
    """Whether the array has rows of owner, start, end, in the order of its owners."""
    if array.dtype != np.int32 or array.shape[1:] != (3,):
        return False
    column = array[:, 0]
    return bool((np.diff(column) >= 0).all() and ((column >= 0) & (column < owners)).all())


def _to_array(rows: list[tuple[int, int, int]]) -> Integers:
    return np.array(rows, np.int32).reshape(-1, 3)
