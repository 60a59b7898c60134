"""Commands: what the bot is, what it has, and what it keeps."""

from collections.abc import Sequence

from telegram import Message, Update

from bot.chat.answering import make_context
from bot.chat.asked import name_conversation
from bot.chat.markup import send
from bot.chat.services import Context, Services, choose_reader_language, find_thread, is_private
from bot.delivery.exactly_once import Spot
from bot.render.article_messages import render_latest, render_sources
from bot.render.context_message import read_around, render_gone, render_passage
from bot.render.info_messages import (
    render_help,
    render_language_choice,
    render_start,
)
from bot.render.message import Message as Rendered
from bot.render.payload import find_quote, read_payload
from bot.render.privacy_messages import PersonCounts, render_forgotten, render_privacy
from bot.state.chats import read_language
from bot.state.people import PersonData, describe_person, forget_person
from corpus.article import Article, Language


async def start(services: Services, update: Update, context: Context) -> None:
    """Greets, or shows the passage that a link to the bot names."""
    language = choose_reader_language(services, update, "")
    payload = context.args[0] if context.args else ""
    if payload.startswith("q"):
        await _reply(update, context, _show_passage(services, context, payload, language))
        return
    examples = await services.find_examples(language)
    await _reply(update, context, render_start(language, examples))


async def show_help(services: Services, update: Update, context: Context) -> None:
    """Says how to ask."""
    language = choose_reader_language(services, update, "")
    await _reply(update, context, render_help(language, context.bot.username))


async def show_sources(services: Services, update: Update, context: Context) -> None:
    """Lists the articles."""
    language = choose_reader_language(services, update, "")
    await _reply(update, context, render_sources(list_articles(services), 1, language))


async def show_latest(services: Services, update: Update, context: Context) -> None:
    """Lists the articles published last."""
    language = choose_reader_language(services, update, "")
    await _reply(update, context, render_latest(list_articles(services), language))


async def choose_language(services: Services, update: Update, context: Context) -> None:
    """Offers the languages of the interface."""
    chat = update.effective_chat
    chosen = read_language(services.database, chat.id) if chat else None
    language = choose_reader_language(services, update, "")
    await _reply(update, context, render_language_choice(language, chosen))


async def show_privacy(services: Services, update: Update, context: Context) -> None:
    """Says what is kept at all, and what about this person."""
    user = update.effective_user
    if user is None:
        return
    stored = describe_person(services.database, user.id)
    language = choose_reader_language(services, update, "")
    # This very command is in work, and no question.
    counts = _to_counts(stored, updates=max(0, stored.updates - 1))
    await _reply(update, context, render_privacy(language, counts))


async def forget(services: Services, update: Update, context: Context) -> None:
    """Deletes what is kept about this person."""
    user, message = update.effective_user, update.message
    if user is None or message is None:
        return
    language = choose_reader_language(services, update, "")
    stored = forget_person(services.database, user.id)
    services.recent.forget(name_conversation(update, message))
    await _reply(update, context, render_forgotten(language, _to_counts(stored, updates=0)))


async def hint(services: Services, update: Update, context: Context) -> None:
    """Answers an unknown command with the help, where nobody else could be meant."""
    message = update.message
    if message is not None and is_private(message.chat):
        await show_help(services, update, context)


def list_articles(services: Services) -> Sequence[Article]:
    """The articles of the live generation."""
    return services.questioner.generation.table.articles


def _show_passage(
    services: Services, context: Context, payload: str, language: Language
) -> Rendered:
    key = read_payload(payload)
    quote = find_quote(key, services.questioner.generation.table.articles) if key else None
    if quote is None:
        return render_gone(language)
    before, after = read_around(quote)
    about = make_context(services, context.bot, "", language)
    return render_passage(quote, before, after, about)


def _to_counts(stored: PersonData, updates: int) -> PersonCounts:
    return PersonCounts(stored.language, stored.promises, updates)


async def _reply(update: Update, context: Context, rendered: Rendered) -> None:
    message: Message | None = update.message
    if message is None:
        return
    replied = None if is_private(message.chat) else message.message_id
    await send(context.bot, Spot(message.chat_id, find_thread(message), replied), rendered)
