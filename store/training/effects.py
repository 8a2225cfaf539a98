"""Did it help? The numbers of a plan's person before and after the training that answered a record.

Two windows of equal length lie around the plan: the days right before day 0, and those right after the day on which
it was done. They are as long as what has passed since then, at most 90 days; under 30 days it is too early to say.
What is compared follows the record that the plan was raised from: a deal, the win rate; a complaint, the complaints
and the satisfaction; a skill, its level; anything else (a review, a customer), all of the first three. A figure with
too few cases in either window is "not enough data", and each figure comes with its cases.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from store import team
from store.calendar import utc_of
from store.complaints.scales import ENOUGH, SATISFIED
from store.database import rows
from store.records import Instant, Ref
from store.training.levels import level_on

LONGEST, SHORTEST = 90, 30  # days of a window
FEWEST_DEALS = 5  # closed deals in a window below which a win rate says nothing


class What(StrEnum):
    """What is compared."""

    WIN_RATE = "win_rate"
    COMPLAINTS = "complaints"
    CSAT = "csat"
    LEVEL = "level"


COMPARED = {
    "deal": (What.WIN_RATE,),
    "complaint": (What.COMPLAINTS, What.CSAT),
    "skill": (What.LEVEL,),
}
OTHERWISE = (What.WIN_RATE, What.COMPLAINTS, What.CSAT)


class Side(NamedTuple):
    """A figure in one window: a share of one, a count or a level, of ``n`` cases; None when they are too few."""

    value: float | None
    n: int


class Measure(NamedTuple):
    """A figure before and after."""

    what: What
    before: Side
    after: Side


class Effect(NamedTuple):
    """The windows, both days included, and what is compared; ``days`` is how long each is, 0 while it is too early."""

    days: int
    before: tuple[date, date]
    after: tuple[date, date]
    measures: tuple[Measure, ...]


def windows(day_0: date, ended_on: date, today: date) -> tuple[int, tuple[date, date], tuple[date, date]]:
    """How long the windows are, and their first and last days: L = min(90, full days since ``ended_on``), 0 under 30;
    before = day 0 - L … day 0 - 1, after = ended_on + 1 … ended_on + L."""
    length = min(LONGEST, (today - ended_on).days - 1)
    if length < SHORTEST:
        length = 0
    span = timedelta(days=length)
    one = timedelta(days=1)
    return length, (day_0 - span, day_0 - one), (ended_on + one, ended_on + span)


def effect(member: int, day_0: date, ended_on: date, because_of: Ref, today: date) -> Effect:
    """What the numbers of a member were before and after a plan that was done; see the module."""
    days, before, after = windows(day_0, ended_on, today)
    if not days:
        return Effect(0, before, after, ())
    measures = []
    for what in COMPARED.get(because_of.kind, OTHERWISE):
        sides = [_side(what, member, because_of, *window) for window in (before, after)]
        measures.append(Measure(what, *sides))
    return Effect(days, before, after, tuple(measures))


def _side(what: What, member: int, because_of: Ref, first: date, last: date) -> Side:
    if what is What.WIN_RATE:
        return win_rate(member, first, last)
    if what is What.COMPLAINTS:
        return complaints(member, first, last)
    if what is What.CSAT:
        return csat(member, first, last)
    return Side(level_on(member, because_of.id, last), 1)


def win_rate(member: int, first: date, last: date) -> Side:
    """Won / (won + lost) of the member's deals that were closed on these days; none under 5 of them."""
    won, closed = rows(
        "SELECT coalesce(sum(s.type = 'won'), 0), count(*) FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE d.owner_id = ? AND d.closed_on BETWEEN ? AND ? AND d.deleted_at IS NULL",
        (member, first.isoformat(), last.isoformat()),
    )[0]
    return Side(won / closed if closed >= FEWEST_DEALS else None, closed)


def complaints(member: int, first: date, last: date) -> Side:
    """How many complaints of the member were opened on these days (the team's days)."""
    zone = team.team().timezone
    begins, ends = (utc_of(day, time(), zone) for day in (first, last + timedelta(days=1)))
    found = rows(
        "SELECT count(*) FROM complaint WHERE owner_id = ? AND opened_at >= ? AND opened_at < ? AND deleted_at IS NULL",
        (member, Instant().db_value(begins), Instant().db_value(ends)),
    )[0][0]
    return Side(float(found), int(found))


def csat(member: int, first: date, last: date) -> Side:
    """The share of 4 and 5 of the answers that the member's customers gave on these days; none under 3 answers."""
    happy, answers = rows(
        "SELECT coalesce(sum(s.score >= ?), 0), count(*) FROM satisfaction s JOIN customer c ON c.id = s.customer_id"
        " WHERE c.owner_id = ? AND s.scale = 'csat' AND s.day BETWEEN ? AND ? AND s.deleted_at IS NULL",
        (SATISFIED, member, first.isoformat(), last.isoformat()),
    )[0]
    return Side(happy / answers if answers >= ENOUGH else None, answers)
