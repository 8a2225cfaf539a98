"""Import: by which key of which other system a record is known, so that the same file again changes nothing."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE external_ref (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by INTEGER NOT NULL,
    deleted_at TEXT,
    about TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, seen TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX external_ref_key ON external_ref (source, kind, key) WHERE deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the table."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
