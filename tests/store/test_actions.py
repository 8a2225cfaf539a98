"""Action items: one line makes one, its owner sees it, and it stays until it is done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import actions, changes, team
from store.actions import ActionItem
from store.calendar import clock
from store.errors import Denied, Invalid
from store.records import Part
from store.team import Member

TODAY = date(2026, 11, 23)
NEXT_MEETING = date(2026, 11, 30)


def read(line: str, actor: Member) -> actions.Reading:
    return actions.read(line, actor, team.members(), TODAY, NEXT_MEETING)


def test_a_line_says_what_who_and_when(ana: Member, li: Member) -> None:
    found = read("send price list @li fri", ana)
    assert (found.title, found.due_on, found.trouble) == ("send price list", date(2026, 11, 27), None)
    assert found.owner is not None
    assert found.owner.id == li.id


def test_without_a_name_it_is_mine_and_without_a_day_it_is_for_the_next_meeting(li: Member) -> None:
    found = read("call the bank about 10:00", li)
    assert found.owner is not None
    assert (found.title, found.owner.id, found.due_on) == ("call the bank about 10:00", li.id, NEXT_MEETING)


def test_a_verb_that_names_a_kind_of_contact_stays_in_the_title(ana: Member) -> None:
    assert read("email Northwind the offer", ana).title == "email Northwind the offer"
    assert read("done with the list", ana).title == "done with the list"


def test_chinese_is_read_without_blanks(ana: Member, wang: Member) -> None:
    found = read("发报价单给华星 @王芳 周五", ana)
    assert found.owner is not None
    assert (found.title, found.owner.id, found.due_on) == ("发报价单给华星", wang.id, date(2026, 11, 27))


def test_a_name_that_nobody_bears_is_said_and_not_guessed(ana: Member) -> None:
    found = read("send it @zoe", ana)
    assert found.owner is None
    assert found.trouble is not None
    assert "zoe" in str(found.trouble)


def test_a_line_of_only_a_name_and_a_day_has_nothing_to_do(ana: Member, li: Member) -> None:
    assert read("@li fri", ana).trouble is not None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.text(max_size=60))
def test_any_line_is_read_without_a_crash(line: str, ana: Member) -> None:
    found = read(line, ana)
    assert found.trouble is not None or found.title.strip()


def test_my_items_are_overdue_today_or_coming_and_nobody_elses(ana: Member, li: Member) -> None:
    for days in (-3, 0, 7, 8):
        actions.add(ana, f"in {days}", li, TODAY + timedelta(days=days))
    actions.add(ana, "hers", ana, TODAY)
    lines = actions.due_for(li, TODAY)
    assert [(line.text, line.part) for line in lines] == [
        ("in -3", Part.DO),
        ("in 0", Part.DO),
        ("in 7", Part.COMING),
    ]
    assert actions.count_due(li.id, TODAY) == 2


def test_what_is_done_stays_on_the_agenda_until_the_meeting_has_seen_it(ana: Member) -> None:
    item = actions.add(ana, "letter", ana, TODAY)
    before = datetime(2026, 11, 16, 9, tzinfo=UTC)
    actions.finish(ana, item)
    assert [str(line.state) for line in actions.for_meeting(before, TODAY)] == ["done"]
    assert actions.for_meeting(datetime(2026, 11, 23, 9, 1, tzinfo=UTC), TODAY) == []
    assert actions.due_for(ana, TODAY) == []


def test_an_item_due_after_the_meeting_is_not_on_its_agenda(ana: Member) -> None:
    actions.add(ana, "later", ana, TODAY + timedelta(days=1))
    assert actions.for_meeting(datetime(2026, 11, 16, tzinfo=UTC), TODAY) == []


def test_done_can_be_taken_back_by_reopening_and_by_undo(ana: Member) -> None:
    item = actions.finish(ana, actions.add(ana, "letter", ana, TODAY))
    with pytest.raises(Invalid):
        actions.finish(ana, item)
    changes.undo(ana)
    assert [row.title for row in actions.open_items()] == ["letter"]
    again = actions.drop(ana, ActionItem.load(item.id))
    assert actions.open_items() == []
    actions.reopen(ana, again)
    assert [row.title for row in actions.open_items(ana.id)] == ["letter"]


def test_postponing_into_the_past_is_refused(ana: Member) -> None:
    item = actions.add(ana, "letter", ana, TODAY)
    with pytest.raises(Invalid) as refused:
        actions.postpone(ana, item, TODAY - timedelta(days=1))
    assert set(refused.value.fields) == {"due_on"}
    assert actions.postpone(ana, item, NEXT_MEETING).due_on == NEXT_MEETING


def test_a_rep_gives_an_item_to_a_colleague_but_does_only_his_own(ana: Member, li: Member, wang: Member) -> None:
    item = actions.add(li, "ask purchasing", wang, TODAY)
    with pytest.raises(Denied):
        actions.finish(li, item)
    actions.finish(wang, item)


def test_what_was_agreed_in_a_meeting_is_found_by_its_time(ana: Member) -> None:
    at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    with clock(at):
        actions.add(ana, "then", ana, TODAY)
    actions.add(ana, "now", ana, TODAY)
    found = actions.made_between(at - timedelta(hours=1), at + timedelta(hours=1))
    assert [row.title for row in found] == ["then"]
