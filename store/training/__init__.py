"""Training: programmes, and the plans that people follow.

A plan copies the steps of its programme, so that later changes of the programme leave it alone. A step is due its
offset in working days after day 0 (after the next working day, where nobody works on day 0): every weekend and
holiday in between pushes it forward, a make-up day counts, and no two steps pile up behind a long holiday.

A step that needs sign-off waits, once it is ticked, until the coach or a lead has signed, and is done only then;
nobody signs for themselves. A plan is done when its mandatory steps are (all steps where none is mandatory), and
under way again when one of them is taken back.

A rep plans for themselves, ticks and postpones own steps. The coach signs, postpones and takes back. The lead does
all of it, and alone writes programmes and changes, stops or removes plans.
"""

from store.training.plans import edit_plan, plan, postpone, remove, resume, sign, stop, tick, untick, write_evidence
from store.training.programmes import (
    NewStep,
    add_programme,
    add_step,
    edit_programme,
    edit_step,
    move_step,
    remove_programme,
    remove_step,
)
from store.training.questions import (
    Bucket,
    PlanRow,
    Plans,
    ProgrammeRow,
    ProgrammeStepRow,
    StepRow,
    due_for,
    for_meeting,
    listed,
    may_sign,
    may_tick,
    overdue,
    plans,
    programme_steps,
    programmes,
    steps,
    wants_evidence,
)
from store.training.records import (
    PlanStatus,
    Programme,
    ProgrammeKind,
    ProgrammeStep,
    StepKind,
    StepStatus,
    TrainingPlan,
    TrainingStep,
)

__all__ = [
    "Bucket",
    "NewStep",
    "PlanRow",
    "PlanStatus",
    "Plans",
    "Programme",
    "ProgrammeKind",
    "ProgrammeRow",
    "ProgrammeStep",
    "ProgrammeStepRow",
    "StepKind",
    "StepRow",
    "StepStatus",
    "TrainingPlan",
    "TrainingStep",
    "add_programme",
    "add_step",
    "due_for",
    "edit_plan",
    "edit_programme",
    "edit_step",
    "for_meeting",
    "listed",
    "may_sign",
    "may_tick",
    "move_step",
    "overdue",
    "plan",
    "plans",
    "postpone",
    "programme_steps",
    "programmes",
    "remove",
    "remove_programme",
    "remove_step",
    "resume",
    "sign",
    "steps",
    "stop",
    "tick",
    "untick",
    "wants_evidence",
    "write_evidence",
]
