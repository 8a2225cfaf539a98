"""Two customers that are one: everything that hangs on the second moves to the first, as one change with one undo.

What hangs on a customer is found, not listed: every record with a foreign key to it, and every link ``Ref`` to it. Tags
are united; of two main contacts the first customer's stays; where both have a planned visit that Huddle has made, the
second one's goes. The second customer is marked as removed and keeps its own history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import ForeignKeyField

from store import (
    access,
    actions,
    care,
    complaints,
    deals,
    followups,
    goals,
    importing,
    meetings,
    notes,
    risks,
    signals,
    topics,
    training,
)
from store.changes import change
from store.customers import Contact, Customer, CustomerKind
from store.errors import N_, Invalid, Reason
from store.followups import FollowUp, Origin, Status
from store.records import Record, Ref, RefField, kind_of, models
from store.team import Member

# Imported so that their records are known here: what hangs on a customer is found among all of them.
DOMAINS = (
    actions,
    care,
    complaints,
    deals,
    followups,
    goals,
    importing,
    meetings,
    notes,
    risks,
    signals,
    topics,
    training,
)

CHOSEN = (
    *("name", "code", "kind", "industry", "source", "city", "address", "website", "phone", "email", "owner", "notes"),
    *("do_not_call", "value_class", "need", "purchasing_power", "loyalty", "visit_interval_days"),
)
FURTHER = (CustomerKind.LOST, CustomerKind.PROSPECT, CustomerKind.DORMANT, CustomerKind.CUSTOMER)


# Questions


def links() -> list[tuple[type[Record], str]]:
    """Every field by which a record hangs on a customer: (model, name of the field)."""
    return [
        (model, field.name)
        for model in models()
        for field in model._meta.sorted_fields
        if isinstance(field, RefField) or (isinstance(field, ForeignKeyField) and field.rel_model is Customer)
    ]


def hanging(customer: Customer) -> Mapping[str, int]:
    """How many records of each kind would move with a customer; kinds without any are left out."""
    found: dict[str, int] = {}
    for model, name in links():
        count = model.select().where(_points(model, name, customer), model.kept()).count()
        if count:
            found[kind_of(model)] = found.get(kind_of(model), 0) + count
    return found


def different(keep: Customer, gone: Customer) -> list[str]:
    """The fields in which both say something, and not the same: who merges chooses between them."""
    return [name for name in CHOSEN if name != "notes" and _both(keep, gone, name)]


def proposal(keep: Customer, gone: Customer) -> dict[str, Any]:
    """What the first customer takes over without being asked: what it doesn't say itself, both notes, all tags."""
    values: dict[str, Any] = {
        name: _value(gone, name) for name in CHOSEN if not _said(_value(keep, name)) and _said(_value(gone, name))
    }
    if keep.notes and gone.notes and gone.notes not in keep.notes:
        values["notes"] = f"{keep.notes}\n\n{gone.notes}"
    if FURTHER.index(gone.kind) > FURTHER.index(keep.kind):
        values["kind"] = gone.kind
    values["tags"] = _united(keep.tags, gone.tags)
    return values


def _said(value: Any) -> bool:
    return value not in (None, "", 0, "none")


def _both(keep: Customer, gone: Customer, name: str) -> bool:
    one, other = _value(keep, name), _value(gone, name)
    return _said(one) and _said(other) and one != other


def _value(customer: Customer, name: str) -> Any:
    return customer.__data__.get(name)


def _united(*tags: str) -> str:
    """The tags of both, each once, in their order."""
    found = {tag.strip().casefold(): tag.strip() for text in reversed(tags) for tag in _cut(text)}
    order = dict.fromkeys(tag.strip().casefold() for text in tags for tag in _cut(text))
    return ", ".join(found[tag] for tag in order)


def _cut(text: str) -> list[str]:
    for other in "，、;；":
        text = text.replace(other, ",")
    return [tag for tag in text.split(",") if tag.strip()]


def _points(model: Any, name: str, customer: Customer) -> Any:
    value = _link(model, name, customer)
    return getattr(model, name) == (str(value) if isinstance(value, Ref) else value)  # a tuple would be a row to SQL


# Verbs


def merge(actor: Member, keep: Customer, gone: Customer, choices: Mapping[str, Any] | None = None) -> Customer:
    """Move everything of ``gone`` to ``keep`` and remove it. ``choices`` are values for ``keep`` beyond ``proposal()``.

    The lead may, and who may write both. Raises Denied, Invalid (the same customer twice), Conflict.
    """
    if keep.id == gone.id:
        raise Invalid({"": Reason(N_("Choose another customer to merge with this one."))})
    access.allow(actor, N_("merged"), gone)
    values = {**proposal(keep, gone), **(choices or {})}
    if "value_class" in values:
        values["value_class_set_by_hand"] = int(values["value_class"] is not None)
    with change(actor, N_("merged"), keep) as it:
        has_main = bool(_main_contacts(keep))
        planned = _planned(keep)
        for record, names in _hanging_records(gone):
            if isinstance(record, FollowUp) and planned and _visit(record):
                it.remove(record)
                continue
            moved = {name: _link(record, name, keep) for name in names}
            if isinstance(record, Contact) and record.primary and has_main:
                moved["primary"] = 0
            it.update(record, **moved)
        it.update(keep, **values)
        it.remove(gone)
    return keep


def _hanging_records(customer: Customer) -> list[tuple[Record, list[str]]]:
    """Each record that hangs on the customer, once, with all the fields by which it does."""
    found: dict[Ref, tuple[Record, list[str]]] = {}
    for model, name in links():
        for record in model.select().where(_points(model, name, customer), model.kept()).order_by(model.id):
            found.setdefault(record.ref, (record, []))[1].append(name)
    return list(found.values())


def _link(record: Record | type[Record], name: str, customer: Customer) -> object:
    return customer.id if isinstance(record._meta.fields[name], ForeignKeyField) else customer.ref


def _main_contacts(customer: Customer) -> list[Contact]:
    return list(Contact.select().where(Contact.customer == customer.id, Contact.primary == 1, Contact.kept()))


def _planned(customer: Customer) -> bool:
    found: bool = (
        FollowUp.select()
        .where(FollowUp.customer == customer.id, FollowUp.status == Status.PLANNED, FollowUp.kept())
        .exists()
    )
    return found


def _visit(followup: FollowUp) -> bool:
    return followup.status is Status.PLANNED and followup.origin is Origin.CADENCE
