"""Follow-ups: whom to call, visit or answer, by when, and what came of it.

A planned follow-up stays until somebody resolves it. Completing one plans the next step, counted from the day
of completion and never from the old due date, on a working day. Snoozing moves the due day, keeps the original
one and counts; on time means done on or before the original day.
"""

from store.followups.buckets import (
    BY_DAY,
    FIRST_OF_EVERYONE,
    MOST_DONE,
    MOST_WITHOUT,
    PLANNED,
    WEEK,
    Bucket,
    Queue,
    count_due,
    count_planned,
    done_since,
    queue,
    without_next_step,
)
from store.followups.questions import (
    FollowUpRow,
    due_for,
    listed,
    of_complaint,
    of_customer,
    of_deal,
    planned_for,
    planned_for_deal,
)
from store.followups.records import WHAT, FollowUp, Kind, Origin, Outcome, Priority, Status
from store.followups.verbs import (
    LONGEST_NOTE,
    NextStep,
    add,
    complete,
    edit,
    log,
    no_answers_in_a_row,
    reassign,
    remove,
    snooze,
    suggest_next,
)

__all__ = [
    "BY_DAY",
    "FIRST_OF_EVERYONE",
    "LONGEST_NOTE",
    "MOST_DONE",
    "MOST_WITHOUT",
    "PLANNED",
    "WEEK",
    "WHAT",
    "Bucket",
    "FollowUp",
    "FollowUpRow",
    "Kind",
    "NextStep",
    "Origin",
    "Outcome",
    "Priority",
    "Queue",
    "Status",
    "add",
    "complete",
    "count_due",
    "count_planned",
    "done_since",
    "due_for",
    "edit",
    "listed",
    "log",
    "no_answers_in_a_row",
    "of_complaint",
    "of_customer",
    "of_deal",
    "planned_for",
    "planned_for_deal",
    "queue",
    "reassign",
    "remove",
    "snooze",
    "suggest_next",
    "without_next_step",
]
