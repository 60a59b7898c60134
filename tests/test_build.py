"""Building: nothing is computed twice, and the same articles give the same index."""

from dataclasses import replace

import numpy as np
import pytest
from made_index import ARTICLES, CountingEncoder, build_index, ignore_progress, make_article

from corpus.article import Span
from corpus.errors import IndexDataError
from index.build import (
    STORE,
    STORED_TOGETHER,
    count_missing_vectors,
    embed_passages,
    name_content,
    name_passages,
    tokenize_passages,
)
from index.computed_store import ComputedStore
from index.encoder import PassageText
from index.generation import open_current
from index.generations import read_current
from index.search import SearchMode, read_question, search_passages
from index.tokens import tokenize_for_search

MANY = [
    make_article(f"บันทึก{number}.md", f"บันทึก {number}", f"วันที่ {number} ปลากัดวางไข่ {number * 37} ฟอง")
    for number in range(3 * STORED_TOGETHER // 2)
]


def test_what_is_built_is_live_and_described(encoder, tmp_path):
    manifest = build_index(ARTICLES, encoder, tmp_path)
    generation = open_current(tmp_path)
    assert generation.manifest == manifest
    assert (manifest.number, manifest.article_count, manifest.passage_count) == (1, 4, 4)
    assert manifest.model == encoder.identity
    assert manifest.content == name_content(ARTICLES, encoder.identity)
    assert manifest.created[10] == "T"
    assert manifest.created.endswith("+00:00")


def test_every_passage_and_sentence_of_the_samples_is_a_slice_of_its_article(sample_index):
    table = open_current(sample_index).table
    quoted = 0
    for number in range(len(table)):
        passage = table[number]
        assert table.find_number(passage) == number
        text = passage.article.text
        spans = [table.sentence(n) for n in table.range_of_sentences(number)]
        assert "".join(text[s.start : s.end] for s in spans).split()
        assert spans[0].start == passage.start
        assert spans[-1].end == passage.end
        assert "".join("".join(text[s.start : s.end] for s in spans).split()) == "".join(
            passage.text.split()
        )
        quoted += len(spans)
    assert quoted == len(table.sentences) > 100


def test_the_stored_vectors_and_tokens_are_those_of_their_sentence(encoder, tmp_path):
    build_index(ARTICLES, encoder, tmp_path)
    generation = open_current(tmp_path)
    for number in range(4):
        passage = generation.table[number]
        numbers = generation.table.range_of_sentences(number)
        spans = [generation.table.sentence(n) for n in numbers]
        texts = [passage.article.text[span.start : span.end] for span in spans]
        assert [generation.sentences.tokens_of(n) for n in numbers] == list(
            map(tokenize_for_search, texts)
        )
        shift = len(passage.article.title) + 1
        moved = tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in spans)
        whole = PassageText(f"{passage.article.title}\n{passage.text}", moved)
        (wanted,) = encoder.encode_passages([whole])
        assert np.allclose(generation.sentences.vectors_of(numbers), wanted.sentences, atol=1e-3)
        assert generation.vectors.compare(wanted.passage, [number]) == [pytest.approx(1, abs=1e-4)]


def test_an_interrupted_build_goes_on_where_it_was(encoder, tmp_path):
    first = CountingEncoder(encoder, interrupt_after=STORED_TOGETHER + 5)
    with pytest.raises(KeyboardInterrupt):
        build_index(MANY, first, tmp_path)
    assert read_current(tmp_path) is None
    second = CountingEncoder(encoder)
    build_index(MANY, second, tmp_path)
    assert len(first.embedded) == STORED_TOGETHER + 5
    assert len(second.embedded) == len(MANY) - STORED_TOGETHER - 5
    assert not set(first.embedded) & set(second.embedded)
    assert len(open_current(tmp_path).table) == len(MANY)


def test_an_interrupted_rebuild_leaves_the_live_generation(encoder, tmp_path):
    build_index(ARTICLES, encoder, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        build_index([*ARTICLES, *MANY], CountingEncoder(encoder, interrupt_after=3), tmp_path)
    assert read_current(tmp_path) == 1
    assert len(open_current(tmp_path).table) == 4


def test_a_new_article_embeds_its_own_passages_only(encoder, tmp_path):
    build_index(ARTICLES[:3], encoder, tmp_path)
    counting = CountingEncoder(encoder)
    build_index(ARTICLES, counting, tmp_path)
    assert counting.embedded == [f"The library\n{ARTICLES[3].text}"]


def test_a_removed_and_a_renamed_article_embed_nothing(encoder, tmp_path):
    build_index(ARTICLES, encoder, tmp_path)
    counting = CountingEncoder(encoder)
    renamed = replace(ARTICLES[0], id="ย้าย/ปลากัด.md", publisher="กรมประมง")
    build_index([renamed, *ARTICLES[2:]], counting, tmp_path)
    assert counting.embedded == []
    assert [a.id for a in open_current(tmp_path).table.articles] == [
        "ย้าย/ปลากัด.md",
        "ข้าวเหนียว.md",
        "library.md",
    ]


def test_the_same_passage_twice_is_embedded_once(encoder, tmp_path):
    counting = CountingEncoder(encoder)
    build_index([ARTICLES[0], replace(ARTICLES[0], id="สำเนา.md")], counting, tmp_path)
    assert len(counting.embedded) == 1
    assert len(open_current(tmp_path).table) == 2


def test_a_damaged_vector_is_computed_again(encoder, tmp_path):
    build_index(ARTICLES, encoder, tmp_path)
    store = tmp_path / STORE
    data = bytearray(store.read_bytes())
    data[len(data) // 3 :] = bytes(len(data) - len(data) // 3)
    store.write_bytes(data)
    build_index(ARTICLES, encoder, tmp_path)
    generation = open_current(tmp_path)
    (wanted,) = encoder.encode_passages([PassageText(f"The library\n{ARTICLES[3].text}", ())])
    assert generation.vectors.compare(wanted.passage, [3]) == [pytest.approx(1, abs=1e-4)]


def test_missing_vectors_are_counted_before_they_are_made(encoder, tmp_path):
    texts = [PassageText(text, ()) for text in ("ปลากัด", "lamp", "ปลากัด")]
    with ComputedStore(tmp_path / STORE) as store:
        keys = name_passages(texts)
        assert count_missing_vectors(keys, encoder.identity, store) == 2
        embed_passages(texts[:1], encoder, store, ignore_progress)
        assert count_missing_vectors(keys, encoder.identity, store) == 1
        other = replace(encoder.identity, fingerprint="99")
        assert count_missing_vectors(keys, other, store) == 2


def test_progress_counts_what_is_new(encoder, tmp_path):
    steps = []
    build_index(ARTICLES, encoder, tmp_path, lambda *step: steps.append(step))
    for name in ("Cutting articles", "Cutting words", "Embedding passages"):
        assert [step for step in steps if step[0] == name] == [(name, n, 4) for n in (1, 2, 3, 4)]
    steps.clear()
    build_index(ARTICLES, encoder, tmp_path, lambda *step: steps.append(step))
    assert steps == []


def test_the_same_articles_have_the_same_name_of_content(encoder, tmp_path):
    first = build_index(ARTICLES, encoder, tmp_path / "ก")
    second = build_index([replace(article) for article in ARTICLES], encoder, tmp_path / "ข")
    assert first.content == second.content
    assert len(first.content) == 64
    for name in ("articles.jsonl", "vectors.faiss", "sentence_vectors.npy", "sentence_tokens.txt"):
        assert first.files[name] == second.files[name]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "ปลากัดเป็นปลา"},
        {"title": "ปลา"},
        {"id": "ป.md"},
        {"url": "https://example.org/"},
        {"publisher": None},
        {"published": None},
        {"language": "en"},
    ],
)
def test_any_changed_field_of_an_article_changes_the_name_of_content(encoder, change):
    changed = [replace(ARTICLES[0], **change), *ARTICLES[1:]]
    assert name_content(changed, encoder.identity) != name_content(ARTICLES, encoder.identity)


def test_another_model_changes_the_name_of_content(encoder):
    other = replace(encoder.identity, fingerprint="99")
    assert name_content(ARTICLES, other) != name_content(ARTICLES, encoder.identity)


def test_an_empty_collection_builds_and_finds_nothing(encoder, tmp_path):
    manifest = build_index([], encoder, tmp_path)
    assert (manifest.article_count, manifest.passage_count) == (0, 0)
    generation = open_current(tmp_path)
    question = read_question("ปลากัดวางไข่ที่ไหน", encoder)
    for mode in SearchMode:
        assert search_passages(generation, question, 10, mode) == []


def test_a_gate_sees_the_candidate_and_can_refuse_it(encoder, tmp_path):
    build_index(ARTICLES[:2], encoder, tmp_path)
    seen = []

    def refuse(candidate):
        seen.append(len(candidate.table))
        message = "ตอบผิด"
        raise IndexDataError(message)

    with pytest.raises(IndexDataError, match="ตอบผิด"):
        build_index(ARTICLES, encoder, tmp_path, gate=refuse)
    assert seen == [4]
    assert read_current(tmp_path) == 1
    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["1"]
    build_index(
        ARTICLES, encoder, tmp_path, gate=lambda candidate: seen.append(candidate.manifest.number)
    )
    assert seen == [4, 2]
    assert read_current(tmp_path) == 2


def test_tokens_are_kept_for_the_heading_and_each_sentence(encoder, tmp_path):
    text = PassageText("ปลากัด\nสร้างหวอด Lamps.", ())
    spans = (Span(7, 16), Span(17, 23))
    with ComputedStore(tmp_path / STORE) as store:
        (lines,) = tokenize_passages([replace(text, sentences=spans)], store, ignore_progress)
        assert tokenize_passages([replace(text, sentences=spans)], store, None) == [lines]
    assert [line.split() for line in lines] == [
        tokenize_for_search("ปลากัด"),
        tokenize_for_search("สร้างหวอด"),
        tokenize_for_search("Lamps."),
    ]
    assert "lamp" in lines[2].split()
