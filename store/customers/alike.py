"""Customers that might be the same: alike in name, phone or e-mail, as people mean them."""

from __future__ import annotations

import json
from typing import NamedTuple

from store.database import rows
from store.duplicates import core_of, digits, same_name, same_phone
from store.search import find


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
