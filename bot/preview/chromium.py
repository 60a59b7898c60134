"""Takes the picture of a page in headless Chromium."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.preview.page import Turn, render_page
from corpus.errors import UsageError

WIDTH = 640  # CSS pixels
SCALE = 1.5  # pixels of the picture for each CSS pixel
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_INSTALL = "apt-get install chromium fonts-noto-core fonts-noto-color-emoji"
_SECONDS = 60
_HEIGHT = re.compile(r'data-height="(\d+)"')


def find_chromium() -> str:
    """The path of Chromium.

    Raises UsageError if it is not installed, or if no font has Thai letters.
    """
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        message = f"Chromium is not installed; install it ({_INSTALL}) or use --html FILE"
        raise UsageError(message)
    listing = shutil.which("fc-list")
    if listing and not _run([listing, ":lang=th"]).strip():
        message = f"no font has Thai letters, they would be boxes; install one ({_INSTALL})"
        raise UsageError(message)
    return program


def take_picture(turns: Sequence[Turn], png: Path) -> int:
    """Writes the conversation's picture to `png`, as high as the page is; returns its bytes.

    Raises UsageError if Chromium is not there or fails.
    """
    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as folder:
        page, taken = Path(folder) / "page.html", Path(folder) / "page.png"
        page.write_text(render_page(turns, measured=True), encoding="utf-8")
        start = [chromium, *_list_options(folder)]
        height = _measure_height([*start, "--dump-dom", page.as_uri()])
        size = [f"--window-size={WIDTH},{height}", f"--force-device-scale-factor={SCALE}"]
        _run([*start, *size, f"--screenshot={taken}", page.as_uri()])
        if not taken.is_file():
            message = f"{chromium}: took no picture; use --html FILE and another browser"
            raise UsageError(message)
        _shrink(taken)
        shutil.copyfile(taken, png)
    return png.stat().st_size


def _shrink(png: Path) -> None:
    """Makes the file about a third as large, where pngquant is installed; else leaves it."""
    if pngquant := shutil.which("pngquant"):
        _run([pngquant, "--force", "--strip", "--output", str(png), "256", str(png)])


def _measure_height(command: Sequence[str]) -> int:
    """The height that the page has in a window of the picture's width, in CSS pixels."""
    found = _HEIGHT.search(_run([*command[:1], f"--window-size={WIDTH},100", *command[1:]]))
    if found is None:
        message = f"{command[0]}: did not lay the page out; use --html FILE and another browser"
        raise UsageError(message)
    return int(found[1])


def _list_options(folder: str) -> list[str]:
    """What makes Chromium run once, alone, and look the same everywhere."""
    options = [
        "--headless",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--hide-scrollbars",
        "--font-render-hinting=none",
        f"--user-data-dir={folder}/profile",
    ]
    # Its sandbox can't be set up by root, as in a container; the page is ours and loads nothing.
    return [*options, "--no-sandbox"] if _is_root() else options


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _run(command: Sequence[str]) -> str:
    """What the program printed; raises UsageError if it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603  (our own words, no shell)
            command, check=True, capture_output=True, timeout=_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        message = f"{command[0]}: failed ({error.__class__.__name__}); use --html FILE instead"
        raise UsageError(message) from error
    return done.stdout.decode("utf-8", errors="replace")
