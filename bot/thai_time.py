"""The time in Thailand, which days, weeks and hours are told in."""

from datetime import timedelta, timezone

BANGKOK = timezone(timedelta(hours=7))
