"""Writes what people asked in vain and thought of the answers as CSV, for a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings
from bot.state.database import open_state
from bot.state.transactions import name_refusals
from corpus.errors import StateError
from index.durable import write_atomically

_UNANSWERED = (
    "SELECT asked, language, question, handled FROM unanswered ORDER BY asked, unanswered_id"
)
_FEEDBACK = (
    "SELECT voted, value, reason, language, question, status, confidence, generation, quotes"
    " FROM feedback JOIN answers USING (answer_id) WHERE value IS NOT NULL ORDER BY voted, voter"
)
_FEEDBACK_COLUMNS = (
    *("voted", "vote", "reason", "language", "question"),
    *("status", "confidence", "generation", "article"),
)
# A cell that begins so is a formula to a spreadsheet, and a question may be anything:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")


def export_state(settings: Settings, folder: Path) -> list[tuple[Path, int]]:
    """Write `unanswered.csv` and `feedback.csv` into `folder`; returns each with its rows.

    Times are UTC. Raises StateError if there is nothing to export yet, or it is damaged.
    """
    if not settings.state_file.exists():
        message = f"{settings.state_file}: not there yet; the bot makes it: khamtob run"
        raise StateError(message)
    with closing(open_state(settings.state_file)) as db, name_refusals(db):
        unanswered = [
            (_write_time(asked), language, question, "yes" if handled else "no")
            for asked, language, question, handled in db.execute(_UNANSWERED)
        ]
        feedback = [
            (_write_time(voted), *row, _name_article(quotes))
            for voted, *row, quotes in db.execute(_FEEDBACK)
        ]
    folder.mkdir(parents=True, exist_ok=True)
    tables = (
        ("unanswered.csv", ("asked", "language", "question", "handled"), unanswered),
        (
            "feedback.csv",
            _FEEDBACK_COLUMNS,
            feedback,
        ),
    )
    written = []
    for name, columns, rows in tables:
        write_atomically(folder / name, write_csv(columns, rows))
        written.append((folder / name, len(rows)))
    return written


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that a spreadsheet opens as text: with a mark for UTF-8, and no formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([make_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def make_harmless(cell: object) -> str:
    """The cell as text, with an apostrophe before what a spreadsheet would compute."""
    text = "" if cell is None else str(cell).replace("\0", "")
    return f"'{text}" if isinstance(cell, str) and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    return bool(text) and (text[0] in _FORMULA or text.lstrip()[:1] in _FORMULA)


def _write_time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(" ", "seconds").removesuffix("+00:00")


def _name_article(quotes: str) -> str:
    """The id of the first quote's article; empty where nothing was quoted."""
    places = json.loads(quotes)
    return str(places[0][0]) if places else ""
