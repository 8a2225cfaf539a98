"""What the screens, Today and the meeting ask of the scorecard: all weeks of all numbers in three statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from store import team
from store.database import rows
from store.errors import N_, Reason
from store.figures import Figure, Unit
from store.goals.counting import Tally
from store.goals.kinds import Metric
from store.reading import once_a_reading
from store.records import Line, Ref
from store.scorecard.kinds import Bound, Reach
from store.scorecard.weeks import STREAK, WEEK, State, state_of, streak, weeks_to


class ScoreRow(NamedTuple):
    """One weekly number with its thirteen weeks, the oldest first; the last one still runs."""

    id: int
    title: str
    owner_id: int
    owner: str
    metric: Metric
    reach: Reach
    unit: Unit
    bound: Bound
    threshold: int
    raised_on: date | None
    currency: str
    weeks: tuple[date, ...]
    values: tuple[int | None, ...]

    @property
    def states(self) -> list[State]:
        """What each week says."""
        last = len(self.values) - 1
        return [
            state_of(value, self.bound, self.threshold, over=place < last) for place, value in enumerate(self.values)
        ]

    @property
    def red_weeks(self) -> int:
        """How many weeks in a row are red, up to the last one that has ended."""
        return streak(self.states)

    @property
    def last(self) -> int | None:
        """The figure of the last week that has ended."""
        return self.values[-2]

    @property
    def state(self) -> State:
        """What the last week that has ended says."""
        return self.states[-2]

    @property
    def typed(self) -> bool:
        """Whether people type it in."""
        return self.metric is Metric.TYPED

    def figure(self, amount: int | None) -> Figure | None:
        """An amount of this number with its unit; None stays None."""
        return None if amount is None else Figure(amount, self.unit, self.currency)


ROW = (
    "SELECT s.id, s.title, s.owner_id, m.name, s.metric, s.reach, s.unit, s.bound, s.threshold, s.raised_on"
    " FROM measurable s JOIN member m ON m.id = s.owner_id WHERE s.deleted_at IS NULL ORDER BY s.position, s.id"
)
TYPED = "SELECT measurable_id, week, value FROM weekly_figure WHERE deleted_at IS NULL AND week >= ? AND week <= ?"


@once_a_reading
def card() -> list[ScoreRow]:
    """The whole scorecard as it stands today, in its order."""
    found = rows(ROW)
    if not found:
        return []
    ours, weeks = team.team(), tuple(weeks_to(team.today()))
    typed = {(i, week): value for i, week, value in rows(TYPED, (weeks[0].isoformat(), weeks[-1].isoformat()))}
    counted = {Metric(row[4]) for row in found}
    spans = [(metric, week, _last_day(week)) for metric in counted for week in weeks]
    tally = Tally(spans, ours.timezone)
    score = []
    for i, title, owner_id, owner, metric, reach, unit, bound, threshold, raised in found:
        what, whose = Metric(metric), None if Reach(reach) is Reach.TEAM else (owner_id,)
        if what is Metric.TYPED:
            values = tuple(typed.get((i, week.isoformat())) for week in weeks)
        else:
            values = tuple(tally.value(what, whose, week, _last_day(week)) for week in weeks)
        raised_on = date.fromisoformat(raised) if raised else None
        kinds = (what, Reach(reach), Unit(unit), Bound(bound))
        score.append(ScoreRow(i, title, owner_id, owner, *kinds, threshold, raised_on, ours.currency, weeks, values))
    return score


def _last_day(week: date) -> date:
    return week + WEEK - date.resolution


WORDS = {
    State.GREEN: (N_("✓ reached"), "good"),
    State.RED: (N_("✕ missed"), "bad"),
    State.MISSING: (N_("▲ no figure"), "warning"),
}
IN_A_ROW = N_("✕ missed {count}×")


def for_meeting() -> list[Line]:
    """The scorecard's rows in the meeting: what the last week that has ended says."""
    return [_line(row) for row in card()]


def _line(row: ScoreRow) -> Line:
    words, tone = WORDS.get(row.state, ("", "muted"))
    state = Reason(IN_A_ROW, {"count": row.red_weeks}) if row.red_weeks > 1 else Reason(words, {})
    values = {"title": row.title, "value": row.figure(row.last) or "–", "threshold": row.figure(row.threshold)}
    said = N_("{title}: {value}, at least {threshold}")
    if row.bound is Bound.AT_MOST:
        said = N_("{title}: {value}, at most {threshold}")
    return Line(
        ref=Ref("measurable", row.id),
        what=N_("Number"),
        who="",
        text=Reason(said, values),
        owner=row.owner,
        state=state,
        tone=tone,
    )


def to_raise(found: Sequence[ScoreRow]) -> list[ScoreRow]:
    """The numbers that were red three weeks in a row, and whose row of red weeks has raised no topic yet."""
    return [
        row
        for row in found
        if row.red_weeks >= STREAK and (row.raised_on is None or row.raised_on < row.weeks[-1 - row.red_weeks])
    ]
