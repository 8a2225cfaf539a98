"""Rights, cell by cell: role × verb × whose record."""

from __future__ import annotations

import pytest

from store import access, actions, customers, followups, goals, risks, team, topics, training
from store.access import Role, Whose
from store.customers import Customer
from store.errors import Denied
from store.followups import FollowUp
from store.records import Record, kind_of
from store.team import Member

KINDS = sorted({kind_of(model) for model in Record.__subclasses__()})
OTHERS = (actions, customers, followups, goals, risks, topics, training)  # imported for their records


@pytest.mark.parametrize("kind", KINDS)
def test_a_lead_writes_all_and_a_viewer_nothing(kind: str) -> None:
    for verb in ("added", "edited", "removed", "completed"):
        assert access.whose(Role.LEAD, kind, verb) is Whose.EVERYONE
        assert access.whose(Role.VIEWER, kind, verb) is Whose.NOBODY


@pytest.mark.parametrize("kind", ["team", "holiday", "member", "series", "section", "programme"])
def test_what_belongs_to_the_team_is_the_leads(kind: str) -> None:
    assert access.whose(Role.REP, kind, "edited") is Whose.NOBODY


@pytest.mark.parametrize(
    ("kind", "verb", "expected"),
    [
        ("customer", "edited", Whose.OWN),
        ("follow_up", "edited", Whose.OWN),
        ("follow_up", "snoozed", Whose.OWN),
        ("follow_up", "completed", Whose.EVERYONE),
        ("topic", "added", Whose.EVERYONE),
        ("action_item", "added", Whose.EVERYONE),
        ("headline", "added", Whose.EVERYONE),
        ("note", "added", Whose.EVERYONE),
        ("absence", "added", Whose.OWN),
    ],
)
def test_a_rep_writes_its_own_and_what_a_meeting_needs(kind: str, verb: str, expected: Whose) -> None:
    assert access.whose(Role.REP, kind, verb) is expected


def test_own_and_unassigned_are_a_reps_to_change_and_a_colleagues_are_not(
    ana: Member, li: Member, wang: Member
) -> None:
    mine = customers.add(ana, "Mine", owner=li)
    nobodys = customers.add(ana, "Nobody's")
    theirs = customers.add(ana, "Theirs", owner=wang)
    assert [access.may(li, "edited", record) for record in (mine, nobodys, theirs)] == [True, True, False]


def test_the_verb_itself_refuses_whatever_a_screen_shows(ana: Member, viewer: Member, li: Member) -> None:
    customer = customers.add(ana, "Northwind", owner=ana)
    with pytest.raises(Denied, match="change nothing"):
        customers.edit(viewer, customer, city="x")
    with pytest.raises(Denied, match="colleague"):
        customers.edit(li, customer, city="x")
    with pytest.raises(Denied, match="Only the lead"):
        team.edit_team(li, team.team(), name="x")
    assert Customer.load(customer.id).city == ""
    assert FollowUp.select().count() == 0


def test_strangers_and_leavers_do_not_get_in(ana: Member, li: Member) -> None:
    assert team.acting("LI").id == li.id
    with pytest.raises(Denied, match="Nobody in this team has the login eve"):
        team.acting("eve")
    team.leave(ana, li, team.today())
    assert team.acting("li").id == li.id, "the last day is a working day"
    from datetime import UTC, datetime

    from store.calendar import clock

    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)), pytest.raises(Denied, match="has left"):
        team.acting("li")
