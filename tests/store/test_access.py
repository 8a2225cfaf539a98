"""Rights, cell by cell: role × verb × whose record."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from verbs import asked

from store import access, customers, meetings, team
from store.access import Role
from store.calendar import clock
from store.customers import Customer
from store.errors import Denied
from store.followups import FollowUp
from store.meetings import Presence
from store.records import Record, model_of
from store.team import Member

CELLS = Path(__file__).with_name("rights.txt")
COLUMNS = ("own", "nobody's", "a colleague's", "leading", "lead", "viewer")


def written() -> dict[tuple[str, str], dict[str, str]]:
    """The table that people review: by kind and verb, what stands in each column."""
    found = {}
    for line in CELLS.read_text(encoding="utf-8").splitlines():
        if cells := re.split(r"\s{2,}", line.partition("#")[0].strip())[2:]:
            kind, verb = re.split(r"\s{2,}", line)[:2]
            assert (kind, verb) not in found, f"{kind} {verb} stands there twice"
            found[kind, verb] = dict(zip(COLUMNS, cells, strict=True))
    return found


def test_every_verb_of_the_code_has_its_row_of_rights_and_no_other_has() -> None:
    places: dict[tuple[str, str], str] = {}
    for kind, verb, place in asked():
        places.setdefault((kind, verb), place)
    assert {cell: place for cell, place in places.items() if cell not in written()} == {}, "a verb without a row"
    assert written().keys() - places.keys() == set(), "a row without a verb"
    assert {cell for cell in access.REP if "*" not in cell} - places.keys() == set(), "a right without a verb"


def test_each_role_may_do_what_the_table_says_and_nothing_else(
    ana: Member, li: Member, wang: Member, viewer: Member
) -> None:
    other = team.add_member(ana, "Zoe", "zoe", Role.LEAD)
    wrong = []

    def look(column: str, *allowed: bool) -> None:
        expected = {"y": True, "-": False, "2": True}[cells[column]]
        if set(allowed) != {expected}:
            wrong.append(f"{kind} {verb}, {column}: the table says {cells[column]}, the code {allowed}")

    for (kind, verb), cells in written().items():
        own, nobodys, colleagues = (_record(kind, member) for member in (li, None, wang))
        look("own", access.may(li, verb, own))
        look("nobody's", access.may(li, verb, nobodys))
        look("a colleague's", access.may(li, verb, colleagues))
        look("viewer", *(access.may(viewer, verb, one) for one in (own, nobodys, colleagues, _record(kind, viewer))))
        if cells["lead"] == "2":
            assert [access.may(one, verb, own) for one in (ana, other)] == [True, False], f"{kind} {verb} by two leads"
        else:
            look("lead", *(access.may(ana, verb, one) for one in (own, nobodys, colleagues)))
    _lead_a_meeting(ana, li)
    for (kind, verb), cells in written().items():
        look("leading", access.may(li, verb, _record(kind, wang)))
        if cells["a colleague's"] == "-" and cells["leading"] == "y":
            assert not access.may(wang, verb, _record(kind, li)), "who leads no meeting has no more than before"
    assert wrong == []


def _record(kind: str, owner: Member | None) -> Record:
    """A record of a kind that belongs to somebody, where it can; a review is led by the lead, whose id is 1."""
    model = model_of(kind)
    record = model(id=1)
    if model.OWNER:
        record.__data__[model.OWNER] = owner and owner.id
    if kind == "review":
        record.__data__["reviewer"] = 1
    return record


def _lead_a_meeting(lead: Member, rep: Member) -> None:
    """The rep has taken over the weekly meeting from the lead, of whom nothing was heard for a while."""
    series = meetings.set_up(lead, "Weekly", at=time(10), start=date(2026, 11, 23))
    with clock(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        one = meetings.next_meeting(series)
        assert one is not None
        begun = meetings.start(lead, one, 60, {lead.id: Presence.PRESENT, rep.id: Presence.PRESENT})
    with clock(datetime(2026, 11, 23, 9, 5, tzinfo=UTC)):
        meetings.take(rep, begun.id)


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
    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)), pytest.raises(Denied, match="has left"):
        team.acting("li")
