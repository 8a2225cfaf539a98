"""The weekly updates, the votes on topics, and an index of what is put off again and again."""

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
CREATE TABLE weekly_update ({RECORD}
    member_id INTEGER NOT NULL REFERENCES member (id), week TEXT NOT NULL, progress TEXT NOT NULL,
    problems TEXT NOT NULL, support TEXT NOT NULL, confidence INTEGER
) STRICT;
CREATE UNIQUE INDEX weekly_update_member ON weekly_update (member_id, week) WHERE deleted_at IS NULL;
CREATE INDEX weekly_update_week ON weekly_update (week) WHERE deleted_at IS NULL;

CREATE TABLE vote ({RECORD}
    topic_id INTEGER NOT NULL REFERENCES topic (id), occurrence TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id), stars INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX vote_member ON vote (topic_id, occurrence, member_id) WHERE deleted_at IS NULL;
CREATE INDEX vote_occurrence ON vote (occurrence) WHERE deleted_at IS NULL;

CREATE INDEX follow_up_put_off ON follow_up (snooze_count DESC, due_on, id)
    WHERE status = 'planned' AND deleted_at IS NULL AND snooze_count >= 3;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables and indexes."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
