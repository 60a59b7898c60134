"""What kind of model a Hub name or folder holds, and a fingerprint of its weights."""

import hashlib

import torch
from transformers import AutoConfig

from corpus.errors import ModelError

QUESTION_ANSWERING, CROSS_ENCODER = "ForQuestionAnswering", "ForSequenceClassification"


def find_head(name: str) -> str:
    """QUESTION_ANSWERING or CROSS_ENCODER, by what the model says of itself.

    Without that check transformers would put a head of random numbers on any other model. Raises
    ModelError if there is no model, or one of another kind.
    """
    try:
        architectures = AutoConfig.from_pretrained(name).architectures or []
    except (OSError, ValueError) as error:
        first = str(error).strip().split("\n")[0]
        message = f"{name}: no model ({first}); check KHAMTOB_READER_MODEL"
        raise ModelError(message) from error
    for head in (QUESTION_ANSWERING, CROSS_ENCODER):
        if any(architecture.endswith(head) for architecture in architectures):
            return head
    message = (
        f"{name}: is {', '.join(architectures) or 'of no kind that it names'}; "
        "KHAMTOB_READER_MODEL takes a question-answering model or a cross-encoder"
    )
    raise ModelError(message)


def hash_weights(model: torch.nn.Module) -> str:
    """A SHA-256 over the names and values of the model's weights."""
    digest = hashlib.sha256()
    for key, value in model.state_dict().items():
        digest.update(key.encode() + value.float().numpy().tobytes())
    return digest.hexdigest()
