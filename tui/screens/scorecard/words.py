"""The scorecard in words: the cells of its rows, its chart of thirteen weeks, its card. Pure functions."""

from __future__ import annotations

from datetime import date

from store.errors import N_
from store.goals import Metric
from store.scorecard import STREAK, Bound, Reach, ScoreRow, State
from tui import format
from tui.format import Tone
from tui.goal_words import METRIC
from tui.i18n import _, pgettext
from tui.widgets.charts import HEIGHTS, joined
from tui.widgets.detail import Line, blank, fact, heading, line, name
from tui.widgets.rows import Cell, Span

STATE: dict[State, tuple[str, Tone]] = {
    State.GREEN: (N_("✓ reached"), "good"),
    State.RED: (N_("✕ missed"), "bad"),
    State.OPEN: (N_("· still runs"), "muted"),
    State.MISSING: (N_("▲ no figure"), "warning"),
}
BOUND: dict[Bound, str] = {Bound.AT_LEAST: N_("at least"), Bound.AT_MOST: N_("at most")}
SIGN: dict[Bound, str] = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}
REACH: dict[Reach, str] = {Reach.TEAM: N_("the whole team's"), Reach.OWNER: N_("its owner's own")}
TONE: dict[State, Tone] = {State.GREEN: "good", State.RED: "bad", State.OPEN: "accent", State.MISSING: "muted"}
MARK: dict[State, str] = {State.GREEN: " ", State.RED: "✕", State.OPEN: " ", State.MISSING: "▲"}
MISSED = "·"  # stands in the chart where a figure is missing


def title_cell(row: ScoreRow) -> Cell:
    """What is counted."""
    return row.title, "bold"


def owner_cell(row: ScoreRow) -> Cell:
    """Who answers for it."""
    return row.owner, "muted"


def bound_cell(row: ScoreRow) -> Cell:
    """``≥ 12``."""
    return f"{SIGN[row.bound]} {format.figure(row.figure(row.threshold), short=True)}", "muted"


def last_cell(row: ScoreRow) -> Cell:
    """The figure of the last week that has ended."""
    return format.figure(row.figure(row.last), short=True), STATE[row.state][1] if row.state is State.RED else ""


def now_cell(row: ScoreRow) -> Cell:
    """The figure of the week that runs, so far."""
    return format.figure(row.figure(row.values[-1]), short=True), TONE[row.states[-1]]


def chart_cell(row: ScoreRow) -> Cell:
    """The thirteen weeks as heights from nothing to the largest, red ones in their colour."""
    return tuple(joined(list(zip(_bars(row), (TONE[state] for state in row.states), strict=True))))


def state_cell(row: ScoreRow) -> Span:
    """What the last week says; how often in a row, when it was missed again."""
    words, tone = STATE[row.state]
    if row.red_weeks > 1:
        return _("✕ missed {count}×").format(count=row.red_weeks), tone
    return _(words), tone


def _bars(row: ScoreRow) -> str:
    """From nothing, so that a bar twice as high is twice as much; the threshold belongs to the scale."""
    known = [abs(value) for value in (*row.values, row.threshold) if value is not None]
    most = max(known, default=0) or 1
    steps = len(HEIGHTS) - 1
    return "".join(MISSED if value is None else HEIGHTS[round(abs(value) * steps / most)] for value in row.values)


def card(row: ScoreRow, today: date) -> list[Line]:
    """Everything about a number: what it is, its thirteen weeks as a chart with marks, and as figures."""
    lines = [
        name(row.title, right=state_cell(row)),
        line((_("week of {day}").format(day=format.day(row.weeks[-2], today)), "muted")),
        blank(),
        fact(_("Owner"), format.plain(row.owner)),
        fact(pgettext("weekly number", "Bound"), f"{_(BOUND[row.bound])} {format.figure(row.figure(row.threshold))}"),
        fact(_("From"), _source(row)),
        fact(_("Last week"), format.figure(row.figure(row.last))),
        fact(_("So far"), format.figure(row.figure(row.values[-1]))),
    ]
    if row.red_weeks >= STREAK:
        lines.append(fact(_("Topic"), _("raised for the meeting by itself") if row.raised_on else _("not yet raised")))
    lines += [blank(), heading(_("Thirteen weeks"))]
    lines.append(line(*joined(list(zip(_wide(_bars(row)), _twice(row), strict=True)))))
    lines.append(line(*joined(list(zip(_wide("".join(MARK[s] for s in row.states)), _twice(row), strict=True)))))
    return [*lines, blank(), *[_week(row, place, today) for place in reversed(range(len(row.weeks)))]]


def _wide(bars: str) -> list[str]:
    return [text for bar in bars for text in (bar, " ")]


def _twice(row: ScoreRow) -> list[Tone]:
    return [tone for state in row.states for tone in (TONE[state], TONE[state])]


def _source(row: ScoreRow) -> str:
    if row.metric is Metric.TYPED:
        return _("typed in every week")
    return _("{metric}, {whose}").format(metric=_(METRIC[row.metric]), whose=_(REACH[row.reach]))


def _week(row: ScoreRow, place: int, today: date) -> Line:
    state = row.states[place]
    words, tone = STATE[state]
    figure: Span = (format.figure(row.figure(row.values[place])), "" if row.values[place] is not None else "muted")
    return line((format.fit(format.day(row.weeks[place], today), 14), "muted"), figure, right=(_(words), tone))
