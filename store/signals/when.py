"""When the rules are asked: once a team day."""

from __future__ import annotations

from datetime import date

from store.database import rows


def due(day: date) -> bool:
    """Whether nobody has asked the rules on this team day yet: one look at one row."""
    return not rows("SELECT 1 FROM signal_reading WHERE day >= ? LIMIT 1", (day.isoformat(),))
