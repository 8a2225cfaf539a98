"""The queue: what is due, in buckets and in the order in which it is worked, straight from partial indexes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from store import customers, deals
from store.database import rows
from store.deals import IS_OPEN
from store.longlist import numbers
from store.records import Ref
from store.search import find


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
    and priority. ``text`` keeps those whose subject, or whose customer, has these words.
    """
    found = _found(text)
    where, values = _whose(owner, found)
    overdue = _overdue(owner, day, where, values)
    buckets: dict[Bucket, Sequence[int]] = {Bucket.OVERDUE: overdue}
    for bucket, first, last in (
        (Bucket.TODAY, day, day),
        (Bucket.WEEK, day + timedelta(days=1), day + WEEK),
        (Bucket.LATER, day + WEEK + timedelta(days=1), date.max),
    ):
        sql = f"SELECT f.id FROM follow_up f WHERE {where} AND f.due_on BETWEEN ? AND ? ORDER BY {BY_DAY}"
        buckets[bucket] = numbers(sql, [*values, first.isoformat(), last.isoformat()])
    in_all = len(overdue)
    if owner is None and len(overdue) == FIRST_OF_EVERYONE:
        in_all = _count(f"{where} AND f.due_on < ?", [*values, day.isoformat()])
    return Queue(buckets, in_all, _without(owner, found, 0), _done(owner, day - WEEK, text, found))


class _Found(NamedTuple):
    """What has the words of a filter, or whose customer has them, as JSON: ids of planned follow-ups, of the customers
    themselves, and of open deals."""

    planned: str
    customers: str
    deals: str


def _found(text: str) -> _Found | None:
    """What has these words, asked once for the whole queue; None without a filter."""
    if not text.strip():
        return None
    subjects = _with_subject(text, PLANNED)
    of_customers = customers.having(text, anywhere=not subjects)
    about = deals.having(text)
    if not (subjects or of_customers or about):
        about = deals.containing_text(text)
    theirs = "WHERE {0}.customer_id IN (SELECT value FROM json_each(?)) AND "
    found = json.dumps(of_customers)
    subjects += [n for (n,) in rows(f"SELECT f.id FROM follow_up f {theirs.format('f')}{PLANNED}", (found,))]
    about += [n for (n,) in rows(f"SELECT d.id FROM deal d {theirs.format('d')}{IS_OPEN}", (found,))]
    return _Found(json.dumps(sorted(set(subjects))), found, json.dumps(sorted(set(about))))


def _with_subject(text: str, where: str) -> list[int]:
    """The newest follow-ups for which ``where`` holds whose subject has these words."""
    only = f"EXISTS (SELECT 1 FROM follow_up f WHERE f.id = e.record AND {where})"
    return [hit.ref.id for hit in find(text, customers.MOST_FOUND, kind="follow_up", only=only)]


def _whose(owner: int | None, found: _Found | None) -> tuple[str, list[object]]:
    where, values = PLANNED, list[object]()
    if owner is not None:
        where, values = f"{PLANNED} AND f.owner_id = ?", [owner]
    if found is None:
        return where, values
    # the unary + keeps SQLite from going through all that is planned instead of through the few that were found
    only = f"f.id IN (SELECT value FROM json_each(?)) AND {where.replace('f.', '+f.')}"
    return only, [found.planned, *values]


def _overdue(owner: int | None, day: date, where: str, values: Sequence[object]) -> Sequence[int]:
    """All of a member's by urgency; of everyone's the first by day."""
    order = URGENT_FIRST if owner is not None else f"{BY_DAY} LIMIT {FIRST_OF_EVERYONE}"
    return _ids(f"{where} AND f.due_on < ?", order, [*values, day.isoformat()])


def _ids(where: str, order: str, values: Sequence[object]) -> Sequence[int]:
    join = " LEFT JOIN customer c ON c.id = f.customer_id" if BY_CLASS in order else ""
    sql = f"SELECT f.id FROM follow_up f{join} WHERE {where} ORDER BY {order}"
    return [number for (number,) in rows(sql, values)]


def _count(where: str, values: Sequence[object]) -> int:
    return int(rows(f"SELECT count(*) FROM follow_up f WHERE {where}", values)[0][0])


def done_since(owner: int | None, first: date, text: str = "") -> Sequence[int]:
    """What a member, or anybody, has done since this day, the latest first; at most ``MOST_DONE``."""
    return _done(owner, first, text, _found(text))


def _done(owner: int | None, first: date, text: str, found: _Found | None) -> Sequence[int]:
    where, values = f"{DONE} AND f.done_at >= '{first.isoformat()}'", list[object]()
    if found is not None:
        only = "f.customer_id IN (SELECT value FROM json_each(?))"
        sql = f"SELECT f.id FROM follow_up f WHERE {only} AND {where}"
        theirs = (number for (number,) in rows(sql, (found.customers,)))
        values = [json.dumps(sorted({*_with_subject(text, where), *theirs}))]
        where = f"f.id IN (SELECT value FROM json_each(?)) AND {where.replace('f.', '+f.')}"
    if owner is not None:
        where, values = f"{where} AND f.owner_id = ?", [*values, owner]
    return _ids(where, f"f.done_at DESC, f.id DESC LIMIT {MOST_DONE}", values)


# a planned follow-up of the deal itself, or of its customer and no deal in particular
_OF_DEAL = f"SELECT 1 FROM follow_up f WHERE f.deal_id = d.id AND {PLANNED}"
_OF_ITS_CUSTOMER = f"SELECT 1 FROM follow_up f WHERE f.customer_id = d.customer_id AND f.deal_id IS NULL AND {PLANNED}"
MOST_WITHOUT = 200  # rows of a page
CLASS_A = 1  # of BY_CLASS


def without_next_step(owner: int | None, text: str = "", skip: int = 0) -> list[Ref]:
    """Open deals, and customers of class A or B, without any planned follow-up: by class, then the deal's amount.

    A customer isn't named beside a deal of its own. One page of them, after ``skip``.
    """
    return _without(owner, _found(text), skip)


def _without(owner: int | None, found: _Found | None, skip: int) -> list[Ref]:
    most = MOST_WITHOUT + skip
    waiting = _waiting_deals(owner, found, most)
    if len(waiting) < most or waiting[-1][0] > CLASS_A:  # else nobody looks behind the deals of A
        waiting += _waiting_customers(owner, found, most)
        waiting.sort(key=lambda row: row[0])  # which leaves the deals of a class before its customers
    return [Ref(kind, number) for _class, kind, number in waiting[skip:most]]


def _waiting_deals(owner: int | None, found: _Found | None, most: int) -> list[tuple[int, str, int]]:
    only, by, values = "", "", list[object]()
    if owner is not None:
        only, values = " AND d.owner_id = ?", [owner]
    if found is not None:
        by = "+"  # through the few that were found
        only, values = f" AND d.id IN (SELECT value FROM json_each(?)){only}", [found.deals, *values]
    sql = (
        f"SELECT {BY_CLASS} AS class, 'deal', d.id AS id, d.amount AS amount, c.name AS name"
        f" FROM deal d {'' if found else 'INDEXED BY deal_waiting'} JOIN customer c ON c.id = d.customer_id"
        f" WHERE {IS_OPEN} AND NOT EXISTS ({_OF_DEAL}) AND NOT EXISTS ({_OF_ITS_CUSTOMER}){only}"
        f" ORDER BY {by}d.amount DESC"
    )
    order = "ORDER BY class, amount DESC, name COLLATE NOCASE, id LIMIT ?"
    # the most money first is the order of the index: where many wait, the first of them are enough nearly always
    enough = 5 * most
    answered = rows(f"SELECT * FROM ({sql} LIMIT ?) {order}", [*values, enough, enough])
    if len(answered) == enough and answered[most - 1][0] > CLASS_A:
        answered = rows(f"SELECT * FROM ({sql}) {order}", [*values, most])
    return [row[:3] for row in answered[:most]]


def _waiting_customers(owner: int | None, found: _Found | None, most: int) -> list[tuple[int, str, int]]:
    only, whose, by, values = "", "", "", list[object]()
    if owner is not None:
        only, whose, values = " AND c.owner_id = ?1", " AND d.owner_id = ?1", [owner]
    if found is not None:
        only += f" AND c.id IN (SELECT value FROM json_each(?{len(values) + 1}))"
        values.append(found.customers)
        by = "+"
    return rows(
        f"SELECT {BY_CLASS}, 'customer', c.id FROM customer c WHERE {by}c.value_class IN ('A', 'B')"
        " AND c.kind != 'lost' AND c.deleted_at IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.customer_id = c.id AND {PLANNED})"
        f" AND NOT EXISTS (SELECT 1 FROM deal d WHERE d.customer_id = c.id AND {IS_OPEN}{whose}){only}"
        f" ORDER BY c.value_class, c.name COLLATE NOCASE, c.id LIMIT {int(most)}",
        values,
    )


def first_due(owner: int, day: date, most: int) -> tuple[Sequence[int], Sequence[int]]:
    """What a member begins a day with: the first ``most`` overdue and due ones, and as many of the coming week."""
    where, first = f"{PLANNED} AND f.owner_id = ?", f"LIMIT {int(most)}"
    day_before, tomorrow = (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()
    span, today = f"{where} AND f.due_on BETWEEN ? AND ?", day.isoformat()
    do = _ids(span, f"{URGENT_FIRST} {first}", [owner, date.min.isoformat(), day_before])
    if len(do) < most:
        do = [*do, *_ids(span, f"{BY_DAY} {first}", [owner, today, today])][:most]
    return do, _ids(span, f"{BY_DAY} {first}", [owner, tomorrow, (day + WEEK).isoformat()])


def count_due(owner: int, day: date) -> int:
    """How many of a member's follow-ups are overdue or due today: the badge."""
    return _count(f"{PLANNED} AND f.owner_id = ? AND f.due_on <= ?", [owner, day.isoformat()])


def count_coming(owner: int, day: date) -> int:
    """How many of a member's follow-ups are due within the week after this day."""
    values = [owner, day.isoformat(), (day + WEEK).isoformat()]
    return _count(f"{PLANNED} AND f.owner_id = ? AND f.due_on > ? AND f.due_on <= ?", values)


def count_planned(owner: int) -> int:
    """How many planned follow-ups a member has."""
    return _count(f"{PLANNED} AND f.owner_id = ?", [owner])
