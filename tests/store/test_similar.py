"""Duplicates are seen while they are typed, and many customers are changed by one act."""

from __future__ import annotations

import pytest

from store import changes, customers
from store.customers import Customer, ValueClass
from store.errors import Denied, Invalid
from store.team import Member


@pytest.fixture
def northwind(ana: Member) -> Customer:
    """A customer with a phone and a person."""
    made = customers.add(ana, "Northwind, S.L.", phone="+34 600-123.456", email="Info@northwind.es")
    customers.add_contact(ana, made, "Eva", phone="0034 976 00 11 22", email="eva@northwind.es")
    customers.add(ana, "Northwind Logistics")
    return made


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "NORTHWIND"}, "name"),
        ({"name": "ｎorthwind s. l."}, "name"),
        ({"name": "Nórthwind"}, "name"),
        ({"phone": "600 123 456"}, "phone"),
        ({"phone": "976-001122"}, "phone"),
        ({"email": " INFO@NORTHWIND.ES "}, "email"),
        ({"email": "eva@northwind.es"}, "email"),
        ({"name": "Northwind", "phone": "600123456"}, "name"),
    ],
)
def test_the_same_customer_is_seen_however_it_is_typed(northwind: Customer, typed: dict[str, str], why: str) -> None:
    assert [(one.id, one.why) for one in customers.similar(**typed)] == [(northwind.id, why)]


@pytest.mark.parametrize(
    "typed",
    [{}, {"name": "North"}, {"name": " ,.- "}, {"phone": "600 12"}, {"phone": "123456"}, {"email": "x@northwind.es"}],
)
def test_what_only_looks_alike_is_not_warned_about(northwind: Customer, typed: dict[str, str]) -> None:
    assert customers.similar(**typed) == []


def test_chinese_names_without_their_legal_form(ana: Member) -> None:
    made = customers.add(ana, "华星科技（上海）有限公司")
    assert [one.id for one in customers.similar("华星科技(上海)")] == [made.id]
    assert customers.similar("华星") == []


def test_neither_the_customer_itself_nor_a_removed_one_is_its_duplicate(ana: Member, northwind: Customer) -> None:
    assert customers.similar("Northwind", "600123456", "info@northwind.es", but=northwind.id) == []
    customers.remove(ana, northwind)
    assert customers.similar("Northwind", "600123456", "info@northwind.es") == []


def test_many_are_handed_over_by_one_act_with_one_undo(ana: Member, li: Member) -> None:
    numbers = [customers.add(ana, name, owner=owner).id for name, owner in (("A", ana), ("B", None), ("C", li))]
    assert customers.hand_over_many(ana, numbers, li) == 2
    assert {Customer.load(number).owner_id for number in numbers} == {li.id}
    changes.undo(ana)
    assert [Customer.load(number).owner_id for number in numbers] == [ana.id, None, li.id]


def test_a_field_of_many_with_what_they_hold_now(ana: Member) -> None:
    values = [ValueClass.B, ValueClass.B, None, ValueClass.A]
    numbers = [customers.add(ana, f"{n}", value_class=value).id for n, value in enumerate(values)]
    assert customers.held(numbers, "value_class") == {"B": 2, None: 1, "A": 1}
    assert customers.edit_many(ana, numbers, value_class=ValueClass.A) == 3
    assert customers.held(numbers, "value_class") == {"A": 4}
    assert all(Customer.load(number).value_class_set_by_hand for number in numbers)
    changes.undo(ana)
    assert customers.held(numbers, "value_class") == {"B": 2, None: 1, "A": 1}
    assert customers.edit_many(ana, [], city="Jaén") == 0


def test_one_that_is_not_mine_stops_all(ana: Member, li: Member) -> None:
    mine, hers = customers.add(li, "Mine", owner=li), customers.add(ana, "Hers", owner=ana)
    with pytest.raises(Denied, match="belongs to a colleague"):
        customers.hand_over_many(li, [mine.id, hers.id], None)
    with pytest.raises(Invalid):
        customers.edit_many(ana, [mine.id], loyalty=9)
    assert Customer.load(mine.id).owner_id == li.id and Customer.load(mine.id).loyalty is None
