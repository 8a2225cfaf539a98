"""Follow-ups: whom to call, visit or answer, by when, and what came of it.

A planned follow-up stays until somebody resolves it. Completing one plans the next step, counted from the day
of completion and never from the old due date, on a working day. Snoozing moves the due day, keeps the original
one and counts; on time means done on or before the original day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store import team
from store.calendar import WorkCalendar, now, utc_of
from store.changes import change
from store.complaints import Complaint, first_response
from store.customers import Contact, Customer, visit_interval
from store.database import rows
from store.deals import IS_OPEN, Deal
from store.errors import N_, Invalid, Reason
from store.records import Choice, Day, Instant, Line, Part, Rank, Record, Ref, TimeOfDay, label
from store.team import Member
from store.words import LIKE, containing


class Kind(StrEnum):
    """How we get in touch."""

    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    MESSAGE = "message"
    EMAIL = "email"
    DEMO = "demo"
    QUOTE = "quote"
    CARE = "care"


WHAT: Mapping[Kind, str] = {
    Kind.CALL: N_("Call"),
    Kind.VISIT: N_("Visit"),
    Kind.MEETING: N_("Meeting"),
    Kind.MESSAGE: N_("Message"),
    Kind.EMAIL: N_("Email"),
    Kind.DEMO: N_("Demo"),
    Kind.QUOTE: N_("Quote"),
    Kind.CARE: N_("Care"),
}


class Priority(IntEnum):
    """What comes first among what is due."""

    HIGH = 1
    NORMAL = 2
    LOW = 3


class Status(StrEnum):
    """Where a follow-up stands."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What came of it."""

    CONNECTED = "connected"
    NO_ANSWER = "no_answer"
    ADVANCED = "advanced"
    NEUTRAL = "neutral"
    BLOCKED = "blocked"


class Origin(StrEnum):
    """Why a follow-up exists."""

    MANUAL = "manual"
    LOGGED = "logged"
    CADENCE = "cadence"
    CARE = "care"
    NEXT_STEP = "next_step"
    MEETING = "meeting"
    COMPLAINT = "complaint"
    IMPORT = "import"


class FollowUp(Record):
    """One contact with a customer, planned or done; about one of its deals or complaints where it says so.

    Huddle itself plans those of origin ``cadence`` and ``care``. ``wanted_on`` is the day that a visit should have
    been on where it had to come later, and for care the day itself (the birthday); ``care_day_id`` names which.
    """

    customer_id: int | None
    customer = ForeignKeyField(Customer, null=True, lazy_load=False)
    contact_id: int | None
    contact = ForeignKeyField(Contact, null=True, lazy_load=False)
    kind = Choice(Kind, default=Kind.CALL)
    subject = TextField(default="")
    due_on = Day()
    due_time = TimeOfDay(null=True)
    original_due_on = Day()
    snooze_count = IntegerField(default=0)
    priority = Rank(Priority, default=Priority.NORMAL)
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    status = Choice(Status, default=Status.PLANNED)
    done_at = Instant(null=True)
    outcome = Choice(Outcome, null=True)
    note = TextField(default="")
    origin = Choice(Origin, default=Origin.MANUAL)
    deal_id: int | None
    deal = ForeignKeyField(Deal, null=True, lazy_load=False)
    complaint_id: int | None
    complaint = ForeignKeyField(Complaint, null=True, lazy_load=False)
    care_day_id = IntegerField(null=True)
    wanted_on = Day(null=True)
    OWNER = "owner"
    SEARCHED = ("subject",)
    TITLE_SQL = "coalesce(nullif(t.subject, ''), (SELECT c.name FROM customer c WHERE c.id = t.customer_id), '')"

    @property
    def title_of_record(self) -> str:
        """Its subject; without one, whom it is about."""
        return self.subject or (label(Ref("customer", self.customer_id)) if self.customer_id else "")

    def came_back(self, it: Any, since: datetime) -> None:
        """It is planned again: the visit that Huddle has planned in its place since then is withdrawn."""
        if self.status is not Status.PLANNED or self.deleted_at is not None or self.customer_id is None:
            return
        for visit in FollowUp.select().where(
            FollowUp.customer == self.customer_id,
            FollowUp.origin == Origin.CADENCE,
            FollowUp.status == Status.PLANNED,
            FollowUp.kept(),
            FollowUp.created_at >= since,
            FollowUp.id != self.id,
        ):
            it.update(visit, status=Status.CANCELLED, deleted_at=it.at)


LONGEST_NOTE = 4_000  # characters
WEEK = timedelta(days=7)
FIRST_OF_EVERYONE = 200  # how many overdue ones of the whole team are listed


# Questions


class Bucket(StrEnum):
    """The parts of a queue, in the order in which they are worked."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NO_NEXT_STEP = "no_next_step"


class Queue(NamedTuple):
    """What is due, as ids per bucket, and the deals and customers with no next step, which is the last bucket.

    ``overdue_in_all`` counts them all, because of everyone's only the first ``FIRST_OF_EVERYONE`` by due date are
    listed.
    """

    buckets: dict[Bucket, Sequence[int]]
    overdue_in_all: int
    no_next_step: Sequence[Ref] = ()


PLANNED = "f.status = 'planned' AND f.deleted_at IS NULL"
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
    return Queue(buckets, in_all, without_next_step(owner, text))


def _whose(owner: int | None, text: str) -> tuple[str, list[object]]:
    where, values = PLANNED, list[object]()
    if owner is not None:
        where, values = f"{PLANNED} AND f.owner_id = ?", [owner]
    if text.strip():
        where += f" AND (f.subject {LIKE} OR c.name {LIKE})"
        values += [containing(text)] * 2
    return where, values


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


def count_due(owner: int, day: date) -> int:
    """How many of a member's follow-ups are overdue or due today: the badge."""
    return _count(f"{PLANNED} AND f.owner_id = ? AND f.due_on <= ?", [owner, day.isoformat()], False)


def count_planned(owner: int) -> int:
    """How many planned follow-ups a member has."""
    return _count(f"{PLANNED} AND f.owner_id = ?", [owner], False)


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


ROW = (
    "SELECT f.id, f.kind, f.subject, f.due_on, f.due_time, f.priority, f.status, f.outcome, f.snooze_count,"
    " f.customer_id, coalesce(c.name, ''), coalesce(c.value_class, ''), f.owner_id, coalesce(m.name, ''), f.done_at,"
    " f.note, f.deal_id, coalesce(d.name, '') FROM follow_up f LEFT JOIN customer c ON c.id = f.customer_id"
    " LEFT JOIN member m ON m.id = f.owner_id LEFT JOIN deal d ON d.id = f.deal_id"
)


def listed(numbers: Sequence[int]) -> dict[int, FollowUpRow]:
    """The rows of these follow-ups, by id."""
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in map(_row, rows(f"{ROW} WHERE f.id IN ({marks})", numbers))}


def _row(values: tuple[Any, ...]) -> FollowUpRow:
    i, kind, subject, due, at, priority, status, outcome, snoozed, cid, customer, value, oid, owner = values[:14]
    done, note, deal_id, deal = values[14:]
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


DONE = "f.status = 'done' AND f.deleted_at IS NULL"


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
    """A member's lines on Today: overdue and due ones, then those of the coming week."""
    found = queue(member.id, day)
    do = [*found.buckets[Bucket.OVERDUE], *found.buckets[Bucket.TODAY]]
    coming = found.buckets[Bucket.WEEK]
    read = listed([*do, *coming])
    return [_line(read[i], Part.DO) for i in do] + [_line(read[i], Part.COMING) for i in coming]


def _line(row: FollowUpRow, part: Part) -> Line:
    return Line(
        ref=Ref("follow_up", row.id),
        what=WHAT[row.kind],
        who=row.customer,
        text=row.subject,
        day=row.due_on,
        at=row.due_time,
        owner=row.owner,
        value_class=row.value_class,
        part=part,
        customer=row.customer_id,
        urgency=int(row.priority),
    )


@dataclass(frozen=True)
class NextStep:
    """What is planned after a contact."""

    due_on: date
    kind: Kind = Kind.CALL
    subject: str = ""
    due_time: time | None = None


def suggest_next(
    customer: Customer | None, kind: Kind, subject: str, outcome: Outcome, day: date, calendar: WorkCalendar
) -> NextStep | None:
    """The next step that completing today offers: the next working day after no answer, else the customer's
    interval from ``day`` on, moved on to a working day; none without a customer."""
    if outcome is Outcome.NO_ANSWER:
        return NextStep(calendar.add(day, 1), kind, subject)
    if customer is None:
        return None
    return NextStep(calendar.on_or_after(day + timedelta(days=visit_interval(customer))), kind, subject)


def no_answers_in_a_row(customer: int) -> int:
    """How many of the latest contacts with a customer went unanswered, one after the other."""
    count = 0
    for row in of_customer(customer, limit=5):
        if row.outcome is not Outcome.NO_ANSWER:
            break
        count += 1
    return count


# Verbs


def add(
    actor: Member, due_on: date, *, subject: str = "", customer: Customer | int | None = None, **values: Any
) -> FollowUp:
    """Plan a follow-up; one about a deal is about its customer.

    Raises Denied, Invalid (neither customer nor subject).
    """
    customer = _customer(customer, values)
    if not subject.strip() and customer is None:
        raise Invalid({"subject": Reason(N_("Say what it is about, or with which customer."), {})})
    values.setdefault("owner", actor)
    with change(actor, N_("added"), FollowUp, owner=_id(values["owner"])) as it:
        return it.add(
            FollowUp,
            due_on=due_on,
            original_due_on=due_on,
            subject=subject.strip(),
            customer=customer,
            **values,
        )


def edit(actor: Member, followup: FollowUp, **values: Any) -> FollowUp:
    """Change a follow-up; a new due day is a new promise, so it becomes the original one too.

    Raises Denied, Invalid, Conflict.
    """
    if values.get("deal") is not None:
        values["customer"] = _customer(None, values)
    elif "customer" in values and followup.deal_id and _id(values["customer"]) != followup.customer_id:
        values["deal"] = None  # the deal is the former customer's
    if not values.get("subject", followup.subject).strip() and not values.get("customer", followup.customer_id):
        raise Invalid({"subject": Reason(N_("Say what it is about, or with which customer."), {})})
    if "due_on" in values and values["due_on"] != followup.due_on:
        values["original_due_on"] = values["due_on"]
    with change(actor, N_("edited"), followup) as it:
        it.update(followup, **values)
    return followup


def complete(
    actor: Member, followup: FollowUp, outcome: Outcome, note: str = "", next_step: NextStep | None = None
) -> FollowUp:
    """Resolve a follow-up and plan what comes next, as one change. Raises Denied, Invalid, Conflict.

    One about a complaint that nobody has answered is its first response, unless there was no answer.
    """
    _open(followup)
    _valid_result(note, next_step)
    complaint = _reached(followup, outcome)
    with change(actor, N_("completed"), followup) as it:
        it.update(followup, status=Status.DONE, outcome=outcome, note=note.strip(), done_at=now())
        if complaint is not None:
            it.update(complaint, **first_response(actor, complaint))
        if next_step:
            it.add(
                FollowUp,
                customer=followup.customer_id,
                contact=followup.contact_id,
                deal=followup.deal_id,
                complaint=followup.complaint_id,
                owner=followup.owner_id,
                priority=followup.priority,
                original_due_on=next_step.due_on,
                origin=Origin.NEXT_STEP,
                **asdict(next_step),
            )
    return followup


def _reached(followup: FollowUp, outcome: Outcome) -> Complaint | None:
    """The complaint that this contact is about; None when it is about none, or nobody was reached."""
    if followup.complaint_id is None or outcome is Outcome.NO_ANSWER:
        return None
    return Complaint.get_or_none(Complaint.id == followup.complaint_id, Complaint.kept())


def log(
    actor: Member,
    kind: Kind,
    outcome: Outcome,
    *,
    customer: Customer | int | None = None,
    subject: str = "",
    note: str = "",
    next_step: NextStep | None = None,
    owner: Member | None = None,
    deal: Deal | None = None,
    on: date | None = None,
    at: time | None = None,
) -> FollowUp:
    """Record a contact that just happened, or on an earlier day, with its next step, as one change.

    An earlier one without a time happened at noon. Raises Denied, Invalid.
    """
    _valid_result(note, next_step)
    customer = _customer(customer, {"deal": deal})
    if not subject.strip() and customer is None:
        raise Invalid({"subject": Reason(N_("Say what it is about, or with which customer."), {})})
    calendar, today, whose = team.work_calendar(), team.today(), owner or actor
    day = on or today
    if day > today:
        raise Invalid({"due_on": Reason(N_("What has happened can't be on a day to come."))})
    happened = utc_of(day, at or time(12), calendar.zone) if at or day < today else now()
    with change(actor, N_("logged"), FollowUp, owner=whose.id) as it:
        done = it.add(
            FollowUp,
            customer=customer,
            kind=kind,
            subject=subject.strip(),
            due_on=day,
            due_time=at,
            original_due_on=day,
            owner=whose,
            status=Status.DONE,
            outcome=outcome,
            note=note.strip(),
            done_at=min(happened, now()),
            origin=Origin.LOGGED,
            deal=deal,
        )
        if next_step:
            it.add(
                FollowUp,
                customer=customer,
                deal=deal,
                owner=whose,
                original_due_on=next_step.due_on,
                origin=Origin.NEXT_STEP,
                **asdict(next_step),
            )
    return done


def snooze(actor: Member, followup: FollowUp, due_on: date) -> FollowUp:
    """Put a follow-up off. Raises Denied, Invalid (resolved already, a day that is over), Conflict."""
    _open(followup)
    if due_on < team.today():
        raise Invalid({"due_on": Reason(N_("That day is over; choose today or later."), {})})
    with change(actor, N_("snoozed"), followup) as it:
        it.update(followup, due_on=due_on, snooze_count=followup.snooze_count + 1)
    return followup


def reassign(actor: Member, followup: FollowUp, owner: Member | None) -> FollowUp:
    """Give a follow-up to somebody, or to nobody. Raises Denied, Conflict."""
    with change(actor, N_("reassigned"), followup) as it:
        it.update(followup, owner=owner)
    return followup


def remove(actor: Member, followup: FollowUp) -> None:
    """Take a follow-up out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), followup) as it:
        it.remove(followup)


def _id(record: Record | int | None) -> int | None:
    return record.id if isinstance(record, Record) else record


def _customer(customer: Customer | int | None, values: Mapping[str, Any]) -> Customer | int | None:
    """The customer of the deal or the complaint, where there is one."""
    for name, model in (("deal", Deal), ("complaint", Complaint)):
        if (about := values.get(name)) is not None:
            return int((about if isinstance(about, Deal | Complaint) else model.load(about)).customer_id)
    return customer


def _open(followup: FollowUp) -> None:
    if followup.status is not Status.PLANNED:
        names, at = team.names(), followup.done_at
        values = {"name": names.get(followup.updated_by, "Huddle"), "at": at}
        raise Invalid({"status": Reason(N_("{name} resolved this already."), values)})


def _valid_result(note: str, next_step: NextStep | None) -> None:
    if len(note) > LONGEST_NOTE:
        values = {"length": len(note), "most": LONGEST_NOTE}
        raise Invalid({"note": Reason(N_("{length} characters; a note holds at most {most}."), values)})
    if next_step and next_step.due_on < team.today():
        raise Invalid({"next_step": Reason(N_("That day is over; choose today or later."), {})})
