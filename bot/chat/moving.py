"""A group that becomes a supergroup gets another id; what it set goes with it."""

from telegram import Update

from bot.chat.services import Context, Services
from bot.state.chats import move_chat


async def follow_group(services: Services, update: Update, _context: Context) -> None:
    """Keeps the group's settings and promises under its new id."""
    message = update.message
    if message is not None and message.migrate_to_chat_id:
        move_chat(services.database, message.chat_id, message.migrate_to_chat_id)
