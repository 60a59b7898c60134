"""The keyword index: Tantivy's BM25 over our own Thai and English tokens.

Tantivy scores by Okapi BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, 2009). It gets the
tokens joined by spaces, so that its own tokenizer has nothing to decide.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from corpus.errors import IndexDataError

TOKENS_FIELD, NUMBER_FIELD = "tokens", "number"
WRITER_MEMORY = 64 << 20  # bytes
K1 = 1.2


def write_keywords(folder: Path, passages_tokens: Iterable[str]) -> None:
    """Writes a keyword index into the empty `folder`; passage n is the n-th string of tokens.

    One thread and one segment, so that the same passages give the same scores every time.
    Raises OSError if the disk is full.
    """
    try:
        index = tantivy.Index(_build_schema(), path=str(folder))
        writer = index.writer(heap_size=WRITER_MEMORY, num_threads=1)
        for number, tokens in enumerate(passages_tokens):
            document = tantivy.Document()
            document.add_text(TOKENS_FIELD, tokens)
            document.add_unsigned(NUMBER_FIELD, number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
    except ValueError as error:  # how Tantivy's errors of reading and writing arrive here
        raise OSError(_shorten(error)) from error


class KeywordIndex:
    """An open keyword index, searched by tokens."""

    def __init__(self, folder: Path) -> None:
        """Opens the index in `folder`; raises IndexDataError if there is none."""
        try:
            # Not the constructor, which makes an empty index where there is none.
            self._index = tantivy.Index.open(str(folder))
            # The folder never changes again. The reader it begins with looks for changes, and
            # writes a lock file for that at any moment, also while the folder is being removed.
            self._index.config_reader("Manual")
            self._index.reload()
        except ValueError as error:
            reason = _shorten(error)
            message = f"{folder}: not a keyword index ({reason}); run: khamtob index --rebuild"
            raise IndexDataError(message) from error
        self._searcher = self._index.searcher()
        self._schema = self._index.schema

    def search(self, tokens: Sequence[str], limit: int) -> dict[int, float]:
        """The best `limit` passages by BM25 score: {passage number: score above 0}."""
        if not tokens:
            return {}
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, TOKENS_FIELD, token, "freq"),
            )
            for token in dict.fromkeys(tokens)
        ]
        found = self._searcher.search(tantivy.Query.boolean_query(terms), limit, count=False)
        addresses = [address for _, address in found.hits]
        numbers = self._searcher.fast_field_values(NUMBER_FIELD, addresses)
        return {
            int(number): float(score)
            for number, (score, _) in zip(numbers, found.hits, strict=True)
            if number is not None
        }

    def weigh_token(self, token: str) -> float:
        """The token's inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5))."""
        count = self._searcher.doc_freq(TOKENS_FIELD, token)
        return math.log(1 + (self._searcher.num_docs - count + 0.5) / (count + 0.5))

    def bound_score(self, tokens: Sequence[str]) -> float:
        """A score that no passage can exceed for these tokens."""
        return (K1 + 1) * sum(self.weigh_token(token) for token in dict.fromkeys(tokens))


def _shorten(error: ValueError) -> str:
    """The first line of what Tantivy says, which can hold a whole file."""
    return str(error).splitlines()[0][:200]


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(TOKENS_FIELD, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field(NUMBER_FIELD, stored=False, indexed=False, fast=True)
    return builder.build()
