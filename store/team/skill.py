"""Skills: what the team's people should be able to do, each on a scale from 0 to 4.

Only the lead names them; who is on which level is written by training, what a position needs by the positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import IntegerField, TextField

from store.changes import change
from store.errors import N_, Invalid, Reason
from store.records import Record
from store.team.records import Member

LEVELS = range(5)
LEVEL: Mapping[int, str] = {
    0: N_("not yet"),
    1: N_("knows how"),
    2: N_("does it with help"),
    3: N_("does it alone"),
    4: N_("teaches others"),
}
LONGEST_NAME = 60  # characters


class Skill(Record):
    """Something that people of the team can do; ``place`` is its column in the matrix."""

    name = TextField()
    about = TextField(default="")
    place = IntegerField(default=0)
    SEARCHED = ("name", "about")


# Questions


def skills() -> list[Skill]:
    """The team's skills in their order."""
    return list(Skill.select().where(Skill.kept()).order_by(Skill.place, Skill.id))


# Verbs


def add_skill(actor: Member, name: str, about: str = "") -> Skill:
    """Name a skill, as the last one. Raises Denied, Invalid (without a name, or a name that is taken)."""
    _valid({"name": name})
    place = max((skill.place for skill in skills()), default=-1) + 1
    with change(actor, N_("added"), Skill) as it:
        return it.add(Skill, name=name.strip(), about=about.strip(), place=place)


def edit_skill(actor: Member, skill: Skill, **values: Any) -> Skill:
    """Change its name or what it means. Raises Denied, Invalid, Conflict."""
    _valid(values)
    with change(actor, N_("edited"), skill) as it:
        it.update(skill, **{name: value.strip() for name, value in values.items()})
    return skill


def move_skill(actor: Member, skill: Skill, by: int) -> Skill:
    """Move its column left (-1) or right (1). Raises Denied, Conflict, Invalid (it is the first or last one)."""
    there = skills()
    at = next(n for n, one in enumerate(there) if one.id == skill.id)
    if not 0 <= at + by < len(there):
        raise Invalid({"place": Reason(N_("It is at the end already."))})
    there.insert(at + by, there.pop(at))
    with change(actor, N_("edited"), skill) as it:
        for place, one in enumerate(there):
            it.update(one, place=place)
    return skill


def remove_skill(actor: Member, skill: Skill) -> None:
    """Take a skill out, and out of what positions need; the levels that people had stay in the history.

    Raises Denied, Conflict.
    """
    from store.team.position import PositionNeed

    with change(actor, N_("removed"), skill) as it:
        for need in list(PositionNeed.select().where(PositionNeed.skill == skill.id, PositionNeed.kept())):
            it.remove(need)
        it.remove(skill)


def _valid(values: dict[str, Any]) -> None:
    name = values.get("name", "-").strip()
    if not name:
        raise Invalid({"name": Reason(N_("A skill needs a name."))})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": Reason(N_("At most {most} characters; it heads a column."), {"most": LONGEST_NAME})})
