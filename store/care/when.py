"""When care is at work: once a team day."""

from __future__ import annotations

from datetime import date

from store.database import rows


def due(day: date) -> bool:
    """Whether nobody has done this team day's run yet: one look at one row."""
    return bool(
        rows(
            "SELECT 1 FROM team WHERE deleted_at IS NULL AND (care_run_on IS NULL OR care_run_on < ?)",
            (day.isoformat(),),
        )
    )
