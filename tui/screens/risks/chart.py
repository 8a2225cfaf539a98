"""The score of a risk over the weeks as a small chart: a column a week, as high as the score, in its level's tone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from store.risks import Rated, RatingKind, level
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.widgets.charts import HEIGHTS, Span
from tui.widgets.detail import Line, blank, line
from tui.widgets.heatmap import TONE

ROWS = 3
HIGHEST = 25  # the largest score
FEWEST, MOST = 8, 36  # weeks; up to half of the most each takes two cells, then one
WEEK = timedelta(days=7)
AXIS = 3  # cells before the columns


def by_week(ratings: Sequence[Rated], day: date) -> list[int | None]:
    """The score that held at the end of each week up to ``day``, the oldest first; None before the first rating.

    ``ratings`` are newest first, as the store gives them; a score holds until the next rating.
    """
    now = [one for one in ratings if one.kind is RatingKind.NOW]
    if not now:
        return []
    weeks = min(max((day - now[-1].day).days // 7 + 2, FEWEST), MOST)
    ends = [day - WEEK * back for back in reversed(range(weeks))]
    return [next((one.score for one in now if one.day <= end), None) for end in ends]


def lines(ratings: Sequence[Rated], day: date) -> list[Line]:
    """The chart with its axis; nothing before there are two ratings to compare."""
    weeks = by_week(ratings, day)
    if sum(one.kind is RatingKind.NOW for one in ratings) < 2:
        return []
    scores = [score for score in weeks for _half in range(2)] if 2 * len(weeks) <= MOST else weeks
    drawn = [blank()]
    for row in reversed(range(ROWS)):
        label = {ROWS - 1: str(HIGHEST), 0: "0"}.get(row, "")
        spans: list[Span] = [(f"{label:>2}│", "muted")]
        drawn.append(line(*spans, *_cells(scores, row)))
    first = day - WEEK * (len(weeks) - 1)
    begins = format.day(first, day, short=True)
    ends = _("now")
    gap = max(len(scores) - format.cell_width(begins) - format.cell_width(ends), 1)
    return [*drawn, line((" " * AXIS + begins + " " * gap + ends, "muted"))]


def _cells(scores: Sequence[int | None], row: int) -> list[Span]:
    """One row of the columns, from the bottom; neighbours in one tone become one span."""
    spans: list[Span] = []
    for score in scores:
        text, tone = _cell(score, row)
        if spans and spans[-1][1] == tone:
            spans[-1] = (spans[-1][0] + text, tone)
        else:
            spans.append((text, tone))
    return spans


def _cell(score: int | None, row: int) -> tuple[str, Tone]:
    if score is None:
        return " ", ""
    steps = len(HEIGHTS)
    filled = -(-score * ROWS * steps // HIGHEST) - row * steps
    return (" " if filled <= 0 else HEIGHTS[min(filled, steps) - 1]), TONE[level(score)]
