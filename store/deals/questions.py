"""What the screens, the forecast and the classes ask of deals and bookings. None of them looks at follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from store.calendar import local
from store.database import rows
from store.deals.kinds import IS_CLOSED, IS_OPEN, BookingKind, LostReason, StageType
from store.errors import N_, NotFound, Reason
from store.search import find
from store.team import team
from store.words import LIKE, anywhere, beginning, containing


def weighted(amount_times_percent: int) -> int:
    """A sum of amount × percent as minor units, rounded half up once, at the end."""
    return (amount_times_percent + 50) // 100


MOST_FOUND = 500  # how many deals a filter finds by their own words; who types on finds fewer


def having(text: str, where: str = IS_OPEN) -> list[int]:
    """The deals for which ``where`` holds (in SQL, of the deal d) that have these words, or beginnings of words.

    At most ``MOST_FOUND``, the newest.
    """
    only = f"EXISTS (SELECT 1 FROM deal d WHERE d.id = e.record AND {where})"
    return [hit.ref.id for hit in find(text, MOST_FOUND, kind="deal", only=only)]


def containing_text(text: str, where: str = IS_OPEN) -> list[int]:
    """The same by any part of their name, competitor or next step: where no word begins so."""
    fields = ("d.name", "d.competitor", "d.next_step")
    like = " OR ".join(f"{field} {LIKE}" for field in fields)
    sql = f"SELECT d.id FROM deal d WHERE {where} AND ({like}) LIMIT {MOST_FOUND}"
    return anywhere(sql, text, len(fields))


class DealRow(NamedTuple):
    """One deal as a list shows it; ``probability`` is what holds, ``own`` whether it was set by hand."""

    id: int
    name: str
    customer_id: int
    customer: str
    value_class: str
    owner_id: int | None
    owner: str
    stage_id: int
    stage: str
    type: StageType
    stage_entered_on: date
    stalled_after: int | None
    amount: int
    probability: int
    own: bool
    expected_close_on: date | None
    slip_count: int
    closed_on: date | None
    lost_reason: LostReason | None
    lost_note: str
    competitor: str
    next_step: str

    @property
    def open(self) -> bool:
        """Whether it is still worked on."""
        return self.closed_on is None

    @property
    def weighted(self) -> int:
        """Amount × probability, in minor units."""
        return weighted(self.amount * self.probability)


ROW = (
    "SELECT d.id, d.name, d.customer_id, c.name, coalesce(c.value_class, ''), d.owner_id, coalesce(m.name, ''),"
    " d.stage_id, s.name, s.type, d.stage_entered_on, s.stalled_after, d.amount,"
    " coalesce(d.probability, s.probability), d.probability IS NOT NULL, d.expected_close_on, d.slip_count,"
    " d.closed_on, d.lost_reason, d.lost_note, d.competitor, d.next_step"
)
FROM = (
    " FROM deal d JOIN stage s ON s.id = d.stage_id JOIN customer c ON c.id = d.customer_id"
    " LEFT JOIN member m ON m.id = d.owner_id"
)
FIELDS = 22  # of a row


def listed(numbers: Sequence[int]) -> dict[int, DealRow]:
    """The rows of these deals, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in map(_row, rows(f"{ROW}{FROM} WHERE d.id IN ({marks})", numbers))}


def of_customer(customer: int, limit: int = 50) -> list[DealRow]:
    """A customer's deals: open ones by expected close, then closed ones, the latest first."""
    sql = (
        f"{ROW}{FROM} WHERE d.customer_id = ? AND d.deleted_at IS NULL ORDER BY d.closed_on IS NOT NULL,"
        " CASE WHEN d.closed_on IS NULL THEN coalesce(d.expected_close_on, '9999') END, d.closed_on DESC, d.id LIMIT ?"
    )
    return [_row(values) for values in rows(sql, (customer, limit))]


def by_name(text: str, limit: int = 8) -> list[tuple[int, str, str]]:
    """Open deals for a picker: (id, name, customer), found in the name of either."""
    pattern = containing(text)
    return rows(
        f"SELECT d.id, d.name, c.name FROM deal d JOIN customer c ON c.id = d.customer_id WHERE {IS_OPEN}"
        f" AND (d.name {LIKE} OR c.name {LIKE})"
        " ORDER BY d.expected_close_on IS NULL, d.expected_close_on, d.id LIMIT ?",
        (pattern, pattern, limit),
    )


def named(text: str, customer: int | None, limit: int = 8) -> list[tuple[int, str, int, str]]:
    """Open deals, of a customer where one is given, whose name has this text: (id, name, customer's id and name),
    those that begin with it first, then by amount."""
    whose, values = ("", []) if customer is None else (" AND d.customer_id = ?", [customer])
    return rows(
        f"SELECT d.id, d.name, c.id, c.name FROM deal d JOIN customer c ON c.id = d.customer_id WHERE {IS_OPEN}"
        f" AND d.name {LIKE}{whose} ORDER BY NOT d.name {LIKE}, d.amount DESC, d.id LIMIT ?",
        (containing(text), *values, beginning(text), limit),
    )


def _row(values: tuple[Any, ...]) -> DealRow:
    i, name, cid, customer, value, oid, owner, sid, stage, type_, entered, limit, amount, percent, own = values[:15]
    expected, slips, closed, reason, note, competitor, step = values[15:FIELDS]
    return DealRow(
        i,
        name,
        cid,
        customer,
        value,
        oid,
        owner,
        sid,
        stage,
        StageType(type_),
        date.fromisoformat(entered),
        limit,
        amount,
        percent,
        bool(own),
        _day(expected),
        slips,
        _day(closed),
        LostReason(reason) if reason else None,
        note,
        competitor,
        step,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Moved(NamedTuple):
    """One change of stage, with names; ``before`` is "" for a new deal."""

    day: date
    by: str
    before: str
    after: str
    type: StageType
    amount: int
    probability: int
    expected_close_on: date | None
    reason: LostReason | None
    note: str


class Booked(NamedTuple):
    """One booking or payment with who is credited, and the deal that it is about ("" for none)."""

    id: int
    kind: BookingKind
    day: date
    amount: int
    owner: str
    note: str
    deal: str


class DealDetail(NamedTuple):
    """Everything about one deal: its row, where it comes from, its stages and bookings, newest first."""

    row: DealRow
    source: str
    added_on: date
    exit_criteria: str
    moves: tuple[Moved, ...]
    bookings: tuple[Booked, ...]


def detail(number: int) -> DealDetail:
    """One deal with everything about it. Raises NotFound when it is missing or removed."""
    found = rows(
        f"{ROW}, d.source, d.created_at, s.exit_criteria{FROM} WHERE d.id = ? AND d.deleted_at IS NULL", (number,)
    )
    if not found:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
    source, created, criteria = found[0][FIELDS:]
    added = local(datetime.fromisoformat(created), team().timezone).date()
    return DealDetail(_row(found[0]), source, added, criteria, tuple(moves(number)), tuple(bookings(deal=number)))


def moves(number: int, limit: int = 50) -> list[Moved]:
    """The changes of stage of a deal, newest first."""
    found = rows(
        "SELECT g.day, coalesce(m.name, ''), coalesce(b.name, ''), a.name, a.type, g.amount, g.probability,"
        " g.expected_close_on, g.reason, g.note FROM stage_change g JOIN stage a ON a.id = g.to_stage_id"
        " LEFT JOIN stage b ON b.id = g.from_stage_id LEFT JOIN member m ON m.id = g.created_by"
        " WHERE g.deal_id = ? AND g.deleted_at IS NULL ORDER BY g.id DESC LIMIT ?",
        (number, limit),
    )
    return [
        Moved(
            date.fromisoformat(day),
            by,
            before,
            after,
            StageType(type_),
            amount,
            percent,
            _day(expected),
            LostReason(reason) if reason else None,
            note,
        )
        for day, by, before, after, type_, amount, percent, expected, reason, note in found
    ]


class MovedOfCustomer(NamedTuple):
    """One change of stage of one of a customer's deals, at its moment."""

    at: datetime
    by: str
    deal: str
    before: str
    after: str
    type: StageType


def moves_of_customer(customer: int, limit: int = 50) -> list[MovedOfCustomer]:
    """The changes of stage of all deals of a customer, newest first."""
    found = rows(
        "SELECT g.created_at, coalesce(m.name, ''), d.name, coalesce(b.name, ''), a.name, a.type FROM deal d"
        " JOIN stage_change g ON g.deal_id = d.id JOIN stage a ON a.id = g.to_stage_id"
        " LEFT JOIN stage b ON b.id = g.from_stage_id LEFT JOIN member m ON m.id = g.created_by"
        " WHERE d.customer_id = ? AND d.deleted_at IS NULL AND g.deleted_at IS NULL ORDER BY g.id DESC LIMIT ?",
        (customer, limit),
    )
    return [
        MovedOfCustomer(datetime.fromisoformat(at), by, deal, before, after, StageType(type_))
        for at, by, deal, before, after, type_ in found
    ]


# Bookings


def bookings(*, customer: int | None = None, deal: int | None = None, limit: int = 50) -> list[Booked]:
    """The bookings and payments of a customer or of a deal, newest first."""
    column, number = ("customer_id", customer) if deal is None else ("deal_id", deal)
    found = rows(
        "SELECT b.id, b.kind, b.day, b.amount, coalesce(m.name, ''), b.note, coalesce(d.name, '') FROM booking b"
        " LEFT JOIN member m ON m.id = b.owner_id LEFT JOIN deal d ON d.id = b.deal_id"
        f" WHERE b.{column} = ? AND b.deleted_at IS NULL"
        " ORDER BY b.day DESC, b.id DESC LIMIT ?",
        (number, limit),
    )
    return [
        Booked(i, BookingKind(kind), date.fromisoformat(day), amount, who, note, name)
        for i, kind, day, amount, who, note, name in found
    ]


def revenue(
    first: date, last: date, owner: int | None = None, *, customer: int | None = None, deal: int | None = None
) -> int:
    """Revenue of these days, both included, in minor units: what was booked less what was taken back.

    A member's, a customer's, a deal's, or all of it with None. Payments are no revenue.
    """
    asked = {"owner_id": owner, "customer_id": customer, "deal_id": deal}
    only = {column: number for column, number in asked.items() if number is not None}
    where = "".join(f" AND b.{column} = ?" for column in only)
    sql = "SELECT coalesce(sum(b.amount), 0) FROM booking b WHERE b.kind = 'booking' AND b.day BETWEEN ? AND ?"
    found = rows(f"{sql} AND b.deleted_at IS NULL{where}", (first.isoformat(), last.isoformat(), *only.values()))
    return int(found[0][0])


def revenue_by_day(first: date, last: date) -> list[tuple[int | None, date, int]]:
    """Revenue of these days by who is credited: (member, day, minor units)."""
    found = rows(
        "SELECT b.owner_id, b.day, sum(b.amount) FROM booking b WHERE b.kind = 'booking' AND b.day BETWEEN ? AND ?"
        " AND b.deleted_at IS NULL GROUP BY b.owner_id, b.day",
        (first.isoformat(), last.isoformat()),
    )
    return [(owner, date.fromisoformat(day), amount) for owner, day, amount in found]


def revenue_by_customer(first: date, last: date) -> dict[int, int]:
    """Revenue of these days by customer, in minor units; customers without any are left out."""
    found = rows(
        # all of an index that has the customers in order is read sooner than the days of one that hasn't are sorted
        "SELECT b.customer_id, sum(b.amount) FROM booking b INDEXED BY booking_customer"
        " WHERE b.kind = 'booking' AND b.day BETWEEN ? AND ?"
        " AND b.deleted_at IS NULL GROUP BY b.customer_id",
        (first.isoformat(), last.isoformat()),
    )
    return dict(found)


def won_by_day(first: date, last: date) -> list[tuple[int | None, date, int]]:
    """How many deals were won on these days, by owner: (member, day, count)."""
    found = rows(
        "SELECT d.owner_id, d.closed_on, count(*) FROM deal d JOIN stage s ON s.id = d.stage_id"
        f" WHERE {IS_CLOSED} AND d.closed_on BETWEEN ? AND ? AND s.type = 'won' GROUP BY d.owner_id, d.closed_on",
        (first.isoformat(), last.isoformat()),
    )
    return [(owner, date.fromisoformat(day), count) for owner, day, count in found]


def count_open(owner: int) -> int:
    """How many open deals a member has."""
    return int(rows(f"SELECT count(*) FROM deal d WHERE {IS_OPEN} AND d.owner_id = ?", (owner,))[0][0])
