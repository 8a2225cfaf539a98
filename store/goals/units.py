"""In which unit the amounts of goals, their check-ins and revised targets, and of the scorecard's numbers are."""

from __future__ import annotations

import json
from collections.abc import Iterable

from store.database import rows
from store.figures import Unit
from store.records import Ref

_UNIT = {
    "goal": "SELECT id, unit FROM goal WHERE id IN (SELECT value FROM json_each(?))",
    "check_in": "SELECT p.id, g.unit FROM check_in p JOIN goal g ON g.id = p.goal_id"
    " WHERE p.id IN (SELECT value FROM json_each(?))",
    "measurable": "SELECT id, unit FROM measurable WHERE id IN (SELECT value FROM json_each(?))",
    "weekly_figure": "SELECT p.id, g.unit FROM weekly_figure p JOIN measurable g ON g.id = p.measurable_id"
    " WHERE p.id IN (SELECT value FROM json_each(?))",
    "target_revision": "SELECT p.id, g.unit FROM target_revision p JOIN goal g ON g.id = p.goal_id"
    " WHERE p.id IN (SELECT value FROM json_each(?))",
}


def units_of(refs: Iterable[Ref]) -> dict[Ref, Unit]:
    """The units of those of these records that hold amounts; asks once for each kind."""
    wanted = [ref for ref in refs if ref.kind in _UNIT]
    found: dict[Ref, Unit] = {}
    for kind in {ref.kind for ref in wanted}:
        numbers = json.dumps([ref.id for ref in wanted if ref.kind == kind])
        found |= {Ref(kind, number): Unit(unit) for number, unit in rows(_UNIT[kind], (numbers,))}
    return found
