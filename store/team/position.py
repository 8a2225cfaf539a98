"""Positions: what each place in the team answers for, how it works, what is expected of it, and who holds it.

A position needs skills, each on a level of 1 to 4. It is assigned to a member from a day (until a day), with a backup
person and why they fit. Its ``edition`` counts how often its text was rewritten. Only the lead writes positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.records import Day, Record
from store.team.questions import has_left
from store.team.records import Member
from store.team.skill import LEVELS, Skill

# The last day of an assignment: its own, or the last one of a member who leaves before.
ENDS = "CASE WHEN m.left_on < coalesce(a.last_day, '9') THEN m.left_on ELSE a.last_day END"


class Position(Record):
    """A place in the team, whoever holds it."""

    title = TextField()
    duties = TextField(default="")
    workflow = TextField(default="")
    standard = TextField(default="")
    edition = IntegerField(default=1)
    SEARCHED = ("title", "duties", "workflow", "standard")


class PositionNeed(Record):
    """The level of a skill that a position needs."""

    position_id: int
    position = ForeignKeyField(Position, lazy_load=False)
    skill_id: int
    skill = ForeignKeyField(Skill, lazy_load=False)
    level = IntegerField()

    @property
    def title_of_record(self) -> str:
        return str(self.level)


class Assignment(Record):
    """Who holds a position, both days included (no last day: for the time being); ``why`` says why they fit."""

    position_id: int
    position = ForeignKeyField(Position, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    first_day = Day()
    last_day = Day(null=True)
    backup_id: int | None
    backup = ForeignKeyField(Member, null=True, lazy_load=False)
    why = TextField(default="")

    @property
    def title_of_record(self) -> str:
        found = rows("SELECT name FROM member WHERE id = ?", (self.member_id,))
        return str(found[0][0]) if found else ""


# Questions


class Held(NamedTuple):
    """One assignment with names; ``backup`` is "" for nobody."""

    id: int
    position_id: int
    position: str
    member_id: int
    member: str
    first_day: date
    last_day: date | None
    backup_id: int | None
    backup: str
    why: str

    def on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Place(NamedTuple):
    """A position with who holds it, and the level of each skill that it needs as (skill, name, level)."""

    position: Position
    held: tuple[Held, ...]
    needs: tuple[tuple[int, str, int], ...]


def positions() -> list[Place]:
    """All positions by title, with every assignment (the latest first) and what they need."""
    found = list(Position.select().where(Position.kept()).order_by(Position.title))
    held = assignments()
    needs = rows(
        "SELECT n.position_id, n.skill_id, s.name, n.level FROM position_need n JOIN skill s ON s.id = n.skill_id"
        " WHERE n.deleted_at IS NULL AND s.deleted_at IS NULL ORDER BY s.place, s.id"
    )
    return [
        Place(
            one,
            tuple(row for row in held if row.position_id == one.id),
            tuple((skill, name, level) for position, skill, name, level in needs if position == one.id),
        )
        for one in found
    ]


def assignments() -> list[Held]:
    """Who holds, held and will hold which position, the latest first."""
    found = rows(
        "SELECT a.id, a.position_id, p.title, a.member_id, m.name, a.first_day,"
        f" {ENDS}, a.backup_id,"
        " coalesce(b.name, ''), a.why FROM assignment a JOIN position p ON p.id = a.position_id"
        " JOIN member m ON m.id = a.member_id LEFT JOIN member b ON b.id = a.backup_id"
        " WHERE a.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY a.first_day DESC, a.id DESC"
    )
    return [
        Held(i, pid, title, mid, name, date.fromisoformat(first), date.fromisoformat(last) if last else None, *rest)
        for i, pid, title, mid, name, first, last, *rest in found
    ]


def needed(day: date) -> dict[tuple[int, int], int]:
    """The level that each (member, skill) needs on this day: the highest of the positions that the member holds."""
    found = rows(
        "SELECT a.member_id, n.skill_id, max(n.level) FROM assignment a"
        " JOIN position p ON p.id = a.position_id AND p.deleted_at IS NULL"
        " JOIN position_need n ON n.position_id = p.id AND n.deleted_at IS NULL"
        " JOIN member m ON m.id = a.member_id"
        f" WHERE a.deleted_at IS NULL AND a.first_day <= ?1 AND coalesce({ENDS}, '9') >= ?1"
        " GROUP BY a.member_id, n.skill_id",
        (day.isoformat(),),
    )
    return {(member, skill): level for member, skill, level in found}


# Verbs


def add_position(
    actor: Member,
    title: str,
    *,
    duties: str = "",
    workflow: str = "",
    standard: str = "",
    needs: Mapping[int, int] | None = None,
) -> Position:
    """Write down a position and the level of each skill that it needs. Raises Denied, Invalid."""
    _valid({"title": title}, needs)
    with change(actor, N_("added"), Position) as it:
        made = it.add(
            Position, title=title.strip(), duties=duties.strip(), workflow=workflow.strip(), standard=standard.strip()
        )
        for skill, level in (needs or {}).items():
            if level:
                it.add(PositionNeed, position=made, skill=skill, level=level)
    return made


def edit_position(actor: Member, position: Position, needs: Mapping[int, int] | None = None, **values: Any) -> Position:
    """Change what a position says, and what it needs; another text makes another edition.

    ``needs`` maps skills to levels, 0 for no need; skills that it doesn't name stay. Raises Denied, Invalid, Conflict.
    """
    _valid(values, needs)
    texts = {name: value.strip() for name, value in values.items()}
    if any(getattr(position, name) != text for name, text in texts.items()):
        texts["edition"] = position.edition + 1
    kept = PositionNeed.select().where(PositionNeed.position == position.id, PositionNeed.kept())
    there = {need.skill_id: need for need in kept}
    with change(actor, N_("edited"), position) as it:
        it.update(position, **texts)
        for skill, level in (needs or {}).items():
            if skill not in there and level:
                it.add(PositionNeed, position=position, skill=skill, level=level)
            elif skill in there and level:
                it.update(there[skill], level=level)
            elif skill in there:
                it.remove(there[skill])
    return position


def remove_position(actor: Member, position: Position) -> None:
    """Take a position out, with who held it and what it needed. Raises Denied, Conflict."""
    with change(actor, N_("removed"), position) as it:
        for model in (PositionNeed, Assignment):
            for record in list(model.select().where(model.position == position.id, model.kept())):
                it.remove(record)
        it.remove(position)


def assign(
    actor: Member,
    position: Position,
    member: Member,
    first_day: date,
    last_day: date | None = None,
    *,
    backup: Member | None = None,
    why: str = "",
) -> Assignment:
    """Give a position to somebody. Raises Denied, and Invalid beside member (has left, holds it on these days
    already), first_day (before they joined), last_day (before the first) and backup (themselves, has left)."""
    _valid_assignment(position, member, first_day, last_day, backup)
    with change(actor, N_("assigned"), Assignment) as it:
        return it.add(
            Assignment,
            position=position,
            member=member,
            first_day=first_day,
            last_day=last_day,
            backup=backup,
            why=why.strip(),
        )


def edit_assignment(
    actor: Member,
    assignment: Assignment,
    first_day: date,
    last_day: date | None,
    *,
    backup: Member | None,
    why: str,
) -> Assignment:
    """Change the days, the backup and why they fit. Raises Denied, Invalid as ``assign`` does, Conflict."""
    position, member = Position.load(assignment.position_id), Member.load(assignment.member_id)
    _valid_assignment(position, member, first_day, last_day, backup, assignment.id)
    with change(actor, N_("edited"), assignment) as it:
        it.update(assignment, first_day=first_day, last_day=last_day, backup=backup, why=why.strip())
    return assignment


def remove_assignment(actor: Member, assignment: Assignment) -> None:
    """Take out that somebody holds a position. Raises Denied, Conflict."""
    with change(actor, N_("removed"), assignment) as it:
        it.remove(assignment)


def _valid(values: Mapping[str, Any], needs: Mapping[int, int] | None) -> None:
    wrong: dict[str, Reason] = {}
    if not values.get("title", "-").strip():
        wrong["title"] = Reason(N_("A position needs a title."))
    for skill, level in (needs or {}).items():
        if level not in LEVELS:
            wrong[f"need-{skill}"] = Reason(N_("A level is a number from 0 to 4."))
    if wrong:
        raise Invalid(wrong)


def _valid_assignment(
    position: Position,
    member: Member,
    first_day: date,
    last_day: date | None,
    backup: Member | None,
    but: int | None = None,
) -> None:
    wrong: dict[str, Reason] = {}
    if has_left(member):
        wrong["member"] = Reason(N_("{name} has left the team."), {"name": member.name})
    if first_day < member.joined_on:
        values = {"name": member.name, "day": member.joined_on}
        wrong["first_day"] = Reason(N_("{name} joins on {day}; start then or later."), values)
    if last_day is not None and last_day < first_day:
        wrong["last_day"] = Reason(N_("The last day comes before the first."))
    if backup is not None and backup.id == member.id:
        wrong["backup"] = Reason(N_("Somebody else must be the backup."))
    elif backup is not None and has_left(backup):
        wrong["backup"] = Reason(N_("{name} has left the team."), {"name": backup.name})
    end = last_day or date.max
    for row in assignments():
        same = row.position_id == position.id and row.member_id == member.id and row.id != but
        if same and row.first_day <= end and first_day <= (row.last_day or date.max) and "last_day" not in wrong:
            values = {"name": member.name, "day": row.first_day}
            wrong.setdefault("member", Reason(N_("{name} holds it already, from {day} on."), values))
    if wrong:
        raise Invalid(wrong)
