"""The coming meetings as a calendar file needs them: which they are, how often each was changed, and which days another
rhythm has dropped."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from store.calendar import occurrences, utc_of
from store.database import rows
from store.meetings.kinds import MeetingStatus
from store.meetings.occasions import Occasion, local_today, recurrence, upcoming
from store.meetings.records import Series
from store.team import work_calendar

HORIZON = 13  # meetings ahead in a calendar file
RHYTHM = ("every", "interval", "weekday", "start")
DAY = timedelta(days=1)


class Ahead(NamedTuple):
    """A coming meeting, or a ``dropped`` one. ``uid`` stays the same whatever is changed; ``sequence`` only rises, with
    every change of the series or of this meeting."""

    one: Occasion
    uid: str
    sequence: int
    dropped: bool = False


def ahead(found: Series, count: int = HORIZON) -> list[Ahead]:
    """The next meetings, skipped ones too; then the days that an earlier file may hold and that have none any more.

    A meeting is named by the moment its series was set up, which no other team's series shares, and by the day the
    series gives it. Versions only rise and nothing is deleted, so their sum over the series and everything that was
    ever written about the day only rises, too.
    """
    ones = upcoming(found, count)
    there = {one.occurrence for one in ones}
    gone = [_dropped(found, day) for day in sorted(_former(found, count) - there - _still(found, count))]
    known = [*ones, *gone]
    marks = ",".join("?" * len(known))
    written = dict(
        rows(
            f"SELECT occurrence, sum(version) FROM meeting WHERE series_id = ? AND occurrence IN ({marks})"
            " GROUP BY occurrence",
            (found.id, *(one.occurrence.isoformat() for one in known)),
        )
    )
    stamp = f"{found.created_at:%Y%m%dT%H%M%S%f}"
    return [
        Ahead(
            one,
            f"{stamp}-{found.id}-{one.occurrence:%Y%m%d}@huddle",
            found.version - 1 + written.get(one.occurrence.isoformat(), 0),
            dropped=n >= len(ones),
        )
        for n, one in enumerate(known)
    ]


def _still(found: Series, count: int) -> set[date]:
    """Days that the series gives further ahead than the file goes: these are no dropped ones."""
    return set(occurrences(recurrence(found), work_calendar(), local_today(found) - DAY, count * 5))


def _former(found: Series, count: int) -> set[date]:
    """The days from today on that a file from before a change of the rhythm may hold: ``count`` after the change."""
    days: set[date] = set()
    rule, today = recurrence(found), local_today(found)
    for at, before in _edits(found):
        known = {name: before[name] for name in RHYTHM if name in before}
        if not known:
            continue
        rule = rule._replace(**{name: _value(name, value) for name, value in known.items()})
        days |= {day for day in occurrences(rule, work_calendar(), at.date() - DAY, count) if day >= today}
    return days


def _value(name: str, stored: Any) -> Any:
    if name == "start":
        return date.fromisoformat(stored)
    return ("week" if stored == "week" else "working_day") if name == "every" else stored


def _edits(found: Series) -> list[tuple[datetime, dict[str, Any]]]:
    """When the series was changed, and what it was before, the latest change first."""
    answer = rows(
        "SELECT c.at, e.before FROM change_entry e JOIN change c ON c.id = e.change_id"
        " WHERE e.kind = 'series' AND e.record = ? AND e.before IS NOT NULL ORDER BY e.id DESC",
        (found.id,),
    )
    return [(datetime.fromisoformat(at), json.loads(before)) for at, before in answer]


def _dropped(found: Series, day: date) -> Occasion:
    return Occasion(
        series=found.id,
        title=found.title,
        occurrence=day,
        day=day,
        at=found.at,
        timezone=found.timezone,
        start=utc_of(day, found.at, found.timezone),
        minutes=found.minutes,
        status=MeetingStatus.SKIPPED,
    )
