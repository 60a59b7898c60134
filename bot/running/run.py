"""Runs the Telegram bot from its first look at the settings to its orderly end."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from functools import partial

from filelock import FileLock, Timeout

from bot.admin.handlers import keep_desk
from bot.chat.menus import publish_menus
from bot.chat.questioner import Questioner
from bot.delivery.heartbeat import find_heartbeat
from bot.delivery.listening import Listening
from bot.delivery.log import set_up_logging
from bot.delivery.metrics import Metrics
from bot.delivery.receiving import Poller, Receiver, Webhook
from bot.delivery.serving import AnyApplication, serve
from bot.delivery.update_queue import DurableQueue
from bot.delivery.watchdog import DEAF_SECONDS, Watchdog
from bot.opening import open_engine
from bot.restoring import refuse_half_restored
from bot.running.application import ALLOWED_UPDATES, build_application
from bot.running.housekeeping import keep_house
from bot.settings import Settings
from bot.state.database import open_state
from corpus.errors import UsageError

_LOG = logging.getLogger(__name__)


def run_bot(settings: Settings) -> None:
    """Answers in Telegram until the process is told to end.

    Raises UsageError where a setting is missing or Telegram refuses the token, and KhamtobError
    where the index or the state can't be opened.
    """
    if settings.token is None:
        message = "KHAMTOB_TOKEN is not set; ask @BotFather for a token and put it into .env"
        raise UsageError(message)
    settings.data.mkdir(parents=True, exist_ok=True)
    refuse_half_restored(settings)
    lock = FileLock(settings.data / "run.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        message = f"{settings.data}: another `khamtob run` uses this folder; end it first"
        raise UsageError(message) from error
    try:
        _run(settings)
    finally:
        lock.release()


def _run(settings: Settings) -> None:
    questioner = Questioner(open_engine(settings))
    database = open_state(settings.state_file)
    secrets = [
        each.get_secret_value() for each in (settings.token, settings.webhook_secret) if each
    ]
    set_up_logging(secrets)
    metrics = Metrics()
    stop_metrics = _serve_metrics(metrics, settings.metrics_port)
    try:
        asyncio.run(_serve(settings, questioner, database, metrics))
    finally:
        questioner.close()
        database.close()
        stop_metrics()


def _serve_metrics(metrics: Metrics, port: int | None) -> Callable[[], None]:
    """What ends the serving; nothing is served without a port."""
    if port is None:
        return lambda: None
    try:
        return metrics.serve(port)
    except OSError as error:
        message = f"KHAMTOB_METRICS_PORT={port}: can't be used ({error.strerror}); take another"
        raise UsageError(message) from error


async def _serve(
    settings: Settings, questioner: Questioner, database: sqlite3.Connection, metrics: Metrics
) -> None:
    queue, listening = DurableQueue(database), Listening()
    application, services, desk = build_application(
        settings, database, questioner, queue, listening, metrics
    )
    receiver = _make_receiver(settings, application, queue, listening)
    deaf_after = None if settings.webhook_url else DEAF_SECONDS
    watchdog = Watchdog(listening, find_heartbeat(settings.data), deaf_after)
    house: list[asyncio.Task[None]] = []

    async def prepare() -> None:
        await questioner.warm_up()
        await publish_menus(application.bot)
        for work in (keep_house(services, application.bot), keep_desk(desk, application.bot)):
            keeping = asyncio.create_task(work)
            keeping.add_done_callback(partial(_report_end, listening))
            house.append(keeping)
        _LOG.info("answers as @%s", application.bot.username)

    try:
        await serve(application, queue, receiver, watchdog, prepare)
    finally:
        for task in house:
            task.cancel()


def _report_end(listening: Listening, keeping: asyncio.Task[None]) -> None:
    """Without its house kept, no new index would be taken up: better to be started again."""
    if not keeping.cancelled() and (error := keeping.exception()) is not None:
        _LOG.critical("housekeeping failed: %r", error, exc_info=error)
        listening.refuse("housekeeping failed")


def _make_receiver(
    settings: Settings, application: AnyApplication, queue: DurableQueue, listening: Listening
) -> Receiver:
    if settings.webhook_url is None or settings.webhook_secret is None:
        assert application.updater is not None  # noqa: S101  built with one
        return Poller(application.updater, ALLOWED_UPDATES)
    return Webhook(
        application.bot,
        queue,
        listening,
        url=settings.webhook_url,
        secret=settings.webhook_secret.get_secret_value(),
        address=settings.webhook_listen,
        port=settings.webhook_port,
        allowed_updates=ALLOWED_UPDATES,
    )
