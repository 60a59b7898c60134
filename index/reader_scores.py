"""Measures a reader in training on held-out examples."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import mean

import torch
from tokenizers import Tokenizer

from index.reader import choose_span
from index.reader_model import Logits, SpanReader
from index.scoring import compute_auroc
from index.training_batches import pad_batch, tokenize_example
from index.training_data import Example

MEASURED_AT_ONCE = 16

_UNITS = re.compile(r"[ก-๎]|[^\W_ก-๎]+")


def compute_overlap(found: str, right: str) -> float:
    """The F1 of common units: words, but single letters in Thai, which has no spaces."""
    units = [Counter(_UNITS.findall(text.lower())) for text in (found, right)]
    common = sum((units[0] & units[1]).values())
    total = units[0].total() + units[1].total()
    return 2 * common / total if total else float(found == right)


def measure_reader(
    model: SpanReader, tokenizer: Tokenizer, examples: Sequence[Example]
) -> dict[str, float]:
    """F1 and touching share on windows with an answer, AUROC of having one; F1 by source, too."""
    texts = [(tokenize_example(tokenizer, example), example) for example in examples]
    kept = sorted(((t, e) for t, e in texts if t), key=lambda pair: len(pair[0].ids))
    judged: list[tuple[Example, float, bool, float]] = []
    model.set_training(training=False)
    for at in range(0, len(kept), MEASURED_AT_ONCE):
        part = kept[at : at + MEASURED_AT_ONCE]
        with torch.no_grad():
            logits = model(pad_batch([tokens for tokens, _ in part]))
        for row, (tokens, example) in enumerate(part):
            judged.append((example, *_judge(logits, row, tokens.places, example)))
    model.set_training(training=True)
    with_answer = [one for one in judged if one[0].answers]
    without = [gain for example, _, _, gain in judged if not example.answers]
    values = {
        "f1": round(100 * mean(overlap for _, overlap, _, _ in with_answer), 1),
        "touch": round(100 * mean(touches for _, _, touches, _ in with_answer), 1),
        "auroc": round(compute_auroc([gain for *_, gain in with_answer], without), 4),
    }
    for source in sorted({example.source for example, *_ in with_answer}):
        overlaps = [overlap for example, overlap, *_ in with_answer if example.source == source]
        values[f"f1 {source}"] = round(100 * mean(overlaps), 1)
    return values


def _judge(
    logits: Logits, row: int, places: Sequence[tuple[int, int]], example: Example
) -> tuple[float, bool, float]:
    count = len(places)
    starts, ends = (
        scores[row, :count].float().cpu().numpy() for scores in (logits.start, logits.end)
    )
    first, last, score = choose_span(starts[1:], ends[1:])
    gain = score - float(starts[0] + ends[0])  # above that of no answer
    start, end = places[first + 1][0], places[last + 1][1]
    rights = [(example.passage[s:e], s < end and start < e) for s, e in example.answers]
    overlaps = [compute_overlap(example.passage[start:end], right) for right, _ in rights]
    return max(overlaps, default=0.0), any(touches for _, touches in rights), gain
