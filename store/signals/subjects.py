"""Whom or what a signal is about: its name, its money and the record to open, whatever kind it is of."""

from __future__ import annotations

from store.database import rows
from store.records import Ref

# of s.kind and s.number, the halves of a signal's subject
NAME = (
    "coalesce(CASE s.kind WHEN 'customer' THEN (SELECT name FROM customer WHERE id = s.number)"
    " WHEN 'deal' THEN (SELECT c.name || ' · ' || d.name FROM deal d JOIN customer c ON c.id = d.customer_id"
    "  WHERE d.id = s.number)"
    " WHEN 'goal' THEN (SELECT coalesce(m.name || ' · ', q.name || ' · ', '') || g.title FROM goal g"
    "  LEFT JOIN member m ON m.id = g.owner_id LEFT JOIN team_group q ON q.id = g.group_id WHERE g.id = s.number)"
    " WHEN 'member' THEN (SELECT name FROM member WHERE id = s.number)"
    " WHEN 'complaint' THEN (SELECT c.name || ' · ' || k.subject FROM complaint k"
    "  JOIN customer c ON c.id = k.customer_id WHERE k.id = s.number)"
    " WHEN 'training_plan' THEN (SELECT m.name || ' · ' || p.title FROM training_plan p"
    "  JOIN member m ON m.id = p.member_id WHERE p.id = s.number)"
    " WHEN 'team' THEN (SELECT name FROM team WHERE id = s.number) END, '')"
)
HALVES = "substr({0}, 1, instr({0}, ':') - 1) AS kind, CAST(substr({0}, instr({0}, ':') + 1) AS INTEGER) AS number"
MONEY = (
    "CASE s.kind WHEN 'deal' THEN (SELECT amount FROM deal WHERE id = s.number)"
    " WHEN 'customer' THEN (SELECT nullif(max(sum(b.amount), 0), 0) FROM booking b WHERE b.customer_id = s.number"
    "  AND b.kind = 'booking' AND b.day > date(s.evaluated_on, '-12 months') AND b.deleted_at IS NULL)"
    " END"
)


def named(subject: Ref) -> str:
    """What people call a signal's subject; text of people, "" when it never existed."""
    found = rows(f"SELECT {NAME} FROM (SELECT ? AS kind, ? AS number) s", subject)
    return str(found[0][0])


def behind(subject: Ref) -> Ref:
    """The record that a risk about this subject is about: the customer of a complaint, else itself."""
    if subject.kind == "complaint":
        found = rows("SELECT customer_id FROM complaint WHERE id = ?", (subject.id,))
        return Ref("customer", found[0][0]) if found else subject
    return subject
