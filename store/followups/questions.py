"""Follow-ups as lists show them, of a customer, a deal, a complaint or a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from store.database import rows
from store.errors import N_, Reason
from store.followups.buckets import BY_DAY, DONE, PLANNED, first_due
from store.followups.kinds import WHAT, Kind, Origin, Outcome, Priority, Status
from store.records import Line, Part, Ref
from store.team import Member

MOST_LINES = 200


class FollowUpRow(NamedTuple):
    """One follow-up as a list shows it."""

    id: int
    kind: Kind
    subject: str
    due_on: date
    due_time: time | None
    priority: Priority
    status: Status
    outcome: Outcome | None
    snooze_count: int
    customer_id: int | None
    customer: str
    value_class: str
    owner_id: int | None
    owner: str
    done_at: datetime | None
    note: str
    deal_id: int | None = None
    deal: str = ""
    origin: Origin = Origin.MANUAL
    wanted_on: date | None = None
    complaint_id: int | None = None
    complaint: str = ""  # its number and what is wrong

    @property
    def about(self) -> str | Reason:
        """What it is about; of a visit that Huddle has planned, that it is one, and since when it is late; what follows
        such a visit is one, too."""
        if self.subject or self.origin not in (Origin.CADENCE, Origin.NEXT_STEP):
            return self.subject
        if self.wanted_on is None:
            return Reason(N_("regular contact"), {})
        return Reason(N_("regular contact, was wanted on {day}"), {"day": self.wanted_on})


ROW = (
    "SELECT f.id, f.kind, f.subject, f.due_on, f.due_time, f.priority, f.status, f.outcome, f.snooze_count,"
    " f.customer_id, coalesce(c.name, ''), coalesce(c.value_class, ''), f.owner_id, coalesce(m.name, ''), f.done_at,"
    " f.note, f.deal_id, coalesce(d.name, ''), f.origin, f.wanted_on,"
    " f.complaint_id, coalesce('#' || o.number || ' ' || o.subject, '')"
    " FROM follow_up f LEFT JOIN customer c ON c.id = f.customer_id"
    " LEFT JOIN member m ON m.id = f.owner_id LEFT JOIN deal d ON d.id = f.deal_id"
    " LEFT JOIN complaint o ON o.id = f.complaint_id"
)


def listed(numbers: Sequence[int]) -> dict[int, FollowUpRow]:
    """The rows of these follow-ups, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in map(_row, rows(f"{ROW} WHERE f.id IN ({marks})", numbers))}


def _row(values: tuple[Any, ...]) -> FollowUpRow:
    i, kind, subject, due, at, priority, status, outcome, snoozed, cid, customer, value, oid, owner = values[:14]
    done, note, deal_id, deal, origin, wanted, complaint_id, complaint = values[14:]
    return FollowUpRow(
        i,
        Kind(kind),
        subject,
        date.fromisoformat(due),
        time.fromisoformat(at) if at else None,
        Priority(priority),
        Status(status),
        Outcome(outcome) if outcome else None,
        snoozed,
        cid,
        customer,
        value,
        oid,
        owner,
        datetime.fromisoformat(done) if done else None,
        note,
        deal_id,
        deal,
        Origin(origin),
        date.fromisoformat(wanted) if wanted else None,
        complaint_id,
        complaint,
    )


def of_customer(customer: int, limit: int = 30) -> list[FollowUpRow]:
    """What happened with a customer, newest first."""
    sql = (
        f"{ROW} WHERE f.customer_id = ? AND f.status = 'done' AND f.deleted_at IS NULL ORDER BY f.done_at DESC LIMIT ?"
    )
    return [_row(values) for values in rows(sql, (customer, limit))]


def planned_for(customer: int, limit: int = 10) -> list[FollowUpRow]:
    """What is planned with a customer, soonest first."""
    return [
        _row(v)
        for v in rows(f"{ROW} WHERE f.customer_id = ? AND {PLANNED} ORDER BY {BY_DAY} LIMIT ?", (customer, limit))
    ]


def _about_deal(state: str) -> str:
    """Of the deal ?1, or of its customer and no deal in particular; each half by its own index."""
    return (
        f"f.id IN (SELECT f.id FROM follow_up f WHERE f.deal_id = ?1 AND {state} UNION ALL SELECT f.id FROM follow_up f"
        f" WHERE f.customer_id = (SELECT customer_id FROM deal WHERE id = ?1) AND f.deal_id IS NULL AND {state})"
    )


def of_deal(deal: int, limit: int = 30) -> list[FollowUpRow]:
    """What happened about a deal, or with its customer about no deal in particular, newest first."""
    sql = f"{ROW} WHERE {_about_deal(DONE)} ORDER BY f.done_at DESC LIMIT ?2"
    return [_row(values) for values in rows(sql, (deal, limit))]


def planned_for_deal(deal: int, limit: int = 10) -> list[FollowUpRow]:
    """What is planned about a deal, or with its customer about no deal in particular, soonest first."""
    sql = f"{ROW} WHERE {_about_deal(PLANNED)} ORDER BY {BY_DAY} LIMIT ?2"
    return [_row(values) for values in rows(sql, (deal, limit))]


def of_complaint(complaint: int, limit: int = 30) -> list[FollowUpRow]:
    """What is planned about a complaint, soonest first, then what was done, newest first."""
    sql = f"{ROW} WHERE f.complaint_id = ? AND f.status != 'cancelled' AND f.deleted_at IS NULL"
    order = f"ORDER BY f.done_at IS NOT NULL, f.done_at DESC, {BY_DAY} LIMIT ?"
    return [_row(values) for values in rows(f"{sql} {order}", (complaint, limit))]


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: overdue and due ones, then those of the coming week; of each the first ``MOST_LINES``.

    Nobody works more than that in a day; the queue itself, and the badge, know them all.
    """
    do, coming = first_due(member.id, day, MOST_LINES)
    read = listed([*do, *coming])
    return [_line(read[i], Part.DO) for i in do] + [_line(read[i], Part.COMING) for i in coming]


def _line(row: FollowUpRow, part: Part) -> Line:
    return Line(
        ref=Ref("follow_up", row.id),
        what=WHAT[row.kind],
        who=row.customer,
        text=row.about,
        day=row.due_on,
        at=row.due_time,
        owner=row.owner,
        value_class=row.value_class,
        part=part,
        customer=row.customer_id,
        urgency=int(row.priority),
    )
