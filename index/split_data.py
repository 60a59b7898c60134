"""Splits question data by source article, so that what is measured was not trained on.

    python -m index.split_data DATA.json --every 2 --out KEPT.json HELD.json

Every second (third, ...) source article goes to HELD, the others to KEPT, both in SQuAD's layout
whichever DATA has (`index/question_data.py`). Files that are translations of each other are split
alike, for only the articles' order counts.
"""

import argparse
import json
import zlib
from pathlib import Path
from typing import Any

from rich.console import Console

from corpus.errors import UsageError
from index.question_data import list_paragraphs, read_text


def split_data(data: Path, every: int, kept: Path, held: Path) -> tuple[int, int]:
    """Writes both parts in SQuAD's layout; returns how many source articles each has.

    Raises UsageError if `data` is of neither layout or `every` leaves nothing to keep.
    """
    if every < 2:
        message = f"--every {every}: write 2 or more, so that something is kept"
        raise UsageError(message)
    try:
        record = _read_record(read_text(data))
        articles = list(record["data"])
    except (
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        message = f"{data}: not questions in SQuAD's layout ({type(error).__name__}: {error})"
        raise UsageError(message) from error
    parts: tuple[list[object], list[object]] = ([], [])
    for number, article in enumerate(articles, start=1):
        parts[number % every == 0].append(article)
    for path, part in zip((kept, held), parts, strict=True):
        text = json.dumps({**record, "data": part}, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
    return len(parts[0]), len(parts[1])


def _read_record(text: str) -> dict[str, Any]:
    """The data in SQuAD's layout; lines of one source article are put together."""
    record, _ = json.JSONDecoder().raw_decode(text.strip())
    if "data" in record:
        return dict(json.loads(text))
    grouped: dict[str, list[dict[str, Any]]] = {}
    for paragraph in list_paragraphs(text):
        part = {"context": paragraph.context, "qas": paragraph.questions}
        grouped.setdefault(paragraph.group, []).append(part)
    return {"data": [{"title": name, "paragraphs": parts} for name, parts in grouped.items()]}


def main() -> None:
    """Splits one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=2)
    parser.add_argument("--out", type=Path, nargs=2, required=True, metavar=("KEPT", "HELD"))
    options = parser.parse_args()
    kept, held = split_data(options.data, options.every, *options.out)
    Console().print(f"{kept} articles in {options.out[0]}, {held} in {options.out[1]}")


if __name__ == "__main__":
    main()
