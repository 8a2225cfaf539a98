"""Groups of the team: a name and its members, so that a goal can be theirs together. The lead keeps them.

A group has no history of its members: what they do counts for it as long as they are in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from peewee import ForeignKeyField, TextField

from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.records import Record
from store.team.records import Member

LONGEST_NAME = 80  # characters


class Group(Record):
    """Some members under one name."""

    name = TextField()
    SEARCHED = ("name",)

    class Meta:
        table_name = "team_group"  # "group" is a word of SQL


class GroupMember(Record):
    """Somebody is in a group."""

    group_id: int
    group = ForeignKeyField(Group, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)


# Verbs


def add_group(actor: Member, name: str, members: Sequence[int] = ()) -> Group:
    """Make a group of these members (ids). Raises Denied, Invalid (no name, or one that is taken)."""
    _valid(name)
    with change(actor, N_("added"), Group) as it:
        made = it.add(Group, name=name.strip())
        for number in members:
            it.add(GroupMember, group=made.id, member=number)
    return made


def edit_group(actor: Member, group: Group, name: str, members: Sequence[int]) -> Group:
    """Change a group's name and who is in it. Raises Denied, Invalid as ``add_group`` does, Conflict."""
    _valid(name)
    there = {i.member_id: i for i in GroupMember.select().where(GroupMember.group == group.id, GroupMember.kept())}
    with change(actor, N_("edited"), group) as it:
        it.update(group, name=name.strip())
        for number in set(members) - set(there):
            it.add(GroupMember, group=group.id, member=number)
        for number in set(there) - set(members):
            it.remove(there[number])
    return group


def remove_group(actor: Member, group: Group) -> None:
    """Take a group out. Raises Denied, Invalid (open goals are its own), Conflict."""
    owned = rows(
        "SELECT count(*) FROM goal WHERE group_id = ? AND status IN ('draft', 'proposed', 'active')"
        " AND deleted_at IS NULL",
        (group.id,),
    )[0][0]
    if owned:
        raise Invalid({"": Reason(N_("Open goals belong to this group: close them, or give them to others."), {})})
    with change(actor, N_("removed"), group) as it:
        it.remove(group)


def _valid(name: str) -> None:
    if not name.strip():
        raise Invalid({"name": Reason(N_("A group needs a name."), {})})
    if len(name) > LONGEST_NAME:
        values = {"length": len(name), "most": LONGEST_NAME}
        raise Invalid({"name": Reason(N_("{length} characters; a name holds at most {most}."), values)})
