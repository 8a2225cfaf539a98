"""Large teams: indexes that alone answer long lists, their counts and "no next step"; the words of the search."""

from __future__ import annotations

from typing import Any

STATEMENTS = """
DROP INDEX customer_name;
CREATE INDEX customer_name ON customer (name COLLATE NOCASE, id, deleted_at) WHERE deleted_at IS NULL;
DROP INDEX customer_owner;
CREATE INDEX customer_owner ON customer (owner_id, name COLLATE NOCASE, id, deleted_at) WHERE deleted_at IS NULL;
DROP INDEX customer_class;
CREATE INDEX customer_class ON customer (value_class, name COLLATE NOCASE, id, kind, owner_id, deleted_at)
    WHERE deleted_at IS NULL AND value_class IN ('A', 'B');
DROP INDEX follow_up_planned_customer;
CREATE INDEX follow_up_planned_customer ON follow_up (customer_id, deal_id, due_on, id, status, deleted_at)
    WHERE status = 'planned' AND deleted_at IS NULL;
CREATE INDEX deal_waiting ON deal (amount DESC, id, customer_id, owner_id, closed_on, deleted_at)
    WHERE closed_on IS NULL AND deleted_at IS NULL;
CREATE INDEX deal_board ON deal (stage_id, expected_close_on IS NULL, expected_close_on, id, owner_id, amount,
    probability, closed_on, deleted_at) WHERE closed_on IS NULL AND deleted_at IS NULL;
DROP INDEX follow_up_done_at;
CREATE INDEX follow_up_done_at ON follow_up (done_at, owner_id, id, status, deleted_at)
    WHERE status = 'done' AND deleted_at IS NULL;
-- the words of the search, so that a long beginning is asked for as the few words that have it
CREATE VIRTUAL TABLE search_term USING fts5vocab (search_words, instance);
"""


def up(migrator: Any, db: Any) -> None:
    """Make the indexes anew, and the view of the words."""
    for statement in STATEMENTS.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
