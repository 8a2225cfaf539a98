"""Doing the steps of a plan: tick, sign, send back, take back, postpone; what a step leaves behind when it is done.

A tick below the step's pass score, and what the coach sends back, are attempts that didn't pass: each is kept, and
the step is open again with the next attempt. A step that is done writes the level of the skill it teaches, and holds
for its valid days, counted in the calendar from the day on which it was ticked.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from store import team
from store.access import Role
from store.calendar import local, now
from store.changes import change
from store.errors import N_, Denied, Invalid, Reason
from store.records import Ref
from store.team import Member
from store.training.kinds import PlanStatus, Source, StepStatus
from store.training.planning import settled
from store.training.records import SkillLevel, TrainingAttempt, TrainingPlan, TrainingStep
from store.training.rules import may_sign

LONGEST_EVIDENCE = 4_000  # characters
SCORES = range(101)  # percent
PROOFS = ("deal", "customer", "role_play")  # kinds of records that can show that a step is done


def tick(
    actor: Member, step: TrainingStep, evidence: str = "", *, proof: Ref | None = None, score: int | None = None
) -> TrainingStep:
    """Say that a step is done, and by what one sees it; one that needs sign-off then waits for it.

    A score below the step's pass score is kept as an attempt, and the step stays open. Raises Denied, Conflict, and
    Invalid beside evidence (none where somebody is to sign, or too long), score (none where one is asked, or no
    percentage) and status (ticked already, or the plan was stopped).
    """
    plan = TrainingPlan.load(step.plan_id)
    check_open(step, plan)
    proof = proof or step.proof
    score = _valid_score(step, score)
    needed = bool(step.needs_sign_off) and proof is None and _passes(step, score)
    evidence = _valid_evidence(evidence or step.evidence, needed=needed)
    with change(actor, N_("ticked"), step) as it:
        if not _passes(step, score):
            fail(it, step, score=score, evidence=evidence, proof=proof)
            return step
        values = {"evidence": evidence, "proof": proof, "score": score, "done_at": now()}
        if step.needs_sign_off:
            it.update(step, status=StepStatus.WAITING, **values)
        else:
            finish(it, step, plan, **values)
    return step


def sign(
    actor: Member,
    step: TrainingStep,
    evidence: str | None = None,
    score: int | None = None,
    proof: Ref | None = None,
) -> TrainingStep:
    """Sign a step off, ticked by its member or seen by the coach; new evidence replaces what was there.

    A score below the step's pass score is kept as an attempt, and the step is open again. Raises Denied (neither the
    coach nor a lead, or one's own), Conflict, Invalid (needs no signature, signed already, the plan was stopped;
    beside score: none where one is asked, or no percentage).
    """
    plan = TrainingPlan.load(step.plan_id)
    if not step.needs_sign_off:
        raise Invalid({"status": Reason(N_("This step needs no signature."), {})})
    if step.status is StepStatus.DONE:
        raise _ticked_already(step)
    check_going(plan)
    if not may_sign(actor, plan):
        raise Denied(Reason(N_("The coach or the lead signs this, and nobody for themselves."), {}))
    text = step.evidence if evidence is None else _valid_evidence(evidence, needed=False)
    score = _valid_score(step, step.score if score is None else score)
    at, proof = now(), proof or step.proof
    with change(actor, N_("signed"), step) as it:
        if not _passes(step, score):
            fail(it, step, score=score, evidence=text, proof=proof)
            return step
        values = {"evidence": text, "proof": proof, "score": score}
        finish(it, step, plan, done_at=step.done_at or at, signed_by=actor, signed_at=at, **values)
    return step


def send_back(actor: Member, step: TrainingStep, why: str) -> TrainingStep:
    """Don't sign a ticked step: it is open again for the next attempt, and why is kept with this one.

    Raises Denied (neither the coach nor a lead, or one's own), Conflict, Invalid (nothing waits; beside why: nothing
    is said).
    """
    plan = TrainingPlan.load(step.plan_id)
    if step.status is not StepStatus.WAITING:
        raise Invalid({"status": Reason(N_("Only what waits to be signed is sent back."))})
    check_going(plan)
    if not may_sign(actor, plan):
        raise Denied(Reason(N_("The coach or the lead signs this, and nobody for themselves."), {}))
    if not why.strip():
        raise Invalid({"why": Reason(N_("Say what is missing, so that the next attempt is better."))})
    with change(actor, N_("sent back"), step) as it:
        fail(it, step, score=step.score, evidence=step.evidence, proof=step.proof, why=why.strip())
        it.update(step, evidence="", proof=None)
    return step


def untick(actor: Member, step: TrainingStep) -> TrainingStep:
    """Open a step again; its evidence stays, the level it gave and a renewal that nobody has begun go.

    What was signed only the coach or the lead takes back. Raises Denied, Invalid (open anyway, or the plan was
    stopped), Conflict.
    """
    plan = TrainingPlan.load(step.plan_id)
    if step.status is StepStatus.OPEN:
        raise Invalid({"status": Reason(N_("This step is open."), {})})
    check_going(plan)
    if not (may_sign(actor, plan) or (actor.id == step.member_id and step.signed_at is None)):
        _own_or_lead(actor, step)
        raise Denied(Reason(N_("This is signed; the coach or the lead may take it back."), {}))
    with change(actor, N_("unticked"), step) as it:
        for level in list(SkillLevel.select().where(SkillLevel.about == str(step.ref), SkillLevel.kept())):
            it.remove(level)
        renewal = TrainingStep.get_or_none(TrainingStep.renews == step.id, TrainingStep.kept())
        if renewal is not None and renewal.status is StepStatus.OPEN:
            it.update(renewal, renews=None)
            it.remove(renewal)
        it.update(step, status=StepStatus.OPEN, done_at=None, signed_by=None, signed_at=None, valid_until=None)
        it.update(plan, **settled(plan))
    return step


def write_evidence(actor: Member, step: TrainingStep, evidence: str, proof: Ref | None = None) -> TrainingStep:
    """Change what one sees a step by: text, a link, a path; a deal or a customer. Raises Denied, Invalid, Conflict."""
    waits = step.status is StepStatus.WAITING
    evidence = _valid_evidence(evidence, needed=waits and proof is None)
    with change(actor, N_("edited"), step) as it:
        it.update(step, evidence=evidence, proof=proof)
    return step


def postpone(actor: Member, step: TrainingStep, due_on: date) -> TrainingStep:
    """Give an open step a later or earlier day, pushed forward to a working one; the original day is kept.

    Its member, the coach and the lead may. Raises Denied, Conflict, and Invalid beside due_on (a day that is over)
    and status (ticked already, or the plan was stopped).
    """
    plan = TrainingPlan.load(step.plan_id)
    check_open(step, plan)
    if due_on < team.today():
        raise Invalid({"due_on": Reason(N_("That day is over; choose today or later."), {})})
    if not may_sign(actor, plan):
        _own_or_lead(actor, step)
    with change(actor, N_("postponed"), step) as it:
        it.update(step, due_on=team.work_calendar().on_or_after(due_on))
    return step


# What happens to a step, within the change of a verb


def finish(it: Any, step: TrainingStep, plan: TrainingPlan, **values: Any) -> None:
    """Write that a step is done, through when it holds, the level of its skill, and what that makes of the plan."""
    done_at: datetime = values["done_at"]
    day = local(done_at, team.team().timezone).date()
    until = day + timedelta(days=step.valid_days) if step.valid_days is not None else None
    it.update(step, status=StepStatus.DONE, valid_until=until, **values)
    if step.skill_id is not None and step.level is not None:
        it.add(
            SkillLevel,
            member=step.member_id,
            skill=step.skill_id,
            level=step.level,
            day=day,
            source=Source.STEP,
            about=step.ref,
            valid_until=until,
        )
    it.update(plan, **settled(plan))


def fail(
    it: Any,
    step: TrainingStep,
    *,
    score: int | None = None,
    evidence: str = "",
    proof: Ref | None = None,
    why: str = "",
    again_on: date | None = None,
) -> None:
    """Keep this attempt as one that did not pass, and open the step for the next one, on another day when given."""
    it.add(
        TrainingAttempt,
        step=step,
        member=step.member_id,
        number=step.attempt,
        day=team.today(),
        score=score,
        evidence=evidence,
        proof=proof,
        why=why,
    )
    values: dict[str, Any] = {} if again_on is None else {"due_on": again_on}
    it.update(step, status=StepStatus.OPEN, done_at=None, score=None, attempt=step.attempt + 1, **values)


def check_open(step: TrainingStep, plan: TrainingPlan) -> None:
    """Raise Invalid unless this step can be done now."""
    check_going(plan)
    if step.status is not StepStatus.OPEN:
        raise _ticked_already(step)


def check_going(plan: TrainingPlan) -> None:
    """Raise Invalid when the plan was stopped."""
    if plan.status is PlanStatus.STOPPED:
        raise Invalid({"status": Reason(N_("This plan was stopped; begin it again first."), {})})


def _ticked_already(step: TrainingStep) -> Invalid:
    at: datetime | None = step.done_at
    values = {"name": team.names().get(step.updated_by, "Huddle"), "at": at}
    return Invalid({"status": Reason(N_("{name} ticked this already."), values)})


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


def _passes(step: TrainingStep, score: int | None) -> bool:
    return step.pass_score is None or (score or 0) >= step.pass_score


def _valid_score(step: TrainingStep, score: int | None) -> int | None:
    if score is not None and score not in SCORES:
        raise Invalid({"score": Reason(N_("A score is a number from 0 to 100."))})
    if score is None and step.pass_score is not None:
        raise Invalid({"score": Reason(N_("Say the score; {least} of 100 passes."), {"least": step.pass_score})})
    return score
