"""How long things are remembered."""

import sqlite3

from bot.state.answers import prune_answers
from bot.state.deliveries import prune_deliveries
from bot.state.inbox import prune_updates
from bot.state.promises import prune_promises
from bot.state.transactions import clear_log
from bot.state.unanswered import prune_unanswered

SECONDS_A_DAY = 24 * 3600.0
DAYS_OF_WORK = 7  # updates and deliveries
DAYS_OF_ANSWERS = 90
DAYS_OF_RATED_ANSWERS = 365
DAYS_OF_QUESTIONS = 365  # unanswered ones and promises


def prune(db: sqlite3.Connection, now: float) -> int:
    """Forgets what is older than its time, in the file and in its log; how many things."""

    def days_ago(days: int) -> float:
        return now - days * SECONDS_A_DAY

    gone = (
        prune_updates(db, days_ago(DAYS_OF_WORK))
        + prune_deliveries(db, days_ago(DAYS_OF_WORK))
        + prune_answers(db, days_ago(DAYS_OF_ANSWERS), days_ago(DAYS_OF_RATED_ANSWERS))
        + prune_unanswered(db, days_ago(DAYS_OF_QUESTIONS))
        + prune_promises(db, days_ago(DAYS_OF_QUESTIONS))
    )
    clear_log(db)
    return gone
