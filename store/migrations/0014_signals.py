"""Signals with what the rules measured last; inherent ratings; the plan of a risk as action items."""

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
CREATE TABLE signal ({RECORD}
    rule TEXT NOT NULL, subject TEXT NOT NULL, owner_id INTEGER REFERENCES member (id),
    grade INTEGER NOT NULL CHECK (grade IN (1, 2)),
    status TEXT NOT NULL CHECK (status IN ('new', 'linked', 'dismissed', 'cleared')), opened_on TEXT NOT NULL,
    value INTEGER NOT NULL, threshold INTEGER NOT NULL, population INTEGER NOT NULL,
    measured INTEGER, before INTEGER, evaluated_on TEXT NOT NULL,
    risk_id INTEGER REFERENCES risk (id), why TEXT NOT NULL, quiet_until TEXT, dismissed_at INTEGER,
    decided_by_id INTEGER REFERENCES member (id), decided_on TEXT
) STRICT;
CREATE INDEX signal_standing ON signal (status, grade, id) WHERE status != 'cleared' AND deleted_at IS NULL;
CREATE INDEX signal_risk ON signal (risk_id) WHERE risk_id IS NOT NULL AND deleted_at IS NULL;
-- what each rule said on the last team day on which it was asked: one row a rule, so that no screen asks the rules
CREATE TABLE signal_reading (
    rule TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL, value INTEGER, threshold INTEGER NOT NULL,
    population INTEGER NOT NULL, bad INTEGER NOT NULL, subject TEXT, lack TEXT
) STRICT;

ALTER TABLE risk ADD COLUMN inherent_probability INTEGER CHECK (inherent_probability BETWEEN 1 AND 5);
ALTER TABLE risk ADD COLUMN inherent_impact INTEGER CHECK (inherent_impact BETWEEN 1 AND 5);
CREATE INDEX action_item_origin ON action_item (origin, due_on, id) WHERE origin IS NOT NULL AND deleted_at IS NULL;

-- what the rules look at, and nothing else
CREATE INDEX deal_slipped ON deal (slip_count, id)
    WHERE slip_count >= 2 AND closed_on IS NULL AND deleted_at IS NULL;
CREATE INDEX deal_idle ON deal (stage_id, stage_entered_on, id, closed_on, deleted_at)
    WHERE closed_on IS NULL AND deleted_at IS NULL;
CREATE INDEX customer_silent ON customer (id, owner_id, kind, need, visit_interval_days, created_at)
    WHERE value_class = 'A' AND kind != 'lost' AND deleted_at IS NULL;
CREATE INDEX training_step_late ON training_step (due_on, plan_id)
    WHERE mandatory = 1 AND status = 'open' AND deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables, the columns and the indexes."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
