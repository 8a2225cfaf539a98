"""Goals: what a member, a group or the team wants to reach in a year, quarter or month, and where it stands.

progress = (current − start) / (target − start); the line of the plan goes from start to target over the period's
working days and bends where the target was revised; pace = (current − start) / (line − start) says on track (from
0.9), at risk (from 0.7) or off track, once 15 % of the period and three working days are over. A figure is the total
so far, from the latest check-in, or counted from the records of its owner, who is a member, a group or the team.

The lead splits a goal into proposals; each owner accepts or answers with another figure, and the lead activates. An
ended goal wants to be closed; a leaver's is transferred, and its successor's goes on with what is left.
"""

from typing import TYPE_CHECKING

from store.calendar import Period, PeriodKind, next_period, period_of, previous_period
from store.figures import CENTS, THOUSANDTHS, Figure, Unit
from store.late import late

if TYPE_CHECKING:
    from store.goals.branches import Branch, closed, may_be_above, tree
    from store.goals.due import active, due_for, for_meeting, off_pace
    from store.goals.kinds import CLOSED, COUNTED, ENDS, OPEN, Answer, Metric, Status
    from store.goals.pace import Direction, Gap, Plan, Presence, Shape, Standing, State
    from store.goals.questions import Chart, Checked, Detail, Parts, Revised, Sum, check_ins, detail, revisions
    from store.goals.records import CheckIn, Goal, TargetRevision
    from store.goals.rows import GoalRow, Turn, listed
    from store.goals.rules import may_check_in
    from store.goals.smart import Aspect, Lamp, Light
    from store.goals.splitting import How, Proposal, Share, Whose, over_groups, over_people
    from store.goals.steps import (
        accept,
        activate,
        agree,
        close,
        counter,
        leave_to,
        part_field,
        propose,
        prorate,
        split,
        transfer,
        why_no_successor,
    )
    from store.goals.verbs import acknowledge, add, check_in, edit, remove, revise_target
else:
    __getattr__ = late(
        __name__,
        due="active due_for for_meeting off_pace",
        pace="Direction Gap Plan Presence Shape Standing State",
        questions="Chart Checked Detail Parts Revised Sum check_ins detail revisions",
        kinds="Answer CLOSED COUNTED ENDS Metric OPEN Status",
        records="CheckIn Goal TargetRevision",
        rows="GoalRow Turn listed",
        rules="may_check_in",
        smart="Aspect Lamp Light",
        splitting="How Proposal Share Whose over_groups over_people",
        steps="accept activate agree close counter leave_to part_field propose prorate split transfer why_no_successor",
        branches="Branch closed may_be_above tree",
        verbs="acknowledge add check_in edit remove revise_target",
    )
