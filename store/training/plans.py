"""Writing plans: who starts what, ticks, signs, postpones and stops it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from store import team
from store.access import Role
from store.calendar import WorkCalendar, now
from store.changes import change
from store.errors import N_, Denied, Invalid, Reason
from store.records import Ref
from store.team import Member
from store.training.questions import may_sign, signers
from store.training.records import (
    PlanStatus,
    Programme,
    ProgrammeStep,
    StepStatus,
    TrainingPlan,
    TrainingStep,
)

LONGEST_EVIDENCE = 4_000  # characters
COPIED = ("title", "kind", "day_offset", "minutes", "mandatory", "needs_sign_off")


def due_day(day_0: date, offset: int, calendar: WorkCalendar) -> date:
    """The offset-th working day after day 0, or after the next working day where nobody works on day 0."""
    return calendar.add(calendar.on_or_after(day_0), offset)


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
    calendar = team.work_calendar()
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
            copied = {name: getattr(step, name) for name in COPIED}
            it.add(
                TrainingStep,
                plan=added,
                member=member,
                position=position,
                due_on=due_on,
                original_due_on=due_on,
                **copied,
            )
    return added


def edit_plan(actor: Member, plan: TrainingPlan, **values: Any) -> TrainingPlan:
    """Change the coach or day 0; another day 0 gives the open steps new due days. Raises Denied, Invalid, Conflict."""
    member, steps = Member.load(plan.member_id), _steps(plan)
    if "day_0" in values:
        _valid_day_0(member, values["day_0"])
    if "coach" in values:
        _valid_coach(member, values["coach"], sign_off=any(s.needs_sign_off and not s.signed_at for s in steps))
    moved = values.get("day_0", plan.day_0) != plan.day_0
    with change(actor, N_("edited"), plan) as it:
        it.update(plan, **values)
        for step in steps if moved else []:
            if step.status is StepStatus.OPEN:
                due_on = due_day(plan.day_0, step.day_offset, team.work_calendar())
                it.update(step, due_on=due_on, original_due_on=due_on)
    return plan


def tick(actor: Member, step: TrainingStep, evidence: str = "") -> TrainingStep:
    """Say that a step is done, and by what one sees it; one that needs sign-off then waits for it.

    Raises Denied, Conflict, and Invalid beside evidence (none where somebody is to sign, or too long) and status
    (ticked already, or the plan was stopped).
    """
    plan = TrainingPlan.load(step.plan_id)
    _open(step, plan)
    evidence = _valid_evidence(evidence or step.evidence, needed=bool(step.needs_sign_off))
    status = StepStatus.WAITING if step.needs_sign_off else StepStatus.DONE
    with change(actor, N_("ticked"), step) as it:
        it.update(step, status=status, done_at=now(), evidence=evidence)
        it.update(plan, **_settled(plan))
    return step


def untick(actor: Member, step: TrainingStep) -> TrainingStep:
    """Open a step again; its evidence stays. What was signed only the coach or the lead takes back.

    Raises Denied, Invalid (open anyway, or the plan was stopped), Conflict.
    """
    plan = TrainingPlan.load(step.plan_id)
    if step.status is StepStatus.OPEN:
        raise Invalid({"status": Reason(N_("This step is open."), {})})
    _going(plan)
    if not (may_sign(actor, plan) or (actor.id == step.member_id and step.signed_at is None)):
        _own_or_lead(actor, step)
        raise Denied(Reason(N_("This is signed; the coach or the lead may take it back."), {}))
    with change(actor, N_("unticked"), step) as it:
        it.update(step, status=StepStatus.OPEN, done_at=None, signed_by=None, signed_at=None)
        it.update(plan, **_settled(plan))
    return step


def sign(actor: Member, step: TrainingStep, evidence: str | None = None) -> TrainingStep:
    """Sign a step off, ticked by its member or seen by the coach; new evidence replaces what was there.

    Raises Denied (neither the coach nor a lead, or one's own), Invalid (needs no signature, signed already, the
    plan was stopped), Conflict.
    """
    plan = TrainingPlan.load(step.plan_id)
    if not step.needs_sign_off:
        raise Invalid({"status": Reason(N_("This step needs no signature."), {})})
    if step.status is StepStatus.DONE:
        raise _ticked_already(step)
    _going(plan)
    if not may_sign(actor, plan):
        raise Denied(Reason(N_("The coach or the lead signs this, and nobody for themselves."), {}))
    text = step.evidence if evidence is None else _valid_evidence(evidence, needed=False)
    at = now()
    with change(actor, N_("signed"), step) as it:
        done_at = step.done_at or at
        it.update(step, status=StepStatus.DONE, done_at=done_at, signed_by=actor, signed_at=at, evidence=text)
        it.update(plan, **_settled(plan))
    return step


def write_evidence(actor: Member, step: TrainingStep, evidence: str) -> TrainingStep:
    """Change what one sees a step by: text, a link, a path. Raises Denied, Invalid, Conflict."""
    waits = step.status is StepStatus.WAITING
    evidence = _valid_evidence(evidence, needed=waits)
    with change(actor, N_("edited"), step) as it:
        it.update(step, evidence=evidence)
    return step


def postpone(actor: Member, step: TrainingStep, due_on: date) -> TrainingStep:
    """Give an open step a later or earlier day, pushed forward to a working one; the original day is kept.

    Its member, the coach and the lead may. Raises Denied, Conflict, and Invalid beside due_on (a day that is over)
    and status (ticked already, or the plan was stopped).
    """
    plan = TrainingPlan.load(step.plan_id)
    _open(step, plan)
    if due_on < team.today():
        raise Invalid({"due_on": Reason(N_("That day is over; choose today or later."), {})})
    if not may_sign(actor, plan):
        _own_or_lead(actor, step)
    with change(actor, N_("postponed"), step) as it:
        it.update(step, due_on=team.work_calendar().on_or_after(due_on))
    return step


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
        it.update(plan, **_settled(plan))
    return plan


def remove(actor: Member, plan: TrainingPlan) -> None:
    """Take a plan out with its steps. Raises Denied, Conflict."""
    with change(actor, N_("removed"), plan) as it:
        for step in _steps(plan):
            it.remove(step)
        it.remove(plan)


# What the verbs have in common


def _steps(plan: TrainingPlan) -> list[TrainingStep]:
    return list(TrainingStep.select().where(TrainingStep.plan == plan.id, TrainingStep.kept()))


def _steps_of(programme: Programme) -> list[ProgrammeStep]:
    return list(
        ProgrammeStep.select()
        .where(ProgrammeStep.programme == programme.id, ProgrammeStep.kept())
        .order_by(ProgrammeStep.day_offset, ProgrammeStep.position)
    )


def _settled(plan: TrainingPlan) -> dict[str, Any]:
    """What its steps, as they are written now, make of a plan: done when the mandatory ones are, else under way."""
    steps = _steps(plan)
    counted = [step for step in steps if step.mandatory] or steps
    if all(step.status is StepStatus.DONE for step in counted):
        return {"status": PlanStatus.DONE, "ended_on": plan.ended_on or team.today()}
    return {"status": PlanStatus.ACTIVE, "ended_on": None}


def _open(step: TrainingStep, plan: TrainingPlan) -> None:
    _going(plan)
    if step.status is not StepStatus.OPEN:
        raise _ticked_already(step)


def _ticked_already(step: TrainingStep) -> Invalid:
    at: datetime | None = step.done_at
    values = {"name": team.names().get(step.updated_by, "Huddle"), "at": at}
    return Invalid({"status": Reason(N_("{name} ticked this already."), values)})


def _going(plan: TrainingPlan) -> None:
    if plan.status is PlanStatus.STOPPED:
        raise Invalid({"status": Reason(N_("This plan was stopped; begin it again first."), {})})


def _own_or_lead(actor: Member, step: TrainingStep) -> None:
    if actor.role is not Role.LEAD and actor.id != step.member_id:
        raise Denied(Reason(N_("This is somebody else's training; they, the coach or the lead may do that."), {}))


def _valid_evidence(text: str, *, needed: bool) -> str:
    text = text.strip()
    if needed and not text:
        raise Invalid({"evidence": Reason(N_("Say by what one can see it; somebody is going to sign this."), {})})
    if len(text) > LONGEST_EVIDENCE:
        values = {"length": len(text), "most": LONGEST_EVIDENCE}
        raise Invalid({"evidence": Reason(N_("{length} characters; evidence holds at most {most}."), values)})
    return text


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
