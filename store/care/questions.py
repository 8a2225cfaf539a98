"""What the classes screen asks: the grid of need and value, the curve, the segments, who is in them, and the load.

Lost customers are in none of them. ``owner`` narrows to one member's customers and nobody's, as in the list of
customers; the curve and the scores themselves are always those of the whole team.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from store import deals, team
from store.calendar import WorkCalendar
from store.care.classes import CLASS_MONTHS, ClassShare, Step, curve, shares, window
from store.care.rfm import FEWEST_FOR_QUINTILES, RFM_MONTHS, Bought, Segment
from store.customers import Need, ValueClass
from store.database import rows
from store.followups import PLANNED

Cell = tuple[Need, ValueClass | None]
LOAD_DAYS = 10  # working days of the load
DORMANT_MONTHS = 12  # without a booking a customer is proposed as dormant
_KEPT = "c.deleted_at IS NULL AND c.kind != 'lost'"


def _whose(owner: int | None) -> tuple[str, list[object]]:
    return ("", []) if owner is None else (" AND (c.owner_id = ? OR c.owner_id IS NULL)", [owner])


class Grid(NamedTuple):
    """How many customers have which need and which class; ``by_hand`` of ``total`` have one that was set by hand."""

    cells: Mapping[Cell, int]
    total: int
    by_hand: int


def grid(owner: int | None = None) -> Grid:
    """The customers by need and value class, None for those without a class."""
    where, values = _whose(owner)
    cells: dict[Cell, int] = {}
    by_hand = 0
    for need, value, count, set_by_hand in rows(
        "SELECT c.need, c.value_class, count(*), sum(c.value_class_set_by_hand) FROM customer c"
        f" WHERE {_KEPT}{where} GROUP BY c.value_class, c.need",
        values,
    ):
        cells[Need(need), ValueClass(value) if value else None] = count
        by_hand += set_by_hand
    return Grid(cells, sum(cells.values()), by_hand)


class Revenue(NamedTuple):
    """The curve of 12 months' revenue: customers who bought, the largest first, and what each class brings."""

    steps: Sequence[Step]
    shares: Mapping[ValueClass, ClassShare]
    total: int
    customers: int


def revenue(day: date) -> Revenue:
    """Revenue of the last 12 months by customer, as the value classes see it."""
    steps = curve(revenue_by_customer(day))
    customers = rows(f"SELECT count(*) FROM customer c INDEXED BY customer_grid WHERE {_KEPT}")[0][0]
    return Revenue(steps, shares(steps), sum(step.revenue for step in steps), customers)


def revenue_by_customer(day: date) -> dict[int, int]:
    """Revenue of the last 12 months of every customer that is kept, in minor units."""
    found = deals.revenue_by_customer(*window(day, CLASS_MONTHS))
    gone = {number for (number,) in rows("SELECT id FROM customer WHERE deleted_at IS NOT NULL")}
    return {customer: amount for customer, amount in found.items() if customer not in gone}


def bought(day: date) -> dict[int, Bought]:
    """What each customer bought in the last 24 months. A line that takes a booking back takes its purchase back, too;
    a deal that has booked nothing in the end is none."""
    first, last = window(day, RFM_MONTHS)
    found = rows(
        "SELECT customer_id, max(day), sum(times), sum(amount) FROM ("
        "SELECT b.customer_id AS customer_id, max(CASE WHEN b.amount > 0 THEN b.day END) AS day,"
        " sum(CASE WHEN b.amount > 0 THEN 1 ELSE -1 END) AS times, sum(b.amount) AS amount"
        " FROM booking b JOIN customer c ON c.id = b.customer_id AND c.deleted_at IS NULL"
        " WHERE b.kind = 'booking' AND b.day BETWEEN ? AND ? AND b.deleted_at IS NULL"
        " GROUP BY b.customer_id, coalesce(b.deal_id, -b.id) HAVING sum(b.amount) > 0)"
        " GROUP BY customer_id",
        (first.isoformat(), last.isoformat()),
    )
    return {
        customer: Bought((day - date.fromisoformat(latest)).days, max(times, 1), amount)
        for customer, latest, times, amount in found
    }


class Segments(NamedTuple):
    """How many customers are in each segment, in the order of the table; ``quintiles`` is how they were scored."""

    counts: Mapping[Segment, int]
    buyers: int
    quintiles: bool


def segments(owner: int | None = None) -> Segments:
    """The customers by segment, as they were computed last; whoever bought nothing in 24 months is in none."""
    where, values = _whose(owner)
    found = dict(
        rows(
            "SELECT c.segment, count(*) FROM customer c WHERE c.deleted_at IS NULL AND c.segment IS NOT NULL"
            f" AND c.kind != 'lost'{where} GROUP BY c.segment",
            values,
        )
    )
    scored = rows("SELECT count(*) FROM customer c WHERE c.deleted_at IS NULL AND c.segment IS NOT NULL")[0][0]
    counts = {segment: found.get(segment.value, 0) for segment in Segment}
    return Segments(counts, scored, scored >= FEWEST_FOR_QUINTILES)


def in_cell(cell: Cell, owner: int | None = None) -> list[int]:
    """The customers of a cell of the grid, by name."""
    need, value = cell
    return _ids("c.need = ? AND c.value_class IS ?", [need.value, value.value if value else None], owner)


def in_segment(segment: Segment, owner: int | None = None) -> list[int]:
    """The customers of a segment, by name."""
    return _ids("c.segment = ?", [segment.value], owner)


def falling_asleep(day: date, owner: int | None = None) -> list[int]:
    """The customers to be proposed as dormant: customers for more than 12 months, without a booking in the last 12."""
    first, last = window(day, DORMANT_MONTHS)
    bought = f"SELECT 1 FROM booking b WHERE b.customer_id = c.id AND {_BOUGHT}"
    return _ids(f"{_SINCE_LONG} AND NOT EXISTS ({bought})", [first.isoformat(), last.isoformat()], owner)


_SINCE_LONG = "c.kind = 'customer' AND c.deleted_at IS NULL AND substr(c.created_at, 1, 10) < ?1"
_BOUGHT = "b.kind = 'booking' AND b.day BETWEEN ?1 AND ?2 AND b.amount > 0 AND b.deleted_at IS NULL"


def count_falling_asleep(day: date, owner: int | None = None) -> int:
    """How many ``falling_asleep`` would list: all since long, less those of them who bought. From indexes alone."""
    first, last = window(day, DORMANT_MONTHS)
    mine, more = _whose(owner)
    where = f"{_SINCE_LONG}{mine.replace('?', '?3')}"
    everyone = f"SELECT count(*) FROM customer c INDEXED BY customer_since WHERE {where}"
    bought = f"SELECT DISTINCT b.customer_id AS id FROM booking b INDEXED BY booking_customer WHERE {_BOUGHT}"
    awake = (
        f"SELECT count(*) FROM ({bought}) buyer CROSS JOIN customer c INDEXED BY customer_since ON c.id = buyer.id"
        f" WHERE {where}"
    )
    found = rows(f"SELECT ({everyone}) - ({awake})", [first.isoformat(), last.isoformat(), *more])
    return int(found[0][0])


def _ids(where: str, values: Sequence[object], owner: int | None) -> list[int]:
    mine, more = _whose(owner)
    mine = mine.replace("?", f"?{len(values) + 1}") if "?1" in where else mine
    sql = f"SELECT c.id FROM customer c WHERE {_KEPT} AND {where}{mine} ORDER BY c.name COLLATE NOCASE, c.id"
    found: list[int] = json.loads(rows(f"SELECT json_group_array(id) FROM ({sql})", [*values, *more])[0][0])
    return found


class Judged(NamedTuple):
    """One customer as the classes see it; ``by_hand`` says that ``value_class`` isn't ``computed``."""

    id: int
    name: str
    owner_id: int | None
    owner: str
    value_class: str
    by_hand: bool
    computed: str
    need: Need
    scores: str
    segment: Segment | None
    revenue: int


def judged(numbers: Sequence[int], day: date) -> dict[int, Judged]:
    """The rows of these customers, with their revenue of 12 months, by id."""
    marks = ",".join("?" * len(numbers))
    first, last = window(day, CLASS_MONTHS)
    found = rows(
        "SELECT c.id, c.name, c.owner_id, coalesce(m.name, ''), coalesce(c.value_class, ''), c.value_class_set_by_hand,"
        " coalesce(c.value_class_computed, ''), c.need, coalesce(c.rfm_r || '-' || c.rfm_f || '-' || c.rfm_m, ''),"
        " c.segment, coalesce((SELECT sum(b.amount) FROM booking b WHERE b.customer_id = c.id AND b.kind = 'booking'"
        " AND b.day BETWEEN ? AND ? AND b.deleted_at IS NULL), 0)"
        f" FROM customer c LEFT JOIN member m ON m.id = c.owner_id WHERE c.id IN ({marks})",
        (first.isoformat(), last.isoformat(), *numbers),
    )
    return {values[0]: _judged(*values) for values in found}


def _judged(
    number: int,
    name: str,
    owner_id: int | None,
    owner: str,
    value: str,
    by_hand: int,
    computed: str,
    need: str,
    scored: str,
    segment: str | None,
    amount: int,
) -> Judged:
    called = Segment(segment) if segment else None
    return Judged(number, name, owner_id, owner, value, bool(by_hand), computed, Need(need), scored, called, amount)


class Load(NamedTuple):
    """How many follow-ups a member has on each of the next working days; ``overdue`` are due before today, and those
    due on a day off count for the working day before it."""

    member: int
    name: str
    overdue: int
    days: tuple[int, ...]


class Loads(NamedTuple):
    """The next working days, and everybody's follow-ups on them, by name."""

    days: tuple[date, ...]
    people: tuple[Load, ...]


def load(day: date, calendar: WorkCalendar, count: int = LOAD_DAYS) -> Loads:
    """The load of everybody who isn't a mere viewer, over the next working days, today's included."""
    days = [calendar.on_or_after(day)]
    while len(days) < count:
        days.append(calendar.add(days[-1], 1))
    end = calendar.add(days[-1], 1)
    found: dict[int, list[int]] = {}
    late: dict[int, int] = {}
    for owner, due, many in rows(
        f"SELECT f.owner_id, f.due_on, count(*) FROM follow_up f WHERE {PLANNED} AND f.owner_id IS NOT NULL"
        " AND f.due_on < ? GROUP BY f.owner_id, f.due_on",
        (end.isoformat(),),
    ):
        if due < day.isoformat():
            late[owner] = late.get(owner, 0) + many
        else:
            at = max(sum(one.isoformat() <= due for one in days) - 1, 0)
            found.setdefault(owner, [0] * count)[at] += many
    people = tuple(
        Load(member.id, member.name, late.get(member.id, 0), tuple(found.get(member.id, [0] * count)))
        for member in team.members()
        if member.role != "viewer"
    )
    return Loads(tuple(days), people)


def count_kept() -> int:
    """How many customers there are."""
    return int(rows("SELECT count(*) FROM customer WHERE deleted_at IS NULL")[0][0])
