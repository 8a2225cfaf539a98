"""The running meeting: what is live about it, its spans, its notes, its minutes; how often a topic was carried."""

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

STATEMENTS = f"""
ALTER TABLE meeting ADD COLUMN facilitator_id INTEGER REFERENCES member (id);
ALTER TABLE meeting ADD COLUMN minutes INTEGER;
ALTER TABLE meeting ADD COLUMN shares TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN section_id INTEGER REFERENCES section (id);
ALTER TABLE meeting ADD COLUMN pointed TEXT;
ALTER TABLE meeting ADD COLUMN session TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN beat_at TEXT;
ALTER TABLE meeting ADD COLUMN active_at TEXT;
ALTER TABLE meeting ADD COLUMN frozen TEXT NOT NULL DEFAULT '';
CREATE INDEX meeting_running ON meeting (series_id) WHERE status IN ('running', 'suspended') AND deleted_at IS NULL;
ALTER TABLE attendance ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE topic ADD COLUMN carried_count INTEGER NOT NULL DEFAULT 0;
CREATE INDEX follow_up_of_meeting ON follow_up (created_at) WHERE origin = 'meeting' AND deleted_at IS NULL;

CREATE TABLE section_visit ({RECORD}
    meeting_id INTEGER NOT NULL REFERENCES meeting (id), section_id INTEGER REFERENCES section (id),
    entered_at TEXT NOT NULL, left_at TEXT
) STRICT;
CREATE INDEX section_visit_meeting ON section_visit (meeting_id, id) WHERE deleted_at IS NULL;

CREATE TABLE meeting_note ({RECORD}
    meeting_id INTEGER NOT NULL REFERENCES meeting (id), section_id INTEGER NOT NULL REFERENCES section (id),
    topic_id INTEGER REFERENCES topic (id), author_id INTEGER NOT NULL REFERENCES member (id),
    body TEXT NOT NULL, typing TEXT
) STRICT;
CREATE UNIQUE INDEX meeting_note_author ON meeting_note (meeting_id, section_id, coalesce(topic_id, 0), author_id)
    WHERE deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Widen the meeting, and make the tables."""
    for statement in STATEMENTS.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
