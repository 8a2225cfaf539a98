"""Leaving: nothing stays with somebody who is gone, and one undo takes the hand-over back."""

from __future__ import annotations

from datetime import date

import pytest

from store import actions, complaints, customers, deals, followups, goals, leaving, risks, scorecard, team, training
from store.access import Role
from store.calendar import PeriodKind, period_of
from store.changes import undo
from store.errors import Denied, Invalid
from store.history import history
from store.team import Member

DAY = date(2026, 11, 23)
A_REPS = tuple(kind for kind in leaving.KINDS if kind != leaving.REVIEWS)  # those are led by leads; see test_reviews


@pytest.fixture
def burdened(ana: Member, li: Member, wang: Member) -> Member:
    """Li, with one open record of every kind, and one of each that is over."""
    mine = customers.add(ana, "Northwind", owner=li)
    followups.add(ana, DAY, subject="Terms", customer=mine, owner=li)
    followups.complete(
        ana, followups.add(ana, DAY, subject="Done", customer=mine, owner=li), followups.Outcome.CONNECTED
    )
    complaints.add(ana, mine, "Late delivery")
    over = complaints.resolve(ana, complaints.add(ana, mine, "Wrong invoice"), "a typo", "a new one")
    complaints.close(ana, over)
    deals.add(ana, mine, "Pumps", owner=li)
    deals.lose(ana, deals.add(ana, mine, "Valves", owner=li), deals.LostReason.PRICE)
    year = period_of(DAY, PeriodKind.YEAR)
    goals.add(
        ana, "Win back lost customers", owner=li, period=year, target=10_000, why="They know us.", source="bookings"
    )
    actions.add(ana, "Send the price list", owner=li, due_on=DAY)
    risks.add(ana, "A rival lowers prices", owner=li)
    scorecard.add(ana, "Offers sent", 5_000, owner=li)
    programme = training.add_programme(ana, "Objections", steps=[training.NewStep("Read the guide")])
    training.plan(ana, li, programme, DAY, coach=wang)
    training.plan(ana, wang, programme, DAY, coach=li)
    return li


def test_what_is_still_theirs_is_counted_by_kind_and_what_is_over_is_not(burdened: Member) -> None:
    assert leaving.left_behind(burdened) == dict.fromkeys(A_REPS, 1)


def test_a_newcomer_leaves_nothing_behind(li: Member) -> None:
    assert leaving.left_behind(li) == {}


def test_everything_goes_to_the_heir_in_one_change_with_one_undo(ana: Member, burdened: Member, wang: Member) -> None:
    leaving.leave(ana, burdened, DAY, wang)
    assert leaving.left_behind(burdened) == {}
    assert leaving.left_behind(wang) == dict.fromkeys(A_REPS[:-1], 1), "wang learns on, without a coach"
    assert Member.load(burdened.id).left_on == DAY
    assert history(burdened.ref)[0].verb == "left"
    undo(ana)
    assert leaving.left_behind(burdened) == dict.fromkeys(A_REPS, 1)
    assert Member.load(burdened.id).left_on is None


def test_nobody_who_goes_or_only_looks_takes_over(ana: Member, li: Member, wang: Member, viewer: Member) -> None:
    team.leave(ana, wang, DAY)
    for heir in (li, wang, viewer):
        with pytest.raises(Invalid) as refused:
            leaving.leave(ana, li, DAY, Member.load(heir.id))
        assert list(refused.value.fields) == ["to"]
    assert Member.load(li.id).left_on is None


def test_the_last_lead_stays_and_a_rep_sends_nobody_off(ana: Member, li: Member, wang: Member) -> None:
    with pytest.raises(Invalid, match="last lead"):
        leaving.leave(ana, ana, DAY, li)
    with pytest.raises(Denied):
        leaving.leave(li, wang, DAY, ana)


def test_the_heir_is_a_lead_who_stays(ana: Member, li: Member) -> None:
    heir = leaving.default_heir(li)
    assert heir is not None and heir.id == ana.id
    assert leaving.default_heir(ana) is None
    bo = team.add_member(ana, "Bo", "bo", Role.LEAD)
    heir = leaving.default_heir(ana)
    assert heir is not None and heir.id == bo.id
