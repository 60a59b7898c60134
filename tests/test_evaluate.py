"""Measuring on questions with known answers: the formulas, and a small data set from end to end."""

import json

import pytest
from made_index import CountingEncoder, flip_bit, ignore_progress, make_article

from corpus.errors import UsageError
from index.answer import Quote
from index.evaluate import ask_data, holds_answer
from index.measured import open_measured
from index.measures import summarise
from index.question_data import KnownAnswer, KnownQuestion

# Twelve facts in each language, each with its question and its answer.
THAI = [
    ("ปลากัดตัวผู้สร้างหวอดไว้เก็บไข่", "ปลากัดสร้างอะไรไว้เก็บไข่", "หวอด"),
    ("ประภาคารที่แหลมเหนือสูง 214 ขั้น", "ประภาคารสูงกี่ขั้น", "214"),
    ("ข้าวเหนียวมูนขายวันละ 1,200 จาน", "ข้าวเหนียวมูนขายวันละกี่จาน", "1,200"),
    ("ช้างเผือกเชือกแรกชื่อพลายมงคล", "ช้างเผือกเชือกแรกชื่ออะไร", "พลายมงคล"),
    ("ตลาดน้ำเปิดเฉพาะวันอาทิตย์", "ตลาดน้ำเปิดวันไหน", "วันอาทิตย์"),
    ("มะม่วงอกร่องปลูกมากที่ฉะเชิงเทรา", "มะม่วงอกร่องปลูกมากที่ไหน", "ฉะเชิงเทรา"),
    ("กลองยาวใช้หนังวัวขึงหน้ากลอง", "กลองยาวใช้หนังอะไร", "หนังวัว"),
    ("สะพานแขวนสร้างเสร็จในปี 2505", "สะพานแขวนสร้างเสร็จปีไหน", "2505"),
    ("ผ้าไหมย้อมด้วยครั่งสีแดง", "ผ้าไหมย้อมด้วยอะไร", "ครั่ง"),
    ("นกเงือกทำรังในโพรงไม้ใหญ่", "นกเงือกทำรังที่ไหน", "โพรงไม้ใหญ่"),
    ("หุ่นกระบอกชักด้วยไม้สามอัน", "หุ่นกระบอกชักด้วยไม้กี่อัน", "สามอัน"),
    ("เกลือสมุทรเก็บในเดือนกุมภาพันธ์", "เกลือสมุทรเก็บเดือนไหน", "กุมภาพันธ์"),
]
ENGLISH = [
    ("The violin was varnished in Cremona.", "Where was the violin varnished?", "Cremona"),
    ("Beavers fell birch trees at dusk.", "When do beavers fell trees?", "at dusk"),
    ("The glacier lost 40 metres of ice.", "How much ice did the glacier lose?", "40 metres"),
    ("Ada wrote the loom's first program.", "Who wrote the loom's program?", "Ada"),
    ("Saffron is picked by hand in October.", "When is saffron picked?", "October"),
    ("The ferry carries 90 bicycles.", "How many bicycles fit the ferry?", "90"),
    ("Coral bleaches because the sea warms.", "Why does coral bleach?", "the sea warms"),
    ("The clock tower leans to the west.", "Which way does the clock tower lean?", "west"),
    ("Honey bees dance to point at nectar.", "Why do honey bees dance?", "to point at nectar"),
    ("The tailor charges nine crowns.", "What does the tailor charge?", "nine crowns"),
    ("Penguins huddle in turns of two hours.", "How long do penguins huddle?", "two hours"),
    ("Granite was quarried on the island.", "What was quarried there?", "Granite"),
]


def _write(path, facts, prefix, unanswerable=()):
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": f"{prefix}{number}",
                    "question": question,
                    "answers": [{"answer_start": context.index(answer), "text": answer}]
                    if answer
                    else [],
                }
            ],
        }
        for number, (context, question, answer) in enumerate([*facts, *unanswerable])
    ]
    data = [{"title": "ก", "paragraphs": [paragraph]} for paragraph in paragraphs]
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path


def _evaluate(*given, **more):
    return summarise(ask_data(*given, **more))


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("แคช")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return _write(tmp_path_factory.mktemp("คำถาม") / "ความรู้.json", THAI + ENGLISH, "ค")


@pytest.fixture(scope="module")
def measures(data, cache, encoder):
    return _evaluate(data, None, encoder, ignore_progress, cache)


@pytest.mark.parametrize(
    ("start", "end", "held"), [(0, 34, True), (23, 26, True), (24, 34, False), (0, 25, False)]
)
def test_a_quote_holds_an_answer_only_whole(start, end, held):
    article = make_article("ประภาคาร.md", "", "ประภาคารที่แหลมทางทิศเหนือสูง 214 ขั้น")
    place = article.text.index("214")
    shift = place - 23
    known = KnownQuestion("ค1", "สูงกี่ขั้น", article.id, (KnownAnswer(article.id, place, "214"),))
    assert holds_answer(Quote(article, start + shift, end + shift, None), known) is held


def test_the_same_place_in_another_article_holds_no_answer():
    known = KnownQuestion("ค1", "กี่ขั้น", "ก.md", (KnownAnswer("ก.md", 0, "214"),))
    assert not holds_answer(Quote(make_article("ข.md", "", "214 ขั้น"), 0, 8, None), known)


def test_every_question_of_a_small_data_set_is_found_and_quoted(measures):
    assert (measures.questions, measures.articles, measures.passages) == (24, 24, 24)
    assert measures.ndcg_hybrid == 100.0
    assert measures.ndcg_meaning > 90
    assert measures.ndcg_keyword > 90
    assert measures.first_paragraph_right == 100.0
    assert measures.first_quote_right >= 95
    assert measures.any_quote_right >= measures.first_quote_right
    assert 25 < measures.quote_characters < 40


def test_refusing_is_measured_with_the_answer_taken_out(measures):
    assert measures.auroc_paragraph_removed > 0.9
    assert measures.auroc_article_removed == measures.auroc_paragraph_removed
    assert measures.article_removed_answered == measures.paragraph_removed_answered
    assert 0 <= measures.refused <= 100
    assert 0 <= measures.paragraph_removed_answered <= 100
    assert measures.unanswerable_answered is None
    assert measures.milliseconds > 0


def test_calibration_compares_confidence_with_the_first_quote(measures):
    bins = measures.reliability
    answered = 100 - measures.refused + measures.paragraph_removed_answered
    assert sum(each.count for each in bins) == pytest.approx(24 * answered / 100, abs=0.01)
    assert [each.upper - each.lower for each in bins] == [10] * len(bins)
    assert all(each.lower <= each.confidence <= each.upper for each in bins)
    distances = [each.count * abs(each.confidence - each.right) for each in bins]
    error = sum(distances) / sum(each.count for each in bins)
    assert measures.calibration_error == pytest.approx(error, abs=0.01)


OFF_TOPIC = [
    "สวัสดีค่ะ",  # small talk is never answered
    "พรุ่งนี้เชียงใหม่ฝนจะตกไหม",
    "แนะนำหนังตลกหน่อย",
    "ปลากัดสร้างอะไรไว้เก็บไข่",  # not off-topic here, so it is answered
]


def test_off_topic_lines_and_parts_left_out_are_measured_when_asked_for(
    data, cache, encoder, measures
):
    steps = []
    measured = _evaluate(
        data,
        None,
        encoder,
        lambda *step: steps.append(step),
        cache,
        off_topic=OFF_TOPIC,
        ablation=True,
    )
    assert steps[24:] == [("Asking off-topic lines", number, 4) for number in range(1, 5)]
    assert measured.off_topic_answered == 25.0
    assert measured.off_topic_answered_at_95 == 25.0
    assert measured.first_quote_right_hybrid_unread == measured.first_quote_right
    assert measured.first_quote_right_keyword >= 90
    assert measured.first_quote_right_meaning >= 90
    assert measured.ndcg_without_bridge == 100.0
    assert measures.ndcg_read is measures.span_f1 is None  # there was no reader
    assert measures.off_topic_answered is measures.off_topic_answered_at_95 is None
    assert measures.first_quote_right_keyword is measures.ndcg_without_bridge is None


def test_what_the_reader_changes_is_measured(cache, encoder, reader, tmp_path):
    data = _write(tmp_path / "น้อย.json", THAI[:3], "ค")
    measured = _evaluate(data, None, encoder, ignore_progress, cache, reader)
    assert measured.ndcg_read == 100.0
    assert measured.span_f1 > 50


def test_the_bridge_is_left_out_where_questions_cross(encoder, tmp_path):
    """Sentences that no cosine tells apart, so that the translated word decides."""
    animals = ["ช้าง", "แมว", "กบ", "แพะ", "เต่า", "ผึ้ง"]
    facts = [(f"วันนี้เราเห็น{animal}", f"{animal}", animal) for animal in animals]
    english = ["elephant", "cat", "frog", "goat", "turtle", "bee"]
    asked = [("ก" + str(n), f"Did we see a {word} today?", None) for n, word in enumerate(english)]
    data = _write(tmp_path / "สัตว์.json", facts, "ส")
    questions = _write(tmp_path / "animals.json", asked, "ส")
    measured = _evaluate(data, questions, encoder, ignore_progress, tmp_path, ablation=True)
    assert measured.ndcg_hybrid > measured.ndcg_without_bridge


def test_a_second_run_builds_nothing_and_measures_the_same(data, cache, encoder, measures):
    counting, steps = CountingEncoder(encoder), []
    again = _evaluate(data, None, counting, lambda step, *_: steps.append(step), cache)
    assert set(steps) == {"Asking questions"}
    # Sentences in the other language are embedded when they are read, each of them once.
    assert len(counting.embedded) == len(set(counting.embedded))
    assert set(counting.embedded) <= {context for context, _, _ in THAI + ENGLISH}
    timed = {"milliseconds": 0.0}
    fields = measures.__dataclass_fields__
    assert {name: getattr(again, name) for name in fields} | timed == {
        name: getattr(measures, name) for name in fields
    } | timed


def test_questions_of_another_file_are_asked_instead(data, cache, encoder, tmp_path):
    questions = [("ก", "How many steps does the lighthouse have?", None)]
    other = _write(tmp_path / "english.json", [("ก", "Which bird?", None), *questions], "ค")
    measured = _evaluate(data, other, encoder, ignore_progress, cache)
    assert (measured.questions, measured.articles) == (2, 24)


def test_files_without_a_common_question_are_refused(data, cache, encoder, tmp_path):
    other = _write(tmp_path / "อื่น.json", [("ก", "ใคร", None)], "ง")
    with pytest.raises(UsageError, match="no question id in common"):
        _evaluate(data, other, encoder, ignore_progress, cache)


def test_what_cannot_be_measured_on_little_data_is_none(encoder, tmp_path):
    unanswerable = [("ปลากัดอยู่ในนาข้าว", "ใครเป็นนายกรัฐมนตรี", None)]
    path = _write(tmp_path / "ว่าง.json", [], "ค", unanswerable)
    measured = _evaluate(path, None, encoder, ignore_progress, tmp_path)
    assert (measured.questions, measured.articles) == (1, 1)
    assert measured.unanswerable_answered in (0.0, 100.0)
    assert measured.ndcg_hybrid is measured.first_quote_right is measured.refused is None
    assert measured.quote_characters is measured.auroc_article_removed is None


def test_progress_counts_the_questions(data, cache, encoder):
    steps = []
    _evaluate(data, None, encoder, lambda *step: steps.append(step), cache)
    assert steps == [("Asking questions", number, 24) for number in range(1, 25)]


@pytest.mark.parametrize("name", ["CURRENT", "generations/1/articles.jsonl"])
def test_a_damaged_measuring_index_is_built_again_without_embedding(encoder, tmp_path, name):
    articles = [make_article("ก.md", "", text) for text, _, _ in THAI[:2]]
    built = open_measured(articles, encoder, ignore_progress, tmp_path)
    (folder,) = (tmp_path / "measured").iterdir()
    flip_bit(folder / name, 0, bit=6)
    counting = CountingEncoder(encoder)
    again = open_measured(articles, counting, ignore_progress, tmp_path)
    assert again.manifest.content == built.manifest.content
    assert [a.text for a in again.table.articles] == [a.text for a in articles]
    assert counting.embedded == []
