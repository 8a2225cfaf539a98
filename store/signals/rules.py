"""The rules, each a small pure function: what figures of a day say, with their formula and bounds.

Every value and threshold is in thousandths: 2.5 times is 2500, 12 % is 12000, 9 days are 9000. The bounds are those of
domain.md §8, drawn from the sources that ``reference/operations.md`` §1e names; where those give none, the docstring
says which was chosen and why. Too small a population gives no grade but a ``Lack``: "not enough data".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from store.complaints.scales import ENOUGH, LATEST
from store.deals import FEWEST_CLOSED
from store.figures import THOUSANDTHS
from store.goals.pace import AT_RISK_FROM, ON_TRACK_FROM, TINY
from store.signals.kinds import Grade

FEWEST_BUYERS = 20
FEWEST_REPS = 3
FEWEST_ANSWERS = LATEST + ENOUGH
ALARM_OF_NEED = 70  # percent of the coverage that is needed
MOST_SHARE, LEAST_SHARE = 60, 25  # percent of the pipeline that one rep may own, whatever their number
MOST_ALARM_SHARE = 80


class Lack(StrEnum):
    """Why a rule can't say anything."""

    FEW_BUYERS = "few_buyers"
    NO_TARGET = "no_target"
    REACHED = "reached"
    FEW_CLOSED = "few_closed"
    NO_GOAL = "no_goal"
    NO_A_CUSTOMER = "no_a_customer"
    NO_DEAL = "no_deal"
    FEW_REPS = "few_reps"
    NO_COMPLAINT = "no_complaint"
    FEW_ANSWERS = "few_answers"
    NO_TRAINING = "no_training"


class Judged(NamedTuple):
    """What a rule says about one figure; ``threshold`` is from where on it warns, ``grade`` None is good."""

    value: int | None
    threshold: int
    grade: Grade | None = None
    lack: Lack | None = None


def _grade(warns: bool, alarms: bool) -> Grade | None:
    if alarms:
        return Grade.ALARM
    return Grade.WARN if warns else None


def _ratio(part: float, whole: float, times: int = THOUSANDTHS) -> int:
    """part / whole × times, rounded half up."""
    return math.floor(part * times / whole + 0.5)


def concentration(largest: int, total: int, buyers: int) -> Judged:
    """largest / total: the largest customer's share of the revenue of 12 months.

    Warns from 10 % on, alarms from 20 %; nothing below 20 buying customers, where one of 5 % would be average.
    """
    threshold = 10 * THOUSANDTHS
    if buyers < FEWEST_BUYERS or total <= 0:
        return Judged(None, threshold, lack=Lack.FEW_BUYERS)
    grade = _grade(10 * largest >= total, 5 * largest >= total)
    return Judged(_ratio(largest, total, 100 * THOUSANDTHS), threshold, grade)


def coverage(expected: int, left: int, won: int, closed: int) -> Judged:
    """expected / left against 1 / win rate: does the pipeline of the period suffice for what is left of its target?

    ``expected`` is the sum of the open deals expected in the period, the win rate is won / closed of the last 12
    months, from 10 closed deals on. Warns below 1 / win rate, alarms below 0.7 of that. When nothing of n was won, at
    least n times as much is needed.
    """
    if closed < FEWEST_CLOSED:
        return Judged(None, 0, lack=Lack.FEW_CLOSED)
    needed = closed / max(won, 1)
    threshold = _ratio(needed, 1)
    if left <= 0:
        return Judged(None, threshold, lack=Lack.REACHED)
    has, needs = expected * max(won, 1), closed * left
    return Judged(_ratio(expected, left), threshold, _grade(has < needs, 100 * has < ALARM_OF_NEED * needs))


def pace(speed: float | None) -> Judged:
    """progress / expected progress of a goal, as ``goals.pace``: warns below 0.9, alarms below 0.7.

    None while it is too early to say.
    """
    threshold = _ratio(ON_TRACK_FROM, 1)
    if speed is None:
        return Judged(None, threshold, lack=Lack.NO_GOAL)
    value = threshold if math.isinf(speed) else _ratio(speed, 1)
    return Judged(value, threshold, _grade(speed < ON_TRACK_FROM - TINY, speed < AT_RISK_FROM - TINY))


def silence(days: int, interval: int) -> Judged:
    """days since the last real contact / the visit interval of an A customer.

    Warns beyond 1.5 times, alarms beyond twice; only where nothing is planned between today and in 7 days.
    """
    threshold = 1500
    return Judged(_ratio(days, interval), threshold, _grade(2 * days > 3 * interval, days > 2 * interval))


def stalled(idle: int, limit: int) -> Judged:
    """Days without a contact of a deal that is stalled as ``pipeline`` says it: beyond the limit of its stage.

    Warns beyond the limit; alarms beyond twice the limit (our choice: the design gives one bound).
    """
    return Judged(idle * THOUSANDTHS, limit * THOUSANDTHS, _grade(idle > limit, idle > 2 * limit))


def slipped(times: int) -> Judged:
    """How often an open deal's expected close was moved later: warns from 2 times on, alarms from 3."""
    return Judged(times * THOUSANDTHS, 2 * THOUSANDTHS, _grade(times >= 2, times >= 3))


def rep_share(largest: int, total: int, reps: int) -> Judged:
    """largest / total: what one rep owns of the open pipeline.

    Warns beyond min(60 %, max(25 %, 2 / reps)), from three reps on; alarms beyond 1.5 times that, at most 80 % (our
    choice: the design gives one bound).
    """
    bound = min(float(MOST_SHARE), max(float(LEAST_SHARE), 200 / max(reps, 1)))
    threshold = _ratio(bound, 1)
    if reps < FEWEST_REPS:
        return Judged(None, threshold, lack=Lack.FEW_REPS)
    if total <= 0:
        return Judged(None, threshold, lack=Lack.NO_DEAL)
    share = 100 * largest / total
    alarm = min(1.5 * bound, float(MOST_ALARM_SHARE))
    return Judged(_ratio(share, 1), threshold, _grade(share > bound + TINY, share > alarm + TINY))


def complaint(days: int) -> Judged:
    """Days since a complaint of an A customer that is still open was opened: warns from 3 on, alarms from 7."""
    return Judged(days * THOUSANDTHS, 3 * THOUSANDTHS, _grade(days >= 3, days >= 7))


def satisfaction(scores: Sequence[int]) -> Judged:
    """mean of the last five answers − mean of the (at most five, at least three) before them, of 1 to 5.

    ``scores`` are the newest first. Warns at −0.5, alarms at −1.0. The value is the fall: −0.8 points are 800.
    """
    threshold = 500
    if len(scores) < FEWEST_ANSWERS:
        return Judged(None, threshold, lack=Lack.FEW_ANSWERS)
    before = scores[LATEST : 2 * LATEST]
    fall = sum(before) / len(before) - sum(scores[:LATEST]) / LATEST
    return Judged(_ratio(fall, 1), threshold, _grade(fall > 0.5 - TINY, fall > 1 - TINY))


def overdue(count: int) -> Judged:
    """Follow-ups of one rep that are due before today and not done: warns from 5 on, alarms from 15."""
    return Judged(count * THOUSANDTHS, 5 * THOUSANDTHS, _grade(count >= 5, count >= 15))


def training(days: int) -> Judged:
    """Days by which the oldest open mandatory step of somebody's plan is late: warns from 1 on, alarms from 14."""
    return Judged(days * THOUSANDTHS, THOUSANDTHS, _grade(days >= 1, days >= 14))
