"""Many records in one go: the same history, search and undo as one at a time."""

from __future__ import annotations

import pytest

from store import changes, customers, search
from store.changes import change
from store.customers import Contact, Customer, CustomerKind
from store.database import rows
from store.errors import Conflict, Invalid
from store.history import history
from store.team import Member


def add(actor: Member, *names: str) -> range:
    with change(actor, "imported", Customer) as it:
        it.title = "customers.csv"
        return it.add_many(Customer, ("name", "city"), [(name, "Jaén") for name in names])


def test_they_have_the_defaults_the_history_and_the_words_of_any_other(ana: Member) -> None:
    customers.add(ana, "Before")
    first, second = add(ana, "华星科技", "O'Neil & Söhne")
    found = Customer.load(first)
    assert (found.name, found.kind, found.owner_id, found.version) == ("华星科技", CustomerKind.PROSPECT, None, 1)
    (past,) = history(found.ref)
    assert (past.verb, past.by, past.fields["name"]) == ("imported", ana.id, (None, "华星科技"))
    assert [hit.ref for hit in search.find("星科")] == [found.ref]
    assert [hit.title for hit in search.find("sohne jaen")] == [Customer.load(second).name]


def test_one_undo_takes_all_of_them_back_and_out_of_the_search(ana: Member) -> None:
    kept = customers.add(ana, "Söhne kept")
    made = add(ana, *(f"Söhne {n}" for n in range(300)))
    assert changes.undo(ana).title == "customers.csv"
    assert customers.ids() == [kept.id]
    assert [hit.ref for hit in search.find("sohne")] == [kept.ref]
    past = history(Customer.get_by_id(made[7]).ref)
    assert [entry.verb for entry in past] == ["undone", "imported"]
    assert past[0].fields["deleted_at"][0] is None
    changes.undo(ana)
    assert customers.ids() == []


def test_undo_refuses_when_one_of_them_was_worked_on_since(ana: Member, li: Member) -> None:
    made = add(ana, "A", "B", "C")
    customers.edit(li, Customer.load(made[1]), city="Madrid")
    with pytest.raises(Conflict, match="Li changed this after you"):
        changes.undo(ana)
    assert len(customers.ids()) == 3
    changes.undo(li)
    changes.undo(ana)
    assert customers.ids() == []


def test_what_was_added_and_updated_in_the_same_change_is_gone_after_its_undo(ana: Member) -> None:
    northwind = customers.add(ana, "Northwind")
    with change(ana, "imported", Customer) as it:
        (made,) = it.add_many(Customer, ("name",), [("Fabrikam",)])
        it.add_many(Contact, ("customer", "name"), [(made, "王芳"), (northwind.id, "Eva")])
        it.update(northwind, city="Jaén")
        it.update(Customer.load(made), city="Madrid")
    changes.undo(ana)
    assert customers.ids() == [northwind.id]
    assert Customer.load(northwind.id).city == ""
    assert Contact.select().where(Contact.kept()).count() == 0
    assert search.find("fabrikam") == [] and search.find("eva") == []


def test_a_taken_unique_value_leaves_nothing_of_the_batch(ana: Member) -> None:
    with pytest.raises(Invalid) as refused, change(ana, "imported", Member) as it:
        names = ("name", "login", "joined_on", "role")
        it.add_many(Member, names, [("Eva", "eva", "2026-01-01", "rep"), ("Other Ana", "ana", "2026-01-01", "rep")])
    assert "login" in refused.value.fields
    assert rows("SELECT count(*) FROM member WHERE login = 'eva'") == [(0,)]


def test_nothing_to_add_makes_no_change(ana: Member) -> None:
    assert not add(ana)
    assert changes.last_change(ana) is None or changes.last_change(ana).verb != "imported"
