"""History: the changes that are named after a record are found by it."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Make the index."""
    db.execute_sql("CREATE INDEX change_record ON change (kind, record)")
