"""What waits for a member: every domain's lines for today, and the counts of the bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from store import followups, team
from store.records import Line
from store.team import Member

SOURCES: tuple[Callable[[Member, date], list[Line]], ...] = (followups.due_for,)


def lines(member: Member, day: date) -> list[Line]:
    """Every domain's lines for this member on this day, as they come."""
    return [line for source in SOURCES for line in source(member, day)]


def badges(member: Member) -> Mapping[str, int]:
    """What waits for the member, by screen."""
    day = team.today()
    return {"followups": followups.count_due(member.id, day)}
