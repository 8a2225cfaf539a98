"""Validity that acts: what holds for a time is due again before it expires, once.

A step that was done with valid days holds through a day. From 30 days before that day on (half of its valid days,
where that is shorter) the next one stands in the plan, due on the last working day on which the old one holds; a plan
that was done is under way again. There is one chain per member and step of a programme: where a later one was done
or stands open in another plan, nothing is planned. Stopped plans and leavers are left alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from store import team
from store.changes import change
from store.errors import N_
from store.team import SYSTEM, Member
from store.training.expiry import expiring
from store.training.kinds import PlanStatus
from store.training.planning import COPIED, copied
from store.training.records import ProgrammeStep, TrainingPlan, TrainingStep


def renew(day: date, actor: Member = SYSTEM) -> int:
    """Plan what is due again, as one change; how many. Running it again, or twice at a time, plans nothing more.

    Raises Denied, Unavailable.
    """
    if not expiring(day):
        return 0
    with change(actor, N_("planned ahead"), TrainingStep) as it:
        numbers = expiring(day)  # asked again: another program may have been first
        for number in numbers:
            _renew(it, TrainingStep.load(number), day)
    return len(numbers)


def _renew(it: Any, step: TrainingStep, day: date) -> None:
    plan = _plan_for(step)
    assert step.valid_until is not None
    due_on = max(_last_working_day(step.valid_until), team.work_calendar().on_or_after(day))
    it.add(
        TrainingStep,
        plan=plan,
        member=step.member_id,
        position=step.position,
        due_on=due_on,
        original_due_on=due_on,
        source=step.source_id,
        renews=step,
        **_as_it_is_taught(step),
    )
    it.update(plan, status=PlanStatus.ACTIVE, ended_on=None)


def _plan_for(step: TrainingStep) -> TrainingPlan:
    """The plan of this programme that the member follows now, else the one that the step was done in."""
    own = TrainingPlan.load(step.plan_id)
    going = TrainingPlan.get_or_none(
        TrainingPlan.member == own.member_id,
        TrainingPlan.programme == own.programme_id,
        TrainingPlan.status == PlanStatus.ACTIVE,
        TrainingPlan.kept(),
    )
    return own if going is None else going


def _last_working_day(day: date) -> date:
    return team.work_calendar().on_or_before(day)


def _as_it_is_taught(step: TrainingStep) -> dict[str, Any]:
    """What the programme says now; what the step said, where the programme has it no more."""
    source = ProgrammeStep.get_or_none(ProgrammeStep.id == step.source_id, ProgrammeStep.kept())
    if source is not None and source.valid_days is not None:
        return copied(source)
    return {name: getattr(step, f"{name}_id" if name == "skill" else name) for name in COPIED}
