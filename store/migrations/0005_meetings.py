"""Meetings: series, sections, occurrences, attendance, topics, action items, headlines."""

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
CREATE TABLE series ({RECORD}
    title TEXT NOT NULL, every TEXT NOT NULL, "interval" INTEGER NOT NULL, weekday INTEGER NOT NULL,
    start TEXT NOT NULL, at TEXT NOT NULL, timezone TEXT NOT NULL, minutes INTEGER NOT NULL,
    facilitator_id INTEGER REFERENCES member (id)
) STRICT;

CREATE TABLE section ({RECORD}
    series_id INTEGER NOT NULL REFERENCES series (id), kind TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    minutes INTEGER NOT NULL, position INTEGER NOT NULL
) STRICT;
CREATE INDEX section_series ON section (series_id, position) WHERE deleted_at IS NULL;

CREATE TABLE meeting ({RECORD}
    series_id INTEGER NOT NULL REFERENCES series (id), occurrence TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL,
    timezone TEXT NOT NULL, planned_start TEXT NOT NULL, status TEXT NOT NULL, why TEXT NOT NULL,
    left_out TEXT NOT NULL, started_at TEXT, ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX meeting_occurrence ON meeting (series_id, occurrence) WHERE deleted_at IS NULL;
CREATE INDEX meeting_day ON meeting (series_id, day) WHERE deleted_at IS NULL;

CREATE TABLE attendance ({RECORD}
    meeting_id INTEGER NOT NULL REFERENCES meeting (id), member_id INTEGER NOT NULL REFERENCES member (id),
    presence TEXT NOT NULL, rating INTEGER
) STRICT;
CREATE UNIQUE INDEX attendance_member ON attendance (meeting_id, member_id) WHERE deleted_at IS NULL;

CREATE TABLE headline ({RECORD}
    series_id INTEGER NOT NULL REFERENCES series (id), kind TEXT NOT NULL, text TEXT NOT NULL, link TEXT,
    day TEXT NOT NULL
) STRICT;
CREATE INDEX headline_day ON headline (series_id, day) WHERE deleted_at IS NULL;

CREATE TABLE topic ({RECORD}
    series INTEGER NOT NULL REFERENCES series (id), title TEXT NOT NULL, why TEXT NOT NULL,
    raised_by_id INTEGER NOT NULL REFERENCES member (id), origin TEXT, status TEXT NOT NULL, problem TEXT NOT NULL,
    decision TEXT NOT NULL, decided_in INTEGER REFERENCES meeting (id), position INTEGER NOT NULL
) STRICT;
CREATE INDEX topic_waiting ON topic (series, position, id)
    WHERE status IN ('open', 'discussed') AND deleted_at IS NULL;
CREATE INDEX topic_parked ON topic (series, position, id) WHERE status = 'parked' AND deleted_at IS NULL;
CREATE INDEX topic_origin ON topic (origin) WHERE origin IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX topic_decided ON topic (decided_in) WHERE decided_in IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE action_item ({RECORD}
    title TEXT NOT NULL, owner_id INTEGER NOT NULL REFERENCES member (id), due_on TEXT NOT NULL, origin TEXT,
    topic_id INTEGER REFERENCES topic (id), status TEXT NOT NULL, done_at TEXT, carried_count INTEGER NOT NULL
) STRICT;
CREATE INDEX action_item_open ON action_item (due_on, id) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX action_item_owner ON action_item (owner_id, due_on, id) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX action_item_done ON action_item (done_at) WHERE status = 'done' AND deleted_at IS NULL;
CREATE INDEX action_item_topic ON action_item (topic_id) WHERE topic_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX action_item_created ON action_item (created_at) WHERE deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
