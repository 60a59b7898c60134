"""Draws the statistics as a picture: digits and colours only, so that it needs no Thai font.

Green and orange are questions answered and not, a blue line is how long answers took, purple and
grey are thumbs up and down; the caption under the picture says so.
"""

import io
from collections.abc import Callable, Sequence
from math import ceil
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from bot.render.usage import DayUsage, Usage

WIDTH, HEIGHT = 1200, 900
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 30, 30, 60
_GAP = 45
# Shares of the height: questions, seconds, votes.
_PANELS = (0.56, 0.22, 0.22)
_MOST_DATES = 10

_GREEN, _ORANGE, _BLUE = "#2e9e5b", "#f08a24", "#2f6fd6"
_PURPLE, _GREY = "#8e5bc0", "#8a8f98"
_INK, _GRID, _PAPER = "#3c4046", "#e4e7eb", "#ffffff"

Stack: TypeAlias = Callable[[DayUsage], tuple[tuple[float, str], ...]]


def draw_usage(usage: Usage) -> bytes:
    """A PNG with three charts above each other, all by day, the newest day on the right."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    top = float(_TOP)
    room = HEIGHT - _TOP - _BOTTOM - _GAP * (len(_PANELS) - 1)
    panels = []
    for share in _PANELS:
        panels.append(_Panel(draw, usage.days, top, top + share * room))
        top += share * room + _GAP
    panels[0].draw_bars(lambda day: ((day.answered, _GREEN), (day.not_found, _ORANGE)))
    panels[1].draw_line([day.seconds for day in usage.days], _BLUE)
    panels[2].draw_bars(lambda day: ((day.up, _PURPLE), (day.down, _GREY)))
    panels[2].write_dates()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def round_up(value: float) -> float:
    """The end of a scale that reaches `value`: 1, 2, 4, 6 or 8 with zeros behind or before it.

    >>> round_up(37)
    40
    """
    if value <= 0:
        return 1
    power = 10.0 ** (len(str(ceil(value))) - 1)
    while power > value:
        power /= 10
    return next(power * step for step in (1, 2, 4, 6, 8, 10) if power * step >= value * 0.999)


class _Panel:
    """One chart: days from left to right, a scale from 0 at the bottom."""

    def __init__(
        self, draw: ImageDraw.ImageDraw, days: Sequence[DayUsage], top: float, bottom: float
    ) -> None:
        self._draw, self._days = draw, days
        self._top, self._bottom = top, bottom
        self._font = ImageFont.load_default(22)
        self._step = (WIDTH - _LEFT - _RIGHT) / max(1, len(days))

    def draw_bars(self, stack: Stack) -> None:
        """A bar for each day, its parts on top of each other."""
        stacks = [stack(day) for day in self._days]
        most = round_up(max((sum(value for value, _ in each) for each in stacks), default=0))
        self._draw_scale(most, "{:,.0f}" if most >= 2 else "{:,.1f}")
        width = max(2.0, self._step * 0.7)
        for number, parts in enumerate(stacks):
            left = self._find_middle(number) - width / 2
            base = 0.0
            for value, colour in parts:
                if value:
                    corners = (left, self._find_y((base + value) / most))
                    self._draw.rectangle(
                        (*corners, left + width, self._find_y(base / most)), fill=colour
                    )
                base += value

    def draw_line(self, values: Sequence[float | None], colour: str) -> None:
        """A dot for each day that has a value, and a line through them."""
        most = round_up(max((value for value in values if value is not None), default=0))
        self._draw_scale(most, "{:,.0f} s" if most >= 4 else "{:,.2f} s")
        dots = [
            (self._find_middle(number), self._find_y(value / most))
            for number, value in enumerate(values)
            if value is not None
        ]
        if len(dots) > 1:
            self._draw.line(dots, fill=colour, width=4, joint="curve")
        for x, y in dots:
            self._draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=colour)

    def write_dates(self) -> None:
        """Day and month under the days, as many as there is room for; always the last."""
        every = ceil(len(self._days) / _MOST_DATES)
        last = len(self._days) - 1
        for number, day in enumerate(self._days):
            if (last - number) % every == 0:
                place = (self._find_middle(number), self._bottom + 14)
                self._draw.text(
                    place, f"{day.day.day}/{day.day.month}", _INK, self._font, anchor="ma"
                )

    def _draw_scale(self, most: float, form: str) -> None:
        for share in (0.0, 0.5, 1.0):
            y = self._find_y(share)
            colour = _GREY if share == 0 else _GRID
            self._draw.line(((_LEFT, y), (WIDTH - _RIGHT, y)), fill=colour, width=2)
            if share:
                label = form.format(most * share)
                self._draw.text((_LEFT - 10, y), label, _INK, self._font, anchor="rm")

    def _find_middle(self, number: int) -> float:
        return _LEFT + (number + 0.5) * self._step

    def _find_y(self, share: float) -> float:
        return self._bottom - share * (self._bottom - self._top)
