"""The queue: what is due, in buckets and in the order in which it is worked, straight from partial indexes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from store.customers import MOST_FOUND, having
from store.database import rows
from store.deals import IS_OPEN
from store.records import Ref
from store.search import find
from store.words import LIKE, containing


class Bucket(StrEnum):
    """The parts of a queue, in the order in which they are worked."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NO_NEXT_STEP = "no_next_step"
    DONE = "done"


class Queue(NamedTuple):
    """What is due, as ids per bucket, the deals and customers with no next step, and what was done in the last week.

    ``overdue_in_all`` counts them all, because of everyone's only the first ``FIRST_OF_EVERYONE`` by due date are
    listed.
    """

    buckets: dict[Bucket, Sequence[int]]
    overdue_in_all: int
    no_next_step: Sequence[Ref] = ()
    done: Sequence[int] = ()


WEEK = timedelta(days=7)
FIRST_OF_EVERYONE = 200  # how many overdue ones of the whole team are listed
MOST_DONE = 100  # how many of the done ones are listed
PLANNED = "f.status = 'planned' AND f.deleted_at IS NULL"
DONE = "f.status = 'done' AND f.deleted_at IS NULL"
BY_CLASS = "CASE coalesce(c.value_class, '') WHEN 'A' THEN 1 WHEN 'B' THEN 2 WHEN 'C' THEN 3 ELSE 4 END"
# the amount of its open deal; of a follow-up of no deal, what the customer's open deals add up to
OPEN_AMOUNT = (
    "coalesce(CASE WHEN f.deal_id IS NULL THEN (SELECT sum(d.amount) FROM deal d WHERE d.customer_id = f.customer_id"
    " AND d.closed_on IS NULL AND d.deleted_at IS NULL) ELSE (SELECT d.amount FROM deal d WHERE d.id = f.deal_id"
    " AND d.closed_on IS NULL AND d.deleted_at IS NULL) END, 0)"
)
URGENT_FIRST = f"f.priority, {BY_CLASS}, {OPEN_AMOUNT} DESC, f.due_on, f.due_time, f.id"
BY_DAY = "f.due_on, f.due_time, f.priority, f.id"


def queue(owner: int | None, day: date, text: str = "") -> Queue:
    """A member's planned follow-ups on this day, or everyone's, in buckets and in their order.

    Overdue comes by priority, class, open deal amount and due day; the rest straight from the index by day, time
    and priority.
    """
    week = day + WEEK
    where, values = _whose(owner, text)
    overdue = _overdue(owner, day, where, values)
    buckets: dict[Bucket, Sequence[int]] = {Bucket.OVERDUE: overdue}
    for bucket, first, last in (
        (Bucket.TODAY, day, day),
        (Bucket.WEEK, day + timedelta(days=1), week),
        (Bucket.LATER, week + timedelta(days=1), date.max),
    ):
        buckets[bucket] = _ids(
            f"{where} AND f.due_on BETWEEN ? AND ?",
            BY_DAY,
            [*values, first.isoformat(), last.isoformat()],
            bool(text),
        )
    in_all = len(overdue)
    if owner is None and len(overdue) == FIRST_OF_EVERYONE:
        in_all = _count(f"{where} AND f.due_on < ?", [*values, day.isoformat()], bool(text))
    return Queue(buckets, in_all, without_next_step(owner, text), done_since(owner, day - WEEK, text))


def _whose(owner: int | None, text: str) -> tuple[str, list[object]]:
    where, values = PLANNED, list[object]()
    if owner is not None:
        where, values = f"{PLANNED} AND f.owner_id = ?", [owner]
    return _that_have(text, where, values)


def _that_have(text: str, where: str, values: list[object]) -> tuple[str, list[object]]:
    """Only those whose subject, or whose customer, has these words; found through the index."""
    if not text.strip():
        return where, values
    subjects = [hit.ref.id for hit in find(text, MOST_FOUND, kind="follow_up")]
    where += " AND (f.id IN (SELECT value FROM json_each(?)) OR f.customer_id IN (SELECT value FROM json_each(?)))"
    return where, [*values, json.dumps(subjects), json.dumps(having(text))]


def _overdue(owner: int | None, day: date, where: str, values: Sequence[object]) -> Sequence[int]:
    if owner is not None:
        return _ids(f"{where} AND f.due_on < ?", URGENT_FIRST, [*values, day.isoformat()], True)
    first = f"{where} AND f.due_on < ?"
    sql = (
        f"SELECT f.id FROM follow_up f LEFT JOIN customer c ON c.id = f.customer_id WHERE {first}"
        f" ORDER BY {BY_DAY} LIMIT {FIRST_OF_EVERYONE}"
    )
    return [number for (number,) in rows(sql, [*values, day.isoformat()])]


def _ids(where: str, order: str, values: Sequence[object], joined: bool) -> Sequence[int]:
    join = " LEFT JOIN customer c ON c.id = f.customer_id" if joined else ""
    # one JSON text is read six times faster than a hundred thousand rows
    sql = f"SELECT json_group_array(id) FROM (SELECT f.id FROM follow_up f{join} WHERE {where} ORDER BY {order})"
    found: list[int] = json.loads(rows(sql, values)[0][0])
    return found


def _count(where: str, values: Sequence[object], joined: bool) -> int:
    join = " LEFT JOIN customer c ON c.id = f.customer_id" if joined else ""
    return int(rows(f"SELECT count(*) FROM follow_up f{join} WHERE {where}", values)[0][0])


def done_since(owner: int | None, first: date, text: str = "") -> Sequence[int]:
    """What a member, or anybody, has done since this day, the latest first; at most ``MOST_DONE``."""
    where, values = f"{DONE} AND f.done_at >= ?", list[object]([first.isoformat()])
    if owner is not None:
        where, values = f"{where} AND f.owner_id = ?", [*values, owner]
    where, values = _that_have(text, where, values)
    sql = f"SELECT f.id FROM follow_up f WHERE {where} ORDER BY f.done_at DESC, f.id DESC LIMIT {MOST_DONE}"
    return [number for (number,) in rows(sql, values)]


# a planned follow-up of the deal itself, or of its customer and no deal in particular
_OF_DEAL = f"SELECT 1 FROM follow_up f WHERE f.deal_id = d.id AND {PLANNED}"
_OF_ITS_CUSTOMER = f"SELECT 1 FROM follow_up f WHERE f.customer_id = d.customer_id AND f.deal_id IS NULL AND {PLANNED}"
MOST_WITHOUT = 200  # rows of a page


def without_next_step(owner: int | None, text: str = "", skip: int = 0) -> list[Ref]:
    """Open deals, and customers of class A or B, without any planned follow-up: by class, then the deal's amount.

    A customer isn't named beside a deal of its own. One page of them, after ``skip``.
    """
    whose, of_customer, values = "", "", list[object]()
    if owner is not None:
        whose, of_customer, values = " AND d.owner_id = ?1", " AND c.owner_id = ?1", [owner]
    of_deal = whose
    if text.strip():
        values.append(containing(text))
        like = LIKE.replace("?", f"?{len(values)}")
        of_deal += f" AND (c.name {like} OR d.name {like})"
        of_customer += f" AND c.name {like}"
    without = f"{IS_OPEN} AND NOT EXISTS ({_OF_DEAL}) AND NOT EXISTS ({_OF_ITS_CUSTOMER})"
    found = rows(
        f"SELECT 'deal', d.id, {BY_CLASS} AS class, d.amount AS amount, c.name AS name FROM deal d"
        f" JOIN customer c ON c.id = d.customer_id WHERE {without}{of_deal}"
        f" UNION ALL SELECT 'customer', c.id, {BY_CLASS}, -1, c.name FROM customer c WHERE c.value_class IN ('A', 'B')"
        f" AND c.kind != 'lost' AND c.deleted_at IS NULL{of_customer}"
        f" AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.customer_id = c.id AND {PLANNED})"
        f" AND NOT EXISTS (SELECT 1 FROM deal d WHERE d.customer_id = c.id AND {IS_OPEN}{whose})"
        f" ORDER BY class, amount DESC, name COLLATE NOCASE, 1, 2 LIMIT {MOST_WITHOUT} OFFSET {int(skip)}",
        values,
    )
    return [Ref(kind, number) for kind, number, *_order in found]


def first_due(owner: int, day: date, most: int) -> tuple[Sequence[int], Sequence[int]]:
    """What a member begins a day with: the first ``most`` overdue and due ones, and as many of the coming week."""
    where, first = f"{PLANNED} AND f.owner_id = ?", f"LIMIT {int(most)}"
    day_before, tomorrow = (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()
    span, today = f"{where} AND f.due_on BETWEEN ? AND ?", day.isoformat()
    do = _ids(span, f"{URGENT_FIRST} {first}", [owner, date.min.isoformat(), day_before], True)
    if len(do) < most:
        do = [*do, *_ids(span, f"{BY_DAY} {first}", [owner, today, today], False)][:most]
    return do, _ids(span, f"{BY_DAY} {first}", [owner, tomorrow, (day + WEEK).isoformat()], False)


def count_due(owner: int, day: date) -> int:
    """How many of a member's follow-ups are overdue or due today: the badge."""
    return _count(f"{PLANNED} AND f.owner_id = ? AND f.due_on <= ?", [owner, day.isoformat()], False)


def count_coming(owner: int, day: date) -> int:
    """How many of a member's follow-ups are due within the week after this day."""
    values = [owner, day.isoformat(), (day + WEEK).isoformat()]
    return _count(f"{PLANNED} AND f.owner_id = ? AND f.due_on > ? AND f.due_on <= ?", values, False)


def count_planned(owner: int) -> int:
    """How many planned follow-ups a member has."""
    return _count(f"{PLANNED} AND f.owner_id = ?", [owner], False)
