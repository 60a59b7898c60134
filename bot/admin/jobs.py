"""Index runs for admins, shown in one message that is edited as they go.

Each is an order on the disk until its end is shown, so that a run that was cut off is done at the
next start.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from telegram.ext import ExtBot

from bot.admin.desk import Desk
from bot.chat.services import now
from bot.render.admin_index import (
    RunSummary,
    Step,
    render_failure,
    render_refusal,
    render_result,
    render_step,
)
from bot.state.orders import Order, change_order, drop_order, list_orders, make_order
from corpus.article import Language
from corpus.errors import GateError, KhamtobError

RUNNING, REFUSED, FAILED = "run", "refused", "failed"

_SECONDS_BETWEEN_EDITS = 1.5
_LOG = logging.getLogger(__name__)


def start_job(
    desk: Desk,
    bot: ExtBot[int],
    admin_id: int,
    details: Mapping[str, Any],
    order_id: str | None = None,
) -> None:
    """Begins an index run; it is on the disk when this returns.

    `details` has `chat` and `message` (which shows it), `language`, `head` (what was done before,
    in words), `apart` and `force`, and `undo` where the change can be taken back. The run takes
    the place of the order `order_id`, if there is one.
    """
    database = desk.services.database
    if order_id is not None and change_order(database, order_id, RUNNING, details):
        order = Order(order_id, admin_id, RUNNING, details, now())
    else:
        order = make_order(database, admin_id, RUNNING, details, now())
    desk.start(_run(desk, bot, order))


def resume_jobs(desk: Desk, bot: ExtBot[int]) -> int:
    """Begins again what was cut off; returns how many runs."""
    orders = list_orders(desk.services.database, RUNNING)
    for order in orders:
        desk.start(_run(desk, bot, order))
    return len(orders)


async def _run(desk: Desk, bot: ExtBot[int], order: Order) -> None:
    details = order.details
    language, head = _read_language(details), str(details["head"])
    started = time.monotonic()
    async with desk.changing:
        try:
            async with show_steps(desk, bot, details, head, language) as on_step:
                summary = await desk.work(
                    lambda: desk.runner.update(
                        on_step, apart=details["apart"], force=details["force"]
                    )
                )
        except GateError as error:
            change_order(desk.services.database, order.order_id, REFUSED, details)
            desk.note(order.admin_id, "held back", "; ".join(error.broken))
            message = render_refusal(
                head, error.broken, order.order_id, language, can_undo=bool(details.get("undo"))
            )
        except (KhamtobError, OSError) as error:
            change_order(desk.services.database, order.order_id, FAILED, details)
            desk.note(order.admin_id, "failed", str(error))
            message = render_failure(head, str(error), order.order_id, language)
        else:
            await desk.services.questioner.refresh()
            _note_published(desk, order, summary)
            message = render_result(head, summary, time.monotonic() - started, language)
            await desk.show(bot, details["chat"], details["message"], message)
            drop_order(desk.services.database, order.order_id)
            return
    await desk.show(bot, details["chat"], details["message"], message)


@contextlib.asynccontextmanager
async def show_steps(
    desk: Desk, bot: ExtBot[int], details: Mapping[str, Any], head: str, language: Language
) -> AsyncIterator[Callable[[Step], None]]:
    """What is to be called, from any thread, with each step; the message is edited now and then."""
    latest: list[Step] = []

    def note_step(step: Step) -> None:
        latest[:] = [step]

    async def edit() -> None:
        shown: Step | None = None
        message = render_step(head, None, language)
        await desk.show(bot, details["chat"], details["message"], message)
        while not await _is_set(ended, _SECONDS_BETWEEN_EDITS):
            if latest and latest[0] != shown:
                shown = latest[0]
                message = render_step(head, shown, language)
                await desk.show(bot, details["chat"], details["message"], message)

    ended = asyncio.Event()
    editing = asyncio.create_task(edit())
    try:
        yield note_step
    finally:
        ended.set()
        await editing  # or an edit on its way could come after what is shown next


async def _is_set(event: asyncio.Event, seconds: float) -> bool:
    """Whether it is set within so many seconds."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _note_published(desk: Desk, order: Order, summary: RunSummary) -> None:
    if summary.generation is not None:
        action = "forced" if order.details["force"] else "published"
        desk.note(order.admin_id, action, f"generation {summary.generation}")
        _LOG.info("an admin published generation %d", summary.generation)


def _read_language(details: Mapping[str, Any]) -> Language:
    return "th" if details["language"] == "th" else "en"
