"""Preparing: files go in, examples come out, and what is measured stays out."""

import json
import sys
from types import SimpleNamespace

import pytest

from corpus.errors import UsageError
from index.prepare_training import main
from index.training_data import read_examples

FISH = (
    "ปลากัดตัวผู้สร้างหวอดไว้เก็บไข่ที่ผิวน้ำ\nปลากัดอาศัยอยู่ในนาข้าวและหนองน้ำตื้น\n"
    "คณะรัฐมนตรีประกาศให้ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อ 5 กุมภาพันธ์ 2562"
)
LIGHT = "The lighthouse was lit in 1871. Its keeper climbed 214 steps. A storm broke it in 1903."
DAM = "เขื่อนภูมิพลตั้งอยู่ที่อำเภอสามเงา จังหวัดตาก สร้างเสร็จเมื่อปี 2507 และผลิตไฟฟ้าได้ 779 เมกะวัตต์"
RIVER = "แม่น้ำปิงยาว 658 กิโลเมตรและไหลผ่านเชียงใหม่ก่อนไปรวมกับแม่น้ำวังที่จังหวัดตากทางใต้ของเขื่อน"
TEXT = (
    "ตลาดน้ำอัมพวามีเรือขายอาหารกว่า 1,200 ลำในวันหยุดสุดสัปดาห์\n"
    "รัฐบาลใช้งบประมาณ 5 หมื่นล้านบาทสร้างรถไฟความเร็วสูงไปนครราชสีมา"
)
ARTICLES = {
    FISH: [
        ("ปลา-1", "ปลากัดสร้างอะไรไว้เก็บไข่", "หวอด"),
        ("ปลา-2", "ประกาศให้ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อไร", "5 กุมภาพันธ์ 2562"),
    ],
    LIGHT: [
        ("ไฟ-1", "How many steps did the keeper climb?", "214"),
        ("ไฟ-2", "What broke the lighthouse in 1903?", "A storm"),
        ("ไฟ-3", "Who painted the lighthouse?", None),
    ],
    DAM: [("เขื่อน-1", "เขื่อนภูมิพลผลิตไฟฟ้าได้เท่าไร", "779 เมกะวัตต์")],
    RIVER: [("ปิง-1", "แม่น้ำปิงยาวกี่กิโลเมตร", "658")],
}
WORDINGS = [
    {
        "question_id": "ปลา-1",
        "question_th": "ปลากัดสร้างอะไรไว้เก็บไข่",
        "question_en": "What does the fish build?",
        "question_en_2": "",
    },
    {"question_id": "ปลา-2", "question_en": "When was it declared?", "question_en_2": "Which day?"},
    {"question_id": "เขื่อน-1", "question_en": "How much power does the dam make?"},
    {"question_id": "ปิง-1", "question_en": "How long is the river?"},
    {"question_id": "ไฟ-1", "question_th": "คนเฝ้าประภาคารขึ้นบันไดกี่ขั้น"},
]
PAIRS = [
    ("ก", "The market near Bangkok sells food from 1,200 boats.", "ตลาดน้ำมีเรือขายอาหารกว่า 1,200 ลำ"),
    ("ก", "It opened its gates to visitors in 1998.", "เปิดประตูต้อนรับนักท่องเที่ยวเมื่อปี 1998"),
    ("ข", "The Bhumibol dam can make 779 megawatts of power.", DAM),
]


def _as_squad(articles):
    """The articles with their questions in SQuAD's layout, each a source article of its own."""
    data = []
    for context, questions in articles.items():
        asked = [
            {
                "id": number,
                "question": question,
                "answers": [{"answer_start": context.index(answer), "text": answer}]
                if answer
                else [],
            }
            for number, question, answer in questions
        ]
        data.append({"title": context[:9], "paragraphs": [{"context": context, "qas": asked}]})
    return json.dumps({"version": "1.1", "data": data}, ensure_ascii=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files to read. The dam's text and the river's question are measured."""
    folder = tmp_path_factory.mktemp("ข้อมูล")
    other = "เรื่องอื่นที่ไม่เกี่ยวกับแม่น้ำสายใดเลย"
    measured = {DAM: [], other: [("ก", "แม่น้ำปิงยาวกี่กิโลเมตร", None)]}
    lines = {
        "wordings.jsonl": [json.dumps(each, ensure_ascii=False) for each in WORDINGS],
        "texts.jsonl": [json.dumps({"body": each}, ensure_ascii=False) for each in (TEXT, DAM)],
        "pairs.tsv": ["\t".join(each) for each in PAIRS],
        "data.json": [_as_squad(ARTICLES)],
        "measuring.json": [_as_squad(measured)],
    }
    for name, each in lines.items():
        (folder / name).write_text("\n".join(each) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def prepare(folder, encoder):
    """Runs the command in the folder; indexes are kept in a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        # Only the model isn't opened anew: that of the session serves.
        patch.setattr("index.prepare_training.open_encoder", lambda _name, _report: encoder)

        def run(arguments, out="examples.jsonl"):
            patch.setattr(sys, "argv", ["prepare_training", *arguments.split(), "--out", out])
            main()
            return read_examples(folder / out)

        yield run


@pytest.fixture(scope="module")
def prepared(prepare):
    """The examples of all kinds of files together, by source."""
    examples = prepare(
        "--data data.json --wordings data.json wordings.jsonl --glossed data.json "
        "--across data.json data.json --texts texts.jsonl --pairs pairs.tsv "
        "--measuring measuring.json"
    )
    sources = {example.source for example in examples}
    by_source = {name: [e for e in examples if e.source == name] for name in sources}
    return SimpleNamespace(examples=examples, by_source=by_source)


def _list_answers(examples):
    return {example.passage[start:end] for example in examples for start, end in example.answers}


def test_questions_in_their_own_words_have_two_windows_each(prepared):
    own = prepared.by_source["data.json"]
    assert len(own) == 8
    assert _list_answers(own) == {"หวอด", "5 กุมภาพันธ์ 2562", "214", "A storm"}
    assert [e.question for e in prepared.by_source["data.json-none"]] == [
        "Who painted the lighthouse?"
    ]


def test_the_windows_of_a_question_are_as_many_as_asked_for(prepare):
    examples = prepare("--data data.json --windows 1", "once.jsonl")
    own = [example.question for example in examples if example.source == "data.json"]
    assert sorted(own) == sorted(
        question for asked in ARTICLES.values() for _, question, answer in asked if answer
    )


def test_each_wording_is_asked_once_and_not_the_question_itself(prepared):
    asked = sorted(e.question for e in prepared.by_source["data.json < wordings.jsonl"])
    assert asked == [
        "What does the fish build?",
        "When was it declared?",
        "Which day?",
        "คนเฝ้าประภาคารขึ้นบันไดกี่ขั้น",
    ]


@pytest.mark.parametrize("count", ["0", "-3", "สอง", ""])
def test_no_windows_is_said_to_be_too_few(prepare, count, capsys):
    with pytest.raises(SystemExit):
        prepare(f"--data data.json --windows={count}", "none.jsonl")
    assert f"--windows: {count!r} is not a number of at least 1" in capsys.readouterr().err


def test_windows_grow_to_the_longest_that_is_asked_for(prepare):
    lengths = {}
    for longest in (1, 400):
        examples = prepare(f"--data data.json --longest {longest}", "long.jsonl")
        lengths[longest] = max(len(e.passage) for e in examples if e.question.startswith("What"))
    assert lengths == {1: len("A storm broke it in 1903."), 400: len(LIGHT)}


def test_glossed_questions_are_in_the_other_language(prepared):
    glossed = {e.question: _list_answers([e]) for e in prepared.by_source["data.json glossed"]}
    assert sorted(glossed.values(), key=str) == sorted(
        [{"หวอด"}, {"5 กุมภาพันธ์ 2562"}, {"214"}, {"A storm"}], key=str
    )
    own = {question for asked in ARTICLES.values() for _, question, _ in asked}
    assert own.isdisjoint(glossed)
    (steps,) = [question for question, answers in glossed.items() if answers == {"214"}]
    assert "กี่" in steps


def test_plain_texts_become_questions_on_them(prepared):
    made = prepared.by_source["texts.jsonl"]
    assert 1 <= len(made) <= 2
    assert all(example.passage in TEXT and example.answers for example in made)


def test_pairs_become_questions_in_both_directions(prepared):
    made = prepared.by_source["pairs.tsv"]
    assert _list_answers(made) <= {"1,200", "1998"}
    thai = [example.passage.startswith(("ตลาด", "เปิด")) for example in made]
    assert set(thai) == {True, False}


def test_nothing_that_is_measured_is_trained_on(prepared):
    shown = [example.passage for example in prepared.examples]
    assert not [passage for passage in shown if "เขื่อน" in passage or "แม่น้ำ" in passage]
    asked = {example.question for example in prepared.examples}
    assert not {q for q in asked if "dam" in q or "river" in q or "ปิง" in q or "เขื่อน" in q}


def test_without_measuring_the_same_files_give_the_measured_articles_too(prepare):
    examples = prepare("--wordings data.json wordings.jsonl --pairs pairs.tsv", "all.jsonl")
    asked = {example.question for example in examples}
    assert {"How much power does the dam make?", "How long is the river?"} <= asked
    assert any("เขื่อนภูมิพล" in e.passage for e in examples if e.source == "pairs.tsv")


def test_the_same_files_give_the_same_examples(prepare, folder):
    arguments = "--data data.json --texts texts.jsonl --pairs pairs.tsv"
    assert len(prepare(arguments, "one.jsonl")) > 10
    prepare(arguments, "two.jsonl")
    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()


def test_it_says_how_many_examples_each_file_gives(prepare, capsys):
    examples = prepare("--texts texts.jsonl", "few.jsonl")
    without = sum(not example.answers for example in examples)
    assert capsys.readouterr().out == (
        f"texts.jsonl: {len(examples)} examples, {without} without an answer\n"
        f"{len(examples)} examples in few.jsonl\n"
    )


def test_a_mistake_is_told_before_anything_is_written(prepare, folder):
    (folder / "ผิด.tsv").write_text("ก\tOne.\n", "utf-8")
    with pytest.raises(UsageError, match=r"ผิด\.tsv: not a document, English and Thai"):
        prepare("--data data.json --pairs ผิด.tsv", "none.jsonl")
    assert not (folder / "none.jsonl").exists()
