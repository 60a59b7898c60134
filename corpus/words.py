"""Words of Thai and English text, for the keyword index and for cutting long sentences.

Thai words are cut by PyThaiNLP's dictionary and its "newmm" rules (longest matching bounded by
Thai character clusters), run by nlpO3, which does the same cut in compiled code. Only Thai
letters go to that engine. Numbers, Latin words, spaces and symbols are cut here by pattern,
because there the two engines differ and newmm is quadratic on long runs of digits.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import nlpo3
import regex

from corpus.clusters import GRAPHEME, iterate_cluster_ends
from corpus.errors import ModelError

_DICTIONARY = "khamtob-pythainlp-words"
# The engine takes time that grows with each ambiguous run ("หน้าด้าน" again and again), so it
# sees a window of letters at a time and the words that end near the window's edge are cut again.
# With these sizes no word of 785,000 characters of real Thai came out differently.
_WINDOW = 72
_TAIL = 20
# Longest word that comes out, in code points, so that a run without end stays indexable.
_LONGEST = 400
# Thai vowels and marks that belong to the letter before them: U+0E30-0E3A, ๅ, U+0E47-0E4E.
_NEVER_FIRST = frozenset("ะัาำิีึืฺุู" + "ๅ" + "็่้๊๋์ํ๎")

_TOKEN = regex.compile(
    rf"""
      (?P<abbreviation>(?<![ก-๎])(?:[ก-ฮ]{{1,4}}\.){{2,8}}+)   # พ.ศ. ม.ค. ก.ล.ต.
    | (?P<thai>[ก-ฺเ-๎]++)
    | \d++(?:[.,]\d++)*+                            # 1,234.5 and ๒๕๖๔
    | [\p{{L}}\p{{M}}--[ก-ฺเ-๎]]++(?:['’][\p{{L}}\p{{M}}--[ก-ฺเ-๎]]++)*+   # Latin and other scripts
    | \s++
    | {GRAPHEME}                                                 # one symbol or emoji
    """,
    regex.VERBOSE | regex.VERSION1,
)


@cache
def _load_dictionary() -> str:
    """Load PyThaiNLP's word list into the engine once; return the engine's name for it."""
    # Found, not imported: importing pythainlp makes a folder in the user's home.
    package = find_spec("pythainlp")
    path = Path(package.origin if package and package.origin else "").parent
    path = path / "corpus" / "words_th.txt"
    # The engine panics for good when it is given a file that it can't read.
    if not path.is_file():
        message = f"PyThaiNLP's word list {path} is missing: reinstall pythainlp"
        raise ModelError(message)
    # False only when another thread has loaded it under this name.
    nlpo3.load_dict(str(path), _DICTIONARY)
    return _DICTIONARY


def cut_words(text: str) -> list[str]:
    """Return the words of `text` in order, spaces and symbols included; joined they are `text`.

    Time is linear in the length of the text, whatever it holds. A word is 400 code points long
    at most. An abbreviation with dots inside ("พ.ศ.") is one word, dots and all.

    >>> cut_words("กรุงเทพฯ ปี พ.ศ. 2567")
    ['กรุงเทพฯ', ' ', 'ปี', ' ', 'พ.ศ.', ' ', '2567']
    """
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if match.lastgroup == "thai":
            words.extend(_cut_thai(piece))
        elif len(piece) > _LONGEST:
            words.extend(piece[i : i + _LONGEST] for i in range(0, len(piece), _LONGEST))
        else:
            words.append(piece)
    return words


def _cut_thai(letters: str) -> list[str]:
    """Return the words of a run of Thai letters."""
    # Up to three bare consonants between other characters are a word or an abbreviation (ธอส).
    if len(letters) <= 3 and max(letters) <= "ฮ":
        return [letters]
    dictionary = _load_dictionary()
    words: list[str] = []
    start = 0
    while len(letters) - start > _WINDOW:
        window = nlpo3.segment(letters[start : start + _WINDOW], dictionary)
        kept = _keep_settled_words(window)
        words.extend(kept)
        start += sum(map(len, kept))
    words.extend(nlpo3.segment(letters[start:], dictionary))
    return _join_loose_marks(words)


def _keep_settled_words(window: list[str]) -> list[str]:
    """Return the words of a window that end before its tail, or else its first clusters."""
    end = 0
    for count, word in enumerate(window):
        end += len(word)
        if end > _WINDOW - _TAIL:
            if count:
                return window[:count]
            break
    text = "".join(window)
    ends = [end for end in iterate_cluster_ends(text) if end <= _WINDOW - _TAIL]
    return [text[: ends[-1]]] if ends else [text]


def _join_loose_marks(words: list[str]) -> list[str]:
    """Join a word that starts with a mark or a following vowel to the word before it."""
    joined: list[str] = []
    for word in words:
        if joined and word[0] in _NEVER_FIRST and len(joined[-1]) + len(word) <= _LONGEST:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
