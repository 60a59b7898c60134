"""Draws the measured quality as SVG files; the same results give the same bytes."""

import warnings
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from index.quality_results import Direction
from index.scoring import trace_trade_off

RELIABILITY = "quality-reliability.svg"
TRADE_OFF = "quality-trade-off.svg"
ABLATION = "quality-ablation.svg"
# Okabe and Ito (2008), told apart also by the colour-blind; the marks tell them apart without.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_MARKS = ("o", "s", "^", "D", "v", "P")
_BAR_COLOURS = ("#BBBBBB", "#56B4E9", "#0072B2", "#D55E00")
_GREY = "#777777"
_PANELS = (7.6, 3.6)  # inches, of two plots side by side
_QUOTE_BARS = (
    ("words", "first_quote_right_keyword"),
    ("meaning", "first_quote_right_meaning"),
    ("both", "first_quote_right_hybrid_unread"),
    ("both, with the reader", "first_quote_right"),
)
_BRIDGE_BARS = (("without the bridge", "ndcg_without_bridge"), ("with it", "ndcg_hybrid"))

Drawer = Callable[[Figure, Sequence[Direction]], None]


def draw_plots(directions: Sequence[Direction], folder: Path) -> None:
    """Writes the three plots into `folder`."""
    plots: tuple[tuple[str, Drawer], ...] = (
        (RELIABILITY, _draw_reliability),
        (TRADE_OFF, _draw_trade_offs),
        (ABLATION, _draw_ablation),
    )
    with mpl.rc_context(), warnings.catch_warnings():
        _set_style()
        # Names may be in Thai, which the viewer's fonts show.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        for name, draw in plots:
            figure = Figure(facecolor="white", layout="constrained")
            draw(figure, directions)
            nothing = {"Date": None, "Creator": None}
            figure.savefig(folder / name, format="svg", metadata=nothing)


def _set_style() -> None:
    mpl.rc("svg", fonttype="none", hashsalt="khamtob")  # text stays text, names repeat
    mpl.rc("font", family="sans-serif", size=9)
    mpl.rc("axes", titlesize=10)
    mpl.rc("axes.spines", top=False, right=False)
    mpl.rc("legend", fontsize=8, frameon=False)


def _draw_reliability(figure: Figure, directions: Sequence[Direction]) -> None:
    """The share right of each bin of confidence, its mark as large as its share of the answers."""
    figure.set_size_inches(6.0, 3.9)
    axes = figure.subplots()
    axes.plot([0, 100], [0, 100], color=_GREY, linestyle="--", linewidth=1)
    for direction, colour, mark in zip(directions, cycle(_COLOURS), cycle(_MARKS), strict=False):
        bins = direction.measures.reliability
        xs, ys = [each.confidence for each in bins], [each.right for each in bins]
        label = f"{direction.name} ({_show(direction.measures.calibration_error)})"
        axes.plot(xs, ys, color=colour, linewidth=1.2, marker=mark, markevery=[], label=label)
        total = sum(each.count for each in bins)
        sizes = [10 + 120 * each.count / total for each in bins]
        axes.scatter(xs, ys, sizes, color=colour, marker=mark)
    _set_percent(axes, "confidence, %", "first quote right, %")
    title = "calibration error, %"
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), title=title, title_fontsize=8)


def _draw_trade_offs(figure: Figure, directions: Sequence[Direction]) -> None:
    """What is answered rightly against what is answered wrongly, for every threshold."""
    figure.set_size_inches(*_PANELS)
    left, right = figure.subplots(1, 2, sharey=True)
    for direction, colour, mark in zip(directions, cycle(_COLOURS), cycle(_MARKS), strict=False):
        measures, name = direction.measures, direction.name
        sides = (
            (left, direction.paragraph_removed, measures.paragraph_removed_answered),
            (right, direction.off_topic, measures.off_topic_answered),
        )
        for axes, wrong, answered in sides:
            points = trace_trade_off(direction.answerable, wrong)
            xs, ys = [x for x, _ in points], [y for _, y in points]
            axes.plot(xs, ys, color=colour, linewidth=1.2, marker=mark, markevery=[], label=name)
            if answered is not None and measures.refused is not None:
                axes.plot(answered, 100 - measures.refused, color=colour, marker=mark)
    _set_percent(left, "answered without their paragraph, %", "answerable answered, %")
    _set_percent(right, "off-topic answered, %", "")
    right.legend(loc="lower right")


def _draw_ablation(figure: Figure, directions: Sequence[Direction]) -> None:
    """What each part of the search adds."""
    figure.set_size_inches(*_PANELS)
    for axes, title, bars, colours in zip(
        figure.subplots(1, 2, sharey=True),
        ("First quote right, %", "nDCG@10, %"),
        (_QUOTE_BARS, _BRIDGE_BARS),
        (_BAR_COLOURS, _BAR_COLOURS[::2]),
        strict=True,
    ):
        width = 0.8 / len(bars)
        for place, ((label, name), colour) in enumerate(zip(bars, colours, strict=True)):
            shift = (place - (len(bars) - 1) / 2) * width
            places = [number + shift for number in range(len(directions))]
            heights = [_find_height(direction, name) for direction in directions]
            axes.bar(places, heights, width * 0.92, color=colour, label=label)
        axes.set_xticks(range(len(directions)), [direction.name for direction in directions])
        axes.set_ylim(0, 100)
        axes.set_title(title)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)


def _find_height(direction: Direction, name: str) -> float:
    """The measure of this name; nothing where it was not measured or there was no reader."""
    measures = direction.measures
    if name == "first_quote_right" and measures.span_f1 is None:
        return 0.0
    return float(getattr(measures, name) or 0.0)


def _set_percent(axes: Axes, x_label: str, y_label: str) -> None:
    axes.set_xlim(-2, 102)
    axes.set_ylim(-2, 102)
    axes.set_aspect("equal")
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.grid(color="#DDDDDD", linewidth=0.6)


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
