"""Writing plans: who starts what, and when; coaches it, stops it and goes on with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import team
from store.access import Role
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.records import Ref
from store.team import Member
from store.training.days import calendar_of, due_day
from store.training.kinds import PlanStatus, StepStatus
from store.training.questions import signers
from store.training.records import Programme, ProgrammeStep, TrainingPlan, TrainingStep

COPIED = (
    *("title", "kind", "day_offset", "minutes", "mandatory", "needs_sign_off"),
    *("skill", "level", "valid_days", "pass_score"),
)


def plan(
    actor: Member,
    member: Member,
    programme: Programme,
    day_0: date,
    coach: Member | None = None,
    because_of: Ref | None = None,
) -> TrainingPlan:
    """Start somebody on a programme, with a copy of its steps, as one change.

    Raises Denied, and Invalid beside: programme (without steps, or under way already), member (has left), day_0
    (before they joined or after they leave), coach (themselves, has left, or nobody could sign).
    """
    steps = _steps_of(programme)
    _valid_plan(member, programme, steps, day_0)
    _valid_coach(member, coach, sign_off=any(step.needs_sign_off for step in steps))
    calendar = calendar_of(member.id, day_0, team.work_calendar())
    with change(actor, N_("planned"), TrainingPlan, owner=member.id) as it:
        added = it.add(
            TrainingPlan,
            member=member,
            programme=programme,
            title=programme.title,
            day_0=day_0,
            coach=coach,
            because_of=because_of,
        )
        for position, step in enumerate(steps):
            due_on = due_day(day_0, step.day_offset, calendar)
            it.add(
                TrainingStep,
                plan=added,
                member=member,
                position=position,
                due_on=due_on,
                original_due_on=due_on,
                source=step,
                **copied(step),
            )
    return added


def edit_plan(actor: Member, plan: TrainingPlan, **values: Any) -> TrainingPlan:
    """Change the coach or day 0; another day 0 gives the open steps new due days. Raises Denied, Invalid, Conflict."""
    member, steps = Member.load(plan.member_id), steps_of(plan)
    if "day_0" in values:
        _valid_day_0(member, values["day_0"])
    if "coach" in values:
        _valid_coach(member, values["coach"], sign_off=any(s.needs_sign_off and not s.signed_at for s in steps))
    day_0 = values.get("day_0", plan.day_0)
    moved = day_0 != plan.day_0
    calendar = calendar_of(member.id, day_0, team.work_calendar())
    with change(actor, N_("edited"), plan) as it:
        it.update(plan, **values)
        for step in steps if moved else []:
            if step.status is StepStatus.OPEN and step.renews_id is None:
                due_on = due_day(plan.day_0, step.day_offset, calendar)
                it.update(step, due_on=due_on, original_due_on=due_on)
    return plan


def stop(actor: Member, plan: TrainingPlan) -> TrainingPlan:
    """End a plan before it is done; what was done stays. Raises Denied, Invalid (not under way), Conflict."""
    if plan.status is not PlanStatus.ACTIVE:
        raise Invalid({"status": Reason(N_("This plan isn't under way."), {})})
    with change(actor, N_("stopped"), plan) as it:
        it.update(plan, status=PlanStatus.STOPPED, ended_on=team.today())
    return plan


def resume(actor: Member, plan: TrainingPlan) -> TrainingPlan:
    """Go on with a stopped plan; its due days stay. Raises Denied, Invalid (not stopped), Conflict."""
    if plan.status is not PlanStatus.STOPPED:
        raise Invalid({"status": Reason(N_("Only a stopped plan goes on."), {})})
    with change(actor, N_("resumed"), plan) as it:
        it.update(plan, **settled(plan))
    return plan


def remove(actor: Member, plan: TrainingPlan) -> None:
    """Take a plan out with its steps. Raises Denied, Conflict."""
    with change(actor, N_("removed"), plan) as it:
        for step in steps_of(plan):
            it.remove(step)
        it.remove(plan)


# What the verbs have in common


def copied(step: ProgrammeStep) -> dict[str, Any]:
    """What a plan's step takes over from the programme's."""
    return {name: getattr(step, f"{name}_id" if name == "skill" else name) for name in COPIED}


def steps_of(plan: TrainingPlan) -> list[TrainingStep]:
    """The steps of a plan, as they are written now."""
    return list(TrainingStep.select().where(TrainingStep.plan == plan.id, TrainingStep.kept()))


def _steps_of(programme: Programme) -> list[ProgrammeStep]:
    return list(
        ProgrammeStep.select()
        .where(ProgrammeStep.programme == programme.id, ProgrammeStep.kept())
        .order_by(ProgrammeStep.day_offset, ProgrammeStep.position)
    )


def settled(plan: TrainingPlan) -> dict[str, Any]:
    """What its steps, as they are written now, make of a plan: done when the mandatory ones are, else under way."""
    steps = steps_of(plan)
    counted = [step for step in steps if step.mandatory] or steps
    if all(step.status is StepStatus.DONE for step in counted):
        return {"status": PlanStatus.DONE, "ended_on": plan.ended_on or team.today()}
    return {"status": PlanStatus.ACTIVE, "ended_on": None}


def _valid_plan(member: Member, programme: Programme, steps: list[ProgrammeStep], day_0: date) -> None:
    if not steps:
        raise Invalid({"programme": Reason(N_("This programme has no steps yet; add one first."), {})})
    if team.has_left(member):
        raise Invalid({"member": Reason(N_("{name} has left the team."), {"name": member.name})})
    following = TrainingPlan.select().where(
        TrainingPlan.member == member.id,
        TrainingPlan.programme == programme.id,
        TrainingPlan.status == PlanStatus.ACTIVE,
        TrainingPlan.kept(),
    )
    if following.exists():
        raise Invalid({"programme": Reason(N_("{name} is on this programme already."), {"name": member.name})})
    _valid_day_0(member, day_0)


def _valid_day_0(member: Member, day_0: date) -> None:
    values = {"name": member.name, "day": member.joined_on}
    if day_0 < member.joined_on:
        raise Invalid({"day_0": Reason(N_("{name} joins on {day}; start then or later."), values)})
    if member.left_on is not None and day_0 > member.left_on:
        values["day"] = member.left_on
        raise Invalid({"day_0": Reason(N_("{name} leaves on {day}; start before."), values)})


def _valid_coach(member: Member, coach: Member | None, *, sign_off: bool) -> None:
    if coach is not None:
        values = {"name": coach.name}
        if coach.id == member.id:
            raise Invalid({"coach": Reason(N_("Somebody else must coach."), {})})
        if team.has_left(coach):
            raise Invalid({"coach": Reason(N_("{name} has left the team."), values)})
        if coach.role is Role.VIEWER:
            raise Invalid({"coach": Reason(N_("{name} only looks on and can't sign; choose a rep or a lead."), values)})
    elif sign_off and not signers(member.id):
        raise Invalid({"coach": Reason(N_("Some steps need sign-off: choose somebody who signs."), {})})
