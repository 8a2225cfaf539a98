"""The team: its people and groups, its working time, its holidays and who is away.

A member is never deleted: a leaver gets ``left_on``. The last lead can't leave and can't step down. A make-up
working day (调休) counts as worked although it is a weekend day; a holiday doesn't, whatever weekday it is.
"""

from store.team.days import (
    add_absence,
    add_holidays,
    edit_absence,
    edit_holiday,
    parse_days,
    remove_absence,
    remove_holiday,
)
from store.team.groups import Group, GroupMember, GroupRow, add_group, edit_group, groups, remove_group
from store.team.questions import (
    Away,
    Person,
    absences,
    acting,
    away_on,
    by_login,
    has_left,
    holidays,
    is_last_lead,
    is_set_up,
    members,
    names,
    people,
    team,
    today,
    work_calendar,
)
from store.team.records import SYSTEM, Absence, Holiday, Member, Team
from store.team.verbs import add_member, edit_member, edit_team, found_team, leave, may_leave

__all__ = [
    "SYSTEM",
    "Absence",
    "Away",
    "Group",
    "GroupMember",
    "GroupRow",
    "Holiday",
    "Member",
    "Person",
    "Team",
    "absences",
    "acting",
    "add_absence",
    "add_group",
    "add_holidays",
    "add_member",
    "away_on",
    "by_login",
    "edit_absence",
    "edit_group",
    "edit_holiday",
    "edit_member",
    "edit_team",
    "found_team",
    "groups",
    "has_left",
    "holidays",
    "is_last_lead",
    "is_set_up",
    "leave",
    "may_leave",
    "members",
    "names",
    "parse_days",
    "people",
    "remove_absence",
    "remove_group",
    "remove_holiday",
    "team",
    "today",
    "work_calendar",
]
