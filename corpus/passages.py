"""Cutting an article into passages: whole sentences, as many as the model reads well at once.

Passages divide the article without overlap. Among all ways to group its sentences the one with
the least cost is taken (dynamic programming): the cost is how far each passage is from the target
size, plus a price for ending inside a paragraph or after a heading.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.article import Article, Passage, Span
from corpus.clusters import cluster_boundaries
from corpus.long_text import split_between_words
from corpus.sentences import cut_sentences

CountTokens = Callable[[Sequence[str]], Sequence[int]]
"""Counts, for each text, the tokens that the model sees, specials and prefix included."""

# A title longer than this says no more about a passage.
_TITLE_CHARACTERS = 200
# More sentences than this are not looked at for one passage.
_MOST_PIECES = 100
_INSIDE_PARAGRAPH = 0.15
_AFTER_HEADING = 0.5
_HEADING_CHARACTERS = 80
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class PassageSize:
    """How long passages are, in tokens of the model.

    `target_tokens` is what the text of a passage should have. `max_tokens` is what the whole
    input never exceeds: text, title, prefix and specials.
    """

    target_tokens: int = 200
    max_tokens: int = 480


@dataclass(frozen=True, slots=True)
class CutPassage:
    """A passage with its sentences (spans of the article's text) and the title put before it."""

    passage: Passage
    sentences: tuple[Span, ...]
    heading: str

    @property
    def embedding_text(self) -> str:
        """What is embedded: the title, cut short if it is huge, and the passage."""
        return join_heading(self.heading, self.passage.text)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long for a passage."""

    span: Span
    tokens: int


def join_heading(heading: str, text: str) -> str:
    """Return the text that is embedded for a passage under a title."""
    return f"{heading}\n{text}" if heading else text


def cut_passages(
    article: Article, count_tokens: CountTokens, size: PassageSize | None = None
) -> list[Passage]:
    """Return the passages of `article` in order: all its text but the spaces between them."""
    return [cut.passage for cut in cut_article(article, count_tokens, size)]


def cut_article(
    article: Article, count_tokens: CountTokens, size: PassageSize | None = None
) -> list[CutPassage]:
    """Return the passages of `article` with their sentences.

    No `embedding_text` has more than `size.max_tokens` tokens by `count_tokens`. A sentence
    is divided, between words, only where it does not fit by itself.
    """
    size = size or PassageSize()
    sentences = cut_sentences(article.text, article.language)
    if not sentences:
        return []
    heading = _shorten_title(article.title, count_tokens, size.max_tokens // 4)
    spare = max(1, size.max_tokens - count_tokens([join_heading(heading, "ก")])[0])
    pieces = _fit_pieces(article.text, sentences, count_tokens, spare)
    groups = _group_pieces(article.text, pieces, min(size.target_tokens, spare), spare)
    groups = _enforce_limit(article.text, heading, groups, count_tokens, size.max_tokens)
    passages = [Passage(article, group[0].span.start, group[-1].span.end) for group in groups]
    return [CutPassage(passage, _clip(sentences, passage), heading) for passage in passages]


def sentences_of(passage: Passage) -> list[Span]:
    """Return the sentences of `passage` as `cut_article` gave them, by cutting its lines again.

    Takes about a millisecond for each thousand characters on the lines that the passage touches.
    """
    text = passage.article.text
    start, end = passage.start, passage.end
    while start > 0 and text[start - 1] not in _LINE_ENDS:
        start -= 1
    while end < len(text) and text[end] not in _LINE_ENDS:
        end += 1
    lines = cut_sentences(text[start:end], passage.article.language)
    return list(_clip([Span(start + s.start, start + s.end) for s in lines], passage))


def _clip(sentences: Sequence[Span], passage: Passage) -> tuple[Span, ...]:
    """Return the sentences, or parts of them, that lie in `passage`."""
    first = max(0, bisect_right(sentences, passage.start, key=lambda span: span.start) - 1)
    clipped: list[Span] = []
    for span in sentences[first:]:
        if span.start >= passage.end:
            break
        if span.end > passage.start:
            clipped.append(Span(max(span.start, passage.start), min(span.end, passage.end)))
    return tuple(clipped)


def _shorten_title(title: str, count_tokens: CountTokens, most: int) -> str:
    """Return the start of `title` on one line, at most about `most` tokens of it."""
    heading = _cut_to(" ".join(title[: 4 * _TITLE_CHARACTERS].split()), _TITLE_CHARACTERS)
    while heading and count_tokens([heading])[0] > most:
        heading = _cut_to(heading, len(heading) // 2)
    return heading


def _cut_to(text: str, longest: int) -> str:
    """Return the start of `text`, at most `longest` code points, without a broken cluster."""
    if len(text) <= longest:
        return text
    return text[: max(end for end in cluster_boundaries(text) if end <= longest)].rstrip()


def _fit_pieces(
    text: str, sentences: Sequence[Span], count_tokens: CountTokens, spare: int
) -> list[_Piece]:
    """Return the sentences with their tokens, divided where one has more than `spare`."""
    overhead = count_tokens([""])[0]
    counts = count_tokens([text[span.start : span.end] for span in sentences])
    pieces: list[_Piece] = []
    for span, count in zip(sentences, counts, strict=True):
        # One token more for what joins it to its neighbours.
        tokens = max(1, count - overhead) + 1
        parts = [span]
        if tokens > spare:
            longest = max(1, (span.end - span.start) * spare // (tokens + spare))
            parts = split_between_words(text, span, longest)
        if len(parts) == 1:
            pieces.append(_Piece(span, min(tokens, spare)))
        else:
            pieces.extend(_fit_pieces(text, parts, count_tokens, spare))
    return pieces


def _group_pieces(
    text: str, pieces: Sequence[_Piece], target: int, spare: int
) -> list[list[_Piece]]:
    """Return `pieces` in groups of at most `spare` tokens that together cost the least."""
    most = min(spare, 2 * target)
    prices = _price_ends(text, pieces)
    least = [0.0]
    origin: list[int] = []
    for last, price in enumerate(prices):
        tokens = 0
        best, chosen = float("inf"), last
        for first in range(last, max(-1, last - _MOST_PIECES), -1):
            tokens += pieces[first].tokens
            if tokens > most and first < last:
                break
            cost = least[first] + (tokens / target - 1) ** 2
            if cost < best:
                best, chosen = cost, first
        least.append(best + price)
        origin.append(chosen)
    groups: list[list[_Piece]] = []
    end = len(pieces)
    while end:
        groups.append(list(pieces[origin[end - 1] : end]))
        end = origin[end - 1]
    return groups[::-1]


def _price_ends(text: str, pieces: Sequence[_Piece]) -> list[float]:
    """Return what it costs to end a passage after each piece."""
    prices: list[float] = []
    line_start = 0
    for i, piece in enumerate(pieces[:-1]):
        gap = text[piece.span.end : pieces[i + 1].span.start]
        if _LINE_ENDS.isdisjoint(gap):
            prices.append(_INSIDE_PARAGRAPH)
            continue
        is_short = piece.span.end - pieces[line_start].span.start <= _HEADING_CHARACTERS
        following = pieces[i + 1].span
        leads = following.end - following.start > _HEADING_CHARACTERS
        prices.append(_AFTER_HEADING if is_short and leads else 0.0)
        line_start = i + 1
    return [*prices, 0.0]


def _enforce_limit(
    text: str,
    heading: str,
    groups: list[list[_Piece]],
    count_tokens: CountTokens,
    max_tokens: int,
) -> list[list[_Piece]]:
    """Return the groups, those divided whose joined text is over the limit after all."""
    joined = [join_heading(heading, text[g[0].span.start : g[-1].span.end]) for g in groups]
    kept: list[list[_Piece]] = []
    for group, tokens in zip(groups, count_tokens(joined), strict=True):
        halves = _halve(text, group) if tokens > max_tokens else [group]
        if len(halves) == 1:
            kept.append(group)
        else:
            kept.extend(_enforce_limit(text, heading, halves, count_tokens, max_tokens))
    return kept


def _halve(text: str, group: list[_Piece]) -> list[list[_Piece]]:
    """Return two groups, or the parts of a single piece as groups; one if it is a cluster."""
    if len(group) > 1:
        middle = len(group) // 2
        return [group[:middle], group[middle:]]
    span = group[0].span
    parts = split_between_words(text, span, max(1, (span.end - span.start) // 2))
    return [[_Piece(part, group[0].tokens)] for part in parts]
