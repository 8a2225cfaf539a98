"""Somebody leaves: what is still theirs, and who takes it over.

Open follow-ups, customers, open deals, complaints that are not closed, open goals, action items, risks and the numbers
of the scorecard get one heir; so do the plans that the leaver coaches (but for the heir's own, which then have no
coach). The leaver's own plans can't be learned by another, they are stopped. A goal that runs is transferred: the
heir's goes on with what is left of it. All of it is one change with the last day, with one undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from store import goals, reviews, risks, team
from store.access import Role
from store.actions import ActionItem, ActionStatus
from store.changes import change
from store.complaints import Complaint
from store.complaints import Status as ComplaintStatus
from store.customers import Customer
from store.database import rows
from store.deals import Deal
from store.errors import N_, Invalid, Reason
from store.followups import FollowUp
from store.followups import Status as FollowUpStatus
from store.records import Record, kind_of
from store.risks.scales import LIVE
from store.scorecard import Measurable
from store.team import Member
from store.training import PlanStatus, TrainingPlan

COACHED, REVIEWS = "coached", "review"
KINDS: tuple[str, ...] = (
    *("follow_up", "customer", "deal", "complaint", "goal", "action_item", "risk", "measurable", "training_plan"),
    *(REVIEWS, COACHED),
)


# Questions


def left_behind(member: Member) -> Mapping[str, int]:
    """How many records of each of KINDS are still this member's and open; kinds without any are left out."""
    found = dict(
        rows(
            "SELECT 'follow_up', count(*) FROM follow_up WHERE owner_id = ?1 AND status = 'planned'"
            " AND deleted_at IS NULL"
            " UNION ALL SELECT 'customer', count(*) FROM customer WHERE owner_id = ?1 AND deleted_at IS NULL"
            " UNION ALL SELECT 'deal', count(*) FROM deal WHERE owner_id = ?1 AND closed_on IS NULL"
            " AND deleted_at IS NULL"
            " UNION ALL SELECT 'complaint', count(*) FROM complaint WHERE owner_id = ?1 AND status != 'closed'"
            " AND deleted_at IS NULL"
            " UNION ALL SELECT 'goal', count(*) FROM goal WHERE owner_id = ?1"
            " AND status IN ('draft', 'proposed', 'active') AND deleted_at IS NULL"
            " UNION ALL SELECT 'action_item', count(*) FROM action_item WHERE owner_id = ?1 AND status = 'open'"
            " AND deleted_at IS NULL"
            " UNION ALL SELECT 'risk', count(*) FROM risk WHERE owner_id = ?1"
            " AND status IN ('open', 'treating', 'accepted') AND deleted_at IS NULL"
            " UNION ALL SELECT 'measurable', count(*) FROM measurable WHERE owner_id = ?1 AND deleted_at IS NULL"
            " UNION ALL SELECT 'training_plan', count(*) FROM training_plan WHERE member_id = ?1"
            " AND status = 'active' AND deleted_at IS NULL"
            " UNION ALL SELECT 'coached', count(*) FROM training_plan WHERE coach_id = ?1 AND member_id != ?1"
            " AND status = 'active' AND deleted_at IS NULL"
            " UNION ALL SELECT 'review', count(*) FROM review WHERE reviewer_id = ?1 AND status != 'closed'"
            " AND deleted_at IS NULL",
            (member.id,),
        )
    )
    return {kind: found[kind] for kind in KINDS if found[kind]}


def default_heir(member: Member) -> Member | None:
    """Who takes over unless another is named: a lead who stays; None when there is none."""
    staying = (m for m in team.members() if m.role is Role.LEAD and m.id != member.id and m.left_on is None)
    return next(staying, None)


# Verbs


def leave(actor: Member, member: Member, last_day: date, heir: Member) -> Mapping[str, int]:
    """Set somebody's last day and hand over what is theirs; how many records of each kind that was.

    Raises Denied, Invalid (as ``team.leave``; ``to``: an heir who leaves, too, or may only look), Conflict.
    """
    team.may_leave(member, last_day)
    _valid_heir(member, heir)
    counts = left_behind(member)
    with change(actor, N_("left"), member) as it:
        it.update(member, left_on=last_day)
        goals.leave_to(it, _goals(member), heir, team.today())
        for record in _owned(member):
            it.update(record, **_values(record, heir))
        for plan in _plans(TrainingPlan.coach, member):
            it.update(plan, coach=heir if plan.member_id != heir.id else None)
        for review in reviews.led_by(member):
            it.update(review, reviewer=_reviewer(review, member, heir))
    return counts


def _valid_heir(member: Member, heir: Member) -> None:
    values = {"name": heir.name}
    if heir.id == member.id or heir.left_on is not None:
        raise Invalid({"to": Reason(N_("{name} leaves; somebody who stays must take over."), values)})
    if heir.role is Role.VIEWER:
        raise Invalid({"to": Reason(N_("{name} may only look, and can't take over."), values)})


def _reviewer(review: reviews.Review, leaver: Member, heir: Member) -> Member:
    """Who leads a review from now on: the heir, who must be a lead and not the one it is about, else another lead."""
    staying = [one for one in team.members() if one.role is Role.LEAD and one.left_on is None]
    fit = [one for one in staying if one.id not in (leaver.id, review.member_id)]
    return next((one for one in fit if one.id == heir.id), next(iter(fit), leaver))


def _owned(member: Member) -> list[Record]:
    """The open records of the leaver, the plans of their own training among them."""
    return [
        *_kept(FollowUp, FollowUp.owner == member.id, FollowUp.status == FollowUpStatus.PLANNED),
        *_kept(Customer, Customer.owner == member.id),
        *_kept(Deal, Deal.owner == member.id, Deal.closed_on.is_null()),
        *_kept(Complaint, Complaint.owner == member.id, Complaint.status != ComplaintStatus.CLOSED),
        *_kept(ActionItem, ActionItem.owner == member.id, ActionItem.status == ActionStatus.OPEN),
        *_kept(risks.Risk, risks.Risk.owner == member.id, risks.Risk.status.in_(LIVE)),
        *_kept(Measurable, Measurable.owner == member.id),
        *_plans(TrainingPlan.member, member),
    ]


def _goals(member: Member) -> list[goals.Goal]:
    return _kept(goals.Goal, goals.Goal.owner == member.id, goals.Goal.status.in_(goals.OPEN))


def _plans(field: Any, member: Member) -> list[TrainingPlan]:
    return _kept(TrainingPlan, field == member.id, TrainingPlan.status == PlanStatus.ACTIVE)


def _kept(model: Any, *where: Any) -> list[Any]:
    return list(model.select().where(model.kept(), *where).order_by(model.id))


def _values(record: Record, heir: Member) -> dict[str, object]:
    if kind_of(type(record)) == "training_plan":
        return {"status": PlanStatus.STOPPED, "ended_on": team.today()}
    return {"owner": heir}
