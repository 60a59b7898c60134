"""Thai syllables, the parts of words by which compounds and misspelt names find each other.

The dictionary cuts one name in two ways in two sentences and never says that โรงพยาบาล is about
พยาบาล; their syllables agree. Syllables are the longest of PyThaiNLP's list that fit, from left
to right, and never break a character cluster.
"""

from functools import cache

from pythainlp.corpus import thai_syllables

from corpus.clusters import iterate_cluster_ends

# No syllable of the list is longer; one is at most six clusters.
_LONGEST = 9
_MOST_CLUSTERS = 6


@cache
def _load_syllables() -> frozenset[str]:
    return frozenset(syllable for syllable in thai_syllables() if len(syllable) <= _LONGEST)


def split_syllables(word: str) -> list[str]:
    """Return the syllables of a Thai word; joined they are `word`.

    What the list lacks is one piece up to the next syllable that it knows.

    >>> split_syllables("โรงพยาบาล")
    ['โรง', 'พยา', 'บาล']
    """
    known = _load_syllables()
    borders = [0, *iterate_cluster_ends(word)]
    pieces: list[str] = []
    unknown_start = at = 0
    while at < len(borders) - 1:
        last = min(at + _MOST_CLUSTERS, len(borders) - 1)
        fit = next((j for j in range(last, at, -1) if word[borders[at] : borders[j]] in known), 0)
        if fit:
            if unknown_start < at:
                pieces.append(word[borders[unknown_start] : borders[at]])
            pieces.append(word[borders[at] : borders[fit]])
            at = unknown_start = fit
        else:
            at += 1
    if unknown_start < at:
        pieces.append(word[borders[unknown_start] : borders[at]])
    return pieces
