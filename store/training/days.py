"""The days of a plan: when a step is due, over weekends, holidays and the absences of the plan's person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from store import team
from store.calendar import WorkCalendar


def due_day(day_0: date, offset: int, calendar: WorkCalendar) -> date:
    """The offset-th working day after day 0, or after the next working day where nobody works on day 0."""
    return calendar.add(calendar.on_or_after(day_0), offset)


def days_away(member: int, since: date) -> frozenset[date]:
    """The days from ``since`` on, on which a member is away."""
    found: set[date] = set()
    for away in team.absences(since):
        if away.member == member:
            first = max(away.first_day, since)
            found.update(first + timedelta(days=n) for n in range((away.last_day - first).days + 1))
    return frozenset(found)


def calendar_of(member: int, since: date, calendar: WorkCalendar) -> WorkCalendar:
    """The team's working days without those on which the member is away.

    Somebody who is away for longer than a year has the team's days: their plan waits for nobody.
    """
    away = days_away(member, since)
    if not away:
        return calendar
    own = replace(calendar, holidays=calendar.holidays | away, made_up=calendar.made_up - away)
    try:
        own.on_or_after(min(away))
    except ValueError:
        return calendar
    return own
