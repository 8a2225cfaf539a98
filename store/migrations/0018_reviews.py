"""Reviews: cycles with weighted criteria, the review of each member, and what each of its two sides wrote."""

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
CREATE TABLE review_cycle ({RECORD}
    kind TEXT NOT NULL CHECK (kind IN ('year', 'quarter', 'month')),
    first_day TEXT NOT NULL, last_day TEXT NOT NULL, due_on TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX review_cycle_period ON review_cycle (kind, first_day) WHERE deleted_at IS NULL;
CREATE TABLE review_criterion ({RECORD}
    cycle_id INTEGER NOT NULL REFERENCES review_cycle (id), position INTEGER NOT NULL, title TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100), source TEXT NOT NULL
) STRICT;
CREATE INDEX review_criterion_cycle ON review_criterion (cycle_id, position) WHERE deleted_at IS NULL;
CREATE TABLE review ({RECORD}
    cycle_id INTEGER NOT NULL REFERENCES review_cycle (id), member_id INTEGER NOT NULL REFERENCES member (id),
    reviewer_id INTEGER NOT NULL REFERENCES member (id), status TEXT NOT NULL,
    handed_in_at TEXT, shared_at TEXT, member_signed_at TEXT, reviewer_signed_at TEXT, closed_at TEXT,
    figures TEXT NOT NULL, CHECK (member_id != reviewer_id)
) STRICT;
CREATE UNIQUE INDEX review_one_each ON review (cycle_id, member_id) WHERE deleted_at IS NULL;
CREATE INDEX review_member ON review (member_id, cycle_id) WHERE deleted_at IS NULL;
CREATE INDEX review_reviewer ON review (reviewer_id, cycle_id) WHERE deleted_at IS NULL;
CREATE TABLE assessment ({RECORD}
    review_id INTEGER NOT NULL REFERENCES review (id), author_id INTEGER NOT NULL REFERENCES member (id),
    side TEXT NOT NULL CHECK (side IN ('self', 'lead')), round INTEGER NOT NULL CHECK (round > 0),
    strengths TEXT NOT NULL, gaps TEXT NOT NULL, given_at TEXT,
    ended_at TEXT, ended_by_id INTEGER REFERENCES member (id), why TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX assessment_round ON assessment (review_id, side, round) WHERE deleted_at IS NULL;
CREATE TABLE review_score ({RECORD}
    assessment_id INTEGER NOT NULL REFERENCES assessment (id), author_id INTEGER NOT NULL REFERENCES member (id),
    criterion_id INTEGER NOT NULL REFERENCES review_criterion (id),
    score INTEGER CHECK (score BETWEEN 1 AND 5), why TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX review_score_one_each ON review_score (assessment_id, criterion_id) WHERE deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
