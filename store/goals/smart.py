"""The five SMART lights of a goal, each with its reason. They warn; a goal that begins over a red one says why.

Specific: a metric, an owner, no vague words. Measurable: start, target, a named source. Achievable: the target against
the best past period (inverted for falling metrics), and what a week must bring against the best week. Relevant: it has
a parent, or says why it matters. Time-bound: it lies in a period with working days.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from math import inf
from typing import NamedTuple

from store.calendar import WorkCalendar
from store.errors import N_, Reason
from store.goals.history import Past, reached_before
from store.goals.kinds import Metric
from store.goals.pace import EARLY_DAYS, Direction, Shape
from store.goals.rows import GoalRow


class Aspect(StrEnum):
    """The letters of SMART."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ACHIEVABLE = "achievable"
    RELEVANT = "relevant"
    TIME_BOUND = "time_bound"


class Lamp(StrEnum):
    """What a light shows: fine, to think about, wrong, or that it can't be said."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class Light(NamedTuple):
    """One light with its reason."""

    aspect: Aspect
    lamp: Lamp
    why: Reason


TOO_MUCH, TOO_LITTLE = 1.3, 0.9  # times the best past period
ENOUGH = 4  # cells of a title without blanks, such as a Chinese one
VAGUE = re.compile(
    r"\b(more|better|improve|increase|harder|effort|try|as much as possible|some|several)\b"
    r"|更多|更好|提升|提高|努力|加强|尽量|尽可能|若干",
    re.IGNORECASE,
)


def lights(row: GoalRow, day: date, calendar: WorkCalendar) -> list[Light]:
    """The five lights of a goal as they are on this day."""
    return [
        _specific(row),
        _measurable(row),
        achievable(row, *reached_before(row, day), calendar),
        _relevant(row),
        _time_bound(row, day, calendar),
    ]


def _specific(row: GoalRow) -> Light:
    vague = VAGUE.search(row.title)
    if row.presence.days and not row.presence.present:
        why = Reason(N_("{name} doesn't belong to the team in this period."), {"name": row.owner})
        return Light(Aspect.SPECIFIC, Lamp.RED, why)
    if vague is not None and not any(c.isdigit() for c in row.title):
        why = Reason(N_("“{word}” says no figure: name what exactly."), {"word": vague[0]})
        return Light(Aspect.SPECIFIC, Lamp.RED, why)
    title = row.title.strip()
    if len(title.split()) < 2 and len(title.encode()) < 2 * ENOUGH:
        return Light(Aspect.SPECIFIC, Lamp.AMBER, Reason(N_("One short word: say of what, and for whom."), {}))
    return Light(Aspect.SPECIFIC, Lamp.GREEN, Reason(N_("it has a metric and an owner"), {}))


def _measurable(row: GoalRow) -> Light:
    if row.metric is not Metric.TYPED:
        return Light(Aspect.MEASURABLE, Lamp.GREEN, Reason(N_("counted from the team's own records"), {}))
    if row.source:
        return Light(Aspect.MEASURABLE, Lamp.GREEN, Reason(N_("typed in, from {source}"), {"source": row.source}))
    why = Reason(N_("Typed in, and nobody says from where: name the source of the figure."), {})
    return Light(Aspect.MEASURABLE, Lamp.RED, why)


def ratio(target: int, best: int, direction: Direction) -> float:
    """How the target compares with the best past figure, inverted for a falling metric: over 1 is better than ever."""
    if direction is Direction.UP:
        return target / best if best > 0 else inf
    if target > 0:
        return best / target
    return inf if best > 0 else 1.0


def achievable(row: GoalRow, past: list[Past], best_week: int | None, calendar: WorkCalendar) -> Light:
    """The target against the best past period, then the required week against the best one; grey without history."""
    if not past:
        return Light(Aspect.ACHIEVABLE, Lamp.GREY, Reason(N_("no past period to compare with"), {}))
    falling = row.plan.direction is Direction.DOWN
    best = (min if falling else max)(past, key=lambda one: one.value)
    times = ratio(row.plan.target, best.value, row.plan.direction)
    values = {
        "times": "∞" if times == inf else f"{times:.2f}",
        "best": row.value(best.value),
        "first": best.period.first,
        "count": len(past),
    }
    if times > TOO_MUCH:
        why = Reason(N_("{times} × the best past period, which had {best} from {first} on"), values)
        return Light(Aspect.ACHIEVABLE, Lamp.RED, why)
    weekly = _required_a_week(row, calendar)
    if best_week is not None and weekly is not None and weekly > best_week:
        needs = {"needed": row.value(weekly), "best": row.value(best_week)}
        why = Reason(N_("needs {needed} a week; the best of 13 weeks had {best}"), needs)
        return Light(Aspect.ACHIEVABLE, Lamp.RED, why)
    if times < TOO_LITTLE:
        why = Reason(N_("only {times} × the best past period ({best}): is it ambitious?"), values)
        return Light(Aspect.ACHIEVABLE, Lamp.AMBER, why)
    why = Reason(N_("{times} × the best past period ({best})"), values)
    return Light(Aspect.ACHIEVABLE, Lamp.GREEN, why)


def _required_a_week(row: GoalRow, calendar: WorkCalendar) -> float | None:
    """What each week that is left must bring, of a sum that grows."""
    if row.plan.shape is not Shape.SUM or row.plan.is_limit or not row.standing.required:
        return None
    return row.standing.required * min(len(calendar.weekdays), row.standing.days_left)


def _relevant(row: GoalRow) -> Light:
    if row.parent_id is not None:
        return Light(Aspect.RELEVANT, Lamp.GREEN, Reason(N_("it is part of another goal"), {}))
    if row.why.strip():
        return Light(Aspect.RELEVANT, Lamp.GREEN, Reason(N_("it says why it matters"), {}))
    why = Reason(N_("It belongs to no other goal and doesn't say why it matters."), {})
    return Light(Aspect.RELEVANT, Lamp.RED, why)


def _time_bound(row: GoalRow, day: date, calendar: WorkCalendar) -> Light:
    values = {"days": calendar.count(row.plan.first, row.plan.last), "left": row.standing.days_left}
    if not values["days"]:
        return Light(Aspect.TIME_BOUND, Lamp.RED, Reason(N_("Nobody works in this period; choose another."), {}))
    if day > row.plan.last:
        return Light(Aspect.TIME_BOUND, Lamp.RED, Reason(N_("Its period is over."), {}))
    if values["left"] < EARLY_DAYS:
        return Light(Aspect.TIME_BOUND, Lamp.AMBER, Reason(N_("only {left} of {days} working days are left"), values))
    return Light(Aspect.TIME_BOUND, Lamp.GREEN, Reason(N_("{left} of {days} working days are left"), values))
