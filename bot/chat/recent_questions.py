"""What was asked lately in each conversation, so that a follow-up can lean on it.

Kept in memory only, for a quarter of an hour: no question is stored with the person who asked.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable

_REMEMBERED = 15 * 60.0  # seconds
_MOST_QUESTIONS = 3
_MOST_CONVERSATIONS = 10_000


class RecentQuestions:
    """The last questions of each conversation; a conversation is any hashable key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._conversations: OrderedDict[Hashable, deque[tuple[float, str]]] = OrderedDict()

    def __len__(self) -> int:
        """How many conversations are remembered."""
        return len(self._conversations)

    def add(self, conversation: Hashable, question: str) -> None:
        """Remembers a question that stands alone; the oldest conversation gives way at last."""
        questions = self._conversations.pop(conversation, deque(maxlen=_MOST_QUESTIONS))
        questions.appendleft((self._clock(), question))
        self._conversations[conversation] = questions
        if len(self._conversations) > _MOST_CONVERSATIONS:
            self._conversations.popitem(last=False)

    def list_recent(self, conversation: Hashable) -> list[str]:
        """The remembered questions, newest first."""
        oldest = self._clock() - _REMEMBERED
        questions = self._conversations.get(conversation, ())
        return [question for asked, question in questions if asked >= oldest]

    def drop_newest(self, conversation: Hashable) -> None:
        """Forgets the last question of a conversation."""
        if questions := self._conversations.get(conversation):
            questions.popleft()

    def forget(self, conversation: Hashable) -> None:
        """Forgets a conversation."""
        self._conversations.pop(conversation, None)
