"""Quick entry over the team's own records: a line is read with its members and customers, then entered.

``quickentry`` reads; here it meets the store. Used by the screens and by ``huddle add``.
"""

from __future__ import annotations

from store import customers, followups, team
from store.errors import N_, Invalid, Reason
from store.followups import FollowUp, Kind, NextStep, Outcome, Priority
from store.quickentry import Match, Person, Reading
from store.quickentry import read as read_line
from store.team import Member

__all__ = ["NOTHING", "Match", "Reading", "enter", "read"]

NOTHING = ("-", "none", "无")  # what is said where a next step could be, when none is wanted


def read(actor: Member, line: str) -> Reading:
    """What the line says, with its owner and customer looked up."""
    people = [Person(m.id, m.name, m.login) for m in team.members()]
    return read_line(line, today=team.today(), members=people, find_customer=_find, me=actor.id)


def _find(words: str) -> list[Match]:
    return [Match(number, name) for number, name, _city in customers.by_name(words)]


def read_step(text: str, kind: Kind, subject: str) -> NextStep | None:
    """The next step that a line such as ``visit fri 10:00 sign`` plans; None for an empty one, and for ``-``.

    What the line doesn't say is taken from the contact before it. Raises Invalid when it names no day.
    """
    if not text.strip() or text.strip().lower() in NOTHING:
        return None
    found = read_line(text, today=team.today(), members=[], find_customer=lambda _: (), me=None)
    if found.due_on is None:
        raise Invalid({"next_step": Reason(N_("Name a day, such as fri, +3d or 30 Nov."), {})})
    kind = Kind(found.kind) if found.kind_said else kind
    return NextStep(found.due_on, kind, found.subject or subject, found.due_time)


def enter(actor: Member, reading: Reading) -> FollowUp:
    """Plan, or log, what was read; a planned one without a day is for today. Raises Denied, Invalid.

    Tags stay readable at the end of the subject, where search and filter find them.
    """
    subject = " ".join([reading.subject, *(f"#{tag}" for tag in reading.tags)]).strip()
    customer = reading.customer.id if reading.customer else None
    owner = Member.load(reading.owner.id) if reading.owner else actor
    if reading.log:
        return followups.log(
            actor,
            Kind(reading.kind),
            Outcome.CONNECTED,
            customer=customer,
            subject=subject,
            owner=owner,
            on=reading.due_on,
            at=reading.due_time,
        )
    return followups.add(
        actor,
        reading.due_on or team.today(),
        subject=subject,
        customer=customer,
        kind=Kind(reading.kind),
        due_time=reading.due_time,
        priority=Priority[reading.priority.upper()],
        owner=owner,
    )
