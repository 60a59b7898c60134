"""The buttons under an upload and under an index run: do it, undo it, try again, or leave it."""

from functools import partial

from bot.admin.adding import Change, add_article, undo_change
from bot.admin.desk import Desk
from bot.admin.index_runner import MOST_PASSAGES_HERE
from bot.admin.jobs import FAILED, REFUSED, start_job
from bot.admin.naming import find_free_id
from bot.admin.pressing import Pressed
from bot.admin.staging import drop_upload, read_upload
from bot.admin.uploads import OFFER
from bot.collection import NewFile, list_ids
from bot.render.admin_messages import render_line, render_refused
from bot.render.admin_words import choose_admin_words
from bot.render.harmless import make_title
from bot.state.orders import Order, drop_order, find_order
from corpus.errors import KhamtobError

COMPARED = "compared"

_LETTERS_A_PASSAGE = 500  # or more; a passage has one to three paragraphs
_CANCELLABLE = ("offer", "compared", "rollback", "remove", REFUSED)


async def add_upload(desk: Desk, pressed: Pressed) -> None:
    """Adds the file; with another name where its own is taken."""
    order = desk.find_order(pressed.press.subject, pressed.admin_id, OFFER)
    if order is None:
        await pressed.expire()
        return
    await _add(desk, pressed, order, None)


async def swap_upload(desk: Desk, pressed: Pressed) -> None:
    """Adds the file in the place of an article that is like it, or was chosen before."""
    order = desk.find_order(pressed.press.subject, pressed.admin_id, OFFER)
    replaceable = order.details["replaceable"] if order else []
    number = max(1, pressed.press.number)
    if order is None or number > len(replaceable):
        await pressed.expire()
        return
    await _add(desk, pressed, order, replaceable[number - 1])


async def cancel(desk: Desk, pressed: Pressed) -> None:
    """Forgets what waited for a button."""
    order = find_order(desk.services.database, pressed.press.subject)
    if order is None or order.kind not in _CANCELLABLE or order.admin_id != pressed.admin_id:
        await pressed.expire()
        return
    await pressed.toast()
    drop_order(desk.services.database, order.order_id)
    drop_upload(desk.services.settings, order.order_id)
    desk.note(pressed.admin_id, "cancelled", str(order.details.get("article", order.kind)))
    await pressed.show(render_line(choose_admin_words(pressed.language).cancelled))


async def publish(desk: Desk, pressed: Pressed) -> None:
    """Publishes what /reindex showed, or goes past the gate, or tries again."""
    kinds = {"pub": COMPARED, "force": REFUSED, "again": FAILED}
    order = desk.find_order(pressed.press.subject, pressed.admin_id, kinds[pressed.press.verb])
    if order is None:
        await pressed.expire()
        return
    await pressed.toast()
    force = pressed.press.verb == "force" or bool(order.details.get("force"))
    details = {**order.details, **pressed.place, "force": force}
    start_job(desk, pressed.bot, pressed.admin_id, details, order.order_id)


async def undo(desk: Desk, pressed: Pressed) -> None:
    """Makes the articles folder what it was before the change that the gate refused."""
    order = desk.find_order(pressed.press.subject, pressed.admin_id, REFUSED)
    change = order.details.get("undo") if order else None
    if order is None or change is None:
        await pressed.expire()
        return
    await pressed.toast()
    kept = (change["kept"][0], change["kept"][1]) if change["kept"] else None
    try:
        async with desk.changing:
            await desk.work(partial(undo_change, desk.services.settings, change["added"], kept))
    except (KhamtobError, OSError) as error:
        await pressed.show(render_refused("undo", str(error), pressed.language))
        return
    drop_order(desk.services.database, order.order_id)
    desk.note(pressed.admin_id, "undone", change["added"] or (kept[0] if kept else ""))
    await pressed.show(render_line(choose_admin_words(pressed.language).undone))


async def _add(desk: Desk, pressed: Pressed, order: Order, replaced: str | None) -> None:
    settings, words = desk.services.settings, choose_admin_words(pressed.language)
    data = await desk.work(partial(read_upload, settings, order.order_id))
    if data is None:
        await pressed.expire()
        return
    await pressed.toast()
    try:
        async with desk.changing:
            change = await desk.work(partial(_write, desk, order, data, replaced))
    except (KhamtobError, OSError) as error:
        desk.note(pressed.admin_id, "refused", f"{order.details['article']}: {error}")
        await pressed.show(render_refused(order.details["article"], str(error), pressed.language))
        return
    action = "replaced" if change.kept else "added"
    subject = f"{change.kept[0]} by {change.added}" if change.kept else str(change.added)
    desk.note(pressed.admin_id, action, subject)
    said = words.replaced if change.kept else words.added
    head = said.format(title=make_title(change.title, str(change.added)))
    if change.kept:
        head += f"\n{words.kept_copy}"
    details = {
        **pressed.place,
        "head": head,
        "apart": order.details["length"] > MOST_PASSAGES_HERE * _LETTERS_A_PASSAGE,
        "force": False,
        "undo": change.to_details(),
    }
    start_job(desk, pressed.bot, pressed.admin_id, details, order.order_id)
    drop_upload(settings, order.order_id)


def _write(desk: Desk, order: Order, data: bytes, replaced: str | None) -> Change:
    """Idempotent: an order that is confirmed again after a crash finds its own file there."""
    settings = desk.services.settings
    article_id = str(order.details["article"])
    if replaced is None and settings.articles.is_dir():
        taken = list_ids(settings.articles)
        article_id = find_free_id(
            article_id, lambda each: each in taken and taken[each].read_bytes() != data
        )
    return add_article(settings, NewFile(article_id, data), replaced)
