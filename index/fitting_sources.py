"""The data sets that weights are fitted on, each with its index."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from corpus.folder import read_folder
from index.encoder import Encoder
from index.generation import Generation
from index.joined_questions import join_groups, join_questions, mix_languages
from index.measured import open_measured
from index.progress import show_nothing
from index.question_data import QuestionData, read_question_data

Item = TypeVar("Item")

SEED = 7


@dataclass(frozen=True, slots=True)
class Source:
    """A data set with its index."""

    name: str
    generation: Generation
    data: QuestionData


def sample_some(items: Sequence[Item], most: int) -> list[Item]:
    """At most `most` of the items, the same ones every time."""
    order = np.random.default_rng(SEED).permutation(len(items))
    return [items[place] for place in order[:most]]


def open_sources(options: argparse.Namespace, encoder: Encoder) -> list[Source]:
    """The data sets that the command line names, indexed; paragraphs joined to whole articles."""
    sources: list[Source] = []
    pairs = [(path, None) for path in options.data] + [tuple(pair) for pair in options.across]
    for path, asked in pairs:
        data = read_question_data(path)
        if asked:
            data = join_questions(data, read_question_data(asked))
        data = join_groups(data)
        generation = open_measured(data.articles, encoder, show_nothing)
        sources.append(Source(path.name, generation, data))
    for one, other in options.mixed:
        data = join_groups(mix_languages(read_question_data(one), read_question_data(other)))
        generation = open_measured(data.articles, encoder, show_nothing)
        sources.append(Source(f"{one.name} mixed", generation, data))
    if options.collection:
        articles = read_folder(options.collection).articles
        generation = open_measured(articles, encoder, show_nothing)
        sources.append(Source(options.collection.name, generation, QuestionData(articles, ())))
    return sources
