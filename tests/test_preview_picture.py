"""The picture is what Chromium makes of the page, and the command makes both."""

import shutil
import struct
import sys

import pytest

from bot.preview.__main__ import main
from bot.preview.chromium import SCALE, WIDTH, find_chromium, take_picture
from bot.preview.page import Turn
from bot.render.message import Message
from corpus.errors import UsageError

LINE = "ในปี 2564 จีดีพีของเมืองคุนซานอยู่ที่กว่า 4.7 แสนล้านหยวน"


def name_what_is_missing():
    """Why no picture can be taken here; None where one can."""
    try:
        find_chromium()
    except UsageError as error:
        return str(error)
    return None


with_chromium = pytest.mark.skipif(
    name_what_is_missing() is not None, reason=str(name_what_is_missing())
)


def read_size(png):
    data = png.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", data[16:24])


@with_chromium
def test_the_picture_is_as_high_as_its_text(tmp_path):
    png = tmp_path / "ภาพ.png"
    heights = {}
    for count in (1, 2, 12):
        turn = Turn("คุนซาน", "th", Message("\n".join([LINE] * count)))
        assert take_picture([turn], png) == png.stat().st_size
        width, heights[count] = read_size(png)
        assert width == WIDTH * SCALE
    line = heights[2] - heights[1]
    assert line > 16 * SCALE
    assert heights[12] - heights[1] == pytest.approx(11 * line, abs=8)


@with_chromium
def test_a_long_quote_is_folded_to_three_lines(tmp_path):
    png, heights = tmp_path / "a.png", []
    for count in (4, 40):
        html = f"<blockquote expandable>{LINE * count}</blockquote>"
        take_picture([Turn("คุนซาน", "th", Message(html))], png)
        heights.append(read_size(png)[1])
    assert heights[0] == heights[1]


@pytest.fixture
def preview(with_sample_index, request, monkeypatch, capfd):
    """Runs `python -m bot.preview` on the sample index; returns its exit code and stderr."""
    monkeypatch.setattr(
        "bot.opening.open_encoder",
        lambda _name, _report, _progress: request.getfixturevalue("encoder"),
    )

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["preview", *map(str, arguments)])
        try:
            main()
        except SystemExit as ended:
            return ended.code, capfd.readouterr().err
        return 0, capfd.readouterr().err

    return run


def test_the_command_writes_the_page_of_the_questions_asked(preview, tmp_path):
    page = tmp_path / "หน้า.html"
    assert preview("คลองสุเอซยาวเท่าไร", "What is PDPA?", "--html", page)[0] == 0
    text = page.read_text("utf-8")
    assert text.index("คลองสุเอซยาวเท่าไร") < text.index("What is PDPA?")


@with_chromium
def test_the_command_takes_the_picture(preview, tmp_path):
    code, told = preview("เมืองคุนซานอยู่ที่ไหน", "--png", tmp_path / "ภาพ.png")
    assert (code, told.split(": ")[1][-3:]) == (0, "kB\n")
    assert read_size(tmp_path / "ภาพ.png")[0] == WIDTH * SCALE


def test_the_command_wants_to_know_where_it_goes(preview):
    assert preview("ถาม") == (2, "say where it goes: --html FILE, --png FILE or both\n")


def test_a_folder_that_is_not_there_is_one_line(preview, tmp_path):
    code, told = preview("ถาม", "--html", tmp_path / "ไม่มี" / "a.html")
    assert (code, told.count("\n")) == (1, 1)
    assert "ไม่มี" in told


def test_without_chromium_one_line_says_what_to_install(preview, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("chromium") is None
    code, told = preview("ถาม", "--png", tmp_path / "a.png")
    assert (code, told.count("\n")) == (2, 1)
    assert "Chromium is not installed; install it (apt-get install chromium fonts-noto-core" in told
