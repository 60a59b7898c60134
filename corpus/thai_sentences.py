"""Where Thai sentences end on a line.

Thai writes no full stops. A space ends a sentence, or only a clause, a name or a number. So each
space gets a score, the log-odds that a sentence ends there, from the words beside it
(`corpus.thai_clues`), the kinds of characters beside it, and how much text stands before and
after it up to the next space. Then the line is divided so that the sum of the scores and of the
log-probabilities of the sentences' lengths (log-normal, around 110 characters) is the greatest,
by dynamic programming, which is linear in the length of the line. Text in short brackets or
quotes is never divided, and "ๆ" and "ฯลฯ" stay with what is before them.
"""

import math
import re
from functools import cache
from itertools import pairwise

from corpus.english_sentences import find_english_breaks
from corpus.thai_clues import end_weights, start_weights
from corpus.words import cut_words

_CHUNK = re.compile(r"\S+")
_KEPT_TOGETHER = re.compile(
    r"\([^()]{1,200}\)|\[[^][]{1,200}\]|“[^“”]{1,150}”|‘[^‘’]{1,150}’|"
    r'"(?=\S)[^"]{1,150}(?<=\S)"'
)
_LATIN_STOP = re.compile(r"[A-Za-z]\w{0,20}[.!?…]+[\"'”’)\]]*$")
# A name or a term in quotes, which does not start or end a sentence the way speech does.
_TERM = re.compile(r"[\"“‘'][^\"”’']{1,40}[\"”’']")

# Log-odds by the kinds of character before and after the space: t Thai, l Latin, n number,
# q quote, o and c opening and closing bracket. Fitted like the weights of the clue words.
_KINDS = {
    "tt": 0.2, "tl": -0.1, "tn": -1.1, "tq": 0.4, "to": -1.2, "t-": -0.9,
    "lt": -0.5, "ll": -0.5, "ln": -0.3, "lq": 1.0, "nt": 0.3, "nl": 0.1, "nq": 0.8,
    "qt": 0.4, "ql": 0.3, "qq": 1.1, "ct": 0.0, "cl": 0.2,
    ",t": -0.6, ",l": -0.6, ",q": -1.3, ",n": -0.6, "-t": -0.6, "-l": -0.6, "-n": -0.6,
    "?t": 2.5, "?l": 2.5, "?q": 2.5, "?n": 1.5, ".t": 0.8, ".l": 0.3, ".n": -0.3,
}  # fmt: skip
_BEFORE_TERM = -1.0
_LENGTH_BEFORE = 0.65
_LENGTH_AFTER = 0.45
# How the words weigh against the length, and how readily a sentence ends: chosen so that Thai
# paragraphs have about as many sentences as their English translations.
_CLUE_WEIGHT = 2.0
_BALANCE = 1.2
# The value of a full stop that ends an English sentence in a Thai line.
_LATIN_END = 8.0
_USUAL_LENGTH = math.log(115)
_LENGTH_SPREAD = 0.55
# Beyond this many characters each further one costs.
_QUOTABLE = 280
_COST_PER_CHARACTER = 1 / 25
# How far back the start of a sentence is looked for.
_FARTHEST = 450
_MOST_CHUNKS = 48


def find_thai_breaks(line: str) -> list[tuple[int, int]]:
    """Return where sentences end on `line`: (end of one, start of the next), in order."""
    chunks = [match.span() for match in _CHUNK.finditer(line)]
    if len(chunks) < 2:
        return []
    scores = _score_gaps(line, chunks)
    kept = [i for i, score in enumerate(scores) if score is not None]
    starts = [chunks[0][0], *(chunks[i + 1][0] for i in kept)]
    ends = [*(chunks[i][1] for i in kept), chunks[-1][1]]
    values = [*(scores[i] or 0.0 for i in kept), 0.0]
    last_pieces = _choose_pieces(starts, ends, values)
    return [(ends[piece - 1], starts[piece]) for piece in last_pieces if piece]


def _choose_pieces(starts: list[int], ends: list[int], values: list[float]) -> list[int]:
    """Return the first piece of each sentence such that the sum of all values is greatest."""
    lengths = _length_values()
    best = [0.0]
    origin: list[int] = []
    for last, end in enumerate(ends):
        greatest, chosen = -math.inf, last
        for first in range(last, max(-1, last - _MOST_CHUNKS), -1):
            length = end - starts[first]
            if length > _FARTHEST and first < last:
                break
            value = best[first] + lengths[min(length, _FARTHEST)]
            if value > greatest:
                greatest, chosen = value, first
        best.append(greatest + values[last])
        origin.append(chosen)
    firsts: list[int] = []
    piece = len(ends)
    while piece:
        piece = origin[piece - 1]
        firsts.append(piece)
    return firsts[::-1]


@cache
def _length_values() -> list[float]:
    """Return the log-probability of a sentence of each length, up to the farthest."""
    values = [-math.inf]
    for length in range(1, _FARTHEST + 1):
        distance = (math.log(length) - _USUAL_LENGTH) / _LENGTH_SPREAD
        too_long = max(0, length - _QUOTABLE) * _COST_PER_CHARACTER
        values.append(-(distance**2) / 2 - math.log(length) - too_long)
    return values


def _score_gaps(line: str, chunks: list[tuple[int, int]]) -> list[float | None]:
    """Return the value of a sentence end at each gap, None where there can be none."""
    forbidden = _find_forbidden(line, chunks)
    words = [cut_words(line[start:end]) for start, end in chunks]
    lengths = [_clip(math.log((end - start) / 20)) for start, end in chunks]
    english = set(find_english_breaks(line)) if any(s in line for s in ".!?…") else set()
    scores: list[float | None] = []
    for i, ((start, end), (after, _)) in enumerate(pairwise(chunks)):
        if i in forbidden:
            scores.append(None)
        elif _LATIN_STOP.search(line, max(start, end - 32), end):
            scores.append(_LATIN_END if (end, after) in english else None)
        else:
            score = _score_words(words[i], words[i + 1])
            if _TERM.match(line, after):
                score += _BEFORE_TERM
            score += _LENGTH_BEFORE * lengths[i] + _LENGTH_AFTER * lengths[i + 1]
            scores.append(_CLUE_WEIGHT * (score + _BALANCE))
    return scores


def _clip(value: float) -> float:
    return max(-1.5, min(1.5, value))


def _find_forbidden(line: str, chunks: list[tuple[int, int]]) -> set[int]:
    """Return the gaps (by the chunk before) inside short brackets or quotes, or before ๆ ฯ."""
    forbidden: set[int] = set()
    pairs = [match.span() for match in _KEPT_TOGETHER.finditer(line)]
    pair = 0
    for i, ((_, end), (after, _)) in enumerate(pairwise(chunks)):
        while pair < len(pairs) and pairs[pair][1] <= end:
            pair += 1
        if (pair < len(pairs) and pairs[pair][0] < end) or line[after] in "ๆฯ":
            forbidden.add(i)
    return forbidden


def _score_words(before: list[str], after: list[str]) -> float:
    """Return the log-odds of a sentence end between two chunks of words."""
    previous, following = before[-1], after[0]
    if previous == "." and len(before) > 1:
        previous = before[-2]
    score = _KINDS.get(_kind(before[-1][-1]) + _kind(following[0]), 0.0)
    score += end_weights().get(previous, 0.0) + start_weights().get(following, 0.0)
    if _kind(following[0]) == "q" and len(after) > 1:
        score += start_weights().get(after[1], 0.0) / 2
    return score


@cache
def _kind(letter: str) -> str:
    """Return the kind of a character beside a space, one letter long."""
    if "ก" <= letter <= "๎":
        return "t"
    if letter.isdigit() or letter == "%":
        return "n"
    if letter.isalpha():
        return "l"
    for kind, letters in (
        ("q", "\"'“”‘’«»"),
        ("o", "([{"),
        ("c", ")]}"),
        (",", ",;:"),
        ("?", "?!"),
    ):
        if letter in letters:
            return kind
    return "-" if letter in "-–—" else letter
