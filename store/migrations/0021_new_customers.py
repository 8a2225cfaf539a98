"""New customers are counted from an index alone: whose they are, and whether they count, is kept beside since when."""

from __future__ import annotations

from typing import Any

COUNTS = "c.kind != 'prospect' AND c.deleted_at IS NULL"
STATEMENTS = (
    "ALTER TABLE customer_became ADD COLUMN owner_id INTEGER NOT NULL DEFAULT 0",  # 0 is nobody
    "ALTER TABLE customer_became ADD COLUMN counts INTEGER NOT NULL DEFAULT 0",
    f"UPDATE customer_became SET (owner_id, counts) = (SELECT coalesce(c.owner_id, 0), {COUNTS} FROM customer c"
    " WHERE c.id = customer_id)",
    "DROP INDEX customer_became_at",
    "CREATE INDEX customer_became_owner ON customer_became (owner_id, at, counts) WHERE counts",
    "DROP TRIGGER customer_became_new",
    "CREATE TRIGGER customer_became_new AFTER INSERT ON change_entry"
    " WHEN NEW.kind = 'customer' AND json_extract(NEW.after, '$.kind') = 'customer'"
    " BEGIN INSERT INTO customer_became (customer_id, at, owner_id, counts)"
    f" SELECT NEW.record, g.at, coalesce(c.owner_id, 0), {COUNTS} FROM change g, customer c"
    " WHERE g.id = NEW.change_id AND c.id = NEW.record ON CONFLICT (customer_id) DO NOTHING; END",
    "CREATE TRIGGER customer_became_other AFTER UPDATE OF owner_id, kind, deleted_at ON customer"
    " BEGIN UPDATE customer_became SET owner_id = coalesce(NEW.owner_id, 0),"
    " counts = NEW.kind != 'prospect' AND NEW.deleted_at IS NULL WHERE customer_id = NEW.id; END",
)


def up(migrator: Any, db: Any) -> None:
    """Keep them, and from now on."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
