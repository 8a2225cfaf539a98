"""Why a key of Training can't be pressed now, in words: nothing selected, nothing open, or no right to do it."""

from __future__ import annotations

from store import training
from store.access import may
from store.team import Member
from store.training import (
    PlanRow,
    PlanStatus,
    Programme,
    ProgrammeRow,
    ProgrammeStepRow,
    RolePlay,
    StepRow,
    StepStatus,
    TrainingPlan,
    TrainingStep,
)
from tui.i18n import _
from tui.rights import refusal

Row = PlanRow | ProgrammeRow | None
Step = StepRow | ProgrammeStepRow | None


def why_not(me: Member, row: Row, step: Step, action: str) -> str | None:
    """Why this action can't be done now with what is selected, in words; None when it can."""
    if action in ("done", "snooze"):
        return _tick(me, row, step, action == "snooze")
    if action == "new":
        return _new(me, row)
    if action == "begin":
        return _begin(me, row)
    if action in ("earlier", "later") and not isinstance(step, ProgrammeStepRow):
        return _("Only steps of a programme are moved; Enter opens one.")
    if action == "role_play":
        return refusal(me, "held", RolePlay)
    if action in ("offered", "reopen"):
        return _answer(me, row, step, action)
    if action in ("owner", "note") and not isinstance(row, PlanRow):
        return _("Select a plan first; n adds one.")
    if action in ("edit", "remove", "owner", "earlier", "later"):
        return _write(me, row, step, action)
    return None


def _tick(me: Member, row: Row, step: Step, later: bool) -> str | None:
    if not isinstance(row, PlanRow):
        return _("Select a plan first; steps of a programme are not ticked.")
    if row.status is PlanStatus.STOPPED:
        return _("This plan was stopped; b begins it again.")
    signs = training.may_sign(me, row)
    if not signs and not training.may_tick(me, row):
        return _("This is somebody else's training; they, the coach or the lead may do that.")
    if isinstance(step, StepRow):
        return _("This step is done; space opens it again.") if later and step.status != "open" else None
    if row.next_id is None and (later or not (row.waiting and signs)):
        return _("Nothing is open in this plan; Enter shows its steps.")
    return None


def _answer(me: Member, row: Row, step: Step, action: str) -> str | None:
    if not isinstance(row, PlanRow):
        return _("Select a plan first; n adds one.")
    if action == "offered":
        return None if row.status is PlanStatus.ACTIVE else _("This plan has ended; it is offered nothing.")
    waits = step.status is StepStatus.WAITING if isinstance(step, StepRow) else bool(row.waiting)
    if not waits:
        return _("Nothing waits to be signed here.")
    if training.may_sign(me, row):
        return None
    return _("The coach or the lead signs this, and nobody for themselves.")


def _new(me: Member, row: Row) -> str | None:
    if isinstance(row, PlanRow):
        return _plan(me)
    return None if may(me, "added", Programme) else _("Only the lead writes programmes.")


def _plan(me: Member) -> str | None:
    if may(me, "planned", TrainingPlan, owner=me.id):
        return None
    return _("You may look at everything and change nothing; ask your lead for more.")


def _begin(me: Member, row: Row) -> str | None:
    if isinstance(row, ProgrammeRow):
        return _plan(me) if row.steps else _("This programme has no steps yet; Enter, then n adds one.")
    if row is None or row.status is not PlanStatus.STOPPED:
        return _("Select a programme to begin a plan from it, or a stopped plan.")
    return None if may(me, "resumed", TrainingPlan, owner=row.member_id) else _("Only the lead may do that.")


def _write(me: Member, row: Row, step: Step, action: str) -> str | None:
    if row is None:
        return _("There is nothing here yet; n adds a programme.")
    if isinstance(step, StepRow) and action == "remove":
        return _("A plan keeps its steps; go back to its row to stop it.")
    if isinstance(step, StepRow) and action == "edit":
        own = may(me, "edited", TrainingStep, owner=step.member_id)
        return None if own else _("This is somebody else's training; they or the lead may do that.")
    kind = TrainingPlan if isinstance(row, PlanRow) else Programme
    return None if may(me, "edited", kind, owner=0) else _("Only the lead may do that.")
