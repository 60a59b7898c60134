"""The report on the quality of all directions: measured, kept, drawn again."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from made_index import ignore_progress, run_python
from platformdirs import user_cache_path

from corpus.errors import UsageError
from index.measures import Measures
from index.quality_report import list_sources, main, measure_sources
from index.quality_results import Direction, read_results, write_results
from index.quality_table import make_table, update_page
from index.scoring import ReliabilityBin

# The same facts in both languages: a context, a question, the answer.
FACTS = {
    "th": [
        ("ประภาคารที่แหลมเหนือสูง 214 ขั้น", "ประภาคารสูงกี่ขั้น", "214"),
        ("ช้างเผือกเชือกแรกชื่อพลายมงคล", "ช้างเผือกเชือกแรกชื่ออะไร", "พลายมงคล"),
        ("ตลาดน้ำเปิดเฉพาะวันอาทิตย์", "ตลาดน้ำเปิดวันไหน", "วันอาทิตย์"),
    ],
    "en": [
        ("The lighthouse on the cape has 214 steps.", "How many steps has the lighthouse?", "214"),
        (
            "The first white elephant was called Mongkol.",
            "What was the elephant's name?",
            "Mongkol",
        ),
        ("The floating market opens on Sundays.", "When does the market open?", "Sundays"),
    ],
}
OFF_TOPIC = ["พรุ่งนี้เชียงใหม่ฝนจะตกไหม", "แนะนำหนังหน่อย", "who won the cup final last night"]
PAGE = "# คุณภาพ\n\nก่อน\n<!-- measures -->\nเก่า\n<!-- /measures -->\nหลัง\n"

MEASURED = Direction(
    "th → th",
    Measures(
        questions=1200,
        articles=3,
        passages=4,
        ndcg_hybrid=98.26,
        ndcg_without_bridge=97.0,
        first_quote_right=84.4,
        first_quote_right_keyword=70.0,
        first_quote_right_hybrid_unread=75.9,
        span_f1=60.0,
        refused=5.0,
        paragraph_removed_answered=20.0,
        off_topic_answered=0.0,
        auroc_paragraph_removed=0.9756,
        calibration_error=3.21,
        reliability=(
            ReliabilityBin(60, 70, 2, 65.5, 50.0),
            ReliabilityBin(90, 100, 8, 96.0, 100.0),
        ),
    ),
    answerable=(0.95, 0.65),
    paragraph_removed=(0.4, 0.65),
    off_topic=(0.01,),
)
FEW = Direction("ไอแอป ทดสอบ", Measures(questions=2, articles=1, passages=1), (), (), ())


def _write_data(folder, language):
    articles = []
    for number, (context, question, answer) in enumerate(FACTS[language]):
        span = {"text": answer, "answer_start": context.index(answer)}
        asked = {"id": f"ข้อ {number}", "question": question, "answers": [span]}
        articles.append({"title": "", "paragraphs": [{"context": context, "qas": [asked]}]})
    path = folder / f"ข้อมูล.{language}.json"
    path.write_text(json.dumps({"data": articles}, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Thai data, the same in English."""
    folder = tmp_path_factory.mktemp("ชุดวัด")
    return _write_data(folder, "th"), _write_data(folder, "en")


@pytest.fixture(scope="module")
def directions(files, encoder, tmp_path_factory):
    sources = list_sources(*files, [files[1]])
    cache = tmp_path_factory.mktemp("แคช")
    return list(measure_sources(sources, OFF_TOPIC, encoder, None, ignore_progress, cache))


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "quality.md"
    path.write_text(PAGE, "utf-8")
    return path


def test_four_directions_and_the_further_files_are_measured(directions, files):
    names = [direction.name for direction in directions]
    assert names[:4] == ["th → th", "en → en", "en → th", "th → en"]
    assert names[4:] == [f"{files[1].parent.name} ข้อมูล"]
    assert {d.measures.questions for d in directions} == {3}
    assert [d.measures.first_quote_right for d in directions[:2]] == [100.0, 100.0]
    assert [len(d.answerable) for d in directions] == [3] * 5


def test_each_direction_is_asked_the_lines_in_the_language_of_its_questions(directions):
    assert [len(direction.off_topic) for direction in directions] == [2, 1, 1, 2, 1]


def test_parts_are_left_out_in_each_direction(directions):
    for direction in directions:
        measures = direction.measures
        assert measures.first_quote_right_hybrid_unread == measures.first_quote_right
        assert measures.ndcg_without_bridge <= measures.ndcg_hybrid
        assert measures.first_quote_right_keyword is not None
        assert measures.first_quote_right_meaning is not None
    # The further file is the English one once more.
    assert directions[4].measures.ndcg_hybrid == directions[1].measures.ndcg_hybrid
    assert directions[4].answerable == directions[1].answerable


def test_results_are_kept_whole(directions, tmp_path):
    kept = [*directions, MEASURED, FEW]
    write_results(tmp_path / "ผล.json", kept)
    assert read_results(tmp_path / "ผล.json") == kept


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"name": "ก"}]', None])
def test_a_file_of_another_kind_is_refused(tmp_path, text):
    path = tmp_path / "อื่น.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"อื่น\.json: not the results of a quality report"):
        read_results(path)


def test_the_table_has_what_was_measured(page):
    assert make_table([MEASURED, FEW]) == (
        "| | th → th | ไอแอป ทดสอบ |\n"
        "|---|---:|---:|\n"
        "| `questions` | 1,200 | 2 |\n"
        "| `articles` | 3 | 1 |\n"
        "| `passages` | 4 | 1 |\n"
        "| `ndcg_hybrid` | 98.3 | – |\n"
        "| `ndcg_without_bridge` | 97.0 | – |\n"
        "| `first_quote_right` | 84.4 | – |\n"
        "| `first_quote_right_keyword` | 70.0 | – |\n"
        "| `first_quote_right_hybrid_unread` | 75.9 | – |\n"
        "| `span_f1` | 60.0 | – |\n"
        "| `refused` | 5.0 | – |\n"
        "| `paragraph_removed_answered` | 20.0 | – |\n"
        "| `off_topic_answered` | 0.0 | – |\n"
        "| `auroc_paragraph_removed` | 0.976 | – |\n"
        "| `calibration_error` | 3.2 | – |\n"
    )


def test_only_the_part_between_the_marks_is_written(page):
    update_page(page, [FEW])
    table = (
        "| | ไอแอป ทดสอบ |\n|---|---:|\n| `questions` | 2 |\n| `articles` | 1 |\n"
        "| `passages` | 1 |\n"
    )
    written = f"# คุณภาพ\n\nก่อน\n<!-- measures -->\n{table}<!-- /measures -->\nหลัง\n"
    assert page.read_text("utf-8") == written
    update_page(page, [FEW])
    assert page.read_text("utf-8") == written


@pytest.mark.parametrize(
    "text",
    [
        "ไม่มี",
        "<!-- measures -->\nก",
        "<!-- /measures --> ก <!-- measures -->",
        PAGE + PAGE,
        PAGE + "<!-- /measures -->",
    ],
)
def test_a_page_without_one_place_for_the_table_is_left_alone(page, text):
    page.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"write <!-- measures --> and <!-- /measures --> once"):
        update_page(page, [FEW])
    assert page.read_text("utf-8") == text


def test_kept_results_are_drawn_again_in_the_same_bytes(page, tmp_path):
    crossing = replace(MEASURED, name="en → th")
    write_results(tmp_path / "ผล.json", [MEASURED, crossing, FEW])
    drawn = []
    for _ in range(2):
        main(["--from", str(tmp_path / "ผล.json"), "--out", str(tmp_path)])
        plots = sorted(tmp_path.glob("*.svg"))
        drawn.append([(path.name, path.read_bytes()) for path in plots])
    assert drawn[0] == drawn[1]
    assert [name for name, _ in drawn[0]] == [
        "quality-ablation.svg",
        "quality-reliability.svg",
        "quality-trade-off.svg",
    ]
    texts = [data.decode() for _, data in drawn[0]]
    words = [set(re.findall(r"<text[^>]*>([^<]*)</text>", text)) for text in texts]
    assert {"th → th", "en → th", "ไอแอป ทดสอบ", "both, with the reader"} <= words[0]
    assert {"th → th (3.2)", "ไอแอป ทดสอบ (–)", "confidence, %"} <= words[1]
    assert {"th → th", "answerable answered, %", "off-topic answered, %"} <= words[2]
    for text in texts:
        assert "<dc:date>" not in text
        assert 'style="fill: #ffffff"' in text  # white, also on a dark page
    assert "| `questions` | 1,200 | 1,200 | 2 |" in page.read_text("utf-8")


@pytest.fixture
def own_cache(encoder, tmp_path, monkeypatch):
    """A cache folder with the prepared models, but no index of the measured data."""
    (tmp_path / "แคช" / "khamtob").mkdir(parents=True)
    for path in user_cache_path("khamtob").iterdir():
        if path.name != "measured":
            (tmp_path / "แคช" / "khamtob" / path.name).symlink_to(path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "แคช"))


def test_the_command_measures_keeps_and_draws(files, page, tmp_path, own_cache, capsys):
    thai, english = map(str, files)
    lines = tmp_path / "นอกเรื่อง.txt"
    lines.write_text("\n".join(OFF_TOPIC), "utf-8")
    kept = tmp_path / "ผล.json"
    arguments = ["--th", thai, "--en", english, "--off-topic", str(lines), "--reader", "none"]
    main([*arguments, "--out", str(tmp_path), "--json", str(kept)])
    directions = read_results(kept)
    assert [direction.name for direction in directions] == [
        "th → th",
        "en → en",
        "en → th",
        "th → en",
    ]
    assert make_table(directions) in page.read_text("utf-8")
    assert (tmp_path / "quality-ablation.svg").is_file()
    assert capsys.readouterr().out.splitlines()[-1] == "th → en: done"


def test_bad_usage_ends_with_2_and_says_why(tmp_path, capsys):
    Path(tmp_path / "quality.md").write_text("ไม่มีที่ว่าง", "utf-8")
    for arguments, why in [
        (["--th", "ก.json"], "give --th and --en, or --from"),
        (["--from", "ก.json"], "quality.md: write <!-- measures -->"),
    ]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--out", str(tmp_path)])
        assert ended.value.code == 2
        assert why in capsys.readouterr().err


def test_matplotlib_is_loaded_only_to_draw():
    code = "import sys, index.quality_report; print('matplotlib' in sys.modules, 'คำตอบ')"
    assert run_python(code) == ["False คำตอบ"]
