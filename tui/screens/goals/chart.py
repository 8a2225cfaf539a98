"""The burn-up of a goal with its values under it, in the width that there is."""

from __future__ import annotations

from datetime import date

from store.goals import Chart, Detail, GoalRow, State
from tui import format
from tui import goal_words as words
from tui.format import Tone, cell_width, fit
from tui.i18n import _
from tui.widgets.burnup import Point, burn_up, scale_of
from tui.widgets.detail import Line, heading, line
from tui.widgets.rows import Span

ROWS = 8  # lines of the plot
COLUMN = 8  # cells of a column of the table
CAPTION = 9  # cells of the table's captions


def chart(found: Detail, today: date, width: int) -> list[Line]:
    """What was reached by week (a month by day), the line of where it should be, the target, today; the latest values
    stand under it. Nothing before the period."""
    row, drawn = found.row, found.chart
    if len(drawn.days) < 2 or all(value is None for value in drawn.actual[1:]):
        return []
    known = [(day, value) for day, value in zip(drawn.days, drawn.actual, strict=True) if value is not None]
    scale = scale_of([*(value for _day, value in known), *drawn.line, *drawn.targets])
    first, last = drawn.days[0], drawn.days[-1]

    def at(day: date) -> float:
        return (day - first).days / ((last - first).days or 1)

    def points(values: list[tuple[date, float]]) -> list[Point]:
        return [(at(day), scale.place(value)) for day, value in values]

    high, low = row.plan.target, row.plan.start
    labels = [(scale.place(value), words.brief(row, value)) for value in (high, low)]
    rows = burn_up(
        points(list(known)),
        points(list(zip(drawn.days, drawn.line, strict=True))),
        points(list(zip(drawn.days, drawn.targets, strict=True))),
        at(today) if first <= today <= last else None,
        (width, ROWS),
        _tone(row),
        labels,
    )
    margin = max(cell_width(text) for _y, text in labels) + 1
    return [
        heading(_("Burn-up")),
        *(line(*spans) for spans in rows),
        _axis(first, last, today, at(today), margin, width),
        _legend(row),
        *_table(row, drawn, today, width),
    ]


def _tone(row: GoalRow) -> Tone:
    tone = words.STATE[row.state][1] if row.state not in (None, State.ENDED) else "accent"
    return "accent" if tone == "muted" else tone


def _legend(row: GoalRow) -> Line:
    return line(
        *(("▄▄ ", _tone(row)), (_("reached"), "muted")),
        *(("  ── ", "bold"), (_("should be"), "muted")),
        *(("  ┄┄ ", "muted"), (_("target"), "muted")),
    )


def _axis(first: date, last: date, today: date, at: float, margin: int, width: int) -> Line:
    """The first and the last day under the plot, and today between them where there is room for it."""
    begin, end, now = (format.span(day, day) for day in (first, last, today))
    room = width - margin
    place = round(at * (room - 1)) - cell_width(now) // 2
    between = cell_width(begin) < place and place + cell_width(now) < room - cell_width(end)
    cells = fit(begin, place) + now if between and first <= today <= last else begin
    return line((" " * margin + fit(cells, room - cell_width(end)) + end, "muted"))


def _table(row: GoalRow, drawn: Chart, today: date, width: int) -> list[Line]:
    """The latest values in figures: when, what was reached, where the line was."""
    many = max((width - CAPTION) // COLUMN, 2)
    latest = drawn.latest
    weekly = [n for n, day in enumerate(drawn.days[: latest + 1]) if day.weekday() == 6 or n in (0, latest)]
    shown = weekly[-many:]

    def cells(values: list[str], tone: Tone) -> tuple[Span, ...]:
        return tuple((fit(text, COLUMN, "right"), tone) for text in values)

    days = [_("today") if drawn.days[n] == today else format.span(drawn.days[n], drawn.days[n]) for n in shown]
    reached = [words.brief(row, drawn.actual[n]) for n in shown]
    plan = [words.brief(row, drawn.line[n]) for n in shown]
    return [
        line((fit(_("Until"), CAPTION), "muted"), *cells(days, "muted")),
        line((fit(_("Reached"), CAPTION), "muted"), *cells(reached, "bold")),
        line((fit(_("Line"), CAPTION), "muted"), *cells(plan, "")),
    ]
