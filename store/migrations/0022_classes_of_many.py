"""Classes of many customers: who was removed, and since when the others are customers, from an index alone."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    "CREATE INDEX customer_gone ON customer (id) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX customer_since ON customer (id, created_at, owner_id, kind, deleted_at)"
    " WHERE kind = 'customer' AND deleted_at IS NULL",
)


def up(migrator: Any, db: Any) -> None:
    """Make the indexes."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
