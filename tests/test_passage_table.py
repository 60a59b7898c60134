"""Articles with their passages and sentences, written and read back."""

import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_index import ARTICLES, LIGHTHOUSE, make_article

from corpus.article import Article, Passage, Span
from corpus.errors import IndexDataError
from index.cutting import ArticleCut
from index.passage_table import (
    PassageTable,
    read_passage_table,
    tabulate_cuts,
    write_passage_table,
)

FISH = make_article("ปลา.md", "ปลากัด", "ปลากัดสร้างหวอด ตัวผู้เฝ้าไข่\nปลากัดกินลูกน้ำ")
LAMP = make_article("lamp.md", "Lamp", "The lamp burns. It is old.")
CUTS = [
    ArticleCut("ปลากัด", (Span(0, 29), Span(30, 45)), (Span(0, 15), Span(16, 29), Span(30, 45))),
    ArticleCut("Lamp", (Span(0, 26),), (Span(0, 15), Span(16, 26))),
]


@pytest.fixture
def table():
    return tabulate_cuts([FISH, LAMP], CUTS)


def write_and_read(table, folder):
    paths = (folder / "บทความ.jsonl", folder / "ตาราง.npz")
    write_passage_table(table, *paths)
    return read_passage_table(*paths)


def text_of(table, number, span):
    return table[number].article.text[span.start : span.end]


def test_passages_and_sentences_are_numbered_through_all_articles(table):
    assert len(table) == 3
    assert [passage.text for passage in table] == [
        "ปลากัดสร้างหวอด ตัวผู้เฝ้าไข่",
        "ปลากัดกินลูกน้ำ",
        "The lamp burns. It is old.",
    ]
    sentences = [
        [text_of(table, number, table.sentence(n)) for n in table.range_of_sentences(number)]
        for number in range(3)
    ]
    assert sentences == [
        ["ปลากัดสร้างหวอด", "ตัวผู้เฝ้าไข่"],
        ["ปลากัดกินลูกน้ำ"],
        ["The lamp burns.", "It is old."],
    ]


def test_articles_are_found_by_id_and_count_their_passages(table):
    assert table.find_article("lamp.md") is LAMP
    assert table.find_article("ไม่มี.md") is None
    counts = {name: table.count_passages(name) for name in ("ปลา.md", "lamp.md", "ไม่มี.md")}
    assert counts == {"ปลา.md": 2, "lamp.md": 1, "ไม่มี.md": 0}
    assert [n for n in range(3) if table[n].article is LAMP] == [
        *table.range_of_passages("lamp.md")
    ]
    assert [*table.range_of_passages("ไม่มี.md")] == []


def test_each_passage_knows_its_number(table):
    assert [table.find_number(table[number]) for number in range(3)] == [0, 1, 2]


@pytest.mark.parametrize("number", [-1, 3, 1000])
def test_there_is_no_passage_outside_of_the_table(table, number):
    with pytest.raises(IndexError) as raised:
        table[number]
    assert str(raised.value) == f"there is no passage {number}, only 0 to 2"


def test_a_table_comes_back_as_it_was_written(table, tmp_path):
    again = write_and_read(table, tmp_path)
    assert again.articles == (FISH, LAMP)
    assert again.passages.tolist() == [[0, 0, 29], [0, 30, 45], [1, 0, 26]]
    assert again.sentences.tolist() == [
        [0, 0, 15],
        [0, 16, 29],
        [1, 30, 45],
        [2, 0, 15],
        [2, 16, 26],
    ]
    assert (again.passages.dtype, again.sentences.dtype) == (np.int32, np.int32)


def test_a_table_of_nothing_comes_back(tmp_path):
    table = write_and_read(tabulate_cuts([], []), tmp_path)
    assert (len(table), table.articles, table.sentences.shape) == (0, (), (0, 3))
    assert table.range_of_sentences(0) == range(0)


def test_an_article_without_passages_shifts_no_other(tmp_path):
    cuts = [ArticleCut("", (), ()), *CUTS]
    table = write_and_read(
        tabulate_cuts([make_article("ว่าง.md", "", "…"), FISH, LAMP], cuts), tmp_path
    )
    assert table.count_passages("ว่าง.md") == 0
    assert table.count_passages("ปลา.md") == 2
    assert [table.find_number(passage) for passage in table] == [0, 1, 2]


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"])
    | st.sampled_from('กำ\n\u2028\x85\r\x1c"'),
    min_size=1,
    max_size=30,
).filter(lambda text: unicodedata.is_normalized("NFC", text))


@st.composite
def cut_articles_of_any_kind(draw):
    """Articles of any text, cut at any places."""
    articles, cuts = [], []
    for number in range(draw(st.integers(0, 4))):
        text = draw(LINES)
        places = sorted(draw(st.sets(st.integers(0, len(text)))) | {0, len(text)})
        sentences = tuple(Span(*pair) for pair in pairwise(places))
        ends = [0, *sorted(draw(st.sets(st.sampled_from(places)))), len(text)]
        passages = tuple(Span(*pair) for pair in pairwise(sorted(set(ends))))
        language = draw(st.sampled_from(["th", "en"]))
        articles.append(Article(f"{number}.md", draw(LINES), None, None, None, language, text))
        cuts.append(ArticleCut("", passages, sentences))
    return articles, cuts


@settings(deadline=None, max_examples=60)
@given(made=cut_articles_of_any_kind())
def test_any_articles_come_back_with_every_part_a_slice(tmp_path_factory, made):
    articles, cuts = made
    table = write_and_read(tabulate_cuts(articles, cuts), tmp_path_factory.mktemp("ตาราง"))
    assert table.articles == tuple(articles)
    wanted = [
        (a.id, a.text[p.start : p.end])
        for a, c in zip(articles, cuts, strict=True)
        for p in c.passages
    ]
    assert [(passage.article.id, passage.text) for passage in table] == wanted
    assert [table.find_number(passage) for passage in table] == list(range(len(wanted)))
    for number, passage in enumerate(table):
        spans = [table.sentence(n) for n in table.range_of_sentences(number)]
        assert "".join(text_of(table, number, span) for span in spans) == passage.text
    assert sum(len(table.range_of_sentences(n)) for n in range(len(table))) == len(table.sentences)
    assert sum(table.count_passages(a.id) for a in articles) == len(table)


@pytest.mark.parametrize(
    "content",
    ["{", "ไม่ใช่ JSON", "3\n", "[]\n", "null\n", '{"id": "ก"}\n', "[" * 100_000, '"ก"\n'],
)
def test_damaged_articles_are_refused_in_one_line(table, tmp_path, content):
    write_and_read(table, tmp_path)
    (tmp_path / "บทความ.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(IndexDataError) as raised:
        read_passage_table(tmp_path / "บทความ.jsonl", tmp_path / "ตาราง.npz")
    assert str(raised.value).startswith(f"{tmp_path / 'บทความ.jsonl'}: not readable (")
    assert str(raised.value).endswith("; run: khamtob index --rebuild")
    assert "\n" not in str(raised.value)


def make_npy(path, array):
    with path.open("wb") as file:
        np.save(file, array)


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("ไม่ใช่ตาราง"),
    "half": lambda path: path.write_bytes(path.read_bytes()[:300]),
    "zip": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)),
    "one array": lambda path: make_npy(path, np.zeros((3, 3), np.int32)),
    "other names": lambda path: np.savez(path, ก=np.zeros((3, 3), np.int32)),
    "flipped": lambda path: path.write_bytes(path.read_bytes().replace(b"\x1d\x00", b"\x1e\x00")),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_table_is_refused_in_one_line(table, tmp_path, damage):
    write_and_read(table, tmp_path)
    path = tmp_path / "ตาราง.npz"
    damage(path)
    with pytest.raises(IndexDataError) as raised:
        read_passage_table(tmp_path / "บทความ.jsonl", path)
    assert str(raised.value).startswith(f"{path}: not readable (")
    assert "\n" not in str(raised.value)


GOOD = np.array([[0, 0, 5], [1, 0, 5]], np.int32)


@pytest.mark.parametrize(
    ("passages", "sentences"),
    [
        (GOOD.astype(np.float64), GOOD),
        (GOOD[:, :2], GOOD),
        (GOOD.ravel(), GOOD),
        (GOOD + 1, GOOD),
        (GOOD - 1, GOOD),
        (GOOD[::-1], GOOD),
        (GOOD, GOOD + 1),
        (GOOD, GOOD[::-1]),
    ],
)
def test_a_table_that_does_not_fit_its_articles_is_refused(tmp_path, passages, sentences):
    good = PassageTable((FISH, LAMP), GOOD, GOOD)
    assert write_and_read(good, tmp_path).passages.tolist() == GOOD.tolist()
    with pytest.raises(IndexDataError) as raised:
        write_and_read(PassageTable((FISH, LAMP), passages, sentences), tmp_path)
    assert str(raised.value) == (
        f"{tmp_path / 'ตาราง.npz'}: not the table of these articles; run: khamtob index --rebuild"
    )


def test_pickled_objects_are_never_loaded(table, tmp_path):
    write_and_read(table, tmp_path)
    objects = np.array([{"ก": 1}], object)
    np.savez(tmp_path / "ตาราง.npz", passages=objects, sentences=objects, allow_pickle=True)
    with pytest.raises(IndexDataError, match="allow_pickle=False"):
        read_passage_table(tmp_path / "บทความ.jsonl", tmp_path / "ตาราง.npz")


def test_the_articles_of_an_index_are_those_that_were_given(tmp_path):
    cuts = [ArticleCut("", (Span(0, len(a.text)),), (Span(0, len(a.text)),)) for a in ARTICLES]
    table = write_and_read(tabulate_cuts(ARTICLES, cuts), tmp_path)
    assert table.articles == ARTICLES
    assert table[1] == Passage(ARTICLES[1], 0, len(LIGHTHOUSE))


def test_passages_of_a_language_are_marked_bit_by_bit(table):
    marks = {language: table.mark_language(language) for language in ("th", "en")}
    bits = {name: np.unpackbits(m, bitorder="little").tolist() for name, m in marks.items()}
    assert bits == {"th": [1, 1, 0, 0, 0, 0, 0, 0], "en": [0, 0, 1, 0, 0, 0, 0, 0]}
