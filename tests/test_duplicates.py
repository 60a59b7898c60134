"""An article that is there twice is kept once."""

from datetime import date

from corpus.article import Article
from corpus.duplicates import DuplicateArticle, drop_duplicates


def _article(article_id, text, url=None, published=None):
    return Article(article_id, "ข่าว", url, None, published, "th", text)


def test_of_two_versions_of_one_url_the_one_published_last_is_kept():
    old = _article("b.md", "น้ำ 1", "https://example.org/1/", date(2021, 5, 4))
    new = _article("a.md", "น้ำ 2", "http://www.Example.org/1#top", date(2021, 5, 5))
    undated = _article("c.md", "น้ำ 3", "https://example.org/1")
    dropped = tuple(
        DuplicateArticle(article_id, "a.md", "older version of the same url")
        for article_id in ("b.md", "c.md")
    )
    assert drop_duplicates([old, new, undated]) == ((new,), dropped)


def test_where_no_date_decides_the_greatest_id_is_the_newest_version():
    versions = [_article(f"ข่าว-{n}.md", f"น้ำ {n}", "https://example.org/1") for n in (1, 3, 2)]
    kept, dropped = drop_duplicates(versions)
    assert [article.id for article in kept] == ["ข่าว-3.md"]
    assert [duplicate.id for duplicate in dropped] == ["ข่าว-1.md", "ข่าว-2.md"]


def test_pages_that_differ_in_their_query_are_two():
    articles = (
        _article("a.md", "น้ำ 1", "https://example.org/?id=1"),
        _article("b.md", "น้ำ 2", "https://example.org/?id=2"),
    )
    assert drop_duplicates(articles) == (articles, ())


def test_of_one_text_the_article_that_names_its_source_is_kept():
    plain = _article("a.txt", "น้ำท่วม\nกรุงเทพ")
    dated = _article("b.md", "น้ำท่วม กรุงเทพ", published=date(2021, 5, 4))
    sourced = _article("c.md", "น้ำท่วม กรุงเทพ", "https://example.org/1")
    dropped = (
        DuplicateArticle("a.txt", "c.md", "same text"),
        DuplicateArticle("b.md", "c.md", "same text"),
    )
    assert drop_duplicates([plain, dated, sourced]) == ((sourced,), dropped)


def test_of_equal_articles_the_smallest_id_is_kept_in_any_order():
    first, second = _article("ก.md", "น้ำ"), _article("ข.md", "น้ำ")
    expected = ((first,), (DuplicateArticle("ข.md", "ก.md", "same text"),))
    assert drop_duplicates([first, second]) == drop_duplicates([second, first]) == expected
