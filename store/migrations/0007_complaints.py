"""Complaints, the answers of satisfied and other customers, and follow-ups about a complaint."""

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
CREATE TABLE complaint ({RECORD}
    number INTEGER NOT NULL CHECK (number > 0),
    customer_id INTEGER NOT NULL REFERENCES customer (id), contact_id INTEGER REFERENCES contact (id),
    owner_id INTEGER REFERENCES member (id), category TEXT NOT NULL,
    severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 4), status TEXT NOT NULL,
    subject TEXT NOT NULL, body TEXT NOT NULL, opened_at TEXT NOT NULL, respond_by TEXT NOT NULL,
    first_response_at TEXT, responded_by_id INTEGER REFERENCES member (id), resolve_by TEXT NOT NULL,
    waiting_for TEXT NOT NULL, root_cause TEXT NOT NULL, resolution TEXT NOT NULL,
    resolved_at TEXT, resolved_by_id INTEGER REFERENCES member (id), reopened_at TEXT, closed_at TEXT,
    satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5)
) STRICT;
-- removed ones count: a number that stood on a letter is never given to another complaint
CREATE UNIQUE INDEX complaint_number ON complaint (number);
CREATE INDEX complaint_open ON complaint (owner_id, severity, resolve_by)
    WHERE status != 'closed' AND deleted_at IS NULL;
CREATE INDEX complaint_closed ON complaint (closed_at, owner_id) WHERE status = 'closed' AND deleted_at IS NULL;
CREATE INDEX complaint_customer ON complaint (customer_id, first_response_at) WHERE deleted_at IS NULL;
CREATE TABLE satisfaction ({RECORD}
    customer_id INTEGER NOT NULL REFERENCES customer (id), scale TEXT NOT NULL CHECK (scale IN ('csat', 'nps')),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10), day TEXT NOT NULL, about TEXT, note TEXT NOT NULL
) STRICT;
CREATE INDEX satisfaction_customer ON satisfaction (customer_id, day, id, scale, score) WHERE deleted_at IS NULL;
CREATE INDEX satisfaction_day ON satisfaction (day, id, customer_id, scale, score) WHERE deleted_at IS NULL;
ALTER TABLE follow_up ADD COLUMN complaint_id INTEGER REFERENCES complaint (id);
CREATE INDEX follow_up_complaint ON follow_up (complaint_id) WHERE complaint_id IS NOT NULL AND deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
