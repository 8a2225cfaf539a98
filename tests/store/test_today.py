"""Today: every domain's lines in one order, and badges that count what waits."""

from __future__ import annotations

from datetime import date, timedelta

from store import actions, followups, team, today
from store.records import Part
from store.team import Member

DAY = date(2026, 11, 23)


def test_overdue_of_any_domain_comes_before_what_is_due_today(ana: Member) -> None:
    followups.add(ana, DAY, subject="call today")
    actions.add(ana, "item overdue", owner=ana, due_on=DAY - timedelta(days=1))
    actions.add(ana, "item today", owner=ana, due_on=DAY)
    followups.add(ana, DAY - timedelta(days=1), subject="call overdue")
    found = [line.text for line in today.lines(ana, team.today())[Part.DO]]
    assert found == ["call overdue", "item overdue", "call today", "item today"]


def test_what_is_coming_is_in_the_order_of_its_days(ana: Member) -> None:
    actions.add(ana, "later", owner=ana, due_on=DAY + timedelta(days=4))
    followups.add(ana, DAY + timedelta(days=5), subject="last")
    followups.add(ana, DAY + timedelta(days=1), subject="first")
    assert [line.text for line in today.lines(ana, DAY)[Part.COMING]] == ["first", "later", "last"]


def test_badges_count_what_waits_for_this_member_alone(ana: Member, li: Member) -> None:
    followups.add(ana, DAY, subject="mine")
    followups.add(li, DAY, subject="theirs")
    followups.add(ana, DAY + timedelta(days=1), subject="tomorrow")
    actions.add(ana, "item", owner=ana, due_on=DAY)
    found = today.badges(ana)
    assert (found["today"], found["followups"]) == (2, 1)
