"""What a member was typing, and where, by session: offered back after a dropped line."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE unfinished (
    session TEXT NOT NULL PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member (id), at TEXT NOT NULL,
    screen TEXT NOT NULL, record TEXT, typed TEXT
) STRICT;
CREATE INDEX unfinished_of ON unfinished (member_id);
"""


def up(migrator: Any, db: Any) -> None:
    """Make the table."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
