"""The figures that the team's own records answer: revenue, deals won, follow-ups done, on-time rate, new customers.

Each is read for all goals together, as counts per member and day, so that the number of queries is that of the
metrics in use and never that of the goals. A day is the team's local day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import NamedTuple

from store import deals
from store.calendar import utc_of
from store.database import rows
from store.figures import THOUSANDTHS
from store.goals.records import Metric
from store.records import Instant

ONE_DAY = timedelta(days=1)


class Count(NamedTuple):
    """What a member's records of one day amount to; ``of`` is what ``n`` is a share of, where it is one."""

    owner: int | None
    day: date
    n: int
    of: int = 0


class Tally:
    """The counts of the metrics asked for, over the days asked for."""

    def __init__(self, wanted: Iterable[tuple[Metric, date, date]], zone: str) -> None:
        spans: dict[Metric, tuple[date, date]] = {}
        for metric, first, last in wanted:
            known = spans.get(metric, (first, last))
            spans[metric] = min(first, known[0]), max(last, known[1])
        self._counts = {
            metric: READ[metric](*span, zone) for metric, span in spans.items() if metric in READ and span[0] <= span[1]
        }

    def value(self, metric: Metric, owner: int | None, first: date, last: date) -> int | None:
        """A member's figure (everybody's without one) over these days: money in minor units, the others in thousandths.

        The on-time rate is None while nothing has fallen due; counts are 0 then.
        """
        n = of = 0
        for count in self._counts.get(metric, ()):
            if first <= count.day <= last and (owner is None or count.owner == owner):
                n, of = n + count.n, of + count.of
        if metric is Metric.ON_TIME_RATE:
            return round(100 * n * THOUSANDTHS / of) if of else None
        return n if metric is Metric.REVENUE else n * THOUSANDTHS


def _edges(first: date, last: date, zone: str) -> str:
    """The instants at which these local days begin and end, as JSON, for a join in SQL."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    text = [Instant().adapt_in(utc_of(day, time(), zone)) for day in [*days, last + ONE_DAY]]
    return json.dumps([[day.isoformat(), text[i], text[i + 1]] for i, day in enumerate(days)])


_DAYS = (
    "WITH d AS (SELECT json_extract(value, '$[0]') AS day, json_extract(value, '$[1]') AS begins,"
    " json_extract(value, '$[2]') AS ends FROM json_each(?)) "
)


def _counts(sql: str, first: date, last: date, zone: str) -> list[Count]:
    found = rows(_DAYS + sql, (_edges(first, last, zone),))
    return [Count(owner, date.fromisoformat(day), *numbers) for owner, day, *numbers in found]


def revenue(first: date, last: date, zone: str) -> list[Count]:
    """What was booked, less what was taken back, in minor units, by who is credited and the day of the booking."""
    return [Count(*found) for found in deals.revenue_by_day(first, last)]


def deals_won(first: date, last: date, zone: str) -> list[Count]:
    """Deals won, by their owner and the day on which they were closed."""
    return [Count(*found) for found in deals.won_by_day(first, last)]


def followups_done(first: date, last: date, zone: str) -> list[Count]:
    """Follow-ups completed or logged, by who owns them and the day on which they were done."""
    return _counts(
        "SELECT f.owner_id, d.day, count(*) FROM d CROSS JOIN follow_up f"
        " ON f.done_at >= d.begins AND f.done_at < d.ends"
        " WHERE f.status = 'done' AND f.deleted_at IS NULL GROUP BY f.owner_id, d.day",
        first,
        last,
        zone,
    )


def kept_promises(first: date, last: date, zone: str) -> list[Count]:
    """Follow-ups by the day for which they were first promised: how many were done by then, of how many.

    Planned ones count against it. What was logged afterwards was never promised, so it isn't counted; nor is
    what was cancelled.
    """
    return _counts(
        "SELECT f.owner_id, d.day, coalesce(sum(f.done_at < d.ends), 0), count(*) FROM d CROSS JOIN follow_up f"
        " ON f.original_due_on = d.day WHERE f.status IN ('planned', 'done') AND f.origin != 'logged'"
        " AND f.deleted_at IS NULL GROUP BY f.owner_id, d.day",
        first,
        last,
        zone,
    )


def new_customers(first: date, last: date, zone: str) -> list[Count]:
    """Customers by their owner and the day on which they first became one, added as such or turned into one.

    History says when; one that is a prospect again (undone, corrected) isn't counted.
    """
    return _counts(
        "SELECT c.owner_id, d.day, count(*) FROM ("
        "  SELECT e.record AS record, min(g.at) AS at FROM change_entry e JOIN change g ON g.id = e.change_id"
        "  WHERE e.kind = 'customer' AND json_extract(e.after, '$.kind') = 'customer' GROUP BY e.record"
        ") AS became JOIN customer c ON c.id = became.record JOIN d ON became.at >= d.begins AND became.at < d.ends"
        " WHERE c.kind != 'prospect' AND c.deleted_at IS NULL GROUP BY c.owner_id, d.day",
        first,
        last,
        zone,
    )


READ: dict[Metric, Callable[[date, date, str], list[Count]]] = {
    Metric.REVENUE: revenue,
    Metric.DEALS_WON: deals_won,
    Metric.FOLLOWUPS_DONE: followups_done,
    Metric.ON_TIME_RATE: kept_promises,
    Metric.NEW_CUSTOMERS: new_customers,
}
