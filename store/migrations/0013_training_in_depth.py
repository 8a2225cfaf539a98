"""Training in depth: skills and their levels, positions and what they need, attempts, validity, role plays."""

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
CREATE TABLE skill ({RECORD} name TEXT NOT NULL, about TEXT NOT NULL, place INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX skill_name ON skill (name) WHERE deleted_at IS NULL;

CREATE TABLE position ({RECORD}
    title TEXT NOT NULL, duties TEXT NOT NULL, workflow TEXT NOT NULL, standard TEXT NOT NULL, edition INTEGER NOT NULL
) STRICT;
CREATE TABLE position_need ({RECORD}
    position_id INTEGER NOT NULL REFERENCES position (id), skill_id INTEGER NOT NULL REFERENCES skill (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4)
) STRICT;
CREATE UNIQUE INDEX position_need_skill ON position_need (position_id, skill_id) WHERE deleted_at IS NULL;
CREATE TABLE assignment ({RECORD}
    position_id INTEGER NOT NULL REFERENCES position (id), member_id INTEGER NOT NULL REFERENCES member (id),
    first_day TEXT NOT NULL, last_day TEXT, backup_id INTEGER REFERENCES member (id), why TEXT NOT NULL
) STRICT;
CREATE INDEX assignment_member ON assignment (member_id, first_day) WHERE deleted_at IS NULL;
CREATE INDEX assignment_position ON assignment (position_id, first_day) WHERE deleted_at IS NULL;

ALTER TABLE programme_step ADD COLUMN skill_id INTEGER REFERENCES skill (id);
ALTER TABLE programme_step ADD COLUMN level INTEGER CHECK (level BETWEEN 1 AND 4);
ALTER TABLE programme_step ADD COLUMN valid_days INTEGER CHECK (valid_days > 0);
ALTER TABLE programme_step ADD COLUMN pass_score INTEGER CHECK (pass_score BETWEEN 1 AND 100);

ALTER TABLE training_plan ADD COLUMN declined TEXT NOT NULL DEFAULT '';

ALTER TABLE training_step ADD COLUMN source_id INTEGER REFERENCES programme_step (id);
ALTER TABLE training_step ADD COLUMN skill_id INTEGER REFERENCES skill (id);
ALTER TABLE training_step ADD COLUMN level INTEGER CHECK (level BETWEEN 1 AND 4);
ALTER TABLE training_step ADD COLUMN valid_days INTEGER CHECK (valid_days > 0);
ALTER TABLE training_step ADD COLUMN pass_score INTEGER CHECK (pass_score BETWEEN 1 AND 100);
ALTER TABLE training_step ADD COLUMN score INTEGER CHECK (score BETWEEN 0 AND 100);
ALTER TABLE training_step ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
ALTER TABLE training_step ADD COLUMN proof TEXT;
ALTER TABLE training_step ADD COLUMN valid_until TEXT;
ALTER TABLE training_step ADD COLUMN renews_id INTEGER REFERENCES training_step (id);
UPDATE training_step SET source_id = (
    SELECT g.id FROM programme_step g JOIN training_plan p ON p.programme_id = g.programme_id
    WHERE p.id = training_step.plan_id AND g.title = training_step.title AND g.deleted_at IS NULL ORDER BY g.id LIMIT 1
);
CREATE UNIQUE INDEX training_step_renews ON training_step (renews_id) WHERE renews_id IS NOT NULL;
CREATE INDEX training_step_valid ON training_step (valid_until) WHERE valid_until IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX training_step_source ON training_step (member_id, source_id) WHERE deleted_at IS NULL;

CREATE TABLE training_attempt ({RECORD}
    step_id INTEGER NOT NULL REFERENCES training_step (id), member_id INTEGER NOT NULL REFERENCES member (id),
    number INTEGER NOT NULL, day TEXT NOT NULL, score INTEGER, evidence TEXT NOT NULL, proof TEXT, why TEXT NOT NULL
) STRICT;
CREATE INDEX training_attempt_step ON training_attempt (step_id, number) WHERE deleted_at IS NULL;

CREATE TABLE skill_level ({RECORD}
    member_id INTEGER NOT NULL REFERENCES member (id), skill_id INTEGER NOT NULL REFERENCES skill (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4), day TEXT NOT NULL, source TEXT NOT NULL, about TEXT,
    note TEXT NOT NULL, valid_until TEXT
) STRICT;
CREATE INDEX skill_level_latest ON skill_level (member_id, skill_id, day DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE role_play ({RECORD}
    step_id INTEGER REFERENCES training_step (id), rep_id INTEGER NOT NULL REFERENCES member (id),
    counterpart_id INTEGER REFERENCES member (id), assessor_id INTEGER REFERENCES member (id), scenario TEXT NOT NULL,
    status TEXT NOT NULL, due_on TEXT NOT NULL, held_on TEXT, seconds INTEGER NOT NULL,
    discovery INTEGER CHECK (discovery BETWEEN 1 AND 5), objections INTEGER CHECK (objections BETWEEN 1 AND 5),
    structure INTEGER CHECK (structure BETWEEN 1 AND 5), next_step INTEGER CHECK (next_step BETWEEN 1 AND 5),
    total INTEGER, passed INTEGER, note TEXT NOT NULL, next_focus TEXT NOT NULL,
    retry_of_id INTEGER REFERENCES role_play (id)
) STRICT;
CREATE INDEX role_play_planned ON role_play (rep_id, due_on) WHERE status = 'planned' AND deleted_at IS NULL;
CREATE INDEX role_play_held ON role_play (held_on) WHERE held_on IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX role_play_rep ON role_play (rep_id, held_on) WHERE held_on IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX role_play_step ON role_play (step_id) WHERE step_id IS NOT NULL AND deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables and the columns; steps of plans learn which step of the programme they were copied from."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
