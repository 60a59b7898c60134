"""Faults by script: what goes wrong with the next calls of a method."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from bot.emulator.wire import Wire
from corpus.errors import UsageError

# refuse: the server says no. drop: the connection dies before the server acts. delay: it acts
# late. lost_reply: it acts and the caller never hears. slow_reply: it acts, the caller hears late.
FaultKind = Literal["refuse", "drop", "delay", "lost_reply", "slow_reply"]
_KINDS: tuple[FaultKind, ...] = ("refuse", "drop", "delay", "lost_reply", "slow_reply")
_NAMES = frozenset(
    {"method", "chat_id", "times", "skip", "kind", "status", "description", "parameters", "seconds"}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong `times` times, after `skip` calls went well; "*" is every method."""

    method: str
    kind: FaultKind = "refuse"
    chat_id: str | None = None
    times: int = 1
    skip: int = 0
    status: int = 400
    description: str = "Bad Request"
    parameters: Wire = field(default_factory=dict)
    seconds: float = 1.0

    @classmethod
    def read(cls, record: Wire) -> Self:
        """The fault that a control request names; one with a `status` is a refusal.

        Raises UsageError for an unknown name or kind.
        """
        unknown = sorted(set(record) - _NAMES)
        if unknown:
            message = f"unknown field of a fault: {unknown[0]}; use {', '.join(sorted(_NAMES))}"
            raise UsageError(message)
        if "method" not in record or record.get("kind", "refuse") not in _KINDS:
            message = f'a fault has a method (or "*") and a kind of {", ".join(_KINDS)}'
            raise UsageError(message)
        chat = record.get("chat_id")
        return cls(**{**record, "chat_id": None if chat is None else str(chat)})

    def fits(self, method: str, fields: Wire) -> bool:
        """Whether it is meant for this call."""
        chat = str(fields.get("chat_id"))
        return self.method in (method, "*") and self.chat_id in (None, chat)


class Faults:
    """The faults to come, in the order they were scripted."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, faults: Iterable[Fault]) -> None:
        """Put these behind the ones that wait."""
        self._waiting.extend(faults)

    def clear(self) -> None:
        """Forget the ones that wait."""
        self._waiting.clear()

    def take(self, method: str, fields: Wire) -> Fault | None:
        """The fault that this call meets, used up by one."""
        for place, fault in enumerate(self._waiting):
            if not fault.fits(method, fields):
                continue
            if fault.skip > 0:
                self._waiting[place] = replace(fault, skip=fault.skip - 1)
                return None
            self._waiting[place : place + 1] = (
                [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
            )
            return fault
        return None
