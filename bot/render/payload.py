"""The part of a deep link that names a passage: 64 letters at most, and no secret in it.

It holds a hash of the article's id, the place, and a hash of the words: once the article has other
words there, the link shows nothing rather than something else.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.article import Article, Span
from index.answer import Quote

_ARTICLE_LETTERS = 11  # 66 bits
_WORDS_LETTERS = 8  # 48 bits
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# "q", the two hashes, then start and length of the quote and of the answer in it, in base 36.
_PAYLOAD = re.compile(
    rf"q(?P<article>[\w-]{{{_ARTICLE_LETTERS}}})(?P<words>[\w-]{{{_WORDS_LETTERS}}})"
    r"(?P<start>[0-9a-z]{1,6})-(?P<length>[0-9a-z]{1,6})"
    r"(?:-(?P<answer>[0-9a-z]{1,6})-(?P<answer_length>[0-9a-z]{1,6}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PassageKey:
    """Which passage a deep link names; `answer` is inside the quote."""

    article_hash: str
    words_hash: str
    start: int
    end: int
    answer: Span | None


def make_payload(quote: Quote) -> str:
    """The payload for this quote: at most 64 of A-Z a-z 0-9 _ -."""
    hashes = _hash(quote.article.id, _ARTICLE_LETTERS) + _hash(quote.text, _WORDS_LETTERS)
    numbers = [quote.start, quote.end - quote.start]
    if quote.answer:
        numbers += [quote.answer.start, quote.answer.end - quote.answer.start]
    return f"q{hashes}{'-'.join(map(_write_number, numbers))}"


def read_payload(text: str) -> PassageKey | None:
    """The key in a payload; None for anything else, since anybody may write one."""
    match = _PAYLOAD.fullmatch(text)
    if match is None:
        return None
    start = int(match["start"], 36)
    end = start + int(match["length"], 36)
    answer = None
    if match["answer"]:
        first = int(match["answer"], 36)
        answer = Span(first, first + int(match["answer_length"], 36))
    if end <= start or (answer and not 0 <= answer.start < answer.end <= end - start):
        return None
    return PassageKey(match["article"], match["words"], start, end, answer)


def find_quote(key: PassageKey, articles: Iterable[Article]) -> Quote | None:
    """The quote that `key` names; None if its article is gone or has other words there."""
    for article in articles:
        if _hash(article.id, _ARTICLE_LETTERS) != key.article_hash:
            continue
        quote = Quote(article, key.start, key.end, key.answer)
        is_whole = key.end <= len(article.text)
        if is_whole and _hash(quote.text, _WORDS_LETTERS) == key.words_hash:
            return quote
    return None


def _hash(text: str, letters: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest).decode("ascii")[:letters]


def _write_number(number: int) -> str:
    digits = ""
    while number or not digits:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return digits
