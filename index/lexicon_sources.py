"""The public word lists that the lexicon is made of, as pairs of Thai and English words.

WordNet's offsets: https://wordnet.princeton.edu/documentation/wndb5wn. Thai WordNet: Thoongsup et
al., Thai WordNet construction, 2009. Only `index/lexicon_build.py` needs this.
"""

import csv
import importlib
import json
import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

Pair = tuple[str, str]

LISTED = 3.0  # how sure pairs of the other lists are, in WordNet's measure
_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_SENSE_TYPES = {"n": "1", "v": "2", "a": "3", "r": "4", "s": "5"}
# Debian's files have corrected glosses, so that verbs and adjectives behind them start later than
# in the WordNet 3.0 whose offsets name the Thai synsets.
_SHIFTS = (0, 1, 18)
_MARKER = re.compile(r"\(\w+\)$")


def pair_wordnet(folder: Path) -> dict[Pair, float]:
    """How sure each Thai and English pair is: a synset that they share counts 1 and more.

    It counts the more, the more often the English word was seen in that sense. `folder` is that of
    Debian's package wordnet-base.
    """
    synsets = _read_synsets(folder)
    sureness: dict[Pair, float] = defaultdict(float)
    database = files("pythainlp.corpus") / "wordnet_th.db"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute("select synsetid, li from word_synset").fetchall()
    connection.close()
    for synset, thai in rows:
        offset, part = synset.split("-")
        names = (f"{int(offset) + shift:08}-{part}" for shift in _SHIFTS)
        for english, seen in next((synsets[name] for name in names if name in synsets), ()):
            sureness[thai.strip(), english] += 1 + math.log1p(seen)
    return sureness


def iterate_irregular(folder: Path) -> Iterator[Pair]:
    """Yield irregular forms with what they are forms of: went, go."""
    for part in ("noun", "verb"):
        for line in (folder / f"{part}.exc").read_text(encoding="utf-8").splitlines():
            form, *bases = line.replace("_", " ").split(" ")
            if len(bases) == 1:
                yield form, bases[0]


def iterate_transliterated() -> Iterator[Pair]:
    """Yield PyThaiNLP's words that Thai took over by their sound."""
    path = files("pythainlp.corpus") / "th_en_transliteration_v1.4.tsv"
    with path.open(encoding="utf-8") as file:
        for thai, english, *_ in list(csv.reader(file, delimiter="\t"))[1:]:
            yield thai, english


def iterate_names() -> Iterator[Pair]:
    """Yield countries, languages and currencies (CLDR), and the places of Thailand (geothai)."""
    babel: Any = importlib.import_module("babel")
    thai, english = babel.Locale("th"), babel.Locale("en")
    for kind in ("territories", "languages", "currencies"):
        names = getattr(english, kind)
        for code, name in getattr(thai, kind).items():
            if code in names:
                yield name, names[code]
    for level in ("provinces", "districts", "subdistricts"):
        path = files("geothai") / "_data" / f"{level}.json"
        for _, name, romanised, *_ in json.loads(path.read_text(encoding="utf-8")):
            yield name, romanised


def _read_synsets(folder: Path) -> dict[str, list[tuple[str, int]]]:
    """The English words of each synset, and how often each was seen in that sense."""
    seen = _read_counts(folder)
    synsets: dict[str, list[tuple[str, int]]] = {}
    for file, part in _PARTS.items():
        for line in (folder / f"data.{file}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue  # the licence
            offset, lexical_file, kind, count, *fields = line.split(" ")
            words = []
            for place in range(int(count, 16)):
                lemma = _MARKER.sub("", fields[2 * place])
                sense = f"{lemma.lower()}%{_SENSE_TYPES[kind]}:{lexical_file}"
                sense += f":{int(fields[2 * place + 1], 16):02}"
                words.append((lemma.replace("_", " "), seen[sense]))
            synsets[f"{offset}-{part}"] = words
    return synsets


def _read_counts(folder: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in (folder / "cntlist.rev").read_text(encoding="utf-8").splitlines():
        sense, _, count = line.split(" ")
        counts[":".join(sense.split(":")[:3])] = int(count)
    return counts
