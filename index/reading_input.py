"""How a question and a passage are put before the reader, in training and when serving."""

from tokenizers import Encoding, Tokenizer

QUESTION_PREFIX, PASSAGE_PREFIX = "query: ", "passage: "  # the encoder's own
MAX_READ_TOKENS = 384


def encode_pair(tokenizer: Tokenizer, question: str, passage: str) -> Encoding:
    """The tokens of `<s> query: question </s></s> passage: passage </s>`, uncut."""
    return tokenizer.encode(QUESTION_PREFIX + question, PASSAGE_PREFIX + passage)


def place_tokens(encoding: Encoding) -> list[tuple[int, int]]:
    """For each token its (start, end) in the passage, (0, 0) where it is not the passage's."""
    shift = len(PASSAGE_PREFIX)
    return [
        (max(0, start - shift), end - shift) if sequence == 1 and end > shift else (0, 0)
        for sequence, (start, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
    ]
