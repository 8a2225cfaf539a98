"""Customers and their contacts."""

from __future__ import annotations

import pytest

from store import changes, customers
from store.customers import Contact, ContactRole, Customer, ValueClass
from store.errors import Denied, Invalid
from store.team import Member


def test_the_first_contact_is_the_primary_one_and_there_is_never_a_second(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    first = customers.add_contact(ana, customer, "Maria", role=ContactRole.DECISION_MAKER)
    second = customers.add_contact(ana, customer, "Pedro", primary=True)
    assert [(c.id, c.primary) for c in customers.contacts(customer.id)] == [(second.id, 1), (first.id, 0)]
    customers.edit_contact(ana, Contact.load(first.id), primary=1)
    assert [c.id for c in customers.contacts(customer.id) if c.primary] == [first.id]
    changes.undo(ana)
    assert [c.id for c in customers.contacts(customer.id) if c.primary] == [second.id]


def test_removing_a_customer_takes_its_contacts_with_it_and_undo_brings_all_back(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    customers.add_contact(ana, customer, "Maria")
    customers.remove(ana, customer)
    assert customers.contacts(customer.id) == []
    changes.undo(ana)
    assert [c.name for c in customers.contacts(customer.id)] == ["Maria"]


def test_wrong_values_are_refused_beside_their_fields(ana: Member) -> None:
    with pytest.raises(Invalid) as refused:
        customers.add(ana, " ", email="no address", phone="12\x1b[31m", purchasing_power=6, loyalty=0)
    assert set(refused.value.fields) == {"name", "email", "phone", "purchasing_power", "loyalty"}


def test_mine_are_mine_and_nobodys(ana: Member, li: Member) -> None:
    mine = customers.add(li, "Mine", owner=li)
    nobodys = customers.add(ana, "Nobody's")
    customers.add(ana, "Hers", owner=ana)
    assert customers.ids(li.id) == [mine.id, nobodys.id]
    assert len(customers.ids()) == 3


def test_a_rep_may_not_take_a_colleagues_customer(ana: Member, li: Member, wang: Member) -> None:
    hers = customers.add(wang, "Hers", owner=wang)
    with pytest.raises(Denied):
        customers.hand_over(li, hers, li)
    customers.hand_over(wang, hers, li)
    assert Customer.load(hers.id).owner_id == li.id


def test_the_picker_finds_the_beginning_before_the_middle_and_contacts_of_no_name(ana: Member) -> None:
    middle = customers.add(ana, "Great Northwind")
    begins = customers.add(ana, "Northwind")
    star = customers.add(ana, "华星科技", city="上海")
    assert [number for number, _, _ in customers.by_name("north")] == [begins.id, middle.id]
    assert customers.by_name("星科") == [(star.id, "华星科技", "上海")]
    assert customers.by_name("上海") == [(star.id, "华星科技", "上海")]
    assert customers.by_name("nobody") == []


def test_a_percent_sign_is_searched_literally(ana: Member) -> None:
    customers.add(ana, "Northwind")
    assert customers.by_name("%") == []
    assert customers.ids(text="_") == []


def test_the_number_to_call_is_the_primary_contacts(ana: Member) -> None:
    customer = customers.add(ana, "Northwind", phone="1", value_class=ValueClass.A)
    assert customers.phone_of(customer.id) == "1"
    customers.add_contact(ana, customer, "Maria", phone="")
    customers.add_contact(ana, customer, "Pedro", phone="2")
    assert customers.phone_of(customer.id) == "2"


def test_the_next_contact_takes_the_place_of_a_primary_one_that_is_removed(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    first = customers.add_contact(ana, customer, "Maria")
    second = customers.add_contact(ana, customer, "Pedro")
    customers.remove_contact(ana, first)
    assert [(c.id, c.primary) for c in customers.contacts(customer.id)] == [(second.id, 1)]
    changes.undo(ana)
    assert [(c.id, c.primary) for c in customers.contacts(customer.id)] == [(first.id, 1), (second.id, 0)]


def test_a_customer_is_found_by_the_name_of_a_contact_that_is_still_there(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    contact = customers.add_contact(ana, customer, "王芳")
    assert customers.ids(text="王芳") == [customer.id]
    customers.remove_contact(ana, contact)
    assert customers.ids(text="王芳") == []


def test_a_row_says_whose_it_is(ana: Member, li: Member) -> None:
    owned, free = customers.add(ana, "A", owner=li), customers.add(ana, "B")
    found = customers.listed([owned.id, free.id])
    assert (found[owned.id].owner_id, found[owned.id].owner) == (li.id, "Li")
    assert (found[free.id].owner_id, found[free.id].owner) == (None, "")


def test_the_filter_finds_by_word_person_phone_and_notes_in_both_scripts(ana: Member) -> None:
    north = customers.add(ana, "Northwind Traders", city="Zaragoza", phone="+34 600 123", notes="buys in spring")
    star = customers.add(ana, "华星科技")
    customers.add_contact(ana, star, "王芳", title="采购总监")
    expected = {"zara": north, "trad": north, "600": north, "spring": north, "星科": star, "王芳": star, "采购": star}
    for typed, customer in expected.items():
        assert customers.ids(text=typed) == [customer.id], typed
    assert customers.ids(text="wind") == [north.id], "the middle of a name, where no word begins so"
    assert customers.ids(text="nobody") == []


def test_chinese_names_stand_after_latin_ones_by_their_pinyin(ana: Member) -> None:
    for name in ("鑫源电子", "重庆单氏", "Zenith", "阿里山茶业", "华星科技", "中ABC国", "Acme", "华兴"):
        customers.add(ana, name)
    rows = customers.listed(customers.ids())
    names = [rows[number].name for number in customers.ids()]
    assert names == ["Acme", "Zenith", "阿里山茶业", "重庆单氏", "华兴", "华星科技", "鑫源电子", "中ABC国"]
    found = [rows[number].name for number in customers.ids(text="hx")]
    assert found == ["华兴", "华星科技"]
