"""Turns examples into batches of tokens for the reader."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from index.reading_input import MAX_READ_TOKENS, encode_pair, place_tokens
from index.training_data import Example

POOLED_BATCHES = 24  # batches among which texts of like length are put together


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded texts: all tensors are (texts, tokens).

    `readable` marks what an answer may be: the passage's tokens and token 0, which stands for no
    answer. `starts` and `ends` mark the right ones.
    """

    ids: Tensor
    mask: Tensor
    readable: Tensor
    starts: Tensor
    ends: Tensor


@dataclass(frozen=True, slots=True)
class Tokens:
    """An example in tokens; `answers` are first and last tokens, (0, 0) where there is none."""

    ids: list[int]
    places: list[tuple[int, int]]
    answers: list[tuple[int, int]]


def tokenize_example(tokenizer: Tokenizer, example: Example) -> Tokens | None:
    """The example in tokens; None if it is too long or its answer has no tokens."""
    encoding: Encoding = encode_pair(tokenizer, example.question, example.passage)
    if len(encoding.ids) > MAX_READ_TOKENS:
        return None
    places = place_tokens(encoding)
    answers = [
        found
        for start, end in example.answers
        if (found := _find_answer(places, start, end)) is not None
    ]
    if example.answers and not answers:
        return None
    return Tokens(list(encoding.ids), places, answers or [(0, 0)])


def _find_answer(places: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    touched = [number for number, (s, e) in enumerate(places) if e > s and s < end and start < e]
    return (touched[0], touched[-1]) if touched else None


def order_batches(examples: Sequence[Tokens], size: int, epoch: int) -> Iterator[list[Tokens]]:
    """The examples of one epoch in batches of like length, the same ones for the same epoch."""
    chance = random.Random(epoch)  # noqa: S311, no secret
    order = list(examples)
    chance.shuffle(order)
    pool = size * POOLED_BATCHES
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lambda tokens: len(tokens.ids))
        batches = [part[at : at + size] for at in range(0, len(part), size)]
        chance.shuffle(batches)
        yield from batches


def pad_batch(texts: Sequence[Tokens]) -> Batch:
    """The texts as tensors of one length."""
    longest = max(len(text.ids) for text in texts)
    shape = (len(texts), longest)
    ids = torch.ones(shape, dtype=torch.long)
    mask, readable, starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(4))
    for row, text in enumerate(texts):
        count = len(text.ids)
        ids[row, :count] = torch.tensor(text.ids)
        mask[row, :count] = True
        readable[row, :count] = torch.tensor([end > start for start, end in text.places])
        readable[row, 0] = True
        for first, last in text.answers:
            starts[row, first] = True
            ends[row, last] = True
    return Batch(ids, mask, readable, starts, ends)
