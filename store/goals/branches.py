"""Where goals stand below each other: the tree of the open ones, those that were closed, and who may be above whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store.calendar import PeriodKind
from store.database import rows

RECENT = timedelta(days=366)  # closed goals whose period ended longer ago are left to the reports
OPEN_GOAL = "g.status IN ('draft', 'proposed', 'active') AND g.deleted_at IS NULL"
CLOSED_GOAL = "g.status IN ('achieved', 'missed', 'dropped', 'transferred') AND g.deleted_at IS NULL"
OWNED = "LEFT JOIN member m ON m.id = g.owner_id LEFT JOIN team_group t ON t.id = g.group_id"
NAMED = "coalesce(m.name, t.name, '')"
MINE = (  # what "mine" is: a member's own goals, and those of the groups somebody is in
    "(g.owner_id = ?1 OR EXISTS (SELECT 1 FROM group_member i WHERE i.group_id = g.group_id AND i.member_id = ?1"
    " AND i.deleted_at IS NULL))"
)
FURTHEST_FIRST = {PeriodKind.YEAR: 0, PeriodKind.QUARTER: 1, PeriodKind.MONTH: 2}


class Branch(NamedTuple):
    """A goal's place in the tree: how many of the goals above it are in the same answer."""

    id: int
    depth: int


def tree(owner: int | None, day: date, text: str = "") -> list[Branch]:
    """The open goals as a tree, parents before their children: one member's, or everyone's.

    With a filter the goals that have it keep their order and move up to the nearest goal above that has it too.
    Beside each other: longer periods first, then the period that ends first, then goals with others below them, the
    team before its groups and people, by name. A member's are the own ones and those of the groups somebody is in.
    Goals that are above each other in a circle, which an undo may leave, are listed once, at the top.
    """
    found = rows(
        f"SELECT g.id, g.parent_id, g.period_kind, g.last_day, g.owner_id IS NOT NULL, {NAMED}, g.title,"
        f" ?1 IS NULL OR {MINE} FROM goal g {OWNED} WHERE {OPEN_GOAL}",
        (owner,),
    )
    wanted = text.strip().casefold()
    shown = {i for i, *_, name, title, theirs in found if theirs and wanted in f"{title}\n{name}".casefold()}
    known = {i for i, *_ in found}
    tops = {parent for _, parent, *_ in found} & known
    found.sort(
        key=lambda v: (
            *(FURTHEST_FIRST[PeriodKind(v[2])], v[3], v[0] not in tops),
            *(v[4], v[5].casefold(), v[6].casefold(), v[0]),
        )
    )
    below: defaultdict[int | None, list[int]] = defaultdict(list)
    for i, parent, *_ in found:
        below[parent if parent in known else None].append(i)
    return _walk(below, [i for i, *_ in found], shown)


def _walk(below: Mapping[int | None, list[int]], everyone: Sequence[int], shown: set[int]) -> list[Branch]:
    answer: list[Branch] = []
    visited: set[int] = set()
    for root in [*below.get(None, ()), *everyone]:  # what no root leads to stands in a circle
        waiting = [(root, 0)]
        while waiting:
            number, depth = waiting.pop()
            if number in visited:
                continue
            visited.add(number)
            if number in shown:
                answer.append(Branch(number, depth))
            below_it = depth + (number in shown)
            waiting += [(child, below_it) for child in reversed(below.get(number, ()))]
    return answer


def closed(owner: int | None, day: date, text: str = "") -> list[int]:
    """Goals that were closed and whose period ended within the last year, the latest first."""
    found = rows(
        f"SELECT g.id, g.title || char(10) || {NAMED} FROM goal g {OWNED}"
        f" WHERE {CLOSED_GOAL} AND g.last_day >= ?2 AND (?1 IS NULL OR {MINE}) ORDER BY g.last_day DESC, g.id DESC",
        (owner, (day - RECENT).isoformat()),
    )
    wanted = text.strip().casefold()
    return [i for i, words in found if wanted in words.casefold()]


def above(goal: int) -> set[int]:
    """The goal itself and every goal above it."""
    found = rows(
        "WITH RECURSIVE up(id) AS (SELECT ? UNION SELECT g.parent_id FROM goal g JOIN up ON g.id = up.id"
        " WHERE g.parent_id IS NOT NULL) SELECT id FROM up",
        (goal,),
    )
    return {number for (number,) in found}


def may_be_above(goal: int | None) -> list[tuple[int, str, str]]:
    """Open goals that may be the parent of this one (of a new one without it), as (id, title, owner's name).

    Itself and whatever is below it may not.
    """
    found = rows(
        "WITH RECURSIVE down(id) AS (SELECT ? UNION SELECT g.id FROM goal g JOIN down ON g.parent_id = down.id)"
        f" SELECT g.id, g.title, {NAMED} FROM goal g {OWNED}"
        f" WHERE {OPEN_GOAL} AND g.id NOT IN (SELECT id FROM down WHERE id IS NOT NULL)"
        " ORDER BY g.owner_id IS NOT NULL, g.group_id IS NOT NULL, g.title COLLATE NOCASE, g.id",
        (goal,),
    )
    return [(i, title, name) for i, title, name in found]
