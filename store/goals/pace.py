"""Where a goal stands: pure arithmetic over its figures and the team's working days.

Sources: progress and pace are the common form of OKR trackers, taken relative to working days instead of
calendar days, because a quarter with a week of holidays would otherwise raise five points of false alarm.
All figures of one goal are integers in the same unit (see ``store.figures``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from store.calendar import WorkCalendar


class Shape(StrEnum):
    """How a metric moves."""

    SUM = "sum"  # grows from 0 within the period
    LEVEL = "level"  # as of now


class Direction(StrEnum):
    """Where a metric should go; a sum that goes down is one that must stay under its target."""

    UP = "up"
    DOWN = "down"


class State(StrEnum):
    """What the figures say about a goal that runs."""

    TOO_EARLY = "too_early"
    NO_DATA = "no_data"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    ENDED = "ended"  # past its end and still open: it wants to be closed


EARLY_SHARE = 0.15  # of the period's working days
EARLY_DAYS = 3  # working days
ON_TRACK_FROM = 0.9  # pace
AT_RISK_FROM = 0.7  # pace
TINY = 1e-9  # 0.27 / 0.3 is 0.9 for people, and a little less for floats


class Plan(NamedTuple):
    """What was promised: from ``start`` to ``target`` between two days, both included.

    ``aims`` are the targets in force, each with its first day, the last one being ``target``; empty where the target
    never changed.
    """

    shape: Shape
    direction: Direction
    start: int
    target: int
    first: date
    last: date
    aims: tuple[tuple[date, int], ...] = ()

    @property
    def is_limit(self) -> bool:
        """Whether it is a sum that must stay under its target."""
        return self.shape is Shape.SUM and self.direction is Direction.DOWN

    def target_on(self, day: date) -> int:
        """The target in force on a day; before the first one, that one."""
        found = [aim for begins, aim in self.aims if begins <= day]
        return found[-1] if found else self.aims[0][1] if self.aims else self.target


class Standing(NamedTuple):
    """Where a plan stands on a day; None is what can't be said. ``pace`` is infinite for an unused limit.

    ``due`` is where the line of the plan is, ``expected`` the same as a share of the way to the target, and ``elapsed``
    the share of the working days that are over; the latter two are one as long as the target stays what it was.
    """

    progress: float | None
    expected: float
    pace: float | None
    state: State
    days_left: int
    required: float | None
    projection: float | None
    due: float
    elapsed: float


def progress(start: int, target: int, current: float) -> float:
    """(current − start) / (target − start), whatever the direction; not clamped, so −0.2 and 1.4 are answers.

    Equal start and target, which no goal may have, are 1 when reached and 0 otherwise.
    """
    if start == target:
        return float(current == target)
    return (current - start) / (target - start)


def elapsed(calendar: WorkCalendar, first: date, last: date, day: date) -> float:
    """The share, 0 to 1, of the period's working days that are over; ``day`` itself isn't over."""
    return calendar.elapsed(first, last, day)


def days_over(calendar: WorkCalendar, first: date, last: date, day: date) -> int:
    """How many working days of the period are over; ``day`` itself isn't."""
    return calendar.count(first, last) - calendar.left(first, last, day)


def aims(first: date, original: int, revisions: Iterable[tuple[date, int]]) -> tuple[tuple[date, int], ...]:
    """The targets in force with their first days, from revisions (from day, new target) in the order of writing.

    A later word on an earlier day replaces what was said of the days after it, so that the last target written is
    always the one in force at the end.
    """
    found = [(first, original)]
    for day, target in revisions:
        day = max(day, first)
        found = [(begins, aim) for begins, aim in found if begins < day]
        found.append((day, target))
    return tuple(found)


def due(plan: Plan, calendar: WorkCalendar, day: date) -> float:
    """Where the line of the plan is when ``day`` begins.

    It goes from the start to the target evenly over the working days. A revision bends it on its day: from where it
    is then evenly to the new target at the end, so that nobody falls behind backwards by a target that is raised, and
    nobody has caught up by one that is lowered. It never asks for more than the target in force.
    """
    total = calendar.count(plan.first, plan.last)
    over = days_over(calendar, plan.first, plan.last, day) if total else total
    at, value = 0, float(plan.start)
    steps = plan.aims or ((plan.first, plan.target),)
    for number, (_begins, aim) in enumerate(steps):
        until = over
        if number + 1 < len(steps):
            until = min(over, days_over(calendar, plan.first, plan.last, steps[number + 1][0]))
        if until > at:
            value += (aim - value) * (until - at) / (total - at)
            at = until
    if not total:
        value = float(plan.target if day > plan.last else plan.start)
    return min(value, plan.target) if plan.target > plan.start else max(value, plan.target)


def pace(plan: Plan, current: int, line: float) -> float | None:
    """(current − start) / (line − start): progress by what was expected; 1 is exactly on time. None while the line is
    still at the start.

    A sum that must stay under its target: line / current, which is expected × target / current; infinite while nothing
    is used.
    """
    if plan.is_limit:
        return line / current if current > 0 else math.inf
    way = line - plan.start
    return (current - plan.start) / way if abs(way) > TINY else None


def too_early(share: float, over: int) -> bool:
    """Whether the period is too young to judge: under 15 % of it, or under three working days, are over."""
    return share < EARLY_SHARE - TINY or over < EARLY_DAYS


def judged(speed: float) -> State:
    """On track from a pace of 0.9, at risk from 0.7, else off track."""
    if speed >= ON_TRACK_FROM - TINY:
        return State.ON_TRACK
    return State.AT_RISK if speed >= AT_RISK_FROM - TINY else State.OFF_TRACK


def state(plan: Plan, current: int | None, calendar: WorkCalendar, day: date) -> State:
    """What to say about an open goal on this day."""
    if day > plan.last:
        return State.ENDED
    share = elapsed(calendar, plan.first, plan.last, day)
    if too_early(share, days_over(calendar, plan.first, plan.last, day)):
        return State.TOO_EARLY
    if current is None:
        return State.NO_DATA
    speed = pace(plan, current, due(plan, calendar, day))
    return State.TOO_EARLY if speed is None else judged(speed)


def reached(plan: Plan, current: int) -> bool:
    """Whether the target is met; a limit is met while it isn't passed."""
    if plan.is_limit:
        return current <= plan.target
    return progress(plan.start, plan.target, current) >= 1


def required(plan: Plan, current: int, days_left: int) -> float | None:
    """What every working day that is left must bring: (target − current) / days left.

    Negative for a falling level, 0 once the target is reached, None without a day left. For a limit it is how
    much each day may still use, 0 when nothing is left of it.
    """
    if days_left <= 0:
        return None
    if plan.is_limit:
        return max(plan.target - current, 0) / days_left
    return 0.0 if reached(plan, current) else (plan.target - current) / days_left


def projection(plan: Plan, current: int, share: float) -> float | None:
    """Where it ends at this rate: start + (current − start) / expected; None before 15 % of the period."""
    if share < EARLY_SHARE - TINY:
        return None
    return plan.start + (current - plan.start) / share


def standing(plan: Plan, current: int | None, calendar: WorkCalendar, day: date) -> Standing:
    """Everything above in one answer. ``current`` None: nothing is known yet."""
    share = elapsed(calendar, plan.first, plan.last, day)
    left = calendar.left(plan.first, plan.last, day)
    found = state(plan, current, calendar, day)
    line = due(plan, calendar, day)
    expected = progress(plan.start, plan.target, line)
    if current is None:
        return Standing(None, expected, None, found, left, None, None, line, share)
    return Standing(
        progress(plan.start, plan.target, current),
        expected,
        pace(plan, current, line),
        found,
        left,
        required(plan, current, left),
        projection(plan, current, share),
        line,
        share,
    )


class Gap(StrEnum):
    """How the stated confidence gainsays the figures."""

    BOLD = "bold"  # confident, and computed off pace
    SHY = "shy"  # doubtful, and computed on track


SURE, UNSURE = 7, 3  # confidence from which, and up to which, it gainsays the figures


def gap(found: State | None, confidence: int | None) -> Gap | None:
    """Whether confidence (0 to 10) and the computed state say the opposite of each other: from 7 on over a goal at
    risk or off track, up to 3 under one on track."""
    if confidence is None:
        return None
    if found in (State.AT_RISK, State.OFF_TRACK) and confidence >= SURE:
        return Gap.BOLD
    return Gap.SHY if found is State.ON_TRACK and confidence <= UNSURE else None


class Presence(NamedTuple):
    """How many working days of a period somebody belongs to the team, and how many the period has."""

    present: int
    days: int

    @property
    def whole(self) -> bool:
        """Whether it is all of them."""
        return self.present == self.days

    def of(self, amount: int) -> int:
        """The share of an amount for these days, rounded half up."""
        return (2 * amount * self.present + self.days) // (2 * self.days) if self.days else amount


def presence(calendar: WorkCalendar, first: date, last: date, joined: date | None, left: date | None) -> Presence:
    """The working days from joining (None: before) to the last day (None: stays), both included, of those of a period.

    Absences don't count: who is ill for a week has the same target, and a lead who thinks otherwise revises it with the
    reason.
    """
    begins, ends = max(first, joined or first), min(last, left or last)
    return Presence(calendar.count(begins, ends), calendar.count(first, last))


def weighted(parts: list[tuple[int, float | None]]) -> tuple[float, float] | None:
    """The weighted mean of the parts (weight, progress) that are known, and the share of the weight they are.

    Missing is not zero: Σ w·p / Σ w over what is known. None when nothing is.
    """
    known = [(weight, part) for weight, part in parts if part is not None]
    total = sum(weight for weight, _ in parts)
    rated = sum(weight for weight, _ in known)
    if not rated:
        return None
    return sum(weight * part for weight, part in known) / rated, rated / total
