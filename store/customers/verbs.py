"""What can be done to a customer and its contacts: each is one change with its history and its undo."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from store.access import allow
from store.changes import change
from store.customers.questions import contacts
from store.customers.records import Contact, Customer
from store.errors import N_, Invalid, Reason
from store.team import Member


def add(actor: Member, name: str, **values: Any) -> Customer:
    """Add a customer; a ``value_class`` is one set by hand. Raises Denied, Invalid beside the field that is wrong."""
    _valid({"name": name, **values})
    values["value_class_set_by_hand"] = int(values.get("value_class") is not None)
    with change(actor, N_("added"), Customer, owner=_id(values.get("owner"))) as it:
        return it.add(Customer, name=name.strip(), **values)


def edit(actor: Member, customer: Customer, **values: Any) -> Customer:
    """Change what is known about a customer. A ``value_class`` is one set by hand; None returns to the computed one.

    Raises Denied, Invalid, Conflict.
    """
    _valid(values)
    if "value_class" in values:
        values["value_class_set_by_hand"] = int(values["value_class"] is not None)
        values["value_class"] = values["value_class"] or customer.value_class_computed
    with change(actor, N_("edited"), customer) as it:
        it.update(customer, **values)
    return customer


def hand_over(actor: Member, customer: Customer, owner: Member | None) -> Customer:
    """Give a customer to somebody, or to nobody. Raises Denied, Conflict."""
    with change(actor, N_("handed over"), customer) as it:
        it.update(customer, owner=owner)
    return customer


def hand_over_many(actor: Member, numbers: Sequence[int], owner: Member | None) -> int:
    """Give customers to somebody, or to nobody, as one change; how many were somebody else's before.

    Raises Denied for the first that isn't the actor's to give, NotFound, Conflict; then none is given.
    """
    return _write_many(actor, N_("handed over"), numbers, {"owner": owner})


def edit_many(actor: Member, numbers: Sequence[int], **values: Any) -> int:
    """Give customers the same values as one change; how many had others. Raises Denied, Invalid, NotFound, Conflict."""
    _valid(values)
    if "value_class" in values:
        values["value_class_set_by_hand"] = int(values["value_class"] is not None)
    return _write_many(actor, N_("edited"), numbers, values)


def _write_many(actor: Member, verb: str, numbers: Sequence[int], values: dict[str, Any]) -> int:
    found = [Customer.load(number) for number in numbers]
    for customer in found:
        allow(actor, verb, customer)
    wanted = {name: _id(value) for name, value in values.items()}
    others = [c for c in found if any(c.__data__.get(name) != value for name, value in wanted.items())]
    if others:
        with change(actor, verb, others[0]) as it:
            for customer in others:
                it.update(customer, **values)
    return len(others)


def remove(actor: Member, customer: Customer) -> None:
    """Take a customer and its contacts out of every list. Raises Denied, Conflict."""
    with change(actor, N_("removed"), customer) as it:
        it.remove(customer)
        for contact in contacts(customer.id):
            it.remove(contact)


def add_contact(actor: Member, customer: Customer, name: str, **values: Any) -> Contact:
    """Add a person at a customer's; the first one becomes the primary one. Raises Denied, Invalid."""
    with change(actor, N_("added a contact to"), customer) as it:
        return put_contact(it, customer, name, values)


def put_contact(it: Any, customer: Customer, name: str, values: dict[str, Any]) -> Contact:
    """Write a new contact inside a change; as ``add_contact``."""
    _valid({"name": name, **values})
    there = contacts(customer.id)
    primary = int(bool(values.get("primary")) or not there)
    if primary:
        _no_primary(it, there)
    made: Contact = it.add(Contact, customer=customer.id, name=name.strip(), **{**values, "primary": primary})
    return made


def edit_contact(actor: Member, contact: Contact, **values: Any) -> Contact:
    """Change a contact. Raises Denied, Invalid, Conflict."""
    with change(actor, N_("edited a contact of"), Customer.load(contact.customer_id)) as it:
        rewrite_contact(it, contact, values)
    return contact


def rewrite_contact(it: Any, contact: Contact, values: dict[str, Any]) -> None:
    """Write a contact's new values inside a change; as ``edit_contact``."""
    _valid(values)
    if values.get("primary"):
        _no_primary(it, [c for c in contacts(contact.customer_id) if c.id != contact.id])
    it.update(contact, **values)


def remove_contact(actor: Member, contact: Contact) -> None:
    """Take a contact out; the next one by name becomes the primary one in its place. Raises Denied, Conflict."""
    others = [c for c in contacts(contact.customer_id) if c.id != contact.id]
    with change(actor, N_("removed a contact of"), Customer.load(contact.customer_id)) as it:
        it.remove(contact)
        if contact.primary and others:
            it.update(others[0], primary=1)


def _no_primary(it: Any, others: Sequence[Contact]) -> None:
    for other in others:
        if other.primary:
            it.update(other, primary=0)


def _id(member: Member | int | None) -> int | None:
    return member.id if isinstance(member, Member) else member


def _valid(values: dict[str, Any]) -> None:
    """A name is there; an e-mail has an @; a phone has no control characters; power and loyalty are 1-5; the days
    between two visits are 1 to 730."""
    wrong: dict[str, Reason] = {}
    if "name" in values and not values["name"].strip():
        wrong["name"] = Reason(N_("A name is needed."), {})
    if values.get("email") and "@" not in values["email"]:
        wrong["email"] = Reason(N_("An e-mail address has an @."), {})
    if any(unicodedata.category(c) == "Cc" for c in values.get("phone") or ""):
        wrong["phone"] = Reason(N_("A phone number has no control characters."), {})
    for field in ("purchasing_power", "loyalty"):
        if values.get(field) is not None and values[field] not in range(1, 6):
            wrong[field] = Reason(N_("Choose a number from 1 to 5."), {})
    if values.get("visit_interval_days") is not None and values["visit_interval_days"] not in range(1, 731):
        wrong["visit_interval_days"] = Reason(N_("Between two visits are 1 to 730 days."), {})
    if wrong:
        raise Invalid(wrong)
