"""Reads a web page with trafilatura. Run in the worker process only."""

import re

import trafilatura

from corpus.draft import Draft
from corpus.errors import ArticleError

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_TABLE_RULE = re.compile(r"(?m)^\|(?: ?:?-{3,}:? ?\|)+ *\n?")
_TABLE_ROW = re.compile(r"(?m)^\| (.*?) ?\| *$")


def read_html(page: str) -> Draft:
    """The draft of a page's article: no menus, comments or links; title, url, date as it says.

    Trafilatura's balanced settings go first; its recall settings, which keep more of the page,
    only where those find nothing. Raises `ArticleError` if there is no article text.
    """
    page = _XML_DECLARATION.sub("", page, count=1)  # lxml refuses one in decoded text
    article = _extract(page, favor_recall=False) or _extract(page, favor_recall=True)
    if article is None or not article.text:
        message = "has no article text; save the page of one article, or its text as .txt"
        raise ArticleError(message)
    text = _TABLE_ROW.sub(r"\1", _TABLE_RULE.sub("", article.text))
    return Draft(
        text=text,
        title=article.title or "",
        url=article.url if (article.url or "").startswith(("http://", "https://")) else None,
        publisher=article.sitename,
        published=article.date,
    )


def _extract(page: str, *, favor_recall: bool) -> trafilatura.settings.Document | None:
    article = trafilatura.bare_extraction(
        page,
        favor_recall=favor_recall,
        include_comments=False,
        with_metadata=True,
        # Only what the page declares, never a date found somewhere in its text.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return article if isinstance(article, trafilatura.settings.Document) else None
