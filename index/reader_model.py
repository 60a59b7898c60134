"""The reader as a torch module, for training: the encoder's lower layers with a span head.

The lowest layers stay as they are in the embedded encoder and run in bfloat16 without gradients;
the others are trained, and the encoder's last two are left out. Trained for the same time, a
reader with 10 layers was as good as one with 12 (`docs/reader.md`).
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from index.training_batches import Batch

LAYERS = 10
FIRST_TRAINED = 2  # eight layers in float16 take 28 MB
BLOCKED = -1e4  # added where attention or an answer must not be


@dataclass(frozen=True, slots=True)
class Logits:
    """Start and end scores, float32 (texts, tokens); BLOCKED outside the passage and the null."""

    start: Tensor
    end: Tensor


class SpanReader(nn.Module):
    """Start and end scores of every token; token 0 stands for no answer."""

    def __init__(self, folder: Path) -> None:
        """Loads the encoder in `folder`; layers from FIRST_TRAINED on are trained."""
        super().__init__()
        # The plain attention's way back is twice as fast on a CPU as the fused one's.
        encoder = AutoModel.from_pretrained(
            folder, attention_probs_dropout_prob=0.0, attn_implementation="eager"
        )
        self.embeddings = encoder.embeddings.eval()
        self.lower = encoder.encoder.layer[:FIRST_TRAINED].to(torch.bfloat16).eval()
        self.upper = encoder.encoder.layer[FIRST_TRAINED:LAYERS]
        self.head = nn.Linear(encoder.config.hidden_size, 2)
        for part in (self.embeddings, self.lower):
            part.requires_grad_(requires_grad=False)

    def trained_parts(self) -> dict[str, Tensor]:
        """What training changes, by name: `upper.*` and `head.*`."""
        return {
            name: value
            for name, value in self.state_dict().items()
            if name.startswith(("upper.", "head."))
        }

    def set_training(self, *, training: bool) -> None:
        """Turns dropout on or off, in the trained layers only."""
        self.upper.train(training)

    def forward(self, batch: Batch) -> Logits:
        """The scores of every token."""
        size = batch.ids.shape[1]
        mask = torch.where(batch.mask[:, None, None, :], 0.0, BLOCKED).to(torch.bfloat16)
        mask = mask.expand(-1, 1, size, size)
        with torch.no_grad():
            states = self.embeddings(input_ids=batch.ids).to(torch.bfloat16)
            for layer in self.lower:
                states = _run_layer(layer, states, mask)
        with torch.autocast("cpu" if states.device.type == "cpu" else "cuda", torch.bfloat16):
            for layer in self.upper:
                states = _run_layer(layer, states, mask)
        with torch.autocast(states.device.type, enabled=False):
            scores = self.head(states.float())
        scores = scores.masked_fill(~batch.readable[:, :, None], BLOCKED)
        return Logits(scores[..., 0], scores[..., 1])


def compute_loss(logits: Logits, batch: Batch) -> Tensor:
    """The mean negative logarithm of the probability of any right start and any right end.

    Several right places count together (Clark and Gardner, 2018, arXiv:1710.10723).
    """
    total = torch.zeros(())
    for scores, right in ((logits.start, batch.starts), (logits.end, batch.ends)):
        logs = scores.log_softmax(dim=1).masked_fill(~right, -torch.inf)
        total = total - logs.logsumexp(dim=1).mean()
    return total / 2


def _run_layer(layer: nn.Module, states: Tensor, mask: Tensor) -> Tensor:
    out: Tensor | tuple[Tensor, ...] = layer(states, mask)
    return out[0] if isinstance(out, tuple) else out
