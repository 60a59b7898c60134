"""`khamtob test`: a script straight to the engine."""

import json
from pathlib import Path
from xml.etree import ElementTree

SCRIPT = """
- ask: เมืองคุนซานมีจีดีพีเท่าไรในปี 2564
  status: answered
  article: kunshan-shanghai-th.md
  quote: 4.7 แสนล้านหยวน
- ask: สวัสดีครับ
  status: small_talk
- ask: เมืองคุนซานมีจีดีพีเท่าไรในปี 2564
  status: answered
  quote: 9 แสนล้านหยวน & <more>
"""


def test_failures_are_shown_in_detail_and_the_rest_is_counted(khamtob, with_sample_index):
    Path("script.yaml").write_text(SCRIPT, "utf-8")
    run = khamtob("test", "script.yaml", "--junit", "results.xml")
    assert run.code == 1
    lines = run.out.splitlines()
    assert lines[0] == (
        'FAILED line 8: เมืองคุนซานมีจีดีพีเท่าไรในปี 2564: quote lacks "9 แสนล้านหยวน & <more>"'
    )
    assert lines[1].startswith("  it quotes: ")
    assert [line.split() for line in lines[2:]] == [
        ["kind", "passed", "asked"],
        ["answered", "th", "1", "2"],
        ["small_talk", "th", "1", "1"],
        ["all", "2", "3"],
    ]
    suite = ElementTree.parse("results.xml").getroot()  # noqa: S314  (our own file)
    assert suite.attrib == {
        "name": "script.yaml",
        "tests": "3",
        "failures": "1",
        "errors": "0",
    }
    assert suite[2][0].attrib["message"] == 'quote lacks "9 แสนล้านหยวน & <more>"'


def test_a_script_that_passes_exits_with_0_and_json_has_every_step(khamtob, with_sample_index):
    Path("script.yaml").write_text(
        SCRIPT.split("- ask")[0] + "- ask: ขอบคุณ\n  status: small_talk\n"
    )
    run = khamtob("test", "script.yaml", "--json")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == {
        "passed": 1,
        "failed": 0,
        "steps": [
            {
                "line": 2,
                "ask": "ขอบคุณ",
                "expected": "small_talk",
                "status": "small_talk",
                "passed": True,
                "problems": [],
                "article": None,
                "quote": None,
            }
        ],
    }


def test_a_mistake_in_the_script_is_bad_usage(khamtob, with_sample_index):
    Path("script.yaml").write_text("- ask: ก\n", "utf-8")
    run = khamtob("test", "script.yaml")
    assert run.code == 2
    assert run.err == "script.yaml:1: status is missing\n"
