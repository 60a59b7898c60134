"""Scripts of questions: what they say, and how a mistake in them is told."""

from pathlib import Path

import pytest

from bot.script import Step, read_script
from bot.script_run import find_problems, run_script
from corpus.article import Article
from corpus.errors import UsageError
from index.answer import Answer, Quote

SAMPLE_QUESTIONS = Path(__file__).parent / "sample_questions.yaml"
TEXT = "คุนซานมีจีดีพี 4.7 แสนล้านหยวนในปี 2564"
KUNSHAN = Article("คุนซาน.md", "คุนซาน", None, None, None, "th", TEXT)
QUESTION = "คุนซานมีจีดีพีเท่าไร"
ANSWERED = Answer(QUESTION, "th", "answered", 0.9, (Quote(KUNSHAN, 0, len(TEXT), None),), ())
NOT_FOUND = Answer(QUESTION, "th", "not_found", 0.1, (), (KUNSHAN,))
SMALL_TALK = Answer("สวัสดี", "th", "not_found", 0.0, (), ())


def _write(tmp_path, text):
    path = tmp_path / "script.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _step(**fields):
    defaults = {"articles": (), "quote": None, "across": False}
    return Step(line=1, ask=QUESTION, **defaults | fields)


def test_every_field_of_a_question_is_read(tmp_path):
    path = _write(
        tmp_path,
        "# คำถาม\n"
        '- ask: "When did UNESCO list it?"\n'
        "  status: answered\n"
        "  article: [สงกรานต์.md, songkran.md]\n"
        '  quote: "6 ธันวาคม 2566"\n'
        "  across: true\n"
        "- ask: สวัสดี\n"
        "  status: small_talk\n",
    )
    assert read_script(path) == (
        Step(
            line=2,
            ask="When did UNESCO list it?",
            status="answered",
            articles=("สงกรานต์.md", "songkran.md"),
            quote="6 ธันวาคม 2566",
            across=True,
        ),
        Step(line=7, ask="สวัสดี", status="small_talk", articles=(), quote=None, across=False),
    )


def test_a_number_is_quoted_as_it_is_written(tmp_path):
    path = _write(tmp_path, "- ask: เบอร์อะไร\n  status: answered\n  quote: 0123\n")
    assert read_script(path)[0].quote == "0123"


def test_words_are_compared_in_nfc_as_articles_are(tmp_path):
    decomposed = "caf\u0065\u0301"
    path = _write(tmp_path, f"- ask: ร้าน {decomposed}\n  status: not_found\n")
    assert read_script(path)[0].ask == "ร้าน café"


def test_the_sample_questions_are_a_script_over_articles_that_exist():
    steps = read_script(SAMPLE_QUESTIONS)
    names = {name for step in steps for name in step.articles}
    folder = Path(__file__).parent.parent / "corpus" / "articles"
    assert len(steps) > 80
    assert {name for name in names if not (folder / name).is_file()} == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "script.yaml: not a list of questions; write lines like: - ask: ..."),
        ("ask: ก\n", "script.yaml: not a list of questions; write lines like: - ask: ..."),
        ("- คำถาม\n", "script.yaml:1: not a question; write: - ask: ..."),
        ("- ask: ก\n", "script.yaml:1: status is missing"),
        ("- status: answered\n", "script.yaml:1: ask is missing"),
        (
            "- ask: ก\n  status: found\n",
            "script.yaml:2: status is one of answered, not_found, small_talk, not found",
        ),
        (
            "- ask: ก\n  status: answered\n  articel: ข.md\n",
            "script.yaml:3: unknown field articel; did you mean article?",
        ),
        ("- ask: ก\n  ask: ข\n  status: answered\n", "script.yaml:2: ask is there twice"),
        ("- ask: [ก]\n  status: answered\n", "script.yaml:1: ask is not a text"),
        ("- ask:\n  status: answered\n", "script.yaml:1: ask is not a text"),
        (
            "- ask: ก\n  status: answered\n  article: []\n",
            "script.yaml:3: article is an empty list",
        ),
        (
            "- ask: ก\n  status: answered\n  across: 1\n",
            "script.yaml:3: across is true or false, not 1",
        ),
        (
            "- ask: ก\n  status: not_found\n  quote: ข\n",
            "script.yaml:3: quote belongs to status answered only",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text, message, tmp_path):
    path = _write(tmp_path, text)
    with pytest.raises(UsageError) as refusal:
        read_script(path)
    assert str(refusal.value) == str(path.parent / message)


def test_what_is_not_yaml_is_told_with_its_line(tmp_path):
    path = _write(tmp_path, '- ask: ก\n  status: answered\n- ask: "ข\n')
    with pytest.raises(UsageError, match=r"script\.yaml:4: not YAML"):
        read_script(path)


@pytest.mark.parametrize("text", ["[" * 50_000, "- " * 50_000])
def test_endless_nesting_is_refused(text, tmp_path):
    with pytest.raises(UsageError, match=r"script\.yaml: nested too deeply"):
        read_script(_write(tmp_path, text))


def test_a_missing_script_and_one_in_another_encoding_are_refused(tmp_path):
    with pytest.raises(UsageError, match="can't be opened"):
        read_script(tmp_path / "ไม่มี.yaml")
    (tmp_path / "เก่า.yaml").write_bytes("- ask: ก".encode("cp874"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_script(tmp_path / "เก่า.yaml")


@pytest.mark.parametrize(
    ("step", "answer", "problems"),
    [
        (_step(status="answered"), ANSWERED, []),
        (_step(status="answered", articles=("ข.md", "คุนซาน.md")), ANSWERED, []),
        (_step(status="answered", quote="4.7 แสนล้านหยวน"), ANSWERED, []),
        (_step(status="not_found"), NOT_FOUND, []),
        (_step(status="small_talk"), SMALL_TALK, []),
        (_step(status="answered"), NOT_FOUND, ["is not_found, not answered"]),
        (_step(status="not_found"), ANSWERED, ["is answered, not not_found"]),
        (_step(status="not_found"), SMALL_TALK, ["is small_talk, not not_found"]),
        (_step(status="small_talk"), NOT_FOUND, ["is not_found, not small_talk"]),
        (
            _step(status="answered", articles=("ข.md", "ค.md"), quote="5 แสนล้าน"),
            ANSWERED,
            ["quotes คุนซาน.md, not ข.md or ค.md", 'quote lacks "5 แสนล้าน"'],
        ),
        (
            _step(status="answered", across=True),
            ANSWERED,
            ["quotes an article in the question's own language (th)"],
        ),
    ],
)
def test_an_answer_is_compared_with_its_step(step, answer, problems):
    assert list(find_problems(step, answer)) == problems


def test_only_the_first_quote_counts():
    other = Article("อื่น.md", "อื่น", None, None, None, "th", "ไม่ใช่คำตอบ")
    quotes = (Quote(other, 0, 5, None), Quote(KUNSHAN, 0, len(TEXT), None))
    answer = Answer(QUESTION, "th", "answered", 0.9, quotes, ())
    step = _step(status="answered", quote="4.7 แสนล้านหยวน")
    assert list(find_problems(step, answer)) == ['quote lacks "4.7 แสนล้านหยวน"']


def test_results_keep_the_order_of_the_script():
    steps = [_step(status="answered"), _step(status="not_found")]
    results = run_script(steps, lambda _question: ANSWERED)
    assert [result.passed for result in results] == [True, False]
    assert [result.step for result in results] == steps
