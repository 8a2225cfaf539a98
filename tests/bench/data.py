"""Large teams for the benches and the tests of questions, written as raw SQL because the verbs would take minutes."""

from __future__ import annotations

from pathlib import Path

from store import team
from store.database import close_store, database, open_store
from store.team import Member

STAMP = "'2026-01-01T00:00:00.000000Z', 1, '2026-01-01T00:00:00.000000Z', 1, NULL"
COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"


def fill(follow_ups: int) -> Member:
    """Put a team into the open, empty file: its lead with this many planned follow-ups, 5 % of them overdue,
    and a customer for every ten of them; returns the lead.
    """
    lead = team.found_team("Bench", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")
    customers = max(10, follow_ups // 10)
    with database.atomic():
        database.execute_sql(
            f"{COUNT} INSERT INTO customer (id, version, created_at, created_by, updated_at, updated_by, deleted_at,"
            " name, code, kind, industry, source, city, address, website, phone, email, owner_id, tags, notes,"
            " do_not_call, value_class, need)"
            f" SELECT i, 1, {STAMP}, 'Customer ' || i, '', 'customer', '', '', 'Madrid', '', '', '', '', 1, '', '',"
            " 0, substr('ABC', 1 + i % 3, 1), 'none' FROM n",
            (customers,),
        )
        database.execute_sql(
            f"{COUNT} INSERT INTO follow_up (id, version, created_at, created_by, updated_at, updated_by, deleted_at,"
            " customer_id, kind, subject, due_on, original_due_on, snooze_count, priority, owner_id, status, note,"
            " origin)"
            f" SELECT i, 1, {STAMP}, 1 + i % ?, 'call', 'Renewal terms ' || i, date(?, (i % 400 - 20) || ' days'),"
            " ?, 0, 1 + i % 3, 1, 'planned', '', 'manual' FROM n",
            (follow_ups, customers, *(team.today().isoformat(),) * 2),
        )
    return lead


def build(path: Path, follow_ups: int) -> None:
    """Make a new file with such a team."""
    open_store(path, create=True)
    fill(follow_ups)
    close_store()
