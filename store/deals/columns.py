"""The columns of the board: the deals by stage."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from store.customers import having as customers_having
from store.database import rows
from store.deals.kinds import IS_CLOSED, IS_OPEN, StageType
from store.deals.questions import containing_text, having, weighted
from store.deals.records import Stage
from store.deals.stage import ORDER, stages
from store.longlist import FIRST, continued
from store.words import LIKE, containing


@dataclass(frozen=True)
class Column:
    """One stage with its deals: their ids in order, how many, their sum and their sum × probability."""

    stage: Stage
    keys: Sequence[int]
    count: int
    sum: int
    weighted: int


SOONEST = "d.expected_close_on IS NULL, d.expected_close_on, d.id"
LATEST = "d.closed_on DESC, d.id DESC"


def board(owner: int | None, closed_since: date, text: str = "") -> list[Column]:
    """A member's deals, or everyone's, by stage: open ones by expected close (those without one last), won and
    lost ones closed on or after a day, the latest first.

    ``text`` keeps those that have these words themselves or by their customer, and those of an owner so called.
    """
    where, values = _whose(owner, closed_since, text)
    open_, closed = f"{IS_OPEN}{where}", f"{IS_CLOSED} AND d.closed_on >= ?{where}"
    since = [closed_since.isoformat(), *values]
    figures = {**_figures(open_, values), **_figures(closed, since)}
    found = _shown(figures)
    of = "+" if text.strip() else ""  # through the few that were found, and not through all of the stage
    lists = {
        stage.id: (f"{of}d.stage_id = {stage.id} AND {open_} ORDER BY {SOONEST}", values)
        if stage.type is StageType.OPEN
        else (f"{of}d.stage_id = {stage.id} AND {closed} ORDER BY {LATEST}", since)
        for stage in found
    }
    firsts: dict[int, list[int]] = {stage: [] for stage in lists}
    begin = [f"SELECT * FROM (SELECT d.stage_id, d.id FROM deal d WHERE {w} LIMIT {FIRST})" for w, _ in lists.values()]
    for stage, number in rows(" UNION ALL ".join(begin), [value for _, given in lists.values() for value in given]):
        firsts[stage].append(number)
    return [_column(stage, firsts[stage.id], figures.get(stage.id, (0, 0, 0)), *lists[stage.id]) for stage in found]


def _shown(found: Mapping[int, object]) -> list[Stage]:
    """The stages, and those that were retired (by an undo) while a deal stood in them, so that no deal vanishes."""
    there = stages()
    gone = set(found) - {stage.id for stage in there}
    if not gone:
        return there
    retired = Stage.select().where(Stage.id.in_(gone))
    return sorted([*there, *retired], key=lambda stage: (ORDER.index(stage.type), stage.position, stage.id))


def _figures(where: str, values: Sequence[object]) -> dict[int, tuple[int, int, int]]:
    """By stage: how many deals, their sum, and their sum × percent."""
    found = rows(
        "SELECT d.stage_id, count(*), sum(d.amount), sum(d.amount * coalesce(d.probability, s.probability))"
        f" FROM deal d JOIN stage s ON s.id = +d.stage_id WHERE {where} GROUP BY d.stage_id",
        values,
    )
    return {stage: (count, total, times) for stage, count, total, times in found}


def _column(
    stage: Stage, first: Sequence[int], figures: tuple[int, int, int], where: str, values: Sequence[object]
) -> Column:
    count, total, times = figures
    keys = continued(f"SELECT d.id FROM deal d WHERE {where}", values, first, count)
    return Column(stage, keys, count, total, weighted(times))


def _whose(owner: int | None, closed_since: date, text: str) -> tuple[str, list[object]]:
    where, values = "", list[object]()
    if owner is not None:
        where, values = " AND d.owner_id = ?", [owner]
    if text.strip():
        where, values = (
            f" AND d.id IN (SELECT value FROM json_each(?)){where}",
            [_matching(text, closed_since), *values],
        )
    return where, values


def _matching(text: str, closed_since: date) -> str:
    """What a filter keeps of the board, as JSON; asked once for all of its columns."""
    shown = (IS_OPEN, f"{IS_CLOSED} AND d.closed_on >= '{closed_since.isoformat()}'")
    customers = customers_having(text)
    found = [number for part in shown for number in having(text, part)]
    if not found and not customers:
        found = [number for part in shown for number in containing_text(text, part)]
    theirs = "d.customer_id IN (SELECT value FROM json_each(?))"
    owners = f"d.owner_id IN (SELECT id FROM member WHERE name {LIKE})"
    for part in shown:
        found += [n for (n,) in rows(f"SELECT d.id FROM deal d WHERE {theirs} AND {part}", (json.dumps(customers),))]
        found += [n for (n,) in rows(f"SELECT d.id FROM deal d WHERE {owners} AND {part}", (containing(text),))]
    return json.dumps(sorted(set(found)))
