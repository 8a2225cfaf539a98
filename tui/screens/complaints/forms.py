"""The forms of a complaint, and of an answer about satisfaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store import complaints, customers, deals, team
from store.complaints import Category, Complaint, Satisfaction, Scale, satisfaction
from store.customers import Customer
from store.errors import N_, Invalid, Reason
from store.records import Ref
from store.team import Member
from tui.complaint_cards import CATEGORY, QUESTION, SEVERITY
from tui.i18n import _
from tui.screens.base import HuddleScreen
from tui.vocabulary import options
from tui.widgets.form import Field, Form

OFFERED = 8  # complaints, and deals, that an answer can be about


def new_fields(customer: Customer | None) -> list[Field]:
    """A new complaint; of this customer, or of one that is looked for."""
    asked = (
        []
        if customer is not None
        else [Field("customer", _("Customer"), "record", find=customers.by_name, required=True)]
    )
    return [*asked, *said_fields(None, customer)]


def said_fields(record: Complaint | None, customer: Customer | None) -> list[Field]:
    """What the complaint says; who said it where the customer is known."""
    it = record or Complaint()
    fields = [
        Field("subject", _("What is wrong"), value=it.subject or "", required=True),
        Field("severity", _("Severity"), "choice", it.severity, options=_severities()),
        Field("category", _("Category"), "choice", it.category or Category.QUALITY, options=options(CATEGORY)),
        Field("body", _("In their words"), "long", it.body),
    ]
    people = customers.contacts(customer.id) if customer is not None else []
    if people:
        known: list[tuple[object, str]] = [(None, "—"), *((one.id, one.name) for one in people)]
        fields.insert(3, Field("contact", _("Who says so"), "choice", it.contact_id, options=known))
    return fields


def _severities() -> list[tuple[object, str]]:
    """Each severity with its promises: ``urgent 2/8 h``."""
    hours = _("{severity} {respond}/{resolve} h")
    return [
        (severity, hours.format(severity=_(SEVERITY[severity]), respond=respond, resolve=resolve))
        for severity, (respond, resolve) in complaints.HOURS.items()
    ]


def solution_fields(record: Complaint) -> list[Field]:
    """Why it happened and what was done."""
    return [
        Field("root_cause", _("Root cause: why did it happen?"), "long", record.root_cause, required=True),
        Field("resolution", _("What was done about it"), "long", record.resolution, required=True),
    ]


def ask_satisfaction(screen: HuddleScreen, customer: Customer, about: Ref | None = None) -> None:
    """Ask for an answer of a customer, about a complaint or a deal of theirs or about us altogether, and write it."""

    def save(values: dict[str, Any]) -> Satisfaction:
        score = values.pop("score")
        if score != int(score):
            raise Invalid({"score": Reason(N_("Choose a whole number."))})
        return satisfaction.record(screen.me, customer, int(score), **values)

    day = team.today()
    fields = [
        Field("scale", _("Question"), "choice", Scale.CSAT, options=options(QUESTION)),
        Field("score", _("Their answer"), "number", required=True),
        Field("about", _("About"), "choice", about, options=_subjects(customer.id, about)),
        Field("day", _("On"), "day", day, required=True, today=day),
        Field("note", _("What they said"), "long"),
    ]
    form = Form(customer.name, fields, save, about=_("How satisfied are they?"), first="score")
    screen.ask(form, lambda _made: screen.done(_("Written down · u undo")))


def _subjects(customer: int, about: Ref | None) -> list[tuple[object, str]]:
    found: list[tuple[object, str]] = [(None, _("us altogether"))]
    for number, title, _customer in complaints.by_subject(customer, "", OFFERED):
        found.append((Ref("complaint", number), title))
    found += [(Ref("deal", row.id), row.name) for row in deals.of_customer(customer, OFFERED)]
    return found


def saver(verb: Callable[..., Complaint], actor: Member, record: Complaint) -> Callable[[dict[str, Any]], Complaint]:
    """What a form calls to do this verb to this complaint with the values that were typed."""
    return lambda values: verb(actor, record, **values)
