"""What was reached before: the past periods that a new target is measured against and split by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store import team
from store.calendar import Period, period_of, previous_period
from store.database import rows
from store.goals.counting import Owners, Tally
from store.goals.kinds import Metric
from store.goals.rows import GoalRow, members_of_groups, owners_of
from store.team import Member

PERIODS = 4  # past ones that are looked at
WEEKS = 13  # past ones among which the best is looked for
WEEK = timedelta(days=7)


class Past(NamedTuple):
    """A past period and the figure at its end."""

    period: Period
    value: int


def past_periods(row: GoalRow, fiscal_month: int) -> list[Period]:
    """The periods of the same kind before a goal's own, the latest first."""
    found = [previous_period(period_of(row.period.last, row.period.kind, fiscal_month))]
    while len(found) < PERIODS:
        found.append(previous_period(found[-1]))
    return found


def reached_before(row: GoalRow, day: date) -> tuple[list[Past], int | None]:
    """What the goal's owner reached in past periods that are over, and the best of the last 13 weeks (None where
    weeks don't add up or nothing is known).

    A counted metric is counted; a typed one is what goals of the same title and owner ended with. Periods without any
    record (a sum of 0, no answers) are no history.
    """
    ours = team.team()
    periods = [period for period in past_periods(row, ours.fiscal_month) if period.last < day]
    if row.metric is Metric.TYPED:
        return _typed(row, periods), None
    monday = day - timedelta(days=day.weekday())
    weeks = [(monday - n * WEEK, monday - n * WEEK + timedelta(days=6)) for n in range(1, WEEKS + 1)]
    stretches = [*((period.first, period.last) for period in periods), *weeks]
    tally = Tally(((row.metric, first, last) for first, last in stretches), ours.timezone)
    owners = owners_of(row.owner_id, row.group_id, members_of_groups([row]))
    values = [(period, tally.value(row.metric, owners, period.first, period.last)) for period in periods]
    best = max((tally.value(row.metric, owners, *week) or 0 for week in weeks), default=0)
    return [Past(period, value) for period, value in values if value], best or None


def _typed(row: GoalRow, periods: Sequence[Period]) -> list[Past]:
    by_day = {period.last: period for period in periods}
    found = rows(
        "SELECT g.last_day, (SELECT k.value FROM check_in k WHERE k.goal_id = g.id AND k.deleted_at IS NULL"
        " ORDER BY k.day DESC, k.id DESC LIMIT 1) FROM goal g WHERE g.status IN ('achieved', 'missed')"
        " AND g.last_day >= ? AND g.deleted_at IS NULL AND g.title = ? COLLATE NOCASE AND g.unit = ?"
        " AND g.metric = 'typed' AND g.period_kind = ? AND g.owner_id IS ? AND g.group_id IS ?",
        (
            min(by_day, default=row.period.first).isoformat(),
            *(row.title, row.unit.value, row.period.kind.value, row.owner_id, row.group_id),
        ),
    )
    ended = ((by_day.get(date.fromisoformat(last)), value) for last, value in found)
    return [Past(period, value) for period, value in ended if period is not None and value]


def figures_by_member(row: GoalRow, periods: Sequence[Period], people: Sequence[Member]) -> dict[int, int]:
    """What each of these members brought over these periods together, by id: counted, or for a typed metric what their
    parts of goals of the same title ended with."""
    if row.metric is not Metric.TYPED:
        tally = Tally(((row.metric, period.first, period.last) for period in periods), team.team().timezone)

        def brought(owners: Owners) -> int:
            return sum(tally.value(row.metric, owners, period.first, period.last) or 0 for period in periods)

        return {member.id: brought((member.id,)) for member in people}
    found = rows(
        "SELECT g.owner_id, sum((SELECT k.value FROM check_in k WHERE k.goal_id = g.id AND k.deleted_at IS NULL"
        " ORDER BY k.day DESC, k.id DESC LIMIT 1)) FROM goal g JOIN goal p ON p.id = g.parent_id"
        " WHERE g.status IN ('achieved', 'missed') AND g.deleted_at IS NULL AND g.last_day >= ? AND g.last_day <= ?"
        " AND g.unit = ? AND p.title = ? COLLATE NOCASE AND g.owner_id IS NOT NULL GROUP BY g.owner_id",
        (periods[-1].first.isoformat(), periods[0].last.isoformat(), row.unit.value, row.title),
    )
    return {owner: value or 0 for owner, value in found}
