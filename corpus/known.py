"""What reading a folder gave, as JSON-ready records, so that the next reading is cheap."""

from collections.abc import Mapping
from typing import cast

from corpus.errors import ArticleError
from corpus.folder import CachedArticle
from corpus.records import article_from_record, article_to_record

_FIELDS = frozenset({"id", "size", "changed_ns", "sha256", "article", "problem"})


def known_to_record(article_id: str, cached: CachedArticle) -> dict[str, object]:
    """One entry of `Collection.known`, ready for `json.dumps`."""
    return {
        "id": article_id,
        "size": cached.size,
        "changed_ns": cached.changed_ns,
        "sha256": cached.sha256,
        "article": article_to_record(cached.article) if cached.article else None,
        "problem": cached.problem,
    }


def known_from_record(record: Mapping[str, object]) -> tuple[str, CachedArticle]:
    """The id and entry that `known_to_record` made `record` of.

    Raises `ArticleError` for a damaged record; without it the file is just read again.
    """
    article, problem = record.get("article"), record.get("problem")
    is_whole = (
        set(record) == _FIELDS
        and isinstance(record["id"], str)
        and type(record["size"]) is int
        and type(record["changed_ns"]) is int
        and isinstance(record["sha256"], str)
        and (isinstance(article, dict) if problem is None else isinstance(problem, str))
        and (article is None or problem is None)
    )
    if not is_whole:
        message = "the stored articles are damaged; remove them, and the folder is read again"
        raise ArticleError(message)
    fields = cast("Mapping[str, str]", record)
    return fields["id"], CachedArticle(
        size=cast("int", record["size"]),
        changed_ns=cast("int", record["changed_ns"]),
        sha256=fields["sha256"],
        article=article_from_record(article) if isinstance(article, dict) else None,
        problem=fields["problem"],
    )
