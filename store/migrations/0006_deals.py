"""Deals: the stages of the pipeline (six to begin with), deals, their stage changes, bookings; follow-ups of a deal."""

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
CREATE TABLE stage ({RECORD}
    name TEXT NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL CHECK (type IN ('open', 'won', 'lost')),
    probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
    stalled_after INTEGER CHECK (stalled_after > 0), exit_criteria TEXT NOT NULL
) STRICT;

CREATE TABLE deal ({RECORD}
    customer_id INTEGER NOT NULL REFERENCES customer (id), name TEXT NOT NULL,
    owner_id INTEGER REFERENCES member (id), stage_id INTEGER NOT NULL REFERENCES stage (id),
    stage_entered_on TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount >= 0),
    probability INTEGER CHECK (probability BETWEEN 0 AND 100), expected_close_on TEXT, slip_count INTEGER NOT NULL,
    closed_on TEXT, lost_reason TEXT, lost_note TEXT NOT NULL, competitor TEXT NOT NULL, next_step TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;
-- owner and amounts stand at the end so that the board and the forecast are answered from the index alone
CREATE INDEX deal_open ON deal (expected_close_on, id, stage_id, owner_id, amount, probability, closed_on, deleted_at)
    WHERE closed_on IS NULL AND deleted_at IS NULL;
CREATE INDEX deal_open_owner ON deal (owner_id, expected_close_on, id, stage_id, amount, probability, closed_on,
    deleted_at) WHERE closed_on IS NULL AND deleted_at IS NULL;
CREATE INDEX deal_closed ON deal (closed_on, id, stage_id, owner_id, amount)
    WHERE closed_on IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX deal_customer ON deal (customer_id, closed_on, amount) WHERE deleted_at IS NULL;

CREATE TABLE stage_change ({RECORD}
    deal_id INTEGER NOT NULL REFERENCES deal (id), from_stage_id INTEGER REFERENCES stage (id),
    to_stage_id INTEGER NOT NULL REFERENCES stage (id), day TEXT NOT NULL, amount INTEGER NOT NULL,
    probability INTEGER NOT NULL, expected_close_on TEXT, reason TEXT, note TEXT NOT NULL
) STRICT;
CREATE INDEX stage_change_deal ON stage_change (deal_id, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_change_day ON stage_change (day, deal_id) WHERE deleted_at IS NULL;

CREATE TABLE booking ({RECORD}
    customer_id INTEGER NOT NULL REFERENCES customer (id), deal_id INTEGER REFERENCES deal (id),
    owner_id INTEGER REFERENCES member (id), kind TEXT NOT NULL, day TEXT NOT NULL, amount INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX booking_day ON booking (kind, day, owner_id, amount, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX booking_owner ON booking (owner_id, kind, day, amount, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX booking_customer ON booking (customer_id, kind, day, amount, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX booking_deal ON booking (deal_id) WHERE deal_id IS NOT NULL AND deleted_at IS NULL;

ALTER TABLE follow_up ADD COLUMN deal_id INTEGER REFERENCES deal (id);
CREATE INDEX follow_up_planned_deal ON follow_up (deal_id, due_on)
    WHERE deal_id IS NOT NULL AND status = 'planned' AND deleted_at IS NULL;
CREATE INDEX follow_up_done_deal ON follow_up (deal_id, done_at)
    WHERE deal_id IS NOT NULL AND status = 'done' AND deleted_at IS NULL;
"""

# name, type, probability, stalled after days, what must be true to leave it; as store.deals.records.DEFAULT_STAGES
STAGES = (
    ("First contact", "open", 10, 7, "We know who decides, and they want to talk."),
    ("Needs confirmed", "open", 25, 10, "The need, the budget and the date are written down and agreed."),
    ("Proposal", "open", 50, 14, "They have our proposal and have named who compares it with what."),
    ("Negotiation", "open", 75, 14, "Price, terms and the day of signing are agreed."),
    ("Won", "won", 100, None, ""),
    ("Lost", "lost", 0, None, ""),
)
MADE = "2026-01-01T00:00:00.000000Z"  # the same in every file


def up(migrator: Any, db: Any) -> None:
    """Make the tables, and the six stages that every team begins with."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for position, (name, type_, probability, stalled_after, criteria) in enumerate(STAGES, start=1):
        db.execute_sql(
            "INSERT INTO stage (version, created_at, created_by, updated_at, updated_by, name, position, type,"
            " probability, stalled_after, exit_criteria) VALUES (1, ?, 0, ?, 0, ?, ?, ?, ?, ?, ?)",
            (MADE, MADE, name, position, type_, probability, stalled_after, criteria),
        )
