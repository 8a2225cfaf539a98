"""What was learnt for a time, and is to be renewed now."""

from __future__ import annotations

from datetime import date, timedelta

from store.database import rows

AHEAD = 30  # days before it expires from which the next one is planned

EXPIRING = (
    "SELECT s.id FROM training_step s JOIN training_plan p ON p.id = s.plan_id JOIN member m ON m.id = s.member_id"
    " WHERE s.valid_until <= ?1 AND s.valid_until IS NOT NULL AND s.deleted_at IS NULL AND s.status = 'done'"
    f" AND julianday(s.valid_until) - min({AHEAD}, s.valid_days / 2) <= julianday(?2)"
    " AND p.deleted_at IS NULL AND p.status != 'stopped'"
    " AND (m.left_on IS NULL OR (m.left_on > s.valid_until AND m.left_on >= ?2))"
    " AND NOT EXISTS (SELECT 1 FROM training_step r WHERE r.renews_id = s.id)"
    " AND NOT EXISTS (SELECT 1 FROM training_step o JOIN training_plan q ON q.id = o.plan_id"
    "  WHERE o.member_id = s.member_id AND o.source_id = s.source_id AND o.id != s.id AND o.deleted_at IS NULL"
    "  AND q.deleted_at IS NULL AND ((o.status != 'done' AND q.status != 'stopped') OR o.done_at > s.done_at))"
    " ORDER BY s.valid_until, s.id"
)


def expiring(day: date) -> list[int]:
    """The steps whose renewal is to be planned on this day: one look into an index of what expires."""
    found = rows(EXPIRING, ((day + timedelta(days=AHEAD)).isoformat(), day.isoformat()))
    return [number for (number,) in found]
