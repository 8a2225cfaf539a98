"""Who ticks and who signs the steps of a plan."""

from __future__ import annotations

from store.access import Role, may
from store.team import Member
from store.training.questions import PlanRow
from store.training.records import TrainingPlan, TrainingStep


def may_tick(actor: Member, plan: TrainingPlan | PlanRow) -> bool:
    """Whether ``actor`` ticks steps of this plan: its member, or a lead for them."""
    return may(actor, "ticked", TrainingStep, owner=plan.member_id)


def may_sign(actor: Member, plan: TrainingPlan | PlanRow) -> bool:
    """Whether ``actor`` signs steps of this plan: its coach or a lead, and nobody for themselves."""
    return actor.id != plan.member_id and (
        actor.role is Role.LEAD or (actor.role is Role.REP and actor.id == plan.coach_id)
    )
