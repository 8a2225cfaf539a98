"""The core: history, search, the team, customers and follow-ups."""

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
CREATE TABLE change (
    id INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, by INTEGER NOT NULL, session TEXT NOT NULL,
    verb TEXT NOT NULL, kind TEXT NOT NULL, record INTEGER NOT NULL, title TEXT NOT NULL, undoes INTEGER
) STRICT;
CREATE UNIQUE INDEX change_undoes ON change (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX change_by ON change (by, session, id);
CREATE TABLE change_entry (
    id INTEGER NOT NULL PRIMARY KEY, change_id INTEGER NOT NULL REFERENCES change (id),
    kind TEXT NOT NULL, record INTEGER NOT NULL, before TEXT, after TEXT
) STRICT;
CREATE INDEX change_entry_change ON change_entry (change_id);
CREATE INDEX change_entry_record ON change_entry (kind, record);

CREATE TABLE search_entry (
    id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, record INTEGER NOT NULL, title TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_entry_record ON search_entry (kind, record);
-- the kind is a word of its own, so that one kind is found without looking at all the others
CREATE VIRTUAL TABLE search_words USING fts5 (
    words, kind, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE team ({RECORD}
    name TEXT NOT NULL, timezone TEXT NOT NULL, currency TEXT NOT NULL, language TEXT NOT NULL,
    fiscal_month INTEGER NOT NULL, weekdays TEXT NOT NULL, work_from TEXT NOT NULL, work_until TEXT NOT NULL
) STRICT;
CREATE TABLE holiday ({RECORD} day TEXT NOT NULL, works INTEGER NOT NULL, label TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX holiday_day ON holiday (day) WHERE deleted_at IS NULL;
CREATE TABLE member ({RECORD}
    name TEXT NOT NULL, login TEXT NOT NULL, role TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
    joined_on TEXT NOT NULL, left_on TEXT, strengths TEXT NOT NULL, interests TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX member_login ON member (login) WHERE deleted_at IS NULL;
CREATE TABLE absence ({RECORD}
    member_id INTEGER NOT NULL REFERENCES member (id), first_day TEXT NOT NULL, last_day TEXT NOT NULL,
    stand_in_id INTEGER REFERENCES member (id)
) STRICT;

CREATE TABLE note ({RECORD} about TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX note_about ON note (about, id) WHERE deleted_at IS NULL;

CREATE TABLE customer ({RECORD}
    name TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL, industry TEXT NOT NULL, source TEXT NOT NULL,
    city TEXT NOT NULL, address TEXT NOT NULL, website TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL,
    owner_id INTEGER REFERENCES member (id), tags TEXT NOT NULL, notes TEXT NOT NULL, do_not_call INTEGER NOT NULL,
    value_class TEXT, need TEXT NOT NULL, purchasing_power INTEGER, loyalty INTEGER
) STRICT;
CREATE INDEX customer_name ON customer (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX customer_class ON customer (value_class, name COLLATE NOCASE, id)
    WHERE deleted_at IS NULL AND value_class IN ('A', 'B');
CREATE INDEX customer_owner ON customer (owner_id) WHERE deleted_at IS NULL;
CREATE TABLE contact ({RECORD}
    customer_id INTEGER NOT NULL REFERENCES customer (id), name TEXT NOT NULL, title TEXT NOT NULL, role TEXT,
    "primary" INTEGER NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, wechat TEXT NOT NULL
) STRICT;
CREATE INDEX contact_customer ON contact (customer_id) WHERE deleted_at IS NULL;

CREATE TABLE follow_up ({RECORD}
    customer_id INTEGER REFERENCES customer (id), contact_id INTEGER REFERENCES contact (id), kind TEXT NOT NULL,
    subject TEXT NOT NULL, due_on TEXT NOT NULL, due_time TEXT, original_due_on TEXT NOT NULL,
    snooze_count INTEGER NOT NULL, priority INTEGER NOT NULL, owner_id INTEGER REFERENCES member (id),
    status TEXT NOT NULL, done_at TEXT, outcome TEXT, note TEXT NOT NULL, origin TEXT NOT NULL
) STRICT;
-- status and deleted_at stand at the end so that the queue is answered from the index alone
CREATE INDEX follow_up_planned ON follow_up (due_on, due_time, priority, id, status, deleted_at)
    WHERE status = 'planned' AND deleted_at IS NULL;
CREATE INDEX follow_up_planned_owner ON follow_up (owner_id, due_on, due_time, priority, id, status, deleted_at)
    WHERE status = 'planned' AND deleted_at IS NULL;
CREATE INDEX follow_up_planned_customer ON follow_up (customer_id, due_on)
    WHERE status = 'planned' AND deleted_at IS NULL;
CREATE INDEX follow_up_done ON follow_up (customer_id, done_at) WHERE status = 'done' AND deleted_at IS NULL;
CREATE INDEX follow_up_done_at ON follow_up (done_at) WHERE status = 'done' AND deleted_at IS NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
