"""A burn-up as text in tones: what was reached, the line of where it should be, the target, today. Pure functions.

Braille dots, two by four in a cell: the figure is a full line in its tone, the plan a dotted one, the target a row of
``┄`` and today a column of ``┊``, so that they differ without any colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.format import Tone, fit
from tui.widgets.charts import Span, joined

Point = tuple[float, float]  # x and y, both from 0 to 1 of the plot
BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # of a cell's dots, by column and row (Unicode 2800)
GAP = 4  # of so many columns of dots, a dotted line has the first two


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


class Plot:
    """Cells of a plot: what was drawn later lies over what was there, dots of several lines add up in a cell."""

    def __init__(self, width: int, height: int) -> None:
        self.width = max(width, 1)
        self.height = max(height, 1)
        self.cells: list[list[tuple[str, Tone]]] = [[(" ", "")] * self.width for _row in range(self.height)]
        self.dots: dict[tuple[int, int], tuple[int, Tone]] = {}

    def row(self, y: float) -> int:
        """The row of cells, from the top, in which a height lies."""
        return self._dot(0.0, y)[1] // 4

    def column(self, x: float) -> int:
        """The column of cells in which a place lies."""
        return self._dot(x, 0.0)[0] // 2

    def _dot(self, x: float, y: float) -> tuple[int, int]:
        across, down = 2 * self.width - 1, 4 * self.height - 1
        return round(min(max(x, 0.0), 1.0) * across), round((1 - min(max(y, 0.0), 1.0)) * down)

    def level(self, points: Sequence[Point], character: str, tone: Tone) -> None:
        """A line of characters at a height that may change on its way: each point holds until the next one."""
        for column in range(self.width):
            x = column / max(self.width - 1, 1)
            held = [y for at, y in points if at <= x] or [points[0][1]]
            self.cells[self.row(held[-1])][column] = (character, tone)

    def upright(self, x: float, character: str, tone: Tone) -> None:
        """A column of characters."""
        for row in range(self.height):
            self.cells[row][self.column(x)] = (character, tone)

    def line(self, points: Sequence[Point], tone: Tone, dotted: bool = False) -> None:
        """A line of dots from point to point."""
        for column, row in dict.fromkeys(self._along(points)):
            if dotted and column % GAP >= GAP // 2:
                continue
            cell = row // 4, column // 2
            bits, _below = self.dots.get(cell, (0, tone))
            self.dots[cell] = bits | BITS[column % 2][row % 4], tone

    def _along(self, points: Sequence[Point]) -> Iterator[tuple[int, int]]:
        dots = [self._dot(x, y) for x, y in points]
        yield from dots[:1]
        for (x0, y0), (x1, y1) in pairwise(dots):
            steps = max(abs(x1 - x0), abs(y1 - y0), 1)
            for step in range(1, steps + 1):
                yield round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps)

    def lines(self) -> list[list[Span]]:
        """The rows of the plot, from the top."""
        for (row, column), (bits, tone) in self.dots.items():
            self.cells[row][column] = (chr(0x2800 + bits), tone)
        return [joined(cells) for cells in self.cells]


def burn_up(
    actual: Sequence[Point],
    plan: Sequence[Point],
    targets: Sequence[Point],
    today: float | None,
    size: tuple[int, int],
    tone: Tone,
    labels: Sequence[tuple[float, str]] = (),
) -> list[list[Span]]:
    """The rows of a burn-up of ``size`` cells, with ``labels`` (height, text) on the left; x and y are 0 to 1."""
    width, height = size
    margin = max((len(text) for _y, text in labels), default=-1) + 1
    plot = Plot(width - margin, height)
    if today is not None:
        plot.upright(today, "┊", "muted")
    if targets:
        plot.level(targets, "┄", "muted")
    plot.line(plan, "muted", dotted=True)
    plot.line(actual, tone)
    said = {plot.row(y): text for y, text in reversed(labels)}
    return [[(fit(said.get(n, ""), margin), "muted"), *row] for n, row in enumerate(plot.lines())]
