"""Large teams: the last contact with a customer, and how deals were closed, are answered by an index alone."""

from __future__ import annotations

from typing import Any

STATEMENTS = """
DROP INDEX follow_up_done;
CREATE INDEX follow_up_done ON follow_up (customer_id, done_at, outcome, status, deleted_at)
    WHERE status = 'done' AND deleted_at IS NULL;
DROP INDEX deal_closed;
CREATE INDEX deal_closed ON deal (closed_on, id, stage_id, owner_id, amount, created_at, deleted_at)
    WHERE closed_on IS NOT NULL AND deleted_at IS NULL
"""


def up(migrator: Any, db: Any) -> None:
    """Make the indexes anew."""
    for statement in STATEMENTS.split(";\n"):
        db.execute_sql(statement)
