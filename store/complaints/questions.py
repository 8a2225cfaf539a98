"""What the screens, Today, the timeline and the meeting ask of complaints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from store import team
from store.calendar import local, now
from store.complaints.kinds import OPEN, Category, Severity, Status
from store.database import rows
from store.errors import N_, NotFound, Reason
from store.records import LEADS, Line, Part, Ref
from store.team import Member
from store.words import LIKE, containing

IS_OPEN = "k.status IN ('new', 'in_progress', 'waiting') AND k.deleted_at IS NULL"
NOT_CLOSED = "k.status != 'closed' AND k.deleted_at IS NULL"
DEADLINE = "iif(k.first_response_at IS NULL, k.respond_by, k.resolve_by)"
URGENT_FIRST = f"k.severity, {DEADLINE}, k.id"
A_FIRST = "CASE coalesce(c.value_class, '') WHEN 'A' THEN 1 WHEN 'B' THEN 2 WHEN 'C' THEN 3 ELSE 4 END"
CLOSED_DAYS = 90  # how long a closed one stays in everyone's list
MOST_CLOSED = 200
ASK_AFTER = 2  # working days from resolving to asking how satisfied they are
COMING = timedelta(days=7)
FROM = (
    " FROM complaint k LEFT JOIN customer c ON c.id = k.customer_id LEFT JOIN member m ON m.id = k.owner_id"
    " LEFT JOIN contact p ON p.id = k.contact_id"
)


class Shelf(StrEnum):
    """The parts of the list, in the order in which they are worked."""

    OVERDUE = "overdue"
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


def shelves(owner: int | None = None, text: str = "", *, customer: int | None = None) -> dict[Shelf, list[int]]:
    """The complaints as ids on their shelves: everyone's, a member's, or a customer's.

    Open ones by severity, then by what is due first; resolved ones as long as they wait, closed ones the newest
    first: a customer's all, else those of the last 90 days. ``text`` looks into number, subject, body and customer.
    """
    where, values = _whose(owner, text, customer)
    found: dict[Shelf, list[int]] = {shelf: [] for shelf in Shelf}
    at = _stored(now())
    sql = f"SELECT k.id, k.status, {DEADLINE} < ?{FROM} WHERE {NOT_CLOSED}{where} ORDER BY {URGENT_FIRST}"
    for number, status, late in rows(sql, [at, *values]):
        found[Shelf.OVERDUE if late and status in OPEN else Shelf(status)].append(number)
    since = "" if customer is not None else _stored(now() - timedelta(days=CLOSED_DAYS))
    sql = f"SELECT k.id{FROM} WHERE k.status = 'closed' AND k.deleted_at IS NULL AND k.closed_at >= ?{where}"
    closed = rows(f"{sql} ORDER BY k.closed_at DESC, k.id DESC LIMIT {MOST_CLOSED}", [since, *values])
    found[Shelf.CLOSED] = [number for (number,) in closed]
    return found


def _whose(owner: int | None, text: str, customer: int | None) -> tuple[str, list[object]]:
    where, values = "", list[object]()
    for column, value in (("k.owner_id", owner), ("k.customer_id", customer)):
        if value is not None:
            where += f" AND {column} = ?"
            values.append(value)
    if text.strip():
        where += " AND (" + " OR ".join(f"{column} {LIKE}" for column in LOOKED_INTO) + ")"
        values += [containing(text)] * len(LOOKED_INTO)
    return where, values


LOOKED_INTO = ("k.number", "k.subject", "k.body", "coalesce(c.name, '')")


def _stored(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class ComplaintRow(NamedTuple):
    """One complaint as a list shows it; the instants are UTC."""

    id: int
    number: int
    customer_id: int
    customer: str
    value_class: str
    contact: str
    owner_id: int | None
    owner: str
    category: Category
    severity: Severity
    status: Status
    subject: str
    opened_at: datetime
    respond_by: datetime
    first_response_at: datetime | None
    resolve_by: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    satisfaction: int | None
    waiting_for: str

    @property
    def open(self) -> bool:
        """Whether there is still something to be done about it."""
        return self.status in OPEN

    @property
    def answered(self) -> bool:
        """Whether the customer had a first response."""
        return self.first_response_at is not None

    @property
    def deadline(self) -> datetime | None:
        """The end of the clock that runs: of the response, then of the resolution; None when none runs."""
        if not self.open:
            return None
        return self.resolve_by if self.answered else self.respond_by

    def overdue(self, at: datetime) -> bool:
        """Whether the clock that runs is over at this instant."""
        return self.deadline is not None and self.deadline < at


ROW = (
    "SELECT k.id, k.number, k.customer_id, coalesce(c.name, ''), coalesce(c.value_class, ''), coalesce(p.name, ''),"
    " k.owner_id, coalesce(m.name, ''), k.category, k.severity, k.status, k.subject, k.opened_at, k.respond_by,"
    " k.first_response_at, k.resolve_by, k.resolved_at, k.closed_at, k.satisfaction, k.waiting_for"
)
WIDTH = 20  # columns of ROW


def listed(numbers: Sequence[int]) -> dict[int, ComplaintRow]:
    """The rows of these complaints, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in _read(f"WHERE k.id IN ({marks})", numbers)}


def _read(rest: str, values: Sequence[object]) -> list[ComplaintRow]:
    return [_row(found) for found in rows(f"{ROW}{FROM} {rest}", values)]


def _row(values: tuple[Any, ...]) -> ComplaintRow:
    i, number, cid, customer, value, contact, oid, owner, category, severity, status, subject, *rest = values
    opened, respond_by, responded, resolve_by, resolved, closed, satisfaction, waiting_for = rest
    return ComplaintRow(
        i,
        number,
        cid,
        customer,
        value,
        contact,
        oid,
        owner,
        Category(category),
        Severity(severity),
        Status(status),
        subject,
        datetime.fromisoformat(opened),
        datetime.fromisoformat(respond_by),
        _instant(responded),
        datetime.fromisoformat(resolve_by),
        _instant(resolved),
        _instant(closed),
        satisfaction,
        waiting_for,
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class ComplaintDetail(NamedTuple):
    """Everything about one complaint: its row, its texts and who did what."""

    row: ComplaintRow
    body: str
    root_cause: str
    resolution: str
    opened_by: str
    responded_by: str
    resolved_by: str
    reopened_at: datetime | None


def detail(number: int) -> ComplaintDetail:
    """One complaint with everything about it. Raises NotFound when it is missing or removed."""
    found = _details("k.id = ? AND k.deleted_at IS NULL", (number,))
    if not found:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
    return found[0]


def of_customer(customer: int, limit: int = 30) -> list[ComplaintDetail]:
    """The complaints of a customer for its timeline, the newest first."""
    return _details("k.customer_id = ? AND k.deleted_at IS NULL ORDER BY k.id DESC LIMIT ?", (customer, limit))


def _details(where: str, values: Sequence[object]) -> list[ComplaintDetail]:
    found = rows(
        f"{ROW}, k.body, k.root_cause, k.resolution, coalesce(o.name, ''), coalesce(a.name, ''), coalesce(r.name, ''),"
        f" k.reopened_at{FROM} LEFT JOIN member o ON o.id = k.created_by LEFT JOIN member a ON a.id = k.responded_by_id"
        f" LEFT JOIN member r ON r.id = k.resolved_by_id WHERE {where}",
        values,
    )
    return [_detail(_row(one[:WIDTH]), *one[WIDTH:]) for one in found]


def _detail(
    row: ComplaintRow,
    body: str,
    root_cause: str,
    resolution: str,
    opened_by: str,
    responded_by: str,
    resolved_by: str,
    reopened_at: str | None,
) -> ComplaintDetail:
    reopened = _instant(reopened_at)
    return ComplaintDetail(row, body, root_cause, resolution, opened_by, responded_by, resolved_by, reopened)


def open_of(customer: int) -> list[ComplaintRow]:
    """The open complaints of a customer, the most severe first."""
    return _read(f"WHERE k.customer_id = ? AND {IS_OPEN} ORDER BY {URGENT_FIRST}", (customer,))


def by_subject(customer: int | None, text: str, limit: int = 8) -> list[tuple[int, str, str]]:
    """Complaints for a picker: (id, number and subject, customer), the newest first."""
    where, values = _whose(None, text, customer)
    sql = f"SELECT k.id, k.number || ' · ' || k.subject, coalesce(c.name, ''){FROM} WHERE k.deleted_at IS NULL{where}"
    return rows(f"{sql} ORDER BY k.id DESC LIMIT ?", [*values, limit])


# For Today, the badge and the meeting


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: overdue ones, which lead it; what is due on this day; what the week brings.

    A resolved one waits two working days, then the customer is asked how satisfied they are.
    """
    at, zone, calendar = now(), team.team().timezone, team.work_calendar()
    found = _read(f"WHERE {NOT_CLOSED} AND k.owner_id = ? ORDER BY {URGENT_FIRST}", (member.id,))
    lines = []
    for row in found:
        if row.resolved_at is not None and not row.open:
            due = calendar.add(local(row.resolved_at, zone).date(), ASK_AFTER)
            lines.append(_line(row, at, zone, day, due))
        else:
            lines.append(_line(row, at, zone, day))
    return [line for line in lines if line.part is Part.DO or (line.day is not None and line.day <= day + COMING)]


def for_meeting(since: date, limit: int) -> list[Line]:
    """The open complaints for the meeting: of A customers first, then by severity and by what is due first."""
    at, zone, day = now(), team.team().timezone, team.today()
    found = _read(f"WHERE {IS_OPEN} ORDER BY {A_FIRST}, {URGENT_FIRST} LIMIT ?", (limit,))
    return [_line(row, at, zone, day) for row in found]


STEP = {True: N_("Resolve"), False: N_("Answer")}
ASK = N_("Ask")  # what is to be done about a resolved one: ask how satisfied they are


def _line(row: ComplaintRow, at: datetime, zone: str, day: date, ask_on: date | None = None) -> Line:
    end = local(row.deadline, zone) if row.deadline is not None else None
    due = end.date() if end is not None else ask_on
    late = row.overdue(at)
    return Line(
        ref=Ref("complaint", row.id),
        what=STEP[row.answered] if row.open else ASK,
        who=row.customer,
        text=Reason(_words(row), {"number": row.number, "subject": row.subject}),
        day=due,
        at=end.time().replace(second=0, microsecond=0) if end is not None else None,
        owner=row.owner,
        value_class=row.value_class,
        state=_lateness(row, at, zone, day) if late else None,
        tone="bad" if late else "",
        part=Part.COMING if due is not None and due > day else Part.DO,
        customer=row.customer_id,
        urgency=LEADS if late else int(row.severity),
    )


def _words(row: ComplaintRow) -> str:
    if row.open:
        return N_("complaint {number}: {subject}")
    return N_("satisfied? complaint {number}: {subject}")


def _lateness(row: ComplaintRow, at: datetime, zone: str, day: date) -> Reason:
    """How late it is: in hours on its day, else in days of the calendar."""
    assert row.deadline is not None, "only a clock that runs can be late"
    days = (day - local(row.deadline, zone).date()).days
    if days > 0:
        return Reason(N_("✕ {days} d"), {"days": days})
    return Reason(N_("✕ {hours} h"), {"hours": -((row.deadline - at) // timedelta(hours=1))})
