"""The arithmetic of a weekly number: its weeks, when one is red, and how many were in a row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from store.scorecard.kinds import Bound

WEEK = timedelta(days=7)
WEEKS = 13  # a quarter of them, the one that runs included
STREAK = 3  # red weeks in a row that raise a topic (EOS: "off track three weeks in a row becomes an issue")


class State(StrEnum):
    """What a week says."""

    GREEN = "green"
    RED = "red"
    OPEN = "open"  # the week still runs, and nothing is decided yet
    MISSING = "missing"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_to(day: date) -> list[date]:
    """The Mondays of the last thirteen weeks, the one that runs last."""
    last = monday(day)
    return [last - WEEK * n for n in reversed(range(WEEKS))]


def state_of(value: int | None, bound: Bound, threshold: int, *, over: bool) -> State:
    """What a figure says about its week; ``over`` is whether the week has ended.

    While it runs, a sum may still grow: one that reached its lower bound is green, one beyond its upper bound is red,
    anything else is open. A figure that is missing is neither.
    """
    if value is None:
        return State.MISSING if over else State.OPEN
    if bound is Bound.AT_LEAST:
        return State.GREEN if value >= threshold else State.RED if over else State.OPEN
    return State.RED if value > threshold else State.GREEN if over else State.OPEN


def streak(states: Sequence[State]) -> int:
    """How many weeks in a row are red, up to the last one that has ended; the one that runs stands last.

    A week whose figure is missing ends the row: nobody knows what it was.
    """
    count = 0
    for state in reversed(states[:-1]):
        if state is not State.RED:
            return count
        count += 1
    return count
