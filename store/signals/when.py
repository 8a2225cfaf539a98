"""When the rules are asked, once a team day, and how many of their signals wait: what every start wants to know."""

from __future__ import annotations

from datetime import date

from store.access import Role
from store.database import rows
from store.team import Member


def due(day: date) -> bool:
    """Whether nobody has asked the rules on this team day yet: one look at one row."""
    return not rows("SELECT 1 FROM signal_reading WHERE day >= ? LIMIT 1", (day.isoformat(),))


def count_new(member: Member) -> int:
    """How many signals wait for this member's decision: the lead's business."""
    if member.role is not Role.LEAD:
        return 0
    sql = "SELECT count(*) FROM signal WHERE status != 'cleared' AND deleted_at IS NULL AND status = 'new'"
    return int(rows(sql)[0][0])
