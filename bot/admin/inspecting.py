"""Reads an upload as an article, and finds what the articles have of it already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.admin.naming import make_article_id
from bot.admin.screening import check_content, is_page
from bot.collection import NewFile, list_ids
from bot.render.admin_offer import Kind, Likeness
from bot.settings import Settings
from corpus.article import Article
from corpus.duplicates import drop_duplicates
from corpus.markdown_file import write_markdown
from corpus.readers import parse_article
from corpus.sandbox import Sandbox

MOST_LIKE = 3
_SHINGLE = 8  # letters; Thai has no spaces to cut words at
_LEAST_SHARED = 0.5
_LONGEST_COMPARED = 50_000  # letters; what is behind them decides nothing


@dataclass(frozen=True, slots=True)
class Inspection:
    """An upload as it would be added; `already_there` if this very file is."""

    file: NewFile
    article: Article
    already_there: bool
    likes: tuple[Likeness, ...]


def make_file(name: str, data: bytes, sandbox: Sandbox) -> NewFile:
    """The upload as a file to be added, a web page as the text read in it.

    Raises ArticleError, one line without the name, for what can't be an article.
    """
    article_id = make_article_id(name, data)
    path = PurePosixPath(article_id)
    check_content(data, path.suffix)
    if not is_page(article_id):
        return NewFile(article_id, data)
    draft = sandbox.read_draft(data, path.suffix)
    return NewFile(f"{path.stem}.md", write_markdown(draft))


def inspect_file(
    file: NewFile,
    settings: Settings,
    sandbox: Sandbox,
    indexed: Sequence[Article],
) -> Inspection:
    """The article in the file, with those of the same name, text or url.

    `indexed` are the articles of the live generation. Raises ArticleError as `make_file` does.
    """
    article = parse_article(file.data, file.id, sandbox)
    taken = list_ids(settings.articles) if settings.articles.is_dir() else {}
    there = taken.get(file.id)
    if there is not None and there.read_bytes() == file.data:
        return Inspection(file, article, already_there=True, likes=())
    likes = list(_find_duplicates(article, indexed, taken))
    if there is not None:
        old = next((each for each in indexed if each.id == file.id), None)
        title, shared = (old.title, compare_texts(article.text, old.text)) if old else (file.id, 0)
        likes.insert(0, Likeness(file.id, title, "same name", shared))
    return Inspection(file, article, already_there=False, likes=tuple(likes[:MOST_LIKE]))


def find_similar(article: Article, candidates: Iterable[Article]) -> list[Likeness]:
    """Those of the candidates that share half their words or more with the article, most first."""
    shares = ((each, compare_texts(article.text, each.text)) for each in candidates)
    found = [
        Likeness(each.id, each.title, "similar", shared)
        for each, shared in shares
        if shared >= _LEAST_SHARED and each.id != article.id
    ]
    return sorted(found, key=lambda like: (-like.shared, like.article_id))


def compare_texts(one: str, other: str) -> float:
    """How much of the shorter text the longer one has, 0 to 1, by their runs of eight letters."""
    first, second = _list_shingles(one), _list_shingles(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _find_duplicates(
    article: Article, indexed: Sequence[Article], taken: Iterable[str]
) -> Iterable[Likeness]:
    """What the index itself would take for the same article."""
    present = set(taken)
    others = {each.id: each for each in indexed if each.id != article.id and each.id in present}
    _kept, duplicates = drop_duplicates([article, *others.values()])
    for duplicate in duplicates:
        pair = {duplicate.id, duplicate.kept_id}
        if article.id in pair:
            other = others[(pair - {article.id}).pop()]
            kind: Kind = "same text" if duplicate.reason == "same text" else "other version"
            shared = compare_texts(article.text, other.text)
            yield Likeness(other.id, other.title, kind, shared, duplicate.kept_id)


def _list_shingles(text: str) -> set[str]:
    letters = "".join(text.split())[:_LONGEST_COMPARED]
    return {letters[at : at + _SHINGLE] for at in range(max(1, len(letters) - _SHINGLE + 1))}
