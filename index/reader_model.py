"""The reader as a torch module, for training: the encoder with span heads.

The lower layers stay as they are in the embedded encoder and run in bfloat16 without gradients;
the upper ones are trained. Each exit is a linear head over the states behind one layer, so that
one training gives readers of several depths and the depth is chosen by measurement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from index.training_batches import Batch

EXITS = (8, 10, 12)  # layers behind which a head reads
EXIT_WEIGHTS = (0.4, 0.4, 1.0)  # of their losses
BLOCKED = -1e4  # added where attention or an answer must not be


@dataclass(frozen=True, slots=True)
class Logits:
    """Start and end scores, float32 (texts, tokens); BLOCKED outside the passage and the null."""

    start: Tensor
    end: Tensor


class SpanReader(nn.Module):
    """Start and end scores of every token behind each of EXITS; token 0 stands for no answer."""

    def __init__(self, folder: Path, first_trained: int) -> None:
        """Loads the encoder in `folder`; layers from `first_trained` on are trained."""
        super().__init__()
        encoder = AutoModel.from_pretrained(folder, attention_probs_dropout_prob=0.0)
        self.embeddings = encoder.embeddings.eval()
        self.lower = encoder.encoder.layer[:first_trained].to(torch.bfloat16).eval()
        self.upper = encoder.encoder.layer[first_trained:]
        self.heads = nn.ModuleList(nn.Linear(encoder.config.hidden_size, 2) for _ in EXITS)
        self.first_trained = first_trained
        for part in (self.embeddings, self.lower):
            part.requires_grad_(requires_grad=False)

    def trained_parts(self) -> dict[str, Tensor]:
        """What training changes, by name: `upper.*` and `heads.*`."""
        return {
            name: value
            for name, value in self.state_dict().items()
            if name.startswith(("upper.", "heads."))
        }

    def set_training(self, *, training: bool) -> None:
        """Turns dropout on or off, in the trained layers only."""
        self.upper.train(training)

    def forward(self, batch: Batch) -> list[Logits]:
        """The scores behind each exit."""
        size = batch.ids.shape[1]
        mask = torch.where(batch.mask[:, None, None, :], 0.0, BLOCKED).to(torch.bfloat16)
        mask = mask.expand(-1, 1, size, size)
        found: list[Logits] = []
        with torch.no_grad():
            states = self.embeddings(input_ids=batch.ids).to(torch.bfloat16)
            for layer in self.lower:
                states = _run_layer(layer, states, mask)
        with torch.autocast("cpu" if states.device.type == "cpu" else "cuda", torch.bfloat16):
            for number, layer in enumerate(self.upper, start=self.first_trained + 1):
                states = _run_layer(layer, states, mask)
                if number in EXITS:
                    head = self.heads[EXITS.index(number)]
                    found.append(self._score(head, states, batch.readable))
        return found

    def _score(self, head: nn.Module, states: Tensor, readable: Tensor) -> Logits:
        with torch.autocast(states.device.type, enabled=False):
            scores = head(states.float())
        scores = scores.masked_fill(~readable[:, :, None], BLOCKED)
        return Logits(scores[..., 0], scores[..., 1])


def compute_loss(found: Sequence[Logits], batch: Batch) -> Tensor:
    """The mean negative logarithm of the probability of any right start and any right end.

    Several right places count together (Clark and Gardner, 2018, arXiv:1710.10723).
    """
    total = torch.zeros(())
    for weight, logits in zip(EXIT_WEIGHTS, found, strict=True):
        for scores, right in ((logits.start, batch.starts), (logits.end, batch.ends)):
            logs = scores.log_softmax(dim=1).masked_fill(~right, -torch.inf)
            total = total - weight * logs.logsumexp(dim=1).mean()
    return total / (2 * sum(EXIT_WEIGHTS))


def _run_layer(layer: nn.Module, states: Tensor, mask: Tensor) -> Tensor:
    out: Tensor | tuple[Tensor, ...] = layer(states, mask)
    return out[0] if isinstance(out, tuple) else out
