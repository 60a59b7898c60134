"""Shows how answers will look in Telegram, with your own settings and articles.

    python -m bot.preview [QUESTION ...] [--html FILE] [--png FILE]

Asks the questions (without any: three that suit the sample articles), renders the answers as the
bot does, and writes them as a page, as a picture taken in headless Chromium, or both.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.__main__ import BAD_USAGE, FAILURE
from bot.console import prepare_streams, print_notice
from bot.preview.chromium import find_chromium, take_picture
from bot.preview.conversation import choose_questions, hold_conversation
from bot.preview.page import render_page
from bot.settings import load_settings
from corpus.errors import KhamtobError, UsageError


def preview(questions: Sequence[str], html: Path | None, png: Path | None) -> None:
    """Writes the conversation to `html` and `png`, whichever is named.

    Raises KhamtobError if neither is named, Chromium is missing or the engine can't be opened,
    and OSError if a file can't be written.
    """
    if html is None and png is None:
        message = "say where it goes: --html FILE, --png FILE or both"
        raise UsageError(message)
    if png is not None:
        find_chromium()  # before the engine is opened: a newcomer's first time takes a minute
    from bot.opening import open_engine  # loads FAISS and the model

    settings = load_settings()
    chosen = choose_questions(questions, settings)
    turns = hold_conversation(open_engine(settings), chosen)
    if html is not None:
        html.write_text(render_page(turns), encoding="utf-8")
        print_notice(f"{html}: open it in a browser")
    if png is not None:
        size = take_picture(turns, png)
        print_notice(f"{png}: {size / 1000:.0f} kB")


def main() -> None:
    """Runs the command; exits with 0, 1 for a failure or 2 for bad usage."""
    prepare_streams()
    parser = argparse.ArgumentParser("python -m bot.preview", description=__doc__.splitlines()[0])
    parser.add_argument("question", nargs="*", help="in Thai or English, each in quotation marks")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the page here")
    parser.add_argument("--png", type=Path, metavar="FILE", help="write the picture here")
    options = parser.parse_args()
    try:
        preview(options.question, options.html, options.png)
    except UsageError as error:
        print_notice(str(error))
        sys.exit(BAD_USAGE)
    except KhamtobError as error:
        print_notice(str(error))
        sys.exit(FAILURE)
    except OSError as error:
        print_notice(f"{error.filename}: {error.strerror}; name a file in a folder that is there")
        sys.exit(FAILURE)


if __name__ == "__main__":
    main()
