"""What deals will bring, and how well we close them: forecast, coverage, win rate, cycle and velocity.

Each figure comes with its population; where that is too small there is no figure ("not enough data").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from store.calendar import zone_info
from store.database import rows
from store.deals.kinds import IS_CLOSED, IS_OPEN
from store.deals.questions import revenue, weighted
from store.team import team

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

COMMIT = 75  # percent from which an open deal counts as promised
FEWEST_CLOSED = 10  # closed deals below which a win rate says nothing
FEWEST_WON = 5  # won deals below which a cycle says nothing
LOOK_BACK = timedelta(days=365)


HEAPS = {
    "past": "d.expected_close_on < ?",
    "expected": "d.expected_close_on BETWEEN ? AND ?",
    "undated": "d.expected_close_on IS NULL",
}


@dataclass(frozen=True)
class Heap:
    """Some open deals together: how many, their sum, and their sum × probability (minor units)."""

    count: int = 0
    sum: int = 0
    weighted: int = 0


class Forecast(NamedTuple):
    """What a period will bring, in minor units.

    ``won`` are the deals won in it, ``expected`` the open ones expected in it from today on; those whose expected
    close is over (``past``) or not known (``undated``), in whatever period, stand apart. Lost deals count nowhere.
    """

    first: date
    last: date
    won: int
    won_count: int
    promised: int  # open deals with a probability of COMMIT or more
    expected: Heap
    past: Heap
    undated: Heap

    @property
    def commit(self) -> int:
        """Won, and what is expected with a probability of 75 % or more."""
        return self.won + self.promised

    @property
    def weighted(self) -> int:
        """Σ open deals expected × probability; what is won stands apart."""
        return self.expected.weighted

    @property
    def best(self) -> int:
        """Won, and all that is expected."""
        return self.won + self.expected.sum


def forecast(first: date, last: date, day: date, owner: int | None = None) -> Forecast:
    """What these days will bring as seen on ``day``: a member's, or everyone's."""
    mine, whose = ("", []) if owner is None else (" AND d.owner_id = ?", [owner])
    won = rows(
        "SELECT coalesce(sum(d.amount), 0), count(*) FROM deal d JOIN stage s ON s.id = d.stage_id"
        f" WHERE {IS_CLOSED} AND d.closed_on BETWEEN ? AND ? AND s.type = 'won'{mine}",
        [first.isoformat(), last.isoformat(), *whose],
    )[0]
    percent = "coalesce(d.probability, s.probability)"
    figures = (
        f"count(*), coalesce(sum(d.amount), 0), coalesce(sum(d.amount * {percent}), 0),"
        f" coalesce(sum(CASE WHEN {percent} >= {COMMIT} THEN d.amount END), 0)"
    )
    # each by its own span of the index: what is expected later is never looked at
    heaps = rows(
        " UNION ALL ".join(
            f"SELECT '{heap}', {figures} FROM deal d JOIN stage s ON s.id = d.stage_id WHERE {IS_OPEN}{mine} AND {span}"
            for heap, span in HEAPS.items()
        ),
        [*whose, day.isoformat(), *whose, max(first, day).isoformat(), last.isoformat(), *whose],
    )
    found = {heap: Heap(count, total, weighted(times)) for heap, count, total, times, _promised in heaps}
    promised = next(row[4] for row in heaps if row[0] == "expected")
    return Forecast(
        first,
        last,
        won[0],
        won[1],
        promised,
        found["expected"],
        found["past"],
        found["undated"],
    )


class Coverage(NamedTuple):
    """How much is open for what is left of a revenue target, in minor units; ``times`` is None when it is reached."""

    target: int
    booked: int
    open: int

    @property
    def left(self) -> int:
        """What is still to be booked; never below 0."""
        return max(self.target - self.booked, 0)

    @property
    def times(self) -> float | None:
        """Open pipeline expected within the period / what is left of its target."""
        return self.open / self.left if self.left else None


def coverage(target: int, found: Forecast, owner: int | None = None) -> Coverage:
    """How far what is open in a forecast's period covers a revenue target of that period."""
    return Coverage(target, revenue(found.first, found.last, owner), found.expected.sum)


@dataclass(frozen=True)
class TrackRecord:
    """How deals were closed on some days; every figure is None where its population is too small.

    ``closed`` deals were won or lost; those that were ``won`` brought ``won_sum``, after so many ``days`` from their
    creation each, rising. ``open_count`` and ``open_sum`` are the pipeline as it stands.
    """

    first: date
    last: date
    closed: int
    won_sum: int
    days: Sequence[int]
    open_count: int
    open_sum: int

    @property
    def won(self) -> int:
        """How many were won."""
        return len(self.days)

    @property
    def win_rate(self) -> float | None:
        """Won / (won + lost); None below FEWEST_CLOSED closed deals."""
        return self.won / self.closed if self.closed >= FEWEST_CLOSED else None

    @property
    def mean_cycle(self) -> float | None:
        """Mean days from creation to won; None below FEWEST_WON won deals."""
        return sum(self.days) / self.won if self.won >= FEWEST_WON else None

    @property
    def median_cycle(self) -> float | None:
        """Median days from creation to won; None below FEWEST_WON won deals."""
        from statistics import median

        return float(median(self.days)) if self.won >= FEWEST_WON else None

    @property
    def mean_won(self) -> float | None:
        """Mean amount of a won deal, in minor units; None below FEWEST_WON won deals."""
        return self.won_sum / self.won if self.won >= FEWEST_WON else None

    @property
    def velocity(self) -> float | None:
        """Minor units a day: open deals × win rate × average won / mean cycle; None while one of them is, or 0 days."""
        rate, mean, cycle = self.win_rate, self.mean_won, self.mean_cycle
        if rate is None or mean is None or not cycle:
            return None
        return self.open_count * rate * mean / cycle


def closed_between(first: date, last: date, owner: int | None = None) -> TrackRecord:
    """The deals closed on these days, both included: a member's, or everyone's."""
    mine, whose = ("", []) if owner is None else (" AND d.owner_id = ?", [owner])
    zone = zone_info(team().timezone)
    where = f"{IS_CLOSED} AND d.closed_on BETWEEN ? AND ?{mine}"
    span = [first.isoformat(), last.isoformat(), *whose]
    closed = rows(f"SELECT count(*) FROM deal d WHERE {where}", span)[0][0]
    won = rows(
        f"SELECT d.amount, substr(d.created_at, 1, {INSTANT}), d.closed_on FROM deal d"
        f" WHERE {where} AND d.stage_id IN (SELECT id FROM stage WHERE type = 'won')",
        span,
    )
    days = sorted(max(_number(on) - _local(created, zone), 0) for _amount, created, on in won)
    sql = f"SELECT count(*), coalesce(sum(d.amount), 0) FROM deal d WHERE {IS_OPEN}{mine}"
    count, total = rows(sql, whose)[0]
    return TrackRecord(first, last, closed, sum(amount for amount, *_ in won), days, count, total)


INSTANT = len("2026-11-23T09:15")  # no zone's midnight lies within a minute


@lru_cache(maxsize=32_768)
def _local(minute: str, zone: ZoneInfo) -> int:
    """The number of the local day that holds a minute of UTC."""
    return datetime.fromisoformat(f"{minute}+00:00").astimezone(zone).toordinal()


@lru_cache(maxsize=2_000)
def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def last_year(day: date, owner: int | None = None) -> TrackRecord:
    """The deals closed in the 12 months that end on ``day``."""
    return closed_between(day - LOOK_BACK + timedelta(days=1), day, owner)


class Conversion(NamedTuple):
    """Of the deals that came to a stage in a period and have left it, how many went on to the next or beyond."""

    entered: int
    left: int
    advanced: int

    @property
    def share(self) -> float | None:
        """Advanced / left; None below FEWEST_CLOSED that have left."""
        return self.advanced / self.left if self.left >= FEWEST_CLOSED else None


def conversion(first: date, last: date, owner: int | None = None) -> dict[int, Conversion]:
    """By open stage: of the deals that entered it on these days and have left it, those that reached a later one.

    Won is beyond every stage, lost beyond none. A deal that came to a stage twice counts once.
    """
    mine, whose = ("", []) if owner is None else (" AND d.owner_id = ?", [owner])
    found = rows(
        "WITH came AS (SELECT g.deal_id, g.to_stage_id AS stage_id, min(g.id) AS id FROM stage_change g"
        "  JOIN deal d ON d.id = g.deal_id"
        f"  WHERE g.day BETWEEN ? AND ? AND g.deleted_at IS NULL AND d.deleted_at IS NULL{mine}"
        "  GROUP BY g.deal_id, g.to_stage_id)"
        " SELECT came.stage_id, count(*), sum(d.stage_id != came.stage_id),"
        " sum(d.stage_id != came.stage_id AND EXISTS ("
        "  SELECT 1 FROM stage_change n JOIN stage t ON t.id = n.to_stage_id WHERE n.deal_id = came.deal_id"
        "  AND n.id > came.id AND n.deleted_at IS NULL AND t.type != 'lost' AND t.position > s.position))"
        " FROM came JOIN deal d ON d.id = came.deal_id JOIN stage s ON s.id = came.stage_id WHERE s.type = 'open'"
        " GROUP BY came.stage_id",
        [first.isoformat(), last.isoformat(), *whose],
    )
    return {stage: Conversion(*numbers) for stage, *numbers in found}
