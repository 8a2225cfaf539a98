"""Training: programmes, and the plans that people follow.

A plan copies the steps of its programme, so that later changes of the programme leave it alone. A step is due its
offset in working days after day 0 (after the next working day, where nobody works on day 0): every weekend and
holiday in between pushes it forward, a make-up day counts, and no two steps pile up behind a long holiday.

A step that needs sign-off waits, once it is ticked, until the coach or a lead has signed, and is done only then;
nobody signs for themselves. A plan is done when its mandatory steps are (all steps where none is mandatory), and
under way again when one of them is taken back.

A step may ask for a score, and what doesn't pass is an attempt: kept, counted, tried again. What holds for a time is
due again before it expires. A programme's changes, and days off, are offered to running plans, never forced on them.

A rep plans for themselves, ticks and postpones own steps. The coach signs, postpones and takes back. The lead does
all of it, and alone writes programmes and changes, stops or removes plans.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.training.days import due_day
    from store.training.doing import postpone, send_back, sign, tick, untick, write_evidence
    from store.training.due import due_for, for_meeting
    from store.training.effects import Effect, Measure, What, effect
    from store.training.expiry import expiring
    from store.training.kinds import PlanStatus, PlayStatus, ProgrammeKind, Source, StepKind, StepStatus
    from store.training.levels import Cell, Entry, Matrix, entries, learning, matrix, remove_level, set_level, teaching
    from store.training.offering import Offer, OfferKind, decline, offers, take_over
    from store.training.planning import edit_plan, plan, remove, resume, stop
    from store.training.programme import (
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
        AttemptRow,
        Bucket,
        PlanRow,
        Plans,
        ProgrammeRow,
        ProgrammeStepRow,
        StepRow,
        attempts,
        listed,
        overdue,
        plans,
        programme_steps,
        programmes,
        steps,
        wants_evidence,
    )
    from store.training.records import (
        Programme,
        ProgrammeStep,
        RolePlay,
        SkillLevel,
        TrainingAttempt,
        TrainingPlan,
        TrainingStep,
    )
    from store.training.renewing import renew
    from store.training.roleplays import (
        PlayRow,
        check_people,
        held,
        hold,
        plan_role_play,
        planned,
        plays,
        plays_of,
        put_off,
        remove_role_play,
        retry_day,
        step_to_decide,
        trend,
    )
    from store.training.rules import may_sign, may_tick
    from store.training.scoring import ANCHORS, CRITICAL, DIMENSION, GRADES, Dimension, passed, too_low, total
else:
    __getattr__ = late(
        __name__,
        days="due_day",
        doing="postpone send_back sign tick untick write_evidence",
        due="due_for for_meeting",
        effects="Effect Measure What effect",
        levels="Cell Entry Matrix entries learning matrix remove_level set_level teaching",
        offering="Offer OfferKind decline offers take_over",
        planning="edit_plan plan remove resume stop",
        programme="NewStep add_programme add_step edit_programme edit_step move_step remove_programme remove_step",
        questions=(
            "AttemptRow Bucket PlanRow Plans ProgrammeRow ProgrammeStepRow StepRow attempts listed "
            "overdue plans programme_steps programmes steps wants_evidence"
        ),
        kinds="PlanStatus PlayStatus ProgrammeKind Source StepKind StepStatus",
        records="Programme ProgrammeStep RolePlay SkillLevel TrainingAttempt TrainingPlan TrainingStep",
        renewing="renew",
        roleplays=(
            "PlayRow check_people held hold plan_role_play planned plays plays_of put_off remove_role_play "
            "retry_day step_to_decide trend"
        ),
        rules="may_sign may_tick",
        scoring="ANCHORS CRITICAL DIMENSION Dimension GRADES passed too_low total",
        expiry="expiring",
    )
