"""Where a goal stands: pure arithmetic over its figures and the team's working days.

Sources: progress and pace are the common form of OKR trackers, taken relative to working days instead of
calendar days, because a quarter with a week of holidays would otherwise raise five points of false alarm.
All figures of one goal are integers in the same unit (see ``store.figures``).
"""

from __future__ import annotations

import math
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
    """What was promised: from ``start`` to ``target`` between two days, both included."""

    shape: Shape
    direction: Direction
    start: int
    target: int
    first: date
    last: date

    @property
    def is_limit(self) -> bool:
        """Whether it is a sum that must stay under its target."""
        return self.shape is Shape.SUM and self.direction is Direction.DOWN


class Standing(NamedTuple):
    """Where a plan stands on a day; None is what can't be said. ``pace`` is infinite for an unused limit."""

    progress: float | None
    expected: float
    pace: float | None
    state: State
    days_left: int
    required: float | None
    projection: float | None


def progress(start: int, target: int, current: int) -> float:
    """(current − start) / (target − start), whatever the direction; not clamped, so −0.2 and 1.4 are answers.

    Equal start and target, which no goal may have, are 1 when reached and 0 otherwise.
    """
    if start == target:
        return float(current == target)
    return (current - start) / (target - start)


def expected(calendar: WorkCalendar, first: date, last: date, day: date) -> float:
    """The share, 0 to 1, of the period's working days that are over; ``day`` itself isn't over."""
    return calendar.elapsed(first, last, day)


def days_over(calendar: WorkCalendar, first: date, last: date, day: date) -> int:
    """How many working days of the period are over; ``day`` itself isn't."""
    return calendar.count(first, last) - calendar.left(first, last, day)


def pace(plan: Plan, current: int, share: float) -> float | None:
    """progress / expected; 1 is exactly on time. None while no working day is over.

    A sum that must stay under its target: expected × target / current, infinite while nothing is used.
    """
    if plan.is_limit:
        return share * plan.target / current if current > 0 else math.inf
    return progress(plan.start, plan.target, current) / share if share > 0 else None


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
    share = expected(calendar, plan.first, plan.last, day)
    if too_early(share, days_over(calendar, plan.first, plan.last, day)):
        return State.TOO_EARLY
    if current is None:
        return State.NO_DATA
    speed = pace(plan, current, share)
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
    share = expected(calendar, plan.first, plan.last, day)
    left = calendar.left(plan.first, plan.last, day)
    found = state(plan, current, calendar, day)
    if current is None:
        return Standing(None, share, None, found, left, None, None)
    return Standing(
        progress(plan.start, plan.target, current),
        share,
        pace(plan, current, share),
        found,
        left,
        required(plan, current, left),
        projection(plan, current, share),
    )


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
