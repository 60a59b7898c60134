"""Reading comprehension: the F1 of words, and an article read window by window."""

import pytest
from made_index import ARTICLES, build_index, make_article

from index.generation import open_current
from index.question_data import KnownAnswer, KnownQuestion
from index.span_measure import GIVEN_TOKENS, compute_f1, measure_f1, read_given

FILLER = "ตลาดน้ำมีร้านขายผักและผลไม้เรียงรายตามริมคลองหลายสิบร้านตลอดทั้งวัน\n"
LONG = f"{FILLER * 9}ประภาคารที่แหลมเหนือสูง 214 เมตร\n{FILLER * 9}"


class CountingReader:
    """The real reader; notes the windows that it is given."""

    def __init__(self, reader):
        self.reader = reader
        self.identity = reader.identity
        self.windows = []

    def count_tokens(self, texts):
        return self.reader.count_tokens(texts)

    def read(self, question, windows):
        self.windows += windows
        return self.reader.read(question, windows)


@pytest.fixture
def generation(encoder, tmp_path):
    build_index((*ARTICLES, make_article("ยาว.md", "", LONG)), encoder, tmp_path)
    return open_current(tmp_path)


@pytest.mark.parametrize(
    ("found", "right", "f1"),
    [
        ("214 เมตร", "214 เมตร", 1.0),
        ("สูง 214 เมตร", "214 เมตร", 0.8),
        ("the lamp", "lamp", 1.0),
        ("", "ปลา", 0.0),
    ],
)
def test_f1_counts_common_words(found, right, f1):
    assert compute_f1(found, right) == pytest.approx(f1)


def test_the_nearest_of_the_known_answers_counts():
    answers = tuple(KnownAnswer("ก", 0, text) for text in ("เมตร", "214 เมตร"))
    assert measure_f1("214 เมตร", KnownQuestion("ก", "สูงเท่าไร", "ก", answers)) == 1.0
    assert measure_f1("214", KnownQuestion("ก", "สูงเท่าไร", "ก", ())) == 0.0


def test_a_long_article_is_read_in_windows_and_the_best_span_wins(generation, reader):
    counting = CountingReader(reader)
    known = KnownQuestion("ก", "ประภาคารที่แหลมเหนือสูงเท่าไร", "ยาว.md", ())
    assert read_given(generation, counting, known) == "214 เมตร"
    texts = [window.text for window in counting.windows]
    assert len(texts) > 2
    assert all(tokens <= GIVEN_TOKENS for tokens in reader.count_tokens(texts))
    assert "".join("".join(texts).split()) == "".join(LONG.split())


def test_an_article_that_is_not_there_gives_nothing(generation, reader):
    assert read_given(generation, reader, KnownQuestion("ก", "ปลาอะไร", "ไม่มี.md", ())) == ""
