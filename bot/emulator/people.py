"""People who talk to the bot through the server's control side, over plain HTTP.

async with open_town(url, token) as town:
    malee = Person(town, 42, "มาลี", "th")
    shown = await malee.ask("คุนซานมีจีดีพีเท่าไร")
    await malee.press(shown, "👍")
"""

from typing import Any

from bot.emulator.shown import Shown
from bot.emulator.town import DEFAULT_WAIT, Place, Said, Town
from bot.emulator.wire import Wire
from corpus.errors import UsageError


class Person:
    """Someone with a private chat with the bot, who may write in groups too."""

    def __init__(
        self, town: Town, user_id: int, first_name: str = "สมชาย", language_code: str | None = "th"
    ) -> None:
        self.town = town
        self.user: Wire = {"id": user_id, "is_bot": False, "first_name": first_name}
        if language_code is not None:
            self.user["language_code"] = language_code
        self.home = Place({"id": user_id, "type": "private", "first_name": first_name})

    async def write(self, text: str, place: Place | None = None, **more: Any) -> Said:
        """Send a text; `reply_to` is the number of a message of the chat."""
        return await self.send({"text": text}, place, **more)

    async def send(
        self, content: Wire, place: Place | None = None, reply_to: int | None = None
    ) -> Said:
        """Send a message with this content: a text, a sticker, a photo, a forward ..."""
        place = place or self.home
        message: Wire = {"chat": place.chat, "from": self.user, **content}
        if reply_to is not None:
            message["reply_to_message"] = {"message_id": reply_to}
        if place.thread_id is not None:
            message |= {"message_thread_id": place.thread_id, "is_topic_message": True}
        return await self.town.say({"message": message}, place)

    async def edit(self, said: Said, text: str) -> Said:
        """Change an own message."""
        message = {"chat": said.place.chat, "message_id": said.message_id, "text": text}
        return await self.town.say({"edited_message": message}, said.place)

    async def ask(
        self, text: str, place: Place | None = None, seconds: float = DEFAULT_WAIT, **more: Any
    ) -> Shown | None:
        """Send a text and wait for what the bot shows."""
        said = await self.write(text, place, **more)
        return await self.town.wait_for_answer(said, seconds)

    async def press(self, shown: Shown, label: str, *, stale: bool = False) -> Said:
        """Press the button whose label has these words.

        With `stale` the bot learns of it too late to answer. Raises UsageError if there is none.
        """
        button = shown.find_button(label)
        if button is None or button.data is None:
            message = f'no button "{label}" to press; there are: {", ".join(shown.labels)}'
            raise UsageError(message)
        return await self.press_data(shown, button.data, stale=stale)

    async def press_data(self, shown: Shown, data: str, *, stale: bool = False) -> Said:
        """Send a press with this data, whatever buttons there are."""
        place = Place({"id": shown.chat_id}, shown.thread_id)
        message = {"message_id": shown.message_id, "chat": place.chat}
        press = {"from": self.user, "message": message, "data": data, "stale": stale}
        return await self.town.say({"callback_query": press}, place)

    async def query_inline(self, text: str, seconds: float = DEFAULT_WAIT) -> list[Wire] | None:
        """The results for what is typed after the bot's name; None if none come in time."""
        query = {"inline_query": {"from": self.user, "query": text}}
        event = await self.town.wait_for_event(
            await self.town.say(query, self.home), "inline", seconds
        )
        return None if event is None else event.data["results"]

    async def choose(self, result: Wire, place: Place) -> Said:
        """Send an inline result into a chat, as a message through the bot."""
        return await self.send({**result["content"], "via_bot": self.town.bot}, place)
