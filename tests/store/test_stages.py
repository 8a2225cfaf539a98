"""The stages of the pipeline as the lead changes them: no deal loses its place, and no history its meaning."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import changes, customers, deals
from store.customers import Customer
from store.deals import Deal, LostReason, Stage, StageType
from store.errors import Denied, Invalid, Problem
from store.team import Member

DAY = date(2026, 11, 23)
K = 1_000_00
OPEN, WON, LOST = StageType.OPEN, StageType.WON, StageType.LOST


@pytest.fixture
def acme(ana: Member) -> Customer:
    return customers.add(ana, "Acme", owner=ana)


@pytest.fixture
def deal(ana: Member, acme: Customer) -> Deal:
    """48,000 in the first stage."""
    return deals.add(ana, acme, "Sensors", amount=48 * K)


def names() -> list[str]:
    return [stage.name for stage in deals.stages()]


def stage(name: str) -> Stage:
    return next(stage for stage in deals.stages() if stage.name == name)


# Order and names


def test_a_stage_moves_among_those_of_its_type_and_never_beyond(ana: Member) -> None:
    deals.shift_stage(ana, stage("Proposal"), -1)
    assert names()[:4] == ["First contact", "Proposal", "Needs confirmed", "Negotiation"]
    changes.undo(ana)
    assert names()[1:3] == ["Needs confirmed", "Proposal"]
    for name, by in (("First contact", -1), ("Negotiation", 1), ("Won", -1), ("Won", 1), ("Lost", 1)):
        with pytest.raises(Invalid, match="Open stages come first, then won, then lost"):
            deals.shift_stage(ana, stage(name), by)


def test_two_stages_never_bear_the_same_name(ana: Member) -> None:
    for write in (
        lambda: deals.add_stage(ana, " proposal "),
        lambda: deals.edit_stage(ana, stage("Won"), name="LOST"),
    ):
        with pytest.raises(Invalid, match="a stage of that name already") as refused:
            write()
        assert list(refused.value.fields) == ["name"]
    deals.edit_stage(ana, stage("Won"), name="WON")
    assert "WON" in names()


def test_a_new_stage_of_a_type_stands_among_those_of_its_type(ana: Member) -> None:
    deals.add_stage(ana, "Renewed", type=WON, after=stage("Won"))
    deals.add_stage(ana, "Pilot", after=stage("Lost"))
    assert names() == ["First contact", "Needs confirmed", "Proposal", "Negotiation", "Pilot", "Won", "Renewed", "Lost"]
    assert stage("Renewed").probability == 100


@pytest.mark.parametrize("verb", ["add", "edit", "shift", "remove"])
def test_a_rep_changes_no_stage(ana: Member, li: Member, verb: str) -> None:
    verbs: dict[str, Callable[[], Any]] = {
        "add": lambda: deals.add_stage(li, "Pilot"),
        "edit": lambda: deals.edit_stage(li, stage("Won"), name="Yes"),
        "shift": lambda: deals.shift_stage(li, stage("Proposal"), -1),
        "remove": lambda: deals.remove_stage(li, stage("Proposal")),
    }
    with pytest.raises(Denied):
        verbs[verb]()


# Types


def test_a_stage_that_no_deal_has_stood_in_may_mean_something_else(ana: Member) -> None:
    deals.add_stage(ana, "No budget", probability=10, stalled_after=5, exit_criteria="They answer.")
    made = deals.edit_stage(ana, stage("No budget"), type=LOST)
    assert (made.probability, made.stalled_after, made.exit_criteria) == (0, None, "")
    assert names()[-2:] == ["Lost", "No budget"]
    deals.edit_stage(ana, stage("No budget"), type=OPEN, probability=30)
    assert names()[4] == "No budget", "behind the other open ones"


def test_a_stage_keeps_its_type_once_a_deal_has_stood_in_it(ana: Member, deal: Deal) -> None:
    deals.move(ana, deal, stage("Proposal"))
    with pytest.raises(Invalid, match="Deals have stood in this stage") as refused:
        deals.edit_stage(ana, stage("First contact"), type=LOST)
    assert list(refused.value.fields) == ["type"]


@pytest.mark.parametrize("name", ["Won", "Lost"])
def test_the_last_stage_of_a_type_keeps_it(ana: Member, name: str) -> None:
    with pytest.raises(Invalid, match="needs an open stage, one for won and one for lost"):
        deals.edit_stage(ana, stage(name), type=OPEN, probability=50)


# Retiring


def test_a_stage_with_deals_and_the_last_of_a_type_stay(ana: Member, deal: Deal) -> None:
    for name in ("Needs confirmed", "Proposal", "Negotiation"):
        deals.remove_stage(ana, stage(name))
    with pytest.raises(Invalid, match="needs an open stage"):
        deals.remove_stage(ana, stage("First contact"))
    deals.add_stage(ana, "Pilot")
    with pytest.raises(Invalid, match=r"There are deals in this stage \(1\); move them first"):
        deals.remove_stage(ana, stage("First contact"))
    deals.lose(ana, deal, LostReason.PRICE)
    deals.remove_stage(ana, stage("First contact"))
    deals.add_stage(ana, "Gone silent", type=LOST)
    with pytest.raises(Invalid, match=r"Closed deals stand in this stage \(1\)"):
        deals.remove_stage(ana, stage("Lost"))
    assert [move.after for move in deals.moves(deal.id)] == ["Lost", "First contact"], "the history still tells it"
    deals.reopen(ana, deal)
    assert deal.stage_id == stage("Pilot").id, "the stage it was closed in is retired"


def test_no_deal_vanishes_when_an_undo_retires_its_stage(ana: Member, li: Member, acme: Customer) -> None:
    pilot = deals.add_stage(ana, "Pilot")
    theirs = deals.add(li, acme, "Pumps", owner=li)
    deals.move(li, theirs, pilot)
    changes.undo(ana)
    assert "Pilot" not in names()
    found = {column.stage.name: list(column.keys) for column in deals.board(None, DAY)}
    assert found["Pilot"] == [theirs.id]


# Several of a type


def test_where_there_are_several_the_deal_is_won_or_lost_in_the_named_one(ana: Member, acme: Customer) -> None:
    renewed = deals.add_stage(ana, "Renewed", type=WON, after=stage("Won"))
    silent = deals.add_stage(ana, "Gone silent", type=LOST)
    one, two, three = (deals.add(ana, acme, name, amount=K) for name in ("One", "Two", "Three"))
    deals.win(ana, one, stage=renewed)
    deals.win(ana, two)
    deals.lose(ana, three, LostReason.SILENCE, stage=silent)
    assert [deal.stage_id for deal in (one, two, three)] == [renewed.id, stage("Won").id, silent.id]
    assert deals.forecast(DAY, DAY, DAY).won == 2 * K, "what a stage is called doesn't matter"
    with pytest.raises(Invalid) as refused:
        deals.win(ana, deals.add(ana, acme, "Four"), stage=silent)
    assert list(refused.value.fields) == ["stage"]


STEPS = st.lists(st.tuples(st.sampled_from(["add", "type", "up", "down", "remove", "move", "undo"]), st.integers(0, 9)))


def do(actor: Member, step: str, one: Stage, number: int, deal: Deal) -> None:
    """One step of a lead who tries everything."""
    kind = list(StageType)[number % 3]
    acts: dict[str, Callable[[], object]] = {
        "add": lambda: deals.add_stage(actor, f"New {deal.id}-{number}", after=one, type=kind),
        "type": lambda: deals.edit_stage(actor, one, type=kind),
        "up": lambda: deals.shift_stage(actor, one, -1),
        "down": lambda: deals.shift_stage(actor, one, 1),
        "remove": lambda: deals.remove_stage(actor, one),
        "move": lambda: deals.move(actor, deal, one),
        "undo": lambda: changes.undo(actor) if number else None,
    }
    with suppress(Problem):
        acts[step]()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_pipeline_always_has_one_of_each_in_order_and_every_deal_on_its_board(
    ana: Member, acme: Customer, steps: list[tuple[str, int]]
) -> None:
    deal = deals.add(ana, acme, "Sensors")
    for number, (step, which) in enumerate(steps):
        there = deals.stages()
        do(ana, step, there[which % len(there)], number, deal)
        types = [stage.type for stage in deals.stages()]
        assert types == sorted(types, key=[OPEN, WON, LOST].index) and {OPEN, WON, LOST} == set(types)
        deal = Deal.get_by_id(deal.id)
        if deal.deleted_at is None:
            assert deal.id in [key for column in deals.board(None, DAY) for key in column.keys]


# Bookings beside


def test_opening_again_takes_back_what_winning_booked_and_only_that(ana: Member, acme: Customer, deal: Deal) -> None:
    deals.book(ana, acme, 5 * K, DAY - timedelta(days=3), deal=deal, note="spare parts")
    deals.win(ana, deal)
    assert deals.revenue(DAY - timedelta(days=9), DAY, deal=deal.id) == 53 * K
    deals.reopen(ana, deal)
    assert deals.revenue(DAY - timedelta(days=9), DAY, deal=deal.id) == 5 * K
    deals.win(ana, deal, 40 * K)
    deals.reopen(ana, deal)
    assert deals.revenue(DAY - timedelta(days=9), DAY, deal=deal.id) == 5 * K, "twice in a row, too"


def test_a_deal_with_revenue_says_what_to_do_before_it_is_removed(ana: Member, acme: Customer, deal: Deal) -> None:
    typed = deals.book(ana, acme, 5 * K, deal=deal)
    with pytest.raises(Invalid, match="Bookings were typed in for this deal; remove those before the deal"):
        deals.remove(ana, deal)
    deals.win(ana, deal)
    with pytest.raises(Invalid, match="open it again before removing it"):
        deals.remove(ana, deal)
    deals.reopen(ana, deal)
    deals.unbook(ana, typed)
    deals.remove(ana, deal)
    assert deals.of_customer(acme.id) == []
