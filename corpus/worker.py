"""The process that parses what may be hostile: started by `corpus.sandbox`, one file at a time.

In: a line of JSON with the limits; then, for each file, a line `{"suffix": ..., "length": ...}`
(of a feed with its `"url"` too) and that many bytes. Out: for each file a line `{"draft": {...}}`,
`{"feed": {...}}`, `{"problem": "..."}` or `{"exhausted": true}`, after which the process ends.
"""

import dataclasses
import json
import math
import os
import signal
import sys
from typing import BinaryIO

from corpus.decode import decode_bytes
from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.limits import ReadingLimits

# A parser needs seconds for what the limit allows; a parent that died can't stop it, so the
# process also stops itself a little later.
_GRACE_SECONDS = 5


def main() -> None:
    """Serve until the parent closes the pipe."""
    requests = sys.stdin.buffer
    # Whatever a library prints goes nowhere, never between the answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        limits = ReadingLimits(**json.loads(requests.readline()))
        _limit_memory(limits.worker_memory_bytes)
        while header := requests.readline():
            answer = _answer(header, requests, limits)
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()
            if "exhausted" in answer:
                return


def _answer(header: bytes, requests: BinaryIO, limits: ReadingLimits) -> dict[str, object]:
    request = json.loads(header)
    data = requests.read(request["length"])
    _stop_self_after(limits.seconds + _GRACE_SECONDS)
    try:
        if "url" in request:
            from corpus.feed import read_feed

            return {"feed": dataclasses.asdict(read_feed(data, request["url"]))}
        draft = _read_draft(data, request["suffix"], limits)
        if len(draft.text) > limits.characters:
            return {"problem": limits.describe_too_long()}
        return {"draft": dataclasses.asdict(draft)}
    except ArticleError as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"exhausted": True}
    finally:
        _stop_self_after(0)


def _read_draft(data: bytes, suffix: str, limits: ReadingLimits) -> Draft:
    """Parsers are loaded with the first file that needs them: each takes a fifth of a second."""
    if suffix == ".pdf":
        from corpus.pdf import read_pdf

        return read_pdf(data, limits)
    if suffix == ".docx":
        from corpus.docx import read_docx

        return read_docx(data, limits)
    if suffix in {".html", ".htm"}:
        from corpus.html import read_html

        return read_html(decode_bytes(data))
    from corpus.markdown import read_markdown

    return read_markdown(decode_bytes(data))


def _limit_memory(most_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def _stop_self_after(seconds: float) -> None:
    """Set the alarm that ends this process, or with 0 take it back."""
    if sys.platform != "win32":
        signal.alarm(math.ceil(seconds))


if __name__ == "__main__":
    main()
