"""What is asked before an update is let in, and what happens to one that is not."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from telegram import Update

from bot.delivery.limits import Admission

# The update, and how many others are not finished.
Admit: TypeAlias = Callable[[Update, int], Admission]
Refuse: TypeAlias = Callable[[Update, Admission], Awaitable[None]]


def admit_all(_update: Update, _waiting: int) -> Admission:
    """Lets every update in."""
    return Admission("run")


async def refuse_silently(_update: Update, _admission: Admission) -> None:
    """Tells nobody."""
