"""A burn-up as text in tones: what was reached, the line of where it should be, the target, today. Pure functions.

What was reached is an area of blocks in its tone, an eighth of a cell fine; the plan a line, a third of a cell fine,
that cuts through the area where it lies below it; the target a row of ``┄`` and today a column of ``┊``. So they differ
without any colour.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from tui.format import Tone, cell_width, fit
from tui.widgets.charts import HEIGHTS, Span, joined

Point = tuple[float, float]  # x and y, both from 0 to 1 of the plot
THIRDS = "▁─▔"  # a line at the bottom, in the middle and at the top of a cell


class Scale(NamedTuple):
    """From which to which value the plot goes, from its lower to its upper edge."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a value is, 0 at the lower edge and 1 at the upper one; what lies outside is at the edge."""
        room = self.high - self.low
        return min(max((value - self.low) / room, 0.0), 1.0) if room else 0.5


def scale_of(values: Sequence[float]) -> Scale:
    """The scale that holds these values."""
    low, high = min(values), max(values)
    return Scale(low, high if high > low else low + 1)


def burn_up(
    actual: Sequence[Point],
    plan: Sequence[Point],
    targets: Sequence[Point],
    today: float | None,
    size: tuple[int, int],
    tone: Tone,
    labels: Sequence[tuple[float, str]] = (),
) -> list[list[Span]]:
    """The rows of a burn-up of ``size`` cells, with ``labels`` (height, text) on the left; x and y are 0 to 1.

    ``actual`` and ``plan`` go straight from point to point, each of ``targets`` holds until the next one.
    """
    margin = max((cell_width(text) for _y, text in labels), default=-1) + 1
    width, height = max(size[0] - margin, 1), size[1]
    cells: list[list[Span]] = [[(" ", "")] * width for _row in range(height)]
    for column in range(width):
        x = column / max(width - 1, 1)
        if today is not None and column == round(today * (width - 1)):
            for row in range(height):
                cells[row][column] = ("┊", "muted")
        if targets:
            row, _part = _split(_held(targets, x), height, 1)
            cells[row][column] = ("┄", "muted")
        if actual and x <= actual[-1][0] + 0.5 / width:
            _fill(cells, column, _between(actual, x), tone)
        row, part = _split(_between(plan, x), height, len(THIRDS))
        cells[row][column] = (THIRDS[part], "bold")
    said = {_split(y, height, 1)[0]: text for y, text in reversed(labels)}
    return [[(fit(said.get(row, ""), margin), "muted"), *joined(line)] for row, line in enumerate(cells)]


def _split(y: float, height: int, parts: int) -> tuple[int, int]:
    """The row of cells, from the top, in which a height lies, and in which part of it, from the bottom."""
    at = min(int(y * height * parts), height * parts - 1)
    return height - 1 - at // parts, at % parts


def _fill(cells: list[list[Span]], column: int, y: float, tone: Tone) -> None:
    """Blocks from the bottom up to a height; at least the lowest, so that 0 is seen to be known."""
    height, eighths = len(cells), len(HEIGHTS)
    full = max(round(y * height * eighths), 1)
    for row in range(height):
        part = min(full - (height - 1 - row) * eighths, eighths)
        if part > 0:
            cells[row][column] = (HEIGHTS[part - 1], tone)


def _between(points: Sequence[Point], x: float) -> float:
    """The height of a line at a place between its points; before the first and after the last point, theirs."""
    at = bisect_left(points, x, key=lambda point: point[0])
    if at == 0:
        return points[0][1]
    if at == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else y1


def _held(points: Sequence[Point], x: float) -> float:
    return ([y for at, y in points if at <= x] or [points[0][1]])[-1]
