"""Cuts articles into passages and sentences, each article once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article, Span
from corpus.passages import PassageSize, cut_article, join_heading
from index.computed_store import ComputedStore, hash_content
from index.encoder import Encoder, PassageText
from index.progress import Progress
from index.rules import fingerprint_cutting

SPARE_TOKENS = 32  # under the model's limit, for its prefix and for what joining adds


@dataclass(frozen=True, slots=True)
class ArticleCut:
    """How an article is cut: passages and sentences in order, as spans of its text.

    `heading` is what stands before each passage when it is embedded.
    """

    heading: str
    passages: tuple[Span, ...]
    sentences: tuple[Span, ...]


def cut_articles(
    articles: Sequence[Article], encoder: Encoder, store: ComputedStore, progress: Progress
) -> list[ArticleCut]:
    """The cut of each article; those known from before are not made again."""
    size = PassageSize(max_tokens=encoder.identity.max_tokens - SPARE_TOKENS)
    kind = f"cut:{fingerprint_cutting()}:{encoder.identity.fingerprint}:{size}"
    keys = [hash_content(article.title, article.language, article.text) for article in articles]
    known = store.get_many(kind, keys)
    cuts: list[ArticleCut] = []
    fresh: dict[bytes, bytes] = {}
    for done, (key, article) in enumerate(zip(keys, articles, strict=True), start=1):
        cut = _decode_cut(known[key]) if key in known else _cut(article, encoder, size)
        if key not in known:
            fresh[key] = _encode_cut(cut)
            progress("Cutting articles", done, len(articles))
        cuts.append(cut)
    store.put_many(kind, fresh)
    return cuts


def list_passage_texts(article: Article, cut: ArticleCut) -> list[PassageText]:
    """What is embedded for each passage of the article, with its sentences."""
    texts: list[PassageText] = []
    before = len(join_heading(cut.heading, ""))
    for passage in cut.passages:
        shift = before - passage.start
        sentences = tuple(
            Span(sentence.start + shift, sentence.end + shift)
            for sentence in cut.sentences
            if passage.start <= sentence.start < passage.end
        )
        text = join_heading(cut.heading, article.text[passage.start : passage.end])
        texts.append(PassageText(text, sentences))
    return texts


def _cut(article: Article, encoder: Encoder, size: PassageSize) -> ArticleCut:
    passages = cut_article(article, encoder.count_tokens, size)
    return ArticleCut(
        heading=passages[0].heading if passages else "",
        passages=tuple(Span(cut.passage.start, cut.passage.end) for cut in passages),
        sentences=tuple(sentence for cut in passages for sentence in cut.sentences),
    )


def _encode_cut(cut: ArticleCut) -> bytes:
    pairs = [[[span.start, span.end] for span in spans] for spans in (cut.passages, cut.sentences)]
    return json.dumps([cut.heading, *pairs]).encode()


def _decode_cut(data: bytes) -> ArticleCut:
    heading, passages, sentences = json.loads(data)
    return ArticleCut(
        heading,
        tuple(Span(start, end) for start, end in passages),
        tuple(Span(start, end) for start, end in sentences),
    )
