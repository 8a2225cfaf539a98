"""A column chart as text in tones: one column for each value, with its figure above it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from tui.format import fit
from tui.widgets.charts import HEIGHTS, Span

NOTHING = "·"


def columns(
    values: Sequence[float | None],
    figures: Sequence[str],
    *,
    low: float,
    high: float,
    height: int = 4,
    width: int = 5,
    goal: float | None = None,
    goal_is_most: bool = False,
) -> list[list[Span]]:
    """The lines of the chart from the top: the figures, then the columns in ``height`` lines of ``width`` cells each.

    A value at ``low`` has no height and one at ``high`` the whole; what lies outside is drawn at the edge. Where there
    is no value stands a dot. A value that misses ``goal`` is drawn as a warning, and its figure bears ▲; with
    ``goal_is_most`` it misses it by being larger.
    """
    missed = [
        value is not None and goal is not None and (value > goal if goal_is_most else value < goal) for value in values
    ]
    lines: list[list[Span]] = [
        [
            (fit(("▲" if wrong else "") + figure, width, "center"), "warning" if wrong else "")
            for figure, wrong in zip(figures, missed, strict=True)
        ]
    ]
    levels = [_level(value, low, high, height) for value in values]
    for row in reversed(range(height)):
        lines.append([_piece(level, row, width, wrong) for level, wrong in zip(levels, missed, strict=True)])
    return lines


def _misses(value: float | None, goal: float | None, goal_is_most: bool) -> bool:
    if value is None or goal is None:
        return False
    return value > goal if goal_is_most else value < goal


def _level(value: float | None, low: float, high: float, height: int) -> int | None:
    """How many eighths of a line a value is high, at least one."""
    if value is None:
        return None
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return max(round(share * height * len(HEIGHTS)), 1)


def _piece(level: int | None, row: int, width: int, wrong: bool) -> Span:
    bar = max(width - 2, 1)
    if level is None:
        return (fit(NOTHING if row == 0 else "", width, "center"), "muted")
    filled = min(max(level - row * len(HEIGHTS), 0), len(HEIGHTS))
    body = HEIGHTS[filled - 1] * bar if filled else " " * bar
    return (fit(body, width, "center"), "warning" if wrong else "accent")
