"""Goals: what a member, a group or the team wants to reach in a year, quarter or month, and where it stands.

progress = (current − start) / (target − start); the line of the plan goes from start to target over the period's
working days and bends where the target was revised; pace = (current − start) / (line − start) says on track (from
0.9), at risk (from 0.7) or off track, once 15 % of the period and three working days are over. A figure is the total
so far, from the latest check-in, or counted from the records of its owner, who is a member, a group or the team.

The lead splits a goal into proposals; each owner accepts or answers with another figure, and the lead activates. An
ended goal wants to be closed; a leaver's is transferred, and its successor's goes on with what is left.
"""

from store.calendar import Period, PeriodKind, next_period, period_of, previous_period
from store.figures import CENTS, THOUSANDTHS, Figure, Unit
from store.goals.due import active, due_for, for_meeting, off_pace
from store.goals.pace import Direction, Gap, Plan, Presence, Shape, Standing, State
from store.goals.questions import Chart, Checked, Detail, Parts, Revised, Sum, check_ins, detail, revisions
from store.goals.records import CLOSED, COUNTED, ENDS, OPEN, Answer, CheckIn, Goal, Metric, Status, TargetRevision
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
from store.goals.tree import Branch, closed, may_be_above, tree
from store.goals.verbs import acknowledge, add, check_in, edit, remove, revise_target

__all__ = [
    "CENTS",
    "CLOSED",
    "COUNTED",
    "ENDS",
    "OPEN",
    "THOUSANDTHS",
    "Answer",
    "Aspect",
    "Branch",
    "Chart",
    "CheckIn",
    "Checked",
    "Detail",
    "Direction",
    "Figure",
    "Gap",
    "Goal",
    "GoalRow",
    "How",
    "Lamp",
    "Light",
    "Metric",
    "Parts",
    "Period",
    "PeriodKind",
    "Plan",
    "Presence",
    "Proposal",
    "Revised",
    "Shape",
    "Share",
    "Standing",
    "State",
    "Status",
    "Sum",
    "TargetRevision",
    "Turn",
    "Unit",
    "Whose",
    "accept",
    "acknowledge",
    "activate",
    "active",
    "add",
    "agree",
    "check_in",
    "check_ins",
    "close",
    "closed",
    "counter",
    "detail",
    "due_for",
    "edit",
    "for_meeting",
    "leave_to",
    "listed",
    "may_be_above",
    "may_check_in",
    "next_period",
    "off_pace",
    "over_groups",
    "over_people",
    "part_field",
    "period_of",
    "previous_period",
    "propose",
    "prorate",
    "remove",
    "revise_target",
    "revisions",
    "split",
    "transfer",
    "tree",
    "why_no_successor",
]
