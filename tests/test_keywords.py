"""Keyword search: BM25 by the written formula, over tokens as they are."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexDataError
from index.concepts import Concept, Way
from index.keywords import KeywordIndex, write_keywords

# Lengths that Tantivy's one byte for a length holds exactly (all up to 40 do).
PASSAGES = [
    "ปลา กัด ปลา น้ำ",
    "lighthouse lamp น้ำ",
    "ข้าว เหนียว มูน กะทิ ข้าว",
    "library book book book baht lamp",
]


def make_index(folder, passages):
    folder.mkdir(parents=True)
    write_keywords(folder, passages)
    return KeywordIndex(folder)


@pytest.fixture(scope="module")
def keywords(tmp_path_factory):
    return make_index(tmp_path_factory.mktemp("ดัชนี") / "คำ", PASSAGES)


def score(passages, number, *tokens):
    """Okapi BM25 with k1 = 1.2 and b = 0.75."""
    words = [passage.split() for passage in passages]
    mean = sum(map(len, words)) / len(words)
    total = 0.0
    for token in tokens:
        having = sum(token in passage for passage in words)
        weight = math.log(1 + (len(words) - having + 0.5) / (having + 0.5))
        often = words[number].count(token)
        total += weight * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(words[number]) / mean))
    return total


@pytest.mark.parametrize(
    "tokens", [["ปลา"], ["น้ำ"], ["book"], ["น้ำ", "lamp"], ["ข้าว", "กะทิ", "ไม่มี"], ["ปลา", "book"]]
)
def test_scores_are_those_of_the_written_formula(keywords, tokens):
    wanted = {
        number: pytest.approx(score(PASSAGES, number, *tokens), rel=1e-5)
        for number, passage in enumerate(PASSAGES)
        if set(tokens) & set(passage.split())
    }
    assert keywords.search(tokens, 10) == wanted


def test_one_score_computed_by_hand(keywords):
    # "ปลา" is in 1 of 4 passages: ln(1 + 3.5 / 1.5) = 1.20397; twice among 4 words, mean 4.5:
    # 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 4.5)) = 4.4 / 3.1 = 1.41935.
    assert keywords.search(["ปลา"], 10) == {0: pytest.approx(1.70886, abs=1e-4)}
    assert keywords.weigh_token("ปลา") == pytest.approx(1.20397, abs=1e-5)
    assert keywords.weigh_token("lamp") == pytest.approx(0.69315, abs=1e-5)
    assert keywords.weigh_token("ไม่มี") == pytest.approx(2.30259, abs=1e-5)
    assert keywords.bound_score(["ปลา", "lamp", "ปลา"]) == pytest.approx(2.2 * 1.89712, abs=1e-4)


WORDS = st.sampled_from(["ปลา", "น้ำ", "ข้าว", "book", "lamp", "บาท"])


@settings(deadline=None, max_examples=25)
@given(
    passages=st.lists(st.lists(WORDS, min_size=1, max_size=12), min_size=1, max_size=12),
    tokens=st.lists(WORDS, min_size=1, max_size=4, unique=True),
)
def test_any_collection_is_scored_and_ordered_by_the_formula(tmp_path_factory, passages, tokens):
    texts = [" ".join(passage) for passage in passages]
    index = make_index(tmp_path_factory.mktemp("ดัชนี") / "คำ", texts)
    found = index.search(tokens, 100)
    wanted = {n: score(texts, n, *tokens) for n, p in enumerate(passages) if set(p) & set(tokens)}
    assert found == {number: pytest.approx(value, rel=1e-4) for number, value in wanted.items()}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert all(value <= index.bound_score(tokens) for value in found.values())


def test_the_best_come_first_and_no_more_than_asked_for(keywords):
    assert list(keywords.search(["lamp", "น้ำ"], 10)) == [1, 0, 3]
    assert list(keywords.search(["lamp", "น้ำ"], 1)) == [1]


def test_equal_scores_come_in_the_order_of_the_passages(tmp_path):
    index = make_index(tmp_path / "คำ", ["ปลา กัด", "x", "ปลา กัด", "ปลา กัด"])
    assert [list(index.search(["ปลา"], limit)) for limit in (2, 3)] == [[0, 2], [0, 2, 3]]


def test_a_token_given_twice_counts_once(keywords):
    assert keywords.search(["ปลา", "ปลา"], 5) == keywords.search(["ปลา"], 5)


@pytest.mark.parametrize("tokens", [[], ["ไม่มี"], [""], [" "], ["ปลา กัด"], ["ปล"], ["LAMP"]])
def test_what_is_no_token_of_a_passage_finds_nothing(keywords, tokens):
    assert keywords.search(tokens, 5) == {}


SYNTAX = 'AND OR NOT * ปลา* : tokens:ปลา " ( +ปลา - ^2 ~ \\ [a { 4.7 =month-01 😀 a\x00b <ปลา>'


@pytest.mark.parametrize("token", SYNTAX.split())
def test_query_syntax_means_nothing(tmp_path, token):
    index = make_index(tmp_path / "คำ", ["ปลา กัด", f"ปลา {token}", "กัด"])
    assert list(index.search([token], 5)) == [1]


def test_a_token_too_long_to_keep_is_not_found_and_harms_no_other(tmp_path):
    long = "ก" * 70_000
    index = make_index(tmp_path / "คำ", [f"ปลา {long} กัด", "กัด"])
    assert index.search([long], 5) == {}
    assert list(index.search(["ปลา"], 5)) == [0]
    assert set(index.search(["กัด"], 5)) == {0, 1}
    medium = "ข" * 400
    assert list(make_index(tmp_path / "คำอีก", ["x", medium]).search([medium], 5)) == [1]


def test_tens_of_thousands_of_tokens_can_be_asked_for(keywords):
    tokens = [f"คำ{number}" for number in range(40_000)]
    assert keywords.search([*tokens, "ปลา"], 5) == keywords.search(["ปลา"], 5)


def test_passages_without_a_token_keep_their_numbers(tmp_path):
    index = make_index(tmp_path / "คำ", ["", "ปลา", "", "กัด"])
    assert (list(index.search(["ปลา"], 5)), list(index.search(["กัด"], 5))) == ([1], [3])


def test_an_index_of_nothing_finds_nothing(tmp_path):
    index = make_index(tmp_path / "คำ", [])
    assert index.search(["ปลา"], 5) == {}
    assert index.bound_score(["ปลา"]) > 0


def test_three_thousand_passages_are_one_segment_with_their_numbers(tmp_path):
    index = make_index(tmp_path / "คำ", (f"ปลา ตัว{number}" for number in range(3000)))
    assert [list(index.search([f"ตัว{number}"], 5)) for number in (0, 1777, 2999)] == [
        [0],
        [1777],
        [2999],
    ]
    assert len(list((tmp_path / "คำ").glob("*.term"))) == 1


def test_a_folder_without_an_index_is_refused_and_stays_empty(tmp_path):
    with pytest.raises(IndexDataError) as raised:
        KeywordIndex(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path}: not a keyword index (")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "ไม่ใช่ดัชนี\n" * 100, '{"segments": []}'])
def test_a_damaged_index_is_refused_in_one_line(tmp_path, content):
    make_index(tmp_path / "คำ", PASSAGES)
    (tmp_path / "คำ" / "meta.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexDataError) as raised:
        KeywordIndex(tmp_path / "คำ")
    assert "\n" not in str(raised.value)
    assert str(raised.value).endswith("; run: khamtob index --rebuild")


def test_an_open_index_writes_nothing_into_its_folder(tmp_path):
    made_again = []
    for number in range(5):
        opened = make_index(tmp_path / f"คำ {number}", PASSAGES)
        lock = tmp_path / f"คำ {number}" / ".tantivy-meta.lock"
        lock.unlink()
        time.sleep(0.2)
        made_again.append(lock.exists())
        assert opened.search(["ปลา"], 10).keys() == {0}
    # Now and then the first reader is quicker than its dismissal.
    assert made_again.count(True) <= 1


MARKED = [
    "~in ปลา กัด น้ำ",
    "~in canal canal long ship",
    "canal long",
    "~in ship lamp book",
]


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    return make_index(tmp_path_factory.mktemp("ดัชนี") / "คำ", MARKED)


def concept(*ways, weight=1.0, is_word=True):
    return Concept(tuple(Way(tuple(t.split()), sure) for t, sure in ways), weight, is_word)


def test_of_a_concept_the_best_way_counts_and_only_where_the_mark_is(marked):
    # Both ways are in two passages, one of the three marked: ln(1 + 1.5 / 2.5) each.
    canal = concept(("canal", 1.0), ("long", 0.5))
    found = marked.search_concepts([canal], "~in", 10)
    share = score(MARKED, 1, "canal") / math.log(1 + 2.5 / 2.5) / 2.2
    assert found == {1: pytest.approx(share, rel=1e-5)}


def test_all_tokens_of_a_way_must_be_there(marked):
    assert list(marked.search_concepts([concept(("canal long", 1.0))], "~in", 10)) == [1]
    assert marked.search_concepts([concept(("canal lamp", 1.0))], "~in", 10) == {}


def test_what_the_collection_lacks_lowers_the_share_if_it_is_a_word(marked):
    ship, missing = concept(("ship", 1.0)), (("ไม่มี", 1.0),)
    alone = marked.search_concepts([ship], "~in", 10)
    with_phrase = marked.search_concepts([ship, concept(*missing, is_word=False)], "~in", 10)
    with_word = marked.search_concepts([ship, concept(*missing)], "~in", 10)
    assert set(alone) == {1, 3}
    assert with_phrase == alone
    assert all(with_word[number] < alone[number] for number in alone)


def test_nothing_is_found_without_the_mark_or_without_concepts(marked):
    assert marked.search_concepts([concept(("canal", 1.0))], "~elsewhere", 10) == {}
    assert marked.search_concepts([], "~in", 10) == {}


@settings(deadline=None, max_examples=25)
@given(
    ways=st.lists(
        st.lists(st.tuples(st.sampled_from(["canal", "long", "ship", "น้ำ"]), st.floats(0.1, 1))),
        min_size=1,
        max_size=5,
    )
)
def test_shares_lie_between_nothing_and_everything(marked, ways):
    found = marked.search_concepts([concept(*some) for some in ways], "~in", 10)
    assert all(0 < share <= 1 for share in found.values())
