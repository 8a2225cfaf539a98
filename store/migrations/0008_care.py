"""Care: the days of contacts, the visits that Huddle plans, and what is computed about customers."""

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
CREATE TABLE care_day ({RECORD}
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    occasion TEXT NOT NULL CHECK (occasion IN ('birthday', 'anniversary', 'festival')), label TEXT NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12), day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 31)
) STRICT;
CREATE INDEX care_day_contact ON care_day (contact_id) WHERE deleted_at IS NULL;
CREATE INDEX care_day_date ON care_day (month, day) WHERE deleted_at IS NULL;

ALTER TABLE customer ADD COLUMN visit_interval_days INTEGER CHECK (visit_interval_days > 0);
ALTER TABLE customer ADD COLUMN value_class_set_by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN value_class_computed TEXT;
ALTER TABLE customer ADD COLUMN rfm_r INTEGER;
ALTER TABLE customer ADD COLUMN rfm_f INTEGER;
ALTER TABLE customer ADD COLUMN rfm_m INTEGER;
ALTER TABLE customer ADD COLUMN segment TEXT;
ALTER TABLE customer ADD COLUMN computed_on TEXT;
UPDATE customer SET value_class_set_by_hand = 1 WHERE value_class IS NOT NULL;
-- the grid and the segments are counted from these indexes alone
CREATE INDEX customer_grid ON customer (value_class, need, kind, owner_id, value_class_set_by_hand)
    WHERE deleted_at IS NULL;
CREATE INDEX customer_segment ON customer (segment, kind, owner_id) WHERE deleted_at IS NULL AND segment IS NOT NULL;

ALTER TABLE follow_up ADD COLUMN care_day_id INTEGER REFERENCES care_day (id);
ALTER TABLE follow_up ADD COLUMN wanted_on TEXT;
CREATE INDEX follow_up_care ON follow_up (care_day_id, wanted_on) WHERE care_day_id IS NOT NULL;
CREATE INDEX follow_up_generated ON follow_up (owner_id, due_on)
    WHERE origin IN ('cadence', 'care') AND status = 'planned' AND deleted_at IS NULL;
CREATE INDEX follow_up_skipped ON follow_up (customer_id, deleted_at)
    WHERE origin = 'cadence' AND deleted_at IS NOT NULL;

ALTER TABLE team ADD COLUMN care_run_on TEXT;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the table and the columns; the classes that are there were set by hand."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
