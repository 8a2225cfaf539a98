"""What Today asks about the meeting, as lines: the weekly update that isn't written yet."""

from __future__ import annotations

from datetime import date, timedelta

from store import team
from store.access import Role
from store.database import rows
from store.errors import N_, Reason
from store.records import Line, Part, Ref
from store.team import Member

REMINDED = timedelta(days=3)  # before the meeting, so that a Monday's is written on Friday


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def due_for(member: Member, day: date) -> list[Line]:
    """A member's line on Today from three days before the meeting on, until the update is written."""
    latest = rows("SELECT max(week) FROM weekly_update WHERE member_id = ? AND deleted_at IS NULL", (member.id,))[0][0]
    if latest is not None and date.fromisoformat(latest) >= week_of(day + REMINDED):
        return []  # the commonest case costs no look at the calendar
    from store.meetings.occasions import next_day, previous_day, series

    found = series()
    at = next_day(found) if found is not None else None
    if found is None or at is None or not day <= at <= day + REMINDED or not expected_at(member, at):
        return []
    if member.id in team.away_on(at):
        return []
    if latest is not None and date.fromisoformat(latest) >= first_week(previous_day(found, at), at):
        return []
    text = Reason(N_("Weekly update: progress, problems, support needed"), {})
    part = Part.DO if at == day else Part.COMING
    return [Line(ref=Ref("member", member.id), what=N_("Write"), who="", text=text, day=at, part=part)]


def expected_at(member: Member, day: date) -> bool:
    """Whether a member writes an update for a meeting on this day."""
    there = member.joined_on <= day and (member.left_on is None or member.left_on >= day)
    return there and member.role is not Role.VIEWER


def first_week(since: date, day: date) -> date:
    """The first week whose updates count at a meeting on ``day``, when the one before was on ``since``."""
    return min(week_of(since) + timedelta(days=7), week_of(day))
