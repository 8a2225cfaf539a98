"""The matrix of people and skills: who is on which level, since when, how one knows, and what their position needs.

Of several entries the latest day counts, of one day the last one written. An entry that a step of limited validity
has made counts through its last day; after it the level is shown as expired, and where the position needs the skill
it is a gap. A gap is what the positions that a member holds need above the level that counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from store import team
from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.records import Ref
from store.team import LEVELS, Member, Skill
from store.training.kinds import Source
from store.training.records import SkillLevel

LONGEST_NOTE = 1_000  # characters


class Cell(NamedTuple):
    """One member's level of one skill; ``level`` is None where nothing was ever written, ``need`` 0 for no need."""

    level: int | None
    need: int
    day: date | None = None
    source: Source | None = None
    expired: bool = False

    @property
    def counts(self) -> int:
        """The level that counts: nothing written and expired are 0."""
        return 0 if self.level is None or self.expired else self.level

    @property
    def gap(self) -> int:
        """How many levels are missing."""
        return max(self.need - self.counts, 0)


class Matrix(NamedTuple):
    """People by name, skills in their order, and the cell of each (member, skill)."""

    people: Sequence[Member]
    skills: Sequence[Skill]
    cells: dict[tuple[int, int], Cell]

    @property
    def gaps(self) -> int:
        """How many cells are below what is needed."""
        return sum(cell.gap > 0 for cell in self.cells.values())


LATEST = (
    "SELECT member_id, skill_id, level, day, source, valid_until FROM (SELECT l.*, row_number() OVER ("
    " PARTITION BY l.member_id, l.skill_id ORDER BY l.day DESC, l.id DESC) AS place"
    " FROM skill_level l WHERE l.deleted_at IS NULL) WHERE place = 1"
)


# Questions


def matrix(day: date) -> Matrix:
    """Everybody who is in the team on this day, but for those who only look on, and every skill."""
    people = [member for member in team.members() if member.role != "viewer"]
    found, needs = team.skills(), team.needed(day)
    latest = {(member, skill): rest for member, skill, *rest in rows(LATEST)}
    cells = {}
    for member in people:
        for skill in found:
            place = (member.id, skill.id)
            cells[place] = _cell(latest.get(place), needs.get(place, 0), day)
    return Matrix(people, found, cells)


def _cell(latest: Sequence[Any] | None, need: int, day: date) -> Cell:
    if latest is None:
        return Cell(None, need)
    level, since, source, until = latest
    expired = until is not None and date.fromisoformat(until) < day
    return Cell(level, need, date.fromisoformat(since), Source(source), expired)


class Entry(NamedTuple):
    """One entry of a cell, with who wrote it; ``about`` is the step or role play that it comes from."""

    id: int
    level: int
    day: date
    source: Source
    about: Ref | None
    note: str
    by: str
    valid_until: date | None


def entries(member: int, skill: int, limit: int = 50) -> list[Entry]:
    """The entries of a cell, the one that counts first."""
    found = rows(
        "SELECT l.id, l.level, l.day, l.source, l.about, l.note, coalesce(m.name, 'Huddle'), l.valid_until"
        " FROM skill_level l LEFT JOIN member m ON m.id = l.created_by"
        " WHERE l.member_id = ? AND l.skill_id = ? AND l.deleted_at IS NULL ORDER BY l.day DESC, l.id DESC LIMIT ?",
        (member, skill, limit),
    )
    return [
        Entry(
            i,
            level,
            date.fromisoformat(day),
            Source(source),
            Ref.parse(about) if about else None,
            note,
            by,
            date.fromisoformat(until) if until else None,
        )
        for i, level, day, source, about, note, by, until in found
    ]


def level_on(member: int, skill: int, day: date) -> int:
    """The level that counted on a day; 0 without any."""
    found = rows(
        "SELECT level, valid_until FROM skill_level WHERE member_id = ? AND skill_id = ? AND day <= ?"
        " AND deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT 1",
        (member, skill, day.isoformat()),
    )
    if not found or (found[0][1] is not None and date.fromisoformat(found[0][1]) < day):
        return 0
    return int(found[0][0])


def teaching(skill: int, level: int, member: int) -> int | None:
    """The programme, but for those that the member is on, that brings a skill to this level or, where none does, as
    high as any; None without one."""
    found = rows(
        "SELECT g.id FROM programme_step s JOIN programme g ON g.id = s.programme_id"
        " WHERE s.skill_id = ? AND s.deleted_at IS NULL AND g.deleted_at IS NULL AND NOT EXISTS (SELECT 1"
        "  FROM training_plan p WHERE p.programme_id = g.id AND p.member_id = ? AND p.status = 'active'"
        "  AND p.deleted_at IS NULL)"
        " GROUP BY g.id ORDER BY max(s.level) < ?, abs(max(s.level) - ?), g.title LIMIT 1",
        (skill, member, level, level),
    )
    return int(found[0][0]) if found else None


class Learning(NamedTuple):
    """An open step of a plan under way that brings a skill to a level."""

    plan: str
    step: str
    level: int
    due_on: date


def learning(member: int, skill: int) -> list[Learning]:
    """What a member is about to do for a skill, by its day."""
    found = rows(
        "SELECT p.title, s.title, s.level, s.due_on FROM training_step s JOIN training_plan p ON p.id = s.plan_id"
        " WHERE s.member_id = ? AND s.skill_id = ? AND s.status != 'done' AND s.deleted_at IS NULL"
        " AND p.status = 'active' AND p.deleted_at IS NULL ORDER BY s.due_on, s.id",
        (member, skill),
    )
    return [Learning(plan, step, level, date.fromisoformat(due)) for plan, step, level, due in found]


# Verbs


def set_level(
    actor: Member, member: Member, skill: Skill, level: int, *, day: date | None = None, note: str = ""
) -> SkillLevel:
    """Write down on which level somebody is, today or on a day before. Only the lead does by hand.

    Raises Denied, Invalid (beside level: not 0 to 4; day: to come; member: has left; note: too long).
    """
    on, wrong = day or team.today(), dict[str, Reason]()
    if level not in LEVELS:
        wrong["level"] = Reason(N_("A level is a number from 0 to 4."))
    if on > team.today():
        wrong["day"] = Reason(N_("That day has not come yet."))
    if team.has_left(member):
        wrong["member"] = Reason(N_("{name} has left the team."), {"name": member.name})
    if len(note) > LONGEST_NOTE:
        values = {"length": len(note), "most": LONGEST_NOTE}
        wrong["note"] = Reason(N_("{length} characters; at most {most} fit here."), values)
    if wrong:
        raise Invalid(wrong)
    with change(actor, N_("rated"), SkillLevel, owner=member.id) as it:
        return it.add(SkillLevel, member=member, skill=skill, level=level, day=on, note=note.strip())


def remove_level(actor: Member, entry: SkillLevel) -> None:
    """Take an entry out; the one before counts again. Raises Denied, Conflict."""
    with change(actor, N_("removed"), entry) as it:
        it.remove(entry)
