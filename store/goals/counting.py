"""The figures that the team's own records answer: revenue, deals won, follow-ups done, on-time rate, new customers,
satisfaction.

All are read in one statement for all goals together, as sums per stretch of days and member. What could be a million
rows is read from sums that are kept (see migration 0012) or from a covering index. A day is the team's local day.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from store.calendar import utc_of
from store.database import rows
from store.figures import THOUSANDTHS
from store.goals.kinds import Metric
from store.reading import state
from store.records import Instant

ONE_DAY = timedelta(days=1)
QUARTER_HOUR = 900  # seconds: every zone's midnight is one
BATCH_OF_DAYS = 8

Stretch = tuple[Metric, date, date]  # what, from the first to the last day, both included
Owners = Collection[int] | None  # whose records count; None for everybody's


class Count(NamedTuple):
    """What some records amount to; ``of`` is what ``n`` is a share of, or how many answers it is the sum of."""

    n: int = 0
    of: int = 0


def total(counts: Iterable[Count]) -> Count:
    """Counts together."""
    n = of = 0
    for count in counts:
        n, of = n + count.n, of + count.of
    return Count(n, of)


def figure(metric: Metric, count: Count) -> int | None:
    """The figure of a count: money in minor units, the others in thousandths.

    The on-time rate is the share of ``of`` in per cent, satisfaction the mean of ``of`` answers (1 to 5), two decimals;
    both are None while there is none of them. Sums are 0 then.
    """
    if metric is Metric.ON_TIME_RATE:
        return round(100 * count.n * THOUSANDTHS / count.of) if count.of else None
    if metric is Metric.SATISFACTION:
        return round(100 * count.n / count.of) * (THOUSANDTHS // 100) if count.of else None
    return count.n if metric is Metric.REVENUE else count.n * THOUSANDTHS


class Tally:
    """The counts of the metrics asked for, over the stretches of days asked for."""

    def __init__(self, wanted: Iterable[tuple[Metric, date, date]], zone: str) -> None:
        wanted = [(metric, first, last) for metric, first, last in wanted if metric in READ and first <= last]
        self._sums = _read(tuple(dict.fromkeys(wanted)), zone, state())

    def count(self, metric: Metric, owners: Owners, first: date, last: date) -> Count:
        """What these members' records (everybody's without any named) of these days amount to."""
        sums = self._sums.get((metric, first, last), {})
        return total(sums.values() if owners is None else (sums.get(owner, Count()) for owner in owners))

    def value(self, metric: Metric, owners: Owners, first: date, last: date) -> int | None:
        """The figure over these days; see ``figure``."""
        return figure(metric, self.count(metric, owners, first, last))


@lru_cache(maxsize=8)
def _read(wanted: tuple[Stretch, ...], zone: str, _state: Hashable) -> Mapping[Stretch, dict[int, Count]]:
    """The sums of each stretch by owner (0 is nobody): one statement for all metrics in use.

    Today, the badges, the goals and the agenda ask for the same ones, of a large team for a tenth of a second.
    """
    found: dict[Stretch, dict[int, Count]] = {stretch: {} for stretch in wanted}
    if not wanted:
        return found
    metrics = dict.fromkeys(metric for metric, _first, _last in wanted)
    spans = json.dumps([[n, metric, *_edges(first, last, zone)] for n, (metric, first, last) in enumerate(wanted)])
    rated = [(first, last) for metric, first, last in wanted if metric is Metric.ON_TIME_RATE]
    days = _days(min(first for first, _ in rated), max(last for _, last in rated), zone) if rated else "[]"
    parts = " UNION ALL ".join(sql for metric in metrics for sql in READ[metric])
    for at, owner, *numbers in rows(_SPANS + parts, (spans, days)):
        sums = found[wanted[at]]
        sums[owner or 0] = total((sums.get(owner or 0, Count()), Count(*numbers)))
    return found


def _edges(first: date, last: date, zone: str) -> tuple[str, str, str, str, int, int]:
    begins, ends = utc_of(first, time(), zone), utc_of(last + ONE_DAY, time(), zone)
    text = Instant().adapt_in
    slots = (int(at.timestamp()) // QUARTER_HOUR for at in (begins, ends))
    begin, end = slots
    return first.isoformat(), last.isoformat(), text(begins), text(ends), begin, end


@lru_cache(maxsize=BATCH_OF_DAYS)
def _days(first: date, last: date, zone: str) -> str:
    """Each day with the quarter of an hour, counted from its beginning in UTC, in which it ends here; as JSON."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return json.dumps([[day.isoformat(), _quarters(day, zone)] for day in days])


def _quarters(day: date, zone: str) -> int:
    ends = utc_of(day + ONE_DAY, time(), zone).timestamp()
    return int(ends - utc_of(day, time(), "UTC").timestamp()) // QUARTER_HOUR


# not materialized, because in a union over a table of its own SQLite finds the indexes of the others no more
_SPANS = (
    "WITH s AS NOT MATERIALIZED (SELECT json_extract(value, '$[0]') AS i, json_extract(value, '$[1]') AS metric,"
    " json_extract(value, '$[2]') AS first, json_extract(value, '$[3]') AS last,"
    " json_extract(value, '$[4]') AS begins, json_extract(value, '$[5]') AS ends,"
    " json_extract(value, '$[6]') AS begin, json_extract(value, '$[7]') AS end FROM json_each(?1)),"
    " d AS NOT MATERIALIZED (SELECT json_extract(value, '$[0]') AS day, json_extract(value, '$[1]') AS ends"
    " FROM json_each(?2)),"
    " o AS (SELECT id FROM member UNION ALL SELECT NULL) "
)
# What was booked, less what was taken back, in minor units, by who is credited and the day of the booking.
REVENUE = (
    "SELECT s.i, o.id, coalesce((SELECT sum(b.amount) FROM booking b WHERE b.owner_id IS o.id AND b.kind = 'booking'"
    " AND b.day BETWEEN s.first AND s.last AND b.deleted_at IS NULL), 0), 0 FROM s CROSS JOIN o"
    " WHERE s.metric = 'revenue'"
)
# Deals won, by their owner and the day on which they were closed.
DEALS_WON = (
    "SELECT s.i, d.owner_id, count(*), 0 FROM s CROSS JOIN deal d ON d.closed_on BETWEEN s.first AND s.last"
    " CROSS JOIN stage t ON t.id = d.stage_id"
    " WHERE s.metric = 'deals_won' AND d.closed_on IS NOT NULL AND d.deleted_at IS NULL AND t.type = 'won'"
    " GROUP BY s.i, d.owner_id"
)
# Follow-ups completed or logged, by who owns them and the moment at which they were done.
FOLLOWUPS_DONE = (
    "SELECT s.i, k.owner_id, sum(k.n), 0 FROM s CROSS JOIN follow_up_done_sum k"
    " ON k.slot >= s.begin AND k.slot < s.end WHERE s.metric = 'followups_done' GROUP BY s.i, k.owner_id"
)
# Follow-ups by the day for which they were first promised: how many were done by the end of it, of how many. Planned
# ones count against it. What was logged afterwards was never promised, so it isn't counted; nor is what was cancelled.
PROMISED_AND_DONE = (
    "SELECT s.i, k.owner_id, sum(k.n * (k.after < d.ends)), sum(k.n) FROM s CROSS JOIN d"
    " ON d.day BETWEEN s.first AND s.last CROSS JOIN follow_up_kept_sum k ON k.due_on = d.day"
    " WHERE s.metric = 'on_time_rate' GROUP BY s.i, k.owner_id"
)
PROMISED_AND_OPEN = (
    "SELECT s.i, f.owner_id, 0, count(*) FROM s CROSS JOIN follow_up f"
    " ON f.original_due_on BETWEEN s.first AND s.last"
    " WHERE s.metric = 'on_time_rate' AND f.status = 'planned' AND f.origin != 'logged'"
    " AND f.deleted_at IS NULL GROUP BY s.i, f.owner_id"
)
# Customers by their owner and the moment at which they first became one, added as such or turned into one. History says
# when; one that is a prospect again (undone, corrected) isn't counted.
NEW_CUSTOMERS = (
    "SELECT s.i, o.id, (SELECT count(*) FROM customer_became b WHERE b.owner_id = coalesce(o.id, 0)"
    " AND b.at >= s.begins AND b.at < s.ends AND b.counts), 0 FROM s CROSS JOIN o WHERE s.metric = 'new_customers'"
)
# What customers answered on the scale of 1 to 5 (CSAT), by who owns the customer now: the sum of how many answers.
SATISFACTION = (
    "SELECT s.i, c.owner_id, sum(a.score), count(*) FROM s CROSS JOIN satisfaction a"
    " ON a.day BETWEEN s.first AND s.last CROSS JOIN customer c ON c.id = a.customer_id"
    " WHERE s.metric = 'satisfaction' AND a.scale = 'csat' AND a.deleted_at IS NULL AND c.deleted_at IS NULL"
    " GROUP BY s.i, c.owner_id"
)
READ: dict[Metric, tuple[str, ...]] = {
    Metric.REVENUE: (REVENUE,),
    Metric.DEALS_WON: (DEALS_WON,),
    Metric.FOLLOWUPS_DONE: (FOLLOWUPS_DONE,),
    Metric.ON_TIME_RATE: (PROMISED_AND_DONE, PROMISED_AND_OPEN),
    Metric.NEW_CUSTOMERS: (NEW_CUSTOMERS,),
    Metric.SATISFACTION: (SATISFACTION,),
}
