"""Customers as lists and pickers show them, and how they are found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from store.customers.kinds import CustomerKind, Need, ValueClass
from store.customers.records import Contact, Customer
from store.database import rows
from store.longlist import numbers
from store.pinyin import FIRST_HAN, kept_reading
from store.search import find
from store.words import LIKE, beginning, containing
from store.words import anywhere as somewhere

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


def ids(owner: int | None = None, text: str = "") -> Sequence[int]:
    """The customers by name: one member's and nobody's, or everyone's.

    ``text`` keeps those that ``having()`` finds. Chinese names stand in the order of their pinyin where there are at
    most ``MOST_READ``, of their characters where there are more.
    """
    found = _by_name(owner, text)
    return _by_reading(found) if len(found) <= MOST_READ and _has_chinese_names() else found


MOST_READ = 2_000  # customers whose names are put in the order of their pinyin


def _has_chinese_names() -> bool:
    last = rows("SELECT name FROM customer WHERE deleted_at IS NULL ORDER BY name COLLATE NOCASE DESC LIMIT 1")
    return bool(last) and last[0][0] >= FIRST_HAN


def _by_reading(numbers: Sequence[int]) -> list[int]:
    found = rows(
        "SELECT c.id, c.name, coalesce(w.words, '') FROM json_each(?) j CROSS JOIN customer c ON c.id = j.value"
        " LEFT JOIN search_entry s ON s.kind = 'customer' AND s.record = c.id"
        " LEFT JOIN search_words w ON w.rowid = s.id",
        [json.dumps(list(numbers))],
    )
    return [number for number, *_rest in sorted(found, key=lambda row: kept_reading(row[1], row[2]))]


def _by_name(owner: int | None, text: str) -> Sequence[int]:
    if text.strip():
        mine, values = ("", []) if owner is None else (" AND (c.owner_id = ? OR c.owner_id IS NULL)", [owner])
        found = "c.id IN (SELECT value FROM json_each(?))"
        sql = f"SELECT c.id FROM customer c WHERE {found} AND c.deleted_at IS NULL{mine} ORDER BY {BY_NAME}"
        return [number for (number,) in rows(sql, [json.dumps(having(text)), *values])]
    if owner is None:
        return numbers(f"SELECT c.id FROM customer c WHERE c.deleted_at IS NULL ORDER BY {BY_NAME}")
    # two runs of one index, merged
    some = "SELECT c.id, c.name FROM customer c WHERE c.deleted_at IS NULL AND c.owner_id"
    return numbers(f"{some} = ? UNION ALL {some} IS NULL ORDER BY 2 COLLATE NOCASE, 1", [owner])


BY_NAME = "c.name COLLATE NOCASE, c.id"
MOST_FOUND = 500  # how many customers a filter finds; who types on finds fewer


def having(text: str, anywhere: bool = True) -> list[int]:
    """The customers that have these words, or beginnings of words, in what is known of them or of their people.

    Where no word begins so, those whose name contains the text ``anywhere``. At most ``MOST_FOUND``, the newest.
    """
    found = [hit.ref.id for hit in find(text, MOST_FOUND, kind="customer")]
    people = [hit.ref.id for hit in find(text, MOST_FOUND, kind="contact")]
    if people:
        sql = "SELECT customer_id FROM contact WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL"
        found += [number for (number,) in rows(sql, (json.dumps(people),))]
    if not found and anywhere:
        # the index of names is a tenth of the table, of which nothing else is needed here
        sql = f"SELECT id FROM customer INDEXED BY customer_name WHERE deleted_at IS NULL AND name {LIKE}"
        found = somewhere(f"{sql} LIMIT {MOST_FOUND}", text)
    return found


# The last real contact with customer c: a follow-up that reached somebody, or the first response to a complaint.
LAST_CONTACT = (
    "nullif(max(coalesce((SELECT f.done_at FROM follow_up f WHERE f.customer_id = c.id AND f.status = 'done'"
    " AND f.outcome != 'no_answer' AND f.deleted_at IS NULL ORDER BY f.done_at DESC LIMIT 1), ''),"
    " coalesce((SELECT max(k.first_response_at)"
    " FROM complaint k WHERE k.customer_id = c.id AND k.deleted_at IS NULL), '')), '')"
)


def listed(numbers: Sequence[int]) -> dict[int, CustomerRow]:
    """The rows of these customers, by id."""
    if not numbers:
        return {}
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


def owner_of(customer: int) -> int | None:
    """Who looks after a customer; None for nobody."""
    found = rows("SELECT owner_id FROM customer WHERE id = ?", (customer,))
    return found[0][0] if found else None


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
