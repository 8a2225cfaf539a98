"""Goals in depth: groups as owners, answers to proposals, transfers, acknowledged check-ins; sums that are kept.

The kept sums are written by triggers, so that whatever writes a follow-up or a customer's history keeps them right:
``follow_up_done_sum`` counts what was done by quarter of an hour (every zone's midnight is one), and
``follow_up_kept_sum`` what was promised and done, by the promised day and how many quarters of an hour after that
day's beginning in UTC it was done. What came before the earliest end that the day has anywhere (10 h), or after the
latest (36 h), is counted as one, because no zone tells it apart. Owner 0 is nobody.
"""

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

TABLES = (
    f"CREATE TABLE team_group ({RECORD} name TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX team_group_name ON team_group (name COLLATE NOCASE) WHERE deleted_at IS NULL",
    f"CREATE TABLE group_member ({RECORD} group_id INTEGER NOT NULL REFERENCES team_group (id),"
    " member_id INTEGER NOT NULL REFERENCES member (id)) STRICT",
    "CREATE UNIQUE INDEX group_member_once ON group_member (group_id, member_id) WHERE deleted_at IS NULL",
    "ALTER TABLE goal ADD COLUMN group_id INTEGER REFERENCES team_group (id)",
    "ALTER TABLE goal ADD COLUMN former_id INTEGER REFERENCES goal (id)",
    "ALTER TABLE goal ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE goal ADD COLUMN despite TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE goal ADD COLUMN proposed_by INTEGER",
    "ALTER TABLE goal ADD COLUMN answer TEXT",
    "ALTER TABLE goal ADD COLUMN offer INTEGER",
    "ALTER TABLE goal ADD COLUMN offer_why TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE goal ADD COLUMN answered_by INTEGER",
    "ALTER TABLE goal ADD COLUMN answered_at TEXT",
    "ALTER TABLE goal ADD COLUMN activated_by INTEGER",
    "ALTER TABLE goal ADD COLUMN activated_at TEXT",
    "CREATE INDEX goal_former ON goal (former_id) WHERE former_id IS NOT NULL",
    "DROP INDEX goal_closed",
    "CREATE INDEX goal_closed ON goal (last_day)"
    " WHERE status IN ('achieved', 'missed', 'dropped', 'transferred') AND deleted_at IS NULL",
    "ALTER TABLE check_in ADD COLUMN acknowledged_by INTEGER",
    "ALTER TABLE check_in ADD COLUMN acknowledged_at TEXT",
    "CREATE INDEX check_in_unseen ON check_in (day, goal_id, created_by)"
    " WHERE acknowledged_at IS NULL AND deleted_at IS NULL",
    "DROP INDEX follow_up_promised",
    "CREATE INDEX follow_up_promised ON follow_up (original_due_on, owner_id, status, origin, deleted_at)"
    " WHERE status = 'planned' AND origin != 'logged' AND deleted_at IS NULL",
    "CREATE TABLE follow_up_done_sum (slot INTEGER NOT NULL, owner_id INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (slot, owner_id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE follow_up_kept_sum (due_on TEXT NOT NULL, owner_id INTEGER NOT NULL, after INTEGER NOT NULL,"
    " n INTEGER NOT NULL, PRIMARY KEY (due_on, owner_id, after)) STRICT, WITHOUT ROWID",
    "CREATE TABLE customer_became (customer_id INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL) STRICT",
    "CREATE INDEX customer_became_at ON customer_became (at, customer_id)",
)

SECONDS = "CAST(strftime('%s', substr({row}.done_at, 1, 19)) AS INTEGER)"
AFTER = f"min(max(({SECONDS} - CAST(strftime('%s', {{row}}.original_due_on) AS INTEGER)) / 900, 39), 144)"
COUNTED = "{row}.status = 'done' AND {row}.done_at IS NOT NULL AND {row}.deleted_at IS NULL"


def _sums(row: str, by: int) -> str:
    """The statements that add a row of follow_up to its sums, or take it out (``by`` -1)."""
    owner, slot, after = f"coalesce({row}.owner_id, 0)", SECONDS.format(row=row), AFTER.format(row=row)
    return (
        f"INSERT INTO follow_up_done_sum VALUES ({slot} / 900, {owner}, {by})"
        f" ON CONFLICT (slot, owner_id) DO UPDATE SET n = n + {by};"
        f" INSERT INTO follow_up_kept_sum SELECT {row}.original_due_on, {owner}, {after}, {by}"
        f" WHERE {row}.origin != 'logged'"
        f" ON CONFLICT (due_on, owner_id, after) DO UPDATE SET n = n + {by};"
    )


def _trigger(name: str, when: str, row: str, by: int) -> str:
    return f"CREATE TRIGGER {name} {when} ON follow_up WHEN {COUNTED.format(row=row)} BEGIN {_sums(row, by)} END"


UPDATE = "AFTER UPDATE OF status, done_at, owner_id, original_due_on, origin, deleted_at"
BECAME = "kind = 'customer' AND json_extract({row}after, '$.kind') = 'customer'"
TRIGGERS = (
    _trigger("follow_up_sum_new", "AFTER INSERT", "NEW", 1),
    _trigger("follow_up_sum_before", UPDATE, "OLD", -1),
    _trigger("follow_up_sum_after", UPDATE, "NEW", 1),
    f"CREATE TRIGGER customer_became_new AFTER INSERT ON change_entry WHEN NEW.{BECAME.format(row='NEW.')}"
    " BEGIN INSERT INTO customer_became SELECT NEW.record, g.at FROM change g WHERE g.id = NEW.change_id"
    " ON CONFLICT (customer_id) DO NOTHING; END",
)

FILL = (
    f"INSERT INTO follow_up_done_sum SELECT {SECONDS.format(row='f')} / 900 AS slot, coalesce(f.owner_id, 0) AS owner,"
    f" count(*) FROM follow_up f WHERE {COUNTED.format(row='f')} GROUP BY slot, owner",
    f"INSERT INTO follow_up_kept_sum SELECT f.original_due_on, coalesce(f.owner_id, 0) AS owner,"
    f" {AFTER.format(row='f')} AS late, count(*) FROM follow_up f"
    f" WHERE {COUNTED.format(row='f')} AND f.origin != 'logged' GROUP BY f.original_due_on, owner, late",
    "INSERT INTO customer_became SELECT e.record, min(g.at) FROM change_entry e JOIN change g ON g.id = e.change_id"
    f" WHERE e.{BECAME.format(row='e.')} GROUP BY e.record",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables, count what is there, and keep counting."""
    for statement in (*TABLES, *FILL, *TRIGGERS):
        db.execute_sql(statement)
