"""Where English sentences end on a line: after . ! ? unless an abbreviation or a list says not."""

import re

from corpus.clusters import ends_cluster

# A stop, what closes with it, a gap, and (looked at only) what opens the next sentence.
_STOP = re.compile(
    r"""(?P<stop>[.!?…]{1,40})(?P<close>["'”’)\]»]{0,8})(?P<gap>\s+)(?=["'“‘(\[«]{0,8}(?P<next>\S))"""
    r"|(?P<wide>[。！？]{1,40}[”’」』）]{0,8})(?P<wide_gap>\s*)(?=\S)"
)
_LAST_WORD = re.compile(r"[\w.&'’-]+$")
_FIRST_WORD = re.compile(r"""["'“‘(\[«]{0,8}([A-Za-z]+)""")
_ENUMERATOR = re.compile(r"""\W*(?:\d{1,3}(?:\.\d{1,3}){0,3}|[ivxIVX]{1,4}|[A-Za-z])[.)]+""")
# What is in short brackets or quotes is never divided.
_PAIR = re.compile(
    r"""\([^()]{1,200}\)|\[[^][]{1,200}\]|“[^“”]{1,100}”|"(?=\S)[^"]{1,100}(?<=\S)\""""
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Always followed by what they belong to.
_LEADING = _words(
    """mr mrs ms mx dr prof gen col lt sgt capt cpl maj adm cmdr rev hon fr sen rep gov pres
    amb supt st ste mt ft messrs vs v cf e.g i.e viz approx ca lt.gen maj.gen brig.gen pol
    pol.gen m.l m.r asst assoc dept univ"""
)
# Followed by a number.
_NUMBERED = _words(
    """no nos fig figs vol vols p pp art sec ch eq para tel ext jan feb mar apr jun jul aug sep
    sept oct nov dec op ver"""
)
# May end a sentence; then the next word is one that starts sentences.
_EITHER = _words("etc inc ltd co corp llc plc jr sr al bros est dist a.m p.m a.d b.c ph.d")
_STARTERS = _words(
    """The A An This That These Those He She It They We I You His Her Its Their Our My In On At
    As But And However If When While After Before Since For From With By There Then What Who Why
    How Where Some Many Most All Each Both One Two No Not Now Today So Yet Although Though Despite
    According Also Under Over During Meanwhile"""
)


def find_english_breaks(line: str) -> list[tuple[int, int]]:
    """Return where sentences end on `line`: (end of one, start of the next), in order."""
    breaks: list[tuple[int, int]] = []
    kept_together = iter([match.span() for match in _PAIR.finditer(line)])
    pair_start, pair_end = next(kept_together, (len(line), len(line)))
    sentence_start = 0
    for match in _STOP.finditer(line):
        end = match.start("gap") if match["gap"] else match.start("wide_gap")
        while pair_end <= match.start():
            pair_start, pair_end = next(kept_together, (len(line), len(line)))
        if pair_start < match.start() and end < pair_end:
            continue
        if match["wide"]:
            ended = ends_cluster(line, end)
        else:
            ended = _ends_sentence(line, match, sentence_start)
        if ended:
            breaks.append((end, match.end()))
            sentence_start = match.end()
    return breaks


def _ends_sentence(line: str, match: re.Match[str], sentence_start: int) -> bool:
    """Return whether the stop that `match` found on `line` ends a sentence."""
    following = match["next"]
    if following.islower():
        return False
    if match["stop"] != ".":
        return True
    # An enumerator is short: "1." or "(iv)." with nothing before it.
    opening = line[sentence_start : match.end("stop")]
    if len(opening) <= 16 and _ENUMERATOR.fullmatch(opening):
        return False
    last = _LAST_WORD.search(line, max(sentence_start, match.start() - 40), match.start())
    word = last.group() if last else ""
    return bool(match["close"]) or not _is_abbreviation(word, line, match.end())


def _is_abbreviation(word: str, line: str, next_start: int) -> bool:
    """Return whether `word`, before a full stop, is an abbreviation inside its sentence."""
    lowered = word.lower()
    if lowered in _LEADING:
        return True
    if lowered in _NUMBERED:
        return line[next_start].isdigit()
    # A single capital is an initial; dotted ones are an abbreviation ("U.S", "J.K").
    initials = len(word) == 1 and word.isupper() and word != "I"
    dotted = len(word) <= 10 and all(len(part) <= 2 for part in word.split("."))
    if initials or lowered in _EITHER or ("." in word and dotted and word[0].isalpha()):
        first = _FIRST_WORD.match(line, next_start)
        return first is None or first[1] not in _STARTERS
    return False
