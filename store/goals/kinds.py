"""What a goal can be: where its figure comes from, its states, the answers to a proposal."""

from __future__ import annotations

from enum import StrEnum

from store.figures import Unit
from store.goals.pace import Shape


class Metric(StrEnum):
    """Where the figure comes from: typed in with each check-in, or counted from the team's own records."""

    TYPED = "typed"
    REVENUE = "revenue"
    DEALS_WON = "deals_won"
    FOLLOWUPS_DONE = "followups_done"
    ON_TIME_RATE = "on_time_rate"
    NEW_CUSTOMERS = "new_customers"
    SATISFACTION = "satisfaction"


COUNTED = {  # a counted metric brings its own shape and unit
    Metric.REVENUE: (Shape.SUM, Unit.MONEY),
    Metric.DEALS_WON: (Shape.SUM, Unit.NUMBER),
    Metric.FOLLOWUPS_DONE: (Shape.SUM, Unit.NUMBER),
    Metric.ON_TIME_RATE: (Shape.LEVEL, Unit.PERCENT),
    Metric.NEW_CUSTOMERS: (Shape.SUM, Unit.NUMBER),
    Metric.SATISFACTION: (Shape.LEVEL, Unit.NUMBER),
}


class Status(StrEnum):
    """How far the promise is; whether an active goal has ended is computed, never stored."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    ACHIEVED = "achieved"
    MISSED = "missed"
    DROPPED = "dropped"
    TRANSFERRED = "transferred"  # its owner has left it; another goal goes on with what was left


class Answer(StrEnum):
    """What the owner said to a goal that the lead proposed."""

    ACCEPTED = "accepted"
    COUNTERED = "countered"  # with another figure, and why


OPEN = (Status.DRAFT, Status.PROPOSED, Status.ACTIVE)
ENDS = (Status.ACHIEVED, Status.MISSED, Status.DROPPED)  # how a goal may be closed
CLOSED = (*ENDS, Status.TRANSFERRED)
TEAM = 0  # no member's id: so that a goal of the team isn't "unassigned", which every rep may write
