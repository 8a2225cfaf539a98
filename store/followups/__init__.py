"""Follow-ups: whom to call, visit or answer, by when, and what came of it.

A planned follow-up stays until somebody resolves it. Completing one plans the next step, counted from the day
of completion and never from the old due date, on a working day. Snoozing moves the due day, keeps the original
one and counts; on time means done on or before the original day.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.followups.buckets import (
        BY_DAY,
        FIRST_OF_EVERYONE,
        MOST_DONE,
        MOST_WITHOUT,
        PLANNED,
        WEEK,
        Bucket,
        Queue,
        count_coming,
        count_due,
        count_planned,
        done_since,
        queue,
        without_next_step,
    )
    from store.followups.kinds import WHAT, Kind, Origin, Outcome, Priority, Status
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
    from store.followups.records import FollowUp
    from store.followups.verbs import (
        LONGEST_NOTE,
        SILENT,
        NextStep,
        add,
        complete,
        edit,
        left_without_a_step,
        log,
        no_answers_in_a_row,
        reassign,
        remove,
        snooze,
        suggest_next,
        take_back,
        taking_back,
    )
else:
    __getattr__ = late(
        __name__,
        buckets=(
            "BY_DAY Bucket FIRST_OF_EVERYONE MOST_DONE MOST_WITHOUT PLANNED Queue WEEK count_coming count_due "
            "count_planned done_since queue without_next_step"
        ),
        questions="FollowUpRow due_for listed of_complaint of_customer of_deal planned_for planned_for_deal",
        kinds="Kind Origin Outcome Priority Status WHAT",
        records="FollowUp",
        verbs=(
            "LONGEST_NOTE NextStep SILENT add complete edit left_without_a_step log no_answers_in_a_row reassign "
            "remove snooze suggest_next take_back taking_back"
        ),
    )
