"""`khamtob ask` and `chat`: people and programs get the same answers."""

import json
from pathlib import Path

import pytest

THAI = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
ENGLISH = "How big was Kunshan's economy in 2021?"


def test_an_answer_as_json_has_the_fields_of_the_contract_in_their_order(
    khamtob, with_sample_index, sample_engine
):
    run = khamtob("ask", "--json", *THAI.split())
    assert (run.code, run.err) == (0, "")
    record = json.loads(run.out)
    assert list(record) == [
        "question",
        "language",
        "status",
        "confidence",
        "quotes",
        "closest",
        "generation",
        "timings_ms",
    ]
    assert (record["question"], record["language"], record["status"]) == (THAI, "th", "answered")
    assert list(record["timings_ms"]) == ["encode", "search", "read", "total"]
    quote = record["quotes"][0]
    assert list(quote) == ["text", "start", "end", "answer", "article"]
    assert list(quote["article"]) == ["id", "title", "url", "publisher", "published", "language"]
    assert quote["article"]["id"] == "kunshan-shanghai-th.md"
    assert "4.7 แสนล้านหยวน" in quote["text"]
    article = sample_engine.generation.table.find_article("kunshan-shanghai-th.md")
    assert article.text[quote["start"] : quote["end"]] == quote["text"]


def test_the_threshold_that_is_set_decides_what_the_articles_say(
    khamtob, settings_in, with_sample_index
):
    assert json.loads(khamtob("ask", "--json", THAI).out)["status"] == "answered"
    settings_in(threshold=1)
    refused = json.loads(khamtob("ask", "--json", THAI).out)
    assert (refused["status"], refused["quotes"]) == ("not_found", [])
    assert "(answers from 1.000)" in khamtob("ask", "--why", THAI).out


def test_hits_are_there_only_when_asked_for(khamtob, with_sample_index):
    record = json.loads(khamtob("ask", "--json", "--hits", "2", ENGLISH).out)
    assert len(record["hits"]) == 2
    fields = ["article", "start", "end", "score", "similarity", "keyword_score"]
    assert list(record["hits"][0]) == fields
    assert all(0 < hit["score"] <= 1 for hit in record["hits"])


def test_a_batch_is_answered_in_order_an_object_for_each_line(khamtob, with_sample_index):
    Path("คำถาม.txt").write_text(f"\ufeff{THAI}\r\n\nสวัสดี\n{ENGLISH}\n", "utf-8")
    run = khamtob("ask", "--batch", "คำถาม.txt")
    records = [json.loads(line) for line in run.out.removesuffix("\n").split("\n")]
    assert [record["question"] for record in records] == [THAI, "", "สวัสดี", ENGLISH]
    assert [record["status"] for record in records] == [
        "answered",
        "not_found",
        "not_found",
        "answered",
    ]
    assert records[2]["closest"] == []
    assert khamtob("ask", "--batch", "-", stdin=f"{THAI}\n").out.startswith(
        f'{{"question": "{THAI}"'
    )


def test_people_see_the_quote_with_its_source(khamtob, with_sample_index):
    run = khamtob("ask", THAI)
    assert run.code == 0
    assert "4.7 แสนล้านหยวน" in run.out
    assert "— คุนซานเดินหน้าเชื่อมเศรษฐกิจกับเซี่ยงไฮ้ · บทความตัวอย่างคำตอบ" in run.out


def test_why_shows_scores_signals_and_times(khamtob, with_sample_index):
    run = khamtob("ask", "--why", THAI)
    for part in ("1. kunshan-shanghai-th.md", "similarity", "matched words", "time", "generation"):
        assert part in run.out


def test_not_found_is_no_failure(khamtob, with_sample_index):
    run = khamtob("ask", "ขอสูตรแกงเขียวหวานไก่หน่อยค่ะ")
    assert (run.code, run.err) == (0, "")
    assert "ไม่พบคำตอบในบทความ" in run.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "ask one question"),
        (["ask", " "], "ask one question"),
        (["ask", "ก", "--batch", "ข.txt"], "ask one question"),
        (["ask", "--why", "--json", "ก"], "--why is for reading in the terminal"),
        (["ask", "--batch", "ไม่มี.txt"], "ไม่มี.txt: can't be opened"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(arguments, message, khamtob, with_sample_index):
    run = khamtob(*arguments)
    assert run.code == 2
    assert run.out == ""
    assert run.err.startswith(message)
    assert run.err.count("\n") == 1


def test_a_newcomer_s_first_question_indexes_the_articles_and_keeps_stdout_pure(
    khamtob, settings_in, tmp_path
):
    (tmp_path / "บทความ").mkdir()
    (tmp_path / "บทความ" / "น้ำ.txt").write_text(
        "เขื่อนภูมิพล\nเขื่อนภูมิพลตั้งอยู่ที่อำเภอสามเงา จังหวัดตาก สร้างเสร็จเมื่อปี 2507", "utf-8"
    )
    settings_in(articles="บทความ", data="ข้อมูล")
    run = khamtob("ask", "--json", "เขื่อนภูมิพลอยู่จังหวัดอะไร")
    assert run.code == 0
    assert json.loads(run.out)["generation"] == 1
    assert "Indexing the articles in บทความ for the first time." in run.err


def test_without_any_article_the_way_out_is_told(khamtob, settings_in, tmp_path):
    (tmp_path / "ว่าง").mkdir()
    settings_in(articles="ว่าง", data="ข้อมูล")
    run = khamtob("ask", "ก")
    assert run.code == 1
    assert run.err == "ว่าง: there are no articles; run: khamtob add PATH\n"


def test_a_chat_answers_until_it_is_told_to_end(khamtob, with_sample_index):
    run = khamtob("chat", stdin=f"{THAI}\n\nขอบคุณครับ\nexit\nWhen did the Suez Canal open?\n")
    assert (run.code, run.err) == (0, "")
    assert "4.7 แสนล้านหยวน" in run.out
    assert "ยินดีเสมอ" in run.out
    assert "1869" not in run.out


@pytest.mark.parametrize("damaged", ["generations/2/articles.jsonl", "CURRENT"])
def test_a_damaged_index_answers_from_the_whole_generation_and_says_so(
    khamtob, with_sample_index, damaged
):
    assert khamtob("index", "--rebuild").code == 0
    (with_sample_index / "index" / damaged).write_bytes("เสีย".encode())
    run = khamtob("ask", "--json", THAI)
    record = json.loads(run.out)
    assert (run.code, record["status"]) == (0, "answered")
    assert record["generation"] == (2 if damaged == "CURRENT" else 1)
    assert damaged in run.err
    assert "run: khamtob" in run.err
