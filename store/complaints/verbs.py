"""What people do with complaints. Each verb is one change, with its history and its undo."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from store import team
from store.calendar import now
from store.changes import change
from store.complaints.kinds import OPEN, Severity, Status, promises
from store.complaints.records import Complaint
from store.complaints.satisfaction import Satisfaction
from store.complaints.scales import CSAT, Scale
from store.customers import Contact, Customer
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.notes import Note
from store.team import Member

LONGEST_SUBJECT = 200  # characters
LONGEST_TEXT = 4_000
TEXTS = ("body", "note", "waiting_for", "root_cause", "resolution", "why")
EDITABLE = {"subject", "body", "contact", "category", "severity"}


def add(actor: Member, customer: Customer | int | None, subject: str, **values: Any) -> Complaint:
    """Write a complaint down; both clocks begin at once, or at ``opened_at`` when it came in before.

    It goes to the customer's owner unless ``owner`` says otherwise. ``values`` may also hold contact, category,
    severity and body. Raises Denied, Invalid (nothing said, no customer, a contact of another one, a moment to come).
    """
    _known(values, EDITABLE | {"owner", "opened_at"})
    found = Customer.load(customer) if isinstance(customer, int) else customer
    opened_at = values.pop("opened_at", None) or now()
    _refuse(_wrong({"subject": subject, **values}) | _wrong_place(found, values.get("contact"), opened_at))
    assert found is not None
    owner = values.pop("owner", found.owner_id)
    values["severity"] = Severity(values.get("severity", Severity.NORMAL))
    respond_by, resolve_by = promises(values["severity"], opened_at, team.work_calendar())
    with change(actor, N_("added"), Complaint, owner=_id(owner)) as it:
        return it.add(
            Complaint,
            number=_next_number(),
            customer=found,
            owner=owner,
            subject=subject.strip(),
            opened_at=opened_at,
            respond_by=respond_by,
            resolve_by=resolve_by,
            **_stripped(values),
        )


def edit(actor: Member, complaint: Complaint, **values: Any) -> Complaint:
    """Change what a complaint says. Another severity sets the clocks that still run anew, from when they began.

    Raises Denied, Invalid, Conflict.
    """
    _known(values, EDITABLE)
    wrong = _wrong(values)
    if "contact" in values and not _belongs(values["contact"], complaint.customer_id):
        wrong["contact"] = Reason(N_("This contact belongs to another customer."))
    _refuse(wrong)
    new = _stripped(values)
    if "severity" in new and new["severity"] != complaint.severity:
        new |= _running(complaint, Severity(new["severity"]))
    with change(actor, N_("edited"), complaint) as it:
        it.update(complaint, **new)
    return complaint


def respond(actor: Member, complaint: Complaint, note: str = "") -> Complaint:
    """Say that the customer was answered for the first time; that stops the first clock. The note is kept with it.

    Raises Denied, Invalid (answered already, over), Conflict.
    """
    _open(complaint)
    if complaint.first_response_at is not None:
        values = {"name": team.names().get(complaint.responded_by_id or 0, "Huddle"), "at": complaint.first_response_at}
        raise Invalid({"status": Reason(N_("{name} answered this already."), values)})
    _refuse(_wrong({"note": note}))
    with change(actor, N_("responded"), complaint) as it:
        it.update(complaint, **first_response(actor, complaint))
        _keep(it, complaint, note)
    return complaint


def first_response(actor: Member, complaint: Complaint) -> dict[str, Any]:
    """The values that a first answer to an open complaint sets; none when there was one."""
    if complaint.first_response_at is not None or complaint.status not in OPEN:
        return {}
    values: dict[str, Any] = {"first_response_at": now(), "responded_by": actor}
    return values | ({"status": Status.IN_PROGRESS} if complaint.status is Status.NEW else {})


def wait(actor: Member, complaint: Complaint, waiting_for: str) -> Complaint:
    """Say for what an answered complaint waits. The second clock runs on: the customer waits, too.

    Raises Denied, Invalid (not answered yet, nothing said, over), Conflict.
    """
    _open(complaint)
    wrong = _wrong({"waiting_for": waiting_for})
    if not waiting_for.strip():
        wrong["waiting_for"] = Reason(N_("Say for what, or for whom."))
    if complaint.first_response_at is None:
        wrong["status"] = Reason(N_("Answer them first; then it may wait."))
    _refuse(wrong)
    with change(actor, N_("put on hold"), complaint) as it:
        it.update(complaint, status=Status.WAITING, waiting_for=waiting_for.strip())
    return complaint


def resume(actor: Member, complaint: Complaint) -> Complaint:
    """Go on with a complaint that waits. Raises Denied, Invalid (it doesn't wait), Conflict."""
    if complaint.status is not Status.WAITING:
        raise Invalid({"status": Reason(N_("This complaint is not waiting for anything."))})
    with change(actor, N_("resumed"), complaint) as it:
        it.update(complaint, status=Status.IN_PROGRESS, waiting_for="")
    return complaint


def resolve(actor: Member, complaint: Complaint, root_cause: str, resolution: str) -> Complaint:
    """Say why it happened and what was done about it; that stops the second clock, and the first if it still runs.

    Raises Denied, Invalid (one of the two is missing, over), Conflict.
    """
    _open(complaint)
    said = {"root_cause": root_cause.strip(), "resolution": resolution.strip()}
    wrong = _wrong(said)
    if not said["root_cause"]:
        wrong["root_cause"] = Reason(N_("Say why it happened."))
    if not said["resolution"]:
        wrong["resolution"] = Reason(N_("Say what was done about it."))
    _refuse(wrong)
    answered = first_response(actor, complaint)
    ended = {"status": Status.RESOLVED, "resolved_at": now(), "resolved_by": actor, "waiting_for": ""}
    with change(actor, N_("resolved"), complaint) as it:
        it.update(complaint, **answered | ended | said)
    return complaint


def close(actor: Member, complaint: Complaint, satisfaction: int | None = None, note: str = "") -> Complaint:
    """Close a resolved complaint with how satisfied the customer is now, 1-5; None when they would not say.

    An answer also counts among the customer's satisfaction, with the note. Raises Denied, Invalid, Conflict.
    """
    wrong = _wrong({"note": note})
    if complaint.status is Status.CLOSED:
        wrong["status"] = Reason(N_("This complaint is closed already."))
    elif complaint.status is not Status.RESOLVED:
        wrong["status"] = Reason(N_("Resolve it first; then ask how satisfied they are."))
    if satisfaction is not None and satisfaction not in CSAT:
        wrong["satisfaction"] = Reason(N_("Choose a number from 1 to 5."))
    _refuse(wrong)
    with change(actor, N_("closed"), complaint) as it:
        it.update(complaint, status=Status.CLOSED, closed_at=now(), satisfaction=satisfaction)
        if satisfaction is None:
            _keep(it, complaint, note)
        else:
            it.add(
                Satisfaction,
                customer=complaint.customer_id,
                scale=Scale.CSAT,
                score=satisfaction,
                day=team.today(),
                about=complaint.ref,
                note=note.strip(),
            )
    return complaint


def reopen(actor: Member, complaint: Complaint, why: str) -> Complaint:
    """Work again on a complaint that was resolved or closed; the second clock begins anew. The reason is kept.

    Raises Denied, Invalid (it is open, no reason), Conflict.
    """
    wrong = _wrong({"why": why})
    if complaint.status in OPEN:
        wrong["status"] = Reason(N_("This complaint is open already."))
    if not why.strip():
        wrong["why"] = Reason(N_("Say why it is opened again."))
    _refuse(wrong)
    at = now()
    _, resolve_by = promises(complaint.severity, at, team.work_calendar())
    cleared = {"resolved_at": None, "resolved_by": None, "closed_at": None, "satisfaction": None}
    with change(actor, N_("reopened"), complaint) as it:
        it.update(complaint, status=Status.IN_PROGRESS, reopened_at=at, resolve_by=resolve_by, **cleared)
        _keep(it, complaint, why)
    return complaint


def reassign(actor: Member, complaint: Complaint, owner: Member | None) -> Complaint:
    """Give a complaint to somebody, or to nobody. Raises Denied, Conflict."""
    with change(actor, N_("reassigned"), complaint) as it:
        it.update(complaint, owner=owner)
    return complaint


def remove(actor: Member, complaint: Complaint) -> None:
    """Take a complaint out; its number is not given again. Raises Denied, Conflict."""
    with change(actor, N_("removed"), complaint) as it:
        it.remove(complaint)


def _next_number() -> int:
    return int(rows("SELECT coalesce(max(number), 0) + 1 FROM complaint")[0][0])


def _running(complaint: Complaint, severity: Severity) -> dict[str, Any]:
    """The promises that another severity changes: of the clocks that have not stopped."""
    calendar, new = team.work_calendar(), dict[str, Any]()
    if complaint.first_response_at is None:
        new["respond_by"] = promises(severity, complaint.opened_at, calendar)[0]
    if complaint.status in OPEN:
        new["resolve_by"] = promises(severity, complaint.reopened_at or complaint.opened_at, calendar)[1]
    return new


def _keep(it: Any, complaint: Complaint, note: str) -> None:
    if note.strip():
        it.add(Note, about=complaint.ref, body=note.strip())


def _id(record: Member | Contact | int | None) -> int | None:
    return record.id if isinstance(record, Member | Contact) else record


def _belongs(contact: Contact | int | None, customer: int) -> bool:
    number = _id(contact)
    return number is None or Contact.load(number).customer_id == customer


def _open(complaint: Complaint) -> None:
    if complaint.status not in OPEN:
        values = {"name": team.names().get(complaint.resolved_by_id or 0, "Huddle"), "at": complaint.resolved_at}
        raise Invalid({"status": Reason(N_("{name} resolved this already."), values)})


def _known(values: dict[str, Any], names: set[str]) -> None:
    if unknown := set(values) - names:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if type(value) is str else value for name, value in values.items()}


def _refuse(wrong: dict[str, Reason]) -> None:
    if wrong:
        raise Invalid(wrong)


def _wrong(values: dict[str, Any]) -> dict[str, Reason]:
    """A subject is there; texts are not longer than they may be."""
    wrong: dict[str, Reason] = {}
    if "subject" in values and not values["subject"].strip():
        wrong["subject"] = Reason(N_("Say in a few words what is wrong."))
    for name, most in (("subject", LONGEST_SUBJECT), *((name, LONGEST_TEXT) for name in TEXTS)):
        length = len(values.get(name) or "")
        if length > most:
            told = {"length": length, "most": most}
            wrong[name] = Reason(N_("{length} characters; at most {most} fit here."), told)
    return wrong


def _wrong_place(customer: Customer | None, contact: Contact | int | None, opened_at: datetime) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    if customer is None:
        wrong["customer"] = Reason(N_("Say which customer complains."))
    elif not _belongs(contact, customer.id):
        wrong["contact"] = Reason(N_("This contact belongs to another customer."))
    if opened_at > now():
        wrong["opened_at"] = Reason(N_("That moment has not come yet."))
    return wrong
