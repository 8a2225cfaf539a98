"""Training: programmes with their steps, and the plans of people with their own copy of the steps."""

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
CREATE TABLE programme ({RECORD} title TEXT NOT NULL, kind TEXT NOT NULL, what_for TEXT NOT NULL) STRICT;
CREATE TABLE programme_step ({RECORD}
    programme_id INTEGER NOT NULL REFERENCES programme (id), title TEXT NOT NULL, kind TEXT NOT NULL,
    day_offset INTEGER NOT NULL, minutes INTEGER NOT NULL, mandatory INTEGER NOT NULL, needs_sign_off INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX programme_step_programme ON programme_step (programme_id, day_offset, position)
    WHERE deleted_at IS NULL;

CREATE TABLE training_plan ({RECORD}
    member_id INTEGER NOT NULL REFERENCES member (id), programme_id INTEGER NOT NULL REFERENCES programme (id),
    title TEXT NOT NULL, day_0 TEXT NOT NULL, coach_id INTEGER REFERENCES member (id), status TEXT NOT NULL,
    ended_on TEXT, because_of TEXT
) STRICT;
CREATE UNIQUE INDEX training_plan_active ON training_plan (member_id, programme_id)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX training_plan_ended ON training_plan (ended_on) WHERE ended_on IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE training_step ({RECORD}
    plan_id INTEGER NOT NULL REFERENCES training_plan (id), member_id INTEGER NOT NULL REFERENCES member (id),
    title TEXT NOT NULL, kind TEXT NOT NULL, day_offset INTEGER NOT NULL, minutes INTEGER NOT NULL,
    mandatory INTEGER NOT NULL, needs_sign_off INTEGER NOT NULL, position INTEGER NOT NULL, due_on TEXT NOT NULL,
    original_due_on TEXT NOT NULL, status TEXT NOT NULL, done_at TEXT, evidence TEXT NOT NULL,
    signed_by_id INTEGER REFERENCES member (id), signed_at TEXT
) STRICT;
CREATE INDEX training_step_plan ON training_step (plan_id, due_on, position) WHERE deleted_at IS NULL;
CREATE INDEX training_step_open ON training_step (member_id, due_on) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX training_step_waiting ON training_step (plan_id) WHERE status = 'waiting' AND deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
