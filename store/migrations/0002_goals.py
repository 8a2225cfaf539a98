"""Goals, their revised targets and check-ins."""

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
CREATE TABLE goal ({RECORD}
    title TEXT NOT NULL, owner_id INTEGER REFERENCES member (id), parent_id INTEGER REFERENCES goal (id),
    metric TEXT NOT NULL, shape TEXT NOT NULL, direction TEXT NOT NULL, period_kind TEXT NOT NULL,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL, start INTEGER NOT NULL, target INTEGER NOT NULL,
    unit TEXT NOT NULL, weight INTEGER NOT NULL, status TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE INDEX goal_open ON goal (owner_id, last_day)
    WHERE status IN ('draft', 'proposed', 'active') AND deleted_at IS NULL;
CREATE INDEX goal_closed ON goal (last_day)
    WHERE status IN ('achieved', 'missed', 'dropped') AND deleted_at IS NULL;
CREATE INDEX goal_parent ON goal (parent_id) WHERE parent_id IS NOT NULL;
CREATE TABLE target_revision ({RECORD}
    goal_id INTEGER NOT NULL REFERENCES goal (id), from_day TEXT NOT NULL, old INTEGER NOT NULL,
    new INTEGER NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE INDEX target_revision_goal ON target_revision (goal_id, from_day, id) WHERE deleted_at IS NULL;
CREATE TABLE check_in ({RECORD}
    goal_id INTEGER NOT NULL REFERENCES goal (id), day TEXT NOT NULL, value INTEGER NOT NULL, state TEXT NOT NULL,
    confidence INTEGER, note TEXT NOT NULL
) STRICT;
CREATE INDEX check_in_goal ON check_in (goal_id, day, id) WHERE deleted_at IS NULL;
CREATE INDEX follow_up_promised ON follow_up (original_due_on, owner_id, done_at)
    WHERE status IN ('planned', 'done') AND origin != 'logged' AND deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
