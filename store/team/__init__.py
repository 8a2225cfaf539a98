"""The team: its people and groups, its working time, its holidays and who is away.

A member is never deleted: a leaver gets ``left_on``. The last lead can't leave and can't step down. A make-up
working day (调休) counts as worked although it is a weekend day; a holiday doesn't, whatever weekday it is.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.team.days import (
        add_absence,
        add_holidays,
        edit_absence,
        edit_holiday,
        parse_days,
        remove_absence,
        remove_holiday,
    )
    from store.team.group import Group, GroupMember, add_group, edit_group, remove_group
    from store.team.position import (
        Assignment,
        Held,
        Place,
        Position,
        PositionNeed,
        add_position,
        assign,
        assignments,
        edit_assignment,
        edit_position,
        needed,
        positions,
        remove_assignment,
        remove_position,
    )
    from store.team.questions import (
        Away,
        GroupRow,
        Person,
        absences,
        acting,
        away_on,
        by_login,
        groups,
        has_left,
        holidays,
        is_last_lead,
        is_set_up,
        language,
        members,
        names,
        people,
        read_again,
        team,
        today,
        work_calendar,
    )
    from store.team.records import SYSTEM, Absence, Holiday, Member, Team
    from store.team.skill import LEVEL, LEVELS, Skill, add_skill, edit_skill, move_skill, remove_skill, skills
    from store.team.verbs import add_member, edit_member, edit_team, found_team, leave, may_leave
else:
    __getattr__ = late(
        __name__,
        days="add_absence add_holidays edit_absence edit_holiday parse_days remove_absence remove_holiday",
        group="Group GroupMember add_group edit_group remove_group",
        position=(
            "Assignment Held Place Position PositionNeed add_position assign assignments edit_assignment "
            "edit_position needed positions remove_assignment remove_position"
        ),
        questions=(
            "Away GroupRow Person absences acting away_on by_login groups has_left holidays is_last_lead is_set_up "
            "language members names people read_again team today work_calendar"
        ),
        records="Absence Holiday Member SYSTEM Team",
        skill="LEVEL LEVELS Skill add_skill edit_skill move_skill remove_skill skills",
        verbs="add_member edit_member edit_team found_team leave may_leave",
    )
