"""What can be done to a follow-up: each is one change with its history and its undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any

from store import access, team
from store.calendar import WorkCalendar, local, now, utc_of
from store.changes import Change, change, undo
from store.complaints import Complaint, first_response
from store.customers import Customer, visit_interval
from store.database import rows
from store.deals import IS_OPEN, Deal
from store.errors import N_, Conflict, Invalid, NotFound, Reason
from store.followups.buckets import PLANNED
from store.followups.kinds import Kind, Origin, Outcome, Status
from store.followups.questions import of_customer
from store.followups.records import FollowUp
from store.records import Record
from store.team import Member

LONGEST_NOTE = 4_000  # characters
SILENT = 3  # contacts in a row without an answer, from which on another channel is suggested
OTHER_CHANNEL = {Kind.CALL: Kind.MESSAGE, Kind.MESSAGE: Kind.EMAIL, Kind.EMAIL: Kind.CALL, Kind.VISIT: Kind.CALL}


@dataclass(frozen=True)
class NextStep:
    """What is planned after a contact."""

    due_on: date
    kind: Kind = Kind.CALL
    subject: str = ""
    due_time: time | None = None


def suggest_next(
    customer: Customer | None,
    kind: Kind,
    subject: str,
    outcome: Outcome,
    day: date,
    calendar: WorkCalendar,
    unanswered: int = 0,
) -> NextStep | None:
    """The next step that completing today offers: the next working day after no answer, else the customer's
    interval from ``day`` on, moved on to a working day; none without a customer.

    ``unanswered`` counts the contacts in a row before this one that nobody answered; from the third on another
    channel is suggested.
    """
    if outcome is Outcome.NO_ANSWER:
        silent = unanswered + 1 >= SILENT
        return NextStep(calendar.add(day, 1), OTHER_CHANNEL.get(kind, kind) if silent else kind, subject)
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


def add(
    actor: Member, due_on: date, *, subject: str = "", customer: Customer | int | None = None, **values: Any
) -> FollowUp:
    """Plan a follow-up; one about a deal is about its customer. On a day that is over it is overdue at once: what was
    promised by word and not written down.

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
    another = "customer" in values and _id(values["customer"]) != followup.customer_id
    if another and followup.deal_id and _id(values.get("deal", followup.deal_id)) == followup.deal_id:
        values["deal"] = None  # the deal is the former customer's
    elif values.get("deal") is not None:
        values["customer"] = _customer(None, values)
    if not values.get("subject", followup.subject).strip() and not values.get("customer", followup.customer_id):
        raise Invalid({"subject": Reason(N_("Say what it is about, or with which customer."), {})})
    if "due_on" in values and values["due_on"] != followup.due_on:
        values["original_due_on"] = values["due_on"]
    with change(actor, N_("edited"), followup) as it:
        it.update(followup, **values)
    return followup


def complete(
    actor: Member,
    followup: FollowUp,
    outcome: Outcome,
    note: str = "",
    next_step: NextStep | None = None,
    *,
    nothing_follows: bool = False,
) -> FollowUp:
    """Resolve a follow-up and plan what comes next, as one change. Raises Denied, Invalid, Conflict.

    The last planned step of an open deal needs a next one, unless it is said that ``nothing_follows``. One about a
    complaint that nobody has answered is its first response, unless there was no answer.
    """
    _open(followup)
    _valid_result(note, next_step)
    if next_step is None and not nothing_follows and (deal := left_without_a_step(followup)):
        raise Invalid({"next_step": Reason(N_("Nothing else is planned for the open deal {deal}."), {"deal": deal})})
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


def taking_back(followup: FollowUp) -> Change | None:
    """The change that has completed or logged it, which can be taken back; None while it is planned, or imported."""
    found = rows(
        "SELECT c.id FROM change c JOIN change_entry e ON e.change_id = c.id WHERE e.kind = 'follow_up'"
        " AND e.record = ? AND c.verb IN ('completed', 'logged')"
        " AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id) ORDER BY c.id DESC LIMIT 1",
        (followup.id,),
    )
    return Change.get_by_id(found[0][0]) if found and followup.status is Status.DONE else None


def take_back(actor: Member, followup: FollowUp) -> Change:
    """Take back that a contact happened, whenever and by whomever it was written down: the follow-up is planned
    again, and the next step that came of it is withdrawn.

    Raises Denied, NotFound (nobody completed it here), Conflict (something was done about it, or its next step, since).
    """
    found = taking_back(followup)
    mine = found is not None and found.by == actor.id
    access.allow(actor, "completed" if mine else "taken back", followup)
    if found is None:
        raise NotFound(Reason(N_("It was not completed here, so that nothing can be taken back."), {}))
    return undo(actor, found)


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
    """Put a follow-up off. Raises Denied, Invalid (a day that is over), Conflict (completed already)."""
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


def left_without_a_step(followup: FollowUp) -> str:
    """The name of the open deal that would have nothing planned any more without this follow-up; "" for none.

    What is planned with the customer and about no deal in particular is a step of each of its deals.
    """
    found = rows(
        f"SELECT d.name FROM deal d WHERE {IS_OPEN} AND CASE WHEN ?1 IS NULL THEN d.customer_id = ?2 ELSE d.id = ?1 END"
        f" AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.deal_id = d.id AND f.id != ?3 AND {PLANNED})"
        f" AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.customer_id = d.customer_id AND f.deal_id IS NULL"
        f" AND f.id != ?3 AND {PLANNED}) ORDER BY d.amount DESC LIMIT 1",
        (followup.deal_id, followup.customer_id, followup.id),
    )
    return str(found[0][0]) if found else ""


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
        at = followup.done_at or followup.updated_at
        by = team.names().get(_resolved_by(followup), "Huddle")
        values = {"name": by, "at": local(at, team.team().timezone)}
        raise Conflict(Reason(N_("{name} completed this already, {at}."), values), by=by, at=at)


def _resolved_by(followup: FollowUp) -> int:
    """Who has completed it; what was changed about it since doesn't count."""
    found = taking_back(followup)
    return found.by if found is not None else followup.updated_by


def _valid_result(note: str, next_step: NextStep | None) -> None:
    if len(note) > LONGEST_NOTE:
        values = {"length": len(note), "most": LONGEST_NOTE}
        raise Invalid({"note": Reason(N_("{length} characters; a note holds at most {most}."), values)})
    if next_step and next_step.due_on < team.today():
        raise Invalid({"next_step": Reason(N_("That day is over; choose today or later."), {})})
