"""An index run in a process of its own, which gives way to questions.

It writes lines of JSON: {"step": [name, done, total]} as it goes, and in the end {"summary": ...}
or {"problem": "...", "broken": [...], "busy": ...}.
"""

import dataclasses
import json
import os
import sys
import time

from bot.admin.run_summary import summarise
from bot.opening import open_model
from bot.settings import load_settings
from bot.updating import update_from_articles
from corpus.errors import GateError, IndexBusyError, KhamtobError

_NICENESS = 10
_SECONDS_BETWEEN = 0.3


def main() -> None:
    """Bring the index of the settings up to its articles.

    In `sys.argv`, `force` goes past the gate and `dry-run` only tells what would change.
    """
    if sys.platform != "win32":
        os.nice(_NICENESS)
    options = sys.argv[1:]
    told = 0.0

    def tell_step(step: str, done: int, total: int) -> None:
        nonlocal told
        if done == total or time.monotonic() - told >= _SECONDS_BETWEEN:
            told = time.monotonic()
            _write({"step": [step, done, total]})

    try:
        settings = load_settings()
        report = update_from_articles(
            settings,
            open_model(settings),
            dry_run="dry-run" in options,
            force="force" in options,
            progress=tell_step,
        )
        _write({"summary": dataclasses.asdict(summarise(report))})
    except KhamtobError as error:
        broken = list(error.broken) if isinstance(error, GateError) else []
        busy = isinstance(error, IndexBusyError)
        _write({"problem": str(error), "broken": broken, "busy": busy})


def _write(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
