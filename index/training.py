"""Trains the reader.

    python -m index.training --examples EXAMPLES.jsonl --held HELD.jsonl --out FOLDER
        [--minutes 60] [--steps 4000] [--rate 1e-4] [--start FOLDER ...] [--model FOLDER]

Runs on a CPU or, where torch has one, on a GPU. It writes a checkpoint and the learning curve
(`curve.jsonl`) into FOLDER as it goes, and goes on from there when it is started again. The
learning rate falls to nothing over the steps or the minutes, whichever are over first. `--start`
begins with the weights of an earlier training, such as one on made questions, or with the mean of
several.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import torch
from rich.console import Console
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from index.checkpoints import WEIGHTS_FILE, average_checkpoints
from index.embedded_model import EMBEDDED_MODEL, prepare_embedded_model
from index.model_folder import TOKENIZER_FILE
from index.reader_card import write_card
from index.reader_model import FIRST_TRAINED, LAYERS, SpanReader, compute_loss
from index.reader_scores import measure_reader
from index.training_batches import Tokens, order_batches, pad_batch, tokenize_example
from index.training_data import read_examples

BATCH = 16
HEAD_FACTOR = 10  # of the layers' rate; the head begins with nothing
WARM_UP = 0.06  # of the training, in which the rate rises
DECAY, CLIP = 0.01, 1.0
EVERY = 50  # steps between checkpoints
MEASURED_EVERY = 200
STATE_FILE, CURVE_FILE = "optimizer.safetensors", "curve.jsonl"
PROGRESS_FILE, CARD_FILE = "progress.json", "card.md"


@dataclass(slots=True)
class Progress:
    """How far the training is; `seconds` over all its runs."""

    step: int = 0
    seconds: float = 0.0


def train_reader(options: argparse.Namespace, console: Console) -> None:
    """Trains from the last checkpoint in `options.out`, or from the start."""
    folder = Path(options.model or prepare_embedded_model(console.print))
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    examples = [tokenize_example(tokenizer, e) for e in read_examples(options.examples)]
    texts = [text for text in examples if text]
    console.print(f"{len(texts)} examples, {len(examples) - len(texts)} too long")
    model = SpanReader(folder)
    if options.start:
        mean = average_checkpoints([each / WEIGHTS_FILE for each in options.start])
        weights = {name: torch.from_numpy(values) for name, values in mean.items()}
        model.load_state_dict(weights, strict=False)
    optimizer = _make_optimizer(model, options.rate)
    options.out.mkdir(parents=True, exist_ok=True)
    progress = _resume(options.out, model, optimizer)
    batches = _skip(texts, progress.step)
    losses: list[float] = []
    model.set_training(training=True)
    for batch in batches:
        began = time.monotonic()
        done = max(progress.step / options.steps, progress.seconds / 60 / options.minutes)
        if done >= 1:
            break
        _set_rates(optimizer, done)
        padded = pad_batch(batch)
        loss = compute_loss(model(padded), padded)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(_list_trained(model), CLIP)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        progress.step += 1
        progress.seconds += time.monotonic() - began
        if progress.step % EVERY == 0:
            _log(options.out, progress, {"loss": round(sum(losses) / len(losses), 4)}, console)
            losses.clear()
            _save(options.out, model, optimizer, progress)
        if progress.step % MEASURED_EVERY == 0:
            _log(options.out, progress, _measure(model, tokenizer, options), console)
    _save(options.out, model, optimizer, progress)
    scores = _measure(model, tokenizer, options)
    _log(options.out, progress, scores, console)
    about = {
        "batch": BATCH,
        "learning rate": f"{options.rate}, of the head {HEAD_FACTOR} times that",
        "trained layers": f"{FIRST_TRAINED + 1} to {LAYERS}",
        "started from": ", ".join(each.name for each in options.start) or "the encoder",
        "steps": progress.step,
        "seconds": round(progress.seconds),
    }
    card = write_card(read_examples(options.examples), about, scores)
    (options.out / CARD_FILE).write_text(card, encoding="utf-8")


def _measure(
    model: SpanReader, tokenizer: Tokenizer, options: argparse.Namespace
) -> dict[str, float]:
    held = read_examples(options.held)[: options.held_count]
    return measure_reader(model, tokenizer, held)


def _list_trained(model: SpanReader) -> list[torch.nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def _make_optimizer(model: SpanReader, rate: float) -> torch.optim.AdamW:
    groups = [
        {"params": list(model.upper.parameters()), "peak": rate},
        {"params": list(model.head.parameters()), "peak": HEAD_FACTOR * rate},
    ]
    return torch.optim.AdamW(groups, lr=rate, weight_decay=DECAY, fused=True)


def _set_rates(optimizer: torch.optim.AdamW, done: float) -> None:
    share = done / WARM_UP if done < WARM_UP else (1 - done) / (1 - WARM_UP)
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * max(share, 0.02)


def _skip(texts: list[Tokens], steps: int) -> Iterator[list[Tokens]]:
    """The batches after the first `steps`, epoch after epoch."""
    for epoch in count():
        for batch in order_batches(texts, BATCH, epoch):
            if steps > 0:
                steps -= 1
                continue
            yield batch


def _save(
    folder: Path, model: SpanReader, optimizer: torch.optim.AdamW, progress: Progress
) -> None:
    """Writes a checkpoint; safetensors, because a pickle can run code when it is read."""
    parts = {name: value.contiguous() for name, value in model.trained_parts().items()}
    moments = {
        f"{number}.{key}": state[key].contiguous()
        for number, state in optimizer.state_dict()["state"].items()
        for key in ("exp_avg", "exp_avg_sq", "step")
    }
    for name, tensors in ((WEIGHTS_FILE, parts), (STATE_FILE, moments)):
        save_file(tensors, folder / f"{name}.unfinished")
        (folder / f"{name}.unfinished").rename(folder / name)
    record = {"step": progress.step, "seconds": progress.seconds}
    (folder / PROGRESS_FILE).write_text(json.dumps(record), encoding="utf-8")


def _resume(folder: Path, model: SpanReader, optimizer: torch.optim.AdamW) -> Progress:
    path = folder / PROGRESS_FILE
    if not path.exists():
        return Progress()
    record = json.loads(path.read_text(encoding="utf-8"))
    model.load_state_dict(load_file(folder / WEIGHTS_FILE), strict=False)
    states: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in load_file(folder / STATE_FILE).items():
        number, key = name.split(".")
        states.setdefault(int(number), {})[key] = value
    optimizer.load_state_dict(
        {"state": states, "param_groups": optimizer.state_dict()["param_groups"]}
    )
    return Progress(record["step"], record["seconds"])


def _log(folder: Path, progress: Progress, values: dict[str, float], console: Console) -> None:
    record = {"step": progress.step, "seconds": round(progress.seconds), **values}
    line = json.dumps(record)
    with (folder / CURVE_FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    console.print(line)


def main() -> None:
    """Trains by the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--held", type=Path, required=True)
    parser.add_argument("--held-count", type=int, default=240)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, nargs="*", default=[], metavar="FOLDER")
    parser.add_argument("--model", help=f"folder of the encoder; default: the {EMBEDDED_MODEL} one")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=1e-4, help="highest learning rate")
    parser.add_argument("--threads", type=int, default=2)
    train_reader(parser.parse_args(), Console(width=1000))


if __name__ == "__main__":
    main()
