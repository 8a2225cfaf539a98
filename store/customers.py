"""Customers and the people to talk to there.

A customer belongs to one member or to nobody. One contact of a customer is the primary one. The need, the
purchasing power and the loyalty are set by hand; the value class is computed from revenue (``store.care``) unless
somebody set it by hand, which is kept and marked. "—" means that nobody has judged yet.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store.access import allow
from store.changes import change
from store.database import rows
from store.duplicates import core_of, digits, same_name, same_phone
from store.errors import N_, Invalid, Reason
from store.records import Choice, Day, Record
from store.search import find
from store.team import Member
from store.words import LIKE, beginning, containing


class CustomerKind(StrEnum):
    """How far the relation is."""

    PROSPECT = "prospect"
    CUSTOMER = "customer"
    DORMANT = "dormant"
    LOST = "lost"


class ValueClass(StrEnum):
    """How much a customer is worth to us."""

    A = "A"
    B = "B"
    C = "C"


class Need(StrEnum):
    """How clearly the customer needs something from us."""

    URGENT = "urgent"
    CLEAR = "clear"
    VAGUE = "vague"
    NONE = "none"


class ContactRole(StrEnum):
    """The part a contact plays in the decision."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    EVALUATOR = "evaluator"
    USER = "user"
    GATEKEEPER = "gatekeeper"


class Customer(Record):
    """A company or person we sell to, or would like to.

    ``value_class`` is what holds: ``value_class_computed``, unless it was set by hand. ``segment`` names the scores
    ``rfm_r``, ``rfm_f`` and ``rfm_m`` (a value of ``care.Segment``); ``computed_on`` is the day since which the
    computed values hold. ``visit_interval_days`` is this customer's own, None takes that of ``visit_interval``.
    """

    name = TextField()
    code = TextField(default="")
    kind = Choice(CustomerKind, default=CustomerKind.PROSPECT)
    industry = TextField(default="")
    source = TextField(default="")
    city = TextField(default="")
    address = TextField(default="")
    website = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    tags = TextField(default="")
    notes = TextField(default="")
    do_not_call = IntegerField(default=0)
    value_class = Choice(ValueClass, null=True)
    need = Choice(Need, default=Need.NONE)
    purchasing_power = IntegerField(null=True)
    loyalty = IntegerField(null=True)
    visit_interval_days = IntegerField(null=True)
    value_class_set_by_hand = IntegerField(default=0)
    value_class_computed = Choice(ValueClass, null=True)
    rfm_r = IntegerField(null=True)
    rfm_f = IntegerField(null=True)
    rfm_m = IntegerField(null=True)
    segment = TextField(null=True)
    computed_on = Day(null=True)
    OWNER = "owner"
    SEARCHED = ("name", "code", "city", "phone", "email", "tags", "notes")
    DERIVED = ("value_class_computed", "rfm_r", "rfm_f", "rfm_m", "segment", "computed_on")


class Contact(Record):
    """A person at a customer's."""

    customer_id: int
    customer = ForeignKeyField(Customer, lazy_load=False)
    name = TextField()
    title = TextField(default="")
    role = Choice(ContactRole, null=True)
    primary = IntegerField(default=0)
    phone = TextField(default="")
    email = TextField(default="")
    wechat = TextField(default="")
    SEARCHED = ("name", "title", "phone", "email", "wechat")


# Questions

INTERVALS = {ValueClass.A: 14, ValueClass.B: 30, ValueClass.C: 90}


def visit_interval(customer: Customer) -> int:
    """Days between two contacts: its own, else urgent prospect 3, clear prospect 7, dormant 60, else by class A 14,
    B 30, C or none 90."""
    if customer.visit_interval_days:
        return customer.visit_interval_days
    if customer.kind is CustomerKind.PROSPECT and customer.need in (Need.URGENT, Need.CLEAR):
        return 3 if customer.need is Need.URGENT else 7
    if customer.kind is CustomerKind.DORMANT:
        return 60
    return INTERVALS[customer.value_class or ValueClass.C]


class CustomerRow(NamedTuple):
    """One row of the list of customers."""

    id: int
    name: str
    kind: CustomerKind
    value_class: str
    need: Need
    city: str
    owner_id: int | None
    owner: str
    last_contact_on: date | None
    next_due_on: date | None


def ids(owner: int | None = None, text: str = "") -> list[int]:
    """The customers by name: one member's and nobody's, or everyone's.

    ``text`` keeps those that ``having()`` finds.
    """
    where, values = ["c.deleted_at IS NULL"], list[object]()
    if owner is not None:
        where.append("(c.owner_id = ? OR c.owner_id IS NULL)")
        values.append(owner)
    if text.strip():
        where.append("c.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(having(text)))
    sql = f"SELECT c.id FROM customer c WHERE {' AND '.join(where)} ORDER BY c.name COLLATE NOCASE, c.id"
    return [number for (number,) in rows(sql, values)]


MOST_FOUND = 500  # how many customers a filter finds; who types on finds fewer


def having(text: str) -> list[int]:
    """The customers that have these words, or beginnings of words, in what is known of them or of their people.

    Where no word begins so, those whose name contains the text. At most ``MOST_FOUND``, the newest.
    """
    found = [hit.ref.id for hit in find(text, MOST_FOUND, kind="customer")]
    people = [hit.ref.id for hit in find(text, MOST_FOUND, kind="contact")]
    if people:
        sql = "SELECT customer_id FROM contact WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL"
        found += [number for (number,) in rows(sql, (json.dumps(people),))]
    if not found:
        sql = f"SELECT id FROM customer WHERE deleted_at IS NULL AND name {LIKE} LIMIT {MOST_FOUND}"
        found = [number for (number,) in rows(sql, (containing(text),))]
    return found


# The last real contact with customer c: a follow-up that reached somebody, or the first response to a complaint.
LAST_CONTACT = (
    "nullif(max(coalesce((SELECT max(f.done_at) FROM follow_up f WHERE f.customer_id = c.id AND f.status = 'done'"
    " AND f.outcome != 'no_answer' AND f.deleted_at IS NULL), ''), coalesce((SELECT max(k.first_response_at)"
    " FROM complaint k WHERE k.customer_id = c.id AND k.deleted_at IS NULL), '')), '')"
)


def listed(numbers: Sequence[int]) -> dict[int, CustomerRow]:
    """The rows of these customers, by id."""
    marks = ",".join("?" * len(numbers))
    found = rows(
        "SELECT c.id, c.name, c.kind, coalesce(c.value_class, ''), c.need, c.city, c.owner_id, coalesce(m.name, ''),"
        f" {LAST_CONTACT},"
        " (SELECT min(f.due_on) FROM follow_up f WHERE f.customer_id = c.id AND f.status = 'planned'"
        "  AND f.deleted_at IS NULL)"
        f" FROM customer c LEFT JOIN member m ON m.id = c.owner_id WHERE c.id IN ({marks})",
        numbers,
    )
    return {
        i: CustomerRow(i, name, CustomerKind(kind), value, Need(need), city, owner, whose, _day(last), _day(due))
        for i, name, kind, value, need, city, owner, whose, last, due in found
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def contacts(customer: int) -> list[Contact]:
    """The contacts of a customer, the primary one first."""
    return list(
        Contact.select()
        .where(Contact.customer == customer, Contact.kept())
        .order_by(Contact.primary.desc(), Contact.name)
    )


def by_name(text: str, limit: int = 8) -> list[tuple[int, str, str]]:
    """Customers for a picker: (id, name, city), those whose names begin with the text before the others."""
    typed = text.strip()
    if not typed:
        return rows(
            "SELECT id, name, city FROM customer WHERE deleted_at IS NULL ORDER BY name COLLATE NOCASE LIMIT ?",
            (limit,),
        )
    return rows(
        "SELECT id, name, city FROM customer WHERE id IN (SELECT value FROM json_each(?))"
        f" ORDER BY NOT (name {LIKE}), NOT (name {LIKE}), length(name), name COLLATE NOCASE LIMIT ?",
        (json.dumps(having(typed)), beginning(typed), containing(typed), limit),
    )


def count_owned(owner: int) -> int:
    """How many customers a member looks after."""
    return int(rows("SELECT count(*) FROM customer WHERE owner_id = ? AND deleted_at IS NULL", (owner,))[0][0])


def name_of(customer: int) -> str:
    """A customer's name, removed or not."""
    found = rows("SELECT name FROM customer WHERE id = ?", (customer,))
    return str(found[0][0]) if found else ""


def phone_of(customer: int) -> str:
    """The number to call: the primary contact's, else any contact's, else the customer's own; "" for none."""
    found = rows(
        'SELECT phone FROM (SELECT phone, 2 + "primary" AS rank FROM contact WHERE customer_id = ?'
        " AND deleted_at IS NULL UNION ALL SELECT phone, 1 FROM customer WHERE id = ?)"
        " WHERE phone != '' ORDER BY rank DESC LIMIT 1",
        (customer, customer),
    )
    return str(found[0][0]) if found else ""


def held(numbers: Sequence[int], name: str) -> dict[Any, int]:
    """Which values these customers have in a field, as SQLite keeps them, and how many have each, the most first."""
    column = Customer._meta.fields[name].column_name
    return dict(
        rows(
            f"SELECT {column}, count(*) FROM customer WHERE deleted_at IS NULL"
            f" AND id IN (SELECT value FROM json_each(?)) GROUP BY {column} ORDER BY count(*) DESC",
            (json.dumps(list(numbers)),),
        )
    )


class Similar(NamedTuple):
    """A customer that may be the one that is being typed in: ``why`` is name, phone or email."""

    id: int
    name: str
    why: str


def similar(name: str = "", phone: str = "", email: str = "", but: int | None = None, limit: int = 3) -> list[Similar]:
    """Customers of this name, or with this phone or e-mail (of a contact, too); without the one with the id ``but``.

    Compared as people mean them: see ``store.duplicates``. A phone counts from six digits on.
    """
    found = [*_of_name(name), *_of_phone(phone), *_of_email(email)]
    first = {one.id: one for one in reversed(found) if one.id != but}
    return sorted(first.values(), key=lambda one: (found.index(one), one.id))[:limit]


def _of_name(name: str) -> list[Similar]:
    wanted = same_name(name)
    if not wanted:
        return []
    numbers = [hit.ref.id for hit in find(core_of(name), 50, kind="customer")]
    sql = "SELECT id, name FROM customer WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    there = rows(sql, (json.dumps(numbers),))
    return [Similar(number, called, "name") for number, called in there if same_name(called) == wanted]


def _of_phone(phone: str) -> list[Similar]:
    wanted = digits(phone)
    if len(wanted) < 6:
        return []
    pattern = "%" + "%".join(wanted[-9:]) + "%"  # whatever stands between the digits
    there = rows(
        "SELECT id, name, phone FROM customer WHERE phone LIKE ?1 AND deleted_at IS NULL"
        " UNION ALL SELECT c.id, c.name, p.phone FROM contact p JOIN customer c ON c.id = p.customer_id"
        " WHERE p.phone LIKE ?1 AND p.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY 1",
        (pattern,),
    )
    return [Similar(number, name, "phone") for number, name, held in there if same_phone(held, phone)]


def _of_email(email: str) -> list[Similar]:
    wanted = email.strip().lower()
    if "@" not in wanted.strip("@"):
        return []
    people = [hit.ref.id for hit in find(wanted, 50, kind="contact")]
    numbers = [hit.ref.id for hit in find(wanted, 50, kind="customer")]
    there = rows(
        "SELECT id, name, email FROM customer WHERE id IN (SELECT value FROM json_each(?))"
        " UNION ALL SELECT c.id, c.name, p.email FROM contact p JOIN customer c ON c.id = p.customer_id"
        " WHERE p.id IN (SELECT value FROM json_each(?)) AND c.deleted_at IS NULL ORDER BY 1",
        (json.dumps(numbers), json.dumps(people)),
    )
    return [Similar(number, name, "email") for number, name, held in there if held.strip().lower() == wanted]


# Verbs


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
