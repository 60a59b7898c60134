"""What admins look at, found out anew each time; what was grouped last is remembered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.chat.services import Services, now
from bot.insight.measuring import find_first_moment
from bot.insight.topics import Topic, find_topics, keep_numbers
from bot.insight.views import number_asked, to_entries, view_asked, view_gaps, view_ticked
from bot.insight.wordings import Entry
from bot.render.insight_messages import TopicView
from bot.state.gaps import list_gaps, list_ticked
from bot.state.usage import list_asked

TOP_DAYS = 30
TICKED_SECONDS = 7 * 24 * 3600.0


@dataclass(slots=True)
class Insight:
    """The services, and the topics that were found last.

    `writing` is held while the script of test cases is written.
    """

    services: Services
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _known: frozenset[Entry] = frozenset()
    _topics: list[Topic] = field(default_factory=list)

    async def find_gap_topics(self) -> list[Topic]:
        """The topics of what can't be answered, most asked first."""
        entries = to_entries(list_gaps(self.services.database))
        now_open = frozenset(entries)
        if not now_open <= self._known:
            self._topics = await self.find_topics(entries)
            self._known = now_open
        return keep_numbers(self._topics, frozenset(entry.number for entry in now_open))

    async def view_gaps(self) -> list[TopicView]:
        """What can't be answered, as it is shown."""
        topics = await self.find_gap_topics()
        return view_gaps(topics, list_gaps(self.services.database))

    def view_ticked(self) -> list[TopicView]:
        """What could be answered again in the last seven days, as it is shown."""
        return view_ticked(list_ticked(self.services.database, now() - TICKED_SECONDS))

    async def view_top(self, days: int = TOP_DAYS) -> list[TopicView]:
        """What was asked most in the last `days` days, as it is shown."""
        moment = now()
        asked = list_asked(self.services.database, find_first_moment(moment, days), moment)
        return view_asked(await self.find_topics(number_asked(asked)), asked)

    async def find_topics(self, entries: Sequence[Entry]) -> list[Topic]:
        """The topics of these questions, most asked first."""
        return await find_topics(self.services.database, self.services.questioner, entries)
