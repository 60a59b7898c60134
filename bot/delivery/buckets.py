"""Token buckets: how often something may happen, without a clock of their own."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_second`."""

    burst: float
    per_second: float


class Bucket:
    """What is left of one budget; times are seconds of any clock that only goes forward."""

    __slots__ = ("_left", "_rate", "_seen")

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._left = rate.burst
        self._seen = now

    def left(self, now: float) -> float:
        """The tokens there are; below zero when some were promised to those who wait."""
        gained = max(0.0, now - self._seen) * self._rate.per_second
        return min(self._rate.burst, self._left + gained)

    def take(self, now: float) -> float:
        """0.0 and a token is gone, or the seconds until there is one and nothing is gone."""
        left = self.left(now)
        if left < 1.0:
            return (1.0 - left) / self._rate.per_second
        self._left, self._seen = left - 1.0, now
        return 0.0

    def reserve(self, now: float) -> float:
        """The seconds to wait for the token that is gone from now on: first come, first served."""
        left = self.left(now) - 1.0
        self._left, self._seen = left, now
        return max(0.0, -left / self._rate.per_second)

    def is_full(self, now: float) -> bool:
        """Whether it is as good as new, and can be forgotten."""
        return self.left(now) >= self._rate.burst


class Buckets(Generic[Key]):
    """One bucket for each key; those that are full again are forgotten, so that none pile up."""

    def __init__(self, rate: Rate, most: int = 4096) -> None:
        self._rate = rate
        self._most = most
        self._buckets: dict[Key, Bucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def find(self, key: Key, now: float) -> Bucket:
        """The bucket of `key`, a full one if it is new."""
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= self._most:
                self._forget(now)
            bucket = self._buckets[key] = Bucket(self._rate, now)
        return bucket

    def _forget(self, now: float) -> None:
        """Drops the full buckets, and the eldest quarter if that is not enough."""
        kept = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_full(now)}
        too_many = len(kept) - self._most * 3 // 4
        for key in list(kept)[: max(0, too_many)]:
            del kept[key]
        self._buckets = kept
