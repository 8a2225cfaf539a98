"""Splitting a goal over people or groups so that the parts sum exactly: who would get how much, before it is written.

By history each gets the share of the last four periods that is theirs (a rate per working day that they belonged to the
team, times the days on which they do in the new period; who has no history gets the mean rate of the others); equally
each gets the same per working day present; by hand whatever is typed. Rounding is by the largest remainder (Hamilton's
method), in steps that divide the whole. Levels, such as a rate, aren't divided: each gets the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from store import team
from store.access import Role
from store.calendar import Period, WorkCalendar
from store.figures import THOUSANDTHS, Unit, exponent
from store.goals.history import figures_by_member, past_periods
from store.goals.kinds import Status
from store.goals.pace import Presence, Shape
from store.goals.rows import GoalRow, read
from store.team import Member

ONE_DAY = timedelta(days=1)


class How(StrEnum):
    """By what the whole is divided."""

    HISTORY = "history"
    EQUALLY = "equally"


class Share(NamedTuple):
    """Somebody's share: a member's, or a group's.

    ``there`` is what is theirs already (it isn't given again), ``brought`` what they brought in the last periods,
    ``present`` how much of the period a member belongs to the team.
    """

    owner_id: int | None
    group_id: int | None
    name: str
    amount: int
    there: int | None
    brought: int | None
    present: Presence | None


class Proposal(NamedTuple):
    """The shares of a goal over people, or groups; ``total`` is what nobody has yet."""

    shares: tuple[Share, ...]
    total: int
    by_history: bool  # whether there is a history to divide by


def largest_remainder(total: int, weights: Sequence[Fraction | int], step: int = 1) -> list[int]:
    """Whole parts of a total by these weights, each a multiple of ``step``, that sum exactly to it.

    Each gets the steps below its exact share, and what is left goes step by step to the largest remainders, the first
    of equal ones first. Weights of nothing but 0 are equal ones. A step that doesn't divide the total is 1.
    """
    if not weights:
        return []
    if total % step:
        step = 1
    steps, whole = total // step, Fraction(sum(weights))
    exact = [Fraction(steps) * (weight / whole if whole else Fraction(1, len(weights))) for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: steps - sum(parts)]:
        parts[n] += 1
    return [part * step for part in parts]


def step_of(unit: Unit, currency: str, total: int, parts: int) -> int:
    """In what steps people would divide: thousands, hundreds, tens or ones of the unit, at most a hundredth of a part,
    so that the parts are round and the shares right to a per cent; ones where they divide the total, else the least."""
    one = 10 ** exponent(currency) if unit is Unit.MONEY else THOUSANDTHS
    for many in (1000, 100, 10):
        if not total % (one * many) and one * many * 100 * parts <= total:
            return one * many
    return one if not total % one else 1


def weights(brought: Sequence[int | None], before: Sequence[int], now: Sequence[int]) -> list[Fraction]:
    """Weights by history: what each brought per working day present before, times the days present now.

    Somebody without days before has the mean rate of those with some; without any history all count by their days now.
    """
    rates = [Fraction(value or 0, days) if days else None for value, days in zip(brought, before, strict=True)]
    known = [rate for rate in rates if rate is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else Fraction(0)
    if not mean:
        return [Fraction(days) for days in now]
    return [(mean if rate is None else rate) * days for rate, days in zip(rates, now, strict=True)]


def over_people(row: GoalRow, how: How, day: date) -> Proposal:
    """A team's goal over its members, or a group's over those in it; viewers and those who aren't there in the period
    are left out."""
    calendar = team.work_calendar()
    stays = stays_of(row.period)
    people = [member for member in _people(row) if member.id in stays]
    periods = past_periods(row, team.team().fiscal_month)
    before = [stays_of(period, day - ONE_DAY) for period in periods]
    days = [sum(_worked(then.get(member.id), calendar) for then in before) for member in people]
    brought = figures_by_member(row, periods, people)
    found = [brought.get(member.id, 0) if worked else None for member, worked in zip(people, days, strict=True)]
    whole = calendar.count(row.period.first, row.period.last)
    now = [Presence(_worked(stays[member.id], calendar), whole) for member in people]
    by = weights(found, days, [one.present for one in now]) if how is How.HISTORY else [one.present for one in now]
    taken, promised = _taken(row, day)
    there = [taken.get((member.id, None)) for member in people]
    amounts, total = _amounts(row, by, there, promised)
    shares = (
        Share(member.id, None, member.name, amount, has, value, present)
        for member, amount, has, value, present in zip(people, amounts, there, found, now, strict=True)
    )
    return Proposal(tuple(shares), total, any(found))


def over_groups(row: GoalRow, how: How, day: date) -> Proposal:
    """A team's goal over its groups: equally by their members, or by what the members brought."""
    periods = past_periods(row, team.team().fiscal_month)
    groups, people = team.groups(), _people(row)
    brought = figures_by_member(row, periods, people)
    sums = [sum(brought.get(number, 0) for number in group.ids) for group in groups]
    by = sums if how is How.HISTORY and any(sums) else [len(group.members) for group in groups]
    taken, promised = _taken(row, day)
    there = [taken.get((None, group.id)) for group in groups]
    amounts, total = _amounts(row, by, there, promised)
    shares = zip(groups, amounts, there, sums, strict=True)
    found = tuple(Share(None, group.id, group.name, amount, has, value, None) for group, amount, has, value in shares)
    return Proposal(found, total, any(sums))


def _people(row: GoalRow) -> list[Member]:
    everyone = [member for member in team.members() if member.role is not Role.VIEWER]
    if row.group_id is None:
        return everyone
    ids = next((group.ids for group in team.groups() if group.id == row.group_id), frozenset())
    return [member for member in everyone if member.id in ids]


def stays_of(period: Period, until: date | None = None) -> dict[int, tuple[date, date]]:
    """From when to when each member belongs to the team within a period (and not after ``until``), by id; who doesn't
    at all is left out.

    Those who were there when the team began with Huddle were there before, too.
    """
    everyone = team.members(left=True)
    began = min((member.joined_on for member in everyone), default=period.first)
    end = min(period.last, until or period.last)
    found: dict[int, tuple[date, date]] = {}
    for member in everyone:
        first = period.first if member.joined_on <= began else max(period.first, member.joined_on)
        last = min(end, member.left_on or end)
        if first <= last:
            found[member.id] = first, last
    return found


def _worked(stay: tuple[date, date] | None, calendar: WorkCalendar) -> int:
    return calendar.count(*stay) if stay is not None else 0


Whose = tuple[int | None, int | None]


def _taken(row: GoalRow, day: date) -> tuple[dict[Whose, int], int]:
    """What those who have a part of the goal already have promised, and what all of them have together."""
    parts = read("g.parent_id = ? AND g.deleted_at IS NULL AND g.status != 'dropped'", (row.id,), day)
    found: dict[Whose, int] = {}
    for part in parts:
        if part.period.kind is row.period.kind and not (part.owner_id is None and part.group_id is None):
            amount = (part.current or 0) if part.status is Status.TRANSFERRED else part.plan.target
            found[part.owner_id, part.group_id] = found.get((part.owner_id, part.group_id), 0) + amount
    return found, sum(found.values())


def _amounts(
    row: GoalRow, by: Sequence[Fraction | int], taken: Sequence[int | None], promised: int
) -> tuple[list[int], int]:
    """What each gets who has nothing yet, and what there is to divide."""
    if row.plan.shape is Shape.LEVEL:
        return [0 if there is not None else row.plan.target for there in taken], row.plan.target
    left = max(row.plan.target - promised, 0)
    free = [weight for weight, there in zip(by, taken, strict=True) if there is None]
    parts = iter(largest_remainder(left, free, step_of(row.unit, row.currency, left, max(len(free), 1))))
    return [0 if there is not None else next(parts) for there in taken], left
