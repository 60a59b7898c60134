"""The keyword index: Tantivy's BM25 over our own Thai and English tokens.

Tantivy scores by Okapi BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, 2009). It gets the
tokens joined by spaces, so that its own tokenizer has nothing to decide.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from corpus.errors import IndexDataError
from index.concepts import Concept, Way, WeighedConcept

TOKENS_FIELD, NUMBER_FIELD = "tokens", "number"
WRITER_MEMORY = 64 << 20  # bytes
K1 = 1.2
MOST_WAYS = 6  # of a concept, among those that the collection has
UNFOUND = 0.5  # how much a word counts that the collection has in no way


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
            (tantivy.Occur.Should, self._query_token(token)) for token in dict.fromkeys(tokens)
        ]
        return self._run(tantivy.Query.boolean_query(terms), limit)

    def weigh_token(self, token: str) -> float:
        """The token's inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5))."""
        count = self._searcher.doc_freq(TOKENS_FIELD, token)
        return math.log(1 + (self._searcher.num_docs - count + 0.5) / (count + 0.5))

    def bound_score(self, tokens: Sequence[str]) -> float:
        """A score that no passage can exceed for these tokens."""
        return (K1 + 1) * sum(self.weigh_token(token) for token in dict.fromkeys(tokens))

    def search_concepts(
        self, concepts: Sequence[Concept], mark: str, limit: int
    ) -> dict[int, float]:
        """The best passages that have the token `mark`: {passage number: share above 0}.

        The share is of the highest score that any passage could have; of each concept the best way
        counts, with the inverse document frequency of its most frequent way among these passages.
        """
        weighed = self.weigh_concepts(concepts, mark)
        bound = (K1 + 1) * sum(concept.bound for concept in weighed)
        scored = [self._query_concept(concept) for concept in weighed if concept.ways]
        if not scored:
            return {}
        marked = tantivy.Query.const_score_query(self._query_token(mark), 0.0)
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, marked), *((tantivy.Occur.Should, query) for query in scored)]
        )
        found = self._run(query, limit)
        return {number: score / bound for number, score in found.items() if score > 0}

    def weigh_concepts(self, concepts: Sequence[Concept], mark: str) -> list[WeighedConcept]:
        """The concepts with their ways that passages with the token `mark` may have.

        Phrases and names that none may have are left out.
        """
        passages = self._searcher.doc_freq(TOKENS_FIELD, mark)
        weighed: list[WeighedConcept] = []
        for concept in concepts if passages else ():
            counted = ((self._count(way), way) for way in concept.ways)
            known = list(itertools.islice((c for c in counted if c[0]), MOST_WAYS))
            count = min(passages, max((count for count, _ in known), default=0))
            weight = concept.weight * math.log(1 + (passages - count + 0.5) / (count + 0.5))
            if known or concept.is_word:
                ways = tuple(way for _, way in known)
                weighed.append(WeighedConcept(ways, weight, weight * (1.0 if ways else UNFOUND)))
        return weighed

    def _count(self, way: Way) -> int:
        """How many passages may have it: as many as have its rarest token."""
        return min(self._searcher.doc_freq(TOKENS_FIELD, token) for token in way.tokens)

    def _query_concept(self, concept: WeighedConcept) -> tantivy.Query:
        return tantivy.Query.disjunction_max_query(
            [self._query_way(way, concept.weight * way.sureness) for way in concept.ways]
        )

    def _query_way(self, way: Way, weight: float) -> tantivy.Query:
        """Scores `weight` times the mean frequency part of the tokens, which must all be there."""
        boosted = [
            tantivy.Query.boost_query(
                self._query_token(token), weight / len(way.tokens) / self.weigh_token(token)
            )
            for token in way.tokens
        ]
        if len(boosted) == 1:
            return boosted[0]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in boosted])

    def _query_token(self, token: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, TOKENS_FIELD, token, "freq")

    def _run(self, query: tantivy.Query, limit: int) -> dict[int, float]:
        """The best `limit` passages: {passage number: score}."""
        found = self._searcher.search(query, limit, count=False)
        addresses = [address for _, address in found.hits]
        numbers = self._searcher.fast_field_values(NUMBER_FIELD, addresses)
        return {
            int(number): float(score)
            for number, (score, _) in zip(numbers, found.hits, strict=True)
            if number is not None
        }


def _shorten(error: ValueError) -> str:
    """The first line of what Tantivy says, which can hold a whole file."""
    return str(error).splitlines()[0][:200]


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(TOKENS_FIELD, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field(NUMBER_FIELD, stored=False, indexed=False, fast=True)
    return builder.build()
