"""The worker process outlives, or is replaced after, every hostile file."""

import pytest
from made_files import make_pdf, make_pdf_of_operators

from corpus.errors import ArticleError
from corpus.limits import ReadingLimits
from corpus.sandbox import Sandbox

_GOOD = make_pdf([["น้ำท่วมกรุงเทพ"]])
# The bombs meet the memory limit long before the time limit, however busy the machine is.
_LIMITS = ReadingLimits(seconds=30.0, worker_memory_bytes=400_000_000)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(_LIMITS) as sandbox:
        yield sandbox


def test_one_worker_reads_many_files(sandbox):
    first = sandbox.read_draft(_GOOD, ".pdf")
    worker = sandbox._worker
    second = sandbox.read_draft("# ข่าว\n\nเนื้อหา".encode(), ".md")
    assert (first.text, second.title) == ("น้ำท่วมกรุงเทพ", "ข่าว")
    assert sandbox._worker is worker


def test_a_refused_file_leaves_the_worker_as_it_is(sandbox):
    sandbox.read_draft(_GOOD, ".pdf")
    worker = sandbox._worker
    with pytest.raises(ArticleError, match="is broken") as refused:
        sandbox.read_draft(b"%PDF-1.7", ".pdf")
    assert refused.value.__cause__ is None
    assert sandbox._worker is worker


def test_text_operators_without_end_run_out_of_memory_and_the_next_file_is_read(sandbox):
    bomb = make_pdf_of_operators(b"BT /F1 12 Tf " + b"(a) Tj " * 3_000_000 + b"ET")
    with pytest.raises(ArticleError, match="needs more than 400 MB") as refused:
        sandbox.read_draft(bomb, ".pdf")
    assert isinstance(refused.value.__cause__, OSError)
    assert sandbox.read_draft(_GOOD, ".pdf").text == "น้ำท่วมกรุงเทพ"


@pytest.mark.parametrize("times_packed", [1, 3])
def test_a_stream_that_unpacks_without_end_costs_one_error(sandbox, times_packed):
    bomb = make_pdf_of_operators(b" " * 100_000_000, times_packed)
    with pytest.raises(ArticleError):
        sandbox.read_draft(bomb, ".pdf")
    assert sandbox.read_draft(_GOOD, ".pdf").text == "น้ำท่วมกรุงเทพ"


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_is_read():
    slow = make_pdf_of_operators(b"0 0 m 1 1 l S " * 3_000_000)
    with Sandbox(ReadingLimits(seconds=0.5, worker_memory_bytes=4_000_000_000)) as sandbox:
        with pytest.raises(ArticleError, match=r"takes longer than 0\.5 s") as refused:
            sandbox.read_draft(slow, ".pdf")
        assert isinstance(refused.value.__cause__, TimeoutError)
        sandbox.limits = _LIMITS  # so that a busy machine has time to start the next worker
        assert sandbox.read_draft(_GOOD, ".pdf").text == "น้ำท่วมกรุงเทพ"


def test_a_killed_worker_is_replaced(sandbox):
    sandbox.read_draft(_GOOD, ".pdf")
    sandbox._worker.kill()
    sandbox._worker.wait()
    with pytest.raises(ArticleError, match="crashes its parser"):
        sandbox.read_draft(_GOOD, ".pdf")
    assert sandbox.read_draft(_GOOD, ".pdf").text == "น้ำท่วมกรุงเทพ"


def test_a_text_over_the_limit_is_refused_in_the_worker():
    with (
        Sandbox(ReadingLimits(characters=10)) as sandbox,
        pytest.raises(ArticleError, match="more than 10 characters"),
    ):
        sandbox.read_draft("# ข่าว\n\nเนื้อหาที่ยาวเกินไป".encode(), ".md")


def test_closing_ends_the_worker():
    with Sandbox() as sandbox:
        sandbox.read_draft(b"ok", ".md")
        worker = sandbox._worker
    assert worker.poll() is not None
    assert sandbox._worker is None
