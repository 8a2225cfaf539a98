"""The register of risks and the history of their ratings."""

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
CREATE TABLE risk ({RECORD}
    title TEXT NOT NULL, category TEXT NOT NULL, cause TEXT NOT NULL, event TEXT NOT NULL,
    effect TEXT NOT NULL,
    owner_id INTEGER REFERENCES member (id), about TEXT, money INTEGER CHECK (money >= 0),
    probability INTEGER CHECK (probability BETWEEN 1 AND 5), impact INTEGER CHECK (impact BETWEEN 1 AND 5),
    residual_probability INTEGER CHECK (residual_probability BETWEEN 1 AND 5),
    residual_impact INTEGER CHECK (residual_impact BETWEEN 1 AND 5),
    response TEXT, "plan" TEXT NOT NULL, plan_due_on TEXT, "trigger" TEXT NOT NULL, contingency TEXT NOT NULL,
    accepted_until TEXT, accepted_by_id INTEGER REFERENCES member (id), accepted_why TEXT NOT NULL,
    status TEXT NOT NULL, occurred_on TEXT, reviewed_on TEXT, next_review_on TEXT
) STRICT;
CREATE INDEX risk_review ON risk (next_review_on, owner_id)
    WHERE status IN ('open', 'treating', 'accepted') AND deleted_at IS NULL;
CREATE INDEX risk_owner ON risk (owner_id) WHERE deleted_at IS NULL;
CREATE INDEX risk_occurred ON risk (occurred_on) WHERE status = 'occurred' AND deleted_at IS NULL;
CREATE TABLE risk_rating ({RECORD}
    risk_id INTEGER NOT NULL REFERENCES risk (id), kind TEXT NOT NULL,
    probability INTEGER NOT NULL CHECK (probability BETWEEN 1 AND 5),
    impact INTEGER NOT NULL CHECK (impact BETWEEN 1 AND 5),
    day TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE INDEX risk_rating_risk ON risk_rating (risk_id, kind, id) WHERE deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
