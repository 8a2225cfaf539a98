"""Goals: what a member or the team wants to reach in a year, quarter or month, and where it stands.

progress = (current − start) / (target − start); expected is the share of the period's working days that are over;
pace = progress / expected says on track (from 0.9), at risk (from 0.7) or off track, once 15 % of the period and
three working days are over. A figure is the total so far, from the latest check-in, or counted from the records.
A target that changes while the goal runs leaves a revision that says why; an ended goal wants to be closed.

An owner is a member or the team (None). A rep's goals are proposed, and the lead accepts them.
"""

from store.calendar import Period, PeriodKind, next_period, period_of, previous_period
from store.figures import CENTS, THOUSANDTHS, Figure, Unit
from store.goals.pace import Direction, Plan, Shape, Standing, State
from store.goals.questions import (
    Branch,
    Checked,
    Detail,
    GoalRow,
    Parts,
    Revised,
    check_ins,
    closed,
    detail,
    due_for,
    for_meeting,
    listed,
    may_be_above,
    off_pace,
    revisions,
    tree,
)
from store.goals.records import CLOSED, COUNTED, OPEN, CheckIn, Goal, Metric, Status, TargetRevision
from store.goals.verbs import accept, activate, add, check_in, close, edit, propose, remove, revise_target

__all__ = [
    "CENTS",
    "CLOSED",
    "COUNTED",
    "OPEN",
    "THOUSANDTHS",
    "Branch",
    "CheckIn",
    "Checked",
    "Detail",
    "Direction",
    "Figure",
    "Goal",
    "GoalRow",
    "Metric",
    "Parts",
    "Period",
    "PeriodKind",
    "Plan",
    "Revised",
    "Shape",
    "Standing",
    "State",
    "Status",
    "TargetRevision",
    "Unit",
    "accept",
    "activate",
    "add",
    "check_in",
    "check_ins",
    "close",
    "closed",
    "detail",
    "due_for",
    "edit",
    "for_meeting",
    "listed",
    "may_be_above",
    "next_period",
    "off_pace",
    "period_of",
    "previous_period",
    "propose",
    "remove",
    "revise_target",
    "revisions",
    "tree",
]
