"""What Today asks about the scorecard, as lines."""

from __future__ import annotations

from datetime import date

from store.database import rows
from store.errors import N_, Reason
from store.records import Line, Ref
from store.scorecard.weeks import WEEK, monday
from store.team import Member


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: the numbers whose figure of the last week nobody has typed in."""
    found = rows(
        "SELECT s.id, s.title FROM measurable s WHERE s.owner_id = ? AND s.metric = 'typed' AND s.deleted_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM weekly_figure f WHERE f.measurable_id = s.id AND f.week = ?"
        " AND f.deleted_at IS NULL) ORDER BY s.position, s.id",
        (member.id, (monday(day) - WEEK).isoformat()),
    )
    return [
        Line(
            ref=Ref("measurable", number),
            what=N_("Number"),
            who=title,
            text=Reason(N_("the figure of last week"), {}),
            day=monday(day),
            state=Reason(N_("type it in"), {}),
        )
        for number, title in found
    ]
