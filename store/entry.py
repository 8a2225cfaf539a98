"""Quick entry over the team's own records: a line is read with its members and customers, then entered.

``quickentry`` reads; here it meets the store. Used by the screens and by ``huddle add``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from store import customers, deals, followups, team
from store.complaints import Complaint
from store.deals import Deal
from store.errors import N_, Invalid, Reason
from store.followups import FollowUp, Kind, NextStep, Origin, Outcome, Priority
from store.quickentry import Match, Person, Reading
from store.quickentry import read as read_line
from store.records import Ref
from store.team import Member

__all__ = ["NOTHING", "Match", "Origin", "Reading", "enter", "read", "with_deal"]

ANY_DEAL = ("deal", "商机")
OFFERED = 3
NOTHING = ("-", "none", "无")  # what is said where a next step could be, when none is wanted


def read(actor: Member, line: str) -> Reading:
    """What the line says, with its owner, customer and deal looked up."""
    people = [Person(m.id, m.name, m.login) for m in team.members()]
    return with_deal(read_line(line, today=team.today(), members=people, find_customer=_find, me=actor.id))


def with_deal(reading: Reading) -> Reading:
    """The same reading with the tag that names an open deal read as that deal; the customer is the deal's where the
    line names none. Where several fit, up to three are offered; what names none stays a tag.

    A blank of the name is written as ``-`` or ``_`` (``#second-line``); ``#deal`` is whatever deal the customer has.
    """
    if reading.deal is not None or reading.nearest or reading.no_customer:
        return reading
    customer = reading.customer.id if reading.customer is not None else None
    for tag in reading.tags:
        found = _deals(tag, customer)
        if len(found) == 1:
            return reading.of_deal(found[0], tag)
        if found:
            return replace(reading, deals=tuple(found[:OFFERED]), deal_tag=tag)
    return reading


def _deals(tag: str, customer: int | None) -> list[Match]:
    """The open deals that a tag names: the one of exactly that name, else all that have it in theirs."""
    words = " ".join(tag.replace("-", " ").replace("_", " ").split())
    any_of_theirs = customer is not None and tag.casefold() in ANY_DEAL
    rows = deals.named("" if any_of_theirs else words, customer) or deals.named(tag, customer)
    found = [Match(number, name, Match(whose, called)) for number, name, whose, called in rows]
    exact = [one for one in found if one.name.casefold() in (words.casefold(), tag.casefold())]
    return exact if len(exact) == 1 else found


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


def enter(actor: Member, reading: Reading, origin: Origin = Origin.MANUAL, about: Ref | None = None) -> FollowUp:
    """Plan, or log, what was read; a planned one without a day is for today.

    ``about`` is the deal or the complaint that the line was begun at: the follow-up is about it unless the line names
    another deal or another customer.

    Tags that name no deal stay readable at the end of the subject, where search and filter find them.
    Raises Denied, Invalid (several deals fit a tag).
    """
    reading = with_deal(reading)
    if reading.deals:
        names = [f"{one.name} ({one.customer.name})" for one in reading.deals if one.customer is not None]
        raise Invalid({"deal": Reason(N_("Which deal is meant? The nearest are: {names}."), {"names": names})})
    deal = Deal.load(reading.deal.id) if reading.deal is not None else None
    subject = " ".join([reading.subject, *(f"#{tag}" for tag in reading.tags)]).strip()
    customer = reading.customer.id if reading.customer else None
    link = _linked(about, customer) if deal is None else {"deal": deal}
    deal = link.get("deal")
    owner = Member.load(reading.owner.id) if reading.owner else actor
    if reading.log:
        return followups.log(
            actor,
            Kind(reading.kind),
            Outcome.CONNECTED,
            customer=customer,
            subject=subject,
            owner=owner,
            deal=deal,
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
        **link,
        origin=origin,
    )


def _linked(about: Ref | None, customer: int | None) -> dict[str, Any]:
    """The deal or the complaint, as the value that a follow-up takes, when it is this customer's."""
    if about is None or customer is None or about.kind not in ("deal", "complaint"):
        return {}
    model: Any = Deal if about.kind == "deal" else Complaint
    found = model.get_or_none(model.id == about.id, model.kept())
    return {about.kind: found} if found is not None and found.customer_id == customer else {}
