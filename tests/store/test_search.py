"""Search as people type: both scripts, beginnings of words, accents, the newest first."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import customers, followups, search, team
from store.team import Member


def test_words_and_their_beginnings_are_found_in_any_order(ana: Member) -> None:
    customer = customers.add(ana, "Northwind Traders", city="Zaragoza", phone="+34 600 123 456")
    for typed in ("north", "TRADERS north", "zarag", "123 456", "Northwind Zaragoza"):
        assert [found.ref for found in search.find(typed, kind="customer")] == [customer.ref], typed
    for typed in ("orthwind", "north madrid", "", "   ", "?!"):
        assert search.find(typed) == [], typed


def test_accents_do_not_matter(ana: Member) -> None:
    customer = customers.add(ana, "Cerámicas Muñoz")
    assert [found.ref for found in search.find("ceramicas munoz")] == [customer.ref]


@pytest.mark.parametrize("typed", ["华星", "星科", "科技", "华", "星科技", "华星 上海", "华星sur"])
def test_two_characters_of_chinese_are_enough(ana: Member, typed: str) -> None:
    customer = customers.add(ana, "华星科技 Sur", city="上海")
    customers.add(ana, "天津海河贸易")
    assert [found.ref for found in search.find(typed)] == [customer.ref]


def test_characters_that_do_not_stand_together_are_not_found(ana: Member) -> None:
    customers.add(ana, "华星科技")
    assert search.find("华科") == []


def test_the_newest_come_first_and_one_kind_can_be_asked_for(ana: Member) -> None:
    first = customers.add(ana, "Renewal Ltd")
    second = followups.add(ana, team.today(), subject="Renewal terms")
    assert [found.ref for found in search.find("renewal")] == [second.ref, first.ref]
    assert [found.ref for found in search.find("renewal", kind="customer")] == [first.ref]
    assert len(search.find("renewal", limit=1)) == 1


def test_an_edit_changes_what_is_found(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    customers.edit(ana, customer, name="Fabrikam")
    assert search.find("northwind") == []
    assert [found.title for found in search.find("fabri")] == ["Fabrikam"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_a_question_and_never_an_error(ana: Member, typed: str) -> None:
    search.find(typed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(alphabet="华星科技上海贸易", min_size=2, max_size=10),
    start=st.integers(0, 8),
    length=st.integers(1, 10),
)
def test_every_part_of_a_chinese_name_finds_it(ana: Member, name: str, start: int, length: int) -> None:
    customer = customers.add(ana, name)
    part = name[min(start, len(name) - 1) :][:length]
    assert customer.ref in [found.ref for found in search.find(part, limit=1000)]
