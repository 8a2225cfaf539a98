"""The scorecard: weekly numbers with an owner and a bound, and the figures that people type in for a week."""

from __future__ import annotations

from typing import Any

RECORD = """
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by INTEGER NOT NULL,
    deleted_at TEXT,
"""

TABLES = f"""
CREATE TABLE measurable ({RECORD}
    title TEXT NOT NULL, owner_id INTEGER NOT NULL REFERENCES member (id), metric TEXT NOT NULL, reach TEXT NOT NULL,
    unit TEXT NOT NULL, bound TEXT NOT NULL, threshold INTEGER NOT NULL, position INTEGER NOT NULL, raised_on TEXT
) STRICT;
CREATE TABLE weekly_figure ({RECORD}
    measurable_id INTEGER NOT NULL REFERENCES measurable (id), week TEXT NOT NULL, value INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX weekly_figure_once ON weekly_figure (measurable_id, week) WHERE deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
