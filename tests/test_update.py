"""Bringing the index up to the articles folder: what goes live, what stays, what is embedded."""

import gc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from made_index import CountingEncoder, flip_bit, ignore_progress, prepare_store

from corpus.duplicates import DuplicateArticle
from corpus.errors import ArticleError, IndexBusyError, IndexDataError, KhamtobError
from index.generation import open_current
from index.generations import list_generations, read_current
from index.language_bases import SHORTEST
from index.update import Difference, compare_articles, update_index

FISH = "ปลากัดเป็นปลาน้ำจืด\n\nตัวผู้สร้างหวอดฟองอากาศที่ผิวน้ำ"
LIBRARY = "The library\n\nThe village library lends 3,500 books a year."
RICE = "ข้าวเหนียวมูน\n\nร้านในกรุงเทพฯ ขายได้วันละ 1,200 จาน"
NOTHING = Difference(new=(), changed=(), gone=(), unchanged=2)


@pytest.fixture
def articles(tmp_path):
    """A folder with an article in Thai and one in English."""
    folder = tmp_path / "บทความ"
    folder.mkdir()
    (folder / "ปลากัด.txt").write_text(FISH, encoding="utf-8")
    (folder / "library.txt").write_text(LIBRARY, encoding="utf-8")
    return folder


@pytest.fixture
def counting(encoder):
    """The real encoder, which writes down what it embeds."""
    return CountingEncoder(encoder)


@pytest.fixture
def update(articles, tmp_path, counting):
    """Updates the index of the folder."""
    prepare_store(counting.encoder, tmp_path / "index")

    def run(**options):
        return update_index(articles, tmp_path / "index", counting, ignore_progress, **options)

    return run


@pytest.fixture
def live(tmp_path):
    """The titles that the live generation has, by id."""

    def read():
        table = open_current(tmp_path / "index").table
        return {article.id: article.title for article in table.articles}

    return read


class OtherModel(CountingEncoder):
    """The same vectors under another fingerprint, as another model of the same size."""

    @property
    def identity(self):
        return replace(self.encoder.identity, fingerprint="0" * 64)


class RefusedError(KhamtobError):
    """What a gate refuses with."""


def _refuse(_candidate):
    message = "คำถามไม่ผ่าน 1 ข้อ"
    raise RefusedError(message)


def test_the_first_update_publishes_everything_as_new(update, live, tmp_path):
    report = update()
    assert report.difference == Difference(("library.txt", "ปลากัด.txt"), (), (), 0)
    assert (report.passages, report.embedded) == (2, 2)
    assert report.published.number == read_current(tmp_path / "index") == 1
    assert report.published.article_count == 2
    assert live() == {"library.txt": "The library", "ปลากัด.txt": "ปลากัดเป็นปลาน้ำจืด"}


def test_nothing_changed_publishes_nothing(update, counting, tmp_path):
    update()
    report = update()
    assert (report.difference, report.published, report.embedded) == (NOTHING, None, 0)
    assert read_current(tmp_path / "index") == 1
    assert len(counting.embedded) == 2


def test_new_changed_and_gone_articles_are_told_and_published(update, live, articles):
    update()
    (articles / "ข้าวเหนียว.txt").write_text(RICE, encoding="utf-8")
    (articles / "ปลากัด.txt").write_text(FISH + " ทุกเช้า", encoding="utf-8")
    (articles / "library.txt").unlink()
    report = update()
    assert report.difference == Difference(
        new=("ข้าวเหนียว.txt",), changed=("ปลากัด.txt",), gone=("library.txt",), unchanged=0
    )
    assert report.published.number == 2
    assert live() == {"ข้าวเหนียว.txt": "ข้าวเหนียวมูน", "ปลากัด.txt": "ปลากัดเป็นปลาน้ำจืด"}


def test_only_the_changed_article_is_embedded(update, articles, counting):
    update()
    counting.embedded.clear()
    (articles / "ปลากัด.txt").write_text(FISH + " ทุกเช้า", encoding="utf-8")
    report = update()
    assert (report.passages, report.embedded) == (2, 1)
    assert counting.embedded == ["ปลากัดเป็นปลาน้ำจืด\nตัวผู้สร้างหวอดฟองอากาศที่ผิวน้ำ ทุกเช้า"]


def test_an_article_that_comes_back_is_not_embedded_again(update, articles, counting):
    update()
    (articles / "ปลากัด.txt").unlink()
    update()
    (articles / "ปลากัด.txt").write_text(FISH, encoding="utf-8")
    report = update()
    assert report.difference.new == ("ปลากัด.txt",)
    assert report.embedded == 0
    assert len(counting.embedded) == 2


def test_another_date_or_url_alone_is_a_change_that_embeds_nothing(update, articles, counting):
    text = "---\ntitle: ข้าวเหนียว\npublished: {}\n---\n\nขายได้วันละ 1,200 จาน\n"
    (articles / "ข้าวเหนียว.md").write_text(text.format("2021-04-13"), encoding="utf-8")
    update()
    counting.embedded.clear()
    (articles / "ข้าวเหนียว.md").write_text(text.format("2021-04-14"), encoding="utf-8")
    report = update()
    assert report.difference.changed == ("ข้าวเหนียว.md",)
    assert report.published.number == 2
    assert counting.embedded == []


def test_a_dry_run_tells_and_publishes_nothing(update, counting, tmp_path):
    report = update(dry_run=True)
    assert report.difference.new == ("library.txt", "ปลากัด.txt")
    assert (report.published, report.passages, report.embedded) == (None, 2, 2)
    assert read_current(tmp_path / "index") is None
    assert list_generations(tmp_path / "index") == []
    assert counting.embedded == []


def test_a_dry_run_wins_over_a_rebuild(update, tmp_path):
    update()
    assert update(dry_run=True, rebuild=True).published is None
    assert read_current(tmp_path / "index") == 1


def test_a_rebuild_publishes_the_same_content_again(update, counting):
    first = update().published
    report = update(rebuild=True)
    assert report.difference == NOTHING
    assert report.published.number == 2
    assert report.published.content == first.content
    assert len(counting.embedded) == 2


def test_the_same_article_twice_is_indexed_once_and_told(update, articles, live):
    (articles / "สำเนา.txt").write_text(FISH, encoding="utf-8")
    report = update()
    assert report.collection.duplicates == (
        DuplicateArticle("สำเนา.txt", "ปลากัด.txt", "same text"),
    )
    assert sorted(live()) == ["library.txt", "ปลากัด.txt"]


def test_a_file_that_cannot_be_read_is_told_and_the_others_go_on(update, articles, live):
    (articles / "เสีย.pdf").write_bytes(b"%PDF-1.7 broken")
    (articles / "ว่าง.txt").write_text("", encoding="utf-8")
    report = update()
    assert [file.id for file in report.collection.unreadable] == ["ว่าง.txt", "เสีย.pdf"]
    assert all(file.reason for file in report.collection.unreadable)
    assert sorted(live()) == ["library.txt", "ปลากัด.txt"]


def test_an_article_that_turned_unreadable_is_gone(update, articles, live):
    update()
    (articles / "ปลากัด.txt").write_text("", encoding="utf-8")
    report = update()
    assert report.difference.gone == ("ปลากัด.txt",)
    assert list(live()) == ["library.txt"]


def test_a_folder_without_articles_is_refused_and_the_index_stays(update, articles, live):
    update()
    for path in articles.iterdir():
        path.unlink()
    with pytest.raises(ArticleError, match="no article can be read there; the index is as it was"):
        update()
    assert sorted(live()) == ["library.txt", "ปลากัด.txt"]


def test_a_folder_that_is_not_there_is_refused_and_the_index_stays(update, articles, live):
    update()
    articles.rename(articles.with_name("ย้ายแล้ว"))
    with pytest.raises(ArticleError, match="the articles folder doesn't exist"):
        update()
    assert len(live()) == 2


def test_a_gate_that_refuses_leaves_the_live_generation(update, articles, live, tmp_path):
    update()
    (articles / "ข้าวเหนียว.txt").write_text(RICE, encoding="utf-8")
    with pytest.raises(RefusedError, match="คำถามไม่ผ่าน 1 ข้อ"):
        update(gate=_refuse)
    assert read_current(tmp_path / "index") == 1
    assert list_generations(tmp_path / "index") == [1]
    assert len(live()) == 2


def test_after_a_refusal_the_next_update_publishes_without_embedding(
    update, articles, counting, live
):
    with pytest.raises(RefusedError):
        update(gate=_refuse)
    report = update(gate=lambda candidate: None)
    assert report.published.number == 1
    assert report.embedded == 0
    assert len(counting.embedded) == 2
    assert len(live()) == 2


def test_a_gate_sees_the_candidate_and_the_live_generation_stays_meanwhile(
    update, articles, live, tmp_path
):
    update()
    (articles / "ข้าวเหนียว.txt").write_text(RICE, encoding="utf-8")
    seen = []

    def look(candidate):
        seen.append((candidate.manifest.number, len(candidate.table.articles), len(live())))

    update(gate=look)
    assert seen == [(2, 3, 2)]
    assert len(live()) == 3


def test_a_gate_is_not_asked_when_nothing_changed(update):
    update()
    assert update(gate=_refuse).published is None


def test_another_model_embeds_and_publishes_the_same_articles_again(
    update, articles, encoder, tmp_path
):
    update()
    other = OtherModel(encoder)
    report = update_index(articles, tmp_path / "index", other, ignore_progress)
    assert report.difference == NOTHING
    assert (report.published.number, report.published.model) == (2, other.identity)
    assert report.embedded == 2
    assert [text[:6] for text in other.embedded[:2]] == ["The li", "ปลากัด"]
    # The means of its languages are measured too, on longer paragraphs than these.
    assert min(map(len, other.embedded[2:])) >= SHORTEST


@pytest.mark.parametrize("name", ["articles.jsonl", "vectors.faiss", "manifest.json"])
def test_a_damaged_live_generation_is_replaced(update, counting, live, tmp_path, name):
    update()
    flip_bit(tmp_path / "index" / "generations" / "1" / name, 40)
    with pytest.raises(IndexDataError):
        live()
    report = update()
    assert report.published.number == 2
    assert sorted(live()) == ["library.txt", "ปลากัด.txt"]
    assert len(counting.embedded) == 2


def test_a_damaged_pointer_is_replaced(update, live, tmp_path):
    update()
    (tmp_path / "index" / "CURRENT").write_text("หนึ่ง", encoding="utf-8")
    assert update().published.number == 2
    assert sorted(live()) == ["library.txt", "ปลากัด.txt"]


def test_of_two_updates_at_once_the_second_is_refused(update, live):
    refusals = []

    def update_meanwhile(_candidate):
        with ThreadPoolExecutor(1) as pool:
            refusals.append(pool.submit(update).exception())

    assert update(gate=update_meanwhile).published.number == 1
    assert [type(error) for error in refusals] == [IndexBusyError]
    assert len(live()) == 2
    assert update().published is None  # the lock is free again


def test_an_interrupted_update_goes_on_where_it_was(articles, tmp_path, encoder, update, counting):
    interrupted = CountingEncoder(encoder, interrupt_after=1)
    with pytest.raises(KeyboardInterrupt):
        update_index(articles, tmp_path / "index", interrupted, ignore_progress)
    assert read_current(tmp_path / "index") is None
    report = update()
    assert (report.passages, report.embedded, len(counting.embedded)) == (2, 1, 1)
    assert report.published.passage_count == 2


def test_progress_counts_each_step_up_to_its_end(articles, tmp_path, encoder):
    steps = []
    update_index(articles, tmp_path / "index", encoder, lambda *step: steps.append(step))
    by_name = {name: [s[1:] for s in steps if s[0] == name] for name, _, _ in steps}
    assert by_name == {
        "Reading files": [(1, 2), (2, 2)],
        "Cutting articles": [(1, 2), (2, 2)],
        "Cutting words": [(1, 2), (2, 2)],
        "Embedding passages": [(1, 2), (2, 2)],
    }


def test_the_difference_of_the_same_articles_is_none(update, tmp_path):
    articles = update().collection.articles
    assert compare_articles(articles, articles[::-1]) == NOTHING
    assert compare_articles((), ()) == Difference((), (), (), 0)


def test_the_cycle_collector_runs_again_after_an_update_that_fails(encoder, tmp_path):
    with pytest.raises(ArticleError):
        update_index(tmp_path / "ไม่มี", tmp_path / "index", encoder, lambda *_: None)
    assert gc.isenabled()
