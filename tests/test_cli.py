"""The command line as a whole: quick, complete, and plain about mistakes."""

import json
import os
import signal
import subprocess
import sys

import pytest

HEAVY = ("onnxruntime", "faiss", "tantivy", "pythainlp", "nlpo3", "numpy", "torch", "onnx")


def _run_python(code, *arguments, **environment):
    return subprocess.run(  # noqa: S603  (this Python, our own words)
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from bot.__main__ import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    run = _run_python(code, "--help")
    assert run.stderr.decode().strip() == "[]"
    assert "คำตอบ" in run.stdout.decode()


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_output_is_utf8_whatever_the_locale(locale, settings_in):
    code = "from bot.__main__ import main; main()"
    run = _run_python(
        code,
        "--help",
        LC_ALL=locale,
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
    )
    assert run.returncode == 0
    assert "คำตอบ" in run.stdout.decode("utf-8")


def test_python_m_bot_is_the_same_command():
    run = subprocess.run([sys.executable, "-m", "bot", "-h"], capture_output=True, check=False)
    assert run.returncode == 0
    assert run.stdout.decode().strip().startswith("Usage: khamtob")


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["ask", "--nothing", "ก"], ["add"], ["ask", "--hits", "0", "ก"]]
)
def test_bad_usage_exits_with_2(arguments, khamtob):
    run = khamtob(*arguments)
    assert run.code == 2
    assert run.out == ""
    assert "Traceback" not in run.err


def test_a_wrong_setting_is_bad_usage_in_one_line(khamtob, settings_in, tmp_path):
    (tmp_path / "ไฟล์").write_text("ก", "utf-8")
    settings_in(data=tmp_path / "ไฟล์")
    run = khamtob("status")
    assert run.code == 2
    assert run.err == f"KHAMTOB_DATA={tmp_path / 'ไฟล์'}: is a file; name a folder\n"


def test_what_the_system_refuses_is_told_in_one_line(khamtob, settings_in, tmp_path):
    (tmp_path / "ก.txt").write_text("หัวข้อ\nเนื้อหาภาษาไทย", "utf-8")
    (tmp_path / "ไฟล์").write_text("ก", "utf-8")
    settings_in(articles=tmp_path / "ไฟล์" / "บทความ")
    run = khamtob("add", tmp_path / "ก.txt")
    assert run.code == 1
    assert run.err.startswith(f"{tmp_path / 'ไฟล์' / 'บทความ'}: Not a directory")
    assert run.err.count("\n") == 1


def test_the_whole_program_answers_in_a_process_of_its_own(sample_index, tmp_path):
    question = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
    run = subprocess.run(  # noqa: S603  (this Python, our own words)
        [sys.executable, "-m", "bot", "ask", "--json", question],
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"KHAMTOB_DATA": str(sample_index.parent)},
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["quotes"][0]["article"]["id"] == "kunshan-shanghai-th.md"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_stops_indexing_in_one_line_and_keeps_what_was_embedded(tmp_path):
    folder = tmp_path / "บทความ"
    folder.mkdir()
    for number in range(400):
        text = f"เขื่อนที่ {number}\nเขื่อนที่ {number} สร้างเสร็จเมื่อปี {2400 + number}"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "index"],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=os.environ | {"KHAMTOB_ARTICLES": str(folder)},
        text=True,
        encoding="utf-8",
        # A shell starts background jobs with SIGINT ignored, and a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        for line in process.stderr:
            if line.startswith("Cutting words"):
                break
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert rest == "Stopped; what was embedded is kept. Run again: khamtob index\n"
    assert not (tmp_path / ".khamtob" / "index" / "CURRENT").exists()
