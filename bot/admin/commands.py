"""/reindex, /rollback, /status and /log."""

from datetime import UTC, datetime
from functools import partial

from telegram import Update

from bot.admin.confirming import COMPARED
from bot.admin.desk import Desk
from bot.admin.index_runner import MOST_PASSAGES_HERE
from bot.admin.jobs import show_steps
from bot.admin.pressing import Pressed
from bot.admin.rolling import find_previous, roll_back_from
from bot.admin.status import read_view
from bot.chat.markup import send
from bot.chat.services import Context, choose_reader_language, now
from bot.delivery.exactly_once import Spot
from bot.render.admin_index import render_difference
from bot.render.admin_messages import (
    LoggedAction,
    render_line,
    render_log,
    render_refused,
    render_roll_back,
    render_status,
)
from bot.render.admin_words import choose_admin_words
from bot.state.admin_log import list_actions
from bot.state.orders import drop_order, make_order
from bot.thai_time import BANGKOK
from corpus.errors import KhamtobError

ROLLBACK = "rollback"

_MOST_ACTIONS = 20


async def compare(desk: Desk, update: Update, context: Context) -> None:
    """/reindex: what differs between folder and index, with a button to publish it."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    language = choose_reader_language(desk.services, update, "")
    words = choose_admin_words(language)
    sent = await send(context.bot, Spot(message.chat_id), render_line(words.comparing))
    place = {"chat": message.chat_id, "message": sent.message_id, "language": language}
    try:
        async with desk.changing, show_steps(desk, context.bot, place, "", language) as on_step:
            summary = await desk.work(partial(desk.runner.compare, on_step))
    except (KhamtobError, OSError) as error:
        shown = render_refused("/reindex", str(error), language)
        await desk.show(context.bot, message.chat_id, sent.message_id, shown)
        return
    order_id = None
    if summary.differs:
        apart = summary.embedded > MOST_PASSAGES_HERE
        details = {**place, "head": "", "apart": apart, "force": False}
        order_id = make_order(desk.services.database, user.id, COMPARED, details, now()).order_id
    shown = render_difference(summary, order_id, language)
    await desk.show(context.bot, message.chat_id, sent.message_id, shown)


async def ask_roll_back(desk: Desk, update: Update, context: Context) -> None:
    """/rollback: asks whether to go back to the generation before."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    language = choose_reader_language(desk.services, update, "")
    folder = desk.services.settings.index_folder
    try:
        current, other = await desk.work(partial(find_previous, folder))
    except (KhamtobError, OSError) as error:
        refused = render_refused("/rollback", str(error), language)
        await send(context.bot, Spot(message.chat_id), refused)
        return
    details = {"from": current, "to": other.number}
    order = make_order(desk.services.database, user.id, ROLLBACK, details, now())
    created = datetime.fromisoformat(other.created)
    asked = render_roll_back(
        current, other.number, created, other.article_count, order.order_id, language
    )
    await send(context.bot, Spot(message.chat_id), asked)


async def roll_back(desk: Desk, pressed: Pressed) -> None:
    """Goes back, if what is live is still what the admin was asked about."""
    order = desk.find_order(pressed.press.subject, pressed.admin_id, ROLLBACK)
    if order is None:
        await pressed.expire()
        return
    await pressed.toast()
    folder, words = desk.services.settings.index_folder, choose_admin_words(pressed.language)
    try:
        async with desk.changing:
            manifest = await desk.work(
                partial(roll_back_from, folder, order.details["from"], order.details["to"])
            )
    except (KhamtobError, OSError) as error:
        await pressed.show(render_refused("/rollback", str(error), pressed.language))
        return
    drop_order(desk.services.database, order.order_id)
    if manifest is None:
        await pressed.show(render_line(words.moved_on))
        return
    desk.note(pressed.admin_id, "rolled back", f"generation {manifest.number}")
    await desk.services.questioner.refresh()
    line = words.rolled_back.format(
        generation=manifest.number, articles=f"{manifest.article_count:,}"
    )
    await pressed.show(render_line(f"{line}\n{words.after_roll_back}"))


async def show_status(desk: Desk, update: Update, context: Context) -> None:
    """/status: index, queue, sources and the last errors."""
    message = update.message
    if message is None:
        return
    language = choose_reader_language(desk.services, update, "")
    try:
        # This command itself is in work, and no news.
        queue = max(0, desk.services.lanes.unfinished - 1)
        view = await desk.work(partial(read_view, desk, queue, now()))
    except (KhamtobError, OSError) as error:
        refused = render_refused("/status", str(error), language)
        await send(context.bot, Spot(message.chat_id), refused)
        return
    await send(context.bot, Spot(message.chat_id), render_status(view, language))


async def show_log(desk: Desk, update: Update, context: Context) -> None:
    """/log: what admins did last."""
    message = update.message
    if message is None:
        return
    language = choose_reader_language(desk.services, update, "")
    actions = [
        LoggedAction(
            datetime.fromtimestamp(each.done, UTC).astimezone(BANGKOK),
            each.admin_id,
            each.action,
            each.subject,
        )
        for each in list_actions(desk.services.database, _MOST_ACTIONS)
    ]
    await send(context.bot, Spot(message.chat_id), render_log(actions, language))
