"""Counters for Prometheus, on a port of this machine only."""

import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from corpus.errors import UsageError

_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0)


class Metrics:
    """What is counted, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "khamtob_questions",
            "Questions answered, by language and status",
            ("language", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "khamtob_answer_seconds",
            "Seconds from taking a question up until its answer shows",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refused = Counter(
            "khamtob_refused",
            "Updates not let in, by verdict",
            ("verdict",),
            registry=self.registry,
        )
        self._failed = Counter(
            "khamtob_failed_updates",
            "Updates whose handler failed, by outcome",
            ("outcome",),
            registry=self.registry,
        )
        self._retries = Counter(
            "khamtob_outgoing_retries",
            "Calls to Telegram made again, by reason",
            ("reason",),
            registry=self.registry,
        )
        self._waiting = Gauge(
            "khamtob_unfinished_updates", "Updates that wait or run", registry=self.registry
        )
        self._generation = Gauge(
            "khamtob_generation", "Generation of the index that answers", registry=self.registry
        )
        self._articles = Gauge(
            "khamtob_articles", "Articles in that generation", registry=self.registry
        )

    def count_question(self, language: str, status: str, seconds: float) -> None:
        """One question answered after `seconds`."""
        self._questions.labels(language, status).inc()
        self._seconds.observe(seconds)

    def count_refusal(self, verdict: str) -> None:
        """One update not let in."""
        self._refused.labels(verdict).inc()

    def count_failure(self, outcome: str) -> None:
        """One handler that failed; its update is tried "again" or is "dead"."""
        self._failed.labels(outcome).inc()

    def count_retry(self, reason: str) -> None:
        """One call to Telegram that is made again."""
        self._retries.labels(reason).inc()

    def watch_waiting(self, count: Callable[[], float]) -> None:
        """Has `count` asked for the number of unfinished updates."""
        self._waiting.set_function(count)

    def set_index(self, generation: int, articles: int) -> None:
        """The generation that answers now, and how many articles it has."""
        self._generation.set(generation)
        self._articles.set(articles)

    def serve(self, port: int) -> Callable[[], None]:
        """Serves them at http://127.0.0.1:port/metrics; returns what ends that.

        Raises UsageError if the port is taken.
        """
        try:
            server, thread = start_http_server(port, addr="127.0.0.1", registry=self.registry)
        except OSError as error:
            message = f"KHAMTOB_METRICS_PORT={port}: can't be listened on ({error.strerror})"
            raise UsageError(message) from error
        return lambda: _close(server, thread)


def _close(server: WSGIServer | ThreadingHTTPServer, thread: threading.Thread) -> None:
    server.shutdown()
    server.server_close()
    thread.join()
